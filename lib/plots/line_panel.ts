/** Panels of curves: losses over epochs, errors over step sizes. */

import { checkBoolean, checkChoice, checkCount, checkNumber, validationMessage } from "../check.ts";
import { checkList, checkOptions } from "../check_shape.ts";
import { contains, markerOf, markerPath, type Point } from "./geometry.ts";
import {
  drawLines,
  isShown,
  type Line,
  type ReadyLine,
  readyLine,
  SCALE_KINDS,
} from "./marks/lines.ts";
import {
  type CurveEnd,
  type DrawablePanel,
  type LegendEntry,
  type Panel,
  type Plot,
} from "./panel.ts";
import { type Curve, positionRange, type Range, type ScaleKind, valueRange } from "./scale.ts";
import { element, marked, type Shape } from "./shape.ts";
import { panelText } from "./text.ts";
import { mixColors, seriesColor } from "./theme.ts";

/** How a line panel looks. */
export interface LinePanelOptions {
  /** Over the panel. */
  readonly title?: string;
  /** A line under the title: `test accuracy 0.94`. */
  readonly note?: string;
  /** What x counts: `epoch` by default. */
  readonly xLabel?: string;
  /** What y measures, with its unit. */
  readonly yLabel?: string;
  /** `linear` by default. */
  readonly xScale?: ScaleKind;
  /** `linear` by default. */
  readonly yScale?: ScaleKind;
  /** What solid and dashed lines are, for the legend where there are both: `["train", "test"]` by default. */
  readonly dashNames?: readonly [solid: string, dashed: string];
  /** Whether the legend names runs: true by default; a title may do it for a lone one. */
  readonly nameRuns?: boolean;
  /** Short strokes of a marker along each run's lines, so that colour is not all: true by default. */
  readonly markers?: boolean;
  /** How many classes other figures of the same runs show: runs take the colours after theirs. 0 by default. */
  readonly classes?: number;
}

/**
 * A panel of curves.
 *
 * The y axis frames what most runs do. A run that leaves the frame is cut at its edge, where an arrow
 * stands with its largest or smallest value. A run whose values stop being finite is drawn up to there
 * and has one mark, a cross with a label. A logarithmic axis says so in its label; values that are not
 * positive are left out of it, as a gap.
 *
 * @param series the lines; train and test curves of a run bear the same name,
 * the test curve is dashed
 * @param options titles, labels and kinds of axes
 * @returns a panel for `figure`; without values it says "no data"
 * @throws {TypeError} if a line or option is of the wrong kind
 * @throws {RangeError} if x and values differ in length, a scale is unknown, or there is no option of
 * that name
 *
 * @example Loss of one run
 * ```ts
 * import { linePanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const panel = linePanel([
 *   { name: "relu", values: [0.69, 0.41, 0.32] },
 *   { name: "relu", values: [0.7, 0.45, 0.38], dashed: true },
 * ], { yLabel: "loss" });
 * assertEquals(panel.summary, "loss against epoch: relu.");
 * ```
 */
export function linePanel(series: readonly Line[], options: LinePanelOptions = {}): Panel {
  checkLineOptions(options, OPTIONS);
  return linesOf(series, options).panel;
}

/** The panel, and how it draws a stretch of x. */
interface LinesPanel {
  readonly panel: DrawablePanel;
  readonly draw: (plot: Plot, span: Range | undefined) => Shape[];
}

