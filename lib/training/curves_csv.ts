/** Curves of runs as CSV, for spreadsheets and data frames. */

import { validationMessage } from "../check.ts";
import { checkList, checkShape, isArray } from "../check_shape.ts";
import type { RunRecord } from "./run_record.ts";

/** The parts of a run's record that its rows are made of. */
export interface CurvesRecord extends
  Pick<
    RunRecord,
    | "name"
    | "seed"
    | "trainLoss"
    | "testLoss"
    | "trainAccuracyPerEpoch"
    | "testAccuracyPerEpoch"
  > {
  /** The experiment that the run belongs to, where a file has runs of several. */
  readonly experiment?: string;
}

/** The columns of the curves, and the parts of a record that they are; a regression has no accuracies. */
const columns = {
  trainLoss: "trainLoss",
  testLoss: "testLoss",
  trainAccuracy: "trainAccuracyPerEpoch",
  testAccuracy: "testAccuracyPerEpoch",
} as const;

const LINE_END = "\r\n";

/**
 * Converts the curves of runs to CSV as RFC 4180 has it: a row per run and epoch, with the columns `run`,
 * `epoch`, `trainLoss`, `testLoss`, `trainAccuracy` and `testAccuracy`. The columns `experiment` and
 * `seed` come first if a run has one; regressions have no columns of accuracies. A value that is missing
 * or not finite is an empty field.
 *
 * @param runs The runs, as {@linkcode runRecord} converts them.
 * @returns The text, with a header.
 * @throws {TypeError} if a run or a part of it is of the wrong kind
 *
 * @example Two epochs
 * ```ts
 * import { curvesToCsv, makeMoons, openDevice, runRecord, sgd, train } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const options = { device, data: makeMoons(50), epochs: 2 };
 * const runs = await train([{ sizes: [2, 4, 2], optimizer: sgd() }], options);
 * const [header, ...rows] = curvesToCsv(runs.map(runRecord)).split("\r\n");
 * assertEquals(header, "run,epoch,trainLoss,testLoss,trainAccuracy,testAccuracy");
 * assertEquals(rows[1].split(",").slice(0, 3), ["2-4-2 relu", "2", `${runs[0].trainLoss[1]}`]);
 * ```
 */
export function curvesToCsv(runs: readonly CurvesRecord[]): string {
  checkRecords(runs);
  const some = (part: "experiment" | "seed") => runs.some((run) => run[part] != null);
  const leading = [...some("experiment") ? ["experiment"] : [], ...some("seed") ? ["seed"] : []];
  const curves = Object.entries(columns)
    .filter(([, part]) => runs.length === 0 || runs.some((run) => run[part] !== undefined));
  const header = [...leading, "run", "epoch", ...curves.map(([column]) => column)];
  const rows = runs.flatMap((run) => {
    const { experiment, seed, name } = run;
    const named: Record<string, string | number | null | undefined> = { experiment, seed };
    const start = [...leading.map((part) => named[part]), name].map(fieldOf);
    return run.trainLoss.map((_, at) => [
      ...start,
      String(at + 1),
      ...curves.map(([, part]) => fieldOf(run[part]?.[at])),
    ]);
  });
  return [header, ...rows].map((fields) => fields.join(",") + LINE_END).join("");
}

/** A field; a text is in quotes where it has to be. */
function fieldOf(value: string | number | null | undefined): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  const text = value ?? "";
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function checkRecords(runs: readonly CurvesRecord[]): void {
  const action = "write the curves";
  checkList(action, "runs", runs, "a list of records of runs");
  for (const [index, run] of runs.entries()) {
    const place = `runs[${index}]`;
    checkShape(action, place, run, "runRecord");
    for (const part of Object.values(columns)) {
      const values: unknown = run[part];
      if (values === undefined && part.includes("Accuracy")) continue;
      checkCurve(action, `${part} of ${place}`, values);
    }
    checkTexts(action, place, run);
  }
}

/** Checks that a value is a list of numbers and null. */
function checkCurve(action: string, name: string, values: unknown): void {
  if (!isArray(values)) {
    throw new TypeError(validationMessage(action, name, "a list of numbers", values));
  }
  // By index, because `find` would go through all holes of a long list.
  for (let at = 0; at < values.length; at++) {
    if (values[at] === null || typeof values[at] === "number") continue;
    const allowed = "a number or null";
    throw new TypeError(validationMessage(action, `[${at}] of ${name}`, allowed, values[at]));
  }
}

function checkTexts(action: string, place: string, { seed, experiment }: CurvesRecord): void {
  if (seed != null && typeof seed !== "number") {
    throw new TypeError(validationMessage(action, `seed of ${place}`, "a number or null", seed));
  }
  if (experiment !== undefined && typeof experiment !== "string") {
    throw new TypeError(validationMessage(action, `experiment of ${place}`, "text", experiment));
  }
}
