/** The order in which torch's `DataLoader` serves samples, and what it draws for it. */

import { checkBoolean, checkCount } from "../check.ts";
import { checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { Generator, LONGEST_PERMUTATION } from "./torch.ts";

/** Settings of {@linkcode dataLoaderOrder}. */
export interface LoaderOptions {
  /** Whether the loader shuffles. */
  shuffle: boolean;
}

const bounds = { minimum: 1, maximum: LONGEST_PERMUTATION };
const names = optionNames<LoaderOptions>({ shuffle: true });

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
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or `samples` is not whole or out of bounds
 *
 * @example A pass that does not shuffle still draws
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataLoaderOrder, Generator } from "@neural-lab/lab";
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
  options: LoaderOptions,
): Uint32Array {
  const action = "order the samples";
  checkShape(action, "generator", generator, "generator");
  checkCount(action, "samples", samples, bounds);
  const { shuffle } = checkOptions(action, options, names);
  // It may not be left out: neither answer is the usual one.
  if (checkBoolean(action, "shuffle", shuffle ?? null)) {
    return orderOfSeed(dataLoaderSeed(generator), samples);
  }
  generator.randomInt64();
  return Uint32Array.from({ length: samples }, (_, index) => index);
}

/**
 * Draws what one shuffling pass over a `DataLoader` draws from the global generator, and gives the
 * seed of its order: the order in 32 bits, for plans of many epochs.
 *
 * @param generator the global generator; the pass moves it on
 * @returns the seed for {@linkcode orderOfSeed}, from 0 to 2^32 - 1
 * @throws {TypeError} if `generator` is no generator
 *
 * @example The order in two steps
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataLoaderOrder, dataLoaderSeed, orderOfSeed } from "./loader.ts";
 * import { Generator, LONGEST_PERMUTATION } from "./torch.ts";
 *
 * const seed = dataLoaderSeed(new Generator(42));
 * const whole = dataLoaderOrder(new Generator(42), 5, { shuffle: true });
 * assertEquals(orderOfSeed(seed, 5), whole);
 * ```
 */
export function dataLoaderSeed(generator: Generator): number {
  checkShape("draw the seed of an order", "generator", generator, "generator");
  generator.randomInt64();
  return Number(BigInt.asUintN(32, generator.randomInt64()));
}

/**
 * Gives the order that {@linkcode dataLoaderSeed} drew the seed of.
 *
 * @param seed whole number from 0 to 2^32 - 1
 * @param samples how many samples the loader serves, at least 1
 * @returns `[samples]` indices, each once
 * @throws {TypeError} if an argument is no number
 * @throws {RangeError} if an argument is not whole or out of bounds
 */
export function orderOfSeed(seed: number, samples: number): Uint32Array {
  checkCount("order the samples", "samples", samples, bounds);
  return new Generator(seed).randperm(samples);
}
