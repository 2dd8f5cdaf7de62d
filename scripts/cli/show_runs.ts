/** Output of runs that experiments share: a ranking, a table, and figures of losses and decision boundaries. */

import {
  boundaryPanels,
  boundsOf,
  curveStatistics,
  type Figure,
  figure,
  lossPanel,
  predictGrid,
  type Run,
  type RunField,
} from "../../mod.ts";
import type { Lab } from "./lab.ts";
import type { Output } from "./output/output.ts";

/** The runs that did not diverge, in ascending order of a measure. */
export function ranked(runs: readonly Run[], measure: (run: Run) => number): Run[] {
  return runs.filter(({ status }) => status === "ok").toSorted((a, b) => measure(a) - measure(b));
}

/** The number of epochs in words: `1 epoch`, `3 epochs`. */
export function epochsText(count: number): string {
  return count === 1 ? "1 epoch" : `${count} epochs`;
}

/** Writes a table of runs with their final scores, one row per run. */
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

/** A figure of the losses of runs whose boundaries are drawn too, in colours that no class has. */
export function lossChart(
  { data, figureOptions }: Pick<Lab, "data" | "figureOptions">,
  runs: readonly Run[],
  title: string,
): Figure {
  const { classes } = data.all;
  return figure([[lossPanel(runs, { classes })]], { ...figureOptions, title });
}

/** A figure of the runs' decision boundaries side by side, with the training and test data. */
export async function boundaryChart(
  { data, device, figureOptions, output, signal }: Pick<
    Lab,
    "data" | "device" | "figureOptions" | "output" | "signal"
  >,
  runs: readonly Run[],
  title: string,
): Promise<Figure> {
  using progress = output.progress("Drawing boundaries", runs.length);
  const bounds = boundsOf(data.all);
  const fields: RunField[] = [];
  for (const run of runs) {
    progress.update(fields.length, run.name);
    fields.push({ ...run, field: await predictGrid(run.model, { device, ...bounds, signal }) });
  }
  const points = [{ name: "train", data: data.train }, { name: "test", data: data.test }];
  return figure([boundaryPanels(fields, { points })], { ...figureOptions, title });
}
