/** Output of runs that experiments share: a ranking, a table, and figures of losses and decision boundaries. */

import {
  boundaryPanels,
  boundsOf,
  contourPanel,
  curveStatistics,
  type Dataset,
  type Device,
  type Figure,
  figure,
  type FigureOptions,
  linePanel,
  lossLines,
  lossPanel,
  lossScale,
  type Panel,
  predict,
  predictGrid,
  type Run,
} from "../../mod.ts";
import { createYield } from "../../lib/yield_to_event_loop.ts";
import { type FigureWords, headed, type Heading } from "./figure_words.ts";
import type { LabData } from "./data.ts";
import { accuracyFinding } from "./findings.ts";
import type { Lab } from "./lab.ts";
import type { Output } from "./output/output.ts";
import { usage } from "./usage_error.ts";

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

/** The number of classes whose guessing costs a known loss; undefined for other losses than entropy. */
export function guessingOf(
  { all: { classes } }: LabData,
  runs: readonly Run[],
): number | undefined {
  return classes > 1 && runs.every(({ loss }) => loss === "crossEntropy") ? classes : undefined;
}

/** A figure of the losses of runs whose boundaries are drawn too, in colours that no class has. */
export function lossChart(
  lab: FigureWords & Pick<Lab, "data">,
  runs: readonly Run[],
  heading: Heading,
  options: Pick<FigureOptions, "orderedRuns"> = {},
): Figure {
  const { classes } = lab.data.all;
  return figure(
    [[lossPanel(runs, { classes, guessing: guessingOf(lab.data, runs) })]],
    { ...options, ...headed(lab, heading) },
  );
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

/** The classes that a run's network predicts; undefined for a run that diverged. */
async function predictedBy(
  { status, model }: Run,
  { device, inputs }: { device: Device; inputs: Dataset["inputs"] },
): Promise<Int32Array | undefined> {
  return status === "ok" ? (await predict(model, { device, inputs })).labels : undefined;
}

/** The plane to draw: the requested limits, or else that of the data. */
export function planeOf(
  data: Dataset,
  { xLimits, yLimits }: FigureOptions,
): ReturnType<typeof boundsOf> {
  const { x, y } = boundsOf(data);
  return { x: xLimits ?? x, y: yLimits ?? y };
}

/** What boundaries are drawn with. */
type BoundaryLab = FigureWords & Pick<Lab, "data" | "device" | "output" | "signal">;

/** A figure of the runs' decision boundaries side by side, with the training and test data. */
export async function boundaryChart(
  lab: BoundaryLab,
  runs: readonly Run[],
  topic: string,
): Promise<Figure> {
  return boundaryFigure(lab, runs, { topic, panels: await boundariesOf(lab, runs) });
}

/** The same of panels that are there already. */
export function boundaryFigure(
  lab: FigureWords,
  runs: readonly Run[],
  { topic, panels }: { readonly topic: string; readonly panels: readonly Panel[] },
): Figure {
  return figure([panels], headed(lab, { topic, finding: accuracyFinding(lab, runs) }));
}

/** A figure that joins both: the training losses above, the boundaries below. */
export function storyFigure(
  lab: FigureWords & Pick<Lab, "data">,
  runs: readonly Run[],
  { panels, ...heading }: Heading & { readonly panels: readonly Panel[] },
): Figure {
  const losses = linePanel(lossLines(runs).filter(({ dashed }) => !dashed), {
    yLabel: lab.words.say("training loss"),
    yScale: lossScale(runs),
    classes: lab.data.all.classes,
  });
  // Limits and labels of axes are for one kind of panel, and here are two.
  const { xLimits: _x, yLimits: _y, xLabel: _u, yLabel: _v, ...options } = headed(lab, heading);
  return figure([[losses], panels], { ...options, spanRows: true });
}

/** The runs' decision boundaries as panels. */
export async function boundariesOf(lab: BoundaryLab, runs: readonly Run[]): Promise<Panel[]> {
  const { data, device, figureOptions, output, signal, words } = lab;
  using progress = output.progress("Drawing boundaries", runs.length);
  const pause = createYield(signal);
  const bounds = planeOf(data.all, figureOptions);
  const panels: Panel[] = [];
  const [train, test] = [data.train, data.test].map(({ inputs }) => ({ device, inputs }));
  for (const run of runs) {
    progress.update(panels.length, run.name);
    const field = await predictGrid(run.model, { device, ...bounds, signal });
    await pause();
    const points = [
      { name: words.say("train"), data: data.train, predicted: await predictedBy(run, train) },
      { name: words.say("test"), data: data.test, predicted: await predictedBy(run, test) },
    ];
    const [panel] = boundaryPanels([{ ...run, field }], { points });
    // The title of the figure names a single run.
    panels.push(runs.length > 1 ? { ...panel, title: run.name } : panel);
    await pause();
  }
  return panels;
}
