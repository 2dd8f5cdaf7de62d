/** The result of a cell of a sweep, and its check: a file or another machine may hold anything. */

import { checkCount, checkNumber, checkSeed, validationMessage } from "../check.ts";
import { checkList, checkShape } from "../check_shape.ts";
import type { StoredResult } from "../store/read_lines.ts";
import type { SweepAxes, SweepSettings } from "./sweep_plan.ts";

/** The result of one network of a cell; what is not finite is null. */
export interface SweptRun {
  /** The seed of the network. */
  readonly seed: number;
  /** The mean training loss of the last epoch, or of the best one with early stopping. */
  readonly finalTrainLoss: number | null;
  /** The mean loss on the test data after that epoch; null without test data. */
  readonly finalTestLoss: number | null;
  /** The number of the first epoch, from 1, whose training loss was not finite, or null. */
  readonly divergedAtEpoch: number | null;
}

/** The result of a cell: plain data, and a line of a store. */
export interface SweepResult<Axes extends SweepAxes = SweepAxes> extends StoredResult {
  /** The settings of the cell. */
  readonly settings: SweepSettings<Axes>;
  /** The results of its networks, one for each seed. */
  readonly runs: readonly SweptRun[];
}

/**
 * Returns a result if it has what a sweep computes of a cell.
 *
 * @param action The action, for the error: `run the sweep`.
 * @param name Where the result comes from: `a stored result`.
 * @param seeds The number of networks of a cell.
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a number is out of bounds
 */
export function checkSweepResult<Axes extends SweepAxes>(
  action: string,
  name: string,
  result: unknown,
  seeds: number,
): SweepResult<Axes> {
  const { runs } = checkShape(action, name, result, "sweepResult") as SweepResult<Axes>;
  const ofRuns = `runs of ${name}`;
  if (checkList(action, ofRuns, runs, "a list of runs").length !== seeds) {
    throw new TypeError(validationMessage(action, ofRuns, `${seeds}, one for each seed`, runs));
  }
  runs.forEach((run, at) => checkRun(action, `runs[${at}] of ${name}`, run));
  return result as SweepResult<Axes>;
}

function checkRun(action: string, name: string, run: SweptRun): void {
  const { seed, finalTrainLoss, finalTestLoss, divergedAtEpoch } = checkShape(
    ...[action, name, run, "sweptRun"] as const,
  );
  checkSeed(action, seed, `seed of ${name}`);
  for (const [part, loss] of Object.entries({ finalTrainLoss, finalTestLoss })) {
    if (loss !== null) checkNumber(action, `${part} of ${name}`, loss);
  }
  if (divergedAtEpoch === null) return;
  checkCount(action, `divergedAtEpoch of ${name}`, divergedAtEpoch, { minimum: 1 });
}
