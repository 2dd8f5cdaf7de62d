/** Panels of what networks predict: boundaries, surfaces and fits, in the plane of the data. */

import {
  boundaryPanels,
  boundsOf,
  type Dataset,
  fitPanel,
  linePanel,
  type Panel,
  type PointSet,
  predict,
  predictGrids,
  predictSurface,
  projectDataset,
  type Ring,
  type Run,
  surfacePanel,
} from "../../mod.ts";
import { createYield } from "../../lib/yield_to_event_loop.ts";
import type { Word, Words } from "./words.ts";
import type { LabData } from "./data.ts";
import type { FigureWords } from "./figure_words.ts";
import type { Lab } from "./lab.ts";
import { scoreText } from "./scores.ts";

/** The parts of a lab with which predictions are drawn. */
export type Drawing = FigureWords & Pick<Lab, "data" | "device" | "signal">;

/** Points of the curve of one input. */
const CURVE_POINTS = 400;

/** What the library says of planes. */
const planeWords = [
  "principal component {n}",
  "first two principal components, {share} of the variance",
  "{n} other features at their mean",
  "{name} at its mean",
] as const satisfies readonly Word[];

/** What the library says of a plane, in the language of the figures; names of features stay as they are. */
export function planeText(words: Words, text: string): string {
  for (const word of planeWords) {
    const pattern = word.replace(/\{(\w+)\}/, "(?<$1>.+)");
    const values = text.match(new RegExp(`^${pattern}$`))?.groups;
    if (values === undefined) continue;
    const { name } = values;
    return words.say(word, name === undefined ? mapValues(values, words.digits) : { name });
  }
  return text;
}

function mapValues(
  values: Readonly<Record<string, string>>,
  work: (value: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, work(value)]));
}

/** Whether a model of the data is a curve: one value of one input. */
export function isFit({ task, features }: Dataset): boolean {
  return task === "regression" && features === 1;
}

/** The outcome of a run: its score on the test data, or the epoch in which it diverged. */
export function outcomeOf({ words }: FigureWords, run: Run): string {
  const { divergedAtEpoch } = run;
  if (divergedAtEpoch !== null) return divergedNote(words, divergedAtEpoch);
  return run.model.task === "regression"
    ? words.say("test R² {score}", { score: words.digits(scoreText(run)) })
    : words.say("test accuracy {share}", { share: words.digits(scoreText(run)) });
}

/** Says that a run diverged. */
export function divergedNote(words: Words, epoch: number): string {
  return words.say("diverged, {place}", { place: `${words.say("epoch")} ${epoch}` });
}

/** A network to draw. */
export interface Network extends Pick<Run, "name" | "model"> {
  /** Its run, if the network is that at its end: the note has its outcome. */
  readonly run?: Run;
  /** Whether its numbers are not finite, so that no point is right or wrong. */
  readonly isLost?: boolean;
}

/** A test sample that figures mark. */
export interface MarkedSample {
  /** Its index in the test data. */
  readonly sample: number;
  /** The text beside it. */
  readonly label: string;
  /** The probability of the class that it is taken for: its height where curves are drawn. */
  readonly probability: number;
}

/** How networks are drawn. */
export interface NetworkPanelOptions {
  /** The number of points of the grid along each axis: the library's by default. */
  readonly size?: readonly [number, number];
  /** A note after the outcome of a run: none by default. */
  readonly note?: string;
  /** Test samples with a mark, where classes are drawn: none by default. */
  readonly marked?: readonly MarkedSample[];
  /** Whether the figure tells the outcome elsewhere: false by default. */
  readonly isTold?: boolean;
}

/** Panels of what networks predict, each with the points. */
export async function networkPanels(
  lab: Drawing,
  networks: readonly Network[],
  options: NetworkPanelOptions,
): Promise<Panel[]> {
  const { all } = lab.data;
  if (isFit(all)) return await inTurn(lab, networks, (network) => fitOf(lab, [network]));
  if (all.features === 1) {
    return await inTurn(lab, networks, (network) => probabilityPanel(lab, network, options));
  }
  if (all.task === "regression") {
    return await inTurn(lab, networks, (network) => surfaceOf(lab, network, options));
  }
  const { plane } = lab.data;
  const models = networks.map(({ model }) => model);
  const fields = await predictGrids(models, { ...gridOptions(lab), size: options.size });
  return await inTurn(lab, networks, async (network, at) => {
    const [panel] = boundaryPanels([{ ...network.run, name: network.name, field: fields[at] }], {
      ...labelsOf(lab),
      note: options.note,
      points: await pointsOf(lab, network),
      rings: ringsOf(lab, options),
      classNames: network.model.classNames,
      oneScale: plane?.oneUnit,
    });
    return panel;
  });
}

/** Rings around the marked samples, in the plane of the figures. */
function ringsOf({ data }: Drawing, { marked = [] }: NetworkPanelOptions): Ring[] {
  const { inputs } = shownIn(data, data.test);
  return marked.map(({ sample, label }) => {
    return { x: inputs[2 * sample], y: inputs[2 * sample + 1], label };
  });
}

/** Makes panels one after the other; Ctrl-C and timers are handled between them. */
async function inTurn(
  { signal }: Drawing,
  networks: readonly Network[],
  draw: (network: Network, at: number) => Promise<Panel>,
): Promise<Panel[]> {
  const pause = createYield(signal);
  const panels: Panel[] = [];
  for (const [at, network] of networks.entries()) {
    panels.push(await draw(network, at));
    await pause();
  }
  return panels;
}

