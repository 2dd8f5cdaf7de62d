/** A panel of curves on the way: what is still to come stands back. */

import { checkNumber } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { seriesColor } from "./colors.ts";
import type { Line } from "./curves.ts";
import { clamp, contains, type Point } from "./geometry.ts";
import { linePanel, type LinePanelOptions } from "./line_panel.ts";
import { markerOf, markerPath } from "./markers.ts";
import { type DrawablePanel, isDrawable, type Panel, type Plot } from "./panel.ts";
import { element, type Shape } from "./svg.ts";

/** How a panel of curves on the way looks. */
export interface ProgressPanelOptions extends LinePanelOptions {
  /** Up to where the curves have come, along x. */
  readonly at: number;
}

/** How much of what is to come is hidden. */
const VEIL = 0.8;

/**
 * A panel of whole curves as `linePanel` draws it, of which what lies beyond `at` is veiled; a dot
 * rides on each solid curve. Its axes are those of the whole curves: for figures that follow one
 * another.
 *
 * @param series the lines, whole
 * @param options those of `linePanel`, and up to where the curves have come
 * @returns a panel for `figure`
 * @throws {TypeError} if a line or option is of the wrong kind
 * @throws {RangeError} as `linePanel`
 *
 * @example Two epochs of three
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { progressPanel } from "./progress_panel.ts";
 *
 * const panel = progressPanel([{ name: "relu", values: [0.69, 0.41, 0.32] }], { at: 2 });
 * assertEquals(panel.summary, "Values against epoch: relu.");
 * ```
 */
export function progressPanel(
  series: readonly Line[],
  allOptions: ProgressPanelOptions,
): Panel {
  const action = "draw the lines";
  const { at, ...options } = checkOptions(action, allOptions);
  checkNumber(action, "at", at);
  const whole = linePanel(series, options);
  if (!isDrawable(whole)) return whole;
  const panel: DrawablePanel = {
    ...whole,
    draw: (plot) => [
      ...whole.draw(plot),
      ...veil(plot, at),
      ...series.filter(({ dashed }) => !dashed)
        .flatMap((line) => dot(line, { at, plot, marker: options.markers ?? true })),
    ],
  };
  return panel;
}

/** Half a line's width further, so that the curve's end at `at` is whole. */
function veil({ rectangle, x, theme }: Plot, at: number): Shape[] {
  const { left, top, width, height } = rectangle;
  const place = x(at);
  const start = Number.isFinite(place) ? clamp(place, left, left + width) : left;
  if (start >= left + width) return [];
  const edge = theme.sizes.lineMarker;
  return [element("rect", {
    x: start === left ? left - edge : start,
    y: top - edge,
    width: left + width - start + edge + (start === left ? edge : 0),
    height: height + edge,
    fill: theme.colors.background,
    "fill-opacity": VEIL,
  })];
}

interface DotPlace {
  readonly at: number;
  readonly plot: Plot;
  /** Whether it has the run's shape rather than a circle's. */
  readonly marker: boolean;
}

function dot({ name, values, x, color }: Line, { at, plot, marker }: DotPlace): Shape[] {
  const index = Array.from(values).findIndex((_, index) => (x?.[index] ?? index + 1) === at);
  if (index < 0 || !Number.isFinite(values[index])) return [];
  const place: Point = [plot.x(at), plot.y(values[index])];
  if (!contains(plot.rectangle, place)) return [];
  const { colors, sizes } = plot.theme;
  const slot = color ?? plot.slotOf(name);
  return [element("path", {
    d: markerPath(marker ? markerOf(slot) : "circle", place, 1.4 * sizes.lineMarker),
    fill: seriesColor(plot.theme, slot),
    stroke: colors.halo,
    "stroke-width": 2.5,
  })];
}
