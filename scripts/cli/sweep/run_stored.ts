/** The training of a sweep with its results in a file. */

import { openStore, sweep, type SweepPlan, type SweepResult } from "../../../mod.ts";
import { openResultFile, setAside } from "../files/result_file.ts";
import type { Lab } from "../lab.ts";
import { asUsageError, UsageError } from "../usage_error.ts";

/** The file of the results in the folder of the figures. */
export const storeName = "sweep.jsonl";

/** The flags about the results so far. */
export interface StoreSettings {
  readonly out: string;
  readonly store: string | undefined;
  readonly fresh: boolean;
  /** MiB for the networks that are trained together. */
  readonly memory: number;
}

/** Opens the results so far, trains the other cells, and returns the results of all, in the plan's order. */
export async function runStored(
  { output, announce, signal }: Pick<Lab, "output" | "announce" | "signal">,
  flags: StoreSettings,
  plan: SweepPlan,
): Promise<SweepResult[]> {
  const path = flags.store ?? `${flags.out}/${storeName}`;
  const older = flags.fresh ? setAside(path) : undefined;
  if (older !== undefined) output.note(`The earlier results are in ${older}`);
  using file = openResultFile(path);
  const store = await openStore<SweepResult>(file, plan.header).catch((error) => {
    const hint = "start over with --fresh, or name another file with --store";
    throw new UsageError(`${error.message}; ${hint}`, { cause: error });
  });
  if (store.tornBytes > 0) {
    output.note(`The last line of ${path} was not complete and is cut: its cell is trained again`);
  }
  announce();
  output.note(sizeText(plan, { store: store.size, memory: flags.memory, path }));
  const memory = flags.memory * 2 ** 20;
  const results = new Map<string, SweepResult>();
  using progress = output.progress("Sweeping", plan.cells.length);
  try {
    const onProgress = ({ done, cells }: { done: number; cells: number }) =>
      progress.update(done, `${Math.floor(done)} of ${cells} cells`);
    for await (
      const { key, settings, runs } of sweep(plan, { store, memory, signal, onProgress })
    ) {
      results.set(key, { key, settings, runs });
    }
  } catch (error) {
    if (!signal.aborted) throw asUsageError(error);
    output.note(
      `Kept ${store.size} of ${plan.cells.length} cells in ${path}: the same command goes on`,
    );
    throw error;
  }
  return plan.cells.map(({ key }) => results.get(key)!);
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
