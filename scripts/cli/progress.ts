/**
 * How far a long piece of work has come: a bar on a terminal, a line now and
 * then elsewhere.
 */

import { cut, oneLine, widthOf } from "./text_layout.ts";

/** How far the work has come. */
export interface ProgressState {
  /** What is being done, such as `Training`. */
  label: string;
  /** Steps done. */
  done: number;
  /** Steps there are. */
  total: number;
  /** Milliseconds since `first` steps were done. */
  elapsed: number;
  /** Steps done when the clock started, as preparations are not part of the pace; 0 if left out. */
  first?: number;
  /** A detail to show, such as `loss 0.312`. */
  detail?: string;
}

/** Where progress goes; tests put their own in place. */
export interface ProgressTarget {
  /** Whether lines can be drawn over. */
  terminal: boolean;
  /** Columns of the terminal. */
  columns: () => number;
  /** Milliseconds since some moment. */
  now: () => number;
  write: (text: string) => void;
}

/** Progress under way. Close it by `using`, or the bar stays on the screen. */
export interface Progress {
  /** Sets how many steps are done, and the detail to show. */
  update(done: number, detail?: string): void;
  /** Shows what is done at the moment, beside the steps that are done. */
  busy(detail: string): void;
  /** Takes the bar off the screen, until the next update. */
  clear(): void;
  [Symbol.dispose](): void;
}

const REDRAW_EVERY = 100;
const LINE_EVERY = 5_000;
/** Columns of the bar, at most and at least: a shorter one shows nothing. */
const LONGEST_BAR = 24;
const SHORTEST_BAR = 8;
const CLEAR_LINE = "\r\x1b[2K";

/**
 * One line that says how far the work has come, for a terminal.
 *
 * @param state How far it has come
 * @param columns Columns there are; the line keeps one free, as a full one would wrap
 * @returns The line, without a line break
 */
export function renderBar(state: ProgressState, columns: number): string {
  const share = shareDone(state);
  const label = oneLine(state.label);
  const figures = [percentage(share).padStart(4), timeLeft(state)].filter(Boolean);
  const bare = [label, ...figures].join("  ");
  // With room for the time left before it is known, so that the bar keeps its length.
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
 * One line that says how far the work has come, for a log.
 *
 * @param state How far it has come
 * @returns The line, without a line break
 */
export function renderLine(state: ProgressState): string {
  const { label, detail } = state;
  const figures = [percentage(shareDone(state)), timeLeft(state), detail].filter(Boolean);
  return oneLine(`${label}: ${figures.join(", ")}`);
}

/**
 * Starts to show progress. On a terminal the bar is drawn at most ten times a
 * second and cleared at the end; elsewhere a line comes every five seconds,
 * none for short work.
 *
 * @param label What is being done
 * @param total Steps there are
 * @param target Where it is shown
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

/** Whole percents, rounded down: 100% means done. */
function percentage(share: number): string {
  return `${Math.floor(share * 100)}%`;
}

/** Nothing until there is a second of work to judge by. */
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
