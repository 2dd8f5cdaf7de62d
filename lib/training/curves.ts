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
  const entries = curveNames.map((name) => [name, compute(name)]);
  return Object.fromEntries(entries) as Record<keyof Curves, Value>;
}

/** Creates curves for a number of epochs; each value is NaN until its epoch is recorded. */
export function createCurves(epochs: number, { test }: { test: boolean }): Curves {
  const curve = (length: number) => new Float64Array(length).fill(NaN);
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
    for (const name of curveNames) {
      const columns = this.#pending.map((scores) => scores[name]);
      for (const { member, at } of this.places) {
        const curve = this.curves[member][name];
        for (let index = 0; index < columns.length; index++) {
          curve[this.#first - 1 + index] = columns[index][at];
        }
      }
    }
    this.#pending = [];
  }
}

/** Returns the scores of an epoch, counted from 1; NaN for a curve that is empty. */
export function scoresOf(curves: Curves, epoch: number): Record<keyof Curves, number> {
  return forCurves((name) => curves[name][epoch - 1] ?? NaN);
}

/** Copies the first epochs of the curves. */
export function firstEpochs(curves: Curves, epochs: number): Curves {
  return forCurves((name) => curves[name].slice(0, epochs));
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
