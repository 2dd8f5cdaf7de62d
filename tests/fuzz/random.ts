/** Random choices of a fuzzer: the same for the same seed. */

/** A stream of choices. */
export class Choices {
  #state: number;

  /** Streams of the same seed and index are the same, so that one call can be repeated alone. */
  constructor(seed: number, index: number) {
    this.#state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b);
  }

  /** A whole number from 0 up to but not including `count` (mulberry32). */
  below(count: number): number {
    this.#state = this.#state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(this.#state ^ this.#state >>> 15, 1 | this.#state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return Math.floor(((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32 * count);
  }

  /** True once in `count` times. */
  once(count: number): boolean {
    return this.below(count) === 0;
  }

  /** One of the values. */
  of<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)];
  }
}
