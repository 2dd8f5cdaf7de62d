/**
 * A field of class probabilities or scores as coloured areas: the background of a decision boundary
 * plot.
 */

import type { Field } from "../../models/field.ts";
import type { Point } from "../geometry.ts";
import {
  innerLines,
  isoRings,
  type NestedAreas,
  nestedRings,
  type Part,
  withNeighbours,
} from "./contours.ts";

/** An area of one colour. Layers overlap: draw them in order. */
export interface Layer {
  /** The class of the largest value in the area. */
  readonly label: number;
  /** The middle of the layer's band of values, scaled so that `1 / classes` is 0 and 1 is 1. */
  readonly certainty: number;
  /** Closed rings of `[column, row]` in the field's grid, to fill by the even-odd rule. */
  readonly rings: readonly Point[][];
}

/** The areas and boundaries of a field. */
export interface Regions {
  readonly layers: readonly Layer[];
  /** Open lines of `[column, row]` where two classes have the same value and no other has a larger one. */
  readonly boundaries: readonly Point[][];
  /** Classes with the largest value at some point. */
  readonly shown: readonly number[];
  /** Rings around the points where a value is not finite. */
  readonly unknown: readonly Point[][];
}

/** Lower bounds of the bands of values. */
const STEPS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** A threshold just above 0, so that the areas without values end at the nearest points with values. */
const NEAR_MISSING = 0.01;

/**
 * The bands of the largest value: tenths from `1 / classes` to 1. Lower scores belong to the first band,
 * higher ones to the last.
 *
 * @param classes their number
 * @returns lower bound and certainty of each band, in ascending order
 */
export function valueBands(classes: number): { from: number; certainty: number }[] {
  const min = 1 / classes;
  const bounds = [min, ...STEPS.filter((step) => step > min + 0.01), 1];
  return bounds.slice(0, -1).map((from, at) => {
    const middle = (from + bounds[at + 1]) / 2;
    return { from, certainty: (middle - min) / (1 - min) };
  });
}

/**
 * Divides a field into areas by its argmax and the value of that class.
 *
 * The area of class `k` includes all points where class `k` or a later one is the argmax, and is drawn
 * over the area of the class before. So there are no gaps between areas. Except for the first class the
 * area is limited to the points of class `k` and their neighbours, so that the time depends on the size
 * of the areas and not on their number.
 *
 * @param field with two classes or more
 * @returns layers in painting order, and the boundaries between classes
 */
export function fieldRegions(field: Field): Regions {
  const values = readValues(field);
  const parts = shownParts(values);
  const shown = [...parts.keys()];
  const [lowest, ...higher] = valueBands(field.classes);
  const layers: Layer[] = [];
  const boundaries: Point[][] = [];
  for (const [label, part] of parts) {
    const bands = higher.map(({ from }) => from);
    const [outline, ...inner] = nestedRings(areasOf(values, { label, part, shown, bands }));
    if (label !== shown[0]) {
      for (const ring of outline) boundaries.push(...innerLines(ring, part));
    }
    for (const [band, rings] of [outline, ...inner].entries()) {
      const { certainty } = band === 0 ? lowest : higher[band - 1];
      if (rings.length > 0) layers.push({ label, certainty, rings });
    }
  }
  return { layers, boundaries, shown, unknown: unknownRings(values) };
}

/** A class, the part of the grid with its area, all classes that are shown, and its bands. */
interface ClassArea {
  readonly label: number;
  readonly part: Part;
  readonly shown: readonly number[];
  /** Lower bounds of the bands inside its area. */
  readonly bands: readonly number[];
}

