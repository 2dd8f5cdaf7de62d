/** The training of a sweep with its results in a file: here, by workers of a queue, or done elsewhere. */

import {
  mergeStores,
  openStore,
  type StoreHeader,
  sweep,
  type SweepPlan,
  type SweepResult,
} from "../../../mod.ts";
import { readBytes } from "../files/files.ts";
import { openResultFile, reserve, setAside } from "../files/result_file.ts";
import type { Connection } from "../queue/redis.ts";
import { asUsageError, UsageError } from "../usage_error.ts";
import { type StoredSweep, type SweepJob, type SweepLab, trained } from "./stored_sweep.ts";
import type { Shard } from "./shard.ts";
import { throughQueue } from "./through_queue.ts";

/** The flags about the results so far, and about who trains. */
export interface StoreSettings {
  readonly out: string;
  readonly store: string | undefined;
  readonly fresh: boolean;
  /** MiB for the networks that are trained together. */
  readonly memory: number;
  readonly chunk: number | undefined;
  readonly shard: Shard | undefined;
  readonly merge: readonly string[] | undefined;
}

/** The file of the results: in the folder of the figures, unless a flag names another one. */
export function storePath({ out, store, shard }: StoreSettings): string {
  return store ?? `${out}/${storeName(shard)}`;
}

/** The name of that file. Each shard has its own, as several run at the same time. */
export function storeName(shard: Shard | undefined): string {
  return shard === undefined ? "sweep.jsonl" : `sweep-${shard.number}-of-${shard.count}.jsonl`;
}

/** Opens the results so far, trains the other cells, and returns the results of all. */
export async function runStored(
  lab: SweepLab,
  flags: StoreSettings,
  { plan, header, connection }: {
    readonly plan: SweepPlan;
    readonly header: StoreHeader;
    /** To the queue whose workers train; undefined if this process does. */
    readonly connection: Connection | undefined;
  },
): Promise<StoredSweep> {
  const { output, announce } = lab;
  const path = storePath(flags);
  const older = flags.fresh ? setAside(path) : undefined;
  if (older !== undefined) output.note(`The earlier results are in ${older}`);
  using file = openResultFile(path);
  const store = await openStore<SweepResult>(file, header).catch((error) => {
    const hint = "start over with --fresh, or name another file with --store";
    throw new UsageError(`${error.message}; ${hint}`, { cause: error });
  });
  if (store.tornBytes > 0) {
    output.note(`The last line of ${path} was not complete and is cut: its cell is trained again`);
  }
  await reserve(path, bytesLeft(plan, store));
  const job = { plan, store, path, header };
  if (flags.merge !== undefined) return await merged(lab, flags.merge, job);
  if (connection !== undefined) return await throughQueue(lab, { ...flags, connection }, job);
  announce();
  output.note(sizeText(plan, { store: store.size, memory: flags.memory, path }));
  const memory = flags.memory * 2 ** 20;
  return {
    results: await trained(lab, job, (watch) => sweep(plan, { store, memory, ...watch })),
  };
}

/** Brings the results of other files together; all cells must be there then. */
async function merged(
  { output, announce }: SweepLab,
  names: readonly string[],
  { plan, store, path, header }: SweepJob,
): Promise<StoredSweep> {
  const files = await Promise.all(
    names.map(async (name) => ({ name, bytes: await readBytes(name) })),
  );
  announce();
  const added = await mergeStores(store, files, header).catch((error) => {
    throw asUsageError(error);
  });
  const results = plan.cells.flatMap(({ key }) => store.get(key) ?? []);
  const missing = plan.cells.length - results.length;
  output.note(`${path} has ${results.length} of ${plan.cells.length} cells, ${added} of them new`);
  if (missing === 0) return { results };
  throw new Error(
    `Cannot draw the sweep as ${missing} of ${plan.cells.length} cells are in none of the files: ` +
      `${header.command} --store ${path} trains them`,
  );
}

/** An estimate of the bytes that the other results take: their lines. */
function bytesLeft({ cells, seeds }: SweepPlan, { size }: { readonly size: number }): number {
  const longest = cells.reduce(
    (most, { settings }) => Math.max(most, JSON.stringify(settings).length),
    0,
  );
  return (cells.length - size) * (70 + longest + 120 * seeds.length);
}

/** What is to be trained, the memory that it takes, and what is there already. */
function sizeText(
  { cells, seeds }: SweepPlan,
  { store, memory, path }: { store: number; memory: number; path: string },
): string {
  const bytes = cells.reduce((most, cell) => Math.max(most, cell.bytes), 0);
  const atOnce = Math.min(cells.length, Math.max(1, Math.floor(memory * 2 ** 20 / bytes)));
  const networks = cells.length * seeds.length;
  const size = Math.max(1, Math.ceil(atOnce * bytes / 2 ** 20));
  const known = store === 0 ? "" : `; ${path} has ${store} of ${cells.length} cells`;
  return `${networks} networks, at most ${
    atOnce * seeds.length
  } at once in about ${size} MiB${known}`;
}
