/** A field of values over the plane: checks, a description, and its areas and boundaries as shapes. */

import { checkChoice, checkCount, checkNumber, validationMessage } from "../../check.ts";
import { isArray, isObject, isTyped } from "../../check_shape.ts";
import type { Field } from "../../models/field.ts";
import { shortNumber } from "../format.ts";
import {
  clipPolyline,
  clipRing,
  pathData,
  type Point,
  type Rectangle,
  simplify,
} from "../geometry.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { seriesColor, tint } from "../theme.ts";
import type { Word, Words } from "../words.ts";
import type { Regions } from "./regions.ts";

const ACTION = "draw the field";

/** Larger grids take minutes to contour, and exceed the resolution of screens. */
const MAX_SIDE = 2048;

/** Colours and markers distinguish 80 classes; areas of more than this are too small to be seen. */
const MAX_CLASSES = 1000;

/**
 * Checks a field: its ranges, its size, and the number of its values.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a part is out of bounds
 */
export function checkField(field: Field): void {
  if (!isObject(field)) {
    throw new TypeError(
      validationMessage(ACTION, "field", "a field, as predictGrid gives it", field),
    );
  }
  checkRange("x", field.x);
  checkRange("y", field.y);
  if (!isArray(field.size) || field.size.length !== 2) {
    throw new TypeError(validationMessage(ACTION, "size", "[columns, rows]", field.size));
  }
  const bounds = { minimum: 2, maximum: MAX_SIDE };
  const columns = checkCount(ACTION, "columns", field.size[0], bounds);
  const rows = checkCount(ACTION, "rows", field.size[1], bounds);
  const classes = checkCount(ACTION, "classes", field.classes, {
    minimum: 1,
    maximum: MAX_CLASSES,
  });
  const name = { probability: "probabilities", score: "scores" }[measureOf(field)];
  if (!isTyped(field.values, Float32Array)) {
    throw new TypeError(validationMessage(ACTION, name, "a Float32Array", field.values));
  }
  const expected = classes * rows * columns;
  if (field.values.length === expected) return;
  const allowed = `${classes} × ${rows} × ${columns} = ${expected} numbers`;
  throw new RangeError(validationMessage(ACTION, name, allowed, field.values.length));
}

/** Whether the values of a field are probabilities or scores. */
export function measureOf({ measure = "probability" }: Field): NonNullable<Field["measure"]> {
  return checkChoice(ACTION, "measure", measure, ["probability", "score"]);
}

function checkRange(name: string, range: readonly [number, number]): void {
  if (!isArray(range) || range.length !== 2) {
    throw new TypeError(validationMessage(ACTION, name, "[minimum, maximum]", range));
  }
  const minimum = checkNumber(ACTION, `the minimum of ${name}`, range[0]);
  checkNumber(ACTION, `the maximum of ${name}`, range[1], { above: minimum });
}

/** The names of classes, and the language. */
export interface Naming {
  readonly names: readonly string[];
  readonly words: Words;
}

/** Whether a field has areas to draw, and a note if there is something to explain. */
export interface FieldState {
  readonly isDrawn: boolean;
  /** Empty for none. */
  message(naming: Naming): string;
}

/** Values that differ by less are equal: the rounding of probabilities in float32. */
const TIE_TOLERANCE = 1e-6;

/** Finds fields without finite values, with one class, or with the same values everywhere. */
export function fieldState(field: Field): FieldState {
  const { values } = field;
  let finite = 0;
  for (let at = 0; at < values.length; at++) if (Number.isFinite(values[at])) finite++;
  const state = (isDrawn: boolean, word?: Word): FieldState => ({
    isDrawn,
    message: ({ words }) => word === undefined ? "" : words.say(word),
  });
  if (finite === 0) return state(false, "the model gives no numbers");
  if (field.classes === 1) return state(false, "one class, nothing to separate");
  if (finite < values.length) return state(true, "gray: no numbers");
  const first = constantPlanes(field);
  if (first === undefined) return state(true);
  const largest = Math.max(...first);
  const isTie = first.filter((value) => Math.abs(value - largest) < TIE_TOLERANCE).length > 1;
  if (isTie) return state(false, "undecided everywhere");
  return {
    isDrawn: true,
    message: ({ names, words }) =>
      words.say("{name} everywhere, {measure} {value}", {
        name: names[first.indexOf(largest)],
        measure: words.say(measureOf(field)),
        value: words.digits(shortNumber(largest)),
      }),
  };
}

