/** A panel of a confusion matrix: how many samples of each class a model takes for which. */

import { checkCount, validationMessage } from "../../check.ts";
import { checkList, checkOptions } from "../../check_shape.ts";
import type { Tick } from "../axes/ticks.ts";
import { countText } from "../format.ts";
import { classNamesOf } from "../marks/points.ts";
import {
  type DrawablePanel,
  type LegendEntry,
  type Panel,
  type Plot,
  styledPanel,
} from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import type { PanelStyle } from "../style.ts";
import { measureText, panelText, textShape } from "../text.ts";
import { fontOf, inkOn, tint } from "../theme.ts";
import type { Words } from "../words.ts";

/** Titles and names of a confusion panel. */
export interface ConfusionPanelOptions {
  /** Title of the panel. */
  readonly title?: string;
  /** A line under the title: `test data, 94% right`. */
  readonly note?: string;
  /** Names of the classes, from class 0: `class 0`, `class 1`, … by default. */
  readonly classNames?: readonly string[];
}

const ACTION = "draw the confusion matrix";

const OPTIONS = ["title", "note", "classNames"] as const satisfies readonly (
  keyof ConfusionPanelOptions
)[];

/** Cells of more classes are too small to be seen. */
const MAX_CLASSES = 200;

/**
 * A panel of a confusion matrix. A row is the class of samples, a column the class that a model predicts;
 * a cell has the number of samples, and a stronger colour for a larger share of its row. Correct
 * predictions, on the diagonal, have another colour than wrong ones.
 *
 * @param counts for each class the number of its samples that are taken for each class
 * @param options titles and names
 * @returns a panel for `figure`
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if it is not square, a number is not whole, or there is no option of that name
 *
 * @example One cat is taken for a dog
 * ```ts
 * import { confusionPanel } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const panel = confusionPanel([[4, 1], [0, 5]], { classNames: ["cat", "dog"] });
 * assertEquals(panel.summary, "Predicted classes of cat, dog: 9 of 10 right.");
 * ```
 */
export function confusionPanel(
  counts: readonly (readonly number[])[],
  options: ConfusionPanelOptions = {},
): Panel {
  checkOptions(ACTION, options, OPTIONS);
  checkCounts(counts);
  return styledPanel((style) => buildPanel(counts, options, style));
}

function buildPanel(
  counts: readonly (readonly number[])[],
  { classNames, ...texts }: ConfusionPanelOptions,
  style: PanelStyle,
): DrawablePanel {
  const { words } = style;
  const { title, note } = panelText(ACTION, texts);
  const given = style.classNames ?? classNames;
  const names = classNamesOf(ACTION, { given, classes: counts.length, words });
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, label) => sum + row[label], 0);
  const n = names.length;
  const shown = n > 8 ? words.say("{n} class|{n} classes", { n }) : names.join(", ");
  // A class has the interval from its label to the next one.
  const marks = names.map((label, at): Tick => ({ value: at + 0.5, label }));
  const axis = { kind: "linear", whole: true, marks } as const;
  const ramp = (label: string, slot: number): LegendEntry => {
    return { kind: "ramp", label, steps: stepsOf(slot), ends: ["0", "1"] };
  };
  return {
    title: style.runNames.get(title) ?? title,
    note,
    summary: words.say("Predicted classes of {names}: {right} of {total} right.", {
      ...{ names: shown, right, total },
    }),
    x: { ...axis, range: [0, n], label: style.x.label ?? words.say("predicted") },
    y: { ...axis, range: [n, 0], label: style.y.label ?? words.say("actual") },
    aspect: [1, 1.6],
    frame: "box",
    names: [],
    autoColored: [],
    classes: 2,
    legend: [
      ramp(words.say("right, share of a row"), 0),
      ramp(words.say("wrong, share of a row"), 1),
    ],
    draw: (plot) => counts.flatMap((row, actual) => drawRow(row, { actual, plot, words })),
  };
}

function stepsOf(slot: number) {
  return [0, 0.5, 1, 1.5].map((certainty) => ({ slot, certainty }));
}

/** Draws the cells of one class, with their numbers if there is room. */
function drawRow(
  row: readonly number[],
  { actual, plot: { x, y, theme }, words }: { actual: number; plot: Plot; words: Words },
): Shape[] {
  const total = row.reduce((sum, count) => sum + count, 0);
  return row.flatMap((count, predicted) => {
    const [left, right] = [x(predicted), x(predicted + 1)];
    const [top, bottom] = [y(actual), y(actual + 1)];
    const [width, height] = [right - left, bottom - top];
    const slot = actual === predicted ? 0 : 1;
    const fill = count === 0 ? theme.colors.background : tint(theme, slot, 1.5 * count / total);
    const cell = element("rect", { x: left, y: top, width, height, fill });
    const text = words.digits(countText(count));
    const size = Math.min(theme.text.label, 0.6 * height);
    const font = { ...fontOf(theme, "label"), size };
    const fits = size >= 9 && measureText(text, font) < 0.9 * width;
    const color = count === 0 ? theme.colors.muted : inkOn(theme, fill);
    const number = textShape(text, {
      ...{ ...font, x: left + width / 2, y: top + height / 2 + 0.35 * size, color },
      anchor: "middle",
    });
    return marked({ role: "region", label: String(actual) }, fits ? [cell, number] : [cell]);
  });
}

function checkCounts(counts: readonly (readonly number[])[]): void {
  checkList(ACTION, "counts", counts, "a list of rows");
  checkCount(ACTION, "the number of classes", counts.length, { minimum: 1, maximum: MAX_CLASSES });
  counts.forEach((row, at) => {
    const allowed = `a row of ${counts.length} numbers, one for each class`;
    checkList(ACTION, `counts[${at}]`, row, allowed);
    if (row.length !== counts.length) {
      throw new RangeError(validationMessage(ACTION, `counts[${at}]`, allowed, row));
    }
    row.forEach((count, column) =>
      checkCount(ACTION, `counts[${at}][${column}]`, count, { minimum: 0 })
    );
  });
}
