/** Figures of what networks predict: boundaries, surfaces and fits, in the plane of the data. */

import {
  boundsOf,
  confusionPanel,
  contourPanel,
  type Dataset,
  type Figure,
  figure,
  fitPanel,
  linePanel,
  type Mlp,
  type Panel,
  percentText,
  type Plane,
  predict,
  predictGrid,
  predictSurface,
  projectDataset,
  type Run,
  type Scaler,
  surfacePanel,
} from "../../mod.ts";
import { createYield } from "../../lib/yield_to_event_loop.ts";
import type { LabData } from "./data.ts";
import type { Lab } from "./lab.ts";
import type { Output } from "./output/output.ts";
import { usage } from "./usage_error.ts";

/** The parts of a lab with which predictions are drawn. */
type Drawing = Pick<Lab, "data" | "device" | "signal">;

/** Points of the curve of one input. */
const CURVE_POINTS = 400;

/** The maximum number of classes of which the confusion matrix is also a table. */
const MAX_TABLE = 12;

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

/** The file of the figure of predictions: `train-boundary.svg`, or `train-fit.svg` for a regression. */
export function predictionFile(name: string, { all: { task } }: Pick<LabData, "all">): string {
  return `${name}-${task === "regression" ? "fit" : "boundary"}.svg`;
}

/** All files that a command may write: of own data it is not known before whether they are values. */
export function possibleFiles(files: readonly string[], data: unknown): string[] {
  if (data === undefined) return [...files];
  const fits = files.filter((file) => file.endsWith("-boundary.svg"))
    .map((file) => file.replace("-boundary.svg", "-fit.svg"));
  return [...files, ...fits];
}

/** A figure of what the runs predict side by side, with the training and test data. */
export async function predictionChart(
  lab: Drawing & Pick<Lab, "figureOptions" | "output">,
  runs: readonly Run[],
  title: string,
): Promise<Figure> {
  const { figureOptions, output, signal } = lab;
  using progress = output.progress("Drawing boundaries", runs.length);
  const pause = createYield(signal);
  if (isFit(lab.data.all)) {
    // The curves of several runs have their scores in the table.
    const note = runs.length > 1 ? "" : outcomeOf(runs[0]);
    const finished = runs.filter(({ divergedAtEpoch }) => divergedAtEpoch === null);
    const panel = await fitOf(lab, finished);
    return figure([[{ ...panel, note }]], { ...figureOptions, title });
  }
  const panels: Panel[] = [];
  for (const run of runs) {
    progress.update(panels.length, run.name);
    const panel = await predictionPanel(lab, run, { note: outcomeOf(run) });
    // The title of the figure names a single run.
    panels.push(runs.length > 1 ? { ...panel, title: run.name } : panel);
    await pause();
  }
  if (runs.length === 1) {
    const [panel] = panels;
    const note = [panel.note, lab.data.plane?.note].filter(Boolean).join(" · ");
    return figure([[{ ...panel, note }]], { ...figureOptions, title });
  }
  return figure([panels], { ...figureOptions, title: titleWithPlane(title, lab.data) });
}

/** A title that says what plane all panels show, if they do not show all features. */
export function titleWithPlane(title: string, { plane }: LabData): string {
  return plane === undefined || plane.note === "" ? title : `${title}: ${plane.note}`;
}

/** Whether a model of the data is a curve: one value of one input. */
function isFit({ task, features }: Dataset): boolean {
  return task === "regression" && features === 1;
}

/** The outcome of a run: its score on the test data, or the epoch in which it diverged. */
function outcomeOf(run: Run): string {
  if (run.divergedAtEpoch !== null) return `diverged, epoch ${run.divergedAtEpoch}`;
  return `test ${scoreName(run)} ${scoreText(run)}`;
}

/** The measure of how well a run does: R² for a regression, or else the accuracy. */
export function scoreName({ model }: Pick<Run, "model">): string {
  return model.task === "regression" ? "R²" : "accuracy";
}

/** The score of a run on the test data: the share that is right, or R²; the larger the better. */
export function testScore({ finalTestRegression, finalTestAccuracy }: Run): number {
  return finalTestRegression?.r2 ?? finalTestAccuracy;
}

/** That score as text. */
export function scoreText(run: Run): string {
  const score = testScore(run);
  return run.model.task === "regression" ? r2Text(score) : percentText(score);
}

/** R² with three decimals. */
export function r2Text(r2: number): string {
  return r2.toFixed(3);
}

/** How well a run does on the test data, in words: `89.4% right`, or `R² 0.887`. */
export function scorePhrase(run: Run): string {
  return run.model.task === "regression" ? `R² ${scoreText(run)}` : `${scoreText(run)} right`;
}

/**
 * A panel of what one model predicts, with the points. The plane is not in the note.
 *
 * @param lab The data and the device
 * @param network The network and its name
 * @param options A note, and the number of points of the grid along each axis
 */
