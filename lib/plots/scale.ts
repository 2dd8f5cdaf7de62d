/** Scales, from `d3-scale`: data to figure units, and round numbers between two bounds. */

import { scaleLinear, scaleLog } from "npm:d3-scale@4.0.3";

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

/**
 * A scale from data to figure units.
 *
 * @param kind `log` asks for a positive domain
 * @param ends.domain in data units
 * @param ends.range in figure units
 * @returns the place of a value; beyond the domain it goes on
 */
export function makeScale(
  kind: ScaleKind,
  ends: { readonly domain: Range; readonly range: Range },
): Scale {
  const scale = d3Scale(kind).domain(ends.domain).range(ends.range);
  return (value) => scale(value);
}

/** About `count` round numbers within a linear `domain`, both ends included. */
export function roundNumbers(domain: Range, count: number): number[] {
  return d3Scale("linear").domain(domain).ticks(count);
}

/** A linear domain widened to round numbers. */
export function niceRange(domain: Range, count: number): Range {
  return d3Scale("linear").domain(domain).nice(count).domain();
}
