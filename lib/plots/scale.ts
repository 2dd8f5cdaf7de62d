/** Scales of axes: how much of the numbers an axis shows, and where each is, through `d3-scale`. */

import { scaleLinear, scaleLog } from "npm:d3-scale@4.0.3";
import { clamp } from "./geometry.ts";

/** Equal steps, or equal factors. */
export type ScaleKind = "linear" | "log";

/** Two ends of a stretch of numbers. */
export type Range = readonly [start: number, end: number];

/** A data value's place in figure units. */
export type Scale = (value: number) => number;

/** What is used of `d3-scale`. */
interface D3Scale {
  (value: number): number;
  domain(): [number, number];
  domain(domain: Range): D3Scale;
  range(range: Range): D3Scale;
  ticks(count: number): number[];
  nice(count?: number): D3Scale;
}

function d3Scale(kind: ScaleKind): D3Scale {
  return (kind === "log" ? scaleLog : scaleLinear)() as unknown as D3Scale;
}

/** Widths of the domain; further away a place makes no difference, and might be no number. */
const BEYOND = 1e6;

/**
 * A scale from data to figure units.
 *
 * @param kind `log` asks for a positive domain
 * @param ends.domain in data units
 * @param ends.range in figure units
 * @returns the place of a value; beyond the domain it goes on, for a million times its width
 */
export function makeScale(
  kind: ScaleKind,
  ends: { readonly domain: Range; readonly range: Range },
): Scale {
  if (kind === "log") return d3Scale(kind).domain(ends.domain).range(ends.range);
  const unit = unitOf(ends.domain);
  const [start, end] = ends.domain.map((value) => value * unit);
  const scale = d3Scale(kind).domain([start, end]).range(ends.range);
  const further = BEYOND * Math.abs(end - start);
  const [min, max] = [Math.min(start, end) - further, Math.max(start, end) + further];
  return (value) => scale(clamp(value * unit, min, max));
}

/** About `count` round numbers within a linear `domain`, both ends included, none of them twice. */
export function roundNumbers(domain: Range, count: number): number[] {
  const unit = unitOf(domain);
  const numbers = d3Scale("linear").domain([domain[0] * unit, domain[1] * unit]).ticks(count)
    .map((value) => value / unit);
  return [...new Set(numbers)];
}

/** A linear domain widened to round numbers; as it is where rounding would leave nothing of it. */
export function niceRange(domain: Range, count: number): Range {
  const unit = unitOf(domain);
  const [start, end] = d3Scale("linear").domain([domain[0] * unit, domain[1] * unit]).nice(count)
    .domain();
  return start < end ? [start / unit, end / unit] : domain;
}

/** How many times as wide as `other` a linear range is; finite where both are so many numbers wide that their width is none. */
export function widthRatio(range: Range, other: Range): number {
  const [unit, otherUnit] = [unitOf(range), unitOf(other)];
  const width = range[1] * unit - range[0] * unit;
  const otherWidth = other[1] * otherUnit - other[0] * otherUnit;
  return width / otherWidth * (otherUnit / unit);
}

/** What brings a domain to where its width, and steps within it, are normal numbers. */
function unitOf([start, end]: Range): number {
  const largest = Math.max(Math.abs(start), Math.abs(end));
  if (largest > LARGEST) return 1e-10;
  return largest < 1e-280 ? 1e300 : 1;
}

/** A curve's finite numbers, and whether it stopped for want of more. */
export interface Curve {
  readonly values: readonly number[];
  readonly stopped: boolean;
}

/** A curve that grew this many times above where it began, and above the middle curve, has run away, finite or not. */
const RUNAWAY: Readonly<Record<ScaleKind, number>> = { linear: 1e3, log: 1e15 };

/** Where most curves stay this many times below another, the axis is theirs. */
const FAR = 1e3;

/** A curve that has run away is shown where it mostly is, up to this many times the middle curve's height. */
const REACH: Readonly<Record<ScaleKind, number>> = { linear: 10, log: FAR };

/** At most this share of a curve's numbers are exceptions to what it mostly is. */
const EXCEPTIONS = 1 / 8;

/** Where every curve stops, they are shown up to this many times the lowest start; one that has run away, up to this many times its median. */
const BLOWN_UP = 10;

/** Beyond this, and its inverse, the width of a range and its rounding are no longer numbers. */
const LARGEST = 1e300;

/**
 * The range of a y axis: all of the curves that behave, and of the others what
 * lies within reach of those. So a loss of 1e30 on the way to infinity does
 * not press every other curve flat.
 *
 * @param curves that share the axis
 * @param kind of the axis; a logarithmic one leaves out what is not positive
 * @returns a range that ends on round numbers, `[0, 1]` or `[0.1, 1]` where there are no numbers
 */
export function valueRange(curves: readonly Curve[], kind: ScaleKind): Range {
  const usable = curves.map(({ values, stopped }) => ({
    stopped,
    values: values.filter((value) => Number.isFinite(value) && (kind === "linear" || value > 0))
      .map((value) => clamp(value, kind === "log" ? 1 / LARGEST : -LARGEST, LARGEST)),
  })).filter(({ values }) => values.length > 0);
  if (usable.length === 0) return kind === "log" ? [0.1, 1] : [0, 1];
  const tame = tameValues(usable, kind);
  const all = usable.flatMap(({ values }) => values);
  return kind === "log" ? logRange(tame, all) : linearRange(tame, all);
}

function tameValues(curves: readonly Curve[], kind: ScaleKind): number[] {
  const running = curves.filter(({ stopped }) => !stopped);
  if (running.length === 0) return beginnings(curves);
  const measured = running.map(measure);
  const middle = middleOf(measured);
  return measured.flatMap((curve) => framedValues(curve, middle, kind));
}

