/** A panel of a map of trainings over two learning rates: how fast each converged or diverged. */

import { checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkNumbers, checkOptions, isArray, isObject } from "../../check_shape.ts";
import type { Range } from "../axes/scale.ts";
import { drawRaster, type Raster } from "../marks/raster.ts";
import {
  type DrawablePanel,
  type LegendEntry,
  type Panel,
  type Plot,
  styledPanel,
} from "../panel.ts";
import { percentText } from "../format.ts";
import { element, marked, type Shape } from "../shape.ts";
import type { PanelStyle } from "../style.ts";
import { panelText } from "../text.ts";
import { type Outcome, outcomeColor, type Theme } from "../theme.ts";
import type { Words } from "../words.ts";
import { planeAxes } from "./plane_axes.ts";

/** A map of trainings: their measures in rows and columns. */
export interface TrainabilityMap {
  /** The ends of the map along x: decimal logarithms of the input layer's learning rate. */
  readonly x: readonly [low: number, high: number];
  /** The same along y, of the output layer's learning rate. */
  readonly y: readonly [low: number, high: number];
  /** Rows from the lowest rate on, as `convergenceMeasure` gives them: below 0 for convergence. */
  readonly measures: readonly ArrayLike<number>[];
}

/** Titles and labels of a trainability panel. */
export interface TrainabilityPanelOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title. */
  readonly note?: string;
  /** Label of the x axis. */
  readonly xLabel?: string;
  /** Label of the y axis. */
  readonly yLabel?: string;
}

const ACTION = "draw the map";
const OPTIONS = ["title", "note", "xLabel", "yLabel"] as const satisfies readonly (
  keyof TrainabilityPanelOptions
)[];

/** More columns or rows are too small to be seen. */
const MAX_SIDE = 2048;

/** Colours of each outcome. */
const SHADES = 128;

/** Colours of each outcome in the legend. */
const STEPS = 8;

/**
 * A panel of a map of trainings, as an image with axes. Blue pixels converged and orange ones diverged;
 * their shades follow the ranks of their speeds among all pixels of the map that ended in the same way, so
 * that all shades are used equally often.
 *
 * @param map the ends of the axes, and the measures
 * @param options titles and labels
 * @returns a panel for `figure`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the rows differ in length, a range is empty, or there is no option of that name
 *
 * @example Three trainings that converge
 * ```ts
 * import { trainabilityPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const map = { x: [0, 2], y: [0, 1], measures: [[-9, -3], [-4, 7]] } as const;
 * const panel = trainabilityPanel(map, { xLabel: "rate 1", yLabel: "rate 2" });
 * assertEquals(panel.summary, "rate 2 against rate 1: 75.0% of the trainings converged.");
 * ```
 */
export function trainabilityPanel(
  map: TrainabilityMap,
  options: TrainabilityPanelOptions = {},
): Panel {
  checkOptions(ACTION, options, OPTIONS);
  checkTrainability(map);
  const raster = rasterOf(map.measures);
  return styledPanel((style) => build({ ...map, raster }, options, style));
}

function checkTrainability(map: TrainabilityMap): void {
  if (!isObject(map)) {
    throw new TypeError(validationMessage(ACTION, "map", "{ x, y, measures }", map));
  }
  checkOptions(ACTION, map, ["x", "y", "measures"], "map");
  for (const axis of ["x", "y"] as const) {
    const range = map[axis];
    if (!isArray(range) || range.length !== 2) {
      throw new TypeError(validationMessage(ACTION, `${axis} of the map`, "[low, high]", range));
    }
    const low = checkNumber(ACTION, `the low end of ${axis}`, range[0]);
    checkNumber(ACTION, `the high end of ${axis}`, range[1], { above: low });
  }
  const name = "measures of the map";
  const rows = checkList(ACTION, name, map.measures, "a list of rows");
  rows.forEach((row, at) => checkNumbers(ACTION, `measures[${at}] of the map`, row));
  const [first] = rows;
  const isMap = rows.length >= 1 && rows.length <= MAX_SIDE && first.length >= 1 &&
    first.length <= MAX_SIDE && rows.every(({ length }) => length === first.length);
  if (isMap) return;
  const allowed = `1 to ${MAX_SIDE} rows, all of one length up to ${MAX_SIDE}`;
  throw new RangeError(validationMessage(ACTION, name, allowed, map.measures));
}

