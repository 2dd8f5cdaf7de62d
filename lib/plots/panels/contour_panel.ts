/** A panel of a model's outputs over the plane: its decision boundary. */

import { checkBoolean, validationMessage } from "../../check.ts";
import { checkList, checkOptions } from "../../check_shape.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { Field } from "../../models/field.ts";
import type { Point } from "../geometry.ts";
import { hasOneScale } from "../layout/shared_axes.ts";
import {
  checkField,
  drawBoundaries,
  drawRegions,
  type FieldState,
  fieldState,
  measureOf,
  type Naming,
} from "../marks/field.ts";
import { drawPoints } from "../marks/draw_points.ts";
import {
  classNamesOf,
  MAX_POINTS,
  type PointSet,
  pointsState,
  type ReadyPoints,
  readyPoints,
  thinned,
} from "../marks/points.ts";
import { fieldRegions, type Regions } from "../marks/regions.ts";
import { checkRings, drawRings, type Ring } from "../marks/rings.ts";
import { COLOR_COUNT } from "../palettes.ts";
import { type DrawablePanel, type Panel, type Plot, styledPanel } from "../panel.ts";
import { axisOptionNames, type AxisOptions, checkAxes, type PanelStyle } from "../style.ts";
import { checkText, panelText } from "../text.ts";
import type { Words } from "../words.ts";
import { contourLegend } from "./contour_legend.ts";
import { FREE_ASPECT, planeAxes } from "./plane_axes.ts";

/** Points, titles and labels of a contour panel. */
export interface ContourPanelOptions extends AxisOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title: `test accuracy 0.94`. */
  readonly note?: string;
  /** Points in the units of the field; those outside its ranges are omitted. */
  readonly points?: Dataset | readonly PointSet[];
  /** Boundaries of other models over the same plane, as dashed lines in colours of runs. */
  readonly boundaries?: readonly { readonly name: string; readonly field: Field }[];
  /** Rings with labels around places of the plane, such as single points: none by default. */
  readonly rings?: readonly Ring[];
  /** Names of the classes, from class 0: `class 0`, `class 1`, … by default. */
  readonly classNames?: readonly string[];
  /** Label of the x axis: the first feature. */
  readonly xLabel?: string;
  /** Label of the y axis: the second feature. */
  readonly yLabel?: string;
  /**
   * Whether x and y have one scale, as coordinates in a plane have: true by default. Features of different
   * units have a scale each.
   */
  readonly oneScale?: boolean;
}

/**
 * A panel of a field of class probabilities or scores. The background has the colour of the class with
 * the largest value, stronger for a larger value, in bands of a tenth from 0 to 1. The decision boundary
 * is drawn under the points. Of more than 1000 points about 1000 are shown, at equal steps in their order,
 * and the note says so.
 *
 * @param field probabilities or scores over a grid, as `predictGrid` gives them
 * @param options points, titles and names
 * @returns a panel for `figure`; its note says if the field has one class, equal values everywhere or
 * values that are not finite, and if there are no points, or all are in one place or of one class
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the sizes of the field or its points do not match, or there is no option of
 * that name
 *
 * @example A boundary down the middle
 * ```ts
 * import { contourPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const panel = contourPanel({
 *   x: [0, 1],
 *   y: [0, 1],
 *   size: [2, 2],
 *   classes: 2,
 *   values: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1),
 * }, { title: "halves" });
 * assertEquals([panel.title, panel.note], ["halves", ""]);
 * ```
 */
export function contourPanel(field: Field, options: ContourPanelOptions = {}): Panel {
  checkOptions(ACTION, options, OPTIONS);
  checkField(field);
  checkAxes(ACTION, options);
  checkBoolean(ACTION, "oneScale", options.oneScale);
  const all = readyPoints(options.points, field.classes);
  const state = fieldState(field);
  const parts: PanelParts = {
    field,
    state,
    all,
    points: thinned(all, MAX_POINTS),
    regions: state.isDrawn ? fieldRegions(field) : undefined,
    boundaries: otherBoundaries(options.boundaries, field),
    rings: checkRings(ACTION, options.rings),
  };
  return styledPanel((style) => buildPanel(parts, options, style));
}

function otherBoundaries(
  given: ContourPanelOptions["boundaries"],
  field: Field,
): OtherBoundary[] {
  if (given === undefined) return [];
  checkList(ACTION, "boundaries", given, "a list of boundaries");
  return given.flatMap((each, at) => {
    const place = `boundaries[${at}]`;
    checkOptions(`draw ${place}`, each, ["name", "field"]);
    const name = checkText(ACTION, `the name of ${place}`, each.name);
    checkField(each.field);
    const isSamePlane = (["x", "y"] as const).every((axis) =>
      each.field[axis].every((bound, end) => bound === field[axis][end])
    );
    if (!isSamePlane) {
      const allowed = "that of the field";
      const plane = { x: each.field.x, y: each.field.y };
      throw new RangeError(validationMessage(ACTION, `the plane of ${place}`, allowed, plane));
    }
    const { isDrawn } = fieldState(each.field);
    return isDrawn ? [{ name, field: each.field, regions: fieldRegions(each.field) }] : [];
  });
}

