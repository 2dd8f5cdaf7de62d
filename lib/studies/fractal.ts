/** The training of a map over two learning rates: row after row, each stored once it is there. */

import { checkCount, validationMessage } from "../check.ts";
import {
  checkCallback,
  checkNumbers,
  checkOptions,
  checkShape,
  optionNames,
} from "../check_shape.ts";
import { checkSignal } from "../devices/checks.ts";
import { descentLosses } from "../kernels/descent.ts";
import { SimdDescent } from "../kernels/simd/descent.ts";
import { defaultWorkers, usualStartTime, WorkerCrew } from "../kernels/simd/pool.ts";
import type { StoredResult } from "../store/read_lines.ts";
import type { ResultStore } from "../store/result_store.ts";
import { createYield } from "../yield_to_event_loop.ts";
import { convergenceMeasure } from "./fractal_measures.ts";
import { checkFractalPlan, type FractalPlan } from "./fractal_plan.ts";

/** The result of a row: plain data, and a line of a store. */
export interface FractalResult extends StoredResult {
  /** The index of the row, from the lowest learning rate of the output layer. */
  readonly row: number;
  /** The measure of each column, from the lowest learning rate of the input layer. */
  readonly measures: readonly number[];
}

/** The progress of a map. */
export interface FractalProgress {
  /** The number of rows that are done. */
  readonly done: number;
  /** The number of rows of the map. */
  readonly rows: number;
}

/** How a map is computed. */
export interface FractalRunOptions {
  /** A store with the rows so far, to which each row is added. */
  readonly store?: ResultStore<FractalResult>;
  /** The number of threads that compute, at most: one for each processor by default. */
  readonly workers?: number;
  /** Aborts the computation; rows that were stored before are kept. */
  readonly signal?: AbortSignal;
  /** Called at the start, and whenever rows are done. */
  readonly onProgress?: (progress: FractalProgress) => void;
}

const optionList = optionNames<FractalRunOptions>({
  ...{ store: true, workers: true, signal: true, onProgress: true },
});

const ACTION = "compute the map";

/** Seconds between two writes to the store, which a kill loses at most. */
const sliceSeconds = 1;

/** Losses in the memory at once, at most. */
const maxLosses = 2 ** 22;

/** Computes the losses of networks by their pairs of rates. */
type Descend = (rates: (readonly [number, number])[]) => Promise<Float64Array[]>;

/**
 * Computes a map of trainings over two learning rates and yields each row with its measures, from the
 * lowest row on. All is computed in float64 by code of its own on the CPU, with two networks in a vector;
 * the numbers do not depend on the number of threads.
 *
 * @param plan The map, as {@linkcode planFractal} returns it.
 * @param options The store, the workers, a signal and a callback.
 * @returns The rows, for `for await`.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds
 * @throws The signal's reason, if it is aborted
 *
 * @example The share of networks that train
 * ```ts
 * import { fractal, makeMoons, planFractal } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * const plan = await planFractal({ data: makeMoons(100, { seed: 1 }), width: 8, pixels: 4, steps: 50 });
 * let trained = 0;
 * for await (const { measures } of fractal(plan)) {
 *   trained += measures.filter((measure) => measure < 0).length;
 * }
 * assert(trained > 0 && trained < 16);
 * ```
 */
export async function* fractal(
  plan: FractalPlan,
  options: FractalRunOptions = {},
): AsyncGenerator<FractalResult, void, void> {
  const { rows, inputRates, problem } = checkFractalPlan(ACTION, plan);
  const { store, signal, onProgress, workers = defaultWorkers() } = checkOptions(
    ...[ACTION, options, optionList] as const,
  );
  if (store !== undefined) checkShape(ACTION, "store", store, "resultStore");
  checkSignal(ACTION, signal);
  checkCallback(ACTION, "onProgress", onProgress);
  checkCount(ACTION, "workers", workers, { minimum: 1, maximum: 256 });
  const crew = new WorkerCrew(workers);
  try {
    const descend = descendOf(plan, { crew, pause: createYield(signal) });
    const most = Math.max(1, Math.floor(maxLosses / (inputRates.length * problem.steps)));
    onProgress?.({ done: 0, rows: rows.length });
    for (let at = 0, count = 1; at < rows.length;) {
      signal?.throwIfAborted();
      const known = store?.get(rows[at].key);
      const started = performance.now();
      const results = known === undefined
        ? await resultsOf(
          plan,
          { first: at, count: unknownFrom(plan, at, { count, store }) },
          descend,
        )
        : [checkResult(known, inputRates.length)];
      if (known === undefined) {
        await store?.add(results);
        const seconds = (performance.now() - started) / 1000 / results.length;
        count = Math.max(1, Math.min(most, 2 * count, Math.floor(sliceSeconds / seconds)));
      }
      at += results.length;
      onProgress?.({ done: at, rows: rows.length });
      yield* results;
    }
  } finally {
    crew.end();
  }
}

/** Returns a stored row if it has a measure for each column: a file may hold anything. */
function checkResult(result: FractalResult, columns: number): FractalResult {
  const { measures } = checkShape(ACTION, "a stored result", result, "fractalResult");
  const name = "measures of a stored result";
  if (checkNumbers(ACTION, name, measures).length === columns) return result;
  throw new TypeError(validationMessage(ACTION, name, `${columns} numbers`, measures));
}

/** The number of rows from one on that the store does not have, at most `count`. */
function unknownFrom(
  { rows }: FractalPlan,
  first: number,
  { count, store }: { count: number; store: FractalRunOptions["store"] },
): number {
  const end = rows.slice(first, first + count).findIndex(({ key }) =>
    store?.get(key) !== undefined
  );
  return end < 0 ? Math.min(count, rows.length - first) : end;
}

/** Trains the networks of rows that follow each other. */
async function resultsOf(
  { rows, inputRates }: FractalPlan,
  { first, count }: { first: number; count: number },
  descend: Descend,
): Promise<FractalResult[]> {
  const { length } = inputRates;
  const slice = rows.slice(first, first + count);
  const losses = await descend(
    slice.flatMap(({ outputRate }) => inputRates.map((rate) => [rate, outputRate] as const)),
  );
  return slice.map(({ key }, index) => ({
    key,
    row: first + index,
    measures: losses.slice(index * length, (index + 1) * length).map(convergenceMeasure),
  }));
}

/** Computes by generated code, or by the plain kernel where WebAssembly is off. */
function descendOf(
  { problem }: FractalPlan,
  { crew, pause }: { crew: WorkerCrew; pause: () => Promise<void> },
): Descend {
  if (typeof WebAssembly === "object") {
    const descent = new SimdDescent(problem);
    const options = { crew, pause, startTime: usualStartTime(), action: ACTION };
    return (rates) => descent.losses(rates, options);
  }
  return async (rates) => {
    const all: Float64Array[] = [];
    for (const each of rates) {
      all.push(descentLosses(problem, each));
      await pause();
    }
    return all;
  };
}
