/** Output of runs that experiments share: a ranking, a table, and figures of losses. */

import {
  curveStatistics,
  type Dataset,
  figure,
  type FigureOptions,
  linePanel,
  lossLines,
  lossPanel,
  type LossPanelOptions,
  lossScale,
  type Panel,
  type Run,
  type RunCurves,
} from "../../mod.ts";
import type { Words } from "./words.ts";
import { type FigureWords, headed, type Heading } from "./figure_words.ts";
import type { Lab } from "./lab.ts";
import type { FigureIn } from "./looks.ts";
import type { Output } from "./output/output.ts";

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
    "runs",
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

/** The number of classes whose guessing costs a known loss; undefined for other losses than entropy. */
export function guessingOf(
  { all: { classes } }: { readonly all: Pick<Dataset, "classes"> },
  runs: readonly Run[],
): number | undefined {
  return classes > 1 && runs.every(({ loss }) => loss === "crossEntropy") ? classes : undefined;
}

/** A figure of the losses of runs whose boundaries are drawn too, in colours that no class has. */
export function lossChart(
  lab: FigureWords & Pick<Lab, "data">,
  runs: readonly Run[],
  heading: Heading,
  options: Pick<FigureOptions, "orderedRuns"> = {},
): FigureIn {
  const panel = lossPanel(runs, lossOptionsOf(lab, runs));
  return (look) => figure([[panel]], { ...options, ...headed(lab, heading), ...look });
}

/** What a panel of losses needs to know about the data. */
function lossOptionsOf(
  { data, words }: FigureWords & Pick<Lab, "data">,
  runs: readonly Run[],
): LossPanelOptions {
  const { all } = data;
  const yLabel = lossName(words, all);
  return {
    classes: classColorsOf(all),
    guessing: guessingOf(data, runs),
    ...(yLabel !== undefined && { yLabel }),
  };
}

/** The number of colours of classes: the surface of a regression has the first, a curve that of its run. */
export function classColorsOf({ task, features, classes }: Dataset): number {
  return task === "regression" ? Number(features > 1) : classes;
}

/** What the loss of a regression is: an error of the target as it was trained on. */
function lossName(
  words: Words,
  { task, targetScaler, targetNames: [name = words.say("target")] = [] }: Dataset,
): string | undefined {
  if (task !== "regression") return undefined;
  return targetScaler === undefined
    ? words.say("mean squared error of {name}", { name })
    : words.say("mean squared error of {name}, scaled", { name });
}

/** A figure that joins the training losses above and the predictions below. */
export function storyFigure(
  lab: FigureWords & Pick<Lab, "data">,
  runs: readonly Run[],
  { panels, ...heading }: Heading & { readonly panels: readonly Panel[] },
): FigureIn {
  const { data: { all }, words } = lab;
  const losses = linePanel(lossLines(runs).filter(({ dashed }) => !dashed), {
    yLabel: words.say("training loss"),
    yScale: lossScale(runs),
    classes: classColorsOf(all),
  });
  // Limits and labels of axes are for one kind of panel, and here are two.
  const { xLimits: _x, yLimits: _y, xLabel: _u, yLabel: _v, ...options } = headed(lab, heading);
  return (look) => figure([[losses], panels], { ...options, spanRows: true, ...look });
}
