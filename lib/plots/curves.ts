/** What callers pass as lines, checked and made ready to draw. */

import { checkNumber, validationMessage } from "../check.ts";
import type { ScaleKind } from "./scale.ts";

/** One curve of a line panel. */
export interface Line {
  /** Of the run. Lines of one name share a colour, a marker and a line in the legend. */
  readonly name: string;
  /** One value an epoch. The first that is not finite ends the curve: the run has diverged. */
  readonly values: ArrayLike<number>;
  /** Places of the values along x, in rising order: `1, 2, 3, …` where left out. */
  readonly x?: ArrayLike<number>;
  /** Dashed tells a test curve from a train curve. */
  readonly dashed?: boolean;
  /** A marker at every value rather than a few along the line. */
  readonly marker?: boolean;
  /** Which of the theme's colours, from 0: by order of appearance where left out. */
  readonly color?: number;
  /** Where the run ended before its time, and what to write there: `diverged, epoch 3`. */
  readonly stoppedAt?: { readonly x: number; readonly label?: string };
}

/** A line that is ready to draw. */
export interface ReadyLine {
  readonly name: string;
  readonly dashed: boolean;
  readonly marker: boolean;
  readonly color: number | undefined;
  /** Up to where the curve stops; finite. */
  readonly x: readonly number[];
  readonly values: readonly number[];
  readonly stop: Stop | undefined;
}

/** The end of a curve that ended early. */
export interface Stop {
  readonly x: number;
  readonly label: string;
}

const ACTION = "draw the lines";

/** In letters, of a name in the label of a stop: the legend has it in full. */
const LONGEST_NAME = 24;

/**
 * Checks a line, and cuts it where it stops.
 *
 * @param line as the caller gave it
 * @param name of the line in errors: `series[2]`
 * @param xLabel what x counts, for the label of a stop
 * @returns the line up to its stop
 * @throws {TypeError} if a part of it is of the wrong kind
 * @throws {RangeError} if x and values differ in length
 */
export function readyLine(line: Line, name: string, xLabel: string): ReadyLine {
  checkLine(line, name);
  const places = line.x;
  const x = Array.from(line.values, (_, at) => places === undefined ? at + 1 : places[at]);
  const values = Array.from(line.values);
  const limit = line.stoppedAt?.x ?? Infinity;
  const broken = values.findIndex((value, at) => !Number.isFinite(value) || x[at] > limit);
  const end = broken < 0 ? values.length : broken;
  return {
    name: line.name,
    dashed: line.dashed ?? false,
    marker: line.marker ?? false,
    color: line.color,
    x: x.slice(0, end),
    values: values.slice(0, end),
    stop: stopOf(line, { x, broken, xLabel }),
  };
}

function stopOf(
  line: Line,
  { x, broken, xLabel }: { x: readonly number[]; broken: number; xLabel: string },
): Stop | undefined {
  const { stoppedAt } = line;
  const at = stoppedAt?.x ?? (broken < 0 ? undefined : x[broken]);
  if (at === undefined) return undefined;
  const name = line.name.length > LONGEST_NAME
    ? `${line.name.slice(0, LONGEST_NAME)}…`
    : line.name || "unnamed";
  const label = stoppedAt?.label ?? `${name}: diverged, ${xLabel} ${at}`;
  return { x: at, label };
}

function checkLine(line: Line, name: string): void {
  if (line === null || typeof line !== "object") {
    throw new TypeError(validationMessage(ACTION, name, "a line with a name and values", line));
  }
  if (typeof line.name !== "string") {
    throw new TypeError(validationMessage(ACTION, `the name of ${name}`, "text", line.name));
  }
  checkNumbers(line.values, `the values of ${name}`);
  if (line.color !== undefined) {
    checkNumber(ACTION, `the color of ${name}`, line.color, { minimum: 0 });
  }
  if (line.stoppedAt !== undefined) {
    checkNumber(ACTION, `stoppedAt.x of ${name}`, line.stoppedAt.x);
  }
  if (line.x === undefined) return;
  checkNumbers(line.x, `the x of ${name}`);
  if (line.x.length !== line.values.length) {
    const allowed = `as many as its values, ${line.values.length}`;
    throw new RangeError(validationMessage(ACTION, `the x of ${name}`, allowed, line.x.length));
  }
  const wrong = Array.from(line.x).find((value) => !Number.isFinite(value));
  if (wrong !== undefined) checkNumber(ACTION, `every x of ${name}`, wrong);
}

function checkNumbers(values: unknown, name: string): void {
  const isList = Array.isArray(values) || ArrayBuffer.isView(values) && "length" in values;
  if (!isList) throw new TypeError(validationMessage(ACTION, name, "a list of numbers", values));
  const wrong = Array.from(values as ArrayLike<unknown>).find((value) => typeof value !== "number");
  if (wrong !== undefined) {
    throw new TypeError(validationMessage(ACTION, name, "a list of numbers", wrong));
  }
}

/** Whether a place or value can be shown on an axis of that kind. */
export function isShown(value: number, kind: ScaleKind): boolean {
  return kind === "linear" || value > 0;
}
/** The kinds of scale there are, for checks. */
export const SCALE_KINDS: readonly ScaleKind[] = ["linear", "log"];
