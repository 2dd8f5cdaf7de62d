/** The loss and the gradient of a model on a device, from its training kernels. */

import type { Device, SampleMatrix } from "../../lib/devices/device.ts";
import type { Loss } from "../../lib/kernels/losses.ts";
import type { Mlp } from "../../lib/models/mlp.ts";
import { deviceGradients } from "../../lib/training/gradient_sources.ts";

/** Computes the mean loss over all samples as one batch, and its gradient. */
export function gradientsOn(
  device: Device,
  model: Mlp,
  batch: { samples: SampleMatrix; loss: Loss },
) {
  return deviceGradients(model, { device, ...batch }).at(Float64Array.from(model.parameters));
}
