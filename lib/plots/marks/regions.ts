/**
 * A field of class probabilities or scores as areas to paint: what a decision boundary plot shows in
 * its background.
 */

import type { Field } from "../../models/field.ts";
import type { Point } from "../geometry.ts";
import { type Grid, innerLines, isoRings } from "./contours.ts";

/** One area in one colour. Layers lie on top of one another: paint them in order. */
export interface Layer {
  /** The class of the largest value here. */
  readonly label: number;
  /** How large it is, from 0 (its share among all classes, or less) to 1 (or more); the middle of the layer's band. */
  readonly certainty: number;
  /** Closed rings `[column, row]` of the field's grid, to fill by the even-odd rule. */
  readonly rings: readonly Point[][];
}

/** What a field looks like. */
export interface Regions {
  readonly layers: readonly Layer[];
  /** Where two classes have the same value and no other a larger one, as open lines `[column, row]`. */
  readonly boundaries: readonly Point[][];
  /** Classes that have the largest value somewhere. */
  readonly shown: readonly number[];
  /** Where a value is not a number. */
  readonly unknown: readonly Point[][];
}

/** Where a class's value crosses one of these, its colour deepens. */
const STEPS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Up to the last points that have numbers: what lies between is made up. */
const NEAR_MISSING = 0.01;

/**
 * The bands of the largest value: tenths from `1 / classes` up. Scores below belong to the first band,
 * scores above 1 to the last.
 *
 * @param classes how many there are
 * @returns lower bound and certainty of each band, from the faintest up
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
 * Cuts a field into areas by its argmax and the value there.
 *
 * Area `k` is where class `k` or a later one is the argmax, painted over the area of class `k - 1`: so
 * no gap opens where three classes meet, and no seam shows where two colours do.
 *
 * @param field with two classes or more
 * @returns layers in painting order, and the boundaries between classes
 */
export function fieldRegions(field: Field): Regions {
  const [columns, rows] = field.size;
  const count = columns * rows;
  const { planes, missing } = readPlanes(field);
  const leads = leadsOver(planes);
  const gridOf = (value: (at: number) => number): Grid => {
    const values = new Float64Array(count);
    for (let at = 0; at < count; at++) values[at] = value(at);
    return { columns, rows, values };
  };
  const layers: Layer[] = [];
  const boundaries: Point[][] = [];
  const shown: number[] = [];
  for (let label = 0; label < field.classes; label++) {
    const lead = gridOf((at) => leads.overEarlier(label, at));
    const outline = isoRings(lead, 0);
    if (label > 0) boundaries.push(...outline.flatMap((ring) => innerLines(ring, lead)));
    const plane = planes[label];
    const overOthers = gridOf((at) => leads.overOthers(label, at));
    if (overOthers.values.some((lead, at) => lead >= 0 && missing[at] === 0)) shown.push(label);
    const highest = plane.reduce((max, value, at) => {
      return overOthers.values[at] >= 0 ? Math.max(max, value) : max;
    }, -Infinity);
    for (const { from, certainty } of valueBands(field.classes)) {
      const isFirst = from === 1 / field.classes;
      if (!isFirst && highest < from) continue;
      const rings = isFirst ? outline : isoRings(
        gridOf((at) => Math.min(plane[at] - from, overOthers.values[at])),
        0,
      );
      if (rings.length > 0) layers.push({ label, certainty, rings });
    }
  }
  const isMissing = missing.includes(1);
  const unknown = isMissing ? isoRings(gridOf((at) => missing[at]), NEAR_MISSING) : [];
  return { layers, boundaries, shown, unknown };
}

/** One plane a class; points where a number is missing count as undecided. */
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

/** By how much a class, or those from it on, beat others at a point. */
interface Leads {
  /** The best of `label` and the classes after it, over the best of those before. */
  overEarlier(label: number, at: number): number;
  /** `label` over all others. */
  overOthers(label: number, at: number): number;
}

/** Looks at each number once, so that many classes take no longer than their numbers do. */
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

/** At each point the largest number up to each plane. */
function runningMaximum(planes: readonly Float64Array[]): Float64Array[] {
  let last = new Float64Array(planes[0].length).fill(-Infinity);
  return planes.map((plane) => last = last.map((max, at) => Math.max(max, plane[at])));
}
