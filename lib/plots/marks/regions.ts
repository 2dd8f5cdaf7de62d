/**
 * A field of class probabilities or scores as coloured areas: the background of a decision boundary
 * plot.
 */

import type { Field } from "../../models/field.ts";
import type { Point } from "../geometry.ts";
import { type Grid, innerLines, isoRings } from "./contours.ts";

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
 * over the area of class `k - 1`. So there are no gaps between areas.
 *
 * @param field with two classes or more
 * @returns layers in painting order, and the boundaries between classes
 */
export function fieldRegions(field: Field): Regions {
  const [columns, rows] = field.size;
  const { planes, missing } = readPlanes(field);
  const leads = leadsOver(planes);
  const gridOf = (value: (at: number) => number): Grid => {
    const values = new Float64Array(columns * rows);
    for (let at = 0; at < values.length; at++) values[at] = value(at);
    return { columns, rows, values };
  };
  const layers: Layer[] = [];
  const boundaries: Point[][] = [];
  const shown: number[] = [];
  for (let label = 0; label < field.classes; label++) {
    const lead = gridOf((at) => leads.overEarlier(label, at));
    const outline = isoRings(lead, 0);
    if (label > 0) boundaries.push(...outline.flatMap((ring) => innerLines(ring, lead)));
    const overOthers = gridOf((at) => leads.overOthers(label, at));
    if (overOthers.values.some((lead, at) => lead >= 0 && missing[at] === 0)) shown.push(label);
    layers.push(...classLayers(label, planes, { outline, overOthers }));
  }
  const isMissing = missing.includes(1);
  const unknown = isMissing ? isoRings(gridOf((at) => missing[at]), NEAR_MISSING) : [];
  return { layers, boundaries, shown, unknown };
}

/** The layers of a class: its area, then each higher band of its values inside it. */
function classLayers(
  label: number,
  planes: readonly Float64Array[],
  { outline, overOthers }: { readonly outline: Point[][]; readonly overOthers: Grid },
): Layer[] {
  const plane = planes[label];
  const highest = plane.reduce((max, value, at) => {
    return overOthers.values[at] >= 0 ? Math.max(max, value) : max;
  }, -Infinity);
  return valueBands(planes.length).flatMap(({ from, certainty }, band): Layer[] => {
    if (band > 0 && highest < from) return [];
    const rings = band === 0 ? outline : isoRings({
      ...overOthers,
      values: plane.map((value, at) => Math.min(value - from, overOthers.values[at])),
    }, 0);
    return rings.length > 0 ? [{ label, certainty, rings }] : [];
  });
}

/** One plane for each class; where a value is not finite, all classes are equal. */
function readPlanes(field: Field): { planes: Float64Array[]; missing: Uint8Array } {
  const count = field.size[0] * field.size[1];
  const missing = new Uint8Array(count);
  field.values.forEach((value, at) => {
    if (!Number.isFinite(value)) missing[at % count] = 1;
  });
  const planes = Array.from({ length: field.classes }, (_, label) => {
    const plane = Float64Array.from(
      field.values.subarray(label * count, (label + 1) * count),
    );
    return plane.map((value, at) => missing[at] === 1 ? 1 / field.classes : value);
  });
  return { planes, missing };
}

/** Differences of values at a point. */
interface Leads {
  /** The maximum of `label` and later classes, minus the maximum of earlier ones; 1 for the first. */
  overEarlier(label: number, at: number): number;
  /** The value of `label`, minus the maximum of all others. */
  overOthers(label: number, at: number): number;
}

/** Takes the maxima once, so that the time is linear in the number of classes. */
function leadsOver(planes: readonly Float64Array[]): Leads {
  const before = runningMaximum(planes);
  const from = runningMaximum(planes.toReversed()).reverse();
  const others = (label: number, at: number) =>
    Math.max(before[label - 1]?.[at] ?? -Infinity, from[label + 1]?.[at] ?? -Infinity);
  return {
    overEarlier: (label, at) => label === 0 ? 1 : from[label][at] - before[label - 1][at],
    overOthers: (label, at) => planes[label][at] - others(label, at),
  };
}

/** For each plane the maximum of the planes up to it, at each point. */
function runningMaximum(planes: readonly Float64Array[]): Float64Array[] {
  let last = new Float64Array(planes[0].length).fill(-Infinity);
  return planes.map((plane) => last = last.map((max, at) => Math.max(max, plane[at])));
}
