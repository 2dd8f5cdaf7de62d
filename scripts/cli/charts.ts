/** The figures that experiments have in common. */

import {
  boundsOf,
  contourPanel,
  type Figure,
  figure,
  type FigureOptions,
  type Line,
  linePanel,
  type LinePanelOptions,
  type Panel,
  predictGrid,
  type Run,
  type ScaleKind,
} from "../../mod.ts";
import type { Lab } from "./lab.ts";
import { percent } from "./wording.ts";

/** A lone run whose losses span more than this shows nothing on a linear axis but its highest spike. */
const WIDE = 1000;

/** Loss curves of runs: training solid, test dashed. */
export function lossChart(
  { figureOptions }: Pick<Lab, "figureOptions">,
  runs: readonly Run[],
  { title, ...options }: LinePanelOptions & { title: string },
): Figure {
  return figure([[lossPanel(runs, options)]], { ...figureOptions, title });
}

/** A panel of loss curves. */
function lossPanel(runs: readonly Run[], options: LinePanelOptions): Panel {
  return linePanel(runs.flatMap(linesOf), { yLabel: "loss", yScale: scaleOf(runs), ...options });
}

/** The kind of y axis for the losses of runs. */
export function scaleOf(runs: readonly Run[]): ScaleKind {
  return runs.length === 1 && spread(linesOf(runs[0])) > WIDE ? "log" : "linear";
}

/** Largest over least of the losses. */
function spread(lines: readonly Line[]): number {
  const losses = lines.flatMap(({ values }) => Array.from(values))
    .filter((loss) => loss > 0 && loss < Infinity);
  const extremes = losses.reduce(
    ([least, most], loss) => [Math.min(least, loss), Math.max(most, loss)],
    [Infinity, 0],
  );
  return extremes[1] / extremes[0];
}

/** The test loss may end an epoch before the training loss: both stop where the run did. */
export function linesOf({ name, trainLoss, testLoss, divergedAtEpoch }: Run): Line[] {
  const stoppedAt = divergedAtEpoch === null ? undefined : { x: divergedAtEpoch };
  return [
    { name, values: trainLoss, stoppedAt },
    { name, values: testLoss, stoppedAt, dashed: true },
  ];
}

/** Decision boundaries of runs side by side, over the data they were trained and tested on. */
export async function boundaryChart(
  { data, device, figureOptions, output, signal }: Pick<
    Lab,
    "data" | "device" | "figureOptions" | "output" | "signal"
  >,
  runs: readonly Run[],
  options: FigureOptions & { title: string },
): Promise<Figure> {
  using progress = output.progress("Drawing boundaries", runs.length);
  const bounds = boundsOf(data.all);
  const points = [{ name: "train", data: data.train }, { name: "test", data: data.test }];
  const panels: Panel[] = [];
  for (const run of runs) {
    progress.update(panels.length, run.name);
    const field = await predictGrid(run.model, { device, ...bounds, signal });
    // The figure's title names a lone run.
    const title = runs.length > 1 ? run.name : undefined;
    panels.push(contourPanel(field, { title, note: noteOf(run), points }));
  }
  return figure([panels], { ...figureOptions, ...options });
}

function noteOf({ status, divergedAtEpoch, finalTestAccuracy }: Run): string {
  return status === "diverged"
    ? `diverged, epoch ${divergedAtEpoch}`
    : `test accuracy ${percent(finalTestAccuracy)}`;
}
