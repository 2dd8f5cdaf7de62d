/** Points, polylines and rectangles in figure units (y grows downwards). */

import { round } from "./shape.ts";

/** A position in figure units. */
export type Point = readonly [x: number, y: number];

/** A rectangle parallel to the axes, in figure units. */
export interface Rectangle {
  /** Minimum x. */
  readonly left: number;
  /** Minimum y. */
  readonly top: number;
  /** Along x. */
  readonly width: number;
  /** Along y. */
  readonly height: number;
}

/** Limits a value to the interval from `minimum` to `maximum`. */
export function clamp(value: number, minimum: number, maximum: number): number {
  return Math.min(maximum, Math.max(minimum, value));
}

/**
 * The largest rectangle in a box whose width is `min` to `max` times its height: at the left, vertically
 * centred.
 */
export function fitted(box: Rectangle, [min, max]: Point): Rectangle {
  const width = Math.min(box.width, box.height * max);
  const height = Math.min(box.height, width / min);
  return { left: box.left, top: box.top + (box.height - height) / 2, width, height };
}

/** Whether a point lies in the rectangle or on its edge. */
export function contains(rectangle: Rectangle, point: Point): boolean {
  const { left, top, width, height } = rectangle;
  const x = point[0];
  const y = point[1];
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/**
 * The parts of a polyline inside a rectangle. Figures have no clip paths, which presentation programs
 * ignore.
 *
 * @param points in order
 * @param rectangle to clip to
 * @returns one polyline for each part, in order
 *
 * @example A line that leaves the rectangle at its top and returns
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

/** The part of a segment inside a box, by Liang and Barsky's algorithm (1984). */
function clipSegment(from: Point, to: Point, box: Rectangle): [Point, Point] | undefined {
  if (contains(box, from) && contains(box, to)) return [from, to];
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

/**
 * The part of a closed ring inside a rectangle, by Sutherland and Hodgman's algorithm (1974). Parts that
 * are separate inside are joined along the edges, which is invisible in a filled area.
 */
export function clipRing(ring: readonly Point[], box: Rectangle): Point[] {
  const { left, top, width, height } = box;
  if (ring.every((point) => contains(box, point))) return [...ring];
  const sides = [[0, 1, left], [0, -1, left + width], [1, 1, top], [1, -1, top + height]] as const;
  let inside = [...ring];
  for (const [axis, sign, limit] of sides) {
    const depth = (point: Point) => sign * (point[axis] - limit);
    inside = inside.flatMap((point, at) => {
      const before = inside[(at + inside.length - 1) % inside.length];
      const [from, to] = [depth(before), depth(point)];
      if (from < 0 && to < 0 || from === 0 && to < 0) return [];
      const crossed = from * to < 0 ? [between(before, point, from / (from - to))] : [];
      return to >= 0 ? [...crossed, point] : crossed;
    });
  }
  return inside;
}

function between([x, y]: Point, [toX, toY]: Point, part: number): Point {
  return [x + part * (toX - x), y + part * (toY - y)];
}

function samePoint(one: Point, other: Point): boolean {
  return one[0] === other[0] && one[1] === other[1];
}

/** Distances that are computed for each point, before parts are divided in the middle. */
const MAX_DISTANCES = 64;

/** Shorter parts are never divided in the middle. */
const SHORT_PART = 32;

/**
 * A polyline with fewer points, whose distance from the given one is at most `tolerance`, by Douglas and
 * Peucker's algorithm (1973). Where its time would grow with the square of the number of points, as for a
 * zigzag, parts are divided in the middle, which keeps a few points more.
 */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  if (points.length < 3) return [...points];
  const kept = new Uint8Array(points.length);
  kept[0] = kept[points.length - 1] = 1;
  const pending: [number, number][] = [[0, points.length - 1]];
  let left = MAX_DISTANCES * points.length;
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const [first, last] = part;
    left -= last - first;
    const isHalved = left < 0 && last - first > SHORT_PART;
    const [furthest, distance] = isHalved
      ? [(first + last) >> 1, Infinity]
      : furthestPoint(points, first, last);
    if (distance <= tolerance) continue;
    kept[furthest] = 1;
    pending.push([first, furthest], [furthest, last]);
  }
  return points.filter((_, at) => kept[at] === 1);
}

/**
 * A polyline without the points that cannot be seen: of consecutive points in one column of the width of
 * a unit only the first, the lowest, the highest and the last are kept.
 */
export function withoutUnseen(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (let start = 0, end = 0; start < points.length; start = end) {
    const column = Math.floor(points[start][0]);
    let [low, high] = [start, start];
    for (end = start; end < points.length && Math.floor(points[end][0]) === column; end++) {
      if (points[end][1] < points[low][1]) low = end;
      if (points[end][1] > points[high][1]) high = end;
    }
    const seen = new Set([start, Math.min(low, high), Math.max(low, high), end - 1]);
    for (const at of seen) kept.push(points[at]);
  }
  return kept;
}

/** The point between two others that is the furthest from the segment that joins these, and its distance. */
function furthestPoint(points: readonly Point[], first: number, last: number): [number, number] {
  // By indices, as lists that are taken apart are slow before this is compiled.
  const [x0, y0] = points[first];
  const dx = points[last][0] - x0;
  const dy = points[last][1] - y0;
  const length = dx * dx + dy * dy;
  let furthest = first;
  let largest = 0;
  for (let at = first + 1; at < last; at++) {
    const x = points[at][0] - x0;
    const y = points[at][1] - y0;
    const along = length === 0 ? 0 : clamp((x * dx + y * dy) / length, 0, 1);
    const distance = Math.hypot(x - along * dx, y - along * dy);
    if (distance > largest) {
      furthest = at;
      largest = distance;
    }
  }
  return [furthest, largest];
}

/** Path data of a polyline; `closed` joins its ends. With round caps a single point is a dot. */
export function pathData(points: readonly Point[], closed = false): string {
  if (points.length === 0) return "";
  const [start, ...others] = points.map((at) => `${round(at[0])} ${round(at[1])}`);
  if (others.length === 0) return `M${start}L${start}`;
  return `M${start}L${others.join(" ")}${closed ? "Z" : ""}`;
}
