/** Ranges of axes from the values of curves: outliers do not determine them. */

import { clamp } from "../geometry.ts";
import { LARGEST, niceRange, type Range, type ScaleKind } from "./scale.ts";

/** The finite values of a curve, and whether it stopped because its next value was not finite. */
export interface Curve {
  readonly values: readonly number[];
  readonly stopped: boolean;
}

/** A curve is an outlier if it grew by this factor over its start, and exceeds the median curve by it. */
const OUTLIER_GROWTH: Readonly<Record<ScaleKind, number>> = { linear: 1e3, log: 1e15 };

/** Values that differ by a larger factor are of different orders. */
const OUTLIER_RATIO = 1e3;

/**
 * The usual values of an outlier are in the range if its median is at most this multiple of the median
 * curve.
 */
const MAX_LEVEL: Readonly<Record<ScaleKind, number>> = { linear: 10, log: OUTLIER_RATIO };

/** A peak is at most this share of a curve's values. */
const MAX_PEAK_SHARE = 1 / 8;

/**
 * The usual values of a curve are at most this multiple of its median; if all curves stop, of the lowest
 * start.
 */
const USUAL_RATIO = 10;

/**
 * The range of a y axis: all values of most curves, and the usual values of outliers that are near
 * them. So a loss of 1e30 before a divergence does not flatten the other curves.
 *
 * @param curves that share the axis
 * @param kind of the axis; a logarithmic one omits values that are not positive
 * @returns a range between round numbers; without values `[0, 1]`, or `[0.1, 1]` on a logarithmic axis
 */
export function valueRange(curves: readonly Curve[], kind: ScaleKind): Range {
  const usable = curves.map(({ values, stopped }) => ({
    stopped,
    values: values.filter((value) => Number.isFinite(value) && (kind === "linear" || value > 0))
      .map((value) => clamp(value, kind === "log" ? 1 / LARGEST : -LARGEST, LARGEST)),
  })).filter(({ values }) => values.length > 0);
  if (usable.length === 0) return kind === "log" ? [0.1, 1] : [0, 1];
  const framed = valuesToFrame(usable, kind);
  const all = usable.flatMap(({ values }) => values);
  return kind === "log" ? logRange(framed, all) : linearRange(framed, all);
}

/** The values that the range must include. */
function valuesToFrame(curves: readonly Curve[], kind: ScaleKind): number[] {
  const running = curves.filter(({ stopped }) => !stopped);
  if (running.length === 0) return startingValues(curves);
  const measured = running.map(measure);
  const median = medianCurve(measured);
  return measured.flatMap((curve) => framedValues(curve, median, kind));
}

/** A curve, and statistics of its absolute values. */
interface Measured {
  readonly values: readonly number[];
  readonly first: number;
  /** The upper median. */
  readonly median: number;
  readonly max: number;
}

function measure({ values }: Curve): Measured {
  const sorted = Float64Array.from(values, Math.abs).sort();
  return {
    values,
    first: Math.abs(values[0]),
    median: sorted[Math.floor(sorted.length / 2)],
    max: sorted[sorted.length - 1],
  };
}

/** The median of the maxima of curves. */
interface MedianCurve {
  readonly max: number;
  /** Whether the maxima of most curves are of that order. */
  readonly isTypical: boolean;
}

function medianCurve(curves: readonly Measured[]): MedianCurve {
  const sorted = curves.map(({ max }) => max).sort((a, b) => a - b);
  const max = sorted[Math.floor((sorted.length - 1) / 2)];
  const alike = sorted.filter((other) => {
    return other <= OUTLIER_RATIO * max && max <= OUTLIER_RATIO * other;
  });
  return { max, isTypical: max > 0 && 2 * alike.length > sorted.length };
}

/** All values of a curve; of an outlier its usual values, or none if those are far above the median curve. */
function framedValues(curve: Measured, typical: MedianCurve, kind: ScaleKind): readonly number[] {
  const { values, first, median, max } = curve;
  const usual = values.filter((value) => Math.abs(value) <= USUAL_RATIO * median);
  const isPeaked = max > OUTLIER_RATIO * Math.max(typical.max, median) &&
    usual.length >= (1 - MAX_PEAK_SHARE) * values.length;
  const isFar = typical.isTypical && max > OUTLIER_RATIO * typical.max;
  const hasGrown = max > OUTLIER_GROWTH[kind] * Math.max(typical.max, Math.min(first, median));
  if (!isPeaked && !isFar && !hasGrown) return values;
  return median <= MAX_LEVEL[kind] * typical.max ? usual : [];
}

/**
 * Whether curves need a logarithmic axis: it would include one curve that is mostly so far above the
 * others that a linear axis would flatten them.
 *
 * @param curves that share the axis
 * @returns false if fewer than two of them do not stop
 */
export function isSpread(curves: readonly Curve[]): boolean {
  const measured = curves.filter(({ stopped, values }) => !stopped && values.length > 0)
    .map(measure);
  if (measured.length < 2) return false;
  const median = medianCurve(measured);
  return measured.some((curve) =>
    curve.median > MAX_LEVEL.linear * median.max && framedValues(curve, median, "log").length > 0
  );
}

/** The values that are of the order of the lowest start. */
function startingValues(curves: readonly Curve[]): number[] {
  const starts = curves.map(({ values }) => Math.abs(values[0])).filter((start) => start > 0);
  const [min] = extremes(starts);
  return curves.flatMap(({ values }) => values)
    .filter((value) => starts.length === 0 || Math.abs(value) <= USUAL_RATIO * min);
}

/** Includes the framed values, and other values up to half their range outside it. */
function linearRange(framed: readonly number[], all: readonly number[]): Range {
  const [min, max] = extremes(framed);
  const near = (max - min) / 2;
  const [low, high] = extremes(
    all.filter((value) => value >= min - near && value <= max + near),
  );
  if (low === high) return widened(low);
  const start = low > 0 && low < high / 5 ? 0 : low;
  return niceRange([start, high], 6);
}

/** A range around a single value. */
function widened(value: number): Range {
  const half = Math.abs(value) / 2;
  return half === 0 ? [-1, 1] : niceRange([value - half, value + half], 4);
}

/** A smaller range between 1, 2 and 5 times powers of ten would flatten the curves. */
const MIN_RATIO = 1.5;

/**
 * Ends on 1, 2 or 5 times a power of ten, on other round numbers if these are too far apart, or on powers
 * of ten if there are more than three decades. Includes the framed values, and other values near them.
 */
function logRange(framed: readonly number[], all: readonly number[]): Range {
  const [min, max] = extremes(framed);
  const near = Math.max(10, Math.sqrt(max / min));
  const [low, high] = extremes(
    all.filter((value) => value >= min / near && value <= max * near),
  );
  if (low < high && high / low < MIN_RATIO) return niceRange([low, high], 6);
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
 * The range of an x axis: from the smallest value to the largest, without rounding.
 *
 * @param values of all curves
 * @param kind of the axis; a logarithmic one omits values that are not positive
 * @returns a range that is never empty
 */
export function positionRange(values: readonly number[], kind: ScaleKind): Range {
  const usable = values.filter((value) => kind === "linear" || value > 0);
  if (usable.length === 0) return kind === "log" ? [0.1, 1] : [0, 1];
  const [low, high] = extremes(usable);
  if (low < high) return [low, high];
  // Half an epoch on each side. Half of the value if it is so large that 0.5 would be lost to rounding.
  const half = Math.abs(low) > 1e12 ? Math.abs(low) / 2 : 0.5;
  const around = kind === "log" ? [low / 2, low * 2] : [low - half, low + half];
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