export async function predictionPanel(
  lab: Drawing,
  network: Pick<Run, "name" | "model">,
  { note, size }: { note: string; size?: readonly [number, number] },
): Promise<Panel> {
  const { data } = lab;
  const { model } = network;
  if (data.all.features === 1) {
    if (isFit(data.all)) return { ...await fitOf(lab, [network]), note };
    return await probabilityPanel(lab, model, note);
  }
  const { plane } = data;
  const shown = (set: Dataset) => plane === undefined ? set : projectDataset(set, plane);
  const points = [
    { name: "train", data: shown(data.train) },
    { name: "test", data: shown(data.test) },
  ];
  const options = { ...gridOptions(lab, shown(data.all)), size };
  const texts = { ...labelsOf(plane), note };
  if (model.task === "regression") {
    const surface = await predictSurface(model, options);
    const valueName = model.targetNames?.[0];
    return surfacePanel(surface, { ...texts, points, valueName, oneScale: plane?.oneUnit ?? true });
  }
  const field = await predictGrid(model, options);
  const names = { classNames: model.classNames, oneScale: plane?.oneUnit };
  return contourPanel(field, { ...texts, ...names, points });
}

function gridOptions({ data: { plane }, device, signal }: Drawing, shown: Dataset) {
  return { device, ...boundsOf(shown), plane, signal };
}

function labelsOf(plane: Plane | undefined): { xLabel?: string; yLabel?: string } {
  return plane === undefined ? {} : { xLabel: plane.labels[0], yLabel: plane.labels[1] };
}

/** The inputs of a curve over data of one feature: in its own unit, and scaled for the model. */
function curveInputs({ inputs, scaler }: Dataset): { x: Float64Array; scaled: Float64Array } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of inputs) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const scaled = Float64Array.from(
    { length: CURVE_POINTS },
    (_, at) => low + at / (CURVE_POINTS - 1) * (high - low),
  );
  return { x: scaled.map((value) => inUnit(value, scaler)), scaled };
}

function inUnit(value: number, scaler: Scaler | undefined): number {
  return scaler === undefined ? value : scaler.mean[0] + scaler.scale[0] * value;
}

/** The curves of regressions of one input, over the data. */
async function fitOf(
  { data, device }: Drawing,
  runs: readonly Pick<Run, "name" | "model">[],
): Promise<Panel> {
  const { x, scaled } = curveInputs(data.all);
  const fits: { name: string; x: Float64Array; values: Float64Array }[] = [];
  for (const { name, model } of runs) {
    const { values } = await predict(model, { device, inputs: scaled });
    fits.push({ name, x, values: values! });
  }
  const { featureNames: [xLabel] = [], targetNames: [yLabel] = [] } = data.all;
  const points = [{ name: "train", data: data.train }, { name: "test", data: data.test }];
  return fitPanel(fits, { points, xLabel, yLabel });
}

/** The probability of each class against the only input. */
async function probabilityPanel(
  { data, device }: Drawing,
  model: Mlp,
  note: string,
): Promise<Panel> {
  const { x, scaled } = curveInputs(data.all);
  const { probabilities, outputs, classes } = await predict(model, { device, inputs: scaled });
  const rows = probabilities ?? outputs;
  const width = rows.length / x.length;
  const lines = Array.from({ length: classes }, (_, label) => ({
    name: model.classNames?.[label] ?? `class ${label}`,
    color: label,
    x,
    values: x.map((_, at) =>
      width === classes ? rows[at * width + label] : label === 1 ? rows[at] : 1 - rows[at]
    ),
  }));
  const { featureNames: [xLabel = "x"] = [] } = data.all;
  const yLabel = probabilities === null ? "score" : "probability";
  return linePanel(lines, { note, xLabel, yLabel, markers: false });
}

/** The numbers of test samples of each class that a model takes for each class. */
export async function confusionOf(
  { data: { test }, device }: Drawing,
  model: Mlp,
): Promise<number[][]> {
  const { labels, classes } = await predict(model, { device, inputs: test.inputs });
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((predicted, sample) => counts[test.labels[sample]][predicted]++);
  return counts;
}

/** A figure of the confusion matrix of a run on the test data. */
export function confusionChart(
  { figureOptions }: Pick<Lab, "figureOptions">,
  { model: { classNames }, finalTestAccuracy }: Run,
  { counts, title }: { counts: readonly (readonly number[])[]; title: string },
): Figure {
  const note = `test data, ${percentText(finalTestAccuracy)} right`;
  return figure([[confusionPanel(counts, { classNames, note })]], { ...figureOptions, title });
}

/** Writes the confusion matrix as a table, if it has few classes. */
export function showConfusion(
  output: Output,
  { model: { classNames } }: Run,
  counts: readonly (readonly number[])[],
): void {
  if (counts.length > MAX_TABLE) return;
  const names = classNames ?? counts.map((_, label) => `class ${label}`);
  output.say();
  output.table(
    ["actual \\ predicted", ...names.map((title) => ({ title, decimals: 0 }))],
    counts.map((row, label) => [names[label], ...row]),
  );
}
