/** Bands between two curves, as pale areas. */

import { clipRing, pathData, type Point, simplify } from "../geometry.ts";
import { element, marked, type Shape } from "../shape.ts";
import { seriesColor } from "../theme.ts";
import type { Projection } from "./projected_line.ts";
import { isShown, type ReadyLine } from "./ready_line.ts";

/** Opacity of a band, so that grid lines and other bands show through. */
const OPACITY = 0.22;

/** Maximum deviation of a simplified outline, in units. */
const TOLERANCE = 0.1;

/** Draws the bands of lines inside the plot; parts that an axis cannot show are left out. */
export function drawBands(
  lines: readonly ReadyLine[],
  { plot, xKind, yKind }: Projection,
): Shape[] {
  return lines.flatMap(({ name, x, band, color }) => {
    if (band === undefined) return [];
    const places = x.flatMap((at, index) => {
      const [low, high] = [band.low[index], band.high[index]];
      const isDrawn = isShown(at, xKind) && isShown(low, yKind) && isShown(high, yKind) &&
        Number.isFinite(low) && Number.isFinite(high);
      return isDrawn ? [{ x: plot.x(at), low: plot.y(low), high: plot.y(high) }] : [];
    });
    const upper = simplify(places.map(({ x, high }): Point => [x, high]), TOLERANCE);
    const lower = simplify(places.map(({ x, low }): Point => [x, low]), TOLERANCE);
    const ring = clipRing([...upper, ...lower.reverse()], plot.rectangle);
    if (ring.length < 3) return [];
    return marked({ role: "band", label: name }, [element("path", {
      d: pathData(ring, true),
      fill: seriesColor(plot.theme, color ?? plot.slotOf(name)),
      "fill-opacity": OPACITY,
    })]);
  });
}
