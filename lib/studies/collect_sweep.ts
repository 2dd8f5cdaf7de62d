/** A sweep whose cells are trained by the workers of a queue. */

import { validationMessage } from "../check.ts";
import {
  checkCallback,
  checkList,
  checkOptions,
  checkShape,
  isObject,
  optionNames,
} from "../check_shape.ts";
import { checkSignal } from "../devices/checks.ts";
import type { ChunkedWork, ChunkOutcome, ChunkQueue } from "../store/queue.ts";
import type { SweepProgress, SweepRunOptions, SweptCell } from "./sweep.ts";
import { type ChunkOptions, chunkSweep } from "./sweep_chunks.ts";
import type { PlannedCell, SweepAxes, SweepPlan } from "./sweep_plan.ts";
import { checkSweepResult, type SweepResult } from "./sweep_result.ts";

/** Cells that no worker could train. */
export interface FailedCells<Axes extends SweepAxes = SweepAxes> {
  /** The cells of a chunk. */
  readonly cells: readonly PlannedCell<Axes>[];
  /** Why, after the last attempt. */
  readonly reason: string;
}

/** How the results of workers are collected. */
export interface CollectOptions<Axes extends SweepAxes = SweepAxes>
  extends Pick<SweepRunOptions<Axes>, "store" | "signal" | "onProgress">, ChunkOptions {
  /** The queue. */
  readonly queue: ChunkQueue;
  /** Called with the cells of each chunk that no worker could train; the others are still collected. */
  readonly onFailure?: (failed: FailedCells<Axes>) => void;
}

const optionList = optionNames<CollectOptions>({
  ...{ queue: true, store: true, cells: true, signal: true, onProgress: true, onFailure: true },
});

const ACTION = "collect the sweep";

/**
 * Queues the cells of a sweep for workers, and yields each cell with its result: first those that the
 * store has, in order, then the others as workers return them. The first result of a cell counts.
 *
 * @param plan The sweep, as {@linkcode planSweep} returns it; its device trains nothing.
 * @param options The queue, the store, the cells of a chunk, a signal and callbacks.
 * @returns The cells, for `for await`.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds
 * @throws {Error} at the end, if there are cells that no worker could train
 * @throws The signal's reason, if it is aborted
 *
 * @example A queue whose worker is this very process
 * ```ts
 * import {
 *   type ChunkQueue,
 *   chunkTrainer,
 *   collectSweep,
 *   makeMoons,
 *   openDevice,
 *   planSweep,
 *   sgd,
 * } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const queue: ChunkQueue = {
 *   async *run({ version, shared, chunks }) {
 *     const trainChunk = await chunkTrainer({ version, text: shared.text }, { device });
 *     for (const { id, content } of chunks) yield { id, results: await trainChunk(content) };
 *   },
 * };
 * const plan = await planSweep(
 *   ({ learningRate }) => ({ sizes: [2, 4, 2], optimizer: sgd({ learningRate }) }),
 *   { axes: { learningRate: [0.1, 1] }, device, data: makeMoons(60), epochs: 2 },
 * );
 * const rates: number[] = [];
 * for await (const { settings } of collectSweep(plan, { queue })) rates.push(settings.learningRate);
 * assertEquals(rates, [0.1, 1]);
 * ```
 */
export async function* collectSweep<Axes extends SweepAxes>(
  plan: SweepPlan<Axes>,
  options: CollectOptions<Axes>,
): AsyncGenerator<SweptCell<Axes>, void, void> {
  const { cells, seeds } = checkShape(ACTION, "plan", plan, "sweepPlan");
  const { queue, store, signal, onProgress, onFailure, ...cut } = checkCollect(options);
  const { chunks, cellsOf, version, shared } = await chunkSweep(plan, cut);
  const progress: SweepProgress & { done: number } = { done: 0, cells: cells.length };
  for (const cell of cells) {
    const result = store?.get(cell.key);
    if (result === undefined) continue;
    const known = checkSweepResult<Axes>(ACTION, "a stored result", result, cell.specs.length);
    progress.done++;
    yield { ...known, at: cell.at, stored: true };
  }
  const isOpen = ({ key }: PlannedCell<Axes>) => store?.get(key) === undefined;
  const open = chunks.filter(({ id }) => cellsOf.get(id)!.some(isOpen));
  onProgress?.({ ...progress });
  let lost = 0;
  for await (const outcome of outcomesOf(queue, { version, shared, chunks: open }, signal)) {
    const { id } = checkShape(ACTION, "an outcome", outcome, "chunkOutcome");
    const own = cellsOf.get(id);
    if (own === undefined) continue;
    const left = own.filter(isOpen);
    const { results, reason } = resultsOf<Axes>(outcome, own, seeds.length);
    if (results === undefined) {
      lost += left.length;
      onFailure?.({ cells: left, reason });
      continue;
    }
    await store?.add(left.map(({ key }) => results.get(key)!));
    progress.done += left.length;
    onProgress?.({ ...progress });
    for (const { key, at } of left) yield { ...results.get(key)!, at, stored: false };
  }
  if (lost === 0) return;
  throw new Error(`Cannot finish the sweep as no worker could train ${lost} of its cells`);
}

/** What a queue yields, which may be anything. */
function outcomesOf(
  queue: ChunkQueue,
  work: ChunkedWork,
  signal: AbortSignal | undefined,
): AsyncIterable<ChunkOutcome> {
  const outcomes: unknown = queue.run(work, { signal });
  if (isObject(outcomes) && Symbol.asyncIterator in outcomes) {
    return outcomes as AsyncIterable<ChunkOutcome>;
  }
  const allowed = "an async iterable of outcomes";
  throw new TypeError(validationMessage(ACTION, "what queue.run returns", allowed, outcomes));
}

function checkCollect<Axes extends SweepAxes>(
  options: CollectOptions<Axes>,
): CollectOptions<Axes> {
  const { queue, store, signal, onProgress, onFailure } = checkOptions(ACTION, options, optionList);
  checkShape(ACTION, "queue", queue, "chunkQueue");
  if (store !== undefined) checkShape(ACTION, "store", store, "resultStore");
  checkSignal(ACTION, signal);
  checkCallback(ACTION, "onProgress", onProgress);
  checkCallback(ACTION, "onFailure", onFailure);
  return options;
}

/** The results of a chunk by key, or why there are none: a worker may return anything. */
function resultsOf<Axes extends SweepAxes>(
  outcome: ChunkOutcome,
  cells: readonly PlannedCell<Axes>[],
  seeds: number,
): { results: Map<string, SweepResult<Axes>>; reason?: undefined } | {
  results?: undefined;
  reason: string;
} {
  const { results, failure } = outcome;
  if (results === undefined) return { reason: failure };
  try {
    const list = checkList(ACTION, "the results", results, "a list of results");
    const byKey = new Map(list.map((each) => {
      const result = checkSweepResult<Axes>(ACTION, "a result", each, seeds);
      return [result.key, result];
    }));
    if (cells.every(({ key }) => byKey.has(key))) return { results: byKey };
    return {
      reason: validationMessage(ACTION, "a result", "there for each cell of its chunk", undefined),
    };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}
