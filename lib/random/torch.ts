/** PyTorch's random stream on the CPU (`torch.Generator`). */

import { checkCount, checkNumber } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { MersenneTwister } from "./mt19937.ts";
import {
  MAX_DRAWS,
  normalNames,
  type NormalOptions,
  uniformNames,
  type UniformOptions,
} from "./options.ts";
import { type GeneratorState, readStream, saveStream } from "./state.ts";
import { logarithm, sineAndCosine } from "./vector_math.ts";

const ACTION = "draw from the generator";

/** The largest absolute bound for which uniform numbers, and the difference of the bounds, are finite. */
const MAX_BOUND = 1e38;

/** The largest mean and standard deviation for which normal numbers are finite: none exceeds 9 deviations. */
export const MAX_STANDARD_DEVIATION = 3e37;

/** The block size of normal numbers; draws of fewer numbers use the scalar method. */
const BLOCK = 16;
const HALF = BLOCK / 2;
const FULL_TURN = Math.fround(2 * Math.PI);

/** The length up to which `randperm` draws 32 bits per element; newer versions of torch draw 64 above it. */
export const LONGEST_PERMUTATION = Math.floor(0xffffffff / 20);

/** Fills an array with words of a generator's engine, see `MersenneTwister.words`; for this folder alone. */
export let drawWords: (
  generator: Generator,
  words: Uint32Array,
  options: { readonly of: number; readonly at: number },
) => Uint32Array;

/** Starts the stream of another seed, as a new generator does, but without an allocation. */
export let seedGenerator: (generator: Generator, seed: number) => void;

/** Fills an array with uniform numbers within ±`bound`, as `uniform` draws them, without its checks. */
export let fillUniform: (generator: Generator, values: Float32Array, bound: number) => void;

/** The words from which uniform numbers are computed, in parts of this length. */
const uniformWords = new Uint32Array(1024);

/**
 * The random stream of torch's CPU generator after `torch.manual_seed(seed)`.
 *
 * All numbers are equal, bit for bit, to those of torch on a processor with AVX2. On other processors
 * torch itself rounds `uniform_` and draws of 16 or more normal numbers differently in the last bits.
 *
 * @example The numbers that follow `torch.manual_seed(42)`
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Generator } from "@neural-lab/lab";
 *
 * assertEquals(new Generator(42).rand(1)[0], Math.fround(0.88226926));
 * assertEquals([...new Generator(42).randperm(5)], [2, 4, 3, 0, 1]);
 * ```
 */
export class Generator {
  #engine: MersenneTwister;
  /** The sine of the last scalar Box–Muller pair, which the next call returns first, as in torch. */
  #spareNormal: number | undefined;

  static {
    drawWords = (generator, words, options) => generator.#engine.words(words, options);
    seedGenerator = (generator, seed) => {
      generator.#engine.seed(seed);
      generator.#spareNormal = undefined;
    };
    fillUniform = (generator, values, bound) => {
      const low = Math.fround(-bound);
      generator.#uniforms(values, low, Math.fround(Math.fround(bound) - low));
    };
  }

  /**
   * Creates a stream from a seed, like `torch.manual_seed(seed)`.
   *
   * @param seed a whole number from 0 to 2^32 - 1 (torch uses only the low 32 bits of a seed)
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
   * @throws {SyntaxError} if it cannot be read, or is the state of a NumPy stream
   *
   * @example Saved as JSON and restored
   * ```ts
   * import { assertEquals } from "@std/assert";
   * import { Generator } from "@neural-lab/lab";
   *
   * const generator = new Generator(42);
   * generator.randn(5);
   * const text = JSON.stringify(generator.state());
   * assertEquals(Generator.from(JSON.parse(text)).randn(5), generator.randn(5));
   * ```
   */
  static from(state: GeneratorState): Generator {
    const { engine, spareNormal } = readStream("torch", state);
    const generator = new Generator(0);
    generator.#engine = engine;
    generator.#spareNormal = spareNormal;
    return generator;
  }

