/** Output of runs that experiments share: a ranking, a table, and figures of losses. */

import {
  curveStatistics,
  type Dataset,
  type Figure,
  figure,
  lossPanel,
  type Run,
  type RunCurves,
} from "../../mod.ts";
import type { Lab } from "./lab.ts";
import type { Output } from "./output/output.ts";

/** The runs that did not diverge, in ascending order of a measure. */
export function ranked(runs: readonly Run[], measure: (run: Run) => number): Run[] {
  return runs.filter(({ status }) => status !== "diverged").toSorted((a, b) =>
    measure(a) - measure(b)
  );
}

/** The number of epochs in words: `1 epoch`, `3 epochs`. */
export function epochsText(count: number): string {
  return count === 1 ? "1 epoch" : `${count} epochs`;
}

/** Writes a table of runs with their final scores, one row per run. */
export function showRuns(output: Output, runs: readonly Run[]): void {
  const notes = runs.map(statusNote);
  const scores = runs.some(({ model }) => model.task === "regression")
    ? regressionColumns(runs)
    : accuracyColumns;
  output.table(
    [
      "run",
      { title: "train loss", decimals: 3 },
      { title: "test loss", decimals: 3 },
      ...scores.map(({ title, decimals }) => ({ title, decimals })),
      ...(notes.some((note) => note !== undefined) ? [""] : []),
    ],
    runs.map((run, index) => {
      const { finalTrainLoss, finalTestLoss } = curveStatistics(upToBest(run));
      return [
        run.name,
        finalTrainLoss,
        finalTestLoss,
        ...scores.map(({ value }) => value(run)),
        ...(notes[index] === undefined ? [] : [notes[index]]),
      ];
    }),
  );
}

/** When a run diverged or stopped early; undefined if it did neither. */
function statusNote({ divergedAtEpoch, stoppedAtEpoch, bestEpoch }: Run): string | undefined {
  if (divergedAtEpoch !== null) return `diverged in epoch ${divergedAtEpoch}`;
  if (bestEpoch === null) return undefined;
  return stoppedAtEpoch === null
    ? `best of epoch ${bestEpoch}`
    : `stopped after ${stoppedAtEpoch}, best of epoch ${bestEpoch}`;
}

/** The curves up to the epoch whose network was kept. */
function upToBest({ name, trainLoss, testLoss, bestEpoch }: Run): RunCurves {
  const end = bestEpoch ?? undefined;
  return { name, trainLoss: trainLoss.slice(0, end), testLoss: testLoss.slice(0, end) };
}

/** A column of scores. */
interface ScoreColumn {
  readonly title: string;
  readonly decimals: number;
  readonly value: (run: Run) => number;
}

const accuracyColumns: readonly ScoreColumn[] = [
  { title: "train acc. %", decimals: 1, value: (run) => 100 * run.finalTrainAccuracy },
  { title: "test acc. %", decimals: 1, value: (run) => 100 * run.finalTestAccuracy },
];

/** The scores of regressions; errors are in the unit of the target, with about three digits. */
function regressionColumns(runs: readonly Run[]): readonly ScoreColumn[] {
  const errors = runs.map((run) => run.finalTestRegression?.meanAbsoluteError ?? NaN)
    .filter(Number.isFinite);
  const digits = 2 - Math.floor(Math.log10(Math.max(...errors, Number.MIN_VALUE)));
  const decimals = Math.max(0, Math.min(8, errors.length > 0 ? digits : 3));
  return [
    { title: "train R²", decimals: 3, value: (run) => run.finalTrainRegression?.r2 ?? NaN },
    { title: "test R²", decimals: 3, value: (run) => run.finalTestRegression?.r2 ?? NaN },
    {
      ...{ title: "mean abs. error", decimals },
      value: (run) => run.finalTestRegression?.meanAbsoluteError ?? NaN,
    },
  ];
}

/** A figure of the losses of runs whose predictions are drawn too, in colours that no class has. */
export function lossChart(
  { data: { all }, figureOptions }: Pick<Lab, "data" | "figureOptions">,
  runs: readonly Run[],
  title: string,
): Figure {
  const isRegression = all.task === "regression";
  // The surface of a regression has the first colour; a curve has the colour of its run.
  const classes = isRegression ? Number(all.features > 1) : all.classes;
  const yLabel = isRegression ? lossName(all) : undefined;
  const options = yLabel === undefined ? { classes } : { classes, yLabel };
  return figure([[lossPanel(runs, options)]], { ...figureOptions, title });
}

/** What the loss of a regression is: an error of the target as it was trained on. */
function lossName({ targetScaler, targetNames: [name = "target"] = [] }: Dataset): string {
  return `mean squared error of ${name}${targetScaler === undefined ? "" : ", scaled"}`;
}
