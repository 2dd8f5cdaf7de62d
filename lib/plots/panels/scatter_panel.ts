/** Panels of points of classes, without a field. */

import { checkCount, validationMessage } from "../../check.ts";
import { checkOptions } from "../../check_shape.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { Range } from "../axes/scale.ts";
import { hasOneScale } from "../layout/shared_axes.ts";
import { drawPoints } from "../marks/draw_points.ts";
import {
  classNamesOf,
  MAX_POINTS,
  pointEntries,
  type PointSet,
  pointsState,
  type ReadyPoints,
  readyPoints,
  thinned,
} from "../marks/points.ts";
import { type DrawablePanel, type Panel, styledPanel } from "../panel.ts";
import { axisOptionNames, type AxisOptions, checkAxes, type PanelStyle } from "../style.ts";
import { emptyMessage, panelText } from "../text.ts";
import { planeAxes } from "./plane_axes.ts";

/** Titles, labels and axes of a panel of points. */
export interface ScatterPanelOptions extends AxisOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title. */
  readonly note?: string;
  /** Names of the classes, from class 0: `class 0`, `class 1`, … by default. */
  readonly classNames?: readonly string[];
  /** Number of classes: that of the data by default. */
  readonly classes?: number;
  /** Label of the x axis: the first feature. */
  readonly xLabel?: string;
  /** Label of the y axis: the second feature. */
  readonly yLabel?: string;
}

const ACTION = "draw the points";

/** The space around the points, as a share of their range. */
const PADDING = 0.05;

/**
 * A panel of points alone, with colours and markers by class, as `contourPanel` draws them over a field.
 *
 * @param points a dataset of two features, or named sets
 * @param options titles, labels and axes
 * @returns a panel for `figure`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the points do not have two features, or there is no option of that name
 *
 * @example Two moons
 * ```ts
 * import { makeMoons, scatterPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(scatterPanel(makeMoons(100, { seed: 1 })).summary, "y against x: class 0, class 1.");
 * ```
 */
export function scatterPanel(
  points: Dataset | readonly PointSet[],
  options: ScatterPanelOptions = {},
): Panel {
  const names = ["title", "note", "classNames", "classes", "xLabel", "yLabel"];
  checkOptions(ACTION, options, [...names, ...axisOptionNames]);
  checkAxes(ACTION, options);
  const { classes: given = MAX_CLASSES } = options;
  checkCount(ACTION, "classes", given, { minimum: 1, maximum: MAX_CLASSES });
  if (points === undefined) {
    const allowed = "a dataset, or a list of sets";
    throw new TypeError(validationMessage(ACTION, "points", allowed, points));
  }
  const all = readyPoints(points, given);
  const most = all.flatMap(({ labels }) => labels).reduce((max, label) => Math.max(max, label), 0);
  const classes = options.classes ?? options.classNames?.length ?? most + 1;
  return styledPanel((style) => build(all, { ...options, classes }, style));
}

const MAX_CLASSES = 1000;

function build(
  all: readonly ReadyPoints[],
  options: ScatterPanelOptions & { readonly classes: number },
  style: PanelStyle,
): DrawablePanel {
  const { words } = style;
  const { title, note } = panelText(ACTION, options);
  const given = style.classNames ?? options.classNames;
  const names = classNamesOf(ACTION, { given, classes: options.classes, words });
  const shown = thinned(all, MAX_POINTS);
  const [total, count] = [all, shown].map((sets) =>
    sets.reduce((sum, { places }) => sum + places.length, 0)
  );
  const rangeAlong = (at: 0 | 1) =>
    padded(all.flatMap(({ places }) => places.map((place) => place[at])));
  const ranges = { x: rangeAlong(0), y: rangeAlong(1) };
  const axes = planeAxes(ACTION, { options, style, ranges });
  const notes = [
    note,
    pointsState(all, { names, words }),
    count < total ? words.say("{shown} of {total} points shown", { shown: count, total }) : "",
    hasOneScale(axes.x.range, axes.y.range) ? "" : words.say("axes of different scales"),
  ];
  return {
    title: style.runNames.get(title) ?? title,
    note: notes.filter((text) => text !== "").join(" · "),
    summary: words.say("{y} against {x}: {names}.", {
      y: axes.y.label || "y",
      x: axes.x.label || "x",
      names: names.join(", "),
    }),
    ...axes,
    aspect: "equal",
    frame: "box",
    names: [],
    autoColored: [],
    classes: options.classes,
    legend: pointEntries(all, { names, words }),
    draw: (plot) =>
      total === 0 ? [emptyMessage(words.say("no points"), plot)] : drawPoints(shown, plot),
  };
}

/** The range of finite values, with space around them. */
function padded(values: readonly number[]): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  if (low > high) return [0, 1];
  const space = low < high ? PADDING * (high - low) : Math.max(0.5, Math.abs(low) / 2);
  return [low - space, high + space];
}
