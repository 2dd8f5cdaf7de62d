/** Statistics of the loss curves of a run, as numbers and as text. */

import { checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkNumbers, isArray, isObject } from "../../check_shape.ts";
import { lossText } from "../format.ts";

/** The losses of a run, as `train` returns them and as records of runs store them. */
export interface RunCurves {
  /** Name of the run. */
  readonly name: string;
  /** Training loss of each epoch. */
  readonly trainLoss: ArrayLike<number>;
  /** Test loss of each epoch. */
  readonly testLoss: ArrayLike<number>;
  /** The epoch, from 1, in which the loss stopped being finite; null or undefined if it did not. */
  readonly divergedAtEpoch?: number | null;
}

/** Statistics of the loss curves of a run; NaN for an empty curve. */
export interface CurveStatistics {
  /** Number of epochs. */
  readonly epochs: number;
  /** Training loss of the last epoch. */
  readonly finalTrainLoss: number;
  /** Test loss of the last epoch. */
  readonly finalTestLoss: number;
  /** The final test loss minus the final training loss. */
  readonly gap: number;
  /** The largest finite training loss. */
  readonly maxTrainLoss: number;
}

/**
 * Computes statistics of the loss curves of a run.
 *
 * @param curves a run as `train` returns it, or any object with its name and losses
 * @returns the final losses, their difference, and the maximum training loss
 * @throws {TypeError} if a part is of the wrong kind
 *
 * @example Final losses
 * ```ts
 * import { curveStatistics } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const run = { name: "relu", trainLoss: [0.7, 0.5, 0.25], testLoss: [0.7, 0.6, 0.5] };
 * const { epochs, finalTrainLoss, gap } = curveStatistics(run);
 * assertEquals([epochs, finalTrainLoss, gap], [3, 0.25, 0.25]);
 * ```
 */
export function curveStatistics(curves: RunCurves): CurveStatistics {
  const { trainLoss, testLoss } = checkCurves("sum up the curves", "curves", curves);
  const { length } = trainLoss;
  const finalTrainLoss = trainLoss[length - 1] ?? NaN;
  const finalTestLoss = testLoss[testLoss.length - 1] ?? NaN;
  let maxTrainLoss = NaN;
  for (let epoch = 0; epoch < length; epoch++) {
    const loss = trainLoss[epoch];
    if (Number.isFinite(loss) && !(loss <= maxTrainLoss)) maxTrainLoss = loss;
  }
  return {
    epochs: length,
    finalTrainLoss,
    finalTestLoss,
    gap: finalTestLoss - finalTrainLoss,
    maxTrainLoss,
  };
}

/**
 * Finds the epoch in which a training loss was reached.
 *
 * @param curves a run as `train` returns it, or any object with its name and losses
 * @param loss to reach
 * @returns the first epoch, from 1, whose training loss is at most `loss`; undefined if there is none
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the loss is not finite
 *
 * @example The epoch in which the loss is halved
 * ```ts
 * import { epochReaching } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const run = { name: "relu", trainLoss: [0.7, 0.5, 0.3], testLoss: [0.7, 0.6, 0.5] };
 * assertEquals(epochReaching(run, 0.35), 3);
 * ```
 */
export function epochReaching(curves: RunCurves, loss: number): number | undefined {
  const action = "find the epoch";
  const { trainLoss } = checkCurves(action, "curves", curves);
  checkNumber(action, "loss", loss);
  for (let epoch = 0; epoch < trainLoss.length; epoch++) {
    if (trainLoss[epoch] <= loss) return epoch + 1;
  }
  return undefined;
}

/**
 * Describes when each run diverged, and how large its loss was until then.
 *
 * @param runs as `train` returns them, or any objects with their names and losses
 * @returns a sentence for each run that diverged
 * @throws {TypeError} if a part is of the wrong kind
 *
 * @example A learning rate that is too large
 * ```ts
 * import { divergenceNotes } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const losses = { trainLoss: [0.7, 2e9, NaN], testLoss: [5, NaN, NaN] };
 * assertEquals(divergenceNotes([{ name: "sgd", ...losses, divergedAtEpoch: 3 }]), [
 *   "sgd diverged: its loss stopped being finite in epoch 3, after 2.0e+9.",
 * ]);
 * ```
 */
export function divergenceNotes(runs: readonly RunCurves[]): string[] {
  return checkRuns("describe the divergence", runs).flatMap((run) => {
    const { name, divergedAtEpoch } = run;
    if (typeof divergedAtEpoch !== "number") return [];
    const { maxTrainLoss } = curveStatistics(run);
    const after = Number.isNaN(maxTrainLoss) ? "" : `, after ${lossText(maxTrainLoss)}`;
    return [`${name} diverged: its loss stopped being finite in epoch ${divergedAtEpoch}${after}.`];
  });
}

/**
 * Returns `runs` if they are a list of runs with their losses.
 *
 * @throws {TypeError} if they are something else
 */
export function checkRuns(action: string, runs: readonly RunCurves[]): readonly RunCurves[] {
  checkList(action, "runs", runs, "a list of runs");
  runs.forEach((run, at) => checkCurves(action, `runs[${at}]`, run));
  return runs;
}

function checkCurves(action: string, name: string, curves: RunCurves): RunCurves {
  const isWhole = isObject(curves) &&
    typeof curves.name === "string" && isList(curves.trainLoss) && isList(curves.testLoss) &&
    ["number", "undefined"].includes(typeof (curves.divergedAtEpoch ?? undefined));
  if (!isWhole) {
    const allowed = "a run with its name, trainLoss and testLoss";
    throw new TypeError(validationMessage(action, name, allowed, curves));
  }
  checkNumbers(action, `trainLoss of ${name}`, curves.trainLoss);
  checkNumbers(action, `testLoss of ${name}`, curves.testLoss);
  return curves;
}

function isList(values: unknown): boolean {
  return isArray(values) || ArrayBuffer.isView(values) && "length" in values;
}
