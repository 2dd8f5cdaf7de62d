/** Crosses where curves stop, with labels that keep clear of one another. */

import { clamp, type Point, type Rectangle } from "./geometry.ts";
import { crossPath } from "./markers.ts";
import type { Plot } from "./panel.ts";
import { element, type Shape } from "./svg.ts";
import { type Font, measureText, textShape, wrapText } from "./text.ts";
import { seriesColor } from "./theme.ts";

/** Where a curve stops in a plot, and what to say there. */
export interface DrawnStop {
  readonly place: Point;
  readonly label: string;
  readonly slot: number;
}

const CROSS = 9;

/** One cross a stop, and one label for all stops that say the same. */
export function drawStops(stops: readonly DrawnStop[], plot: Plot): Shape[] {
  const { theme } = plot;
  const placed = stops.map((stop) => ({ ...stop, place: withinHeight(stop.place, plot) }));
  const crosses = placed.map(({ place, slot }) =>
    element("path", {
      d: crossPath(place, CROSS),
      fill: "none",
      stroke: seriesColor(theme, slot),
      "stroke-width": 4,
      "stroke-linecap": "round",
    })
  );
  const taken = placed.map(({ place: [x, y] }): Rectangle => {
    return { left: x - CROSS, top: y - CROSS, width: 2 * CROSS, height: 2 * CROSS };
  });
  const first = placed.filter(({ label }, at) => {
    return placed.findIndex((other) => other.label === label) === at;
  });
  return [...crosses, ...first.flatMap((stop) => drawLabel(stop, { plot, taken }))];
}

/** A cross on the upper or lower edge would reach into the panel's texts. */
function withinHeight([x, y]: Point, { rectangle }: Plot): Point {
  return [x, clamp(y, rectangle.top + CROSS, rectangle.top + rectangle.height - CROSS)];
}

/** A label beside its cross, moved until it covers no other; it adds itself to `taken`. */
function drawLabel(
  { place, label, slot }: DrawnStop,
  { plot, taken }: { plot: Plot; taken: Rectangle[] },
): Shape[] {
  const { rectangle, theme } = plot;
  const font: Font = { size: theme.text.tick };
  const lines = wrapText(label, { width: rectangle.width - 24, font, lines: 2 });
  if (lines.length === 0) return [];
  const width = Math.max(...lines.map((line) => measureText(line, font))) + 12;
  const lineHeight = font.size * 1.3;
  const height = lineHeight * lines.length;
  const right = place[0] + CROSS + 4;
  const wanted = right + width <= rectangle.left + rectangle.width
    ? right
    : place[0] - CROSS - 4 - width;
  const left = clamp(wanted, rectangle.left + 4, rectangle.left + rectangle.width - width - 4);
  const range = [rectangle.top + 4, rectangle.top + rectangle.height - height] as const;
  const wantedTop = clamp(place[1] - height / 2, ...range);
  const top = freeTop({ left, top: wantedTop, width, height }, taken, range);
  if (top === undefined) return [];
  taken.push({ left, top, width, height });
  return [
    element("rect", {
      x: left,
      y: top,
      width,
      height,
      rx: 4,
      fill: theme.colors.background,
      "fill-opacity": 0.85,
    }),
    ...lines.map((line, at) =>
      textShape(line, {
        ...font,
        x: left + 6,
        y: top + (at + 0.75) * lineHeight,
        color: seriesColor(theme, slot),
      })
    ),
  ];
}

/** The nearest free place below, else above, else none: the cross and the legend must do. */
function freeTop(
  box: Rectangle,
  taken: readonly Rectangle[],
  [least, most]: readonly [number, number],
): number | undefined {
  const free = (top: number) => !taken.some((other) => overlaps({ ...box, top }, other));
  const beside = taken.flatMap(({ top, height }) => [top + height + 2, top - box.height - 2])
    .filter((top) => top >= least && top <= most);
  const below = beside.filter((top) => top >= box.top).sort((one, other) => one - other);
  const above = beside.filter((top) => top < box.top).sort((one, other) => other - one);
  return [box.top, ...below, ...above].find(free);
}

function overlaps(one: Rectangle, other: Rectangle): boolean {
  return one.left < other.left + other.width && other.left < one.left + one.width &&
    one.top < other.top + other.height && other.top < one.top + one.height;
}
