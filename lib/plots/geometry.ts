/** Points, polylines, rectangles and markers in figure units (y grows downwards). */

import { round } from "./shape.ts";

/** A place in figure units. */
export type Point = readonly [x: number, y: number];

/** Where a panel's data is drawn. */
export interface Rectangle {
  /** Its minimum x. */
  readonly left: number;
  /** Its minimum y. */
  readonly top: number;
  /** In figure units. */
  readonly width: number;
  /** In figure units. */
  readonly height: number;
}

/** `value`, or the end of the stretch it lies beyond. */
export function clamp(value: number, minimum: number, maximum: number): number {
  return Math.min(maximum, Math.max(minimum, value));
}

/** The largest part of a rectangle that is from `min` to `max` times as wide as high: at its left side, half way down. */
export function fitted(box: Rectangle, [min, max]: Point): Rectangle {
  const width = Math.min(box.width, box.height * max);
  const height = Math.min(box.height, width / min);
  return { left: box.left, top: box.top + (box.height - height) / 2, width, height };
}

/** Whether a point lies in the rectangle or on its edge. */
export function contains(rectangle: Rectangle, [x, y]: Point): boolean {
  const { left, top, width, height } = rectangle;
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/**
 * The parts of a polyline that lie inside a rectangle. Cut by geometry, as
 * presentation programs drop clip paths.
 *
 * @param points in order
 * @param rectangle to keep to
 * @returns one polyline a part, in order
 *
 * @example A line that leaves through the top and comes back
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { clipPolyline } from "./geometry.ts";
 *
 * const square = { left: 0, top: 0, width: 10, height: 10 };
 * assertEquals(clipPolyline([[0, 5], [5, -5], [10, 5]], square), [
 *   [[0, 5], [2.5, 0]],
 *   [[7.5, 0], [10, 5]],
 * ]);
 * ```
 */
export function clipPolyline(points: readonly Point[], rectangle: Rectangle): Point[][] {
  if (points.length === 1) return contains(rectangle, points[0]) ? [[points[0]]] : [];
  const parts: Point[][] = [];
  let last: Point | undefined;
  for (let at = 1; at < points.length; at++) {
    const inside = clipSegment(points[at - 1], points[at], rectangle);
    if (inside === undefined) continue;
    const [start, end] = inside;
    if (last !== undefined && samePoint(last, start)) parts[parts.length - 1].push(end);
    else parts.push([start, end]);
    last = end;
  }
  return parts;
}

/** Liang and Barsky's clipping (1984): the stretch of parameters that all four sides allow. */
function clipSegment(from: Point, to: Point, box: Rectangle): [Point, Point] | undefined {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  let [enter, leave] = [0, 1];
  const sides = [
    [-dx, from[0] - box.left],
    [dx, box.left + box.width - from[0]],
    [-dy, from[1] - box.top],
    [dy, box.top + box.height - from[1]],
  ];
  for (const [direction, distance] of sides) {
    if (direction === 0 && distance < 0) return undefined;
    if (direction < 0) enter = Math.max(enter, distance / direction);
    if (direction > 0) leave = Math.min(leave, distance / direction);
  }
  if (enter > leave) return undefined;
  return [enter, leave].map((part): Point => {
    if (part === 0) return from;
    if (part === 1) return to;
    return [from[0] + part * dx, from[1] + part * dy];
  }) as [Point, Point];
}

function samePoint(one: Point, other: Point): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

/**
 * A polyline with fewer points that nowhere strays further than `tolerance`
 * from the one given (Douglas and Peucker, 1973).
 */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 3) return [...points];
  const kept = new Uint8Array(points.length);
  kept[0] = kept[points.length - 1] = 1;
  const open: [number, number][] = [[0, points.length - 1]];
  for (let stretch = open.pop(); stretch !== undefined; stretch = open.pop()) {
    const [first, last] = stretch;
    const [furthest, distance] = furthestPoint(points, first, last);
    if (distance <= tolerance) continue;
    kept[furthest] = 1;
    open.push([first, furthest], [furthest, last]);
  }
  return points.filter((_, at) => kept[at] === 1);
}

function furthestPoint(points: readonly Point[], first: number, last: number): [number, number] {
  let [furthest, largest] = [first, 0];
  for (let at = first + 1; at < last; at++) {
    const distance = segmentDistance(points[at], points[first], points[last]);
    if (distance > largest) [furthest, largest] = [at, distance];
  }
  return [furthest, largest];
}

function segmentDistance([x, y]: Point, [x0, y0]: Point, [x1, y1]: Point): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : clamp(((x - x0) * dx + (y - y0) * dy) / square, 0, 1);
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}

/** Path data of a polyline; `closed` joins its ends. A lone point becomes a dot under round caps. */
export function pathData(points: readonly Point[], closed = false): string {
  if (points.length === 0) return "";
  const [start, ...others] = points.map(([x, y]) => `${round(x)} ${round(y)}`);
  if (others.length === 0) return `M${start}L${start}`;
  return `M${start}L${others.join(" ")}${closed ? "Z" : ""}`;
}

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

/** The marker of the `slot`-th run or class; five shapes and sixteen colours give eighty pairs. */
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
