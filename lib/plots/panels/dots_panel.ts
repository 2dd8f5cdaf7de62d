/** Panels of dots: the single values of several samples side by side, each with its quartiles. */

import { checkChoice, checkCount } from "../../check.ts";
import { checkList, checkOptions } from "../../check_shape.ts";
import { quartilesOf } from "../../quantiles.ts";
import { positionRange } from "../axes/ranges.ts";
import { niceRange, type Range, type ScaleKind } from "../axes/scale.ts";
import { pathData, type Point } from "../geometry.ts";
import { markerOf, markerPath } from "../markers.ts";
import { type DrawablePanel, type Panel, type Plot, styledPanel } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { checkAxes, limitsOf, type PanelStyle } from "../style.ts";
import { emptyMessage, panelText } from "../text.ts";
import { seriesColor } from "../theme.ts";
import { checkSample, type Sample } from "./sample.ts";

/** Titles, labels and the axis of a panel of dots. */
export interface DotsPanelOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title: `8 seeds`. */
  readonly note?: string;
  /** Label of the y axis. */
  readonly yLabel?: string;
  /** First and last value of the y axis: those of the data by default. */
  readonly yLimits?: readonly [minimum: number, maximum: number];
  /** About how many labelled ticks the y axis has: as many as are easy to read by default. */
  readonly yTicks?: number;
  /** Scale of the y axis: `linear` by default. */
  readonly yScale?: ScaleKind;
  /** Number of classes in other figures of the same runs, which have the first colours. 0 by default. */
  readonly classes?: number;
}

const ACTION = "draw the dots";

const scaleKinds: readonly ScaleKind[] = ["linear", "log"];

/**
 * A panel of dots: for each sample a column of its values, over a box from the lower to the upper quartile
 * with a line at the median. Quartiles are those of `quartileLine`, so values that are not finite count as
 * the largest; they have no dots.
 *
 * @param samples the values by name, such as the final losses of a run with several seeds
 * @param options titles, labels and the axis
 * @returns a panel for `figure`; without values it says "no data"
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if an option is out of bounds, or there is no option of that name
 *
 * @example Final losses of three seeds
 * ```ts
 * import { dotsPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const samples = [{ name: "tanh", values: [0.31, 0.32, 0.3] }];
 * assertEquals(dotsPanel(samples, { yLabel: "test loss" }).summary, "test loss: tanh.");
 * ```
 */
export function dotsPanel(samples: readonly Sample[], options: DotsPanelOptions = {}): Panel {
  const { yScale, yLimits, yTicks, classes } = checkOptions(ACTION, options, [
    ...["title", "note", "yLabel", "yLimits", "yTicks", "yScale", "classes"],
  ]);
  if (yScale !== undefined) checkChoice(ACTION, "yScale", yScale, scaleKinds);
  if (classes !== undefined) checkCount(ACTION, "classes", classes, { minimum: 0 });
  checkAxes(ACTION, { yLimits, yTicks });
  checkList(ACTION, "samples", samples, "a list of samples");
  const ready = samples.map((sample, at) => readySample(sample, `samples[${at}]`));
  return styledPanel((style) => build(ready, options, style));
}

interface ReadySample {
  readonly name: string;
  /** In the order of the caller; those that are not finite are infinite. */
  readonly values: readonly number[];
}

function readySample(sample: Sample, place: string): ReadySample {
  const { name, values } = checkSample(ACTION, sample, place);
  const all = Array.from(values, (value) => Number.isFinite(value) ? value : Infinity);
  return { name, values: all };
}

