/** Panels of histograms: how often values lie in which interval. */

import { checkCount } from "../../check.ts";
import { checkList, checkOptions } from "../../check_shape.ts";
import { niceRange, type Range } from "../axes/scale.ts";
import { pathData } from "../geometry.ts";
import type { DrawablePanel, Panel, Plot } from "../panel.ts";
import { styledPanel } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { axisOptionNames, type AxisOptions, checkAxes, type PanelStyle } from "../style.ts";
import { emptyMessage, panelText } from "../text.ts";
import { seriesColor } from "../theme.ts";
import { checkSample, type Sample } from "./sample.ts";

/** Titles, labels, axes and intervals of a histogram. */
export interface HistogramPanelOptions extends AxisOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title. */
  readonly note?: string;
  /** Label of the x axis. */
  readonly xLabel?: string;
  /** Label of the y axis: `count` by default. */
  readonly yLabel?: string;
  /** Number of intervals over the range of all values: 30 by default. */
  readonly bins?: number;
}

const ACTION = "draw the histogram";

/**
 * A panel of histograms over common intervals, drawn as outlines with pale areas.
 *
 * @param samples the values, by name
 * @param options titles, labels, axes and number of intervals
 * @returns a panel for `figure`; without values it says "no data"
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the number of intervals is out of bounds, or there is no option of that name
 *
 * @example Weights of a layer
 * ```ts
 * import { histogramPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const panel = histogramPanel([{ name: "layer 1", values: [0.1, 0.2, 0.2] }], { xLabel: "weight" });
 * assertEquals(panel.summary, "count against weight: layer 1.");
 * ```
 */
export function histogramPanel(
  samples: readonly Sample[],
  options: HistogramPanelOptions = {},
): Panel {
  checkOptions(ACTION, options, ["title", "note", "xLabel", "yLabel", "bins", ...axisOptionNames]);
  checkAxes(ACTION, options);
  const { bins = 30 } = options;
  checkCount(ACTION, "bins", bins, { minimum: 1, maximum: 1000 });
  checkList(ACTION, "samples", samples, "a list of samples");
  const ready = samples.map((sample, at) => readySample(sample, `samples[${at}]`));
  return styledPanel((style) => build(ready, { ...options, bins }, style));
}

function readySample(sample: Sample, place: string): { name: string; values: number[] } {
  const { name, values } = checkSample(ACTION, sample, place);
  return { name, values: Array.from(values).filter(Number.isFinite) };
}

/** The count of values in each of so many equal intervals; the last includes its end. */
export function countsIn(values: readonly number[], [low, high]: Range, bins: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    if (value < low || value > high) continue;
    counts[Math.min(bins - 1, Math.floor((value - low) / (high - low) * bins))]++;
  }
  return counts;
}

function build(
  samples: readonly { name: string; values: number[] }[],
  options: HistogramPanelOptions & { readonly bins: number },
  style: PanelStyle,
): DrawablePanel {
  const { words, runNames } = style;
  const { title, note, xLabel, yLabel } = panelText(ACTION, {
    ...options,
    xLabel: style.x.label ?? options.xLabel,
    yLabel: style.y.label ?? options.yLabel ?? words.say("count"),
  });
  const shown = samples.map(({ name, values }) => ({ name: runNames.get(name) ?? name, values }));
  const range = style.x.limits ?? options.xLimits ?? rangeOf(shown.flatMap(({ values }) => values));
  const counts = shown.map(({ name, values }) => ({
    name,
    counts: countsIn(values, range, options.bins),
  }));
  const most = counts.reduce((max, { counts }) => Math.max(max, ...counts), 0);
  const names = shown.map(({ name }) => name);
  return {
    title,
    note,
    summary: words.say("{y} against {x}: {names}.", {
      y: yLabel || words.say("Values"),
      x: xLabel || "x",
      names: names.join(", ") || words.say("no data"),
    }),
    x: {
      kind: "linear",
      range,
      label: xLabel,
      whole: false,
      ticks: style.x.ticks ?? options.xTicks,
    },
    y: {
      kind: "linear",
      range: style.y.limits ?? options.yLimits ?? niceRange([0, Math.max(1, most)], 6),
      label: yLabel,
      whole: true,
      ticks: style.y.ticks ?? options.yTicks,
    },
    aspect: [0.75, Infinity],
    frame: "grid",
    names,
    autoColored: names,
    classes: 0,
    legend: names.map((label) => ({
      kind: "line",
      label,
      slot: label,
      dashed: false,
      marker: false,
    })),
    draw: (plot) =>
      most === 0
        ? [emptyMessage(words.say("no data"), plot)]
        : counts.flatMap(({ name, counts }) => drawCounts(name, { counts, range, plot })),
  };
}

/** The range of values, widened where they are all equal. */
function rangeOf(values: readonly number[]): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low > high) return [0, 1];
  if (low < high) return [low, high];
  const half = Math.max(0.5, Math.abs(low) / 2);
  return [low - half, low + half];
}

/** Opacity of the area under an outline. */
const AREA = 0.25;

function drawCounts(
  name: string,
  { counts, range: [low, high], plot }: {
    readonly counts: readonly number[];
    readonly range: Range;
    readonly plot: Plot;
  },
): Shape[] {
  const { rectangle: { left, top, width, height }, theme } = plot;
  const x = (bin: number) =>
    Math.min(left + width, Math.max(left, plot.x(low + (high - low) * bin / counts.length)));
  const y = (count: number) => Math.min(top + height, Math.max(top, plot.y(count)));
  const steps = counts.flatMap((count, bin) => [
    [x(bin), y(count)] as const,
    [x(bin + 1), y(count)] as const,
  ]);
  const outline = [
    [x(0), top + height] as const,
    ...steps,
    [x(counts.length), top + height] as const,
  ];
  const color = seriesColor(theme, plot.slotOf(name));
  const d = pathData(outline);
  return marked({ role: "curve", label: name }, [
    element("path", { d: pathData(outline, true), fill: color, "fill-opacity": AREA }),
    element("path", { d, fill: "none", stroke: color, "stroke-width": theme.sizes.line * 0.7 }),
  ]);
}
