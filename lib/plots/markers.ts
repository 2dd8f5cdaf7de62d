/** Marker shapes: the second cue, beside colour, for a run or a class. */

import { type Point } from "./geometry.ts";
import { round } from "./svg.ts";

/** The shapes, in the order in which runs and classes get them. */
export const MARKERS = ["circle", "triangle", "square", "diamond", "wedge"] as const;

/** A marker shape. A `wedge` is a triangle on its point. */
export type Marker = typeof MARKERS[number];

/** Corners relative to the centre, for a marker of half-width 1, sized to look as large as the circle. */
const CORNERS: Readonly<Record<Exclude<Marker, "circle">, readonly Point[]>> = {
  triangle: [[0, -1.25], [1.15, 0.8], [-1.15, 0.8]],
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  diamond: [[0, -1.3], [1.15, 0], [0, 1.3], [-1.15, 0]],
  wedge: [[0, 1.25], [-1.15, -0.8], [1.15, -0.8]],
};

/** The marker of the `slot`-th run or class; five shapes and eight colours give forty pairs. */
export function markerOf(slot: number): Marker {
  return MARKERS[slot % MARKERS.length];
}

/**
 * Path data of one marker.
 *
 * @param marker its shape
 * @param center of it
 * @param radius half its width
 * @returns a closed path; several may be put one after another into one path
 */
export function markerPath(marker: Marker, center: Point, radius: number): string {
  const [x, y] = center;
  if (marker === "circle") {
    const [r, d] = [round(radius), round(2 * radius)];
    return `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 ${-d} 0Z`;
  }
  const [first, ...others] = CORNERS[marker];
  const start = `M${round(x + first[0] * radius)} ${round(y + first[1] * radius)}`;
  let previous = first;
  const steps = others.map((corner) => {
    const step = `${round((corner[0] - previous[0]) * radius)} ${
      round((corner[1] - previous[1]) * radius)
    }`;
    previous = corner;
    return step;
  });
  return `${start}l${steps.join(" ")}Z`;
}

/** Path data of a cross: where a curve stops. */
export function crossPath([x, y]: Point, radius: number): string {
  const [left, right, top, bottom] = [x - radius, x + radius, y - radius, y + radius].map(round);
  return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
}
