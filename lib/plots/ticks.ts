/** Which numbers an axis names, so that none crowds another. */

import { evenLabels, logLabel } from "./format.ts";
import { type Range, roundNumbers, type Scale, type ScaleKind } from "./scale.ts";

/** A mark on an axis; one without a label is a small one. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** An axis before it has a place. */
export interface Axis {
  /** Equal steps, or equal factors. */
  readonly kind: ScaleKind;
  /** First and last value on it. */
  readonly range: Range;
  /** What it shows: `epoch`. */
  readonly label: string;
  /** Whether only whole numbers make sense on it. */
  readonly whole: boolean;
}

/** What the ticks have to fit into. */
export interface TickRoom {
  readonly scale: Scale;
  /** Of the axis, in figure units. */
  readonly length: number;
  /** Length that one label serves: more labels are no help from the back row. */
  readonly every: number;
  /** Room a label needs along the axis. */
  extent(label: string): number;
}

const MAX_LABELS = 8;

/** By how many numbers more than help to look for a second one. */
const FINER = 4;

/**
 * The ticks of an axis: as many as help and fit.
 *
 * @param axis its kind and range
 * @param room what they have to fit into
 * @returns the ticks, by rising value
 */
export function axisTicks(axis: Axis, room: TickRoom): Tick[] {
  const candidates = axis.kind === "log" ? logCandidates(axis) : linearCandidates(axis, room);
  let best: Tick[] = [];
  let lone: Tick[] | undefined;
  for (const ticks of candidates) {
    best = ticks;
    const named = ticks.filter((tick) => tick.label !== "");
    if (named.length > maxLabels(room) || crowded(named, room)) continue;
    if (named.length > 1) return ticks;
    lone ??= ticks;
  }
  return lone ?? best.filter((tick, at) => at === 0 || tick.label === "");
}

function maxLabels(room: TickRoom): number {
  return Math.max(3, Math.min(MAX_LABELS + 1, Math.round(room.length / room.every) + 1));
}

function crowded(ticks: readonly Tick[], { scale, extent }: TickRoom): boolean {
  return ticks.some(({ value, label }, at) => {
    if (at === 0) return false;
    const before = ticks[at - 1];
    const distance = Math.abs(scale(value) - scale(before.value));
    return distance < (extent(label) + extent(before.label)) / 2;
  });
}

function* linearCandidates({ range, whole }: Axis, room: TickRoom): Generator<Tick[]> {
  const values = (count: number) =>
    roundNumbers(range, count).filter((value) => !whole || Number.isInteger(value));
  let max = Math.max(2, Math.min(MAX_LABELS, Math.round(room.length / room.every)));
  // One number alone gives no scale.
  for (let more = max; values(max).length < 2 && more < max + FINER; more++) {
    if (values(more).length >= 2) max = more;
  }
  for (let count = max; count >= 1; count--) yield labelled(values(count));
  yield labelled(values(max).filter((_, at) => at % 2 === 0));
}

/** Numbers that no text tells apart are one tick. */
function labelled(values: readonly number[]): Tick[] {
  const labels = evenLabels(values);
  return values.map((value, at) => ({ value, label: labels[at] }))
    .filter(({ label }, at) => labels.indexOf(label) === at);
}

/** From many labels to few: 1, 2 and 5 of each decade, then every decade, then every second and so on. */
function* logCandidates(axis: Axis): Generator<Tick[]> {
  const [low, high] = axis.range.toSorted((a, b) => a - b);
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.ceil(Math.log10(high) - 1e-9);
  const decades = Math.log10(high) - Math.log10(low);
  if (decades < 2.5) {
    const ticks = logTicks(axis, { first, last, named: [1, 2, 5], every: 1 });
    if (ticks.filter((tick) => tick.label !== "").length >= 3) yield ticks;
  }
  if (decades < 1) {
    for (let count = 6; count >= 1; count--) yield labelled(roundNumbers(axis.range, count));
    return;
  }
  for (const every of STRIDES) yield logTicks(axis, { first, last, named: [1], every });
}

/** Decades from label to label; a float64 spans some 600. */
const STRIDES = [1, 2, 3, 5, 10, 20, 50, 100, 200];

interface LogPlan {
  readonly first: number;
  readonly last: number;
  /** Multiples of a power of ten that get a label. */
  readonly named: readonly number[];
  /** Decades from one label to the next. */
  readonly every: number;
}

function logTicks({ range }: Axis, { first, last, named, every }: LogPlan): Tick[] {
  const [low, high] = range.toSorted((a, b) => a - b);
  const plain = low >= 0.9e-3 && high <= 1.1e4;
  const multiples = last - first <= 6 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1];
  const hasSmall = last - first <= 24;
  const ticks: Tick[] = [];
  for (let exponent = first; exponent <= last; exponent++) {
    for (const multiple of multiples) {
      const value = Number(`${multiple}e${exponent}`);
      if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9) || value === Infinity) continue;
      const isNamed = named.includes(multiple) && exponent % every === 0;
      if (isNamed || hasSmall) ticks.push({ value, label: isNamed ? logLabel(value, plain) : "" });
    }
  }
  return ticks;
}
