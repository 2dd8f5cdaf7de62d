/** The training of a sweep: cell after cell in ensembles, each result stored once it is there. */

import { checkNumber } from "../check.ts";
import { checkCallback, checkList, checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { checkSignal } from "../devices/checks.ts";
import type { ResultStore } from "../store/result_store.ts";
import type { Run } from "../training/run.ts";
import { train } from "../training/train.ts";
import type { PlannedCell, SweepAxes, SweepPlan } from "./sweep_plan.ts";
import { checkSweepResult, type SweepResult, type SweptRun } from "./sweep_result.ts";

/** A cell of a sweep, with its result. */
export interface SweptCell<Axes extends SweepAxes = SweepAxes> extends SweepResult<Axes> {
  /** The index of its value on each axis, in the order of the axes. */
  readonly at: readonly number[];
  /** Whether the store had the result already. */
  readonly stored: boolean;
}

/** The progress of a sweep. */
export interface SweepProgress {
  /** The number of cells that are done; a fraction while few large networks are trained. */
  readonly done: number;
  /** The number of cells of the sweep. */
  readonly cells: number;
}

/** How a sweep is run. */
export interface SweepRunOptions<Axes extends SweepAxes = SweepAxes> {
  /** A store with the results so far, to which each result is added. */
  readonly store?: ResultStore<SweepResult<Axes>>;
  /** The most memory in bytes for the networks that are trained together, 256 MiB by default. */
  readonly memory?: number;
  /** Aborts the sweep; results that were stored before are kept. */
  readonly signal?: AbortSignal;
  /** Called at the start, after the stored results, and whenever cells are done. */
  readonly onProgress?: (progress: SweepProgress) => void;
}

const optionList = optionNames<SweepRunOptions>({
  ...{ store: true, memory: true, signal: true, onProgress: true },
});

const ACTION = "run the sweep";

/** Networks of the first ensemble; the following ones are as large as take `sliceSeconds`. */
const firstSlice = 32;

/** Seconds between two writes to the store, which a kill loses at most. */
const sliceSeconds = 2;

/** By how much an ensemble may be larger than the one before it. */
const maxGrowth = 4;

/** Ensembles of at most so many networks tell their progress epoch by epoch, which takes time for each. */
const maxWatched = 16;

/**
 * Trains the networks of a sweep and yields each cell with its result: first those that the store has, in
 * order, then the others as they are done. Cells whose networks have equal sizes, loss, batch size and
 * epochs are trained as one ensemble. Each network is equal, bit for bit, to its training alone.
 *
 * @param plan The sweep, as {@linkcode planSweep} returns it.
 * @param options The store, the memory, a signal and a callback.
 * @returns The cells, for `for await`.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds, or a cell takes more than the memory
 * @throws The signal's reason, if it is aborted
 *
 * @example The best of four learning rates
 * ```ts
 * import { makeMoons, openDevice, planSweep, sgd, sweep } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const plan = await planSweep(
 *   ({ learningRate }) => ({ sizes: [2, 8, 2], optimizer: sgd({ learningRate }) }),
 *   { axes: { learningRate: [1e-4, 0.01, 1, 1e20] }, device, data: makeMoons(100), epochs: 5 },
 * );
 * let best: { rate: number; loss: number } | undefined;
 * for await (const { settings, runs: [{ finalTrainLoss }] } of sweep(plan)) {
 *   const loss = finalTrainLoss ?? Infinity;
 *   if (loss < (best?.loss ?? Infinity)) best = { rate: settings.learningRate, loss };
 * }
 * assertEquals(best?.rate, 1);
 * ```
 */
export async function* sweep<Axes extends SweepAxes>(
  plan: SweepPlan<Axes>,
  options: SweepRunOptions<Axes> = {},
): AsyncGenerator<SweptCell<Axes>, void, void> {
  const { cells, training } = checkShape(ACTION, "plan", plan, "sweepPlan");
  const { store, signal, memory, onProgress } = checkRun(options, cells);
  const total = { cells: cells.length };
  let done = 0;
  const left: PlannedCell<Axes>[] = [];
  for (const cell of cells) {
    const result = store?.get(cell.key);
    if (result === undefined) left.push(cell);
    else {
      done++;
      const known = checkSweepResult<Axes>(ACTION, "a stored result", result, cell.specs.length);
      yield { ...cellOf(cell, known), stored: true };
    }
  }
  onProgress?.({ done, ...total });
  for (let at = 0, networks = firstSlice; at < left.length;) {
    signal?.throwIfAborted();
    const slice = sliceOf(left, at, { networks, memory });
    const started = performance.now();
    const specs = slice.flatMap(({ specs }) => specs);
    const watched = specs.length <= maxWatched && onProgress;
    const runs = await train(specs, {
      ...training,
      signal,
      ...(watched && {
        onEpoch: (state) => watched({ done: done + slice.length * state.done, ...total }),
      }),
    });
    const results = resultsOf(slice, runs);
    await store?.add(results);
    networks = nextSlice(specs.length, (performance.now() - started) / 1000);
    at += slice.length;
    done += slice.length;
    onProgress?.({ done, ...total });
    for (const [index, result] of results.entries()) {
      yield { ...cellOf(slice[index], result), stored: false };
    }
  }
}

function checkRun<Axes extends SweepAxes>(
  options: SweepRunOptions<Axes>,
  cells: readonly PlannedCell<Axes>[],
) {
  checkList(ACTION, "cells of plan", cells, "a list of cells");
  for (const cell of cells) {
    const { specs } = checkShape(ACTION, "each of the plan's cells", cell, "plannedCell");
    checkList(ACTION, "specs of a cell", specs, "a list of networks");
  }
  const { store, signal, memory = 2 ** 28, onProgress } = checkOptions(ACTION, options, optionList);
  if (store !== undefined) checkShape(ACTION, "store", store, "resultStore");
  checkSignal(ACTION, signal);
  checkCallback(ACTION, "onProgress", onProgress);
  const largest = cells.reduce((most, { bytes }) => Math.max(most, bytes), 0);
  checkNumber(ACTION, "memory", memory, { minimum: largest });
  return { store, signal, memory, onProgress };
}

/** The next cells that are trained together: of one group, and within bounds of their number and memory. */
function sliceOf<Axes extends SweepAxes>(
  left: PlannedCell<Axes>[],
  at: number,
  { networks, memory }: { networks: number; memory: number },
): PlannedCell<Axes>[] {
  // Brings the cells of the group together, once for each of its slices.
  const [{ group }] = [left[at]];
  const slice: PlannedCell<Axes>[] = [];
  let [count, bytes] = [0, 0];
  for (let index = at; index < left.length; index++) {
    const cell = left[index];
    if (cell.group !== group) continue;
    count += cell.specs.length;
    bytes += cell.bytes;
    if (slice.length > 0 && (count > networks || bytes > memory)) break;
    slice.push(cell);
    [left[at + slice.length - 1], left[index]] = [cell, left[at + slice.length - 1]];
  }
  return slice;
}

/** The number of networks that take the time of a slice, if so many took these seconds. */
function nextSlice(networks: number, seconds: number): number {
  const fitting = networks * Math.min(maxGrowth, sliceSeconds / Math.max(seconds, 1e-3));
  return Math.max(1, Math.floor(fitting));
}

function resultsOf<Axes extends SweepAxes>(
  cells: readonly PlannedCell<Axes>[],
  runs: readonly Run[],
): SweepResult<Axes>[] {
  let first = 0;
  return cells.map(({ key, settings, specs }) => {
    const own = runs.slice(first, first += specs.length);
    return { key, settings, runs: own.map(sweptRun) };
  });
}

function sweptRun({ seed, trainLoss, testLoss, bestEpoch, divergedAtEpoch }: Run): SweptRun {
  const final = (curve: Float64Array) => {
    const loss = curve[(bestEpoch ?? curve.length) - 1];
    return Number.isFinite(loss) ? loss : null;
  };
  return {
    seed: seed!,
    finalTrainLoss: final(trainLoss),
    finalTestLoss: final(testLoss),
    divergedAtEpoch,
  };
}

const cellOf = <Axes extends SweepAxes>(
  { at }: PlannedCell<Axes>,
  { key, settings, runs }: SweepResult<Axes>,
) => ({ key, at, settings, runs });
