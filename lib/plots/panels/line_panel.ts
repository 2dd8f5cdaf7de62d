/** Panels of curves: losses over epochs, errors over step sizes. */

import { checkBoolean, checkChoice, checkCount, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isArray } from "../../check_shape.ts";
import { type Curve, positionRange, valueRange } from "../axes/ranges.ts";
import type { Range, ScaleKind } from "../axes/scale.ts";
import type { Axis } from "../axes/ticks.ts";
import type { Point } from "../geometry.ts";
import { drawBands } from "../marks/bands.ts";
import { checkGuides, drawGuides, type DrawnGuides, type Guide } from "../marks/guides.ts";
import { drawLines } from "../marks/lines.ts";
import { type Projection, projectLine } from "../marks/projected_line.ts";
import { isShown, type Line, type ReadyLine, readyLine } from "../marks/ready_line.ts";
import {
  type CurveEnd,
  type DrawablePanel,
  type LegendEntry,
  type Panel,
  type Plot,
  styledPanel,
} from "../panel.ts";
import type { Shape } from "../shape.ts";
import {
  axisOptionNames,
  type AxisOptions,
  checkAxes,
  limitsOf,
  type PanelStyle,
} from "../style.ts";
import { checkText, panelText } from "../text.ts";
import type { Words } from "../words.ts";

/** Titles, labels and axes of a line panel. */
export interface LinePanelOptions extends AxisOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title: `test accuracy 0.94`. */
  readonly note?: string;
  /** Label of the x axis: `epoch` by default. */
  readonly xLabel?: string;
  /** Label of the y axis, with the unit. */
  readonly yLabel?: string;
  /** Scale of the x axis: `linear` by default. */
  readonly xScale?: ScaleKind;
  /** Scale of the y axis: `linear` by default. */
  readonly yScale?: ScaleKind;
  /** Legend labels of solid and dashed lines, if both are drawn: `train` and `test` by default. */
  readonly dashNames?: readonly [solid: string, dashed: string];
  /** Legend label of pale areas: `median, quartiles` by default; an empty one leaves it out. */
  readonly bandName?: string;
  /** Whether the legend names runs: true by default. For a single run a title may be enough. */
  readonly nameRuns?: boolean;
  /** Whether a few markers are drawn on each line, so that runs differ in shape too: true by default. */
  readonly markers?: boolean;
  /**
   * Number of classes in other figures of the same runs: runs get the colours after those. If there are
   * not enough, a note says that runs and classes share colours. 0 by default.
   */
  readonly classes?: number;
  /** Named straight lines to compare curves with: none by default. */
  readonly guides?: readonly Guide[];
}

/**
 * A panel of curves.
 *
 * The range of the y axis includes the values of most runs. A run that leaves it is clipped at the edge
 * of the plot, where an arrow is labelled with its maximum or minimum. A run whose values stop being
 * finite ends there, at a cross with a label. The label of a logarithmic axis says so; values that are
 * not positive are gaps on it.
 *
 * @param series the lines; train and test curves of a run have the same name, and the test curve is
 * dashed
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
  checkLineOptions(options, lineOptionNames);
  return styledPanel((style) => buildLinePanel(series, options, style).panel);
}

/** A panel, and a function that draws its curves over an interval of x alone. */
export interface BuiltLinePanel {
  readonly panel: DrawablePanel;
  /** Draws all if `span` is undefined. */
  readonly draw: (plot: Plot, span: Range | undefined) => Shape[];
  /** Draws the guides alone. */
  readonly drawGuides: (plot: Plot) => readonly Shape[];
}