/** A curve, and what it is like apart from its sign. */
interface Measured {
  readonly values: readonly number[];
  readonly first: number;
  /** The upper median. */
  readonly level: number;
  readonly height: number;
}

function measure({ values }: Curve): Measured {
  const sorted = Float64Array.from(values, Math.abs).sort();
  return {
    values,
    first: Math.abs(values[0]),
    level: sorted[Math.floor(sorted.length / 2)],
    height: sorted[sorted.length - 1],
  };
}

/** The height of the middle curve, and whether most curves are about as high. */
interface Middle {
  readonly height: number;
  readonly isMost: boolean;
}

function middleOf(curves: readonly Measured[]): Middle {
  const sorted = curves.map(({ height }) => height).sort((a, b) => a - b);
  const height = sorted[Math.floor((sorted.length - 1) / 2)];
  const alike = sorted.filter((other) => other <= FAR * height && height <= FAR * other);
  return { height, isMost: height > 0 && 2 * alike.length > sorted.length };
}

/** Of a curve that behaves, all values; of one that has run away, those that it mostly has, where they are within reach. */
function framedValues(curve: Measured, middle: Middle, kind: ScaleKind): readonly number[] {
  const { values, first, level, height } = curve;
  const usual = values.filter((value) => Math.abs(value) <= BLOWN_UP * level);
  const isPeaked = height > FAR * Math.max(middle.height, level) &&
    usual.length >= (1 - EXCEPTIONS) * values.length;
  const isFar = middle.isMost && height > FAR * middle.height;
  const hasGrown = height > RUNAWAY[kind] * Math.max(middle.height, Math.min(first, level));
  if (!isPeaked && !isFar && !hasGrown) return values;
  return level <= REACH[kind] * middle.height ? usual : [];
}

/**
 * Whether curves need a logarithmic axis: one that stays within its reach is mostly so far above the
 * others that they would lie flat on a linear one.
 *
 * @param curves that share the axis
 * @returns false where there are fewer than two that do not stop
 */
export function isSpread(curves: readonly Curve[]): boolean {
  const measured = curves.filter(({ stopped, values }) => !stopped && values.length > 0)
    .map(measure);
  if (measured.length < 2) return false;
  const middle = middleOf(measured);
  return measured.some((curve) =>
    curve.level > REACH.linear * middle.height && framedValues(curve, middle, "log").length > 0
  );
}

/** What the curves start from, and what they are up to soon after. */
function beginnings(curves: readonly Curve[]): number[] {
  const starts = curves.map(({ values }) => Math.abs(values[0])).filter((start) => start > 0);
  const [min] = extremes(starts);
  return curves.flatMap(({ values }) => values)
    .filter((value) => starts.length === 0 || Math.abs(value) <= BLOWN_UP * min);
}

function linearRange(tame: readonly number[], all: readonly number[]): Range {
  const [min, max] = extremes(tame);
  const reach = (max - min) / 2;
  const [low, high] = extremes(
    all.filter((value) => value >= min - reach && value <= max + reach),
  );
  if (low === high) return widened(low);
  const start = low > 0 && low < high / 5 ? 0 : low;
  return niceRange([start, high], 6);
}

function widened(value: number): Range {
  const reach = Math.abs(value) / 2;
  return reach === 0 ? [-1, 1] : niceRange([value - reach, value + reach], 4);
}

/** To the next 1, 2 or 5, and to whole powers of ten where there are many. */
function logRange(tame: readonly number[], all: readonly number[]): Range {
  const [min, max] = extremes(tame);
  const reach = Math.max(10, Math.sqrt(max / min));
  const [low, high] = extremes(
    all.filter((value) => value >= min / reach && value <= max * reach),
  );
  const steps = high / low > 1000 ? [1, 10] : [1, 2, 5, 10];
  const range: Range = [roundLog(low, steps, "down"), roundLog(high, steps, "up")];
  return range[0] === range[1] ? [range[0] / 2, range[1] * 2] : range;
}

function roundLog(value: number, steps: readonly number[], towards: "up" | "down"): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const mantissa = value / power;
  const step = towards === "up"
    ? steps.find((candidate) => candidate >= mantissa - 1e-9)
    : steps.findLast((candidate) => candidate <= mantissa + 1e-9);
  return Number(((step ?? 1) * power).toPrecision(1));
}

/**
 * The range of an x axis: from the first to the last, no further.
 *
 * @param values of all curves
 * @param kind of the axis; a logarithmic one leaves out what is not positive
 * @returns a range that is never empty
 */
export function positionRange(values: readonly number[], kind: ScaleKind): Range {
  const usable = values.filter((value) => kind === "linear" || value > 0);
  if (usable.length === 0) return kind === "log" ? [0.1, 1] : [0, 1];
  const [low, high] = extremes(usable);
  if (low < high) return [low, high];
  // Half a step of epochs; where numbers are so large that this is lost, half of them.
  const reach = Math.abs(low) > 1e12 ? Math.abs(low) / 2 : 0.5;
  const around = kind === "log" ? [low / 2, low * 2] : [low - reach, low + reach];
  const smallest = kind === "log" ? Number.MIN_VALUE : -Number.MAX_VALUE;
  const [start, end] = around.map((value) => clamp(value, smallest, Number.MAX_VALUE));
  return [start, end];
}

/** Minimum and maximum, without the argument limit of `Math.min(...values)`. */
function extremes(values: readonly number[]): [number, number] {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return [min, max];
}
