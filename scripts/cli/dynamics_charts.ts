/** The figures of dynamics: gradients and saturation of layers, as small multiples. */

import {
  type Activation,
  cellsPanel,
  type CellsPanelOptions,
  figure,
  type Initializer,
  linePanel,
  type Panel,
  percentText,
  type Run,
} from "../../mod.ts";
import type { Word } from "./words.ts";
import { headed, shareIn, shownName, topicOn, writtenName } from "./figure_words.ts";
import type { Lab } from "./lab.ts";
import { digitsText, lastStatistics } from "./layer_statistics.ts";

/** An activation, initial weights, and the number of hidden layers. */
export interface Combination {
  readonly activation: Activation;
  readonly initializer: Initializer;
  readonly depth: number;
}

/** A combination in training, and by what factor its gradient shrinks a layer. */
export interface Measured extends Combination {
  readonly run: Run;
  readonly factor: number;
}

/** What the panels are for. */
interface Shown {
  readonly activations: readonly Activation[];
  readonly initializers: readonly Initializer[];
  readonly depths: readonly number[];
}

/** The name of a run: `sigmoid torch 8`. */
export function nameOf({ activation, initializer, depth }: Combination): string {
  return `${activation} ${initializer} ${depth}`;
}

/** The depth whose layers are shown epoch by epoch: 8 or the next one below, or else the first. */
export function shownDepth(depths: readonly number[]): number {
  const fitting = depths.filter((depth) => depth <= 8);
  return fitting.length > 0 ? Math.max(...fitting) : Math.min(...depths);
}

/** Draws all figures. */
export async function drawDynamics(lab: Lab, all: readonly Measured[], shown: Shown) {
  const depth = shownDepth(shown.depths);
  const deep = all.filter((each) => each.depth === depth);
  const topic = topicOn(lab, "Gradients by layer on {data}, after the last epoch", lab.data.all);
  const finding = factorFinding(lab, deep);
  const finished = all.filter(({ run, depth }) => depth > 1 && run.status !== "diverged");
  const limits = limitsOf(finished.flatMap(({ run }) => lastStatistics(run)!.gradientNorm));
  const lines = multiples(
    shown,
    (title) => linesPanel(lab, finished, { title, depths: shown.depths, yLimits: limits }),
  );
  await lab.draw(
    "dynamics-gradients.svg",
    () => (look) =>
      figure(lines, { orderedRuns: true, ...headed(lab, { topic, finding }), ...look }),
  );
  const draw = (file: string, word: Word, finding: string | undefined, kind: CellKind) =>
    lab.draw(file, () => {
      const panels = multiples(shown, (title) => layerCells(lab, deep, title, kind));
      const layers = writtenName(`${depth}-hidden`, lab.words);
      const topic = topicOn(lab, word, lab.data.all).replace("{layers}", layers);
      return (look) => figure(panels, { ...headed(lab, { topic, finding }), ...look });
    });
  await draw(
    "dynamics-epochs.svg",
    "Gradients by layer and epoch on {data}, {layers}",
    finding,
    gradients(lab, deep),
  );
  await draw(
    "dynamics-saturation.svg",
    "Saturation by layer and epoch on {data}, {layers}",
    saturationFinding(lab, deep),
    saturation(lab),
  );
}

/** A row of panels for each activation, a column for each initializer; titles are their names. */
function multiples(
  { activations, initializers }: Shown,
  panelOf: (title: string) => Panel,
): Panel[][] {
  return activations.map((activation) =>
    initializers.map((initializer) => panelOf(`${activation} ${initializer}`))
  );
}

/** The smallest and the largest norm above 0; undefined if they are not two. */
function limitsOf(all: readonly number[]): readonly [number, number] | undefined {
  const norms = all.filter((norm) => norm > 0 && norm < Infinity);
  const [low, high] = [Math.min(...norms), Math.max(...norms)];
  return low < high ? [low, high] : undefined;
}

/** The norms of the gradients over the layers, a line for each depth; the axis is that of all panels. */
function linesPanel(
  { words }: Lab,
  all: readonly Measured[],
  { title, depths, yLimits }: {
    readonly title: string;
    readonly depths: readonly number[];
    readonly yLimits: readonly [number, number] | undefined;
  },
): Panel {
  const lines = depths.map((depth) => {
    const found = all.find(({ run }) => run.name === `${title} ${depth}`);
    const values = found ? lastStatistics(found.run)?.gradientNorm ?? [] : [];
    return { name: `${depth}-hidden`, values };
  });
  return linePanel(lines, {
    title,
    xLabel: words.say("layer"),
    yLabel: words.say("gradient norm"),
    yScale: "log",
    xLimits: [1, Math.max(...depths) + 1],
    ...(yLimits && { yLimits }),
  });
}