/** The indices of the shades: those of converged trainings first, each from the slowest to the fastest. */
function rasterOf(measures: TrainabilityMap["measures"]): Omit<Raster, "colors"> {
  const rows = [...measures].reverse();
  const values = rows.flatMap((row) => Array.from(row));
  const pixels = new Uint8Array(values.length);
  for (const converged of [true, false]) {
    const own = [...values.keys()].filter((at) => (values[at] < 0) === converged);
    const speeds = own.map((at) => Math.abs(values[at]));
    const sorted = Float64Array.from(speeds).sort();
    const rank = new Map<number, number>();
    // Equal speeds have the rank of the first.
    sorted.forEach((speed, at) => rank.has(speed) || rank.set(speed, at));
    own.forEach((pixel, at) => {
      const share = 1 - (rank.get(speeds[at]) ?? 0) / Math.max(1, sorted.length - 1);
      pixels[pixel] = Math.round(share * (SHADES - 1)) + (converged ? 0 : SHADES);
    });
  }
  return { columns: rows[0].length, rows: rows.length, pixels };
}

function build(
  { x, y, measures, raster }: TrainabilityMap & { readonly raster: Omit<Raster, "colors"> },
  options: TrainabilityPanelOptions,
  style: PanelStyle,
): DrawablePanel {
  const { words } = style;
  const labels = {
    xLabel: options.xLabel ?? words.say("input learning rate, log10"),
    yLabel: options.yLabel ?? words.say("output learning rate, log10"),
  };
  const { title, note } = panelText(ACTION, { title: options.title, note: options.note });
  const axes = planeAxes(ACTION, { options: labels, style, ranges: { x, y } });
  const converged = measures.flatMap((row) => Array.from(row)).filter((value) => value < 0).length;
  const share = converged / raster.pixels.length;
  return {
    title,
    note,
    summary: words.say("{y} against {x}: {share} of the trainings converged.", {
      ...{ y: axes.y.label || "y", x: axes.x.label || "x" },
      share: words.digits(percentText(share)),
    }),
    ...axes,
    aspect: [0.75, Infinity],
    frame: "box",
    names: [],
    autoColored: [],
    classes: 0,
    legend: [
      ...(share > 0 ? [rampOf("converged", words)] : []),
      ...(share < 1 ? [rampOf("diverged", words)] : []),
    ],
    draw: (plot) => drawMap({ x, y, raster }, plot),
  };
}

function rampOf(outcome: Outcome, words: Words): LegendEntry {
  const isReversed = outcome === "converged";
  const shares = Array.from({ length: STEPS }, (_, at) => at / (STEPS - 1));
  const ends = [words.say("slow"), words.say("fast")] as const;
  // The slow ends meet in the middle, as on the map.
  return {
    ...{ kind: "ramp", label: words.say(outcome) },
    steps: (isReversed ? shares.reverse() : shares).map((share) => {
      return { slot: undefined, certainty: 0, share, outcome };
    }),
    ends: isReversed ? [ends[1], ends[0]] : ends,
  };
}

function colorsOf(theme: Theme): string[] {
  const shares = Array.from({ length: SHADES }, (_, at) => at / (SHADES - 1));
  return (["converged", "diverged"] as const).flatMap((outcome) =>
    shares.map((share) => outcomeColor(theme, outcome, share))
  );
}

/** The part of the map that the axes show. */
function drawMap(
  { x, y, raster }: { x: Range; y: Range; raster: Omit<Raster, "colors"> },
  plot: Plot,
): Shape[] {
  const { rectangle, theme } = plot;
  const [left, right] = x.map(plot.x);
  const [bottom, top] = y.map(plot.y);
  const { columns, rows, pixels } = raster;
  /** The first and the last of `count` pixels from `start` to `end` that lie between two places. */
  const within = (start: number, end: number, count: number, from: number, to: number) =>
    Array.from({ length: count }, (_, at) => at).filter((at) => {
      const middle = start + (at + 0.5) / count * (end - start);
      return middle >= from && middle <= to;
    });
  const [shownX, shownY] = [
    within(left, right, columns, rectangle.left, rectangle.left + rectangle.width),
    within(top, bottom, rows, rectangle.top, rectangle.top + rectangle.height),
  ];
  const background = element("rect", {
    ...{ x: rectangle.left, y: rectangle.top },
    ...{ width: rectangle.width, height: rectangle.height },
    fill: theme.colors.unknown,
  });
  if (shownX.length === 0 || shownY.length === 0) return marked({ role: "region" }, [background]);
  const [wide, high] = [(right - left) / columns, (bottom - top) / rows];
  const image = drawRaster({
    columns: shownX.length,
    rows: shownY.length,
    pixels: Uint8Array.from(
      shownY.flatMap((row) => shownX.map((column) => pixels[row * columns + column])),
    ),
    colors: colorsOf(theme),
  }, {
    left: left + shownX[0] * wide,
    top: top + shownY[0] * high,
    width: shownX.length * wide,
    height: shownY.length * high,
  });
  return marked({ role: "region" }, [background, image]);
}
