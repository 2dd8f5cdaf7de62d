/** A panel of the loss over a plane of parameters, with the paths of trainings. */

import { checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions, isArray } from "../../check_shape.ts";
import type { Surface } from "../../models/field.ts";
import type { Range } from "../axes/scale.ts";
import { valueText } from "../format.ts";
import { checkPath, drawPaths, type Path } from "../marks/paths.ts";
import { checkSurface, drawValueBands } from "../marks/value_bands.ts";
import {
  type DrawablePanel,
  type LegendEntry,
  type Panel,
  type Plot,
  styledPanel,
} from "../panel.ts";
import type { Shape } from "../shape.ts";
import { axisOptionNames, type AxisOptions, checkAxes, type PanelStyle } from "../style.ts";
import { checkText, emptyMessage, panelText } from "../text.ts";
import { cellColor } from "../theme.ts";
import type { Words } from "../words.ts";
import { FREE_ASPECT, planeAxes } from "./plane_axes.ts";

/** Paths, titles, labels and axes of a landscape panel. */
export interface LandscapePanelOptions extends AxisOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title. */
  readonly note?: string;
  /** The trajectories of trainings in the plane: none by default. */
  readonly paths?: readonly Path[];
  /** Label of the x axis. */
  readonly xLabel?: string;
  /** Label of the y axis. */
  readonly yLabel?: string;
  /** What the values are, for the legend: `loss` by default. */
  readonly valueLabel?: string;
  /** The values at both ends of the colours: the smallest and the largest by default. */
  readonly limits?: readonly [minimum: number, maximum: number];
}

const ACTION = "draw the landscape";

const OPTIONS = [
  ...["title", "note", "paths", "xLabel", "yLabel", "valueLabel", "limits"],
  ...axisOptionNames,
] as const;

/** Number of bands of values. */
const BANDS = 12;

/** Smaller values than this share of the largest have its colour: a loss may be 0. */
const SMALLEST = 1e-9;

/**
 * A panel of a loss landscape: bands between levels in a geometric sequence, pale for a low loss and dark for
 * a high one (bright on dark slides), with paths from a hollow marker to the run's marker.
 *
 * @param surface the loss over a grid, positive; what is not finite counts as high
 * @param options paths, titles, labels and colours
 * @returns a panel for `figure`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if the sizes of the surface or a path do not match, or there is no option of that name
 *
 * @example A path downhill
 * ```ts
 * import { landscapePanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const surface = { x: [0, 1], y: [0, 1], size: [2, 2], values: Float64Array.of(4, 2, 2, 1) } as const;
 * const panel = landscapePanel(surface, { paths: [{ name: "sgd", x: [0, 1], y: [0, 1] }] });
 * assertEquals(panel.summary, "The loss over a plane of parameters, from 1 to 4: sgd.");
 * ```
 */
export function landscapePanel(surface: Surface, options: LandscapePanelOptions = {}): Panel {
  checkOptions(ACTION, options, OPTIONS);
  checkAxes(ACTION, options);
  checkText(ACTION, "valueLabel", options.valueLabel);
  const paths = checkList(ACTION, "paths", options.paths ?? [], "a list of paths")
    .map((path, at) => checkPath(path, `paths[${at}]`));
  const checked = checkSurface(ACTION, surface);
  const range = options.limits === undefined ? rangeOf(checked) : checkLimits(options.limits);
  return styledPanel((style) => build({ surface: checked, paths, range }, options, style));
}

/** What a panel draws, which does not depend on words and names. */
interface Parts {
  readonly surface: Surface;
  readonly paths: readonly Path[];
  /** Of the colours; undefined if no value is above 0. */
  readonly range: Range | undefined;
}

