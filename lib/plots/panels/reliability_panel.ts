/** A panel of a reliability diagram: how often predictions of a probability come true. */

import { checkCount, checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isObject } from "../../check_shape.ts";
import {
  CURVE_SLOT,
  drawReliability,
  type FullBin,
  GAP_SLOT,
  type ReliabilityBin,
} from "../marks/reliability.ts";
import { type DrawablePanel, type LegendEntry, type Panel, styledPanel } from "../panel.ts";
import { axisOptionNames, type AxisOptions, checkAxes, type PanelStyle } from "../style.ts";
import { emptyMessage, panelText } from "../text.ts";
import type { Words } from "../words.ts";

/** Titles, labels and axes of a reliability diagram. */
export interface ReliabilityPanelOptions extends AxisOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title: `expected calibration error 0.041`. */
  readonly note?: string;
  /** Label of the x axis: `confidence` by default. */
  readonly xLabel?: string;
  /** Label of the y axis: `accuracy` by default. */
  readonly yLabel?: string;
}

const ACTION = "draw the reliability";

/**
 * A panel of a reliability diagram (Guo et al. 2017): for each interval of the probability the share of
 * predictions that came true, at the mean probability, with the gap between both, and the number of
 * samples. On the diagonal both are equal; below it a model is overconfident. The x axis starts at the
 * first interval with samples, the y axis below the lowest share.
 *
 * @param bins the intervals in ascending order, as `calibration` returns them
 * @param options titles, labels and axes
 * @returns a panel for `figure`; without samples it says "no data"
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a number is out of bounds, or there is no option of that name
 *
 * @example The reliability of four predictions
 * ```ts
 * import { calibration, reliabilityPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { bins } = calibration([0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.6, 0.4], [0, 0, 1, 1]);
 * assertEquals(reliabilityPanel(bins).summary, "accuracy against confidence: 4 intervals.");
 * ```
 */
export function reliabilityPanel(
  bins: readonly ReliabilityBin[],
  options: ReliabilityPanelOptions = {},
): Panel {
  checkOptions(ACTION, options, ["title", "note", "xLabel", "yLabel", ...axisOptionNames]);
  checkAxes(ACTION, options);
  checkList(ACTION, "bins", bins, "a list of intervals");
  const full = bins.map((bin, at) => checkBin(bin, `bins[${at}]`)).filter(isFull);
  return styledPanel((style) => build(full, options, style));
}

function checkBin(bin: ReliabilityBin, place: string): ReliabilityBin {
  if (!isObject(bin)) {
    const allowed = "an interval, as calibration returns it";
    throw new TypeError(validationMessage(ACTION, place, allowed, bin));
  }
  const parts = ["from", "to", "count", "meanProbability", "share"];
  const { from, to, count, meanProbability, share } = checkOptions(`draw ${place}`, bin, parts);
  const bounds = { minimum: 0, maximum: 1 };
  checkNumber(ACTION, `from of ${place}`, from, bounds);
  checkNumber(ACTION, `to of ${place}`, to, { above: from, maximum: 1 });
  checkCount(ACTION, `count of ${place}`, count, { minimum: 0 });
  if (count === 0) return bin;
  checkNumber(ACTION, `meanProbability of ${place}`, meanProbability, bounds);
  checkNumber(ACTION, `share of ${place}`, share, bounds);
  return bin;
}

function isFull(bin: ReliabilityBin): bin is FullBin {
  return bin.count > 0;
}

/** The lower end of the y axis, for counts below an accuracy of 0. */
const BELOW_0 = -0.15;

function build(
  bins: readonly FullBin[],
  options: ReliabilityPanelOptions,
  style: PanelStyle,
): DrawablePanel {
  const { words } = style;
  const { title, note, xLabel, yLabel } = panelText(ACTION, {
    ...options,
    xLabel: style.x.label ?? options.xLabel ?? words.say("confidence"),
    yLabel: style.y.label ?? options.yLabel ?? words.say("accuracy"),
  });
  const xRange = style.x.limits ?? options.xLimits ?? [bins[0]?.from ?? 0, 1];
  // The counts stand below the lowest share, also if that is 0.
  const lowest = Math.min(xRange[0], ...bins.map(({ share }) => share)) - 0.1;
  const foot = lowest < 0 ? BELOW_0 : Math.floor(10 * lowest) / 10;
  const axis = { kind: "linear", whole: false } as const;
  return {
    title: style.runNames.get(title) ?? title,
    note,
    summary: words.say("{y} against {x}: {names}.", {
      y: yLabel || "y",
      x: xLabel || "x",
      names: words.say("{n} interval|{n} intervals", { n: bins.length }),
    }),
    x: {
      ...{ ...axis, range: xRange, label: xLabel },
      ticks: style.x.ticks ?? options.xTicks,
    },
    y: {
      ...{ ...axis, range: style.y.limits ?? options.yLimits ?? [foot, 1], label: yLabel },
      ticks: style.y.ticks ?? options.yTicks,
    },
    aspect: [0.75, 1.6],
    frame: "grid",
    names: [],
    autoColored: [],
    classes: 0,
    legend: legendOf(words),
    draw: (plot) =>
      bins.length === 0 ? [emptyMessage(words.say("no data"), plot)] : drawReliability(bins, plot),
  };
}

function legendOf(words: Words): LegendEntry[] {
  const line = { kind: "line", dashed: false, marker: false } as const;
  return [
    {
      ...line,
      label: words.say("accuracy, with the number of points"),
      slot: CURVE_SLOT,
      marker: true,
    },
    { ...line, label: words.say("gap to the diagonal"), slot: GAP_SLOT },
    { ...line, label: words.say("perfect calibration"), slot: undefined, dashed: true },
  ];
}
