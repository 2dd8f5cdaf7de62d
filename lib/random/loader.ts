/** The sample order of torch's `DataLoader`, and the random numbers that it draws. */

import { checkBoolean, checkCount } from "../check.ts";
import { checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { drawWords, Generator, LONGEST_PERMUTATION, seedGenerator } from "./torch.ts";

/** Settings of {@linkcode dataLoaderOrder}. */
export interface LoaderOptions {
  /** Whether the loader shuffles. */
  shuffle: boolean;
}

const bounds = { minimum: 1, maximum: LONGEST_PERMUTATION };
const names = optionNames<LoaderOptions>({ shuffle: true });

/**
 * Returns the order in which one pass over a PyTorch `DataLoader` yields the samples, and draws the same
 * random numbers from the generator as that pass.
 *
 * Every pass draws one 64-bit number for the seeds of its workers, even without workers. A pass that
 * shuffles draws a second one, which seeds a separate generator for the order. A pass over the test set
 * therefore also advances the generator.
 *
 * Source: `torch.utils.data`, `_BaseDataLoaderIter` and `RandomSampler`.
 *
 * @param generator the global generator; its state is advanced by one pass
 * @param samples the number of samples in the loader's dataset, at least 1
 * @param options `shuffle`: whether the loader shuffles
 * @returns the indices of the samples, `[samples]`: shuffled, or 0, 1, 2, … without shuffling
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown, or `samples` is not whole or out of bounds
 *
 * @example A pass that does not shuffle draws one number
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
  // It is required, because neither value is a natural default.
  if (checkBoolean(action, "shuffle", shuffle ?? null)) {
    return orderOfSeed(dataLoaderSeed(generator), samples);
  }
  generator.randomInt64();
  return Uint32Array.from({ length: samples }, (_, index) => index);
}

/**
 * Returns the seed of the order of one shuffling pass over a `DataLoader`, and draws the same random
 * numbers from the generator as that pass. Plans of many epochs store the seeds instead of the orders.
 *
 * @param generator the global generator; its state is advanced by one pass
 * @returns the seed for {@linkcode orderOfSeed}, from 0 to 2^32 - 1
 * @throws {TypeError} if `generator` is not a generator
 *
 * @example The order in two steps
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataLoaderOrder, dataLoaderSeed, orderOfSeed } from "./loader.ts";
 * import { drawWords, Generator, LONGEST_PERMUTATION, seedGenerator } from "./torch.ts";
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

/** The words of a 64-bit number; the low one is the second. */
const wordsOfInt64 = 2;

/**
 * Draws the seeds of the orders of several epochs, as {@linkcode dataLoaderSeed} does for one, but in a
 * tenth of the time.
 *
 * @param generator the global generator; its state is advanced by these epochs
 * @param seeds the array to fill, with an entry per epoch
 * @param options `testLoader`: whether each epoch has a pass over a test loader too, which draws a number
 * although it does not shuffle
 * @returns the array
 *
 * @example One epoch after the other
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dataLoaderSeed, orderSeeds } from "./loader.ts";
 * import { Generator } from "./torch.ts";
 *
 * const generator = new Generator(42);
 * const seeds = [dataLoaderSeed(generator), dataLoaderSeed(generator)];
 * const found = orderSeeds(new Generator(42), new Uint32Array(2), { testLoader: false });
 * assertEquals([...found], seeds);
 * ```
 */
export function orderSeeds(
  generator: Generator,
  seeds: Uint32Array,
  { testLoader }: { readonly testLoader: boolean },
): Uint32Array {
  const numbers = testLoader ? 3 : 2;
  return drawWords(generator, seeds, { of: numbers * wordsOfInt64, at: 2 * wordsOfInt64 - 1 });
}

/** It is seeded again for each order: a new one takes longer than a short order. */
const ofOrders = new Generator(0);

/**
 * Returns the shuffle order for a seed from {@linkcode dataLoaderSeed}.
 *
 * @param seed a whole number from 0 to 2^32 - 1
 * @param samples the number of samples in the loader's dataset, at least 1
 * @returns a permutation of the indices of the samples, `[samples]`
 * @throws {TypeError} if an argument is not a number
 * @throws {RangeError} if an argument is not whole or out of bounds
 */
export function orderOfSeed(seed: number, samples: number): Uint32Array {
  checkCount("order the samples", "samples", samples, bounds);
  seedGenerator(ofOrders, seed);
  return ofOrders.randperm(samples);
}