function build(
  { surface, paths, range }: Parts,
  options: LandscapePanelOptions,
  style: PanelStyle,
): DrawablePanel {
  const { words } = style;
  const shown = paths.map((path) => ({
    ...path,
    name: style.runNames.get(path.name) ?? path.name,
  }));
  const names = [...new Set(shown.map(({ name }) => name))];
  const label = options.valueLabel || words.say("loss");
  const [low, high] = (range ?? [0, 0]).map((value) => words.digits(valueText(value)));
  const values = { name: label, low, high, names: names.join(", ") };
  const { title, note } = panelText(ACTION, { title: options.title, note: options.note });
  return {
    ...{ title: style.runNames.get(title) ?? title, note },
    summary: names.length > 0
      ? words.say("The {name} over a plane of parameters, from {low} to {high}: {names}.", values)
      : words.say("The {name} over a plane of parameters, from {low} to {high}.", values),
    ...planeAxes(ACTION, { options, style, ranges: surface }),
    aspect: FREE_ASPECT,
    frame: "box",
    names,
    autoColored: names,
    classes: 0,
    legend: [
      ...legendOf(shown, words),
      ...(range === undefined
        ? []
        : [rampOf(label, [low, isCut(surface, range) ? `≥ ${high}` : high], words)]),
    ],
    draw: (plot) =>
      range === undefined
        ? [emptyMessage(words.say("no data"), plot)]
        : [...drawLevels(surface, range, plot), ...drawPaths(shown, plot)],
  };
}

/** The bands between levels, on a logarithmic scale. */
function drawLevels(surface: Surface, [low, high]: Range, plot: Plot): Shape[] {
  const [first, last] = [Math.log(low), Math.log(high)];
  const levels = Array.from({ length: BANDS }, (_, at) => first + at / BANDS * (last - first));
  const values = surface.values.map((value) => {
    if (!Number.isFinite(value)) return last + 1;
    return value > low ? Math.min(Math.log(value), last + 1) : first;
  });
  const fills = levels.map((_, at) => cellColor(plot.theme, at / (BANDS - 1)));
  return drawValueBands({ ...surface, values }, {
    ...{ ground: fills[0], plot },
    bands: levels.slice(1).map((bound, at) => ({ bound, fill: fills[at + 1] })),
  });
}

function legendOf(paths: readonly Path[], words: Words): LegendEntry[] {
  const runs = [...new Set(paths.map(({ name }) => name))].map((name): LegendEntry => {
    const own = paths.filter((path) => path.name === name);
    const isLine = own.some(({ x }) => x.length > 1);
    return isLine
      ? { kind: "line", label: name, slot: name, dashed: false, marker: true }
      : { kind: "point", label: name, slot: name, hollow: false };
  });
  const hasStart = paths.some(({ x }) => x.length > 1);
  const start: LegendEntry = {
    kind: "point",
    label: words.say("start"),
    slot: undefined,
    hollow: true,
  };
  return [...runs, ...(hasStart ? [start] : [])];
}

function rampOf(label: string, ends: readonly [string, string], words: Words): LegendEntry {
  const steps = Array.from({ length: BANDS }, (_, at) => {
    return { slot: undefined, certainty: 0, share: at / (BANDS - 1) };
  });
  return { kind: "ramp", label: words.say("{label} (log scale)", { label }), steps, ends };
}

/** The smallest and the largest positive value; undefined if there is none. */
function rangeOf({ values }: Surface): Range | undefined {
  const shown = values.filter((value) => Number.isFinite(value) && value > 0);
  if (shown.length === 0) return undefined;
  const high = shown.reduce((most, value) => Math.max(most, value));
  const low = shown.reduce((least, value) => Math.min(least, value));
  // Of equal values there are no levels, but a colour.
  return [Math.max(low, SMALLEST * high), high > low ? high : 2 * high];
}

/** Whether values exceed the end of the colours. */
const isCut = ({ values }: Surface, [, high]: Range) => !values.every((value) => value <= high);

function checkLimits(limits: Range): Range {
  if (!isArray(limits) || limits.length !== 2) {
    throw new TypeError(validationMessage(ACTION, "limits", "[minimum, maximum]", limits));
  }
  const minimum = checkNumber(ACTION, "the minimum of limits", limits[0], { above: 0 });
  return [minimum, checkNumber(ACTION, "the maximum of limits", limits[1], { above: minimum })];
}
