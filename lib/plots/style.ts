/** Words, names, axes and colours that a figure gives to all of its panels. */

import { checkCount, checkNumber, show, validationMessage } from "../check.ts";
import { checkList, checkOptions, isArray } from "../check_shape.ts";
import type { Range, ScaleKind } from "./axes/scale.ts";
import { checkColor } from "./css_colors.ts";
import { checkText, checkTexts } from "./text.ts";
import { englishWords, type Language, type Words, wordsIn } from "./words.ts";

/** Limits and ticks of axes. */
export interface AxisOptions {
  /** First and last value of the x axis: those of the data by default. */
  readonly xLimits?: readonly [minimum: number, maximum: number];
  /** First and last value of the y axis: those of the data by default. */
  readonly yLimits?: readonly [minimum: number, maximum: number];
  /** About how many labelled ticks the x axis has: as many as are easy to read by default. */
  readonly xTicks?: number;
  /** About how many labelled ticks the y axis has: as many as are easy to read by default. */
  readonly yTicks?: number;
}

/** The names of the options of axes. */
export const axisOptionNames = [
  "xLimits",
  "yLimits",
  "xTicks",
  "yTicks",
] as const satisfies readonly (keyof AxisOptions)[];

/** Words and colours of classes, for all kinds of figure. */
export interface WordOptions {
  /** The language of words and numbers, or a table of words: English by default. */
  readonly language?: Language;
  /** Names of the classes, from class 0: those of the panels by default. */
  readonly classNames?: readonly string[];
  /** Colours of the classes, from class 0, as `#rrggbb` or by names of CSS: those of the theme by default. */
  readonly classColors?: readonly string[];
}

/** The names of the options of words. */
export const wordOptionNames = [
  "language",
  "classNames",
  "classColors",
] as const satisfies readonly (keyof WordOptions)[];

/** Names, colours and axes of the panels of a figure. */
export interface StyleOptions extends WordOptions, AxisOptions {
  /** Names to show in place of those of runs; a run without an entry keeps its name. */
  readonly runNames?: Readonly<Record<string, string>>;
  /** Colours of runs by their original names, as `#rrggbb` or by names of CSS. */
  readonly runColors?: Readonly<Record<string, string>>;
  /**
   * Whether the runs are steps of one quantity, in order, such as learning rates: their colours are those
   * of a ramp then. False by default.
   */
  readonly orderedRuns?: boolean;
  /** Label of all x axes, in place of those of the panels. */
  readonly xLabel?: string;
  /** Label of all y axes, in place of those of the panels. */
  readonly yLabel?: string;
}

/** The names of the options of panels. */
export const styleOptionNames = [
  ...wordOptionNames,
  ...axisOptionNames,
  "runNames",
  "runColors",
  "orderedRuns",
  "xLabel",
  "yLabel",
] as const satisfies readonly (keyof StyleOptions)[];

/** What is requested for an axis; an undefined part is chosen by the panel. */
export interface AxisStyle {
  readonly label?: string;
  readonly limits?: Range;
  readonly ticks?: number;
}

/** The style of panels, checked. */
export interface PanelStyle {
  readonly words: Words;
  readonly runNames: ReadonlyMap<string, string>;
  readonly classNames?: readonly string[];
  readonly x: AxisStyle;
  readonly y: AxisStyle;
}

/** The style of a figure without options. */
export const plainStyle: PanelStyle = { words: englishWords, runNames: new Map(), x: {}, y: {} };

/**
 * Checks the style of a figure.
 *
 * @throws {TypeError} if an option is of the wrong kind
 * @throws {RangeError} if an option is out of bounds
 */
export function checkStyle(action: string, options: StyleOptions): PanelStyle {
  const { language, classNames, runNames = {}, xLabel, yLabel } = options;
  for (const label of ["xLabel", "yLabel"] as const) checkText(action, label, options[label]);
  checkOptions(action, runNames, undefined, "runNames");
  const axes = checkAxes(action, options);
  const entries = Object.entries(runNames).map(([run, name]) =>
    [run, checkText(action, `the name of run ${show(run)}`, name)] as const
  );
  const repeated = entries.find(([, name], at) =>
    entries.slice(0, at).some(([, other]) => other === name)
  );
  if (repeated !== undefined) {
    throw new RangeError(validationMessage(action, "runNames", "different names", repeated[1]));
  }
  return {
    words: wordsIn(action, language),
    runNames: new Map(entries),
    ...(classNames && { classNames: checkTexts(action, "classNames", classNames) }),
    x: { ...axes.x, ...(xLabel !== undefined && { label: xLabel }) },
    y: { ...axes.y, ...(yLabel !== undefined && { label: yLabel }) },
  };
}

/** Checks limits and ticks; `checkLogLimits` checks what depends on the kind of an axis. */
export function checkAxes(
  action: string,
  { xLimits, yLimits, xTicks, yTicks }: AxisOptions,
): { readonly x: AxisStyle; readonly y: AxisStyle } {
  const axis = (name: "x" | "y", limits: Range | undefined, ticks: number | undefined) => ({
    ...(limits !== undefined && { limits: checkLimits(action, `${name}Limits`, limits) }),
    ...(ticks !== undefined && { ticks: checkCount(action, `${name}Ticks`, ticks, TICKS) }),
  });
  return { x: axis("x", xLimits, xTicks), y: axis("y", yLimits, yTicks) };
}

/** More ticks have labels that overlap on any figure. */
const TICKS = { minimum: 2, maximum: 50 };

function checkLimits(action: string, name: string, limits: Range): Range {
  if (!isArray(limits) || limits.length !== 2) {
    throw new TypeError(validationMessage(action, name, "[minimum, maximum]", limits));
  }
  const minimum = checkNumber(action, `the minimum of ${name}`, limits[0]);
  checkNumber(action, `the maximum of ${name}`, limits[1], { above: minimum });
  return [limits[0], limits[1]];
}

/**
 * The limits of an axis: those of the figure, or else of the panel.
 *
 * @throws {RangeError} if they are not positive on a logarithmic axis
 */
export function limitsOf(
  action: string,
  name: "xLimits" | "yLimits",
  { kind, limits }: { readonly kind: ScaleKind; readonly limits: Range | undefined },
): Range | undefined {
  if (limits === undefined || kind === "linear" || limits[0] > 0) return limits;
  const allowed = "above 0 on a logarithmic axis";
  throw new RangeError(validationMessage(action, name, allowed, limits));
}

/** The colours of classes and runs that options name, as `#rrggbb`. */
export interface StyleColors {
  readonly classes: readonly string[];
  /** By the names of runs that are shown. */
  readonly runs: ReadonlyMap<string, string>;
}

/**
 * Checks colours.
 *
 * @throws {TypeError} if one is of the wrong kind
 * @throws {RangeError} if one is not a colour
 */
export function checkColors(
  action: string,
  { classColors = [], runColors = {}, runNames = {} }: StyleOptions,
): StyleColors {
  checkList(action, "classColors", classColors, "a list of colors");
  checkOptions(action, runColors, undefined, "runColors");
  return {
    classes: classColors.map((color, at) => checkColor(action, `classColors[${at}]`, color)),
    runs: new Map(
      Object.entries(runColors).map(([run, color]) => [
        runNames[run] ?? run,
        checkColor(action, `the color of run ${show(run)}`, color),
      ]),
    ),
  };
}