/** What a panel draws, which does not depend on words and names. */
interface PanelParts {
  readonly field: Field;
  readonly state: FieldState;
  readonly all: readonly ReadyPoints[];
  /** Those that are drawn. */
  readonly points: readonly ReadyPoints[];
  readonly regions: Regions | undefined;
  readonly boundaries: readonly OtherBoundary[];
  readonly rings: readonly Ring[];
}

/** The boundary of another model. */
interface OtherBoundary {
  readonly name: string;
  readonly field: Field;
  readonly regions: Regions;
}

function buildPanel(
  { field, state, all, points, regions, boundaries, rings }: PanelParts,
  options: ContourPanelOptions,
  style: PanelStyle,
): DrawablePanel {
  const { words } = style;
  const { oneScale = true } = options;
  const { title, note } = panelText(ACTION, options);
  const given = style.classNames ?? options.classNames;
  const names = classNamesOf(ACTION, { given, classes: field.classes, words });
  const naming = { names, words };
  const shownNames = boundaries.map(({ name }) => style.runNames.get(name) ?? name);
  const axes = planeAxes(ACTION, { options, style, ranges: field });
  const notes = [
    note,
    state.message(naming),
    ...notesOn({ field, all, points }, naming),
    !oneScale || hasOneScale(axes.x.range, axes.y.range)
      ? ""
      : words.say("axes of different scales"),
  ];
  return {
    title: style.runNames.get(title) ?? title,
    note: notes.filter((text) => text !== "").join(" · "),
    summary: summarize({ field, points }, naming),
    ...axes,
    aspect: oneScale ? "equal" : FREE_ASPECT,
    frame: "box",
    names: shownNames,
    autoColored: shownNames,
    classes: field.classes,
    legend: contourLegend({ field, points: all, regions, others: shownNames }, naming),
    draw: (plot) => [
      ...drawRegions(regions, { field, plot }),
      ...drawBoundaries(regions, { field, plot }),
      ...boundaries.flatMap(({ name, ...other }) => {
        const slot = plot.slotOf(style.runNames.get(name) ?? name);
        return drawBoundaries(other.regions, { field: other.field, plot, slot });
      }),
      ...drawPoints(points, plot),
      ...drawRings(rings, plot, rings.length > 0 ? placesIn(points, plot) : []),
    ],
  };
}

const ACTION = "draw the field";

/** Notes on unusual points, omitted points and colours; empty texts for none. */
function notesOn(
  { field, all, points }: Pick<PanelParts, "field" | "all" | "points">,
  naming: Naming,
): string[] {
  const { words } = naming;
  const [total, shown] = [all, points].map(countPoints);
  const shares = { n: field.classes, colors: COLOR_COUNT };
  return [
    pointsState(all, naming),
    shown < total ? words.say("{shown} of {total} points shown", { shown, total }) : "",
    field.classes > COLOR_COUNT ? words.say("{n} classes share {colors} colors", shares) : "",
  ];
}

/** The sentences that describe a panel, by the measure of its field, without and with points. */
const SUMMARIES = {
  probability: [
    "Which of {names} a model finds likeliest over the plane.",
    "Which of {names} a model finds likeliest over the plane, with the points.",
  ],
  score: [
    "Which of {names} a model gives the highest score over the plane.",
    "Which of {names} a model gives the highest score over the plane, with the points.",
  ],
} as const;

function summarize(
  { field, points }: Pick<PanelParts, "field" | "points">,
  { names, words }: Naming,
): string {
  const summary = SUMMARIES[measureOf(field)][countPoints(points) > 0 ? 1 : 0];
  return words.say(summary, { names: classesText(names, words) });
}

const OPTIONS = [
  "title",
  "note",
  "points",
  "boundaries",
  "rings",
  "classNames",
  "xLabel",
  "yLabel",
  "oneScale",
  ...axisOptionNames,
] as const satisfies readonly (keyof ContourPanelOptions)[];

/** The names of the classes, or their number if there are more than colours. */
function classesText(names: readonly string[], words: Words): string {
  const n = names.length;
  return n > COLOR_COUNT ? words.say("{n} class|{n} classes", { n }) : names.join(", ");
}

/** The places of points in figure units. */
function placesIn(sets: readonly ReadyPoints[], plot: Plot): Point[] {
  return sets.flatMap(({ places }) => places.map(([x, y]): Point => [plot.x(x), plot.y(y)]));
}

function countPoints(sets: readonly ReadyPoints[]): number {
  return sets.reduce((sum, { places }) => sum + places.length, 0);
}
