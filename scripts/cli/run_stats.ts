/** What runs came to: figures of their curves, sentences, and a table. */

import { lossText, type Run } from "../../mod.ts";
import type { Output } from "./output.ts";

/** The training loss of the last epoch. */
export function finalLoss(run: Run): number {
  return run.trainLoss[run.trainLoss.length - 1];
}

/** The test loss of the last epoch. */
export function finalTestLoss(run: Run): number {
  return run.testLoss[run.testLoss.length - 1];
}

/** The runs that did not diverge, best first by what is measured. */
export function ranked(runs: readonly Run[], measure: (run: Run) => number): Run[] {
  return runs.filter(({ status }) => status === "ok").toSorted((a, b) => measure(a) - measure(b));
}

/** Number of the first epoch whose training loss is at most `loss`, from 1, or undefined. */
export function epochReaching(run: Run, loss: number): number | undefined {
  const index = run.trainLoss.findIndex((value) => value <= loss);
  return index < 0 ? undefined : index + 1;
}

/** `1 epoch`, `3 epochs`. */
export function epochsText(count: number): string {
  return count === 1 ? "1 epoch" : `${count} epochs`;
}

/** Names in a row: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** A sentence on each run that diverged. */
export function divergences(runs: readonly Run[]): string[] {
  return runs.filter(({ status }) => status === "diverged").map((run) => {
    const losses = run.trainLoss.filter(Number.isFinite);
    const most = losses.reduce((a, b) => Math.max(a, b), -Infinity);
    const after = losses.length === 0 ? "" : `, after ${lossText(most)}`;
    return `${run.name} diverged: its loss stopped being finite in epoch ` +
      `${run.divergedAtEpoch}${after}.`;
  });
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
    runs.map((run) => [
      run.name,
      finalLoss(run),
      finalTestLoss(run),
      100 * run.finalTrainAccuracy,
      100 * run.finalTestAccuracy,
      ...(run.divergedAtEpoch === null ? [] : [`diverged in epoch ${run.divergedAtEpoch}`]),
    ]),
  );
}
