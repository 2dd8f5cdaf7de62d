/** Panels of runs: their losses, and their decision boundaries. */

import { checkCount, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isObject } from "../../check_shape.ts";
import type { Field } from "../../models/field.ts";
import { type Curve, isSpread } from "../axes/ranges.ts";
import type { ScaleKind } from "../axes/scale.ts";
import { percentText } from "../format.ts";
import type { Guide } from "../marks/guides.ts";
import { readyPoints } from "../marks/points.ts";
import type { Line } from "../marks/ready_line.ts";
import { checkPanel, type DrawablePanel, inStyle, type Panel, styledPanel } from "../panel.ts";
import { axisOptionNames, type PanelStyle } from "../style.ts";
import { checkText } from "../text.ts";
import type { Words } from "../words.ts";
import { contourPanel, type ContourPanelOptions } from "./contour_panel.ts";
import { checkRuns, type RunCurves } from "./curve_statistics.ts";
import { checkLineOptions, lineOptionNames, type LinePanelOptions } from "./line_options.ts";
import { buildLinePanel } from "./line_panel.ts";

/** If the losses of a single run have a larger ratio, a linear axis shows the highest ones only. */
const MAX_LINEAR_RATIO = 1000;

/** Titles, labels and axes of a panel of losses. */
export interface LossPanelOptions extends LinePanelOptions {
  /** Number of classes whose guessing costs a loss that is drawn as a line, ln of it: none by default. */
  readonly guessing?: number;
}

/**
 * A panel of the losses of runs: training solid, test dashed.
 *
 * @param runs as `train` returns them, or any objects with their names and losses
 * @param options those of `linePanel`; by default the label of the y axis is `loss`, and its scale that
 * of `lossScale`, or linear if its limits are not positive
 * @returns a panel for `figure`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} as `linePanel`
 *
 * @example The losses of a run
 * ```ts
 * import { lossPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const run = { name: "relu", trainLoss: [0.7, 0.5, 0.3], testLoss: [0.7, 0.6, 0.5] };
 * assertEquals(lossPanel([run]).summary, "loss against epoch: relu.");
 * ```
 */
export function lossPanel(runs: readonly RunCurves[], options: LossPanelOptions = {}): Panel {
  checkOptions("draw the losses", options);
  const { guessing: n, guides = [], ...others } = options;
  checkLineOptions({ guides, ...others }, lineOptionNames);
  if (n !== undefined) checkCount("draw the losses", "guessing", n, { minimum: 2 });
  const lines = lossLines(runs);
  const scale = lossScale(runs);
  return styledPanel((style) => {
    const yLabel = style.words.say("loss");
    const [low] = style.y.limits ?? options.yLimits ?? [1];
    const yScale = low > 0 ? scale : "linear";
    const level: Guide[] = n === undefined
      ? []
      : [{ label: style.words.say("guessing: ln {n}", { n }), y: Math.log(n) }];
    const all = { yLabel, yScale, ...others, guides: [...guides, ...level] };
    return buildLinePanel(lines, all, style).panel;
  });
}

/**
 * The losses of runs as lines, for `linePanel` and `progressPanel`. The test loss may stop being finite
 * one epoch before the training loss: both lines end where the run diverged.
 *
 * @param runs as `train` returns them, or any objects with their names and losses
 * @returns two lines for each run: training, then test, which is dashed
 * @throws {TypeError} if a part is of the wrong kind
 *
 * @example Two lines for each run
 * ```ts
 * import { lossLines } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const run = { name: "relu", trainLoss: [0.7, 0.5], testLoss: [0.7, 0.6] };
 * assertEquals(lossLines([run]).map(({ dashed = false }) => dashed), [false, true]);
 * ```
 */
export function lossLines(runs: readonly RunCurves[]): Line[] {
  return checkRuns("draw the losses", runs).flatMap((run) => {
    const { name, trainLoss, testLoss, divergedAtEpoch } = run;
    const stoppedAt = typeof divergedAtEpoch === "number" ? { x: divergedAtEpoch } : undefined;
    return [
      { name, values: trainLoss, stoppedAt },
      { name, values: testLoss, stoppedAt, dashed: true },
    ];
  });
}

/**
 * The scale of the y axis that shows the losses of runs best.
 *
 * @param runs as `train` returns them, or any objects with their names and losses
 * @returns `log` for a single run whose losses span more than three orders of magnitude, and for runs
 * of which one has a median loss of more than ten times the maximum of the median run; else `linear`
 * @throws {TypeError} if a part is of the wrong kind
 *
 * @example A run that fell far
 * ```ts
 * import { lossScale } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const run = { name: "relu", trainLoss: [70, 0.5, 0.001], testLoss: [70, 0.6, 0.01] };
 * assertEquals(lossScale([run]), "log");
 * ```
 */
