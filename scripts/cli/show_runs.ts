/** Output of runs that experiments share: a ranking, a table, and figures of losses and decision boundaries. */

import {
  boundaryPanels,
  boundsOf,
  contourPanel,
  curveStatistics,
  type Figure,
  figure,
  lossPanel,
  type Panel,
  predictGrids,
  type Run,
  type RunCurves,
} from "../../mod.ts";
import { createYield } from "../../lib/yield_to_event_loop.ts";
import type { Lab } from "./lab.ts";
import type { Output } from "./output/output.ts";
import { usage } from "./usage_error.ts";

/** The runs that did not diverge, in ascending order of a measure. */
export function ranked(runs: readonly Run[], measure: (run: Run) => number): Run[] {
  return runs.filter(({ status }) => status !== "diverged").toSorted((a, b) =>
    measure(a) - measure(b)
  );
}

/** The number of epochs in words: `1 epoch`, `3 epochs`. */
export function epochsText(count: number): string {
  return count === 1 ? "1 epoch" : `${count} epochs`;
}

/** Writes a table of runs with their final scores, one row per run. */
export function showRuns(output: Output, runs: readonly Run[]): void {
  const notes = runs.map(statusNote);
  output.table(
    [
      "run",
      { title: "train loss", decimals: 3 },
      { title: "test loss", decimals: 3 },
      { title: "train acc. %", decimals: 1 },
      { title: "test acc. %", decimals: 1 },
      ...(notes.some((note) => note !== undefined) ? [""] : []),
    ],
    runs.map((run, index) => {
      const { finalTrainLoss, finalTestLoss } = curveStatistics(upToBest(run));
      return [
        run.name,
        finalTrainLoss,
        finalTestLoss,
        100 * run.finalTrainAccuracy,
        100 * run.finalTestAccuracy,
        ...(notes[index] === undefined ? [] : [notes[index]]),
      ];
    }),
  );
}

/** When a run diverged or stopped early; undefined if it did neither. */
function statusNote({ divergedAtEpoch, stoppedAtEpoch, bestEpoch }: Run): string | undefined {
  if (divergedAtEpoch !== null) return `diverged in epoch ${divergedAtEpoch}`;
  if (bestEpoch === null) return undefined;
  return stoppedAtEpoch === null
    ? `best of epoch ${bestEpoch}`
    : `stopped after ${stoppedAtEpoch}, best of epoch ${bestEpoch}`;
}

/** The curves up to the epoch whose network was kept. */
function upToBest({ name, trainLoss, testLoss, bestEpoch }: Run): RunCurves {
  const end = bestEpoch ?? undefined;
  return { name, trainLoss: trainLoss.slice(0, end), testLoss: testLoss.slice(0, end) };
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

/**
 * Checks before a training that the boundary of a network of these sizes can be drawn.
 *
 * @throws {UsageError} if it has too many classes
 */
export function checkBoundaryChart(sizes: readonly number[]): void {
  const classes = Math.max(2, sizes[sizes.length - 1]);
  const values = new Float32Array(4 * classes);
  usage(() => contourPanel({ x: [0, 1], y: [0, 1], size: [2, 2], classes, values }));
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
  const pause = createYield(signal);
  const bounds = boundsOf(data.all);
  const points = [{ name: "train", data: data.train }, { name: "test", data: data.test }];
  const panels: Panel[] = [];
  const fields = await predictGrids(runs.map(({ model }) => model), { device, ...bounds, signal });
  for (const [index, run] of runs.entries()) {
    progress.update(index, run.name);
    const [panel] = boundaryPanels([{ ...run, field: fields[index] }], { points });
    // The title of the figure names a single run.
    panels.push(runs.length > 1 ? { ...panel, title: run.name } : panel);
    await pause();
  }
  return figure([panels], { ...figureOptions, title });
}
