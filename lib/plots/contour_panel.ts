/** A panel of what a model gives over the plane: its decision boundary. */

import { validationMessage } from "../check.ts";
import { checkList, checkOptions } from "../check_shape.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Field } from "../models/field.ts";
import { countText, shortNumber } from "./format.ts";
import { checkField, drawBoundaries, drawRegions, fieldState, measureOf } from "./marks/field.ts";
import {
  drawPoints,
  type PointSet,
  pointsState,
  type ReadyPoints,
  readyPoints,
  thinned,
} from "./marks/points.ts";
import { fieldRegions, type Regions, valueBands } from "./marks/regions.ts";
import type { DrawablePanel, LegendEntry, Panel } from "./panel.ts";
import { hasOneScale } from "./shared_axes.ts";
import { checkText, panelText } from "./text.ts";
import { COLOR_COUNT } from "./theme.ts";

/** How a contour panel looks. */
export interface ContourPanelOptions {
  /** Over the panel. */
  readonly title?: string;
  /** A line under the title: `test accuracy 0.94`. */
  readonly note?: string;
  /** Points in the space of the field; those outside its ranges are left out. */
  readonly points?: Dataset | readonly PointSet[];
  /** Names of the classes, from class 0: `class 0`, `class 1`, … where left out. */
  readonly classNames?: readonly string[];
  /** What the first feature is. */
  readonly xLabel?: string;
  /** What the second feature is. */
  readonly yLabel?: string;
}

/** More would hide one another, and make files that presentation programs are slow with. */
const MAX_POINTS = 1000;

/** What a model does with the class of the largest value. */
const LARGEST = {
  probability: "a model finds likeliest",
  score: "a model gives the highest score",
};

/**
 * A panel of a field of class probabilities or scores: the background has the colour of the class with
 * the largest value, deeper where that is larger, in bands of a tenth between 0 and 1; the decision
 * boundary is drawn over the points. Of more than 1000 points about 1000 are shown, evenly chosen,
 * which the note says.
 *
 * @param field probabilities or scores over a grid, as `predictGrid` gives them
 * @param options points, titles and names
 * @returns a panel for `figure`; a note under its title says where the field has one class, is the same
 * everywhere or not a number, and where there are no points, or all are in one place or of one class
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the sizes of the field or its points do not fit together, or there is no
 * option of that name
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
  const action = "draw the field";
  checkOptions(action, options, OPTIONS);
  checkField(field);
  const { title, note, xLabel, yLabel } = panelText(action, options);
  const names = classNames(field, options.classNames);
  const all = readyPoints(options.points, field.classes);
  const points = thinned(all, MAX_POINTS);
  const measure = measureOf(field);
  const state = fieldState(field, names);
  const regions = state.isDrawn ? fieldRegions(field) : undefined;
  const scales = hasOneScale(field.x, field.y) ? "" : "axes of different scales";
  const colors = field.classes > COLOR_COUNT
    ? `${field.classes} classes share ${COLOR_COUNT} colors`
    : "";
  const [has, shows] = [all, points].map(countPoints);
  const share = shows < has ? `${countText(shows)} of ${countText(has)} points shown` : "";
  const panel: DrawablePanel = {
    title,
    note: [note, state.message, pointsState(all, names), share, scales, colors].filter((text) =>
      text !== ""
    )
      .join(" · "),
    summary: `Which of ${names.join(", ")} ${LARGEST[measure]} over the plane` +
      `${shows > 0 ? ", with the points" : ""}.`,
    x: { kind: "linear", range: field.x, label: xLabel, whole: false },
    y: { kind: "linear", range: field.y, label: yLabel, whole: false },
    aspect: "equal",
    frame: "box",
    names: [],
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

const OPTIONS = [
  "title",
  "note",
  "points",
  "classNames",
  "xLabel",
  "yLabel",
] as const satisfies readonly (keyof ContourPanelOptions)[];

function countPoints(sets: readonly ReadyPoints[]): number {
  return sets.reduce((sum, { places }) => sum + places.length, 0);
}

function classNames(field: Field, given: readonly string[] | undefined): string[] {
  const names = Array.from({ length: field.classes }, (_, label) => `class ${label}`);
  if (given === undefined) return names;
  const action = "draw the field";
  checkList(action, "classNames", given, "a list of texts");
  if (given.length !== field.classes) {
    const allowed = `one a class, ${field.classes}`;
    throw new RangeError(validationMessage(action, "classNames", allowed, given));
  }
  return given.map((name, at) => checkText(action, `classNames[${at}]`, name));
}

/** Of the classes, those that have a point or are shown by the field. */
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
  const sets = points.filter(({ name }) => name !== "").map((set): LegendEntry => {
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

/** Scores need not add up to 1, nor lie between 0 and 1: the colour shows that of the argmax. */
function argmaxRamp(classes: number, measure: Measure): LegendEntry {
  const steps = valueBands(classes).map(({ certainty }) => ({ slot: undefined, certainty }));
  const low = shortNumber(1 / classes, 2);
  const ends = measure === "score" ? [`≤ ${low}`, "≥ 1"] as const : [low, "1"] as const;
  return { kind: "ramp", label: measure, steps, ends };
}

type Measure = ReturnType<typeof measureOf>;
