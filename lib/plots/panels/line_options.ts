/** The options of panels of curves. */

import { checkBoolean, checkChoice, checkCount, validationMessage } from "../../check.ts";
import { checkOptions, isArray } from "../../check_shape.ts";
import type { ScaleKind } from "../axes/scale.ts";
import { checkGuides, type Guide } from "../marks/guides.ts";
import { axisOptionNames, type AxisOptions, checkAxes } from "../style.ts";
import { checkText } from "../text.ts";

/** Titles, labels and axes of a line panel. */
export interface LinePanelOptions extends AxisOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title: `test accuracy 0.94`. */
  readonly note?: string;
  /** Label of the x axis: `epoch` by default. */
  readonly xLabel?: string;
  /** Label of the y axis, with the unit. */
  readonly yLabel?: string;
  /** Scale of the x axis: `linear` by default. */
  readonly xScale?: ScaleKind;
  /** Scale of the y axis: `linear` by default. */
  readonly yScale?: ScaleKind;
  /** Legend labels of solid and dashed lines, if both are drawn: `train` and `test` by default. */
  readonly dashNames?: readonly [solid: string, dashed: string];
  /** Legend label of pale areas: `median, quartiles` by default; an empty one leaves it out. */
  readonly bandName?: string;
  /** Whether the legend names runs: true by default. For a single run a title may be enough. */
  readonly nameRuns?: boolean;
  /** Whether a few markers are drawn on each line, so that runs differ in shape too: true by default. */
  readonly markers?: boolean;
  /**
   * Number of classes in other figures of the same runs: runs get the colours after those. If there are
   * not enough, a note says that runs and classes share colours. 0 by default.
   */
  readonly classes?: number;
  /** Named straight lines to compare curves with: none by default. */
  readonly guides?: readonly Guide[];
}

/** What panels of lines are made for, in errors. */
export const ACTION = "draw the lines";

const scaleKinds: readonly ScaleKind[] = ["linear", "log"];

/** The names of the options of `linePanel`. */
export const lineOptionNames = [
  "title",
  "note",
  "xLabel",
  "yLabel",
  "xScale",
  "yScale",
  "dashNames",
  "bandName",
  "nameRuns",
  "markers",
  "classes",
  "guides",
  ...axisOptionNames,
] as const satisfies readonly (keyof LinePanelOptions)[];

/**
 * Checks the options of a line panel.
 *
 * @throws {TypeError} if one is of the wrong kind
 * @throws {RangeError} if there is no option of that name, or it is out of bounds
 */
export function checkLineOptions(options: LinePanelOptions, names: readonly string[]): void {
  const { xScale, yScale, dashNames, bandName, nameRuns, markers, classes } = checkOptions(
    ACTION,
    options,
    names,
  );
  checkText(ACTION, "bandName", bandName);
  if (xScale !== undefined) checkChoice(ACTION, "xScale", xScale, scaleKinds);
  if (yScale !== undefined) checkChoice(ACTION, "yScale", yScale, scaleKinds);
  checkAxes(ACTION, options);
  checkGuides(options.guides, options);
  checkBoolean(ACTION, "nameRuns", nameRuns);
  checkBoolean(ACTION, "markers", markers);
  if (classes !== undefined) checkCount(ACTION, "classes", classes, { minimum: 0 });
  const isPair = isArray(dashNames) && dashNames.length === 2 &&
    Array.from(dashNames).every((name) => typeof name === "string");
  if (dashNames === undefined || isPair) return;
  const allowed = "two texts, for solid and for dashed lines";
  throw new TypeError(validationMessage(ACTION, "dashNames", allowed, dashNames));
}
