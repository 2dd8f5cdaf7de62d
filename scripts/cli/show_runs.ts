/** How experiments show their runs: ranked, in a table, and in a figure of decision boundaries. */

import {
  boundaryPanels,
  boundsOf,
  curveStatistics,
  type Figure,
  figure,
  predictGrid,
  type Run,
  type RunField,
} from "../../mod.ts";
import type { Lab } from "./lab.ts";
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

/** Decision boundaries of runs side by side, over the data they were trained and tested on. */
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
