/** The Mersenne Twister: the generator of 32-bit words in NumPy's `RandomState` and torch's `Generator`. */

import { toBase64, uint32FromBase64 } from "../base64.ts";
import { checkSeed, validationMessage } from "../check.ts";

const LENGTH = 624;
const SHIFT = 397;

/**
 * The 32-bit Mersenne Twister MT19937, seeded by `init_genrand`.
 *
 * Each word of the state is updated when it is drawn, not all 624 at once, so that a
 * generator for a short stream costs little more than its seeding. The stream is the same.
 *
 * Source: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998),
 * with the initialization of 2002.
 *
 * @example The first word of seed 5489, the default seed of C++'s `std::mt19937`
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { MersenneTwister } from "./mt19937.ts";
 *
 * assertEquals(new MersenneTwister(5489).nextUint32(), 3499211612);
 * ```
 */
export class MersenneTwister {
  #state: Uint32Array = new Uint32Array(LENGTH);
  #position = 0;

  /**
   * Fills the state from a seed.
   *
   * @param seed a whole number from 0 to 2^32 - 1
   * @throws {TypeError} if the seed is not a number
   * @throws {RangeError} if the seed is not whole or out of bounds
   */
  constructor(seed: number) {
    this.seed(seed);
  }

  /**
   * Starts the stream of another seed, as a new engine does, but without an allocation.
   *
   * @param seed a whole number from 0 to 2^32 - 1
   * @throws {TypeError} if the seed is not a number
   * @throws {RangeError} if the seed is not whole or out of bounds
   */
  seed(seed: number): void {
    const state = this.#state;
    let word = checkSeed("seed the generator", seed) | 0;
    state[0] = word;
    for (let index = 1; index < LENGTH; index++) {
      word = (Math.imul(1812433253, word ^ (word >>> 30)) + index) | 0;
      state[index] = word;
    }
    this.#position = 0;
  }

  /**
   * Continues from a saved state.
   *
   * @param state the words and the index
   * @returns an engine that continues the stream
   * @throws {SyntaxError} if the words are not base64 of 624 words, all of them are 0 (no seed gives
   * that state), or the index is not a whole number from 0 to 623
   */
  static from(state: { readonly words: string; readonly index: number }): MersenneTwister {
    const { words, index } = state;
    if (!Number.isInteger(index) || index < 0 || index >= LENGTH) {
      const allowed = `a whole number from 0 to ${LENGTH - 1}`;
      throw new SyntaxError(validationMessage("restore the generator", "index", allowed, index));
    }
    const engine = new MersenneTwister(0);
    engine.#state = readWords(words);
    engine.#position = index;
    return engine;
  }

  /**
   * Saves the position of the engine.
   *
   * @returns the 624 words in base64, and the index of the word that is updated next
   */
  state(): { words: string; index: number } {
    return { words: toBase64(this.#state), index: this.#position };
  }

  /**
   * Draws the next word of the stream.
   *
   * @returns a whole number from 0 to 2^32 - 1
   */
  nextUint32(): number {
    const here = this.#position;
    updateRun(this.#state, here, here + 1);
    this.#position = here + 1 === LENGTH ? 0 : here + 1;
    return temper(this.#state[here]);
  }

  /**
   * Draws the next words of the stream, in less time than one by one, and writes some of them.
   *
   * @param words the array to fill
   * @param options `of`: one of so many words is written, 1 by default; `at`: which of them, from 0
   * @returns the array; `of` words have been drawn for each entry of it
   */
  words(
    words: Uint32Array,
    { of = 1, at = 0 }: { readonly of?: number; readonly at?: number } = {},
  ): Uint32Array {
    const state = this.#state;
    let index = 0;
    let ahead = at;
    for (let left = of * words.length; left > 0;) {
      const from = this.#position;
      const to = Math.min(from + left, endOfRun(from));
      updateRun(state, from, to);
      let here = from + ahead;
      for (; here < to; here += of) words[index++] = temper(state[here]);
      ahead = here - to;
      left -= to - from;
      this.#position = to === LENGTH ? 0 : to;
    }
    return words;
  }

  /**
   * Draws a float64 of 53 random bits from two words, as NumPy does.
   *
   * @returns a multiple of 2^-53 from 0 up to but not including 1
   */
  nextDouble(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 0x4000000 + low) / 2 ** 53;
  }
}

/** The end of the run of a position: in a run the words that are combined have fixed distances. */
function endOfRun(here: number): number {
  if (here < LENGTH - SHIFT) return LENGTH - SHIFT;
  return here < LENGTH - 1 ? LENGTH - 1 : LENGTH;
}

/** Updates the words of the state from a position up to another one of the same run. */
function updateRun(state: Uint32Array, from: number, to: number): void {
  const far = from < LENGTH - SHIFT ? SHIFT : SHIFT - LENGTH;
  const next = from === LENGTH - 1 ? 1 - LENGTH : 1;
  for (let here = from; here < to; here++) {
    const joined = (state[here] & 0x80000000) | (state[here + next] & 0x7fffffff);
    state[here] = state[here + far] ^ (joined >>> 1) ^ (-(joined & 1) & 0x9908b0df);
  }
}

/** The tempering transform, from a word of the state to a word of the stream. */
function temper(word: number): number {
  word ^= word >>> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return (word ^ (word >>> 18)) >>> 0;
}

function readWords(text: unknown): Uint32Array {
  const allowed = `base64 of ${LENGTH} words that are not all 0`;
  const problem = new SyntaxError(
    validationMessage("restore the generator", "words", allowed, text),
  );
  if (typeof text !== "string") throw problem;
  let words: Uint32Array;
  try {
    words = uint32FromBase64(text);
  } catch {
    throw problem;
  }
  if (words.length !== LENGTH || words.every((word) => word === 0)) throw problem;
  return words;
}
