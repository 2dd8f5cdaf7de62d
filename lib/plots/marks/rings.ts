/** Rings around places of a plane, each with a label: single points that a talk is about. */

import { checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isObject } from "../../check_shape.ts";
import { clamp, contains, markerPath, pathData, type Point, type Rectangle } from "../geometry.ts";
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

/** Radius of a ring in units: around a point with the ring of a wrong one. */
const RADIUS = 14;
/** Width of a ring and of its halo on both sides, in units. */
const [WIDTH, HALO] = [3.5, 2];

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
  const { ink } = plot.theme.colors;
  const shown = rings.map(({ x, y, label }) => ({
    place: [plot.x(x), plot.y(y)] as const,
    ...{ radius: RADIUS, label, color: ink },
  })).filter(({ place }) => contains(plot.rectangle, place));
  const taken = shown.map(({ place: [x, y] }): Rectangle => {
    return { left: x - RADIUS, top: y - RADIUS, width: 2 * RADIUS, height: 2 * RADIUS };
  });
  const labels = shown.map((mark) =>
    placeLabel(mark, { plot, taken, covered: points, cost: COST })
  );
  const leaders = shown.flatMap(({ place }, at) => leaderTo(labels[at]?.box, place));
  const circles = shown.map(({ place }) => markerPath("circle", place, RADIUS));
  return marked({ role: "guide" }, [
    ...[...leaders, ...circles].flatMap((d) => drawStroke(d, plot)),
    ...labels.flatMap((label) => label?.shapes ?? []),
  ]);
}

/** The line from a ring to the nearest point of its label; none if that is beside it. */
function leaderTo(box: Rectangle | undefined, [x, y]: Point): string[] {
  if (box === undefined) return [];
  const end: Point = [
    clamp(x, box.left, box.left + box.width),
    clamp(y, box.top, box.top + box.height),
  ];
  const distance = Math.hypot(end[0] - x, end[1] - y);
  if (distance < RADIUS + 12) return [];
  const share = RADIUS / distance;
  return [pathData([[x + share * (end[0] - x), y + share * (end[1] - y)], end])];
}

/** A line with a halo, so that it is seen on every background. */
function drawStroke(d: string, { theme: { colors } }: Plot): Shape[] {
  const line = { d, fill: "none" };
  return [
    element("path", { ...line, stroke: colors.halo, "stroke-width": WIDTH + 2 * HALO }),
    element("path", { ...line, stroke: colors.ink, "stroke-width": WIDTH }),
  ];
}