  /**
   * Returns the current state; the stream does not advance.
   *
   * @returns plain data for {@linkcode Generator.from}
   */
  state(): GeneratorState {
    return saveStream("torch", { engine: this.#engine, spareNormal: this.#spareNormal });
  }

  /**
   * Draws uniform numbers of 24 bits from the interval [0, 1), like `torch.rand(count)`.
   *
   * @param count the number of draws, at least 0
   * @returns the numbers, `[count]`
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  rand(count: number): Float32Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    return this.#uniforms(new Float32Array(count), 0, 1);
  }

  /**
   * Draws uniform numbers between two bounds, like `Tensor.uniform_(low, high)`
   * on a float32 tensor.
   *
   * @param count the number of draws, at least 0
   * @param options `low` (0 by default) and `high` (1 by default), rounded to float32
   * @returns the numbers, `[count]`
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if an option is unknown, the count is not whole, `low` is above `high`, or
   * any of them is out of bounds
   */
  uniform(count: number, options: UniformOptions = {}): Float32Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    const { low = 0, high = 1 } = checkOptions(ACTION, options, uniformNames);
    checkNumber(ACTION, "low", low, { minimum: -MAX_BOUND, maximum: MAX_BOUND });
    checkNumber(ACTION, "high", high, { minimum: low, maximum: MAX_BOUND });
    const start = Math.fround(low);
    const range = Math.fround(Math.fround(high) - start);
    return this.#uniforms(new Float32Array(count), start, range);
  }

  /**
   * Draws standard normal numbers, like `torch.randn(count)`.
   *
   * @param count the number of draws, at least 0
   * @returns the numbers, `[count]`
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  randn(count: number): Float32Array {
    return this.normal(count);
  }

  /**
   * Draws normal numbers by the Box–Muller transform, like `Tensor.normal_(mean, standardDeviation)`
   * on a contiguous float32 tensor: fewer than 16 numbers one by one in float64, 16 or more in blocks
   * of 16 in float32.
   *
   * Source: G. E. P. Box and M. E. Muller, "A Note on the Generation of Random
   * Normal Deviates", Annals of Mathematical Statistics 29 (1958).
   *
   * @param count the number of draws, at least 0
   * @param options `mean` (0 by default) and `standardDeviation` (1 by default)
   * @returns the numbers, `[count]`
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if an option is unknown, the count is not whole, or the count, the mean or
   * the standard deviation is out of bounds
   */
  normal(count: number, options: NormalOptions = {}): Float32Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    const { mean = 0, standardDeviation = 1 } = checkOptions(ACTION, options, normalNames);
    checkNumber(ACTION, "mean", mean, {
      minimum: -MAX_STANDARD_DEVIATION,
      maximum: MAX_STANDARD_DEVIATION,
    });
    checkNumber(ACTION, "standardDeviation", standardDeviation, {
      minimum: 0,
      maximum: MAX_STANDARD_DEVIATION,
    });
    if (count < BLOCK) {
      return new Float32Array(count).map(() => this.#normal() * standardDeviation + mean);
    }
    return this.#normalBlocks(count, Math.fround(mean), Math.fround(standardDeviation));
  }

  /**
   * Draws a random permutation of the integers from 0 to `count - 1`, like `torch.randperm(count)`.
   *
   * @param count the number of integers, from 0 to 214,748,364
   * @returns the permutation, `[count]`
   * @throws {TypeError} if the count is not a number
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  randperm(count: number): Uint32Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: LONGEST_PERMUTATION });
    const order = new Uint32Array(count);
    for (let index = 0; index < count; index++) order[index] = index;
    for (let index = 0; index < count - 1; index++) {
      const chosen = index + remainder(this.#engine.nextUint32(), count - index);
      const value = order[index];
      order[index] = order[chosen];
      order[chosen] = value;
    }
    return order;
  }

  /**
   * Draws an integer from 0 to 2^63 - 1, like `Tensor.random_()` on an int64 tensor of one element.
   *
   * @returns the integer
   */
  randomInt64(): bigint {
    const high = this.#engine.nextUint32() & 0x7fffffff;
    const low = this.#engine.nextUint32();
    return (BigInt(high) << 32n) | BigInt(low);
  }

  /** Fills an array with numbers of 24 bits between `start` and `start + range`. */
  #uniforms(values: Float32Array, start: number, range: number): Float32Array {
    for (let first = 0; first < values.length; first += uniformWords.length) {
      const words = uniformWords.subarray(0, values.length - first);
      this.#engine.words(words);
      for (let index = 0; index < words.length; index++) {
        // Rounded once, after the sum: torch's build uses a fused multiply-add.
        values[first + index] = (words[index] & 0xffffff) / 2 ** 24 * range + start;
      }
    }
    return values;
  }

  /** Draws a float64 of 53 bits from two words, the high word first. */
  #uniformDouble(): number {
    const high = this.#engine.nextUint32() & 0x1fffff;
    const low = this.#engine.nextUint32();
    return (high * 2 ** 32 + low) / 2 ** 53;
  }

  #normal(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    const angle = 2 * Math.PI * this.#uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-this.#uniformDouble()));
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  #normalBlocks(count: number, mean: number, standardDeviation: number): Float32Array {
    const values = this.rand(count);
    const transform = (start: number) =>
      transformBlock(values.subarray(start, start + BLOCK), mean, standardDeviation);
    for (let start = 0; start + BLOCK <= count; start += BLOCK) transform(start);
    if (count % BLOCK !== 0) {
      values.set(this.rand(BLOCK), count - BLOCK);
      transform(count - BLOCK);
    }
    return values;
  }
}

/**
 * Returns `draw % divisor` for whole numbers and a divisor below 2^31. The shifts
 * let the JavaScript engine use an integer division, which takes half the time.
 */
function remainder(draw: number, divisor: number): number {
  return ((draw >>> 0) % (divisor >>> 0)) | 0;
}

/** Box–Muller on a block of 16 uniforms, in place: 8 cosines, then 8 sines, each step in float32. */
function transformBlock(block: Float32Array, mean: number, standardDeviation: number): void {
  const { fround } = Math;
  for (let index = 0; index < HALF; index++) {
    const radius = fround(Math.sqrt(-2 * logarithm(1 - block[index])));
    const [sine, cosine] = sineAndCosine(fround(FULL_TURN * block[index + HALF]));
    // The last product and sum are rounded once, as in torch's fused multiply-add.
    block[index] = fround(radius * cosine) * standardDeviation + mean;
    block[index + HALF] = fround(radius * sine) * standardDeviation + mean;
  }
}
