/** The training of a sweep with its results in a file: here, by workers of a queue, or done elsewhere. */

import {
  collectSweep,
  type FailedCells,
  mergeStores,
  type StoreHeader,
  sweep,
  type SweepPlan,
  type SweepResult,
} from "../../../mod.ts";
import { readBytes } from "../files/files.ts";
import { openChunkQueue } from "../queue/chunk_queue.ts";
import type { Connection } from "../queue/redis.ts";
import { knownText, storePathOf, type StoreSettings, withStore } from "../stored.ts";
import { asUsageError } from "../usage_error.ts";
import { type StoredSweep, type SweepJob, type SweepLab, trained } from "./stored_sweep.ts";
import type { Shard } from "./shard.ts";
import { valueText } from "./plane.ts";
import { counted } from "../text_layout.ts";

/** The flags about the results so far, and about who trains. */
export interface SweepSettings extends StoreSettings {
  /** MiB for the networks that are trained together. */
  readonly memory: number;
  readonly chunk: number | undefined;
  readonly shard: Shard | undefined;
  readonly merge: readonly string[] | undefined;
}

/** The file of the results: in the folder of the figures, unless a flag names another one. */
export function storePath(flags: StoreSettings & Pick<SweepSettings, "shard">): string {
  return storePathOf(flags, storeName(flags.shard));
}

/** The name of that file. Each shard has its own, as several run at the same time. */
export function storeName(shard: Shard | undefined): string {
  return shard === undefined ? "sweep.jsonl" : `sweep-${shard.number}-of-${shard.count}.jsonl`;
}

/** Opens the results so far, trains the other cells, and returns the results of all. */
export function runStored(
  lab: SweepLab,
  flags: SweepSettings,
  { plan, header, connection }: {
    readonly plan: SweepPlan;
    readonly header: StoreHeader;
    /** To the queue whose workers train; undefined if this process does. */
    readonly connection: Connection | undefined;
  },
): Promise<StoredSweep> {
  const study = {
    ...{ file: storeName(flags.shard), header, unit: "cell", total: plan.cells.length },
    lineBytes: lineBytes(plan),
  };
  return withStore<SweepResult, StoredSweep>(lab, flags, study, async (store, path) => {
    const job = { plan, store, path, header };
    const memory = flags.memory * 2 ** 20;
    const inStore = () => trained(lab, job, (watch) => sweep(plan, { store, memory, ...watch }));
    if (flags.merge !== undefined) {
      await merge(lab, flags.merge, job);
      return { results: await inStore() };
    }
    if (connection !== undefined) return await throughQueue(lab, { ...flags, connection }, job);
    const parts = [sizeText(plan, flags), knownText(store, study, path)];
    lab.output.note(parts.filter(Boolean).join("; "));
    return { results: await inStore() };
  });
}

/** Brings the results of other files together; all cells must be there then. */
async function merge(
  { output }: SweepLab,
  names: readonly string[],
  { plan, store, path, header }: SweepJob,
): Promise<void> {
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readBytes(name) })),
  );
  const added = await mergeStores(store, files, header).catch((error) => {
    throw asUsageError(error);
  });
  const missing = plan.cells.filter(({ key }) => store.get(key) === undefined).length;
  const { length } = plan.cells;
  output.note(`${path} has ${length - missing} of ${length} cells, ${added} of them new`);
  if (missing === 0) return;
  throw new Error(
    `Cannot draw the sweep as ${missing} of ${length} cells are in none of the files: ` +
      `${header.command} --store ${path} trains them`,
  );
}

/** An estimate of the bytes of a result in the file. */
function lineBytes({ cells, seeds }: SweepPlan): number {
  const longest = cells.reduce(
    (most, { settings }) => Math.max(most, JSON.stringify(settings).length),
    0,
  );
  return 70 + longest + 120 * seeds.length;
}

/** What is to be trained, and the memory that it takes. */
function sizeText({ cells, seeds }: SweepPlan, { memory }: SweepSettings): string {
  const bytes = cells.reduce((most, cell) => Math.max(most, cell.bytes), 0);
  const atOnce = Math.min(cells.length, Math.max(1, Math.floor(memory * 2 ** 20 / bytes)));
  const networks = cells.length * seeds.length;
  const size = Math.max(1, Math.ceil(atOnce * bytes / 2 ** 20));
  return `${counted(networks, "network")}, at most ${
    atOnce * seeds.length
  } at once in about ${size} MiB`;
}

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
async function throughQueue(
  lab: SweepLab,
  { connection, fresh, chunk }: QueueSettings,
  job: SweepJob,
): Promise<StoredSweep> {
  const { output } = lab;
  const { plan, store, path } = job;
  const note = (line: string) => output.note(line);
  const known = store.size === 0 ? "" : `; ${path} has ${store.size}`;
  note(`${counted(plan.cells.length, "cell")} for the workers of ${connection.name}${known}`);
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
function deadLetter({ cells, reason }: FailedCells): string {
  const names = cells.map(({ settings }) =>
    Object.entries(settings).map(([name, value]) => `${name} ${valueText(value)}`).join(", ")
  );
  return `Dead letter: no worker could train ${names.join("; ")} (${reason})`;
}
