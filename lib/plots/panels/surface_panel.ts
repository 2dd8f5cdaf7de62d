/** A panel of the values that a regression predicts over the plane. */

import { checkBoolean } from "../../check.ts";
import { checkList, checkOptions } from "../../check_shape.ts";
import type { Surface } from "../../models/field.ts";
import { niceRange, type Range, roundNumbers } from "../axes/scale.ts";
import { shortNumber } from "../format.ts";
import { clamp, contains, type Point } from "../geometry.ts";
import { markerPath } from "../markers.ts";
import { MAX_POINTS, type PointSet } from "../marks/points.ts";
import { checkSurface, drawValueBands } from "../marks/value_bands.ts";
import {
  type DrawablePanel,
  type LegendEntry,
  type Panel,
  type Plot,
  styledPanel,
} from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { axisOptionNames, type AxisOptions, checkAxes, type PanelStyle } from "../style.ts";
import { checkText, emptyMessage, panelText } from "../text.ts";
import { tint, valueEdge } from "../theme.ts";
import type { Words } from "../words.ts";
import { FREE_ASPECT, planeAxes } from "./plane_axes.ts";
import { checkTargetPoints } from "./target_points.ts";

/** Points, titles, labels and axes of a surface panel. */
export interface SurfacePanelOptions extends AxisOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title. */
  readonly note?: string;
  /** Sets of points of two features with one target each; the first set is drawn with filled markers. */
  readonly points?: readonly PointSet[];
  /** Label of the x axis: the first feature. */
  readonly xLabel?: string;
  /** Label of the y axis: the second feature. */
  readonly yLabel?: string;
  /** What the values are, for the legend: `value` by default. */
  readonly valueName?: string;
  /** Whether x and y have one scale: false by default. */
  readonly oneScale?: boolean;
}

const ACTION = "draw the surface";

const OPTIONS = [
  ...["title", "note", "points", "xLabel", "yLabel", "valueName", "oneScale"],
  ...axisOptionNames,
] as const;

/** Wanted number of bands of values. */
const BANDS = 10;

/** The strength of the colour of the highest band, beyond that of certain classes. */
const STRONGEST = 2;

/**
 * A panel of a surface: bands of values, stronger in colour for a higher value. Points have the colour of
 * their own target, so a point that stands out from its surroundings is predicted badly.
 *
 * @param surface values over a grid, as `predictSurface` gives them
 * @param options points, titles and labels
 * @returns a panel for `figure`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the sizes of the surface do not match, points do not have two features and one
 * target, or there is no option of that name
 *
 * @example A slope
 * ```ts
 * import { surfacePanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const values = Float64Array.of(0, 1, 0, 1);
 * const panel = surfacePanel({ x: [0, 1], y: [0, 1], size: [2, 2], values }, { valueName: "price" });
 * assertEquals(panel.summary, "Predicted price over the plane, from 0 to 1.");
 * ```
 */
export function surfacePanel(surface: Surface, options: SurfacePanelOptions = {}): Panel {
  checkOptions(ACTION, options, OPTIONS);
  checkAxes(ACTION, options);
  checkBoolean(ACTION, "oneScale", options.oneScale);
  checkText(ACTION, "valueName", options.valueName);
  const sets = checkList(ACTION, "points", options.points ?? [], "a list of sets").map(readySet);
  const total = sets.reduce((sum, { values }) => sum + values.length, 0);
  const checked = checkSurface(ACTION, surface);
  const parts: SurfaceParts = {
    surface: checked,
    range: rangeOf([...checked.values, ...sets.flatMap(({ values }) => values)]),
    sets,
    total,
    step: Math.max(1, Math.ceil(total / MAX_POINTS)),
  };
  return styledPanel((style) => buildPanel(parts, options, style));
}

/** What a panel draws, which does not depend on words and names. */
interface SurfaceParts {
  readonly surface: Surface;
  /** Of all values. */
  readonly range: Range;
  readonly sets: readonly ReadySet[];
  /** The number of points, of which every `step`th is drawn. */
  readonly total: number;
  readonly step: number;
}

