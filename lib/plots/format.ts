/** Numbers and lists as text: on axes, in notes and in sentences. */

import { validationMessage } from "../check.ts";
import { checkList } from "../check_shape.ts";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/**
 * Labels with more digits are hard to compare: the first one is written in full, then the distances from
 * it.
 */
const MAX_DIGITS = 9;

/** Enough to distinguish 1 from the next float64. */
const MAX_DECIMALS = 17;

/**
 * Labels of evenly spaced numbers: all with the number of decimals that distinguishes them, and with
 * powers of ten if plain digits would be long. If that takes many digits, the first number has its label,
 * and the others have their distance from it, with a plus sign.
 *
 * @param values in ascending order
 * @returns one label for each value
 *
 * @example Decimals follow the step
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { evenLabels } from "./format.ts";
 *
 * assertEquals(evenLabels([-0.5, 0, 0.5, 1]), ["−0.5", "0", "0.5", "1"]);
 * ```
 */
export function evenLabels(values: readonly number[]): string[] {
  const { labels, digits } = fullLabels(values);
  return digits > MAX_DIGITS ? distanceLabels(values, labels) : labels;
}

/** All numbers in full, and how many digits that takes. */
function fullLabels(values: readonly number[]): { labels: string[]; digits: number } {
  const largest = Math.max(...values.map(Math.abs));
  const long = largest >= 1e6 || (largest > 0 && largest < 1e-3);
  const exponent = long ? Math.floor(Math.log10(largest)) : 0;
  const decimals = decimalsOf(stepOf(values, exponent));
  const labels = values.map((value) => {
    if (value === 0) return "0";
    const digits = inPowers(value, exponent).toFixed(decimals);
    const short = signed(decimals <= 2 ? digits.replace(/\.0+$/, "") : digits);
    return exponent === 0 ? grouped(short) : timesPower(short, exponent);
  });
  return { labels, digits: (long ? 1 : largest.toFixed(0).length) + decimals };
}

/** The first number, and the distances of the others from it; `labels` if these have many digits too. */
function distanceLabels(values: readonly number[], labels: string[]): string[] {
  const [first, second] = values;
  const step = Number((second - first).toPrecision(2));
  // Of numbers so close to each other the differences have rounding errors.
  const distances = values.map((value) => step * Math.round((value - first) / step));
  const isEven = values.every((value, at) => {
    return Math.abs(value - first - distances[at]) <= Math.abs(step) / 4;
  });
  const short = fullLabels(distances);
  if (!isEven || short.digits > MAX_DIGITS) return labels;
  const signs = short.labels.slice(1).map((label) => label.startsWith("−") ? label : `+${label}`);
  return [shortest(first), ...signs];
}

/** A number with as many digits as distinguish it from all others. */
function shortest(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e6) return grouped(signed(String(value)));
  const [mantissa, exponent] = value.toExponential().split("e");
  return timesPower(signed(mantissa), Number(exponent));
}

function timesPower(digits: string, exponent: number): string {
  return `${digits}×${powerOfTen(exponent)}`.replace(/^(−?)1×/, "$1");
}

/** The step between numbers as a multiple of `10 ** exponent`; their difference may overflow. */
function stepOf([first, second]: readonly number[], exponent: number): number {
  if (second === undefined) return Math.abs(inPowers(first ?? 0, exponent));
  const step = second - first;
  return Number.isFinite(step)
    ? inPowers(step, exponent)
    : inPowers(second, exponent) - inPowers(first, exponent);
}

/** A number as a multiple of `10 ** exponent`; that power may underflow. */
function inPowers(value: number, exponent: number): number {
  return exponent < -300 ? value * 1e300 / 10 ** (exponent + 300) : value / 10 ** exponent;
}

