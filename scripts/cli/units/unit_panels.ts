/** Panels of a network as a diagram of its units, at its end and through the epochs. */

import {
  kinkLines,
  kinkPanel,
  type Mlp,
  networkPanel,
  type Panel,
  type Run,
  shareLegend,
  type UnitMaps,
  unitMaps,
} from "../../../mod.ts";
import { createYield } from "../../../lib/yield_to_event_loop.ts";
import { type AnimationPlan, epochNote } from "../animate.ts";
import type { Lab } from "../lab.ts";
import {
  divergedNote,
  gridOptions,
  type Network,
  networkPanels,
  outcomeOf,
  planeText,
} from "../network_panels.ts";
import { inputNames, shownUnits, type UnitStudy } from "./importance.ts";

/** Points of the maps of units, and of the map at the end of a frame, along each axis. */
const GRID = { still: [40, 40], moving: [24, 24], end: [80, 80] } as const;

/** The diagram of a run's network at its end. */
export async function diagramOf(lab: Lab, run: Run, study: UnitStudy): Promise<Panel> {
  const [panel] = await diagrams(lab, [{ name: run.name, model: run.model, run }], {
    units: shownUnits(run.model, study.importance),
    notes: [run.divergedAtEpoch === null ? orderNote(lab, run.model) : outcomeOf(lab, run)],
    size: GRID.still,
  });
  return panel;
}

/** The diagrams after each of the epochs of an animation, with one scale for all of them. */
export async function diagramsThrough(
  lab: Lab,
  run: Run,
  { study, plan: { at } }: { readonly study: UnitStudy; readonly plan: AnimationPlan },
): Promise<Panel[][]> {
  const { snapshots, divergedAtEpoch, trainLoss, name } = run;
  const shown = snapshots.filter(({ epoch }) => at.includes(epoch));
  const panels = await diagrams(lab, shown.map(({ model }) => ({ name, model })), {
    units: shownUnits(run.model, study.importance),
    notes: shown.map(({ epoch }) =>
      divergedAtEpoch !== null && epoch >= divergedAtEpoch
        ? divergedNote(lab.words, divergedAtEpoch)
        : epochNote(lab.words, epoch, trainLoss.length)
    ),
    size: GRID.moving,
  });
  return shareLegend(panels).map((panel) => [panel]);
}

/** How several diagrams are drawn. */
interface DiagramOptions {
  readonly units: readonly (readonly number[])[];
  /** One for each network. */
  readonly notes: readonly string[];
  /** Points of the maps along each axis. */
  readonly size: readonly [number, number];
}

async function diagrams(
  lab: Lab,
  networks: readonly Network[],
  { units, notes, size }: DiagramOptions,
): Promise<Panel[]> {
  const pause = createYield(lab.signal);
  const isOne = networks.length === 1;
  const ends = await networkPanels(lab, networks, { size: isOne ? undefined : GRID.end });
  const all: UnitMaps[] = [];
  for (const { model } of networks) {
    all.push(await unitMaps(model, { ...gridOptions(lab), units, size }));
    await pause();
  }
  const weights = all.flatMap(({ layers }) => layers.map(({ weights }) => largest(weights)));
  const maxWeight = Math.max(...weights);
  return all.map((maps, at) =>
    networkPanel(maps, {
      ...namesOf(lab, networks[at].model, units),
      ...(maxWeight > 0 && { maxWeight }),
      output: ends[at],
      note: notes[at],
    })
  );
}

/** The largest absolute value of those that are finite. */
function largest(values: Float32Array): number {
  return values.reduce(
    (most, value) => Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most,
    0,
  );
}

/** The names of the inputs and the outputs that are shown. */
function namesOf(
  { data: { all }, words, figureOptions }: Lab,
  { sizes, classNames, targetNames }: Mlp,
  units: readonly (readonly number[])[],
) {
  const inputs = inputNames(all);
  const outputs = sizes[sizes.length - 1];
  const classes = figureOptions.classNames ?? classNames;
  const names = outputs === all.classes && all.task !== "regression"
    ? Array.from({ length: outputs }, (_, n) => classes?.[n] ?? words.say("class {n}", { n }))
    : targetNames;
  return {
    inputNames: units[0].map((unit) => inputs[unit]),
    outputNames: names && units[units.length - 1].map((unit) => names[unit]),
  };
}

/** What the order of the maps means, if there are hidden units. */
function orderNote({ words }: Lab, { sizes }: Mlp): string {
  return sizes.length < 3 ? "" : words.say("the most important units at the top");
}

/** The predictions of a run with the lines on which the units of its first layer change over. */
export async function kinksOf(lab: Lab, run: Run, study: UnitStudy): Promise<Panel> {
  const { words, data: { plane } } = lab;
  const { model, name } = run;
  const lines = kinkLines(model, { plane });
  const note = lines.length > 0
    ? planeText(words, plane?.note ?? "")
    : words.say("no hidden layer, so no kinks");
  const [panel] = await networkPanels(lab, [{ name, model, run }], { note });
  return kinkPanel(panel, { lines, ...(lines.length > 0 && { importance: study.importance[1] }) });
}
