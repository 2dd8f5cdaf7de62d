/** PyTorch's figures of the activations, under the names that the lab gives them. */

import { type Activation, activationNames } from "../lib/models/activations.ts";
import further from "./reference/further_ops.json" with { type: "json" };
import ops from "./reference/ops.json" with { type: "json" };

/** Values and derivatives of each activation at `x`, in float64. */
export interface ActivationFigures {
  readonly x: readonly number[];
  readonly byName: ReadonlyMap<Activation, { forward: number[]; backward: number[] }>;
}

/** `leaky_relu(0.01)` is `leakyrelu`, `gelu(erf)` the exact `gelu`. */
function nameOf(key: string): Activation {
  const plain = key.replace("(tanh)", "tanh").replace(/\(.*\)|_/g, "");
  return activationNames.find((name) => name.toLowerCase() === plain.toLowerCase())!;
}

function figuresOf(
  x: number[],
  activations: Record<string, Record<string, number[]>>,
): ActivationFigures {
  const entries = Object.entries(activations).map(([key, { forward, ...rest }]) =>
    [nameOf(key), { forward, backward: rest.backward ?? rest["backward(upstream=1)"] }] as const
  );
  return { x, byName: new Map(entries) };
}

/** Fifteen points of everyday size, then a hundred from -1000 to 1000. */
export const activationFigures: readonly ActivationFigures[] = [
  figuresOf(ops.x, ops.activations),
  figuresOf(further.x, further.activations),
];

/** Both signs of numbers of every size, up to the largest that selu has a float32 value of. */
export const extremes = [
  ...[0, 1e-38, 1e-30, 1e-10, 0.1, 1, 5, 9, 10, 12, 13, 16, 17, 18, 20, 21, 30, 50, 86, 87, 88, 89],
  ...[100, 1e3, 1e6, 1e10, 1e15, 1e18, 1e19, 2e19, 1e20, 1e25, 1e30, 3.2e38],
].flatMap((x) => [x, -x]);