function build(
  samples: readonly ReadySample[],
  options: DotsPanelOptions,
  { words, runNames, y }: PanelStyle,
): DrawablePanel {
  const { yScale: kind = "linear", classes = 0 } = options;
  const { title, note, yLabel } = panelText(ACTION, {
    ...options,
    yLabel: y.label ?? options.yLabel,
  });
  const shown = samples.map((sample) => ({
    ...sample,
    name: runNames.get(sample.name) ?? sample.name,
  }));
  const names = shown.map(({ name }) => name);
  const drawn = shown.flatMap(({ values }) => values).filter((value) => isShown(value, kind));
  const limits = limitsOf(ACTION, "yLimits", { kind, limits: y.limits ?? options.yLimits });
  return {
    title: runNames.get(title) ?? title,
    note,
    summary: words.say("{y}: {names}.", {
      y: yLabel || words.say("Values"),
      names: names.join(", ") || words.say("no data"),
    }),
    x: {
      kind: "linear",
      range: [-0.5, Math.max(1, names.length) - 0.5],
      label: "",
      whole: true,
      // The legend has the names, and narrow panels have no room for them.
      marks: [],
    },
    y: {
      kind,
      range: limits ?? rangeOf(drawn, kind),
      label: yLabel,
      whole: false,
      ticks: y.ticks ?? options.yTicks,
    },
    aspect: [0.5, Infinity],
    frame: "grid",
    names,
    autoColored: names,
    classes,
    legend: names.map((label) => ({
      ...{ kind: "line", label, slot: label, dashed: false, marker: true },
    })),
    draw: (plot) =>
      drawn.length === 0
        ? [emptyMessage(words.say("no data"), plot)]
        : shown.flatMap((sample, at) => drawSample(sample, { at, kind, plot })),
  };
}

/** Whether an axis can show a value. */
function isShown(value: number, kind: ScaleKind): boolean {
  return Number.isFinite(value) && (kind === "linear" || value > 0);
}

/** The range of values with space around them, so that no dot lies on the edge. */
function rangeOf(values: readonly number[], kind: ScaleKind): Range {
  if (kind === "log" || values.length === 0) return positionRange(values, kind);
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const space = low < high ? 0.05 * (high - low) : Math.max(0.01, Math.abs(low) / 20);
  return niceRange([low - space, high + space], 6);
}

/** Half the width of a column, as a share of the distance of columns. */
const HALF = 0.3;

/** Opacity of the box of quartiles, that of bands. */
const OPACITY = 0.22;

/** Part of the plot, and of the columns. */
interface Column {
  /** Place of the sample. */
  readonly at: number;
  readonly kind: ScaleKind;
  readonly plot: Plot;
}

function drawSample(sample: ReadySample, column: Column): Shape[] {
  const { name, values } = sample;
  const { at, kind, plot } = column;
  const { theme } = plot;
  const slot = plot.slotOf(name);
  const [min, max] = theme.sizes.pointMarker;
  const radius = values.length > 50 ? min : max;
  const places = values.flatMap((value, index): Point[] => {
    if (!isShown(value, kind)) return [];
    // In the order of seeds from left to right, so that equal values do not hide each other.
    const share = values.length === 1 ? 0 : 2 * index / (values.length - 1) - 1;
    const place: Point = [plot.x(at + 0.75 * HALF * share), plot.y(value)];
    return isInside(place[1], plot) ? [place] : [];
  });
  const dots = element("path", {
    d: places.map((place) => markerPath(markerOf(slot), place, radius)).join(""),
    fill: seriesColor(theme, slot),
    stroke: theme.colors.halo,
    "stroke-width": 1,
  });
  const shapes = drawQuartiles(sample, column);
  return [...shapes, ...(places.length > 0 ? marked({ role: "marker", label: name }, [dots]) : [])];
}

/** The box and the median; an end that is infinite lies at the edge. */
function drawQuartiles({ name, values }: ReadySample, { at, kind, plot }: Column): Shape[] {
  const { theme, rectangle: { top, height } } = plot;
  if (values.length === 0) return [];
  const [low, median, high] = quartilesOf(values);
  if (!isShown(low, kind)) return [];
  const [left, right] = [plot.x(at - HALF), plot.x(at + HALF)];
  const inside = (y: number) => Math.min(top + height, Math.max(top, y));
  const upper = Number.isFinite(high) ? inside(plot.y(high)) : top;
  const lower = inside(plot.y(low));
  const fill = seriesColor(theme, plot.slotOf(name));
  const box = element("path", {
    d: pathData([[left, upper], [right, upper], [right, lower], [left, lower]], true),
    fill,
    "fill-opacity": OPACITY,
  });
  const y = plot.y(median);
  const line = element("path", {
    d: pathData([[left, y], [right, y]]),
    stroke: fill,
    "stroke-width": theme.sizes.line,
  });
  const hasLine = Number.isFinite(median) && isInside(y, plot);
  return [
    ...(upper < lower ? marked({ role: "band", label: name }, [box]) : []),
    ...(hasLine ? marked({ role: "curve", label: name }, [line]) : []),
  ];
}

function isInside(y: number, { rectangle: { top, height } }: Plot): boolean {
  return y >= top && y <= top + height;
}
