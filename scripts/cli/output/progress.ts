/**
 * The progress of long work: a bar on a terminal, a line at intervals on other
 * streams.
 */

import { cut, oneLine, widthOf } from "../text_layout.ts";

/** The state of the work. */
export interface ProgressState {
  /** The label of the work, such as `Training`. */
  label: string;
  /** The number of steps done. */
  done: number;
  /** The total number of steps. */
  total: number;
  /** The milliseconds since `first` steps were done. */
  elapsed: number;
  /** The number of steps done at the start of the measurement, which excludes preparations; 0 by default. */
  first?: number;
  /** A detail to show, such as `loss 0.312`. */
  detail?: string;
}

/** The stream that progress is written to; tests provide their own. */
export interface ProgressTarget {
  /** Whether lines can be overwritten. */
  terminal: boolean;
  /** The number of columns of the terminal. */
  columns: () => number;
  /** A clock in milliseconds. */
  now: () => number;
  write: (text: string) => void;
}

/** A progress display. Its disposal clears the bar. */
export interface Progress {
  /** Sets the number of steps done, and the detail to show. */
  update(done: number, detail?: string): void;
  /** Shows the current operation beside the number of steps done. */
  busy(detail: string): void;
  /** Clears the bar until the next update. */
  clear(): void;
  [Symbol.dispose](): void;
}

const REDRAW_EVERY = 100;
const LINE_EVERY = 5_000;
/** The maximum and minimum width of the bar, in columns. */
const LONGEST_BAR = 24;
const SHORTEST_BAR = 8;
const CLEAR_LINE = "\r\x1b[2K";

/**
 * The line of a progress bar, for a terminal.
 *
 * @param state The state of the work
 * @param columns The width of the terminal; the line leaves one column free, so that it does not wrap
 * @returns The line, without a line break
 */
export function renderBar(state: ProgressState, columns: number): string {
  const share = shareDone(state);
  const label = oneLine(state.label);
  const figures = [percentage(share).padStart(4), timeLeft(state)].filter(Boolean);
  const bare = [label, ...figures].join("  ");
  // The remaining time has its space before it is known, so that the length of the bar is constant.
  const reserved = [label, "100%", "0:00 left"].join("  ");
  const room = columns - 1 - Math.max(widthOf(bare), widthOf(reserved)) - 2;
  if (room < SHORTEST_BAR) return cut(bare, Math.max(0, columns - 1));
  const withBar = [label, barOf(share, Math.min(room, LONGEST_BAR)), ...figures].join("  ");
  const whole = [withBar, oneLine(state.detail ?? "")].filter(Boolean).join("  ");
  return widthOf(whole) < columns ? whole : withBar;
}

function barOf(share: number, length: number): string {
  const filled = Math.floor(share * length);
  return "█".repeat(filled) + "░".repeat(length - filled);
}

/**
 * The line of progress for a log.
 *
 * @param state The state of the work
 * @returns The line, without a line break
 */
export function renderLine(state: ProgressState): string {
  const { label, detail } = state;
  const figures = [percentage(shareDone(state)), timeLeft(state), detail].filter(Boolean);
  return oneLine(`${label}: ${figures.join(", ")}`);
}

/**
 * Opens a progress display. On a terminal the bar is drawn at most ten times a
 * second and cleared at the end; on other streams a line is written every five
 * seconds, and none for short work.
 *
 * @param label The label of the work
 * @param total The total number of steps
 * @param target The stream that it is written to
 */
export function openProgress(label: string, total: number, target: ProgressTarget): Progress {
  const { terminal, columns, now, write } = target;
  let lastShown = terminal ? -Infinity : now();
  let began: { time: number; first: number } | undefined;
  let onScreen = false;
  let ended = false;
  let steps = 0;
  const show = (time: number, detail?: string) => {
    lastShown = time;
    const { time: start, first } = began ?? { time, first: 0 };
    const state = { label, done: steps, total, elapsed: time - start, first, detail };
    write(terminal ? CLEAR_LINE + renderBar(state, columns()) : `${renderLine(state)}\n`);
    onScreen = terminal;
  };
  const clear = () => {
    if (onScreen) write(CLEAR_LINE);
    onScreen = false;
  };
  return {
    update(done, detail) {
      const time = now();
      began ??= { time, first: done };
      steps = done;
      if (time - lastShown >= (terminal ? REDRAW_EVERY : LINE_EVERY)) show(time, detail);
    },
    busy(detail) {
      // At once, as the program may be deaf until it is over; a log hears of it by the next line.
      if (terminal && !ended) show(now(), detail);
    },
    clear,
    [Symbol.dispose]() {
      ended = true;
      clear();
    },
  };
}

function shareDone({ done, total }: ProgressState): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
}

/** The percentage, rounded down, so that 100% means done. */
function percentage(share: number): string {
  return `${Math.floor(share * 100)}%`;
}

/** The estimated remaining time; empty in the first second of work. */
function timeLeft(state: ProgressState): string {
  const { done, total, elapsed, first = 0 } = state;
  if (done <= first || done >= total || elapsed < 1_000) return "";
  return `${duration(elapsed * (total - done) / (done - first))} left`;
}

function duration(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}
