/** NumPy's legacy random streams (`numpy.random.RandomState`), bit for bit. */

import { checkCount, checkNumber, validationMessage } from "../check.ts";
import { checkList, checkOptions, isArray } from "../check_shape.ts";
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

/** The largest absolute bound for which uniform numbers, and the difference of the bounds, are finite. */
const MAX_BOUND = 8e307;

/** The largest standard deviation for which normal numbers are finite: none exceeds 13 deviations. */
const MAX_STANDARD_DEVIATION = 7e306;

/**
 * The random stream of `numpy.random.RandomState(seed)`, from which scikit-learn draws its datasets and
 * splits. NumPy has kept this stream unchanged since version 1.17.
 *
 * Uniform numbers, permutations and integers are equal to NumPy's bit for bit. Normal numbers may
 * differ in the last bit if the platform's logarithm does.
 *
 * @example The first numbers of seeds 42 and 0
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
  /** The second number of the last pair of the polar method, until it is drawn. */
  #spareNormal: number | undefined;

  /**
   * Creates a stream from a seed.
   *
   * @param seed a whole number from 0 to 2^32 - 1
   * @throws {TypeError} if the seed is not a number
   * @throws {RangeError} if the seed is not whole or out of bounds
   */
  constructor(seed: number) {
    this.#engine = new MersenneTwister(seed);
  }

  /**
   * Restores a generator from a saved state.
   *
   * @param state the state from `state()`; it may have been converted to JSON and back
   * @returns a generator that continues the stream of the saved one
   * @throws {TypeError} if the state is not an object
   * @throws {SyntaxError} if it cannot be read, or is the state of a torch generator
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
   * Returns the current state; the stream does not advance.
   *
   * @returns plain data for {@linkcode RandomState.from}
   */
  state(): GeneratorState {
    return saveStream("numpy", { engine: this.#engine, spareNormal: this.#spareNormal });
  }

  /**
   * Draws uniform numbers of 53 bits from the interval [0, 1), like NumPy's `random_sample(count)`.
   *
   * @param count the number of draws, at least 0
   * @returns the numbers, `[count]`
   * @throws {TypeError} if the count is not a number
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  randomSample(count: number): Float64Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    return new Float64Array(count).map(() => this.#engine.nextDouble());
  }

  /**
   * Draws uniform numbers between two bounds, like NumPy's `uniform(low, high, count)`.
   *
   * @param count the number of draws, at least 0
   * @param options `low` (0 by default) and `high` (1 by default)
   * @returns the numbers, `[count]`
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
   * Draws normal numbers by the polar method, like NumPy's `normal(mean, standardDeviation, count)`.
   *
   * Source: G. Marsaglia and T. A. Bray, "A convenient method for generating
   * normal variables", SIAM Review 6 (1964).
   *
   * @param count the number of draws, at least 0
   * @param options `mean` (0 by default) and `standardDeviation` (1 by default)
   * @returns the numbers, `[count]`
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
   * Draws integers from 0 to 2^32 - 1, like NumPy's `randint(0, 2**32, count, dtype=numpy.uint32)`.
   *
   * @param count the number of draws, at least 0
   * @returns the integers, `[count]`
   * @throws {TypeError} if the count is not a number
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  randint32(count: number): Uint32Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    return new Uint32Array(count).map(() => this.#engine.nextUint32());
  }

  /**
   * Draws a random permutation of the integers from 0 to `count - 1`, like NumPy's `permutation(count)`.
   *
   * @param count the number of integers, at least 0
   * @returns the permutation, `[count]`
   * @throws {TypeError} if the count is not a number
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  permutation(count: number): Uint32Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    const order = Uint32Array.from({ length: count }, (_, index) => index);
    this.shuffle(order);
    return order;
  }

  /**
   * Shuffles numbers in place, like NumPy's `shuffle(values)`.
   *
   * @param values an array or typed array; no other function of the lab changes an argument
   * @throws {TypeError} if it is neither, or is frozen
   */
  shuffle(values: number[] | Uint32Array | Int32Array | Float64Array): void {
    const isList = isArray(values) ||
      (ArrayBuffer.isView(values) && !((values as ArrayBufferView) instanceof DataView));
    if (!isList || Object.isFrozen(values)) {
      throw new TypeError(
        validationMessage("shuffle", "values", "an array that can be written into", values),
      );
    }
    if (isArray(values)) checkList("shuffle", "values", values, "a list of numbers");
    for (let last = values.length - 1; last > 0; last--) {
      const chosen = this.#below(last);
      const value = values[last];
      values[last] = values[chosen];
      values[chosen] = value;
    }
  }

  /**
   * Draws a whole number from 0 to `maximum`, both included, by masked rejection. NumPy
   * draws 32 bits if `maximum` fits in 32 bits, otherwise 64; no typed array is that
   * long, so 32 bits are enough.
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
