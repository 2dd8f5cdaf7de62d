/** NumPy's legacy random streams (`numpy.random.RandomState`), bit for bit. */

import { checkCount, checkNumber, validationMessage } from "../check.ts";
import { checkList, checkOptions } from "../check_shape.ts";
import { MersenneTwister } from "./mt19937.ts";
import {
  MAX_DRAWS,
  normalNames,
  type NormalOptions,
  uniformNames,
  type UniformOptions,
} from "./options.ts";
import { type GeneratorState, readStream, saveStream } from "./state.ts";

const ACTION = "draw from the random state";

/** Uniform numbers between such bounds are finite, and so is their range. */
const MAX_BOUND = 8e307;

/** Normal numbers of such a deviation are finite: none is beyond 13 deviations. */
const MAX_STANDARD_DEVIATION = 7e306;

/**
 * The stream of `numpy.random.RandomState(seed)`, frozen by NumPy since version
 * 1.17, which scikit-learn draws its datasets and splits from.
 *
 * Uniforms, permutations and integers are NumPy's to the bit. Normal numbers
 * may differ in the last bit, where the platform's logarithm does.
 *
 * @example The best-known numbers of seeds 42 and 0
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
   * Restores a generator from a saved state.
   *
   * @param state what `state()` returned, also after JSON
   * @returns a generator that draws what the other one would have drawn next, to the bit
   * @throws {TypeError} if the state is no object
   * @throws {SyntaxError} if it cannot be read, or was taken from another kind of stream
   *
   * @example Saved as JSON and restored
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
   * Saves the position of the stream, without moving it.
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
   * @throws {TypeError} if the count is no number
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  randomSample(count: number): Float64Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    return new Float64Array(count).map(() => this.#engine.nextDouble());
  }

  /**
   * Draws uniform numbers between two bounds, like `uniform(low, high, count)`.
   *
   * @param count how many, at least 0
   * @param options `low` (default 0) and `high` (default 1)
   * @returns `[count]` numbers from `low` up to `high`
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if an option is unknown, the count is not whole, or the count or a bound is
   * out of bounds
   */
  uniform(count: number, options: UniformOptions = {}): Float64Array {
    const { low = 0, high = 1 } = checkOptions(ACTION, options, uniformNames);
    checkNumber(ACTION, "low", low, { minimum: -MAX_BOUND, maximum: MAX_BOUND });
    checkNumber(ACTION, "high", high, { minimum: -MAX_BOUND, maximum: MAX_BOUND });
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
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if an option is unknown, the count is not whole, or the count, the mean or
   * the standard deviation is out of bounds
   */
  normal(count: number, options: NormalOptions = {}): Float64Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    const { mean = 0, standardDeviation = 1 } = checkOptions(ACTION, options, normalNames);
    checkNumber(ACTION, "mean", mean, { minimum: -MAX_BOUND, maximum: MAX_BOUND });
    checkNumber(ACTION, "standardDeviation", standardDeviation, {
      minimum: 0,
      maximum: MAX_STANDARD_DEVIATION,
    });
    return new Float64Array(count).map(() => mean + standardDeviation * this.#gaussian());
  }

  /**
   * Draws whole words, like `randint(0, 2**32, count, dtype=numpy.uint32)`.
   *
   * @param count how many, at least 0
   * @returns `[count]` numbers from 0 to 2^32 - 1
   * @throws {TypeError} if the count is no number
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  randint32(count: number): Uint32Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    return new Uint32Array(count).map(() => this.#engine.nextUint32());
  }

  /**
   * Draws an order of the numbers from 0 to `count - 1`, like `permutation(count)`.
   *
   * @param count how many, at least 0
   * @returns `[count]` numbers, each once
   * @throws {TypeError} if the count is no number
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  permutation(count: number): Uint32Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    this.shuffle(order);
    return order;
  }

  /**
   * Shuffles numbers in place from the end down, like `shuffle(values)`.
   *
   * @param values an array or typed array; it is the one argument of the lab that is written into
   * @throws {TypeError} if it is neither, or is frozen
   */
  shuffle(values: number[] | Uint32Array | Int32Array | Float64Array): void {
    const isList = Array.isArray(values) ||
      (ArrayBuffer.isView(values) && !((values as ArrayBufferView) instanceof DataView));
    if (!isList || Object.isFrozen(values)) {
      throw new TypeError(
        validationMessage("shuffle", "values", "an array that can be written into", values),
      );
    }
    if (Array.isArray(values)) checkList("shuffle", "values", values, "a list of numbers");
    for (let last = values.length - 1; last > 0; last--) {
      const chosen = this.#below(last);
      const value = values[last];
      values[last] = values[chosen];
      values[chosen] = value;
    }
  }

  /**
   * A whole number from 0 to `maximum`, both included, by masked rejection. NumPy
   * draws 32 bits where `maximum` fits in 32, and 64 beyond; no typed array is that
   * long, so it is always 32.
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