/** Builds the panel of `linePanel` in a style; its options are checked. */
export function buildLinePanel(
  series: readonly Line[],
  options: LinePanelOptions,
  style: PanelStyle,
): BuiltLinePanel {
  checkList(ACTION, "series", series, "a list");
  const { words } = style;
  const { title, note, xLabel, yLabel } = panelText(ACTION, {
    ...options,
    xLabel: style.x.label ?? options.xLabel ?? words.say("epoch"),
    yLabel: style.y.label ?? options.yLabel,
  });
  const { markers = true } = options;
  const lines = series.map((line, at) =>
    readyLine(line, `series[${at}]`, { xLabel: xLabel || "x", words, runNames: style.runNames })
  );
  const names = [...new Set(lines.map(({ name }) => name))];
  const axes = axesOf(lines, options, style);
  const [xKind, yKind] = [axes.x.kind, axes.y.kind];
  const { guides = [] } = options;
  const guidesIn = (plot: Plot): DrawnGuides =>
    guides.length === 0
      ? { shapes: [], labels: [] }
      : drawGuides(guides, plot, lines.flatMap((line) => outlinesOf(line, { plot, xKind, yKind })));
  const draw: BuiltLinePanel["draw"] = (plot, span) => {
    const { shapes, labels } = guidesIn(plot);
    return [
      ...(span === undefined ? shapes : []),
      ...(span === undefined ? drawBands(lines, { plot, xKind, yKind }) : []),
      ...drawLines(lines, { plot, xKind, yKind, markers, span, labels }),
    ];
  };
  const panel: DrawablePanel = {
    title: style.runNames.get(title) ?? title,
    note,
    summary: describeLines({ names, x: { label: xLabel }, y: { label: yLabel } }, words),
    x: { ...axes.x, label: axisLabel(xLabel, xKind, words) },
    y: { ...axes.y, label: axisLabel(yLabel, yKind, words) },
    aspect: [0.75, Infinity],
    frame: lines.some((line) => placesOf(line).length > 0) ? "grid" : "box",
    names,
    autoColored: lines.filter(({ color }) => color === undefined).map(({ name }) => name),
    classes: options.classes ?? 0,
    legend: legendOf(lines, options, words),
    ends: options.nameRuns === false ? [] : lines.flatMap((line) => endOf(line, axes)),
    draw: (plot) => draw(plot, undefined),
  };
  return { panel, draw, drawGuides: (plot) => guidesIn(plot).shapes };
}

/** The parts of a line and of the edges of its band that lie in the plot. */
function outlinesOf(line: ReadyLine, projection: Projection): Point[][] {
  const edges = line.band === undefined ? [] : [line.band.low, line.band.high];
  return [line.values, ...edges].flatMap((values) =>
    projectLine({ ...line, values }, projection).parts
  );
}

/** The axes, without their labels: requested limits, or else ranges that show the values of most runs. */
function axesOf(
  lines: readonly ReadyLine[],
  options: LinePanelOptions,
  style: PanelStyle,
): { readonly x: Omit<Axis, "label">; readonly y: Omit<Axis, "label"> } {
  const { xScale: xKind = "linear", yScale: yKind = "linear" } = options;
  const [x, y] = (["x", "y"] as const).map((axis) => {
    const kind = axis === "x" ? xKind : yKind;
    const limits = style[axis].limits ?? options[`${axis}Limits`];
    return {
      kind,
      limits: limitsOf(ACTION, `${axis}Limits`, { kind, limits }),
      ticks: style[axis].ticks ?? options[`${axis}Ticks`],
    };
  });
  const places = lines.flatMap(placesOf);
  const curves = curvesOf(lines, { kind: xKind, limits: x.limits });
  return {
    x: {
      kind: xKind,
      range: x.limits ?? positionRange(places, xKind),
      whole: places.every(Number.isInteger),
      ticks: x.ticks,
    },
    y: {
      kind: yKind,
      range: y.limits ?? valueRange(curves, yKind),
      whole: false,
      ticks: y.ticks,
    },
  };
}

/** All x of a line, with that of its early end. */
function placesOf({ x, earlyEnd }: ReadyLine): readonly number[] {
  return earlyEnd === undefined ? x : [...x, earlyEnd.x];
}

/** The values of each run within the limits of x, for the range of the y axis. */
function curvesOf(
  lines: readonly ReadyLine[],
  { kind, limits = [-Infinity, Infinity] }: { kind: ScaleKind; limits: Range | undefined },
): Curve[] {
  const isWithin = (x: number) => isShown(x, kind) && x >= limits[0] && x <= limits[1];
  return [...Map.groupBy(lines, ({ name }) => name).values()].map((own): Curve => ({
    values: own.flatMap(({ x, values, band }) =>
      [values, band?.low ?? [], band?.high ?? []].flatMap((all) =>
        all.filter((_, at) => isWithin(x[at]))
      )
    ),
    stopped: own.every(({ earlyEnd }) => earlyEnd !== undefined),
  }));
}

const ACTION = "draw the lines";

const scaleKinds: readonly ScaleKind[] = ["linear", "log"];

/** The names of the options of `linePanel`. */
export const lineOptionNames = [
  "title",
  "note",
  "xLabel",
  "yLabel",
  "xScale",
  "yScale",
  "dashNames",
  "bandName",
  "nameRuns",
  "markers",
  "classes",
  "guides",
  ...axisOptionNames,
] as const satisfies readonly (keyof LinePanelOptions)[];

/**
 * Checks the options of a line panel.
 *
 * @throws {TypeError} if one is of the wrong kind
 * @throws {RangeError} if there is no option of that name, or it is out of bounds
 */
