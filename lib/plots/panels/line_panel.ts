/** Panels of curves: losses over epochs, errors over step sizes. */

import { checkList } from "../../check_shape.ts";
import { type Curve, positionRange, valueRange } from "../axes/ranges.ts";
import type { Range, ScaleKind } from "../axes/scale.ts";
import type { Axis } from "../axes/ticks.ts";
import type { Point } from "../geometry.ts";
import { drawGuides, type DrawnGuides } from "../marks/guides.ts";
import { drawBands, drawLines } from "../marks/lines.ts";
import { type Projection, projectLine } from "../marks/projected_line.ts";
import { isShown, type Line, type ReadyLine, readyLine } from "../marks/ready_line.ts";
import { type DrawablePanel, type Panel, type Plot, styledPanel } from "../panel.ts";
import type { Shape } from "../shape.ts";
import { limitsOf, type PanelStyle } from "../style.ts";
import { panelText } from "../text.ts";
import type { Words } from "../words.ts";
import { endOf, legendOf } from "./line_legend.ts";
import {
  ACTION,
  checkLineOptions,
  lineOptionNames,
  type LinePanelOptions,
} from "./line_options.ts";

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
