/** Planes of random directions, normalised filter by filter. */

import { checkSeed } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import { layersOf } from "../models/layout.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import { Generator } from "../random/torch.ts";
import type { ParameterPlane } from "./parameter_plane.ts";

/** The seed of the directions. */
export interface FilterPlaneOptions {
  /** The seed of the torch generator that draws both directions: 0 to 2³² - 1, 0 by default. */
  readonly seed?: number;
}

const names = optionNames<FilterPlaneOptions>({ seed: true });

/**
 * Draws two random directions, normal in each weight, and scales the weights of each unit to the norm of its
 * weights in the model: distances then mean the same for large weights and for small ones. Biases stay.
 *
 * Source: H. Li et al., "Visualizing the loss landscape of neural nets", NeurIPS 2018.
 *
 * @param model The network at the origin.
 * @param options The seed of the directions.
 * @returns The plane.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the seed is out of bounds, or there is no option of that name
 *
 * @example Directions have the norms of the weights, and none along biases
 * ```ts
 * import { createMlp, filterPlane } from "@neural-lab/lab";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const model = createMlp([2, 1], { seed: 1 });
 * const { directions: [one] } = filterPlane(model, { seed: 7 });
 * const [w1, w2] = model.parameters;
 * assertAlmostEquals(Math.hypot(one[0], one[1]), Math.hypot(w1, w2), 1e-12);
 * assertEquals(one[2], 0);
 * ```
 */
export function filterPlane(model: Mlp, options: FilterPlaneOptions = {}): ParameterPlane {
  const action = "draw the directions";
  checkMlp(action, model);
  const { seed = 0 } = checkOptions(action, options, names);
  const generator = new Generator(checkSeed(action, seed));
  const [x, y] = [0, 1].map(() => drawDirection(model, generator));
  return { origin: model, directions: [x, y] };
}

function drawDirection({ sizes, parameters }: Mlp, generator: Generator): Float64Array {
  const direction = new Float64Array(parameters.length);
  for (const { inputs, weight, bias } of layersOf(sizes)) {
    direction.set(generator.normal(bias - weight), weight);
    for (let row = weight; row < bias; row += inputs) {
      const drawn = direction.subarray(row, row + inputs);
      const norm = Math.hypot(...drawn);
      const scale = norm > 0 ? Math.hypot(...parameters.subarray(row, row + inputs)) / norm : 0;
      for (let at = 0; at < inputs; at++) drawn[at] *= scale;
    }
  }
  return direction;
}
