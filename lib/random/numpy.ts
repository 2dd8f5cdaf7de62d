/** NumPy's legacy random streams (`numpy.random.RandomState`), bit for bit. */

import { checkCount, checkNumber } from "../check.ts";
import { MersenneTwister } from "./mt19937.ts";
import { type GeneratorState, readStream, saveStream } from "./state.ts";

const ACTION = "draw from the random state";

/**
 * The stream of `numpy.random.RandomState(seed)`, frozen by NumPy since version
 * 1.17, which scikit-learn draws its datasets and splits from.
 *
 * Uniforms, permutations and integers are NumPy's to the bit. Normal numbers
 * may differ in the last bit, where the platform's logarithm does.
 *
 * @example Numbers that NumPy users know by heart
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { RandomState } from "@neural-lab/lab";
 *
 * assertEquals(new RandomState(42).randomSample(1)[0], 0.3745401188473625);
 * assertEquals([...new RandomState(0).permutation(10)], [2, 8, 4, 9, 1, 6, 7, 3, 0, 5]);
 * ```
 */
export class RandomState {
  #engine: MersenneTwister;
  /** The second number of the last pair of the polar method, until it is asked for. */
  #spareNormal: number | undefined;

  /**
   * Seeds the stream.
   *
   * @param seed whole number from 0 to 2^32 - 1
   * @throws {TypeError} if the seed is no number
   * @throws {RangeError} if the seed is not whole or out of bounds
   */
  constructor(seed: number) {
    this.#engine = new MersenneTwister(seed);
  }

  /**
   * Goes on where another generator was when its `state` was taken.
   *
   * @param state what `state()` gave, before or after a way through JSON
   * @returns a generator that draws what the other one would have drawn next, to the bit
   * @throws {TypeError} if the state is no object
   * @throws {SyntaxError} if it cannot be read, or was taken from another kind of stream
   *
   * @example Through a file and back
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { RandomState } from "@neural-lab/lab";
   *
   * const random = new RandomState(42);
   * random.normal(5);
   * const text = JSON.stringify(random.state());
   * assertEquals(RandomState.from(JSON.parse(text)).normal(5), random.normal(5));
   * ```
   */
  static from(state: GeneratorState): RandomState {
    const { engine, spareNormal } = readStream("numpy", state);
    const random = new RandomState(0);
    random.#engine = engine;
    random.#spareNormal = spareNormal;
    return random;
  }

  /**
   * Writes down where the stream is, without moving it.
   *
   * @returns plain data for {@linkcode RandomState.from}
   */
  state(): GeneratorState {
    return saveStream("numpy", { engine: this.#engine, spareNormal: this.#spareNormal });
  }

  /**
   * Draws uniform doubles of 53 bits, like `random_sample(count)`.
   *
   * @param count how many, at least 0
   * @returns `[count]` numbers from 0 up to but not including 1
   * @throws {RangeError} if the count is negative or not whole
   */
  randomSample(count: number): Float64Array {
    checkCount(ACTION, "count", count, { minimum: 0 });
    return new Float64Array(count).map(() => this.#engine.nextDouble());
  }

  /**
   * Draws uniform numbers between two bounds, like `uniform(low, high, count)`.
   *
   * @param count how many, at least 0
   * @param options `low` (default 0) and `high` (default 1)
   * @returns `[count]` numbers from `low` up to `high`
   * @throws {RangeError} if the count is negative or not whole, or a bound is not finite
   */
  uniform(count: number, options: { low?: number; high?: number } = {}): Float64Array {
    const low = checkNumber(ACTION, "low", options.low ?? 0);
    const high = checkNumber(ACTION, "high", options.high ?? 1);
    return this.randomSample(count).map((value) => low + (high - low) * value);
  }

  /**
   * Draws normal numbers by the legacy polar method, like `normal(mean, standardDeviation, count)`.
   *
   * Source: G. Marsaglia and T. A. Bray, "A convenient method for generating
   * normal variables", SIAM Review 6 (1964).
   *
   * @param count how many, at least 0
   * @param options `mean` (default 0) and `standardDeviation` (default 1)
   * @returns `[count]` numbers
   * @throws {RangeError} if the count or the standard deviation is negative, or the mean is not finite
   */
  normal(
    count: number,
    options: { mean?: number; standardDeviation?: number } = {},
  ): Float64Array {
    checkCount(ACTION, "count", count, { minimum: 0 });
    const mean = checkNumber(ACTION, "mean", options.mean ?? 0);
    const standardDeviation = checkNumber(
      ACTION,
      "standardDeviation",
      options.standardDeviation ?? 1,
      { minimum: 0 },
    );
    return new Float64Array(count).map(() => mean + standardDeviation * this.#gaussian());
  }

  /**
   * Draws whole words, like `randint(0, 2**32, count, dtype=numpy.uint32)`.
   *
   * @param count how many, at least 0
   * @returns `[count]` numbers from 0 to 2^32 - 1
   * @throws {RangeError} if the count is negative or not whole
   */
  randint32(count: number): Uint32Array {
    checkCount(ACTION, "count", count, { minimum: 0 });
    return new Uint32Array(count).map(() => this.#engine.nextUint32());
  }

  /**
   * Draws an order of the numbers from 0 to `count - 1`, like `permutation(count)`.
   *
   * @param count how many, at least 0
   * @returns `[count]` numbers, each once
   * @throws {RangeError} if the count is negative or not whole
   */
  permutation(count: number): Uint32Array {
    checkCount(ACTION, "count", count, { minimum: 0 });
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    this.shuffle(order);
    return order;
  }

  /**
   * Shuffles numbers in place from the end down, like `shuffle(values)`.
   *
   * @param values an array or typed array; it is the one argument of the lab that is written into
   */
  shuffle(values: number[] | Uint32Array | Int32Array | Float64Array): void {
    for (let last = values.length - 1; last > 0; last--) {
      const chosen = this.#below(last);
      const value = values[last];
      values[last] = values[chosen];
      values[chosen] = value;
    }
  }

  /**
   * A whole number from 0 to `maximum`, both included, by masked rejection. NumPy
   * takes 32 bits a draw as long as `maximum` fits in 32, and 64 beyond; no typed
   * array is that long, so 32 it always is.
   */
  #below(maximum: number): number {
    const mask = 0xffffffff >>> Math.clz32(maximum);
    let value = this.#engine.nextUint32() & mask;
    while (value >>> 0 > maximum) value = this.#engine.nextUint32() & mask;
    return value >>> 0;
  }

  #gaussian(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    let first, second, square;
    do {
      first = 2 * this.#engine.nextDouble() - 1;
      second = 2 * this.#engine.nextDouble() - 1;
      square = first * first + second * second;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt(-2 * Math.log(square) / square);
    this.#spareNormal = factor * first;
    return factor * second;
  }
}
