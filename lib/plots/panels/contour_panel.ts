/** A panel of a model's outputs over the plane: its decision boundary. */

import { checkBoolean, validationMessage } from "../../check.ts";
import { checkList, checkOptions } from "../../check_shape.ts";
import type { Dataset } from "../../datasets/dataset.ts";
import type { Field } from "../../models/field.ts";
import { countText, shortNumber } from "../format.ts";
import { hasOneScale } from "../layout/shared_axes.ts";
import { checkField, drawBoundaries, drawRegions, fieldState, measureOf } from "../marks/field.ts";
import {
  drawPoints,
  type PointSet,
  pointsState,
  type ReadyPoints,
  readyPoints,
  thinned,
} from "../marks/points.ts";
import { fieldRegions, type Regions, valueBands } from "../marks/regions.ts";
import { COLOR_COUNT } from "../palettes.ts";
import type { DrawablePanel, LegendEntry, Panel } from "../panel.ts";
import { checkText, panelText } from "../text.ts";

/** Points, titles and labels of a contour panel. */
export interface ContourPanelOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title: `test accuracy 0.94`. */
  readonly note?: string;
  /** Points in the units of the field; those outside its ranges are omitted. */
  readonly points?: Dataset | readonly PointSet[];
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

/** More points overlap, and make files that presentation programs process slowly. */
export const MAX_POINTS = 1000;

/** What the class of the largest value is, by the measure of the field. */
const LARGEST = {
  probability: "a model finds likeliest",
  score: "a model gives the highest score",
};

/**
 * A panel of a field of class probabilities or scores. The background has the colour of the class with
 * the largest value, stronger for a larger value, in bands of a tenth from 0 to 1. The decision boundary
 * is drawn over the points. Of more than 1000 points about 1000 are shown, at equal steps in their order,
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
  const { title, note, xLabel, yLabel } = panelText(ACTION, options);
  const { oneScale = true } = options;
  checkBoolean(ACTION, "oneScale", oneScale);
  const names = classNames(field, options.classNames);
  const all = readyPoints(options.points, field.classes);
  const points = thinned(all, MAX_POINTS);
  const measure = measureOf(field);
  const state = fieldState(field, names);
  const regions = state.isDrawn ? fieldRegions(field) : undefined;
  const panel: DrawablePanel = {
    title,
    note: [note, state.message, ...notesOn(field, { names, all, points, oneScale })]
      .filter((text) => text !== "").join(" · "),
    summary: `Which of ${classesText(names)} ${LARGEST[measure]} over the plane` +
      `${countPoints(points) > 0 ? ", with the points" : ""}.`,
    x: { kind: "linear", range: field.x, label: xLabel, whole: false },
    y: { kind: "linear", range: field.y, label: yLabel, whole: false },
    aspect: oneScale ? "equal" : FREE_ASPECT,
    frame: "box",
    names: [],
    autoColored: [],
    classes: field.classes,
    legend: legendOf({ names, measure }, all, regions),
    draw: (plot) => [
      ...drawRegions(regions, { field, plot }),
      ...drawPoints(points, plot),
      ...drawBoundaries(regions, { field, plot }),
    ],
  };
  return panel;
}

const ACTION = "draw the field";

/** Minimum and maximum width of a plot for a height of 1, where x and y have a scale each. */
export const FREE_ASPECT = [1, 1.5] as const;

/** Notes on unusual points, omitted points, axes and colours; empty texts for none. */
function notesOn(
  field: Field,
  { names, all, points, oneScale }: {
    readonly oneScale: boolean;
    readonly names: readonly string[];
    readonly all: readonly ReadyPoints[];
    readonly points: readonly ReadyPoints[];
  },
): string[] {
  const [total, shown] = [all, points].map(countPoints);
  return [
    pointsState(all, names),
    shown < total ? `${countText(shown)} of ${countText(total)} points shown` : "",
    !oneScale || hasOneScale(field.x, field.y) ? "" : "axes of different scales",
    field.classes > COLOR_COUNT ? `${field.classes} classes share ${COLOR_COUNT} colors` : "",
  ];
}

const OPTIONS = [
  "title",
  "note",
  "points",
  "classNames",
  "xLabel",
  "yLabel",
  "oneScale",
] as const satisfies readonly (keyof ContourPanelOptions)[];

/** The names of the classes, or their number if there are more than colours. */
function classesText(names: readonly string[]): string {
  return names.length > COLOR_COUNT ? `${names.length} classes` : names.join(", ");
}

function countPoints(sets: readonly ReadyPoints[]): number {
  return sets.reduce((sum, { places }) => sum + places.length, 0);
}

function classNames(field: Field, given: readonly string[] | undefined): string[] {
  const names = Array.from({ length: field.classes }, (_, label) => `class ${label}`);
  if (given === undefined) return names;
  checkList(ACTION, "classNames", given, "a list of texts");
  if (given.length !== field.classes) {
    const allowed = `one a class, ${field.classes}`;
    throw new RangeError(validationMessage(ACTION, "classNames", allowed, given));
  }
  return given.map((name, at) => checkText(ACTION, `classNames[${at}]`, name));
}

/** Entries for the classes with a point or an area, the sets with points, the boundary and the colours. */
function legendOf(
  { names, measure }: { readonly names: readonly string[]; readonly measure: Measure },
  points: readonly ReadyPoints[],
  regions: Regions | undefined,
): LegendEntry[] {
  const shown = new Set([
    ...points.flatMap(({ labels }) => labels),
    ...regions?.shown ?? [],
  ]);
  const classes = names.flatMap((label, slot): LegendEntry[] => {
    return shown.has(slot) ? [{ kind: "point", label, slot, hollow: false }] : [];
  });
  const named = points.filter(({ name, places }) => name !== "" && places.length > 0);
  const sets = named.map((set): LegendEntry => {
    return { kind: "point", label: set.name, slot: undefined, hollow: set.hollow };
  });
  if (regions === undefined) return [...classes, ...sets];
  const boundary: LegendEntry = { kind: "boundary", label: "decision boundary" };
  const hasBoundary = regions.boundaries.length > 0;
  const ramp = names.length === 2 && measure === "probability"
    ? twoClassRamp(names[1])
    : argmaxRamp(names.length, measure);
  return [...classes, ...sets, ...(hasBoundary ? [boundary] : []), ramp];
}

function twoClassRamp(name: string): LegendEntry {
  const bands = valueBands(2);
  const steps = [
    ...bands.map(({ certainty }) => ({ slot: 0, certainty })).reverse(),
    ...bands.map(({ certainty }) => ({ slot: 1, certainty })),
  ];
  return { kind: "ramp", label: `probability of ${name}`, steps, ends: ["0", "1"] };
}

/** The colours show the value of the argmax: scores may lie outside 0 to 1. */
function argmaxRamp(classes: number, measure: Measure): LegendEntry {
  const steps = valueBands(classes).map(({ certainty }) => ({ slot: undefined, certainty }));
  const low = shortNumber(1 / classes, 2);
  const ends = measure === "score" ? [`≤ ${low}`, "≥ 1"] as const : [low, "1"] as const;
  return { kind: "ramp", label: measure, steps, ends };
}

type Measure = ReturnType<typeof measureOf>;
