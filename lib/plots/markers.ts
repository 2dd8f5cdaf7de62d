/** Markers of points: their kinds, and their paths. */

import { round } from "./shape.ts";
import type { Point } from "./geometry.ts";

/** The markers, in the order of runs and classes. */
const MARKERS = ["circle", "triangle", "square", "diamond", "wedge"] as const;

/** A marker. A `wedge` is a triangle that points down. */
export type Marker = typeof MARKERS[number];

/** Corners relative to the centre, for a radius of 1; all markers appear as large as the circle. */
const CORNERS: Readonly<Record<Exclude<Marker, "circle">, readonly Point[]>> = {
  triangle: [[0, -1.25], [1.15, 0.8], [-1.15, 0.8]],
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  diamond: [[0, -1.3], [1.15, 0], [0, 1.3], [-1.15, 0]],
  wedge: [[0, 1.25], [-1.15, -0.8], [1.15, -0.8]],
};

/** The marker of the `slot`-th run or class. Five markers and sixteen colours give eighty pairs. */
export function markerOf(slot: number): Marker {
  return MARKERS[slot % MARKERS.length];
}

/**
 * Path data of one marker.
 *
 * @param marker its kind
 * @param center of the marker
 * @param radius half its width
 * @returns data of a closed path; data of several markers can be concatenated
 */
export function markerPath(marker: Marker, center: Point, radius: number): string {
  return markerPaths(marker, radius)(center);
}

/** Path data of many markers of one kind and size, by their centres; see {@linkcode markerPath}. */
export function markerPaths(marker: Marker, radius: number): (center: Point) => string {
  if (marker === "circle") {
    const [r, d] = [round(radius), round(2 * radius)];
    const arcs = `a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 ${-d} 0Z`;
    return (center) => `M${round(center[0] - radius)} ${round(center[1])}${arcs}`;
  }
  const [first, ...others] = CORNERS[marker];
  const steps = others.map((corner, at) => {
    const before = at === 0 ? first : others[at - 1];
    const step = [0, 1].map((axis) => round((corner[axis] - before[axis]) * radius));
    return step.join(" ");
  });
  const sides = `l${steps.join(" ")}Z`;
  return (center) => {
    const [x, y] = [center[0] + first[0] * radius, center[1] + first[1] * radius];
    return `M${round(x)} ${round(y)}${sides}`;
  };
}

/** Path data of a cross. */
export function crossPath([x, y]: Point, radius: number): string {
  const [left, right, top, bottom] = [x - radius, x + radius, y - radius, y + radius].map(round);
  return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
}
