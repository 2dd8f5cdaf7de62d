/** A panel of a confusion matrix: how many samples of each class a model takes for which. */

import { checkCount, validationMessage } from "../../check.ts";
import { checkList, checkOptions } from "../../check_shape.ts";
import { countText } from "../format.ts";
import type { DrawablePanel, Panel, Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { checkText, measureText, panelText, textShape } from "../text.ts";
import { tint } from "../theme.ts";

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
  const { title, note } = panelText(ACTION, { title: options.title, note: options.note });
  checkCounts(counts);
  const names = namesOf(counts.length, options.classNames);
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const right = counts.reduce((sum, row, label) => sum + row[label], 0);
  const shown = names.length > 8 ? `${names.length} classes` : names.join(", ");
  const axis = { kind: "linear", whole: true, names } as const;
  const panel: DrawablePanel = {
    title,
    note,
    summary: `Predicted classes of ${shown}: ${countText(right)} of ${countText(total)} right.`,
    x: { ...axis, range: [0, names.length], label: "predicted" },
    y: { ...axis, range: [names.length, 0], label: "actual" },
    aspect: [1, 1.6],
    frame: "box",
    names: [],
    autoColored: [],
    classes: 2,
    legend: [
      { kind: "ramp", label: "right, share of a row", steps: stepsOf(0), ends: ["0", "1"] },
      { kind: "ramp", label: "wrong, share of a row", steps: stepsOf(1), ends: ["0", "1"] },
    ],
    draw: (plot) => counts.flatMap((row, actual) => drawRow(row, { actual, plot })),
  };
  return panel;
}

function stepsOf(slot: number) {
  return [0, 0.5, 1, 1.5].map((certainty) => ({ slot, certainty }));
}

/** Draws the cells of one class, with their numbers if there is room. */
function drawRow(
  row: readonly number[],
  { actual, plot: { x, y, theme } }: { actual: number; plot: Plot },
): Shape[] {
  const total = row.reduce((sum, count) => sum + count, 0);
  return row.flatMap((count, predicted) => {
    const [left, right] = [x(predicted), x(predicted + 1)];
    const [top, bottom] = [y(actual), y(actual + 1)];
    const [width, height] = [right - left, bottom - top];
    const slot = actual === predicted ? 0 : 1;
    const fill = count === 0 ? theme.colors.background : tint(theme, slot, 1.5 * count / total);
    const cell = element("rect", { x: left, y: top, width, height, fill });
    const text = countText(count);
    const size = Math.min(theme.text.label, 0.6 * height);
    const fits = size >= 9 && measureText(text, { size }) < 0.9 * width;
    const color = count === 0 ? theme.colors.muted : theme.colors.ink;
    const number = textShape(text, {
      ...{ x: left + width / 2, y: top + height / 2 + 0.35 * size, size, color },
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

function namesOf(classes: number, given: readonly string[] | undefined): readonly string[] {
  if (given === undefined) return Array.from({ length: classes }, (_, label) => `class ${label}`);
  const allowed = `one a class, ${classes}`;
  checkList(ACTION, "classNames", given, allowed);
  if (given.length !== classes) {
    throw new RangeError(validationMessage(ACTION, "classNames", allowed, given));
  }
  return given.map((name, at) => checkText(ACTION, `classNames[${at}]`, name));
}
