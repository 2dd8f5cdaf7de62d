/** What runs came to: figures of their curves, sentences, and a table. */

import { curveStatistics, type Run } from "../../mod.ts";
import type { Output } from "./output/output.ts";

/** The runs that did not diverge, best first by what is measured. */
export function ranked(runs: readonly Run[], measure: (run: Run) => number): Run[] {
  return runs.filter(({ status }) => status === "ok").toSorted((a, b) => measure(a) - measure(b));
}

/** `1 epoch`, `3 epochs`. */
export function epochsText(count: number): string {
  return count === 1 ? "1 epoch" : `${count} epochs`;
}

/** Shows what runs came to, a row each. */
export function showRuns(output: Output, runs: readonly Run[]): void {
  const diverged = runs.some(({ status }) => status === "diverged");
  output.table(
    [
      "run",
      { title: "train loss", decimals: 3 },
      { title: "test loss", decimals: 3 },
      { title: "train acc. %", decimals: 1 },
      { title: "test acc. %", decimals: 1 },
      ...(diverged ? [""] : []),
    ],
    runs.map((run) => {
      const { finalTrainLoss, finalTestLoss } = curveStatistics(run);
      return [
        run.name,
        finalTrainLoss,
        finalTestLoss,
        100 * run.finalTrainAccuracy,
        100 * run.finalTestAccuracy,
        ...(run.divergedAtEpoch === null ? [] : [`diverged in epoch ${run.divergedAtEpoch}`]),
      ];
    }),
  );
}
