/** The results of a sweep as numbers along its axes. */

import type { AxisValue, SweptRun } from "../../../mod.ts";
import { lossText } from "../../../mod.ts";
import { translated, type Words } from "../words.ts";
import { writtenName } from "../figure_words.ts";
import type { Axis } from "./axes.ts";

/** The final losses that a sweep can show. */
export const measures = ["testLoss", "trainLoss"] as const;

/** One of them. */
export type Measure = typeof measures[number];

/** A cell with the number that is shown. */
export interface ShownCell {
  /** The index of its value on each axis. */
  readonly at: readonly number[];
  readonly settings: Readonly<Record<string, AxisValue>>;
  readonly runs: readonly SweptRun[];
  /** The median over the seeds; infinite if it is not finite. */
  readonly value: number;
  /** Whether most of its networks diverged. */
  readonly diverged: boolean;
}

/** A sweep that is done. */
export interface SweptPlane {
  readonly axes: readonly Axis[];
  readonly measure: Measure;
  readonly seeds: readonly number[];
  readonly cells: readonly ShownCell[];
}

/** The cell with the lowest number; undefined if all are infinite. */
export function bestOf({ cells }: SweptPlane): ShownCell | undefined {
  const best = cells.reduce((best, cell) => cell.value < best.value ? cell : best);
  return Number.isFinite(best.value) ? best : undefined;
}

/** The number of a sweep in words. */
export function measureText({ measure, seeds }: Pick<SweptPlane, "measure" | "seeds">) {
  const loss = measure === "testLoss" ? "final test loss" : "final training loss";
  return seeds.length === 1 ? loss : `median ${loss}` as const;
}

/** The settings of a cell in words: `learning rate 0.1, init std 0.5`. */
export function settingsText({ axes }: SweptPlane, { settings }: ShownCell): string {
  return axes.map(({ key, label }) => `${label} ${valueText(settings[key])}`).join(", ");
}

/** The same in the language of a figure, with names as people write them. */
export function settingsIn(words: Words, { axes }: SweptPlane, { settings }: ShownCell): string {
  return axes.map((axis) => `${labelIn(words, axis)} ${valueIn(words, settings[axis.key])}`)
    .join(", ");
}

/** The number of a sweep in the language of a figure. */
export const measureIn = (words: Words, plane: SweptPlane): string => words.say(measureText(plane));

/** The name of an axis in the language of a figure. */
export const labelIn = (words: Words, { label }: Axis): string => translated(words, label);

/** A value of an axis in the language of a figure. */
export function valueIn(words: Words, value: AxisValue): string {
  return typeof value === "number" ? words.digits(valueText(value)) : writtenName(value, words);
}

/** A value of an axis, numbers in three digits. */
export function valueText(value: AxisValue): string {
  return typeof value === "number" ? String(Number(value.toPrecision(3))) : value;
}

/** A loss in words. */
export const lossOf = ({ value }: ShownCell): string => lossText(value);
