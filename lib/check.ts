/**
 * Checks of arguments. Each throws an error of one line, which names the action, the argument, the
 * allowed values and the current value.
 *
 * `TypeError` means a value of the wrong kind, `RangeError` a value out of bounds.
 */

import { show } from "./show.ts";

export { show };

/** Bounds of a number; `above` and `below` are exclusive. */
export interface Bounds {
  minimum?: number;
  maximum?: number;
  above?: number;
  below?: number;
}

/** The largest finite number of float32, the precision in which networks are computed. */
export const MAX_FLOAT32: number = (2 - 2 ** -23) * 2 ** 127;

/** So many characters of a choice, and of all, an error lists. */
const LONGEST_CHOICE = 40;
const LONGEST_CHOICES = 240;
/** So many characters of an action, and of a name. */
const LONGEST_NAME = 120;

/** Returns the message of a failed check: `Cannot ACTION as NAME must be ALLOWED: current value is VALUE`. */
export function validationMessage(
  action: string,
  name: string,
  allowed: string,
  value: unknown,
): string {
  const [what, which] = [action, name].map(shortened);
  return oneLine(`Cannot ${what} as ${which} must be ${allowed}: current value is ${show(value)}`);
}

/** A name of a file or a column, which messages contain: the beginning of a long one, on one line. */
export function shortened(text: string): string {
  return oneLine(text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text);
}

/** A text on one line: names of columns, which messages contain, may have line breaks. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, " ");
}

/**
 * Returns `value` if it is a finite number within `bounds`.
 *
 * @throws {TypeError} if it is not a number
 * @throws {RangeError} if it is NaN, infinite or out of bounds
 */
export function checkNumber(
  action: string,
  name: string,
  value: unknown,
  bounds: Bounds = {},
): number {
  const isNumber = typeof value === "number";
  if (isNumber && Number.isFinite(value) && within(value, bounds)) return value;
  // The text is made for an error alone: thousands of networks are checked before a training.
  const message = validationMessage(action, name, describe("a finite number", bounds), value);
  throw isNumber ? new RangeError(message) : new TypeError(message);
}

/**
 * Returns `value` if it is a whole number within `bounds`; at least 1 by default.
 *
 * @throws {TypeError} if it is not a number
 * @throws {RangeError} if it is not whole or out of bounds
 */
export function checkCount(
  action: string,
  name: string,
  value: unknown,
  bounds: Bounds = { minimum: 1 },
): number {
  const isNumber = typeof value === "number";
  if (isNumber && Number.isSafeInteger(value) && within(value, bounds)) return value;
  // The text is made for an error alone: thousands of networks are checked before a training.
  const message = validationMessage(action, name, describe("a whole number", bounds), value);
  throw isNumber ? new RangeError(message) : new TypeError(message);
}

/**
 * Returns `value` if it is a boolean or undefined.
 *
 * @throws {TypeError} if it is anything else
 */
export function checkBoolean<Value>(action: string, name: string, value: Value): Value {
  if (value === undefined || typeof value === "boolean") return value;
  throw new TypeError(validationMessage(action, name, "true or false", value));
}

const lastSeed = 0xffffffff;

/** Returns `value` if it is a seed of NumPy and torch: a whole number from 0 to 2^32 - 1. */
export function checkSeed(action: string, value: unknown, name = "seed"): number {
  return checkCount(action, name, value, { minimum: 0, maximum: lastSeed });
}

/**
 * Returns `seeds` seeds from `seed` on, if there are so many; at most a million.
 *
 * @throws {TypeError} if one of the two is not a number
 * @throws {RangeError} if one of the two is not whole or out of bounds
 */
export function seedsFrom(action: string, seed: number, seeds: number): number[] {
  checkSeed(action, seed);
  checkCount(action, "seeds", seeds, { minimum: 1, maximum: 1e6 });
  const most = lastSeed - seed + 1;
  if (seeds > most) {
    const allowed = `at most ${most} from seed ${seed} on, as the last one is ${lastSeed}`;
    throw new RangeError(validationMessage(action, "seeds", allowed, seeds));
  }
  return Array.from({ length: seeds }, (_, index) => seed + index);
}

