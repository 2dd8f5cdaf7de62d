/** Sources of gradients by backpropagation: the float64 reference kernels, and a device. */

import { checkChoice, validationMessage } from "../check.ts";
import { checkOptions, checkShape, isTyped } from "../check_shape.ts";
import { checkSamples } from "../devices/checks.ts";
import type { Device, SampleMatrix } from "../devices/device.ts";
import { sgd } from "../kernels/create_optimizer.ts";
import { float64, type Floats } from "../kernels/floats.ts";
import { type Loss, lossNames } from "../kernels/losses.ts";
import { createNetwork } from "../kernels/plain_network.ts";
import { parameterCount } from "../models/layout.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";

/** A source of the mean loss at given parameters, and of its gradient by backpropagation. */
export interface GradientSource {
  /** The implementation: `float64`, or a device's kind. */
  readonly name: string;
  /** The model whose gradient it computes. */
  readonly model: Mlp;
  /** Computes the loss and the gradient at `parameters`, in the layout of the model's. */
  at(parameters: Float64Array): Promise<{ loss: number; gradients: Floats }>;
}

/** The batch for which a gradient is computed, and the loss. */
export interface GradientBatch {
  /** The samples, as one batch. */
  readonly samples: SampleMatrix;
  /** The loss that is differentiated. */
  readonly loss: Loss;
}

const ACTION = "compute gradients";

/**
 * Creates a gradient source that runs backpropagation in float64 with the plain kernels. It is the
 * reference for all devices.
 *
 * @param model The model.
 * @param batch `samples`: the batch, with `inputs` `[count × features]` and `targets`
 * `[count × outputs]`; `loss`: the loss.
 * @returns The source, for {@linkcode gradientAt} and {@linkcode centralDifferences}.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the samples do not fit the model
 *
 * @example A model whose parameters are all 0 predicts equal probabilities: its loss is ln 2
 * ```ts
 * import { float64Gradients } from "@neural-lab/lab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const samples = { count: 1, inputs: Float32Array.of(3), targets: Float32Array.of(1, 0) };
 * const parameters = new Float32Array(4);
 * const model = { sizes: [1, 2], activation: "identity", head: "logits", parameters } as const;
 * const source = float64Gradients(model, { samples, loss: "crossEntropy" });
 * assertAlmostEquals((await source.at(new Float64Array(4))).loss, Math.log(2));
 * ```
 */
export function float64Gradients(model: Mlp, batch: GradientBatch): GradientSource {
  checkMlp(ACTION, model);
  const { samples, loss } = checkBatch(checkOptions(ACTION, batch, ["samples", "loss"]), model);
  const network = createNetwork(float64, model.sizes);
  const { activation } = model;
  return {
    name: "float64",
    model,
    at(parameters) {
      checkParameters(parameters, model);
      const gradients = new Float64Array(parameters.length);
      const asked = { samples, activation, loss, gradients };
      return Promise.resolve({ loss: network.gradients(parameters, asked), gradients });
    },
  };
}

function checkBatch({ samples, loss }: GradientBatch, { sizes }: Mlp): GradientBatch {
  checkSamples(ACTION, samples, sizes);
  checkChoice(ACTION, "loss", loss, lossNames);
  return { samples, loss };
}

function checkParameters(parameters: Float64Array, { sizes }: Mlp): void {
  const length = parameterCount(sizes);
  if (isTyped(parameters, Float64Array) && parameters.length === length) return;
  const allowed = `a Float64Array of ${length} numbers`;
  throw new TypeError(validationMessage(ACTION, "parameters", allowed, parameters));
}

/**
 * The learning rate: a power of two, so that the product with the gradient is exact, and large, so that
 * the rounding of the updated weights is negligible.
 */
const stepSize = 2 ** 10;

/**
 * Creates a gradient source that measures the gradient of a device's training kernels. The device takes
 * one step of gradient descent over the batch, and the gradient is the change of the parameters divided
 * by the learning rate. Parameters are rounded to float32 first.
 *
 * @param model The model.
 * @param options `device`: the device; `samples` and `loss`: as for {@linkcode float64Gradients}.
 * @returns The source, for {@linkcode gradientAt} and {@linkcode centralDifferences}.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the samples do not fit the model
 *
 * @example The gradients of a device and of float64 agree to float32's precision
 * ```ts
 * import { compareGradients, createMlp, deviceGradients, float64Gradients, gradientAt, openDevice } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * await using device = await openDevice();
 * const samples = { count: 1, inputs: Float32Array.of(0.5, -1), targets: Float32Array.of(0, 1) };
 * const model = createMlp([2, 4, 2], { activation: "tanh", seed: 0 });
 * const errors = compareGradients(model.sizes, [
 *   await gradientAt(float64Gradients(model, { samples, loss: "crossEntropy" })),
 *   await gradientAt(deviceGradients(model, { device, samples, loss: "crossEntropy" })),
 * ]);
 * assert(errors.every(({ maxAbsoluteError }) => maxAbsoluteError < 1e-6));
 * ```
 */
export function deviceGradients(
  model: Mlp,
  options: GradientBatch & { device: Device },
): GradientSource {
  checkMlp(ACTION, model);
  const { device } = checkOptions(ACTION, options, ["device", "samples", "loss"]);
  checkShape(ACTION, "device", device, "device");
  const batch = checkBatch(options, model);
  return {
    name: device.kind,
    model,
    // deno-lint-ignore require-await -- An error of the check becomes a rejection.
    at: async (parameters) => {
      checkParameters(parameters, model);
      return stepOnDevice({ device, model, batch, parameters });
    },
  };
}

async function stepOnDevice(
  { device, model: { sizes, activation }, batch: { samples, loss }, parameters }: {
    device: Device;
    model: Mlp;
    batch: GradientBatch;
    parameters: Float64Array;
  },
): Promise<{ loss: number; gradients: Floats }> {
  const before = Float32Array.from(parameters);
  const optimizer = sgd({ learningRate: stepSize });
  const session = await device.start({
    sizes,
    loss,
    epochs: 1,
    batchSize: samples.count,
    train: samples,
    members: [{ parameters: before, activation, optimizer, orderSeeds: Uint32Array.of(0) }],
  });
  try {
    const [{ trainLoss: [trainLoss] }] = await session.advance(1);
    const [after] = await session.parameters();
    const gradients = Float64Array.from(before, (value, at) => (value - after[at]) / stepSize);
    return { loss: trainLoss, gradients };
  } finally {
    await session.close();
  }
}
