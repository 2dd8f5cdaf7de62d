/** Scales of axes: from data to figure units, and round numbers in a domain. */

import { tickIncrement, ticks } from "npm:d3-array@3.2.5";
import { clamp } from "../geometry.ts";

/** How an axis divides its range: into equal steps, or into equal factors. */
export type ScaleKind = "linear" | "log";

/** The two ends of an interval. */
export type Range = readonly [start: number, end: number];

/** Maps a data value to a coordinate in figure units. */
export type Scale = (value: number) => number;

/** Linear scales clamp at this many widths outside the domain: beyond it, a coordinate may overflow. */
const MAX_WIDTHS_OUTSIDE = 1e6;

/**
 * Makes a scale from data to figure units.
 *
 * @param kind of the axis; `log` needs a positive domain
 * @param ends.domain in data units
 * @param ends.range in figure units
 * @returns the scale; outside the domain it extrapolates, a linear one up to a million widths away
 */
export function makeScale(
  kind: ScaleKind,
  ends: { readonly domain: Range; readonly range: Range },
): Scale {
  if (kind === "log") {
    const [start, end] = ends.domain;
    const place = interpolate([Math.log(start), Math.log(end)], ends.range);
    return (value) => place(Math.log(value));
  }
  const unit = unitOf(ends.domain);
  const [start, end] = ends.domain.map((value) => value * unit);
  const place = interpolate([start, end], ends.range);
  const limit = MAX_WIDTHS_OUTSIDE * Math.abs(end - start);
  const [min, max] = [Math.min(start, end) - limit, Math.max(start, end) + limit];
  return (value) => place(clamp(value * unit, min, max));
}

/** Maps the ends of a domain to those of a range, to the bit, and what is between them linearly. */
function interpolate(domain: Range, range: Range): Scale {
  const [from, to] = domain[0] <= domain[1] ? [0, 1] : [1, 0];
  const [start, width] = [domain[from], domain[to] - domain[from]];
  // An empty domain is in the middle of the range.
  const share = width === 0 ? () => 0.5 : (value: number) => (value - start) / width;
  return (value) => {
    const t = share(value);
    return range[from] * (1 - t) + range[to] * t;
  };
}

/** About `count` different round numbers in a linear `domain`, which includes both its ends. */
export function roundNumbers(domain: Range, count: number): number[] {
  const unit = unitOf(domain);
  const numbers: number[] = ticks(domain[0] * unit, domain[1] * unit, count);
  return [...new Set(numbers.map((value) => value / unit))];
}

/** A wider range may have a larger step, and that another range; of a few last bits it is not settled. */
const maxRoundings = 10;

/**
 * Widens a linear domain to round numbers, as the linear scale of d3-scale does; returns it unchanged if
 * rounding would make it empty, or does not settle.
 */
export function niceRange(domain: Range, count: number): Range {
  const unit = unitOf(domain);
  let [start, end] = domain.map((value) => value * unit);
  let last = 0;
  for (let rounding = 0; rounding < maxRoundings; rounding++) {
    /** The step; if it is below 1, minus its inverse, which is a round number then. */
    const step: number = tickIncrement(start, end, count);
    // None between ends that are equal or in the other order.
    if (!step) break;
    if (step === last && start < end) return [start / unit, end / unit];
    [start, end] = step > 0
      ? [Math.floor(start / step) * step, Math.ceil(end / step) * step]
      : [Math.ceil(start * step) / step, Math.floor(end * step) / step];
    last = step;
  }
  return domain;
}

/** The width of a linear range over that of `other`; finite even if both widths overflow. */
export function widthRatio(range: Range, other: Range): number {
  const [unit, otherUnit] = [unitOf(range), unitOf(other)];
  const width = range[1] * unit - range[0] * unit;
  const otherWidth = other[1] * otherUnit - other[0] * otherUnit;
  return width / otherWidth * (otherUnit / unit);
}

/** Beyond this, and below its inverse, the width of a range and its rounding may overflow. */
export const LARGEST = 1e300;

/** A factor that scales a domain so that its width, and steps within it, are normal numbers. */
function unitOf([start, end]: Range): number {
  const largest = Math.max(Math.abs(start), Math.abs(end));
  if (largest > LARGEST) return 1e-10;
  return largest < 1e-280 ? 1e300 : 1;
}