/** A kind of number of layers over epochs. */
interface CellKind {
  readonly options: CellsPanelOptions;
  /** The number of a layer, from 0; NaN where it has none. */
  readonly valueOf: (statistics: Run["statistics"][number], layer: number) => number;
  /** The layers of a network of that many. */
  readonly layers: (all: number) => number;
  readonly note?: (run: Run) => string | undefined;
}

function layerCells(
  { words }: Lab,
  deep: readonly Measured[],
  title: string,
  { options, valueOf, layers, note }: CellKind,
): Panel {
  const { run } = deep.find(({ activation, initializer }) =>
    `${activation} ${initializer}` === title
  )!;
  const count = layers(run.model.sizes.length - 1);
  const values = Array.from(
    { length: count },
    (_, layer) => run.statistics.map((each) => valueOf(each, layer)),
  );
  const x = run.statistics.map(({ epoch }) => words.digits(String(epoch)));
  const y = values.map((_, layer) => words.digits(String(layer + 1)));
  return cellsPanel({ x, y, values }, {
    ...options,
    ...{ title, note: note?.(run), xLabel: words.say("epoch"), yLabel: words.say("layer") },
    showValues: false,
  });
}

/** The norms of gradients in colours that are the same in all panels. */
function gradients({ words }: Lab, deep: readonly Measured[]): CellKind {
  const limits = limitsOf(
    deep.flatMap(({ run }) => run.statistics.flatMap(({ gradientNorm }) => gradientNorm)),
  );
  return {
    options: {
      ...(limits && { limits }),
      scale: "log",
      valueLabel: words.say("gradient norm"),
      emptyLabel: words.say("no gradient, or diverged"),
    },
    valueOf: ({ gradientNorm }, layer) => gradientNorm[layer] > 0 ? gradientNorm[layer] : NaN,
    layers: (all) => all,
  };
}

/** The shares of saturated pairs, with the share of dead units at the end. */
function saturation(lab: Lab): CellKind {
  const { words } = lab;
  return {
    options: {
      limits: [0, 1],
      valueLabel: words.say("saturated share"),
      emptyLabel: words.say("diverged"),
    },
    valueOf: ({ hidden }, layer) => hidden[layer].saturated,
    layers: (all) => all - 1,
    note: (run) => {
      const hidden = lastStatistics(run)?.hidden;
      if (hidden === undefined) return undefined;
      const dead = hidden.reduce((sum, layer) => sum + layer.dead, 0) / hidden.length;
      return words.say("{share} of the units dead", { share: shareIn(lab, dead) });
    },
  };
}

/** The combinations in descending order of a number; without those that have none. */
export function descending(
  all: readonly Measured[],
  measure: (each: Measured) => number,
): Measured[] {
  return all.filter((each) => Number.isFinite(measure(each)))
    .toSorted((a, b) => measure(b) - measure(a));
}

/** How much a gradient changes from layer to layer, in either direction. */
export const changeOf = ({ factor }: Measured): number => Math.abs(Math.log(factor));

/** The mean share of saturated pairs over the hidden layers, at the end. */
export function saturatedShare({ run }: Measured): number {
  const hidden = lastStatistics(run)?.hidden ?? [];
  return hidden.reduce((sum, { saturated }) => sum + saturated, 0) / hidden.length;
}

/** Names the combination whose gradient changes most from layer to layer. */
function factorFinding(lab: Lab, deep: readonly Measured[]): string | undefined {
  const [most] = descending(deep, changeOf);
  if (most === undefined) return undefined;
  const { activation, initializer, depth, factor } = most;
  const shrinks = factor >= 1;
  const word: Word = shrinks
    ? "{name}: each layer shrinks the gradient {factor} times"
    : "{name}: each layer enlarges the gradient {factor} times";
  return lab.words.say(word, {
    name: `${shownName(lab, `${activation} ${initializer}`)}, ${
      writtenName(`${depth}-hidden`, lab.words)
    }`,
    factor: lab.words.digits(digitsText(shrinks ? factor : 1 / factor)),
  });
}

/** Names the combination with the largest share of saturated pairs at the end. */
function saturationFinding(lab: Lab, deep: readonly Measured[]): string | undefined {
  const [most] = descending(deep, saturatedShare);
  if (most === undefined) return undefined;
  return lab.words.say("Most saturated in the end: {name}, {share}", {
    name: shownName(lab, `${most.activation} ${most.initializer}`),
    share: lab.words.digits(percentText(saturatedShare(most))),
  });
}
