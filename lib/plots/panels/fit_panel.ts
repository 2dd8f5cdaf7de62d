/** A panel of data of one feature, and the curves that regressions fit to them. */

import { checkList, checkOptions } from "../../check_shape.ts";
import { niceRange, type Range } from "../axes/scale.ts";
import { contains, type Point } from "../geometry.ts";
import { markerPath } from "../markers.ts";
import { MAX_POINTS, type PointSet } from "../marks/points.ts";
import type { Line } from "../marks/ready_line.ts";
import {
  type DrawablePanel,
  type LegendEntry,
  type Panel,
  type Plot,
  styledPanel,
} from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { axisOptionNames, type AxisOptions, checkAxes, type PanelStyle } from "../style.ts";
import { buildLinePanel, describeLines } from "./line_panel.ts";
import { checkTargetPoints } from "./target_points.ts";

/** Points, titles, labels and axes of a fit panel. */
export interface FitPanelOptions extends AxisOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title. */
  readonly note?: string;
  /** Sets of points of one feature with one target each; scaled ones are shown in their own units. */
  readonly points?: readonly PointSet[];
  /** Label of the x axis: the feature. */
  readonly xLabel?: string;
  /** Label of the y axis: the target. */
  readonly yLabel?: string;
}

const ACTION = "draw the fit";

const OPTIONS = ["title", "note", "points", "xLabel", "yLabel", ...axisOptionNames] as const;

/**
 * A panel of points and of the curves that models fit to them. The range of the y axis includes all
 * points; of a curve that leaves it, the rest is cut off.
 *
 * @param fits a curve for each model: its name, x in ascending order, and values
 * @param options points, titles and labels
 * @returns a panel for `figure`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if x and values differ in length, points do not have one feature and one target,
 * or there is no option of that name
 *
 * @example A line through two points
 * ```ts
 * import { createDataset, fitPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const data = createDataset({ inputs: [[0], [1]], targets: [[3], [5]], task: "regression" });
 * const panel = fitPanel([{ name: "line", x: [0, 1], values: [3, 5] }], {
 *   points: [{ name: "train", data }],
 *   xLabel: "age",
 *   yLabel: "height",
 * });
 * assertEquals(panel.summary, "height against age: line, with the points.");
 * ```
 */
export function fitPanel(
  fits: readonly (Pick<Line, "name" | "values"> & Required<Pick<Line, "x">>)[],
  options: FitPanelOptions = {},
): Panel {
  const { points = [], ...others } = checkOptions(ACTION, options, OPTIONS);
  checkAxes(ACTION, options);
  checkList(ACTION, "fits", fits, "a list of curves");
  const sets = checkList(ACTION, "points", points, "a list of sets").map(readySet);
  return styledPanel((style) => buildPanel(fits, { ...others, sets }, style));
}

function buildPanel(
  fits: Parameters<typeof fitPanel>[0],
  { sets, ...options }: Omit<FitPanelOptions, "points"> & { readonly sets: readonly ReadySet[] },
  style: PanelStyle,
): DrawablePanel {
  const { words } = style;
  const all = sets.flatMap(({ places }) => places);
  const step = Math.max(1, Math.ceil(all.length / MAX_POINTS));
  const lines = { xLabel: "x", ...options, markers: fits.length > 1 };
  const { panel, draw } = buildLinePanel(fits, lines, style);
  const shown = sets.reduce((sum, { places }) => sum + Math.ceil(places.length / step), 0);
  const note = step > 1
    ? words.say("{shown} of {total} points shown", { shown, total: all.length })
    : "";
  const limits = (name: "x" | "y") => style[name].limits ?? options[`${name}Limits`];
  const [x, y] = ([0, 1] as const).map((axis) => all.map((place) => place[axis]));
  return {
    ...panel,
    note: [panel.note, note].filter(Boolean).join(" · "),
    summary: all.length > 0 ? describeLines(panel, words, { withPoints: true }) : panel.summary,
    x: { ...panel.x, range: limits("x") ?? spread(x, panel.x.range), whole: false },
    y: { ...panel.y, range: limits("y") ?? niceRange(spread(y, panel.y.range), 6) },
    legend: [...sets.flatMap(entryOf), ...panel.legend],
    ends: [],
    draw: (plot) => [
      ...sets.flatMap((set) => drawSet(set, { step, plot })),
      ...draw(plot, undefined),
    ],
  };
}

/** A set of points. */
interface ReadySet {
  readonly name: string;
  readonly hollow: boolean;
  readonly places: readonly Point[];
}

function readySet(set: PointSet, at: number): ReadySet {
  const wanted = { at, features: 1, words: "one feature" };
  const { name, hollow, data } = checkTargetPoints(ACTION, set, wanted);
  const { inputs, targets, scaler, targetScaler } = data;
  const [x, y] = [scaler, targetScaler].map((used) => {
    return (value: number) => used === undefined ? value : used.mean[0] + used.scale[0] * value;
  });
  return {
    name,
    hollow,
    places: Array.from(inputs, (value, at): Point => [x(value), y(targets[at])]),
  };
}

/** The range of values; that of the curves if there are none. */
function spread(values: readonly number[], otherwise: Range): Range {
  if (values.length === 0) return otherwise;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high > low ? [low, high] : [low - 1, high + 1];
}

function entryOf({ name, hollow, places }: ReadySet): LegendEntry[] {
  if (name === "" || places.length === 0) return [];
  return [{ kind: "point", label: name, slot: undefined, hollow }];
}

function drawSet(
  { places, hollow }: ReadySet,
  { step, plot }: { step: number; plot: Plot },
): Shape[] {
  const { colors, sizes } = plot.theme;
  const shown = places.filter((_, at) => at % step === 0)
    .map(([x, y]): Point => [plot.x(x), plot.y(y)])
    .filter((place) => contains(plot.rectangle, place));
  if (shown.length === 0) return [];
  return marked({ role: "points" }, [element("path", {
    d: shown.map((place) => markerPath("circle", place, sizes.pointMarker[1])).join(""),
    fill: hollow ? colors.halo : colors.muted,
    stroke: hollow ? colors.muted : colors.halo,
    "stroke-width": hollow ? 2 : 1,
  })]);
}
