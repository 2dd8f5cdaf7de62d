/** The work of a training, from which `openDevice` decides whether a GPU saves time. */

import { checkCount } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { checkSizes, layersOf } from "../models/layout.ts";

/** The multiplications of a weight for a sample: of the output, of its gradient, and of the input's. */
const perWeight = 3;

/**
 * Counts the multiplications of the training of one network, for the option `work` of
 * {@linkcode openDevice}.
 *
 * @param sizes Width of the input, of each hidden layer, and of the output.
 * @param options `samples`: the number of training samples; `epochs`: the number of passes over them.
 * @returns The number of multiplications, three of each weight for each sample.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the sizes are not those of an MLP, or a number is not a whole one from 1
 *
 * @example The devices that `auto` chooses for one network, and for a hundred larger ones
 * ```ts
 * import { openDevice, trainingWork } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const small = trainingWork([2, 32, 2], { samples: 420, epochs: 150 });
 * const large = 100 * trainingWork([2, 64, 64, 2], { samples: 420, epochs: 150 });
 * assertEquals([small, large], [24_192_000, 82_252_800_000]);
 *
 * await using device = await openDevice("auto", { work: small });
 * assertEquals(device.kind, "cpu");
 * ```
 */
export function trainingWork(
  sizes: readonly number[],
  options: { samples: number; epochs: number },
): number {
  const action = "count the work of the training";
  checkSizes(action, sizes);
  const { samples, epochs } = checkOptions(action, options, ["samples", "epochs"]);
  checkCount(action, "samples", samples);
  checkCount(action, "epochs", epochs);
  const weights = layersOf(sizes).reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  return perWeight * weights * samples * epochs;
}
