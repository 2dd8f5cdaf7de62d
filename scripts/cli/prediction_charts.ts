/** Figures of what networks predict: boundaries, surfaces, fits and confusion matrices. */

import {
  confusionPanel,
  contourPanel,
  figure,
  type Mlp,
  type Panel,
  predict,
  type Run,
} from "../../mod.ts";
import { translated } from "./words.ts";
import type { LabData } from "./data.ts";
import { type FigureWords, headed, shareIn, shownName } from "./figure_words.ts";
import { scoreFinding } from "./findings.ts";
import type { Lab } from "./lab.ts";
import type { FigureIn } from "./looks.ts";
import {
  type Drawing,
  fitOf,
  isFit,
  type Network,
  networkPanels,
  outcomeOf,
  planeText,
} from "./network_panels.ts";
import type { Output } from "./output/output.ts";
import { usage } from "./usage_error.ts";

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
  lab: Drawing & Pick<Lab, "output">,
  runs: readonly Run[],
  topic: string,
): Promise<FigureIn> {
  return predictionFigure(lab, runs, { topic, panels: await predictionPanels(lab, runs) });
}

/** The same of panels that are there already. */
export function predictionFigure(
  lab: FigureWords & Pick<Lab, "data">,
  runs: readonly Run[],
  { topic, panels }: { readonly topic: string; readonly panels: readonly Panel[] },
): FigureIn {
  // The note of a single panel has the plane.
  const about = runs.length > 1 ? topicWithPlane(lab, topic) : topic;
  const options = headed(lab, { topic: about, finding: scoreFinding(lab, runs) });
  return (look) => figure([panels], { ...options, ...look });
}

/** The panels of what the runs predict; curves of one input share a panel. */
export async function predictionPanels(
  lab: Drawing & Pick<Lab, "output">,
  runs: readonly Run[],
): Promise<Panel[]> {
  const { output, data, words } = lab;
  using progress = output.progress("Drawing boundaries", runs.length);
  progress.update(0, runs[0]?.name ?? "");
  if (isFit(data.all)) {
    // The title of the figure has the score of a single run, and the table those of several.
    const note = runs.length > 1 || isTold(lab, runs) ? "" : outcomeOf(lab, runs[0]);
    const finished = runs.filter(({ divergedAtEpoch }) => divergedAtEpoch === null);
    return [{ ...await fitOf(lab, finished), note }];
  }
  const networks = runs.map((run): Network => ({ name: run.name, model: run.model, run }));
  // The title of the figure names a single run, and the plane of several.
  const isLone = runs.length === 1;
  const note = planeText(words, isLone ? data.plane?.note ?? "" : "");
  const panels = await networkPanels(lab, networks, { note, isTold: isTold(lab, runs) });
  return isLone ? panels : panels.map((panel, at) => ({ ...panel, title: runs[at].name }));
}

/** Whether the title of the figure is the outcome of its only run. */
function isTold(lab: FigureWords, runs: readonly Run[]): boolean {
  const { figureOptions: { title }, titleStyle } = lab;
  const isFinding = titleStyle === "finding" && title === undefined;
  return isFinding && runs.length === 1 && scoreFinding(lab, runs) === outcomeOf(lab, runs[0]);
}

/** A topic that says what plane all panels show, if they do not show all features. */
export function topicWithPlane(
  { data: { plane }, words }: Pick<Lab, "data" | "words">,
  topic: string,
): string {
  return plane === undefined || plane.note === ""
    ? topic
    : `${topic}: ${planeText(words, plane.note)}`;
}

/** The numbers of test samples of each class that a model takes for each class. */
export async function confusionOf(
  { data: { test }, device }: Pick<Lab, "data" | "device">,
  model: Mlp,
): Promise<number[][]> {
  const { labels, classes } = await predict(model, { device, inputs: test.inputs });
  const counts = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  labels.forEach((predicted, sample) => counts[test.labels[sample]][predicted]++);
  return counts;
}

/** A figure of the confusion matrix of a run on the test data. */
export function confusionChart(
  lab: FigureWords & Pick<Lab, "data">,
  { name, model: { classNames }, finalTestAccuracy }: Run,
  counts: readonly (readonly number[])[],
): FigureIn {
  const { words } = lab;
  const topic = words.say("{run} on {data}: which classes are taken for which", {
    run: shownName(lab, name),
    data: translated(words, lab.data.all.name),
  });
  const note = words.say("test data, {share} right", { share: shareIn(lab, finalTestAccuracy) });
  const finding = confusionFinding(lab, counts, lab.figureOptions.classNames ?? classNames);
  const panels = [[confusionPanel(counts, { classNames, note })]];
  const options = headed(lab, { topic, finding });
  return (look) => figure(panels, { ...options, ...look });
}

/** Which class is most often taken for which other one, by the number of samples. */
function confusionFinding(
  { words }: FigureWords,
  counts: readonly (readonly number[])[],
  names: readonly string[] | undefined,
): string {
  const nameOf = (label: number) => names?.[label] ?? words.say("class {n}", { n: label });
  const total = counts.flat().reduce((sum, count) => sum + count, 0);
  const wrong = counts.flatMap((row, actual) =>
    row.map((n, predicted) => ({ actual, predicted, n: actual === predicted ? 0 : n }))
  );
  const most = wrong.reduce((most, each) => each.n > most.n ? each : most);
  if (most.n === 0) return words.say("All {total} test points are classified correctly", { total });
  return words.say("{actual} is most often taken for {predicted}: {n} of {total}", {
    ...{ actual: nameOf(most.actual), predicted: nameOf(most.predicted), n: most.n },
    total: counts[most.actual].reduce((sum, count) => sum + count, 0),
  });
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
