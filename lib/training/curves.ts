/** The curves of one network: loss and accuracy per epoch. */

import type { EpochScores } from "../devices/device.ts";

/**
 * Loss and accuracy per epoch, `[epochs]`; the accuracies of a regression are NaN. In a diverged training all values are NaN from the first
 * epoch on whose training loss is not finite.
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

/** Creates curves for a number of epochs; each value is NaN until its epoch is recorded. */
export function createCurves(
  epochs: number,
  { test, allocate }: {
    readonly test: boolean;
    /** Allocates arrays: those of thousands of networks are in few buffers. */
    readonly allocate: (length: number) => Float64Array;
  },
): Curves {
  const curve = (length: number) => allocate(length).fill(NaN);
  return {
    trainLoss: curve(epochs),
    trainAccuracy: curve(epochs),
    testLoss: curve(test ? epochs : 0),
    testAccuracy: curve(test ? epochs : 0),
  };
}

/** The number of epochs that are written into the curves together, unless they are read before. */
const epochsTogether = 32;

/**
 * Writes the scores of epochs into the curves of the members that are trained. Several epochs are written
 * together, member by member, which takes a third of the time for thousands of members.
 */
export class EpochRecorder {
  #first = 0;
  #pending: EpochScores[] = [];

  /**
   * @param curves The curves of all members; one without entries stays empty.
   * @param places The members that are trained, and their places in the scores.
   */
  constructor(
    readonly curves: readonly Curves[],
    readonly places: readonly { readonly member: number; readonly at: number }[],
  ) {}

  /** Adds the scores of the next epoch, counted from 1. */
  add(epoch: number, scores: EpochScores): void {
    if (this.#pending.length === 0) this.#first = epoch;
    this.#pending.push(scores);
    if (this.#pending.length === epochsTogether) this.flush();
  }

  /** Writes what was added; before that the curves must not be read. */
  flush(): void {
    const first = this.#first - 1;
    for (const name of curveNames) {
      const columns = this.#pending.map((scores) => scores[name]);
      const count = columns.length;
      for (let place = 0; place < this.places.length; place++) {
        const { member, at } = this.places[place];
        const curve = this.curves[member][name];
        if (curve.length === 0) continue;
        for (let index = 0; index < count; index++) curve[first + index] = columns[index][at];
      }
    }
    this.#pending = [];
  }
}

/** Returns the scores of an epoch, counted from 1; NaN for a curve that is empty. */
export function scoresOf(curves: Curves, epoch: number): Record<keyof Curves, number> {
  return forCurves((name) => curves[name][epoch - 1] ?? NaN);
}

/** Copies the first epochs of the curves. The four copies have one buffer, which takes less time. */
export function firstEpochs(curves: Curves, epochs: number): Curves {
  const { trainLoss, trainAccuracy, testLoss, testAccuracy } = curves;
  const tested = testLoss.length > 0 ? epochs : 0;
  const all = new ArrayBuffer(8 * (2 * epochs + 2 * tested));
  const copy = (curve: Float64Array, at: number, length: number) => {
    const own = new Float64Array(all, 8 * at, length);
    own.set(curve.length === length ? curve : curve.subarray(0, length));
    return own;
  };
  return {
    trainLoss: copy(trainLoss, 0, epochs),
    trainAccuracy: copy(trainAccuracy, epochs, epochs),
    testLoss: copy(testLoss, 2 * epochs, tested),
    testAccuracy: copy(testAccuracy, 2 * epochs + tested, tested),
  };
}

/**
 * Finds the epoch in which a training diverged.
 *
 * @param epochs The number of epochs that have been trained.
 * @returns The number of the first epoch, from 1, whose training loss is NaN; null if there is none.
 */
export function divergenceOf({ trainLoss }: Curves, epochs: number): number | null {
  // All values are NaN from that epoch on, so that most networks need no search.
  if (epochs === 0 || !Number.isNaN(trainLoss[epochs - 1])) return null;
  return trainLoss.findIndex(Number.isNaN) + 1;
}
