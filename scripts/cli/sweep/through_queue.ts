/** A sweep that workers of a queue train; their results come into the same file. */

import { collectSweep, type FailedCells } from "../../../mod.ts";
import { openChunkQueue } from "../queue/chunk_queue.ts";
import type { Connection } from "../queue/redis.ts";
import { valueText } from "./plane.ts";
import { type StoredSweep, type SweepJob, type SweepLab, trained } from "./stored_sweep.ts";

/** The flags about the queue. */
interface QueueSettings {
  readonly connection: Connection;
  readonly fresh: boolean;
  readonly chunk: number | undefined;
}

/**
 * Queues the cells that the store lacks, and collects their results.
 *
 * @throws {Error} with one line if no worker could train some of the cells
 */
export async function throughQueue(
  lab: SweepLab,
  { connection, fresh, chunk }: QueueSettings,
  job: SweepJob,
): Promise<StoredSweep> {
  const { output } = lab;
  const { plan, store, path } = job;
  const note = (line: string) => output.note(line);
  const known = store.size === 0 ? "" : `; ${path} has ${store.size}`;
  note(`${plan.cells.length} cells for the workers of ${connection.name}${known}`);
  const queue = await openChunkQueue(connection, { fresh, note });
  const onFailure = (failed: FailedCells) => note(deadLetter(failed));
  const results = await trained(
    lab,
    job,
    (watch) => collectSweep(plan, { queue, store, cells: chunk, onFailure, ...watch }),
  );
  return { results, workers: queue.workers() };
}

/** The line that names cells which no worker could train. */
export function deadLetter({ cells, reason }: FailedCells): string {
  const names = cells.map(({ settings }) =>
    Object.entries(settings).map(([name, value]) => `${name} ${valueText(value)}`).join(", ")
  );
  return `Dead letter: no worker could train ${names.join("; ")} (${reason})`;
}
