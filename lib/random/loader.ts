/** The order in which torch's `DataLoader` serves samples, and what it draws for it. */

import { checkCount } from "../check.ts";
import { checkOptions, checkShape } from "../check_shape.ts";
import { Generator } from "./torch.ts";

/**
 * Draws what one pass over a `DataLoader` draws from the global generator, and
 * gives the order in which that pass serves the samples.
 *
 * Every pass draws one 64-bit number for its workers' seeds, though it may have
 * no workers. A pass that shuffles draws one more, which seeds a generator of
 * its own for the order. So a pass over the test set moves the stream as well.
 *
 * Source: `torch.utils.data`, `_BaseDataLoaderIter` and `RandomSampler`.
 *
 * @param generator the global generator; the pass moves it on
 * @param samples how many samples the loader serves, at least 1
 * @param options `shuffle`: whether the loader shuffles
 * @returns `[samples]` indices, each once: shuffled, or 0, 1, 2, … where it does not shuffle
 * @throws {RangeError} if `samples` is not whole or out of bounds
 *
 * @example A pass that does not shuffle still draws
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataLoaderOrder } from "./loader.ts";
 * import { Generator } from "./torch.ts";
 *
 * const generator = new Generator(42);
 * assertEquals([...dataLoaderOrder(generator, 3, { shuffle: false })], [0, 1, 2]);
 *
 * const beside = new Generator(42);
 * beside.randomInt64();
 * assertEquals(generator.rand(1), beside.rand(1));
 * ```
 */
export function dataLoaderOrder(
  generator: Generator,
  samples: number,
  options: { shuffle: boolean },
): Uint32Array {
  const action = "order the samples";
  checkShape(action, "generator", generator, "generator");
  checkCount(action, "samples", samples);
  checkOptions(action, options);
  generator.randomInt64();
  if (!options.shuffle) return Uint32Array.from({ length: samples }, (_, index) => index);
  const seed = Number(BigInt.asUintN(32, generator.randomInt64()));
  return new Generator(seed).randperm(samples);
}