function linesOf(series: readonly Line[], options: LinePanelOptions): LinesPanel {
  checkList(ACTION, "series", series, "a list");
  const { title, note, xLabel, yLabel } = panelText(ACTION, { xLabel: "epoch", ...options });
  const { xScale: xKind = "linear", yScale: yKind = "linear" } = options;
  const lines = series.map((line, at) => readyLine(line, `series[${at}]`, xLabel || "x"));
  const places = lines.flatMap(({ x, earlyEnd }) =>
    earlyEnd === undefined ? x : [...x, earlyEnd.x]
  );
  const runs = Map.groupBy(lines, ({ name }) => name);
  const curves = [...runs.values()].map((own): Curve => ({
    values: own.flatMap(({ x, values }) => values.filter((_, at) => isShown(x[at], xKind))),
    stopped: own.every(({ earlyEnd }) => earlyEnd !== undefined),
  }));
  const names = [...runs.keys()];
  const xRange = positionRange(places, xKind);
  const yRange = valueRange(curves, yKind);
  const draw: LinesPanel["draw"] = (plot, span) =>
    drawLines(lines, { plot, xKind, yKind, markers: options.markers ?? true, span });
  const panel: DrawablePanel = {
    title,
    note,
    summary: summarize(names, { xLabel, yLabel }),
    x: {
      kind: xKind,
      range: xRange,
      label: axisLabel(xLabel, xKind),
      whole: places.every(Number.isInteger),
    },
    y: { kind: yKind, range: yRange, label: axisLabel(yLabel, yKind), whole: false },
    aspect: [0.75, Infinity],
    frame: lines.some(({ x, earlyEnd }) => x.length > 0 || earlyEnd !== undefined) ? "grid" : "box",
    names,
    classes: options.classes ?? 0,
    legend: legendOf(names, lines, options),
    ends: options.nameRuns === false ? [] : lines.flatMap((line) => endOf(line, xRange, yRange)),
    draw: (plot) => draw(plot, undefined),
  };
  return { panel, draw };
}

const ACTION = "draw the lines";

const OPTIONS = [
  "title",
  "note",
  "xLabel",
  "yLabel",
  "xScale",
  "yScale",
  "dashNames",
  "nameRuns",
  "markers",
  "classes",
] as const satisfies readonly (keyof LinePanelOptions)[];

function checkLineOptions(options: LinePanelOptions, names: readonly string[]): void {
  const { xScale, yScale, dashNames, nameRuns, markers, classes } = checkOptions(
    ACTION,
    options,
    names,
  );
  if (xScale !== undefined) checkChoice(ACTION, "xScale", xScale, SCALE_KINDS);
  if (yScale !== undefined) checkChoice(ACTION, "yScale", yScale, SCALE_KINDS);
  checkBoolean(ACTION, "nameRuns", nameRuns);
  checkBoolean(ACTION, "markers", markers);
  if (classes !== undefined) checkCount(ACTION, "classes", classes, { minimum: 0 });
  const isPair = Array.isArray(dashNames) && dashNames.length === 2 &&
    Array.from(dashNames).every((name) => typeof name === "string");
  if (dashNames === undefined || isPair) return;
  const allowed = "two texts, for solid and for dashed lines";
  throw new TypeError(validationMessage(ACTION, "dashNames", allowed, dashNames));
}

/** A logarithmic axis says so. */
function axisLabel(label: string, kind: ScaleKind): string {
  if (kind === "linear") return label;
  return label === "" ? "log scale" : `${label} (log scale)`;
}

function summarize(
  names: readonly string[],
  { xLabel, yLabel }: { xLabel: string; yLabel: string },
): string {
  const shown = names.length > 8 ? `${names.length} runs` : names.join(", ");
  return `${yLabel || "Values"} against ${xLabel || "x"}: ${shown || "no data"}.`;
}

/** Where a solid curve comes to the last place of all. */
function endOf(
  { name, x, values, dashed, earlyEnd }: ReadyLine,
  [, last]: Range,
  [low, high]: Range,
): CurveEnd[] {
  const y = values[values.length - 1];
  const isAtEnd = !dashed && earlyEnd === undefined && x[x.length - 1] === last;
  return isAtEnd && y >= low && y <= high ? [{ name, y }] : [];
}

