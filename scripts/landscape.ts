/**
 * Loss landscapes: the loss around a trained network along two random directions, and the paths of optimizers
 * over the loss in the plane of their two main components.
 */

import {
  filterPlane,
  type Landscape,
  landscape,
  type Mlp,
  parameterCount,
  type ParameterPlane,
  placesIn,
  type Run,
  spacedEpochs,
  trajectoryPlane,
} from "../mod.ts";
import { closingFlags } from "./cli/closing_flags.ts";
import { type Command, createProgram, runProgram } from "./cli/command.ts";
import type { ClosingExperiment, Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { count, number } from "./cli/flags/flag_kinds.ts";
import type { Values } from "./cli/flags/flags.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { commonFlags, trainingFlags } from "./cli/flags/lab_flags.ts";
import type { ComparedTraining, Lab, TrainingInputs } from "./cli/lab.ts";
import {
  describeLandscapes,
  type PathLandscape,
  type RandomLandscape,
  type RunPath,
} from "./cli/landscape/describe.ts";
import { pathChart, randomChart } from "./cli/landscape/landscape_charts.ts";
import { optimizersFlag } from "./cli/landscape/optimizers_flag.ts";
import { networkFlags, outputsOf } from "./cli/network.ts";
import { showRuns } from "./cli/show_runs.ts";
import { UsageError } from "./cli/usage_error.ts";

const { sizes, activation, initializer, loss } = networkFlags;

const flags = {
  ...dataFlags,
  ...{ sizes, activation, initializer, loss },
  optimizers: optimizersFlag({
    default: "sgd:0.05,momentum:0.05,adam:0.01",
    help: "whose paths are drawn, with learning rates; random directions are around the first " +
      "one's network",
  }),
  ...{ epochs: trainingFlags.epochs, batchSize: trainingFlags.batchSize },
  grid: count({
    default: 41,
    minimum: 2,
    maximum: 1001,
    help: "places along each direction",
    aliases: ["points", "resolution"],
  }),
  span: number({
    default: 1,
    above: 0,
    maximum: 1e6,
    help: "largest distance along random directions, in norms of each unit's weights",
  }),
  directionSeed: count({
    default: 0,
    minimum: 0,
    maximum: 0xffffffff,
    help: "of the random directions",
  }),
  snapshots: count({
    default: 61,
    minimum: 2,
    maximum: 1000,
    help: "networks on each path, at most",
  }),
  memory: count({
    default: 1024,
    maximum: 1_000_000,
    help: "MiB for the networks of all paths",
  }),
  ...commonFlags,
};

/** The values of the flags. */
type LandscapeSettings = Values<typeof flags>;

const files = { random: "landscape-random.svg", path: "landscape-path.svg" } as const;

const command: Command<typeof flags> = {
  name: "landscape",
  summary:
    "Draws the loss around a trained network, and the paths of optimizers over the loss. The " +
    "defaults take 2 s on two cores.",
  example: "deno task landscape --dataset circles --optimizers sgd:0.5,adam:0.01 --epochs 60",
  flags,
  files: (flags) => figureFiles(Object.values(files), flags, "landscape"),
};

/** The part of the plane around the paths, as a share of their width. */
const margin = 0.2;

/** The experiment. */
function drawLandscapes(settings: LandscapeSettings): Experiment {
  return {
    name: command.name,
    summary: "the loss around a network, and the paths of optimizers over it",
    trainings: (inputs) => [trainingOf(settings, inputs)],
    async run(lab) {
      const runs = await lab.train(trainingOf(settings, lab));
      const random = await aroundNetwork(lab, settings, runs[0]);
      const path = await underPaths(lab, settings, runs);
      if (random) await lab.draw(files.random, () => randomChart(lab, random));
      await lab.draw(files.path, () => pathChart(lab, path));
      showRuns(lab.output, runs);
      return {
        takeaways: describeLandscapes(random, path),
        results: resultsOf(settings, random, path),
      };
    },
  };
}

/** The same network from the same seed, by each optimizer. */
function trainingOf(
  { optimizers, snapshots, memory, ...network }: LandscapeSettings,
  { data: { all }, settings }: TrainingInputs,
): ComparedTraining {
  const { sizes = [all.features, 32, outputsOf(all)], activation, initializer, loss } = network;
  const epochs = settings.epochs ?? network.epochs;
  const keep = [...new Set([0, ...spacedEpochs(epochs, snapshots)])];
  const named = optimizers.named;
  const needed = named.length * keep.length * 4 * parameterCount(sizes) / 2 ** 20;
  if (needed > memory) {
    throw new UsageError(
      `The networks of ${named.length} paths of ${keep.length} snapshots take ${
        Math.ceil(needed)
      } ` +
        `MiB: --memory allows ${memory} (see --snapshots)`,
    );
  }
  return {
    specs: named.map(({ name, optimizer }) => ({
      ...{ name, sizes, activation, initializer, optimizer, loss, seed: settings.seed },
    })),
    label: "Training",
    ...{ epochs, keep },
    comparison: { file: "landscape", topic: "Optimizers on {data}" },
  };
}

/** The loss along random directions around the network of a run; undefined if it diverged. */
async function aroundNetwork(
  lab: Lab,
  { grid, span, directionSeed }: LandscapeSettings,
  run: Run,
): Promise<RandomLandscape | undefined> {
  if (run.status === "diverged") return undefined;
  const plane = filterPlane(run.model, { seed: directionSeed });
  const places = spread([-span, span], grid);
  const surface = await lossOver(lab, plane, { x: places, y: places });
  const { loss: [[atNetwork]] } = await lossOver(lab, plane, { x: [0], y: [0] });
  return { run, atNetwork, span, surface };
}

/** The loss over the plane of the paths; that of runs that diverged is not theirs. */
async function underPaths(
  lab: Lab,
  { grid }: LandscapeSettings,
  runs: readonly Run[],
): Promise<PathLandscape> {
  const courses = runs.map((run) => ({
    run,
    // The weights after an epoch whose loss is not finite may be finite: the path ends before it.
    snapshots: run.snapshots.filter(({ epoch, model }) =>
      epoch < (run.divergedAtEpoch ?? Infinity) && model.parameters.every(Number.isFinite)
    ),
  }));
  const finished = courses.filter(({ run }) => run.status !== "diverged");
  const models = (finished.length > 0 ? finished : courses)
    .flatMap(({ snapshots }) => snapshots.map(({ model }): Mlp => model));
  const plane = trajectoryPlane(models);
  const paths = courses.map(({ run, snapshots }): RunPath => ({
    run,
    epochs: snapshots.map(({ epoch }) => epoch),
    places: placesIn(plane, snapshots.map(({ model }) => model)),
  }));
  const inside = placesIn(plane, models);
  const [x, y] = rangesOf(inside).map((range) => spread(range, grid));
  return { surface: await lossOver(lab, plane, { x, y }), share: plane.share, paths };
}

/** The ranges of both axes around places; one without extent, but for rounding, is as long as the other. */
function rangesOf(places: readonly (readonly [number, number])[]): [number, number][] {
  const ends = ([0, 1] as const).map((axis) =>
    [Math.min, Math.max].map((end) => end(...places.map((place) => place[axis])))
  );
  const longest = Math.max(...ends.map(([low, high]) => high - low));
  return ends.map(([low, high]) => {
    const isFlat = high - low <= 1e-6 * longest;
    const around = isFlat ? (0.5 + margin) * longest || 1 : margin * (high - low);
    return [low - around, high + around];
  });
}

/** The loss of the training data over a plane, with the progress. */
async function lossOver(
  { device, data, signal, output }: Lab,
  plane: ParameterPlane,
  places: { readonly x: readonly number[]; readonly y: readonly number[] },
): Promise<Landscape> {
  using progress = output.progress("Computing the landscape", 1);
  const onProgress = (done: number) => progress.update(done);
  return await landscape(plane, { ...{ device, data: data.train, signal, onProgress }, ...places });
}

/** Numbers from one to another, both included, evenly apart. */
function spread([from, to]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, at) => from + (to - from) * at / (count - 1));
}

/** The results in JSON. */
function resultsOf(
  { directionSeed }: LandscapeSettings,
  random: RandomLandscape | undefined,
  { surface, share, paths }: PathLandscape,
) {
  const rows = ({ loss }: Landscape) => loss.map((row) => Array.from(row));
  return {
    directionSeed,
    span: random ? Array.from(random.surface.x) : null,
    loss: random ? rows(random.surface) : null,
    plane: {
      ...{ share, x: Array.from(surface.x), y: Array.from(surface.y), loss: rows(surface) },
      paths: paths.map(({ run: { name }, epochs, places }) => ({
        ...{ name, epochs, x: places.map(([x]) => x), y: places.map(([, y]) => y) },
      })),
    },
  };
}

/** The experiment with its own defaults, on the lab's data. */
export const landscapeInside: ClosingExperiment = {
  name: command.name,
  files: Object.values(files),
  make: (settings) => drawLandscapes(closingFlags(flags, settings)),
};

/** The command. */
export const program = createProgram(command, async (tools) => {
  const [record] = await runAll([drawLandscapes(tools.flags)], tools);
  return record;
});

if (import.meta.main) await runProgram(program);
