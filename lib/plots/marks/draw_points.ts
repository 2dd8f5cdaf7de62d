/** Draws sets of labelled points: colour and marker show the class, filled and hollow markers the set. */

import { clamp, contains, type Point } from "../geometry.ts";
import { markerOf, markerPaths } from "../markers.ts";
import type { Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { mixColors, seriesColor, type Theme } from "../theme.ts";
import type { ReadyPoints } from "./points.ts";

/** Number of points of a class that are drawn before those of the next: no class covers all others. */
const BATCH = 10;

/** Half the width of a marker, as a share of the mean distance of evenly distributed points. */
const DENSITY = 0.29;

/** The share of its colour that a correct point keeps; the rest is the background's. */
const QUIET = 0.8;
/** The same inside a hollow correct point. */
const QUIET_INSIDE = 0.2;
/** Size of a correct point, relative to a wrong one. */
const QUIET_SIZE = 0.8;
/** Radius of a ring around a wrong point, in radii of the point. */
const RING = 1.6;

/**
 * Draws the points inside the plot, a few paths for each set. With predictions all are drawn as correct
 * ones, and then the wrong ones over them: figures of several models have the first of these in common,
 * which keeps animations small.
 */
export function drawPoints(sets: readonly ReadyPoints[], plot: Plot): Shape[] {
  const { rectangle: { width, height }, theme } = plot;
  const count = sets.reduce((sum, { places }) => sum + places.length, 0);
  const distance = Math.sqrt(width * height / count);
  const radius = clamp(DENSITY * distance, ...theme.sizes.pointMarker);
  const parts = sets.map((set) => placedPoints(set, plot));
  const draw = (isOver: boolean) =>
    parts.flatMap((points, at) => {
      const { hollow, wrong } = sets[at];
      const own = isOver ? points.filter((point) => point.wrong === true) : points;
      const mark = wrong === undefined ? "plain" : isOver ? "wrong" : "quiet";
      return drawSet(own, { mark, hollow, radius, theme });
    });
  return [...draw(false), ...draw(true)];
}

/** A point in figure units. */
interface PlacedPoint {
  readonly place: Point;
  readonly label: number;
  /** Whether the prediction for it is wrong; undefined without one. */
  readonly wrong: boolean | undefined;
}

function placedPoints({ places, labels, wrong }: ReadyPoints, plot: Plot): PlacedPoint[] {
  return places.map(([x, y], at): PlacedPoint => ({
    place: [plot.x(x), plot.y(y)],
    label: labels[at],
    wrong: wrong?.[at],
  })).filter(({ place }) => contains(plot.rectangle, place));
}

function drawSet(
  points: readonly PlacedPoint[],
  { mark, hollow, radius, theme }: {
    readonly mark: "plain" | "quiet" | "wrong";
    readonly hollow: boolean;
    readonly radius: number;
    readonly theme: Theme;
  },
): Shape[] {
  const { halo, background, ink } = theme.colors;
  const isQuiet = mark === "quiet";
  const markers = alternatingBatches(points).flatMap(({ label, places }) => {
    const own = seriesColor(theme, label);
    const color = isQuiet ? mixColors(background, own, QUIET) : own;
    const inside = isQuiet ? mixColors(background, own, QUIET_INSIDE) : halo;
    const size = isQuiet ? QUIET_SIZE * radius : radius;
    const path = element("path", {
      d: places.map(markerPaths(markerOf(label), size)).join(""),
      fill: hollow ? inside : color,
      stroke: hollow ? color : inside,
      "stroke-width": hollow ? 0.4 * size : isQuiet ? 0.6 : 1,
    });
    return marked({ role: "points", label: String(label) }, [path]);
  });
  if (mark !== "wrong" || points.length === 0) return markers;
  const d = points.map(({ place }) => place).map(markerPaths("circle", RING * radius)).join("");
  const ring = { d, fill: "none", stroke: ink, "stroke-width": 0.33 * radius };
  return [...markers, ...marked({ role: "wrong" }, [element("path", ring)])];
}

/** Points of one class that are drawn together. */
interface Batch {
  readonly label: number;
  readonly places: readonly Point[];
}

/** Divides the points of each class into batches; the batches of the classes alternate. */
function alternatingBatches(
  points: readonly { readonly place: Point; readonly label: number }[],
): Batch[] {
  const classes = [...Map.groupBy(points, ({ label }) => label)];
  return classes.flatMap(([label, own]) =>
    Array.from({ length: Math.ceil(own.length / BATCH) }, (_, batch) => ({
      batch,
      label,
      places: own.slice(batch * BATCH, (batch + 1) * BATCH).map(({ place }) => place),
    }))
  ).sort((one, other) => one.batch - other.batch);
}
