/** Curves as callers pass them: checked, and cut where they end early. */

import { checkBoolean, checkCount, checkNumber, validationMessage } from "../../check.ts";
import { checkNumbers, checkOptions, isObject } from "../../check_shape.ts";
import type { ScaleKind } from "../axes/scale.ts";
import { valueText } from "../format.ts";
import { checkText } from "../text.ts";
import type { Words } from "../words.ts";

/** One curve of a line panel. */
export interface Line {
  /** Name of the run. Lines of one name have the same colour, marker and legend entry. */
  readonly name: string;
  /** One value for each epoch. The first that is not finite ends the curve: the run has diverged. */
  readonly values: ArrayLike<number>;
  /** The x of each value, in ascending order: `1, 2, 3, …` by default. */
  readonly x?: ArrayLike<number>;
  /** Whether the line is dashed, as test curves are. */
  readonly dashed?: boolean;
  /** Whether every value has a marker: false by default, for a few along the line. */
  readonly marker?: boolean;
  /** Index of the theme's colour, from 0: by order of appearance by default. */
  readonly color?: number;
  /** A pale area around the line, such as from the lower to the upper quartile. */
  readonly band?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
  /** Where the run ended early, and the label of its mark: `diverged, epoch 3`. */
  readonly stoppedAt?: { readonly x: number; readonly label?: string };
}

/** A line that is ready to draw. */
export interface ReadyLine {
  readonly name: string;
  readonly dashed: boolean;
  readonly marker: boolean;
  readonly color: number | undefined;
  /** Of the finite values before the end. */
  readonly x: readonly number[];
  readonly values: readonly number[];
  readonly band: { readonly low: readonly number[]; readonly high: readonly number[] } | undefined;
  readonly earlyEnd: EarlyEnd | undefined;
}

/** The end of a curve that ended early. */
export interface EarlyEnd {
  readonly x: number;
  readonly label: string;
}

/** What labels of early ends consist of. */
export interface Labelling {
  /** Label of the x axis. */
  readonly xLabel: string;
  readonly words: Words;
  /** Names to show in place of those of runs. */
  readonly runNames: ReadonlyMap<string, string>;
}

const ACTION = "draw the lines";

/** Maximum length of a name in the label of a mark; the legend shows the whole name. */
const MAX_NAME_LENGTH = 24;

/**
 * Checks a line, and cuts it where it ends early.
 *
 * @param line as the caller passed it
 * @param name of the line in errors: `series[2]`
 * @param labelling label of the x axis and language, for the label of an early end
 * @returns the line up to its end
 * @throws {TypeError} if a part of it is of the wrong kind
 * @throws {RangeError} if x and values differ in length
 */
export function readyLine(line: Line, name: string, labelling: Labelling): ReadyLine {
  checkLine(line, name);
  const shown = { ...line, name: labelling.runNames.get(line.name) ?? line.name };
  const places = line.x;
  const x = Array.from(line.values, (_, at) => places === undefined ? at + 1 : places[at]);
  const values = Array.from(line.values);
  const limit = line.stoppedAt?.x ?? Infinity;
  const broken = values.findIndex((value, at) => !Number.isFinite(value) || x[at] > limit);
  const end = broken < 0 ? values.length : broken;
  return {
    name: shown.name,
    dashed: line.dashed ?? false,
    marker: line.marker ?? false,
    color: line.color,
    x: x.slice(0, end),
    values: values.slice(0, end),
    band: line.band && {
      low: Array.from(line.band.low).slice(0, end),
      high: Array.from(line.band.high).slice(0, end),
    },
    earlyEnd: earlyEndOf(shown, { x, broken }, labelling),
  };
}

function earlyEndOf(
  line: Line,
  { x, broken }: { x: readonly number[]; broken: number },
  { xLabel, words }: Labelling,
): EarlyEnd | undefined {
  const { stoppedAt } = line;
  const at = stoppedAt?.x ?? (broken < 0 ? undefined : x[broken]);
  if (at === undefined) return undefined;
  const place = `${xLabel} ${words.digits(Number.isInteger(at) ? String(at) : valueText(at))}`;
  const label = stoppedAt?.label ??
    `${shortName(line.name, words)}: ${words.say("diverged, {place}", { place })}`;
  return { x: at, label };
}

/** A name that fits into the label of a mark. */
export function shortName(name: string, words: Words): string {
  if (name.length > MAX_NAME_LENGTH) return `${name.slice(0, MAX_NAME_LENGTH)}…`;
  return name || words.say("unnamed");
}

function checkLine(line: Line, name: string): void {
  if (!isObject(line)) {
    throw new TypeError(validationMessage(ACTION, name, "a line with a name and values", line));
  }
  if (typeof line.name !== "string") {
    throw new TypeError(validationMessage(ACTION, `the name of ${name}`, "text", line.name));
  }
  checkOptions(`draw ${name}`, line, LINE_PARTS);
  checkNumbers(ACTION, `the values of ${name}`, line.values);
  checkBoolean(ACTION, `dashed of ${name}`, line.dashed);
  checkBoolean(ACTION, `marker of ${name}`, line.marker);
  if (line.color !== undefined) {
    checkCount(ACTION, `the color of ${name}`, line.color, { minimum: 0 });
  }
  if (line.band !== undefined) checkBand(line.band, line.values.length, name);
  if (line.stoppedAt !== undefined) checkStop(line.stoppedAt, `stoppedAt of ${name}`);
  if (line.x !== undefined) checkPlaces(line.x, line.values.length, name);
}

const LINE_PARTS = [
  "name",
  "values",
  "x",
  "dashed",
  "marker",
  "color",
  "band",
  "stoppedAt",
] as const satisfies readonly (keyof Line)[];

function checkBand(band: NonNullable<Line["band"]>, count: number, name: string): void {
  const whole = `the band of ${name}`;
  if (!isObject(band)) {
    throw new TypeError(validationMessage(ACTION, whole, "{ low, high }", band));
  }
  checkOptions(`draw ${name}`, band, ["low", "high"]);
  for (const side of ["low", "high"] as const) {
    checkNumbers(ACTION, `${side} of ${whole}`, band[side]);
    if (band[side].length === count) continue;
    const allowed = `${count} long, as its values`;
    throw new RangeError(
      validationMessage(ACTION, `${side} of ${whole}`, allowed, band[side].length),
    );
  }
}

function checkStop(stoppedAt: NonNullable<Line["stoppedAt"]>, name: string): void {
  if (!isObject(stoppedAt)) {
    throw new TypeError(validationMessage(ACTION, name, "a place: { x, label }", stoppedAt));
  }
  checkOptions(`draw ${name}`, stoppedAt, ["x", "label"]);
  checkNumber(ACTION, `the x of ${name}`, stoppedAt.x);
  checkText(ACTION, `the label of ${name}`, stoppedAt.label);
}

function checkPlaces(x: ArrayLike<number>, count: number, name: string): void {
  checkNumbers(ACTION, `the x of ${name}`, x);
  if (x.length !== count) {
    const allowed = `as many as its values, ${count}`;
    throw new RangeError(validationMessage(ACTION, `the x of ${name}`, allowed, x.length));
  }
  const wrong = Array.from(x).find((value) => !Number.isFinite(value));
  if (wrong !== undefined) checkNumber(ACTION, `every x of ${name}`, wrong);
}

/** Whether an axis of that kind can show a number. */
export function isShown(value: number, kind: ScaleKind): boolean {
  return kind === "linear" || value > 0;
}
