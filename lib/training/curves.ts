/** The curves of one network: loss and accuracy per epoch. */

import type { EpochScores } from "../devices/device.ts";

/**
 * Loss and accuracy per epoch, `[epochs]`; the accuracies of a regression are NaN. In a diverged training
 * all values are NaN from the first epoch on whose training loss is not finite.
 */
export interface Curves {
  /**
   * The mean training loss of each epoch, over all samples. Each mini-batch is scored before its
   * optimizer step, as in a usual PyTorch training loop.
   */
  readonly trainLoss: Float64Array;
  /** The training accuracy of each epoch, from 0 to 1, scored in the same way. */
  readonly trainAccuracy: Float64Array;
  /** The mean loss over the test data after each epoch; empty without test data. */
  readonly testLoss: Float64Array;
  /** The accuracy on the test data after each epoch, from 0 to 1; empty without test data. */
  readonly testAccuracy: Float64Array;
}

/** The names of the curves. */
export const curveNames = ["trainLoss", "trainAccuracy", "testLoss", "testAccuracy"] as const;

/** Computes a value for each curve and returns the values by name. */
export function forCurves<Value>(
  compute: (name: keyof Curves) => Value,
): Record<keyof Curves, Value> {
  return {
    trainLoss: compute("trainLoss"),
    trainAccuracy: compute("trainAccuracy"),
    testLoss: compute("testLoss"),
    testAccuracy: compute("testAccuracy"),
  };
}

/** Returns the scores of an epoch, counted from 1; NaN for a curve that is empty. */
export function scoresOf(curves: Curves, epoch: number): Record<keyof Curves, number> {
  return forCurves((name) => curves[name][epoch - 1] ?? NaN);
}

/** A member that is trained, and its place in the scores of an epoch. */
export interface Place {
  readonly member: number;
  readonly at: number;
}

/** The number of members whose scores are in one line of the cache, and whose curves are copied together. */
const tileMembers = 8;

/** The curves of some adjacent members in all epochs recorded so far. */
interface Tile {
  /** The first member. */
  readonly first: number;
  /** The values `[member × recorded epoch]`. */
  readonly rows: Readonly<Record<keyof Curves, Float64Array>>;
}

/**
 * The curves of the members of an ensemble. The scores are kept as devices report them, all members of an
 * epoch together: a write into each of thousands of curves after every epoch would miss the cache each time.
 */
export class GroupCurves {
  /** The scores of all members by epoch; an epoch that has not been recorded is missing. */
  readonly #columns = forCurves((): Float64Array[] => []);
  readonly #members: number;
  readonly #tested: boolean;
  #tile: Tile | undefined;

  /**
   * @param members The number of members.
   * @param options `test`: whether there are test data; without them these curves are empty.
   */
  constructor(members: number, { test }: { readonly test: boolean }) {
    this.#members = members;
    this.#tested = test;
  }

  /**
   * Records the scores of an epoch, counted from 1.
   *
   * @param scores The scores, which must not be changed afterwards.
   * @param places The members that are trained; the scores of others are NaN.
   */
  record(epoch: number, scores: EpochScores, places: readonly Place[]): void {
    this.#tile = undefined;
    const isWhole = places.length === this.#members;
    for (const name of curveNames) {
      this.#columns[name][epoch - 1] = isWhole ? scores[name] : this.#spread(scores[name], places);
    }
  }

  #spread(column: Float64Array, places: readonly Place[]): Float64Array {
    const all = new Float64Array(this.#members).fill(NaN);
    for (const { member, at } of places) all[member] = column[at];
    return all;
  }

  /** Restores the first epochs from the curves of each member. */
  restore(curves: readonly Curves[], epochs: number): void {
    this.#tile = undefined;
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const name of curveNames) {
        this.#columns[name][epoch] = Float64Array.from(curves, (own) => own[name][epoch] ?? NaN);
      }
    }
  }

  /** Returns the scores of a member in an epoch, counted from 1; NaN where there are none. */
  at(member: number, epoch: number): Record<keyof Curves, number> {
    return forCurves((name) => this.#columns[name][epoch - 1]?.[member] ?? NaN);
  }

  /**
   * Copies a member's first epochs, which have been recorded. The four curves have one buffer, which takes
   * less time.
   */
  first(member: number, epochs: number): Curves {
    const tested = this.#tested ? epochs : 0;
    const buffer = new ArrayBuffer(8 * 2 * (epochs + tested));
    const { rows } = this.#tileOf(member);
    const from = member % tileMembers * this.#recorded;
    let used = 0;
    return forCurves((name) => {
      const length = name === "trainLoss" || name === "trainAccuracy" ? epochs : tested;
      const curve = new Float64Array(buffer, 8 * used, length);
      used += length;
      curve.set(rows[name].subarray(from, from + length));
      return curve;
    });
  }

  /** The number of epochs. */
  get #recorded(): number {
    return this.#columns.trainLoss.length;
  }

  /** The curves of a member and of its neighbours; members are usually read in order. */
  #tileOf(member: number): Tile {
    const first = member - member % tileMembers;
    if (this.#tile?.first === first) return this.#tile;
    const recorded = this.#recorded;
    const count = Math.min(tileMembers, this.#members - first);
    const rows = forCurves((name) => {
      const all = this.#tile?.rows[name] ?? new Float64Array(tileMembers * recorded);
      const columns = this.#columns[name];
      for (let epoch = 0; epoch < recorded; epoch++) {
        const column = columns[epoch];
        for (let at = 0; at < count; at++) all[at * recorded + epoch] = column[first + at];
      }
      return all;
    });
    return this.#tile = { first, rows };
  }

  /**
   * Finds the epoch in which a member's training diverged.
   *
   * @param epochs The number of epochs that it has been trained for.
   * @returns The number of the first epoch, from 1, whose training loss is NaN; null if there is none.
   */
  divergenceOf(member: number, epochs: number): number | null {
    const { trainLoss } = this.#columns;
    // All values are NaN from that epoch on, so that most networks need no search.
    if (epochs === 0 || !Number.isNaN(trainLoss[epochs - 1][member])) return null;
    return trainLoss.findIndex((column) => Number.isNaN(column[member])) + 1;
  }
}
