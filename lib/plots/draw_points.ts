/** Points as markers: class by colour and shape, train and test by filled and hollow. */

import { seriesColor } from "./colors.ts";
import { clamp, contains, type Point } from "./geometry.ts";
import { markerOf, markerPath } from "./markers.ts";
import type { Plot } from "./panel.ts";
import type { ReadyPoints } from "./points.ts";
import { element, type Shape } from "./svg.ts";

/** So many points of a class are drawn before it is another class's turn: none lies on top of all others. */
const TURN = 10;

/** A marker's half-width as a share of the distance that points would have, were they spread evenly. */
const DENSITY = 0.29;

/** The points that lie in the plot, a few paths for each set. */
export function drawPoints(sets: readonly ReadyPoints[], plot: Plot): Shape[] {
  const { rectangle: { width, height }, theme } = plot;
  const count = sets.reduce((sum, { places }) => sum + places.length, 0);
  const distance = Math.sqrt(width * height / count);
  const radius = clamp(DENSITY * distance, ...theme.sizes.pointMarker);
  return sets.flatMap((set) => drawSet(set, plot, radius));
}

function drawSet({ places, labels, hollow }: ReadyPoints, plot: Plot, radius: number): Shape[] {
  const { halo } = plot.theme.colors;
  const inside = places.map(([x, y], at) => {
    return { place: [plot.x(x), plot.y(y)] as const, label: labels[at] };
  }).filter(({ place }) => contains(plot.rectangle, place));
  return inTurns(inside).map(({ label, places }) => {
    const color = seriesColor(plot.theme, label);
    return element("path", {
      d: places.map((place) => markerPath(markerOf(label), place, radius)).join(""),
      fill: hollow ? halo : color,
      stroke: hollow ? color : halo,
      "stroke-width": hollow ? 0.4 * radius : 1,
    });
  });
}

interface Turn {
  readonly label: number;
  readonly places: readonly Point[];
}

/** Each class's points in groups, and the groups of all classes in turn. */
function inTurns(points: readonly { readonly place: Point; readonly label: number }[]): Turn[] {
  const classes = [...Map.groupBy(points, ({ label }) => label)];
  return classes.flatMap(([label, own]) =>
    Array.from({ length: Math.ceil(own.length / TURN) }, (_, turn) => ({
      turn,
      label,
      places: own.slice(turn * TURN, (turn + 1) * TURN).map(({ place }) => place),
    }))
  ).sort((one, other) => one.turn - other.turn);
}