export function lossScale(runs: readonly RunCurves[]): ScaleKind {
  const lines = lossLines(runs);
  if (runs.length === 1) return lossRatio(lines) > MAX_LINEAR_RATIO ? "log" : "linear";
  const curves = [...Map.groupBy(lines, ({ name }) => name).values()].map((own): Curve => ({
    values: own.flatMap(({ values }) => Array.from(values).filter(Number.isFinite)),
    stopped: own.some(({ stoppedAt }) => stoppedAt !== undefined),
  }));
  return isSpread(curves) ? "log" : "linear";
}

/** The maximum of the positive losses divided by their minimum. */
function lossRatio(lines: readonly Line[]): number {
  let [min, max] = [Infinity, 0];
  for (const { values } of lines) {
    for (let epoch = 0; epoch < values.length; epoch++) {
      const loss = values[epoch];
      if (!(loss > 0 && loss < Infinity)) continue;
      min = Math.min(min, loss);
      max = Math.max(max, loss);
    }
  }
  return max / min;
}

/** A run, and the outputs of its network over the plane: `{ ...run, field }`. */
export interface RunField {
  /** Name of the run. */
  readonly name: string;
  /** The outputs of its network over the plane. */
  readonly field: Field;
  /** From 0 to 1; not shown if undefined. */
  readonly finalTestAccuracy?: number;
  /** The epoch in which the run diverged; null or undefined if it did not. */
  readonly divergedAtEpoch?: number | null;
}

/**
 * Panels of the decision boundaries of runs. The title is the run's name, if there are several; the note
 * is its test accuracy, or, with predictions of a hollow set, how many of its points are wrong; of a run
 * that diverged the epoch. The note of the options follows it.
 *
 * @param runs with the outputs of their networks over the plane
 * @param options points and names, the same for all panels
 * @returns a panel for each run, for a row of `figure`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} as `contourPanel`
 *
 * @example The boundary of one run
 * ```ts
 * import { boundaryPanels } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const values = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1);
 * const field = { x: [0, 1], y: [0, 1], size: [2, 2], classes: 2, values } as const;
 * const [panel] = boundaryPanels([{ name: "tanh", field, finalTestAccuracy: 0.94 }]);
 * assertEquals(panel.note, "test accuracy 94.0%");
 * ```
 */
export function boundaryPanels(
  runs: readonly RunField[],
  options: Omit<ContourPanelOptions, "title"> = {},
): Panel[] {
  const action = "draw the boundaries";
  const own = ["note", "points", "rings", "classNames", "xLabel", "yLabel", "oneScale"];
  checkOptions(action, options, [...own, ...axisOptionNames]);
  checkList(action, "runs", runs, "a list of runs");
  return runs.map((run, at) => {
    if (!isObject(run)) {
      const allowed = "a run with its name and field";
      throw new TypeError(validationMessage(action, `runs[${at}]`, allowed, run));
    }
    // The title of the figure names a single run.
    const title = checkText(action, `the name of runs[${at}]`, run.name);
    const panel = contourPanel(run.field, {
      ...options,
      title: runs.length > 1 ? title : undefined,
    });
    const drawable = checkPanel(action, `panels[${at}]`, panel);
    const tested = countWrong(options.points, run.field.classes);
    return styledPanel((style) => withOutcome({ ...run, tested }, drawable, style));
  });
}

/** A panel of a boundary, with the outcome of its run in front of its note. */
function withOutcome(run: TestedRun, panel: DrawablePanel, style: PanelStyle): DrawablePanel {
  const own = inStyle(panel, style);
  const note = [outcomeNote(run, style.words), own.note].filter(Boolean).join(" · ");
  return { ...own, note };
}

/** A run, and how many points of the test set it gets wrong; undefined without predictions. */
interface TestedRun extends RunField {
  readonly tested: Readonly<Record<"wrong" | "total", number>> | undefined;
}

/** The hollow sets with predictions are those of the test. */
function countWrong(points: ContourPanelOptions["points"], classes: number): TestedRun["tested"] {
  const sets = readyPoints(points, classes).filter(({ hollow }) => hollow);
  const wrong = sets.flatMap((set) => set.wrong ?? []);
  if (wrong.length === 0) return undefined;
  return { wrong: wrong.filter(Boolean).length, total: wrong.length };
}

/** The outcome of a run: its test accuracy, or the epoch in which it diverged. */
function outcomeNote(
  { finalTestAccuracy, divergedAtEpoch, tested }: TestedRun,
  words: Words,
): string {
  if (typeof divergedAtEpoch === "number") {
    return words.say("diverged, {place}", { place: `${words.say("epoch")} ${divergedAtEpoch}` });
  }
  if (tested !== undefined) return words.say("test: {wrong} of {total} wrong", tested);
  if (finalTestAccuracy === undefined) return "";
  return words.say("test accuracy {share}", {
    share: words.digits(percentText(finalTestAccuracy)),
  });
}