/** The value of each class if it is the same at all points; else undefined. */
function constantPlanes({ classes, values }: Field): number[] | undefined {
  const count = values.length / classes;
  const first: number[] = [];
  for (let start = 0; start < values.length; start += count) {
    const value = values[start];
    for (let at = start; at < start + count; at++) {
      if (!(Math.abs(values[at] - value) < TIE_TOLERANCE)) return undefined;
    }
    first.push(value);
  }
  return first;
}

/** Maximum deviation of a simplified outline, in units: it is invisible, and halves the file. */
const TOLERANCE = 0.12;

/** A field, and the plot to draw it in. */
export interface FieldPlace {
  /** For the size and the ranges of its grid. */
  readonly field: Field;
  readonly plot: Plot;
}

/**
 * Draws the areas of a field.
 *
 * @param regions of the field; undefined for a background of one colour
 * @param place the field and the plot
 * @returns filled paths in painting order
 */
export function drawRegions(regions: Regions | undefined, { field, plot }: FieldPlace): Shape[] {
  const { theme, rectangle } = plot;
  if (regions === undefined) {
    const { left: x, top: y, width, height } = rectangle;
    const { unknown: fill } = theme.colors;
    return marked({ role: "region" }, [element("rect", { x, y, width, height, fill })]);
  }
  const place = placeOnPlot(field, plot);
  const area = (rings: readonly Point[][], fill: string, label?: number) =>
    marked({ role: "region", ...(label !== undefined && { label: String(label) }) }, [
      element("path", { d: ringsData(rings, place, rectangle), fill, "fill-rule": "evenodd" }),
    ]);
  return regions.layers.flatMap(({ label, certainty, rings }) => {
    return area(rings, tint(theme, label, certainty), label);
  }).concat(regions.unknown.length > 0 ? area(regions.unknown, theme.colors.unknown) : []);
}

/**
 * Draws the boundaries of a field, with a halo for contrast with the background; those of another model
 * are dashed, in the colour of a run.
 */
export function drawBoundaries(
  regions: Regions | undefined,
  { field, plot, slot }: FieldPlace & { readonly slot?: number },
): Shape[] {
  if (regions === undefined || regions.boundaries.length === 0) return [];
  const { colors, sizes } = plot.theme;
  const place = placeOnPlot(field, plot);
  const line = {
    d: regions.boundaries.flatMap((line) => clipPolyline(line.map(place), plot.rectangle))
      .map((part) => pathData(simplify(part, TOLERANCE))).join(""),
    fill: "none",
    "stroke-linejoin": "round",
  };
  const width = sizes.boundary;
  return marked({ role: "boundary" }, [
    element("path", { ...line, stroke: colors.halo, "stroke-width": width + 2 * sizes.halo }),
    element("path", {
      ...line,
      stroke: slot === undefined ? colors.ink : seriesColor(plot.theme, slot),
      "stroke-width": width,
      "stroke-dasharray": slot === undefined ? undefined : sizes.dash.join(" "),
    }),
  ]);
}

/** From `[column, row]`, row 0 at the bottom, to figure units. */
function placeOnPlot(field: Field, { x, y }: Plot): (point: Point) => Point {
  const [columns, rows] = field.size;
  const [left, right] = field.x.map(x);
  const [bottom, top] = field.y.map(y);
  return (point) => [
    left + point[0] / (columns - 1) * (right - left),
    bottom - point[1] / (rows - 1) * (bottom - top),
  ];
}

function ringsData(
  rings: readonly Point[][],
  place: (point: Point) => Point,
  rectangle: Rectangle,
): string {
  return rings.map((ring) => {
    const inside = clipRing(ring.map(place), rectangle);
    if (inside.length === 0) return "";
    const closed = simplify([...inside, inside[0]], TOLERANCE);
    return closed.length > 3 ? pathData(closed.slice(0, -1), true) : "";
  }).join("");
}