/**
 * Returns `value` if it is one of `choices`; the error lists them and suggests the nearest spelling.
 *
 * @throws {TypeError} if it is not a string
 * @throws {RangeError} if it is none of the choices
 */
export function checkChoice<Choice extends string>(
  action: string,
  name: string,
  value: unknown,
  choices: readonly Choice[],
): Choice {
  if (choices.includes(value as Choice)) return value as Choice;
  const message = validationMessage(action, name, oneOf(choices), value);
  if (typeof value !== "string") throw new TypeError(message);
  throw new RangeError(message + suggestion(value, choices));
}

/** Choices in words; of many, or of long ones, the first. */
function oneOf(choices: readonly string[]): string {
  const texts: string[] = [];
  let length = 0;
  for (const choice of choices) {
    const text = choice.length > LONGEST_CHOICE ? `${choice.slice(0, LONGEST_CHOICE)}…` : choice;
    length += text.length;
    if (length > LONGEST_CHOICES) break;
    texts.push(text);
  }
  return `one of ${texts.join(", ")}${texts.length < choices.length ? ", …" : ""}`;
}

/** Returns ` (did you mean "sigmoid"?)` if a choice is similar to `value`, otherwise an empty string. */
export function suggestion(value: string, choices: readonly string[]): string {
  if (value.length > 100) return "";
  const meant = nearest(joined(value), choices);
  return meant === undefined ? "" : oneLine(` (did you mean "${meant}"?)`);
}

/**
 * Returns the choice that is probably meant. It compares, in this order: all letters without case,
 * hyphens and underscores (`ylabel` for `yLabel`); the initials of the words (`lr` for `learningRate`);
 * the first letters; single words; and the edit distance, for typing errors.
 */
function nearest(typed: string, choices: readonly string[]): string | undefined {
  if (typed === "" || choices.length === 0) return undefined;
  const distanceTo = (choice: string) => editDistance(typed, choice.toLowerCase());
  const closest = (among: readonly string[]): string =>
    among.reduce((best, choice) => distanceTo(choice) < distanceTo(best) ? choice : best);
  const ways = [
    (choice: string) => joined(choice) === typed,
    (choice: string) => wordsOf(choice).map(([initial]) => initial).join("") === typed,
    (choice: string) => joined(choice).startsWith(typed),
    (choice: string) => wordsOf(choice).includes(typed),
  ];
  for (const isMeant of ways) {
    const found = choices.filter(isMeant);
    if (found.length > 0) return closest(found);
  }
  const choice = closest(choices);
  return isNear(typed, joined(choice)) ? choice : undefined;
}

/** Splits a name in camel case or with hyphens into words in lower case: `learning`, `rate`. */
function wordsOf(name: string): string[] {
  const words = name.replace(/([a-z])(?=[A-Z0-9])/g, "$1 ").toLowerCase().split(/[^a-z0-9]+/);
  return words.filter((word) => word !== "");
}

/** Removes the differences between spellings: letter case, hyphens, underscores and spaces. */
function joined(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, "");
}

/** Levenshtein's edit distance: the fewest letters to insert, remove or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, length) => length);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + Number(from[i - 1] !== to[j - 1]);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}

/** Whether two words share at least half of the letters of the longer one, as after a typing error. */
function isNear(typed: string, meant: string): boolean {
  let shared = 0;
  const left = [...meant];
  for (const letter of typed) {
    const at = left.indexOf(letter);
    if (at >= 0) {
      left.splice(at, 1);
      shared++;
    }
  }
  return 2 * shared >= Math.max(typed.length, meant.length);
}

function within(
  value: number,
  { minimum, maximum, above, below }: Bounds,
): boolean {
  return !(minimum !== undefined && value < minimum) &&
    !(maximum !== undefined && value > maximum) &&
    !(above !== undefined && value <= above) &&
    !(below !== undefined && value >= below);
}

function describe(
  kind: string,
  { minimum, maximum, above, below }: Bounds,
): string {
  const parts = [
    minimum !== undefined && `at least ${minimum}`,
    above !== undefined && `above ${above}`,
    maximum !== undefined && `at most ${maximum}`,
    below !== undefined && `below ${below}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? kind : `${kind}, ${parts.join(" and ")}`;
}