/** The surface of a regression of several inputs. */
async function surfaceOf(
  lab: Drawing,
  network: Network,
  { size, note, isTold }: NetworkPanelOptions,
): Promise<Panel> {
  const { model, run } = network;
  const surface = await predictSurface(model, { ...gridOptions(lab), size });
  return surfacePanel(surface, {
    ...labelsOf(lab),
    note: [!isTold && run && outcomeOf(lab, run), note].filter(Boolean).join(" · "),
    points: await pointsOf(lab, network),
    valueName: model.targetNames?.[0],
    oneScale: lab.data.plane?.oneUnit ?? true,
  });
}

/**
 * The training and the test data in the plane; of classes with the predictions, so that wrong points have
 * rings.
 */
export async function pointsOf(
  lab: Drawing,
  { model, run, isLost }: Pick<Network, "model" | "run" | "isLost">,
): Promise<PointSet[]> {
  const { data, device, words } = lab;
  const hasRings = model.task !== "regression" && !isLost && run?.status !== "diverged";
  const setOf = async (word: "train" | "test"): Promise<PointSet> => {
    const set = { name: words.say(word), data: shownIn(data, data[word]) };
    if (!hasRings) return set;
    const { inputs } = data[word];
    return { ...set, predicted: (await predict(model, { device, inputs })).labels };
  };
  return [await setOf("train"), await setOf("test")];
}

/** A dataset in the plane of the figures. */
export function shownIn({ plane }: LabData, set: Dataset): Dataset {
  return plane === undefined ? set : projectDataset(set, plane);
}

/** The grid to predict: of the requested limits, or else of the data. */
export function gridOptions(
  { data, device, signal, figureOptions: { xLimits, yLimits } }: Drawing,
) {
  const { x, y } = boundsOf(shownIn(data, data.all));
  return { device, x: xLimits ?? x, y: yLimits ?? y, plane: data.plane, signal };
}

/** The labels of the axes of the plane, in the language of the figures. */
export function labelsOf(
  { data: { plane }, words }: Drawing,
): { xLabel?: string; yLabel?: string } {
  if (plane === undefined) return {};
  const [xLabel, yLabel] = plane.labels.map((label) => planeText(words, label));
  return { xLabel, yLabel };
}

/**
 * The inputs of a curve over data of one feature, or over the requested limits: in its own unit, and
 * scaled for the model.
 */
function curveInputs(
  { data: { all: { inputs, scaler } }, figureOptions: { xLimits } }: Drawing,
): { x: Float64Array; scaled: Float64Array } {
  const { mean: [mean], scale: [scale] } = scaler ?? { mean: [0], scale: [1] };
  let [low, high] = xLimits?.map((limit) => (limit - mean) / scale) ?? [Infinity, -Infinity];
  for (const value of xLimits === undefined ? inputs : []) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const scaled = Float64Array.from(
    { length: CURVE_POINTS },
    (_, at) => low + at / (CURVE_POINTS - 1) * (high - low),
  );
  return { x: scaled.map((value) => mean + scale * value), scaled };
}

/** The curves of regressions of one input, over the data. */
export async function fitOf(
  lab: Drawing,
  runs: readonly Pick<Run, "name" | "model">[],
): Promise<Panel> {
  const { data, device, words } = lab;
  const { x, scaled } = curveInputs(lab);
  const fits: { name: string; x: Float64Array; values: Float64Array }[] = [];
  for (const { name, model } of runs) {
    const { values } = await predict(model, { device, inputs: scaled });
    fits.push({ name, x, values: values! });
  }
  const { featureNames: [xLabel] = [], targetNames: [yLabel] = [] } = data.all;
  const points = [
    { name: words.say("train"), data: data.train },
    { name: words.say("test"), data: data.test },
  ];
  return fitPanel(fits, { points, xLabel, yLabel });
}

/** The probability of each class against the only input, with the marked samples as points. */
async function probabilityPanel(
  lab: Drawing,
  { model, run }: Network,
  { marked = [] }: NetworkPanelOptions,
): Promise<Panel> {
  const { data, device, words, figureOptions } = lab;
  const { x, scaled } = curveInputs(lab);
  const { probabilities, outputs, classes } = await predict(model, { device, inputs: scaled });
  const rows = probabilities ?? outputs;
  const width = rows.length / x.length;
  const classNames = figureOptions.classNames ?? model.classNames;
  const lines = Array.from({ length: classes }, (_, label) => ({
    name: classNames?.[label] ?? words.say("class {n}", { n: label }),
    color: label,
    x,
    values: x.map((_, at) =>
      width === classes ? rows[at * width + label] : label === 1 ? rows[at] : 1 - rows[at]
    ),
  }));
  const { featureNames: [xLabel = "x"] = [] } = data.all;
  const yLabel = words.say(probabilities === null ? "score" : "probability");
  const note = run && outcomeOf(lab, run);
  const { inputs, scaler } = data.test;
  const { mean: [mean], scale: [scale] } = scaler ?? { mean: [0], scale: [1] };
  const points = marked.map(({ sample, label, probability }) => {
    return { name: label, x: [mean + scale * inputs[sample]], values: [probability], marker: true };
  });
  return linePanel([...lines, ...points], { note, xLabel, yLabel, markers: false, classes });
}
