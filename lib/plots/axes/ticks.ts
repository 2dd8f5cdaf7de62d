/** The ticks of an axis: as many as fit without overlapping labels. */

import { evenLabels, logLabel } from "../format.ts";
import { singleLine } from "../text.ts";
import { type Range, roundNumbers, type Scale, type ScaleKind } from "./scale.ts";

/** A tick; one without a label is a minor tick. */
export interface Tick {
  readonly value: number;
  /** Empty for none. */
  readonly label: string;
}

/** An axis in data units. */
export interface Axis {
  /** Linear or logarithmic. */
  readonly kind: ScaleKind;
  /** First and last value on it. */
  readonly range: Range;
  /** What it measures: `epoch`. */
  readonly label: string;
  /** Whether all its values are integers, so that its ticks are. */
  readonly whole: boolean;
  /** About how many labels are requested: as many as are easy to read by default. */
  readonly ticks?: number;
  /** Its only ticks, for names and settings instead of numbers; those that overlap are left out. */
  readonly marks?: readonly Tick[];
}

/** The length of an axis and the size of its labels. */
export interface TickRoom {
  readonly scale: Scale;
  /** Of the axis, in figure units. */
  readonly length: number;
  /** Wanted distance of labels, in figure units: more labels are hard to read from afar. */
  readonly every: number;
  /** Space that a label needs along the axis. */
  extent(label: string): number;
}

const MAX_LABELS = 8;

/** Maximum number of letters of a name at a tick. */
const MAX_NAME = 16;

/** How many more labels than wanted to try, in order to find two. */
const MORE_LABELS = 4;

/**
 * Chooses the ticks of an axis: at most as many as wanted, and without overlapping labels.
 *
 * @param axis its kind and range
 * @param room the length of the axis and the size of labels
 * @returns the ticks, in ascending order
 */
export function axisTicks(axis: Axis, room: TickRoom): Tick[] {
  const { marks } = axis;
  const candidates = marks !== undefined
    ? fixedCandidates(marks, room)
    : axis.kind === "log"
    ? logCandidates(axis)
    : linearCandidates(axis, room);
  let last: Tick[] = [];
  let single: Tick[] | undefined;
  for (const ticks of candidates) {
    last = ticks;
    const labels = ticks.filter((tick) => tick.label !== "");
    if (marks === undefined && labels.length > maxLabels(axis, room)) continue;
    if (overlap(labels, room)) continue;
    if (labels.length > 1) return ticks;
    single ??= ticks;
  }
  return single ?? last.filter((tick, at) => at === 0 || tick.label === "");
}

/** Every tick, then every second one and so on; long names are cut, but no numbers. */
function* fixedCandidates(marks: readonly Tick[], room: TickRoom): Generator<Tick[]> {
  const maxShare = 1 / Math.min(4, marks.length);
  const ticks = marks.map(({ value, label }) => ({
    value,
    label: isNumber(label) ? label : shortTo(label, maxShare, room),
  }));
  for (let every = 1; every <= ticks.length; every++) {
    yield ticks.filter((_, at) => at % every === 0);
  }
}

/** Whether a label is a number as a language writes it: a part of it would be another number. */
const isNumber = (label: string) => /^[-−]?\d/.test(label) && !/\p{L}/u.test(label);

/** A label that takes at most a share of the axis, cut if it is longer. */
function shortTo(label: string, share: number, { length, extent }: TickRoom): string {
  const letters = [...singleLine(label)];
  let end = Math.min(letters.length, MAX_NAME);
  while (end > 1 && extent(letters.slice(0, end).join("")) > length * share) end--;
  return end < letters.length ? `${letters.slice(0, end).join("")}…` : letters.join("");
}

function maxLabels({ ticks }: Axis, room: TickRoom): number {
  if (ticks !== undefined) return Infinity;
  return Math.max(3, Math.min(MAX_LABELS + 1, Math.round(room.length / room.every) + 1));
}

