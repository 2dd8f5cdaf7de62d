/** PyTorch's random streams on the CPU (`torch.Generator`). */

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

/** Uniform numbers between such bounds are finite in float32, and so is their range. */
const MAX_BOUND = 1e38;

/** Normal numbers of such a mean and deviation are finite in float32: none is beyond 9 deviations. */
export const MAX_STANDARD_DEVIATION = 3e37;

/** Normal numbers of one draw are made in blocks of this many once they are as many or more. */
const BLOCK = 16;
const HALF = BLOCK / 2;
const FULL_TURN = Math.fround(2 * Math.PI);

/** `randperm` takes 32 bits a draw below this length; newer versions of torch take 64 above. */
export const LONGEST_PERMUTATION = Math.floor(0xffffffff / 20);

/**
 * The stream of torch's CPU generator after `torch.manual_seed(seed)`.
 *
 * Every number is equal to the bit to what torch draws on a processor with AVX2. On
 * others torch itself rounds the last bits of bounded uniforms, and of draws of 16 and
 * more normal numbers, differently.
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
  /** The sine of the last scalar Box–Muller pair. It outlives the call, as it does in torch. */
  #spareNormal: number | undefined;

  /**
   * Seeds the stream, like `torch.manual_seed(seed)`.
   *
   * @param seed whole number from 0 to 2^32 - 1 (torch, too, uses no more than the low 32 bits)
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
   * Saves the position of the stream, without moving it.
   *
   * @returns plain data for {@linkcode Generator.from}
   */
  state(): GeneratorState {
    return saveStream("torch", { engine: this.#engine, spareNormal: this.#spareNormal });
  }

  /**
   * Draws uniform numbers of 24 bits, like `torch.rand(count)`.
   *
   * @param count how many, at least 0
   * @returns `[count]` numbers from 0 up to but not including 1
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  rand(count: number): Float32Array {
    checkCount(ACTION, "count", count, { minimum: 0, maximum: MAX_DRAWS });
    return new Float32Array(count).map(() => this.#uniform());
  }

  /**
   * Draws uniform numbers between two bounds, like `Tensor.uniform_(low, high)`
   * on a float32 tensor.
   *
   * @param count how many, at least 0
   * @param options `low` (default 0) and `high` (default 1), rounded to float32
   * @returns `[count]` numbers from `low` up to `high`
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
    // Rounded once, at the end: torch's build fuses the product and the sum.
    return new Float32Array(count).map(() => this.#uniform() * range + start);
  }

  /**
   * Draws standard normal numbers, like `torch.randn(count)`.
   *
   * @param count how many, at least 0
   * @returns `[count]` numbers
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if the count is not whole or out of bounds
   */
  randn(count: number): Float32Array {
    return this.normal(count);
  }

  /**
   * Draws normal numbers, like `Tensor.normal_(mean, standardDeviation)` on a
   * contiguous float32 tensor: fewer than 16 one by one in float64, 16 and more
   * in blocks in float32.
   *
   * Source: G. E. P. Box and M. E. Muller, "A Note on the Generation of Random
   * Normal Deviates", Annals of Mathematical Statistics 29 (1958).
   *
   * @param count how many, at least 0
   * @param options `mean` (default 0) and `standardDeviation` (default 1)
   * @returns `[count]` numbers
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
   * Draws an order of the numbers from 0 to `count - 1`, like `torch.randperm(count)`.
   *
   * @param count how many, from 0 to 214,748,364
   * @returns `[count]` numbers, each once
   * @throws {TypeError} if the count is no number
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
   * Draws one whole number, like `random_()` on an int64 tensor of one.
   *
   * @returns a number from 0 to 2^63 - 1
   */
  randomInt64(): bigint {
    const high = this.#engine.nextUint32() & 0x7fffffff;
    const low = this.#engine.nextUint32();
    return (BigInt(high) << 32n) | BigInt(low);
  }

  #uniform(): number {
    return (this.#engine.nextUint32() & 0xffffff) / 2 ** 24;
  }

  /** 53 bits of a 64-bit draw, the high word first. */
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
    const turn = (start: number) =>
      turnNormal(values.subarray(start, start + BLOCK), mean, standardDeviation);
    for (let start = 0; start + BLOCK <= count; start += BLOCK) turn(start);
    if (count % BLOCK !== 0) {
      values.set(this.rand(BLOCK), count - BLOCK);
      turn(count - BLOCK);
    }
    return values;
  }
}

/**
 * `draw % divisor`, where both are whole and the divisor is below 2^31. The
 * shifts tell the JavaScript engine so: it divides integers then, in half the time.
 */
function remainder(draw: number, divisor: number): number {
  return ((draw >>> 0) % (divisor >>> 0)) | 0;
}

/** Turns a block of 16 uniforms into 8 cosines and 8 sines, each step rounded to float32. */
function turnNormal(block: Float32Array, mean: number, standardDeviation: number): void {
  const { fround } = Math;
  for (let index = 0; index < HALF; index++) {
    const radius = fround(Math.sqrt(-2 * logarithm(1 - block[index])));
    const [sine, cosine] = sineAndCosine(fround(FULL_TURN * block[index + HALF]));
    // The last product and sum are rounded once: torch fuses them, too.
    block[index] = fround(radius * cosine) * standardDeviation + mean;
    block[index + HALF] = fround(radius * sine) * standardDeviation + mean;
  }
}
