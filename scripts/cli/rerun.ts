/** Whether the records in the file of `--from` have the settings that its command has today. */

import type { RunRecord, RunSettings } from "../../mod.ts";
import { show, suggestion } from "../../lib/check.ts";
import { isObject, partOf } from "../../lib/check_shape.ts";
import { UsageError } from "./usage_error.ts";

/** The settings of an experiment: those of its record that are known before it is run. */
export interface ExperimentSettings {
  readonly experiment: string;
  readonly seed: number;
  readonly data: unknown;
  readonly runs: readonly RunSettings[];
}

/** The names of a run's results, which are no settings. */
const results: Record<Exclude<keyof RunRecord, keyof RunSettings>, true> = {
  trainLoss: true,
  testLoss: true,
  trainAccuracy: true,
  testAccuracy: true,
  trainAccuracyPerEpoch: true,
  testAccuracyPerEpoch: true,
  trainR2: true,
  testR2: true,
  trainMeanSquaredError: true,
  testMeanSquaredError: true,
  trainMeanAbsoluteError: true,
  testMeanAbsoluteError: true,
  learningRates: true,
  status: true,
  divergedAtEpoch: true,
  stoppedAtEpoch: true,
  bestEpoch: true,
  seconds: true,
  statistics: true,
};

/**
 * Checks that records have the settings that their command has: defaults may have changed since the
 * file was written, and a setting that was edited in the file would have no effect.
 *
 * @param content The content of the file: a record, or a list of records
 * @param planned The settings that the command has, of each experiment
 * @param path The path of the file, for the error
 * @throws {UsageError} if a record differs; it names the first difference, with both values
 */
export function checkRecords(
  content: unknown,
  planned: readonly ExperimentSettings[],
  path: string,
): void {
  const records: unknown[] = Array.isArray(content) ? content : [content];
  const name = "experiment";
  const difference = differenceOf("the file", [
    { [name]: records.map((record) => partOf(record, name)) },
    { [name]: planned.map((each) => each[name]) },
  ]) ?? first(planned.entries(), ([index, each]) => differenceOfRecord(records[index], each));
  if (difference === undefined) return;
  throw new UsageError(`Cannot run again what --from ${path} holds: ${difference}`);
}

/** The first setting of a record that differs; undefined if there is none. */
function differenceOfRecord(
  record: unknown,
  { experiment, seed, data, runs: planned }: ExperimentSettings,
): string | undefined {
  const runs = partOf(record, "runs");
  const count = Array.isArray(runs) ? runs.length : 0;
  return differenceOf(experiment, [
    { seed: partOf(record, "seed"), data: partOf(record, "data"), "number of runs": count },
    { seed, data, "number of runs": planned.length },
  ]) ??
    first(
      planned.entries(),
      ([index, run]) =>
        differenceOfRun(`run ${show(run.name)} of ${experiment}`, (runs as unknown[])[index], run),
    );
}

function differenceOfRun(
  subject: string,
  found: unknown,
  planned: RunSettings,
): string | undefined {
  const run = isComposite(found) ? found : {};
  const names = [...Object.keys(planned), ...Object.keys(results)];
  const unknown = Object.keys(run).find((key) => !names.includes(key));
  if (unknown !== undefined) {
    const hint = suggestion(unknown, names);
    return `${subject} has ${show(unknown)}, which is no setting of a run${hint}`;
  }
  const settings = Object.keys(planned).map((key) => [key, run[key]]);
  return differenceOf(subject, [Object.fromEntries(settings), planned]);
}

/** Compares values in depth, and describes the first part that differs. */
function differenceOf(
  subject: string,
  [found, planned]: readonly [unknown, unknown],
  path = "",
): string | undefined {
  if (isComposite(found) && isComposite(planned)) {
    return first(
      new Set([...Object.keys(planned), ...Object.keys(found)]),
      (key) => differenceOf(subject, [found[key], planned[key]], path ? `${path}.${key}` : key),
    );
  }
  if (JSON.stringify(found) === JSON.stringify(planned)) return undefined;
  const [own, wanted] = [found, planned].map((value) => value === undefined ? "none" : show(value));
  return `${subject} has ${path} ${own}, but its command has ${wanted}`;
}

/** The first result that is defined. */
function first<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Result | undefined,
): Result | undefined {
  for (const item of items) {
    const result = work(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

/** Whether a value is an object, or a list of objects: its parts are compared one by one. */
function isComposite(value: unknown): value is Record<string, unknown> {
  return isObject(value) && (!Array.isArray(value) || value.length > 0 && value.every(isObject));
}
