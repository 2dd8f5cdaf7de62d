/** Decision boundaries over the epochs: as an animated figure, and as frames for slides. */

import {
  accuracyOf,
  animation,
  type Figure,
  figure,
  type FigureOptions,
  lossLines,
  lossScale,
  type Mlp,
  type Panel,
  progressPanel,
  regressionScoresOf,
  type Run,
  shareLegend,
  spacedEpochs,
} from "../../mod.ts";
import type { Words } from "./words.ts";
import { createYield } from "../../lib/yield_to_event_loop.ts";
import { count, toggle } from "./flags/flag_kinds.ts";
import type { Values } from "./flags/flags.ts";
import { framesName, writeFrames } from "./files/frames.ts";
import { headed, type Heading, shareIn } from "./figure_words.ts";
import { scoreFinding } from "./findings.ts";
import type { Lab } from "./lab.ts";
import { LABEL } from "./looks.ts";
import { divergedNote, networkPanels } from "./network_panels.ts";
import { topicWithPlane } from "./prediction_charts.ts";
import { r2Text } from "./scores.ts";
import { UsageError } from "./usage_error.ts";

/** The flags of animations. */
export const animationFlags = {
  animate: toggle({ help: "also draw what is learned through the epochs, moving and as frames" }),
  frames: count({
    minimum: 2,
    maximum: 999,
    help: "with --animate: frames for slides, more of them early than late (default: 12)",
  }),
};

/** The values of those flags. */
export type AnimationSettings = Values<typeof animationFlags>;

/** The number of figures in an animation: enough for smooth motion, few enough for a small file. */
const MOVING = 30;
const FRAMES = 12;

/** The points of a frame's field along each axis; few, as there are many frames. */
const GRID = [80, 80] as const;

/** The epochs that an animation and its frames show. */
export interface AnimationPlan {
  /** The name of the files: `train` makes `train-animation.svg` and `train-frames/frame-001.svg`. */
  readonly name: string;
  /** The flags of the animation, as arguments. */
  readonly typed: readonly string[];
  /** Epochs that the frames show. */
  readonly frames: readonly number[];
  /** Epochs that the animation shows. */
  readonly moving: readonly number[];
  /** All of these epochs, in order. */
  readonly at: readonly number[];
}

/**
 * Plans the animation that the flags specify.
 *
 * @returns The plan, or undefined without `--animate`
 * @throws {UsageError} if `--frames` is given without `--animate`
 */
export function planAnimation(
  name: string,
  { animate, frames: count, epochs }: AnimationSettings & { epochs: number },
): AnimationPlan | undefined {
  if (!animate) {
    if (count === undefined) return undefined;
    throw new UsageError("--frames changes nothing without --animate");
  }
  const frames = spacedEpochs(epochs, count ?? FRAMES);
  const moving = spacedEpochs(epochs, MOVING);
  const at = [...new Set([...frames, ...moving])].sort((a, b) => a - b);
  const typed = ["--animate", ...(count === undefined ? [] : ["--frames", String(count)])];
  return { name, typed, frames, moving, at };
}

/** The files of an animation, in the folder of the figures. */
export function animationFiles(name: string): string[] {
  return [`${name}-animation.svg`, `${framesName(name)}/`];
}

/** Draws the animation and the frames of runs that have snapshots of the plan's epochs. */
export async function animateBoundaries(
  lab: Lab,
  runs: readonly Run[],
  { topic, ...plan }: AnimationPlan & { topic: string },
): Promise<void> {
  const heading = { topic: topicWithPlane(lab, topic), finding: scoreFinding(lab, runs) };
  await animatePanels(lab, () => panelsThrough(lab, runs, plan.at), { ...plan, heading });
}

/** What the figures of an animation have in common. */
interface Moving extends Pick<AnimationPlan, "typed"> {
  readonly heading: Heading;
}

/**
 * Draws the animation and the frames of panels.
 *
 * @param make Makes the panels after each of the plan's epochs, if they are to be drawn
 */
export async function animatePanels(
  lab: Lab,
  make: () => Promise<readonly (readonly Panel[])[]>,
  { name, typed, frames, moving, at, heading }: AnimationPlan & { readonly heading: Heading },
): Promise<void> {
  const frameFolder = lab.fileOf(framesName(name));
  if (frameFolder === undefined) return;
  const rows = await make();
  const figures = await movingFigures(lab, rows, { typed, heading });
  const indices = (epochs: readonly number[]) => epochs.map((epoch) => at.indexOf(epoch));
  const moved = indices(moving);
  const description = lab.words.say("Moves through {n} epochs, from {first} to {last}.", {
    n: moving.length,
    first: moving[0],
    last: moving[moving.length - 1],
  });
  await lab.draw(`${name}-animation.svg`, () => (look) => {
    const isOwn = Object.keys(look).length === 0;
    const shown = isOwn
      ? moved.map((index) => figures[index])
      : equallyLarge(moved.map((index) => rows[index]), {
        ...movingOptions(lab, { typed, heading }),
        ...look,
      });
    return animation(shown, { description });
  });
  const folder = `${lab.settings.out}/${frameFolder}`;
  const files = await writeFrames(
    folder,
    indices(frames).map((index) => figures[index]),
    lab.signal,
  );
  lab.output.say(
    `Frames: ${folder}/${files[0]} to ${files[files.length - 1]}, ` +
      `after ${frames.join(", ")} epochs\n`,
  );
}

