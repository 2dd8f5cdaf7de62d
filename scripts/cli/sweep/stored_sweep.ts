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

/** Shows the progress until all cells are there. */
export async function trained(
  { output, signal }: SweepLab,
  { plan }: SweepJob,
  start: (watch: Watch) => AsyncIterable<SweepResult>,
): Promise<SweepResult[]> {
  const results = new Map<string, SweepResult>();
  using progress = output.progress("Sweeping", plan.cells.length);
  const onProgress = ({ done, cells }: SweepProgress) =>
    progress.update(done, `${Math.floor(done)} of ${cells} cells`);
  for await (const { key, settings, runs } of start({ signal, onProgress })) {
    results.set(key, { key, settings, runs });
  }
  return plan.cells.map(({ key }) => results.get(key)!);
}
