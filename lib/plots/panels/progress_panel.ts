/** Panels of curves that are drawn up to a given epoch. */

import { checkNumber } from "../../check.ts";
import { contains, type Point } from "../geometry.ts";
import { markerOf, markerPath } from "../markers.ts";
import type { Line } from "../marks/ready_line.ts";
import { type DrawablePanel, type Panel, type Plot, styledPanel } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import type { PanelStyle } from "../style.ts";
import { mixColors, seriesColor } from "../theme.ts";
import { checkLineOptions, lineOptionNames, type LinePanelOptions } from "./line_options.ts";
import { buildLinePanel } from "./line_panel.ts";

/** Titles, labels and axes of a progress panel, and how far its curves are drawn. */
export interface ProgressPanelOptions extends LinePanelOptions {
  /** The x up to which the curves are drawn in full colour. */
  readonly at: number;
}

/** Share of a curve's colour beyond `at`; the rest is the background's. */
const PALE = 0.2;

/**
 * A panel of curves as `linePanel` draws it, but pale beyond `at`, where each solid curve has a dot. Its
 * axes are those of the whole curves, so that they are equal in successive figures.
 *
 * @param series the whole lines
 * @param options those of `linePanel`, and the x up to which the curves are drawn
 * @returns a panel for `figure`
 * @throws {TypeError} if a line or option is of the wrong kind
 * @throws {RangeError} as `linePanel`
 *
 * @example Two epochs of three
 * ```ts
 * import { progressPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const panel = progressPanel([{ name: "relu", values: [0.69, 0.41, 0.32] }], { at: 2 });
 * assertEquals(panel.summary, "Values against epoch: relu.");
 * ```
 */
export function progressPanel(
  series: readonly Line[],
  allOptions: ProgressPanelOptions,
): Panel {
  checkLineOptions(allOptions, ["at", ...lineOptionNames]);
  const { at, ...options } = allOptions;
  checkNumber("draw the lines", "at", at);
  return styledPanel((style) => buildProgressPanel(series, { ...options, at }, style));
}

function buildProgressPanel(
  series: readonly Line[],
  { at, ...options }: ProgressPanelOptions,
  style: PanelStyle,
): DrawablePanel {
  const { panel: whole, draw, drawGuides } = buildLinePanel(series, options, style);
  if (whole.frame === "box") return whole;
  const [first, last] = whole.x.range;
  return {
    ...whole,
    draw: (plot) => [
      ...(at < last ? drawGuides(plot) : []),
      ...(at < last ? marked({ role: "pending" }, draw(paled(plot), [at, Infinity])) : []),
      ...(at >= first ? draw(plot, at < last ? [-Infinity, at] : undefined) : []),
      ...series.filter(({ dashed }) => !dashed)
        .map((line) => ({ ...line, name: style.runNames.get(line.name) ?? line.name }))
        .flatMap((line) => dot(line, { at, plot, marker: options.markers ?? true })),
    ],
  };
}

/** The plot with pale colours of curves; the colours of grid and axes are unchanged. */
function paled(plot: Plot): Plot {
  const { colors } = plot.theme;
  const series = colors.series.map((color) => mixColors(colors.background, color, PALE));
  return { ...plot, theme: { ...plot.theme, colors: { ...colors, series } } };
}

/** Where and how to draw a dot. */
interface DotPlace {
  readonly at: number;
  readonly plot: Plot;
  /** Whether the dot is the run's marker, not a circle. */
  readonly marker: boolean;
}

function dot({ name, values, x, color }: Line, { at, plot, marker }: DotPlace): Shape[] {
  const index = Array.from(values).findIndex((_, index) => (x?.[index] ?? index + 1) === at);
  if (index < 0 || !Number.isFinite(values[index])) return [];
  const place: Point = [plot.x(at), plot.y(values[index])];
  if (!contains(plot.rectangle, place)) return [];
  const { colors, sizes } = plot.theme;
  const slot = color ?? plot.slotOf(name);
  return marked({ role: "position", label: name }, [element("path", {
    d: markerPath(marker ? markerOf(slot) : "circle", place, 1.4 * sizes.lineMarker),
    fill: seriesColor(plot.theme, slot),
    stroke: colors.halo,
    "stroke-width": 2.5,
  })]);
}
