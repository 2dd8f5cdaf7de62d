/** The training of a sweep with its results in a file. */

import { sweep, type SweepPlan, type SweepResult } from "../../../mod.ts";
import type { Lab } from "../lab.ts";
import { knownText, type StoreSettings, withStore } from "../stored.ts";

/** The file of the results in the folder of the figures. */
export const storeName = "sweep.jsonl";

/** The flags about the results so far, and about memory. */
export interface SweepSettings extends StoreSettings {
  /** MiB for the networks that are trained together. */
  readonly memory: number;
}

/** Opens the results so far, trains the other cells, and returns the results of all, in the plan's order. */
export function runStored(
  lab: Pick<Lab, "output" | "announce" | "signal">,
  flags: SweepSettings,
  plan: SweepPlan,
): Promise<SweepResult[]> {
  const { output, signal } = lab;
  const total = plan.cells.length;
  const study = { file: storeName, header: plan.header, unit: "cell", total };
  return withStore<SweepResult, SweepResult[]>(lab, flags, study, async (store, path) => {
    const parts = [sizeText(plan, flags), knownText(store, study, path)];
    output.note(parts.filter(Boolean).join("; "));
    const memory = flags.memory * 2 ** 20;
    const results = new Map<string, SweepResult>();
    using progress = output.progress("Sweeping", total);
    const onProgress = ({ done, cells }: { done: number; cells: number }) =>
      progress.update(done, `${Math.floor(done)} of ${cells} cells`);
    for await (
      const { key, settings, runs } of sweep(plan, { store, memory, signal, onProgress })
    ) {
      results.set(key, { key, settings, runs });
    }
    return plan.cells.map(({ key }) => results.get(key)!);
  });
}

/** What is to be trained, and the memory that it takes. */
function sizeText({ cells, seeds }: SweepPlan, { memory }: SweepSettings): string {
  const bytes = cells.reduce((most, cell) => Math.max(most, cell.bytes), 0);
  const atOnce = Math.min(cells.length, Math.max(1, Math.floor(memory * 2 ** 20 / bytes)));
  const networks = cells.length * seeds.length;
  const size = Math.max(1, Math.ceil(atOnce * bytes / 2 ** 20));
  return `${networks} networks, at most ${atOnce * seeds.length} at once in about ${size} MiB`;
}
