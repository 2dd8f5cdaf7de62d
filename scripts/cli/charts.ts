/** The figures of losses and decision boundaries that experiments have in common. */

import {
  boundaryPanels,
  boundsOf,
  type Figure,
  figure,
  lossPanel,
  predictGrid,
  type Run,
  type RunField,
} from "../../mod.ts";
import type { Lab } from "./lab.ts";

/** Losses of runs whose boundaries are drawn too: their colours are none of a class. */
export function lossChart(
  { data, figureOptions }: Pick<Lab, "data" | "figureOptions">,
  runs: readonly Run[],
  title: string,
): Figure {
  const { classes } = data.all;
  return figure([[lossPanel(runs, { classes })]], { ...figureOptions, title });
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