/** The area of a class and of later ones, and inside it each band of the class itself. */
function areasOf(values: FieldValues, { label, part, shown, bands }: ClassArea): NestedAreas {
  const { columns, largest, last } = values;
  const own = planeOf(values, label);
  const indexOf = (row: number, column: number) => (part.top + row) * columns + part.left + column;
  const depths = new Uint8Array(part.columns * part.rows);
  for (let row = 0, to = 0; row < part.rows; row++) {
    for (let at = indexOf(row, 0), end = at + part.columns; at < end; at++, to++) {
      if (last[at] < label) continue;
      let depth = 1;
      const value = own[at];
      if (value >= largest[at]) {
        while (depth <= bands.length && value >= bands[depth - 1]) depth++;
      }
      depths[to] = depth;
    }
  }
  const maximumOf = (labels: readonly number[]) => {
    const planes = labels.map((other) => planeOf(values, other));
    return (at: number) => {
      let max = -Infinity;
      for (let other = 0; other < planes.length; other++) max = Math.max(max, planes[other][at]);
      return max;
    };
  };
  const earlier = maximumOf(shown.filter((other) => other < label));
  const later = maximumOf(shown.filter((other) => other > label));
  const lead = (area: number, index: number) => {
    const at = indexOf(Math.floor(index / part.columns), index % part.columns);
    if (area === 0) return Math.max(own[at], later(at)) - earlier(at);
    return Math.min(own[at] - bands[area - 1], own[at] - Math.max(earlier(at), later(at)));
  };
  return { ...part, depths, count: 1 + bands.length, lead };
}

/** The values of a field; where one is not finite, those of all classes are equal. */
interface FieldValues {
  readonly columns: number;
  readonly rows: number;
  /** Number of points. */
  readonly count: number;
  readonly classes: number;
  readonly planes: Float32Array;
  /** 1 where a value is not finite. */
  readonly missing: Uint8Array;
  /** The largest value at each point. */
  readonly largest: Float32Array;
  /** The last class that has it. */
  readonly last: Int32Array;
}

function readValues({ size: [columns, rows], classes, values }: Field): FieldValues {
  const count = columns * rows;
  const missing = new Uint8Array(count);
  let hasMissing = false;
  for (let start = 0; start < values.length; start += count) {
    for (let at = 0; at < count; at++) {
      if (Number.isFinite(values[start + at])) continue;
      missing[at] = 1;
      hasMissing = true;
    }
  }
  const planes = hasMissing
    ? values.map((value, at) => missing[at % count] === 1 ? 1 / classes : value)
    : values;
  return { columns, rows, count, classes, planes, missing, ...largestOf(planes, count) };
}

function largestOf(planes: Float32Array, count: number): Pick<FieldValues, "largest" | "last"> {
  const largest = planes.slice(0, count);
  const last = new Int32Array(count);
  for (let start = count, label = 1; start < planes.length; start += count, label++) {
    for (let at = 0; at < count; at++) {
      if (planes[start + at] < largest[at]) continue;
      largest[at] = planes[start + at];
      last[at] = label;
    }
  }
  return { largest, last };
}

function planeOf({ planes, count }: FieldValues, label: number): Float32Array {
  return planes.subarray(label * count, (label + 1) * count);
}

/**
 * The classes with the largest value at some point, in order, and the part of the grid with their points
 * and the neighbours of these. The part of the first is the whole grid.
 */
function shownParts(values: FieldValues): Map<number, Part> {
  const { columns, rows, classes, missing, largest } = values;
  const parts = new Map<number, Part>();
  for (let label = 0; label < classes; label++) {
    const plane = planeOf(values, label);
    const isAt = (at: number) => plane[at] >= largest[at] && missing[at] === 0;
    const bounds = { left: columns, right: -1, top: rows, bottom: -1 };
    for (let row = 0, start = 0; row < rows; row++, start += columns) {
      let first = 0;
      while (first < columns && !isAt(start + first)) first++;
      if (first === columns) continue;
      let last = columns - 1;
      while (!isAt(start + last)) last--;
      bounds.left = Math.min(bounds.left, first);
      bounds.right = Math.max(bounds.right, last);
      bounds.top = Math.min(bounds.top, row);
      bounds.bottom = row;
    }
    if (bounds.right < 0) continue;
    const whole = { left: 0, top: 0, columns, rows };
    parts.set(label, parts.size === 0 ? whole : withNeighbours(bounds, values));
  }
  return parts;
}

/** Rings around the points where a value is not finite. */
function unknownRings({ columns, rows, missing }: FieldValues): Point[][] {
  if (!missing.includes(1)) return [];
  const whole = { left: 0, top: 0, columns, rows };
  return isoRings({ ...whole, values: Float64Array.from(missing) }, NEAR_MISSING);
}
