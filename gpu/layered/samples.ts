/** Samples on the GPU: each with its targets behind its inputs, so that both are gathered at once. */

import type { SampleMatrix } from "../../lib/devices/device.ts";
import type { Arena } from "../arena.ts";
import type { Inputs } from "./layer.ts";
import { sampleWidth } from "./layout.ts";

/** Samples `[count × (features + outputs)]`. */
export interface Samples {
  readonly count: number;
  readonly buffer: GPUBuffer;
}

/** Uploads samples. */
export function uploadSamples(
  arena: Arena,
  { count, inputs, targets }: SampleMatrix,
  sizes: readonly number[],
): Samples {
  const [features, width] = [sizes[0], sampleWidth(sizes)];
  const outputs = width - features;
  const all = new Float32Array(count * width);
  for (let sample = 0; sample < count; sample++) {
    all.set(inputs.subarray(sample * features, (sample + 1) * features), sample * width);
    all.set(targets.subarray(sample * outputs, (sample + 1) * outputs), sample * width + features);
  }
  return { count, buffer: arena.upload("samples", all) };
}

/**
 * Where the inputs and the targets of a batch lie.
 *
 * @param first Its first sample.
 * @param batch Elements from one member's samples to the next's; 0 for the same for all.
 */
export function batchOf(
  buffer: GPUBuffer,
  sizes: readonly number[],
  { first = 0, batch }: { first?: number; batch: number },
): { inputs: Inputs; targets: Inputs } {
  const row = sampleWidth(sizes);
  const offset = first * row;
  const shared = { buffer, row, batch };
  return { inputs: { ...shared, offset }, targets: { ...shared, offset: offset + sizes[0] } };
}
