/**
 * The marks of a reliability diagram: a curve with its distance from the diagonal, over areas with counts.
 */

import type { Range } from "../axes/scale.ts";
import { countText } from "../format.ts";
import { clamp, clipPolyline, contains, pathData, type Point } from "../geometry.ts";
import { markerOf, markerPath } from "../markers.ts";
import type { Plot } from "../panel.ts";
import { type Attributes, element, marked, type Shape } from "../shape.ts";
import { measureText, textShape } from "../text.ts";
import { fontOf, seriesColor } from "../theme.ts";

/** Samples whose probability lies in an interval, as `calibration` finds them. */
export interface ReliabilityBin {
  /** The lower bound of the interval. */
  readonly from: number;
  /** The upper bound of the interval. */
  readonly to: number;
  /** The number of samples. */
  readonly count: number;
  /** The mean of their probabilities; null if there are none. */
  readonly meanProbability: number | null;
  /** The share of them whose prediction came true; null if there are none. */
  readonly share: number | null;
}

/** An interval with samples. */
export interface FullBin extends ReliabilityBin {
  readonly meanProbability: number;
  readonly share: number;
}

/** Slot of the colour of the curve: as right and wrong in a confusion panel. */
export const CURVE_SLOT = 0;
/** The same of the gaps. */
export const GAP_SLOT = 1;

/** Radii of the markers in units: the area is in proportion to the count. */
const [MIN_MARKER, MAX_MARKER] = [4, 10];

/** Width of the curve relative to others: intervals of few samples make it steep. */
const THIN = 0.6;

/** Height of digits in font sizes. */
const CAPITAL = 0.75;

/** Opacity of the area under the share of an interval. */
const AREA = 0.18;

/** Areas with their counts, the diagonal, the gaps, and the curve over them. */
export function drawReliability(bins: readonly FullBin[], plot: Plot): Shape[] {
  const { theme, rectangle } = plot;
  const color = seriesColor(theme, CURVE_SLOT);
  const places = bins.map(({ meanProbability, share }): Point => [
    plot.x(meanProbability),
    plot.y(share),
  ]);
  const lineOf = (points: readonly Point[], attributes: Attributes): Shape[] =>
    clipPolyline(points, rectangle).map((part) => {
      const d = pathData(part);
      return element("path", { d, fill: "none", "stroke-width": theme.sizes.line, ...attributes });
    });
  const diagonal = lineOf([[plot.x(0), plot.y(0)], [plot.x(1), plot.y(1)]], {
    ...{ stroke: theme.colors.muted, "stroke-dasharray": theme.sizes.dash.join(" ") },
  });
  const gaps = bins.flatMap(({ meanProbability }, at) => {
    const ends: Point[] = [places[at], [places[at][0], plot.y(meanProbability)]];
    return lineOf(ends, { stroke: seriesColor(theme, GAP_SLOT) });
  });
  const most = Math.max(...bins.map(({ count }) => count));
  const radii = bins.map(({ count }) => Math.max(MIN_MARKER, MAX_MARKER * Math.sqrt(count / most)));
  const markers = places.filter((place) => contains(rectangle, place)).map((place) =>
    markerPath(markerOf(CURVE_SLOT), place, radii[places.indexOf(place)])
  );
  const filled = element("path", {
    ...{ d: markers.join(""), fill: color, stroke: theme.colors.halo, "stroke-width": 1.5 },
  });
  return [
    ...marked({ role: "region" }, bins.flatMap((bin) => drawArea(bin, plot))),
    ...marked({ role: "guide" }, diagonal),
    ...marked({ role: "wrong" }, gaps),
    ...marked(
      { role: "curve" },
      lineOf(places, { stroke: color, "stroke-width": THIN * theme.sizes.line }),
    ),
    ...marked({ role: "marker" }, markers.length > 0 ? [filled] : []),
    ...marked(
      { role: "points" },
      bins.flatMap((bin, at) => drawCount(bin, [places[at][1], radii[at]], plot)),
    ),
  ];
}

/** The part of an interval that the plot shows. */
function spanOf({ from, to }: FullBin, { x, rectangle: { left, width } }: Plot): Range {
  return [clamp(x(from), left, left + width), clamp(x(to), left, left + width)];
}

/** The area under the share of an interval. */
function drawArea(bin: FullBin, plot: Plot): Shape[] {
  const { theme, rectangle: { top, height } } = plot;
  const [start, end] = spanOf(bin, plot);
  const [y, foot] = [bin.share, 0].map((share) => clamp(plot.y(share), top, top + height));
  if (end - start <= 2) return [];
  return [element("rect", {
    ...{ x: start + 1, y, width: end - start - 2, height: foot - y },
    ...{ fill: seriesColor(theme, CURVE_SLOT), "fill-opacity": AREA },
  })];
}

/** The number of samples at the foot of an interval, or above its marker if that is at the foot. */
function drawCount(bin: FullBin, [y, radius]: Point, plot: Plot): Shape[] {
  const { theme, rectangle: { top, height } } = plot;
  const [start, end] = spanOf(bin, plot);
  const text = theme.words.digits(countText(bin.count));
  const font = fontOf(theme, "tick");
  const size = Math.min(font.size, font.size * 0.92 * (end - start) / measureText(text, font));
  if (size < 9) return [];
  const foot = top + height - 6;
  const isTaken = y + radius > foot - CAPITAL * size;
  return [textShape(text, {
    ...{ ...font, size, x: (start + end) / 2, color: theme.colors.ink, anchor: "middle" },
    y: isTaken ? y - radius - 4 : foot,
  })];
}