/** Whether labels of neighbouring ticks overlap. */
function overlap(ticks: readonly Tick[], { scale, extent }: TickRoom): boolean {
  return ticks.some(({ value, label }, at) => {
    if (at === 0) return false;
    const before = ticks[at - 1];
    const distance = Math.abs(scale(value) - scale(before.value));
    return distance < (extent(label) + extent(before.label)) / 2;
  });
}

/** From many labels to few; if a number is requested, those nearest to it first. */
function* linearCandidates({ range, whole, ticks }: Axis, room: TickRoom): Generator<Tick[]> {
  const values = (count: number) =>
    roundNumbers(range, count).filter((value) => !whole || Number.isInteger(value));
  if (ticks !== undefined) {
    const counts = Array.from({ length: 2 * ticks }, (_, at) => at + 1);
    const miss = (labels: readonly Tick[]) => Math.abs(labels.length - ticks);
    yield* counts.map((count) => labelled(values(count))).toSorted((a, b) => miss(a) - miss(b));
  }
  let max = Math.max(2, Math.min(MAX_LABELS, Math.round(room.length / room.every)));
  // A single label does not show the scale.
  for (let more = max; values(max).length < 2 && more < max + MORE_LABELS; more++) {
    if (values(more).length >= 2) max = more;
  }
  for (let count = max; count >= 1; count--) yield labelled(values(count));
  yield labelled(values(max).filter((_, at) => at % 2 === 0));
}

/** Ticks with different labels: of values with equal labels the first. */
function labelled(values: readonly number[]): Tick[] {
  const labels = evenLabels(values);
  return values.map((value, at) => ({ value, label: labels[at] }))
    .filter(({ label }, at) => labels.indexOf(label) === at);
}

/** Candidates of a logarithmic axis; if a number is requested, those nearest to it first. */
function logCandidates(axis: Axis): Iterable<Tick[]> {
  const { ticks } = axis;
  if (ticks === undefined) return allLogCandidates(axis);
  const miss = (labels: readonly Tick[]) =>
    Math.abs(labels.filter(({ label }) => label !== "").length - ticks);
  return [...allLogCandidates(axis)].toSorted((a, b) => miss(a) - miss(b));
}

/** From many labels to few: 1, 2 and 5 of each decade, then each decade, then every second one and so on. */
function* allLogCandidates(axis: Axis): Generator<Tick[]> {
  const [low, high] = axis.range.toSorted((a, b) => a - b);
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.ceil(Math.log10(high) - 1e-9);
  const decades = Math.log10(high) - Math.log10(low);
  if (decades < 2.5) {
    const ticks = logTicks(axis, { first, last, multiples: [1, 2, 5], every: 1 });
    if (ticks.filter((tick) => tick.label !== "").length >= 3) yield ticks;
  }
  if (decades < 1) {
    for (let count = 6; count >= 1; count--) yield labelled(roundNumbers(axis.range, count));
    return;
  }
  for (const every of STRIDES) yield logTicks(axis, { first, last, multiples: [1], every });
}

/** Numbers of decades from label to label; the range of float64 is about 600 decades. */
const STRIDES = [1, 2, 3, 5, 10, 20, 50, 100, 200];

/** Which ticks of a logarithmic axis have labels. */
interface LogPlan {
  /** Exponents of the first and the last power of ten. */
  readonly first: number;
  readonly last: number;
  /** Multiples of a power of ten with a label. */
  readonly multiples: readonly number[];
  /** Number of decades from one label to the next. */
  readonly every: number;
}

function logTicks({ range }: Axis, { first, last, multiples, every }: LogPlan): Tick[] {
  const [low, high] = range.toSorted((a, b) => a - b);
  const plain = low >= 0.9e-3 && high <= 1.1e4;
  const candidates = last - first <= 6 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1];
  const hasMinor = last - first <= 24;
  const ticks: Tick[] = [];
  for (let exponent = first; exponent <= last; exponent++) {
    for (const multiple of candidates) {
      const value = Number(`${multiple}e${exponent}`);
      if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9) || value === Infinity) continue;
      const hasLabel = multiples.includes(multiple) && exponent % every === 0;
      if (hasLabel || hasMinor) {
        ticks.push({ value, label: hasLabel ? logLabel(value, plain) : "" });
      }
    }
  }
  return ticks;
}