function legendOf(
  names: readonly string[],
  lines: readonly ReadyLine[],
  { dashNames = ["train", "test"], markers = true, nameRuns = true }: LinePanelOptions,
): LegendEntry[] {
  const runs = (nameRuns ? names : []).map((name): LegendEntry => {
    const own = lines.filter((line) => line.name === name);
    return {
      kind: "line",
      label: name,
      slot: own[0].color ?? name,
      dashed: own.every(({ dashed }) => dashed) && lines.some(({ dashed }) => !dashed),
      marker: markers || own.some(({ marker }) => marker),
    };
  });
  const styles = new Set(lines.map(({ dashed }) => dashed));
  if (styles.size < 2) return runs;
  const keys = dashNames.map((label, at): LegendEntry => {
    return { kind: "line", label, slot: undefined, dashed: at === 1, marker: false };
  });
  return [...runs, ...keys];
}

/** How a panel of curves on the way looks. */
export interface ProgressPanelOptions extends LinePanelOptions {
  /** Up to where the curves have come, along x. */
  readonly at: number;
}

/** How much of its colour a curve keeps where it is yet to come. */
const PALE = 0.2;

/**
 * A panel of whole curves as `linePanel` draws it, which are pale beyond `at`; a dot rides on each
 * solid curve. Its axes are those of the whole curves: for figures that follow one another.
 *
 * @param series the lines, whole
 * @param options those of `linePanel`, and up to where the curves have come
 * @returns a panel for `figure`
 * @throws {TypeError} if a line or option is of the wrong kind
 * @throws {RangeError} as `linePanel`
 *
 * @example Two epochs of three
 * ```ts
 * import { progressPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const panel = progressPanel([{ name: "relu", values: [0.69, 0.41, 0.32] }], { at: 2 });
 * assertEquals(panel.summary, "Values against epoch: relu.");
 * ```
 */
export function progressPanel(
  series: readonly Line[],
  allOptions: ProgressPanelOptions,
): Panel {
  checkLineOptions(allOptions, ["at", ...OPTIONS]);
  const { at, ...options } = allOptions;
  checkNumber(ACTION, "at", at);
  const { panel: whole, draw } = linesOf(series, options);
  if (whole.frame === "box") return whole;
  const [first, last] = whole.x.range;
  const panel: DrawablePanel = {
    ...whole,
    draw: (plot) => [
      ...(at < last ? marked({ role: "pending" }, draw(paled(plot), [at, Infinity])) : []),
      ...(at >= first ? draw(plot, at < last ? [-Infinity, at] : undefined) : []),
      ...series.filter(({ dashed }) => !dashed)
        .flatMap((line) => dot(line, { at, plot, marker: options.markers ?? true })),
    ],
  };
  return panel;
}

/** Colours for what is to come; the grid and the axes are not of the curves, and keep theirs. */
function paled(plot: Plot): Plot {
  const { colors } = plot.theme;
  const series = colors.series.map((color) => mixColors(colors.background, color, PALE));
  return { ...plot, theme: { ...plot.theme, colors: { ...colors, series } } };
}

interface DotPlace {
  readonly at: number;
  readonly plot: Plot;
  /** Whether it has the run's shape rather than a circle's. */
  readonly marker: boolean;
}

function dot({ name, values, x, color }: Line, { at, plot, marker }: DotPlace): Shape[] {
  const index = Array.from(values).findIndex((_, index) => (x?.[index] ?? index + 1) === at);
  if (index < 0 || !Number.isFinite(values[index])) return [];
  const place: Point = [plot.x(at), plot.y(values[index])];
  if (!contains(plot.rectangle, place)) return [];
  const { colors, sizes } = plot.theme;
  const slot = color ?? plot.slotOf(name);
  return marked({ role: "position", label: name }, [element("path", {
    d: markerPath(marker ? markerOf(slot) : "circle", place, 1.4 * sizes.lineMarker),
    fill: seriesColor(plot.theme, slot),
    stroke: colors.halo,
    "stroke-width": 2.5,
  })]);
}
