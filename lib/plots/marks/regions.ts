/**
 * A field of class probabilities or scores as coloured areas: the background of a decision boundary
 * plot.
 */

import type { Field } from "../../models/field.ts";
import type { Point } from "../geometry.ts";
import {
  type Grid,
  innerLines,
  isoRings,
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
  const later = laterMaxima(values, parts);
  const earlier = new Float32Array(values.count).fill(-Infinity);
  const layers: Layer[] = [];
  const boundaries: Point[][] = [];
  for (const [label, part] of parts) {
    const own = cropped(planeOf(values, label), part, values);
    const leads = leadsOf(own, cropped(earlier, part, values), later.get(label)!);
    const outline = isoRings({ ...part, values: leads.overEarlier }, 0);
    if (label !== shown[0]) {
      for (const ring of outline) boundaries.push(...innerLines(ring, part));
    }
    const grid = { ...part, values: leads.overOthers };
    layers.push(...classLayers({ label, own, outline, grid, classes: field.classes }));
    raise(earlier, planeOf(values, label));
  }
  return { layers, boundaries, shown, unknown: unknownRings(values) };
}

/** A class, and its values and those over all others in a part of the grid. */
interface ClassArea {
  readonly label: number;
  readonly classes: number;
  readonly own: Float32Array;
  readonly outline: Point[][];
  readonly grid: Grid;
}

/** The layers of a class: its area, then each higher band of its values inside it. */
function classLayers({ label, classes, own, outline, grid }: ClassArea): Layer[] {
  const { values: overOthers, ...part } = grid;
  const [lowest, ...higher] = valueBands(classes);
  const depths = new Uint8Array(own.length);
  for (let at = 0; at < own.length; at++) {
    if (overOthers[at] < 0) continue;
    let depth = 0;
    while (depth < higher.length && own[at] - higher[depth].from >= 0) depth++;
    depths[at] = depth;
  }
  const rings = nestedRings({
    ...part,
    depths,
    count: higher.length,
    lead: (band, at) => Math.min(own[at] - higher[band].from, overOthers[at]),
  });
  return [outline, ...rings].flatMap((rings, band): Layer[] => {
    const { certainty } = band === 0 ? lowest : higher[band - 1];
    return rings.length > 0 ? [{ label, certainty, rings }] : [];
  });
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
  return { columns, rows, count, classes, planes, missing };
}

function planeOf({ planes, count }: FieldValues, label: number): Float32Array {
  return planes.subarray(label * count, (label + 1) * count);
}

/**
 * The classes with the largest value at some point, in order, and the part of the grid with their points
 * and the neighbours of these. The part of the first is the whole grid.
 */
function shownParts(values: FieldValues): Map<number, Part> {
  const { columns, rows, count, classes, missing } = values;
  const largest = new Float32Array(count).fill(-Infinity);
  for (let label = 0; label < classes; label++) raise(largest, planeOf(values, label));
  const parts = new Map<number, Part>();
  for (let label = 0; label < classes; label++) {
    const plane = planeOf(values, label);
    const bounds = { left: columns, right: -1, top: rows, bottom: -1 };
    for (let row = 0, at = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++, at++) {
        if (plane[at] < largest[at] || missing[at] === 1) continue;
        if (column < bounds.left) bounds.left = column;
        if (column > bounds.right) bounds.right = column;
        if (row < bounds.top) bounds.top = row;
        bounds.bottom = row;
      }
    }
    if (bounds.right < 0) continue;
    const whole = { left: 0, top: 0, columns, rows };
    parts.set(label, parts.size === 0 ? whole : withNeighbours(bounds, values));
  }
  return parts;
}

/** For each class that is shown, the maximum of the later ones in its part of the grid. */
function laterMaxima(
  values: FieldValues,
  parts: ReadonlyMap<number, Part>,
): Map<number, Float32Array> {
  const maxima = new Float32Array(values.count).fill(-Infinity);
  const later = new Map<number, Float32Array>();
  for (const [label, part] of [...parts].reverse()) {
    later.set(label, cropped(maxima, part, values));
    raise(maxima, planeOf(values, label));
  }
  return later;
}

/** Raises maxima to the values of a plane. */
function raise(maxima: Float32Array, plane: Float32Array): void {
  for (let at = 0; at < maxima.length; at++) {
    if (plane[at] > maxima[at]) maxima[at] = plane[at];
  }
}

/** The numbers in a part of the grid. */
function cropped(
  plane: Float32Array,
  { left, top, columns, rows }: Part,
  grid: { readonly columns: number },
): Float32Array {
  const result = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const start = (top + row) * grid.columns + left;
    result.set(plane.subarray(start, start + columns), row * columns);
  }
  return result;
}

/** Differences of values in the part of a class. */
interface Leads {
  /** The maximum of this class and later ones, minus the maximum of earlier ones; 1 for the first. */
  readonly overEarlier: Float64Array;
  /** The value of this class, minus the maximum of all others. */
  readonly overOthers: Float64Array;
}

function leadsOf(own: Float32Array, earlier: Float32Array, later: Float32Array): Leads {
  const overEarlier = new Float64Array(own.length);
  const overOthers = new Float64Array(own.length);
  for (let at = 0; at < own.length; at++) {
    const isFirst = earlier[at] === -Infinity;
    overEarlier[at] = isFirst ? 1 : Math.max(own[at], later[at]) - earlier[at];
    overOthers[at] = own[at] - Math.max(earlier[at], later[at]);
  }
  return { overEarlier, overOthers };
}

/** Rings around the points where a value is not finite. */
function unknownRings({ columns, rows, missing }: FieldValues): Point[][] {
  if (!missing.includes(1)) return [];
  const whole = { left: 0, top: 0, columns, rows };
  return isoRings({ ...whole, values: Float64Array.from(missing) }, NEAR_MISSING);
}