function buildPanel(
  { surface, range, sets, total, step }: SurfaceParts,
  options: SurfacePanelOptions,
  style: PanelStyle,
): DrawablePanel {
  const { words } = style;
  const { title, note } = panelText(ACTION, { title: options.title, note: options.note });
  const name = options.valueName || words.say("value");
  const shown = sets.reduce((sum, { values }) => sum + Math.ceil(values.length / step), 0);
  const omitted = step > 1 ? words.say("{shown} of {total} points shown", { shown, total }) : "";
  const [low, high] = extremes(surface.values).map((value) => words.digits(shortNumber(value)));
  return {
    title: style.runNames.get(title) ?? title,
    note: [note, omitted].filter(Boolean).join(" · "),
    summary: words.say(SUMMARIES[total > 0 ? 1 : 0], { name, low, high }),
    ...planeAxes(ACTION, { options, style, ranges: surface }),
    aspect: options.oneScale ? "equal" : FREE_ASPECT,
    frame: "box",
    names: [],
    autoColored: [],
    classes: 1,
    legend: legendOf(name, { range, sets, words }),
    draw: (plot) => [
      ...drawBands(surface, { range, plot, words }),
      ...sets.flatMap((set) => drawSet(set, { range, step, plot })),
    ],
  };
}

/** The sentences that describe a panel, without and with points. */
const SUMMARIES = [
  "Predicted {name} over the plane, from {low} to {high}.",
  "Predicted {name} over the plane, from {low} to {high}, with the points.",
] as const;

/** The bounds of the bands, at round numbers. */
function bandsOf(range: Range): number[] {
  return roundNumbers(range, BANDS).filter((value) => value > range[0] && value < range[1]);
}

/** The strength of the colour of a value. */
function strengthOf(value: number, [low, high]: Range): number {
  return STRONGEST * clamp((value - low) / (high - low), 0, 1);
}

/** The strength of the colour of the band of a value: that of the middle of the band. */
function bandStrength(value: number, range: Range): number {
  const bounds = [range[0], ...bandsOf(range), range[1]];
  const above = bounds.findIndex((bound, at) => at > 0 && value < bound);
  const end = above < 0 ? bounds.length - 1 : above;
  return strengthOf((bounds[end - 1] + bounds[end]) / 2, range);
}

function drawBands(
  surface: Surface,
  { range, plot, words }: { range: Range; plot: Plot; words: Words },
): Shape[] {
  const isFinite = surface.values.every(Number.isFinite);
  if (!isFinite) return [emptyMessage(words.say("the model gives no numbers"), plot)];
  const fillOf = (value: number) => tint(plot.theme, 0, bandStrength(value, range));
  const bands = bandsOf(range).map((bound) => ({ bound, fill: fillOf(bound) }));
  return drawValueBands(surface, { ground: fillOf(range[0]), bands, plot });
}

/** A set of points with their targets in their own unit. */
interface ReadySet {
  readonly name: string;
  readonly hollow: boolean;
  readonly places: readonly Point[];
  readonly values: readonly number[];
}

function readySet(set: PointSet, at: number): ReadySet {
  const wanted = { at, features: 2, words: "two features" };
  const { name, hollow, data } = checkTargetPoints(ACTION, set, wanted);
  const { inputs, targets, samples, targetScaler } = data;
  const { mean: [mean], scale: [scale] } = targetScaler ?? { mean: [0], scale: [1] };
  return {
    name,
    hollow,
    places: Array.from({ length: samples }, (_, at): Point => [inputs[2 * at], inputs[2 * at + 1]]),
    values: Array.from(targets, (value) => mean + scale * value),
  };
}

function drawSet(
  { places, values, hollow }: ReadySet,
  { range, step, plot }: { range: Range; step: number; plot: Plot },
): Shape[] {
  const { theme } = plot;
  const shapes = places.flatMap(([x, y], at): Shape[] => {
    const center = [plot.x(x), plot.y(y)] as const;
    if (at % step !== 0 || !contains(plot.rectangle, center)) return [];
    return [element("path", {
      d: markerPath("circle", center, theme.sizes.pointMarker[1]),
      fill: tint(theme, 0, strengthOf(values[at], range)),
      ...valueEdge(theme, hollow),
    })];
  });
  return marked({ role: "points" }, shapes);
}

function legendOf(
  name: string,
  { range, sets, words }: Pick<SurfaceParts, "range" | "sets"> & { readonly words: Words },
): LegendEntry[] {
  const bounds = [range[0], ...bandsOf(range)];
  const steps = bounds.map((bound) => ({ slot: 0, certainty: bandStrength(bound, range) }));
  const [low, high] = range.map((value) => words.digits(shortNumber(value)));
  return [
    ...sets.filter(({ name, values }) => name !== "" && values.length > 0)
      .map(({ name, hollow }): LegendEntry => ({
        ...{ kind: "point", label: name, slot: undefined, hollow, ground: STRONGEST / 2 },
      })),
    { kind: "ramp", label: name, steps, ends: [low, high] },
  ];
}

function extremes(values: Iterable<number>): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}

/** The range of all values between round numbers. */
function rangeOf(values: readonly number[]): Range {
  const [low, high] = extremes(values);
  return high > low ? niceRange([low, high], BANDS) : [low - 1, high + 1];
}