/** A count in text: `12,345`. */
export function countText(count: number): string {
  // The first number that `Intl` formats takes it 10 ms and more.
  if (!Number.isSafeInteger(count)) return count.toLocaleString("en");
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Separates thousands by commas in numbers of five digits or more. */
function grouped(digits: string): string {
  return /\d{5}/.test(digits.split(".")[0])
    ? digits.replace(/\d(?=(\d{3})+(?!\d))(?<!\.\d*)/g, "$&,")
    : digits;
}

/** The minimum number of decimals that write a step exactly: 2 for 0.25. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < MAX_DECIMALS; decimals++) {
    const digits = step * 10 ** decimals;
    if (Math.abs(digits - Math.round(digits)) <= 1e-6 * digits) return decimals;
  }
  return MAX_DECIMALS;
}

/** Replaces the hyphen by a minus sign. */
function signed(text: string): string {
  return text.replace("-", "−");
}

/**
 * Label of one number on a logarithmic axis.
 *
 * @param value a power of ten, or a small multiple of one
 * @param plain whether to write digits (`0.01`) or a power (`10⁻²`)
 * @returns the label
 */
export function logLabel(value: number, plain: boolean): string {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  const mantissa = Math.round(inPowers(value, exponent));
  if (plain) return value.toFixed(Math.max(0, -exponent));
  return mantissa === 1 ? powerOfTen(exponent) : `${mantissa}×${powerOfTen(exponent)}`;
}

function powerOfTen(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]);
  return `10${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}

/** A number in text: at most so many significant digits, without trailing zeros. */
export function shortNumber(value: number, digits = 3): string {
  return signed(String(Number(value.toPrecision(digits))));
}

/** A value in a figure: three significant digits, or two and a power of ten for large and small values. */
export function valueText(value: number): string {
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e5)) return shortNumber(value);
  const [mantissa, exponent] = value.toExponential(1).split("e");
  return timesPower(signed(mantissa.replace(".0", "")), Number(exponent));
}

/**
 * Joins names as an enumeration.
 *
 * @param names in order
 * @returns `a`, `a and b`, `a, b and c`
 * @throws {TypeError} if they are not a list of texts
 *
 * @example Three names
 * ```ts
 * import { listText } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(listText(["sgd", "momentum", "adam"]), "sgd, momentum and adam");
 * ```
 */
export function listText(names: readonly string[]): string {
  const [action, allowed] = ["list the names", "a list of texts"];
  if (checkList(action, "names", names, allowed).some((name) => typeof name !== "string")) {
    throw new TypeError(validationMessage(action, "names", allowed, names));
  }
  return joinNames(names, "and");
}

/** An enumeration with the conjunction of a language. */
export function joinNames(names: readonly string[], and: string): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${and} ${names[names.length - 1]}`;
}

/**
 * Writes a share as a percentage.
 *
 * @param share from 0 to 1
 * @returns one decimal, `86.4%`; none for a share of 1, `100%`; a dash if it is not finite
 * @throws {TypeError} if it is not a number
 *
 * @example Most of the test samples
 * ```ts
 * import { percentText } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0.8644, 1, NaN].map(percentText), ["86.4%", "100%", "–"]);
 * ```
 */
export function percentText(share: number): string {
  checkIsNumber("share", share);
  if (share === 1) return "100%";
  return Number.isFinite(100 * share) ? `${(100 * share).toFixed(1)}%` : "–";
}

/**
 * Writes a loss with about three significant digits.
 *
 * @param loss of any size
 * @returns decimals, `0.693`; a power of ten from 1000, `1.5e+35`; a dash if it is not finite
 * @throws {TypeError} if it is not a number
 *
 * @example Losses of different sizes
 * ```ts
 * import { lossText } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0.6931, 12.34, 1.53e35, NaN].map(lossText), ["0.693", "12.3", "1.5e+35", "–"]);
 * ```
 */
export function lossText(loss: number): string {
  checkIsNumber("loss", loss);
  if (!Number.isFinite(loss)) return "–";
  return loss >= 1000 ? loss.toExponential(1) : loss.toFixed(loss >= 10 ? 1 : 3);
}

/** Accepts NaN, which is written as a dash. */
function checkIsNumber(name: string, value: unknown): void {
  if (typeof value === "number") return;
  throw new TypeError(validationMessage("write the number", name, "a number", value));
}
