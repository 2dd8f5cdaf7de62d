/** Batches and models that tests of gradients and Hessians have in common. */

import type { Loss } from "../../lib/kernels/losses.ts";
import type { Samples } from "../../lib/kernels/network.ts";
import { createMlp, type Mlp } from "../../lib/models/mlp.ts";
import { noise } from "../oracle.ts";

/** Points of noise; one class or, for the squared error, any values as targets. */
export function samplesFor(sizes: readonly number[], count: number, loss: Loss): Samples {
  const width = sizes[sizes.length - 1];
  const values = noise(count * width, { seed: 11 });
  const targets = loss === "crossEntropy"
    ? values.map((_, at) => Math.floor(at / width) % width === at % width ? 1 : 0)
    : values;
  return { count, inputs: noise(count * sizes[0], { seed: 12, scale: 2 }), targets };
}

/** A model whose weights are large enough for activations to bend. */
export function modelOf(sizes: readonly number[], activation: Mlp["activation"]): Mlp {
  return createMlp(sizes, { activation, initializer: "xavier", seed: sizes.length });
}
