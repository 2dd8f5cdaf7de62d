/** Rings around places of a plane, each with a label: single points that a talk is about. */

import { checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isObject } from "../../check_shape.ts";
import { clamp, contains, pathData, type Point, type Rectangle } from "../geometry.ts";
import { markerPath } from "../markers.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { checkText } from "../text.ts";
import { placeLabel } from "./place_label.ts";

/** A ring around a place. */
export interface Ring {
  /** Its place, in the units of the axes. */
  readonly x: number;
  /** Its place, in the units of the axes. */
  readonly y: number;
  /** The text beside it: `1: 98.2%`. */
  readonly label: string;
}

/** Radius of a ring as a share of the plot, and its bounds in units: around the ring of a wrong point. */
const SHARE = 0.035;
const [MIN_RADIUS, MAX_RADIUS] = [10, 14];
/** Width of a ring, and of the line that leads to its label, in units. */
const [WIDTH, LEADER] = [3.5, 1.5];
/** Width of the halo on both sides of them. */
const HALO = 2;

/**
 * Checks rings.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a place is not finite, or there is no part of that name
 */
export function checkRings(action: string, rings: readonly Ring[] | undefined): readonly Ring[] {
  if (rings === undefined) return [];
  checkList(action, "rings", rings, "a list of rings");
  return rings.map((ring, at) => {
    const name = `rings[${at}]`;
    if (!isObject(ring)) {
      throw new TypeError(validationMessage(action, name, "a ring: { x, y, label }", ring));
    }
    const { x, y, label } = checkOptions(`draw ${name}`, ring, ["x", "y", "label"]);
    return {
      x: checkNumber(action, `x of ${name}`, x),
      y: checkNumber(action, `y of ${name}`, y),
      label: checkText(action, `the label of ${name}`, label),
    };
  });
}

/** Cost of a label that covers a point, as a distance from its ring: points are many and small. */
const COST = 6;

/**
 * Draws the rings inside the plot with their labels, which overlap neither each other nor a ring; a line
 * leads to a label that is not beside its ring.
 *
 * @param points that labels cover as few of as possible, in figure units
 */
export function drawRings(rings: readonly Ring[], plot: Plot, points: readonly Point[]): Shape[] {
  const { rectangle: { width, height }, theme: { colors: { ink } } } = plot;
  const radius = clamp(SHARE * Math.min(width, height), MIN_RADIUS, MAX_RADIUS);
  const shown = rings.map(({ x, y, label }) => ({
    place: [plot.x(x), plot.y(y)] as const,
    ...{ radius, label, color: ink },
  })).filter(({ place }) => contains(plot.rectangle, place));
  const taken = shown.map(({ place: [x, y] }): Rectangle => {
    return { left: x - radius, top: y - radius, width: 2 * radius, height: 2 * radius };
  });
  const labels = shown.map((mark) => {
    const cost = (box: Rectangle, covered: number) => {
      const [x, y] = nearestIn(box, mark.place);
      return COST * covered + Math.hypot(x - mark.place[0], y - mark.place[1]);
    };
    return placeLabel(mark, { plot, taken, covered: points, cost });
  });
  const leaders = shown.flatMap(({ place }, at) => leaderTo(labels[at]?.box, place, radius));
  const circles = shown.map(({ place }) => markerPath("circle", place, radius));
  return marked({ role: "guide" }, [
    ...leaders.flatMap((d) => drawStroke(d, LEADER, plot)),
    ...circles.flatMap((d) => drawStroke(d, WIDTH, plot)),
    ...labels.flatMap((label) => label?.shapes ?? []),
  ]);
}

/** The line from a ring to the nearest point of its label; none if that is beside it. */
function leaderTo(box: Rectangle | undefined, [x, y]: Point, radius: number): string[] {
  if (box === undefined) return [];
  const end = nearestIn(box, [x, y]);
  const distance = Math.hypot(end[0] - x, end[1] - y);
  if (distance < radius + 12) return [];
  const share = radius / distance;
  return [pathData([[x + share * (end[0] - x), y + share * (end[1] - y)], end])];
}

/** The point of a rectangle that is nearest to a place. */
function nearestIn({ left, top, width, height }: Rectangle, [x, y]: Point): Point {
  return [clamp(x, left, left + width), clamp(y, top, top + height)];
}

/** A line with a halo, so that it is seen on every background. */
function drawStroke(d: string, width: number, { theme: { colors } }: Plot): Shape[] {
  const line = { d, fill: "none" };
  return [
    element("path", { ...line, stroke: colors.halo, "stroke-width": width + 2 * HALO }),
    element("path", { ...line, stroke: colors.ink, "stroke-width": width }),
  ];
}
