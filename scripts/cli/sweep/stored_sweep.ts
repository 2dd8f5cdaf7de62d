/** A sweep whose results come into a file one after the other. */

import type {
  ResultStore,
  StoreHeader,
  SweepPlan,
  SweepProgress,
  SweepResult,
} from "../../../mod.ts";
import type { Lab } from "../lab.ts";
import type { ActiveWorker } from "../queue/chunk_queue.ts";
import { asUsageError } from "../usage_error.ts";

/** The results of a sweep, or of a shard of it. */
export interface StoredSweep {
  /** In the order of the plan. */
  readonly results: readonly SweepResult[];
  /** The workers of the queue that trained. */
  readonly workers?: readonly ActiveWorker[];
}

/** The environment of a sweep. */
export type SweepLab = Pick<Lab, "output" | "announce" | "signal">;

/** A sweep, and where its results are. */
export interface SweepJob {
  readonly plan: SweepPlan;
  readonly store: ResultStore<SweepResult>;
  readonly path: string;
  readonly header: StoreHeader;
}

/** What the training of a sweep is watched by. */
interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SweepProgress) => void;
}

/** Shows the progress until all cells are there, and says what is kept if the sweep ends before. */
export async function trained(
  { output, signal }: SweepLab,
  { plan, store, path }: SweepJob,
  start: (watch: Watch) => AsyncIterable<SweepResult>,
): Promise<SweepResult[]> {
  const results = new Map<string, SweepResult>();
  const count = plan.cells.length;
  using progress = output.progress("Sweeping", count);
  try {
    const onProgress = ({ done, cells }: SweepProgress) =>
      progress.update(done, `${Math.floor(done)} of ${cells} cells`);
    for await (const { key, settings, runs } of start({ signal, onProgress })) {
      results.set(key, { key, settings, runs });
    }
  } catch (error) {
    if (!signal.aborted) throw asUsageError(error);
    output.note(`Kept ${store.size} of ${count} cells in ${path}: the same command goes on`);
    throw error;
  }
  return plan.cells.map(({ key }) => results.get(key)!);
}