/** How the figures of an animation are drawn. */
function movingOptions(
  { figureOptions, ...words }: Lab,
  { typed, heading }: Moving,
): FigureOptions {
  const { provenance } = figureOptions;
  return {
    ...headed({ figureOptions, ...words }, heading),
    provenance: provenance && { ...provenance, flags: [...provenance.flags ?? [], ...typed] },
  };
}

/** The figures of an animation, one for each row of panels. */
export async function movingFigures(
  lab: Lab,
  rows: readonly (readonly Panel[])[],
  moving: Moving,
): Promise<Figure[]> {
  const pause = createYield(lab.signal);
  const draw = async (options: FigureOptions) => {
    const figures: Figure[] = [];
    for (const panels of rows) {
      figures.push(figure([panels], options));
      await pause();
    }
    return figures;
  };
  const options = movingOptions(lab, moving);
  const figures = await draw(options);
  const common = commonOptions(figures, options);
  return common === undefined ? figures : await draw(common);
}

/** Figures of one size. */
function equallyLarge(rows: readonly (readonly Panel[])[], options: FigureOptions): Figure[] {
  const draw = (options: FigureOptions) => rows.map((panels) => figure([panels], options));
  const figures = draw(options);
  const common = commonOptions(figures, options);
  return common === undefined ? figures : draw(common);
}

/**
 * The options with which figures are of one size, if they are not: with the height of the highest, which may
 * follow from the width, and the smallest text, which may be smaller where a plot would be low.
 */
function commonOptions(
  figures: readonly Figure[],
  options: FigureOptions,
): FigureOptions | undefined {
  const heights = figures.map(({ height }) => height);
  const shares = figures.map(({ width, canvas }) => width / (canvas?.width ?? width));
  const differ = (numbers: readonly number[]) => numbers.some((number) => number !== numbers[0]);
  if (!differ(heights) && !differ(shares)) return undefined;
  return {
    ...options,
    ...(differ(heights) && { height: Math.max(...heights) }),
    ...(differ(shares) && { fontSize: Math.min(...shares) * (options.fontSize ?? LABEL) }),
  };
}

/** The panels after each of the epochs: a boundary for each run, and all losses. */
async function panelsThrough(
  lab: Lab,
  runs: readonly Run[],
  at: readonly number[],
): Promise<Panel[][]> {
  const pause = createYield(lab.signal);
  const columns: Panel[][] = [];
  for (const run of runs) {
    columns.push(shareLegend(await boundaries(lab, run, { isLone: runs.length === 1 })));
    await pause();
  }
  const progress: Panel[] = [];
  for (const epoch of at) {
    progress.push(losses(lab, runs, epoch));
    await pause();
  }
  columns.push(progress);
  return at.map((_, index) => columns.map((panels) => panels[index]));
}

/** What a run predicts after each of the epochs. */
async function boundaries(lab: Lab, run: Run, { isLone }: { isLone: boolean }): Promise<Panel[]> {
  const { divergedAtEpoch, name, snapshots } = run;
  const isLostAt = (epoch: number) => divergedAtEpoch !== null && epoch >= divergedAtEpoch;
  const networks = snapshots.map(({ epoch, model }) => ({ name, model, isLost: isLostAt(epoch) }));
  const panels = await networkPanels(lab, networks, { size: GRID });
  const shown: Panel[] = [];
  for (const [at, { epoch, model }] of snapshots.entries()) {
    const note = isLostAt(epoch)
      ? divergedNote(lab.words, divergedAtEpoch!)
      : await scoreNote(lab, model);
    // The figure's title names a lone run. One line of notes only: a second one would give the figures
    // of an animation different heights.
    shown.push({ ...panels[at], title: isLone ? panels[at].title : name, note });
  }
  return shown;
}

/** The score of a network on the test data. */
async function scoreNote(lab: Lab, model: Mlp): Promise<string> {
  const { data: { test }, device, words } = lab;
  if (model.task !== "regression") {
    const share = shareIn(lab, await accuracyOf(model, { device, data: test }));
    return words.say("test accuracy {share}", { share });
  }
  const { r2 } = await regressionScoresOf(model, { device, data: test });
  return words.say("test R² {score}", { score: words.digits(r2Text(r2)) });
}

/** The losses of runs; of several runs the training losses only. */
function losses({ words }: Lab, runs: readonly Run[], epoch: number): Panel {
  const { length: epochs } = runs[0].trainLoss;
  const isLone = runs.length === 1;
  const lines = lossLines(runs).filter(({ dashed }) => isLone || !dashed);
  return progressPanel(lines, {
    at: epoch,
    markers: !isLone,
    // The figure's title names a single run.
    nameRuns: !isLone,
    dashNames: [words.say("train loss"), words.say("test loss")],
    title: isLone ? undefined : words.say("training loss"),
    note: epochNote(words, epoch, epochs),
    yLabel: isLone ? words.say("loss") : undefined,
    yScale: lossScale(runs),
  });
}

/** How far a training is. */
export function epochNote(words: Words, epoch: number, epochs: number): string {
  return epoch === 0
    ? words.say("before training")
    : words.say("epoch {n} of {epochs}", { n: epoch, epochs });
}
