/** The cost model: what bounds a row, by what was measured of it and of the device. */

import type { Cell } from "./cells.ts";
import type { Limits } from "./contender.ts";
import { bytesOf, workOf } from "./tasks.ts";

/**
 * Where the time of a cell of the lab went, the largest share first.
 *
 * @param cell What was measured.
 * @param limits What the device can do at best; all is warm, so that compiling is no part of it.
 */
export function boundOf(cell: Cell, limits: Limits): string {
  const shares = cell.phases ? phaseShares(cell) : productShares(cell, limits);
  return shares.filter(({ share }) => share >= 0.005)
    .sort((a, b) => b.share - a.share)
    .map(({ what, share, note }) => `${what} ${percent(share)}${note ? ` (${note(limits)})` : ""}`)
    .join(", ");
}

interface Share {
  readonly what: string;
  readonly share: number;
  readonly note?: (limits: Limits) => string;
}

/**
 * One call: the wait for its result, operands and results on their way, and the kernel, which takes
 * at least the time that it would at the device's peak.
 */
function productShares(cell: Cell, { roundTrip, bytesPerSecond, peak }: Limits): Share[] {
  const rest = 1 - Math.min(1, peak === null ? 0 : cell.operationsPerSecond / peak);
  const waiting = Math.min(rest, roundTrip / cell.seconds);
  const moving = Math.min(rest - waiting, bytesOf(cell.task) / bytesPerSecond / cell.seconds);
  const computing = 1 - waiting - moving;
  return [
    { what: "waiting for the result", share: waiting },
    { what: "moving operands and results", share: moving },
    {
      what: "the kernel",
      share: computing,
      note: (limits) => speed(cell.operationsPerSecond / computing, limits),
    },
  ];
}

/** As the last run went, which need not be the median. */
function phaseShares(cell: Cell): Share[] {
  const phases = Object.entries(cell.phases ?? {});
  const whole = phases.reduce((sum, [, seconds]) => sum + seconds, 0);
  return phases.map(([what, seconds]) => ({
    what,
    share: seconds / whole,
    note: what === "device" ? (limits) => stepSpeed(cell, seconds, limits) : undefined,
  }));
}

function stepSpeed(cell: Cell, seconds: number, limits: Limits): string {
  const step = 1e6 * seconds / workOf(cell.task);
  const operations = cell.operationsPerSecond * cell.seconds / seconds;
  return `${three(step)} µs a network-step, ${speed(operations, limits)}`;
}

function speed(operationsPerSecond: number, { peak }: Limits): string {
  const text = `${three(operationsPerSecond / 1e9)} GFLOP/s`;
  return peak === null ? text : `${text}, ${percent(operationsPerSecond / peak)} of the peak`;
}

function percent(share: number): string {
  return `${share < 0.0995 ? Number((100 * share).toPrecision(1)) : Math.round(100 * share)}%`;
}

function three(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