export function checkLineOptions(options: LinePanelOptions, names: readonly string[]): void {
  const { xScale, yScale, dashNames, bandName, nameRuns, markers, classes } = checkOptions(
    ACTION,
    options,
    names,
  );
  checkText(ACTION, "bandName", bandName);
  if (xScale !== undefined) checkChoice(ACTION, "xScale", xScale, scaleKinds);
  if (yScale !== undefined) checkChoice(ACTION, "yScale", yScale, scaleKinds);
  checkAxes(ACTION, options);
  checkGuides(options.guides, options);
  checkBoolean(ACTION, "nameRuns", nameRuns);
  checkBoolean(ACTION, "markers", markers);
  if (classes !== undefined) checkCount(ACTION, "classes", classes, { minimum: 0 });
  const isPair = isArray(dashNames) && dashNames.length === 2 &&
    Array.from(dashNames).every((name) => typeof name === "string");
  if (dashNames === undefined || isPair) return;
  const allowed = "two texts, for solid and for dashed lines";
  throw new TypeError(validationMessage(ACTION, "dashNames", allowed, dashNames));
}

/** The label of an axis, which says that a logarithmic axis is one. */
function axisLabel(label: string, kind: ScaleKind, words: Words): string {
  if (kind === "linear") return label;
  return label === "" ? words.say("log scale") : words.say("{label} (log scale)", { label });
}

/** What is described of a panel: its runs, and the labels of its axes. */
interface Described {
  readonly names: readonly string[];
  readonly x: { readonly label: string };
  readonly y: { readonly label: string };
}

/** A sentence on the curves of a panel, and on the points below them. */
export function describeLines(
  { names, x, y }: Described,
  words: Words,
  { withPoints = false }: { readonly withPoints?: boolean } = {},
): string {
  const n = names.length;
  const shown = n > 8 ? words.say("{n} run|{n} runs", { n }) : names.join(", ");
  const sentence = withPoints
    ? "{y} against {x}: {names}, with the points."
    : "{y} against {x}: {names}.";
  return words.say(sentence, {
    y: y.label || words.say("Values"),
    x: x.label || "x",
    names: shown || words.say("no data"),
  });
}

/** The end of a solid curve that reaches the right edge of the plot; else none. */
function endOf(
  { name, x, values, dashed, earlyEnd }: ReadyLine,
  axes: { readonly x: Pick<Axis, "range">; readonly y: Pick<Axis, "range"> },
): CurveEnd[] {
  const [[, edge], [low, high]] = [axes.x.range, axes.y.range];
  const isCut = x[x.length - 1] > edge;
  const at = isCut ? x.findLastIndex((place) => place <= edge) : x.length - 1;
  if (dashed || at < 0 || !isCut && (earlyEnd !== undefined || x[at] < edge)) return [];
  const part = isCut ? (edge - x[at]) / (x[at + 1] - x[at]) : 0;
  const y = part > 0 ? values[at] + part * (values[at + 1] - values[at]) : values[at];
  return y >= low && y <= high ? [{ name, y }] : [];
}

/** Whether the axes can show a value of a line. */
function isDrawn({ x, values }: ReadyLine, { xScale, yScale }: LinePanelOptions): boolean {
  return values.some((value, at) =>
    isShown(value, yScale ?? "linear") && isShown(x[at], xScale ?? "linear")
  );
}

/** A run without a curve or a cross has no entry; line styles have some if both are drawn. */
function legendOf(
  lines: readonly ReadyLine[],
  options: LinePanelOptions,
  words: Words,
): LegendEntry[] {
  const { markers = true, nameRuns = true } = options;
  const { dashNames = [words.say("train"), words.say("test")] } = options;
  const marked = lines.filter((line) => line.earlyEnd !== undefined || isDrawn(line, options));
  const runs = [...Map.groupBy(nameRuns ? marked : [], ({ name }) => name)];
  const entries = runs.map(([name, own]): LegendEntry => {
    const curves = own.filter((line) => isDrawn(line, options));
    return {
      kind: "line",
      label: name,
      slot: own[0].color ?? name,
      dashed: curves.length > 0 && curves.every(({ dashed }) => dashed),
      marker: curves.some(({ marker }) => markers || marker),
    };
  });
  const styles = new Set(lines.filter((line) => isDrawn(line, options)).map((line) => line.dashed));
  const { bandName: label = `${words.say("median")}, ${words.say("quartiles")}` } = options;
  if (label !== "" && lines.some(({ band }) => band !== undefined)) {
    entries.push({ kind: "band", label });
  }
  if (styles.size < 2) return entries;
  const keys = dashNames.map((label, at): LegendEntry => {
    return { kind: "line", label, slot: undefined, dashed: at === 1, marker: false };
  });
  return [...entries, ...keys];
}
