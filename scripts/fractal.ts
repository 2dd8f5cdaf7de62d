/** Trains a network for each pair of two learning rates, and shows the boundary of trainability. */

import {
  boundaryDimension,
  figure,
  fractal as computeMap,
  type FractalOptions,
  type FractalPlan,
  type FractalResult,
  type FractalRunOptions,
  planFractal,
  trainabilityPanel,
} from "../mod.ts";
import { validationMessage } from "../lib/check.ts";
import { type Command, createProgram, runProgram } from "./cli/command.ts";
import { type ClosingExperiment, type Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { headed, shareIn, topicOn } from "./cli/figure_words.ts";
import { count, number, text } from "./cli/flags/flag_kinds.ts";
import { parseFlags } from "./cli/flags/flags.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { commonFlags, trainingFlags } from "./cli/flags/lab_flags.ts";
import { convergedShare, describeMap, type TrainedMap } from "./cli/fractal_takeaways.ts";
import type { Lab } from "./cli/lab.ts";
import { knownText, storeFlags, type StoreSettings, withStore } from "./cli/stored.ts";
import { asUsageError } from "./cli/usage_error.ts";
import { counted } from "./cli/text_layout.ts";

const storeName = "fractal.jsonl";
const files = ["fractal-map.svg"];

const mapFlags = {
  center: text<readonly [number, number], readonly [number, number]>({
    default: [3.4, 1.4],
    placeholder: "X,Y",
    help: "middle of the map: log10 of the learning rates of input and output layer",
    allowed: "two numbers joined by a comma, such as 3.4,1.4",
    check: readCenter,
  }),
  width: number({ default: 1, above: 0, maximum: 100, help: "side of the map, in log10" }),
  pixels: count({
    default: 64,
    minimum: 2,
    maximum: 2048,
    help: "columns and rows of the map, a network each",
  }),
  steps: count({ default: 500, minimum: 20, maximum: 100_000, help: "steps of each training" }),
  points: count({
    maximum: 1_000_000,
    help: "training points of all networks (default: one for each parameter)",
  }),
};

// The window of the map has the name of the figures' width; they have no runs and no classes, and all is
// computed in float64 by a kernel of its own.
const { device: _device, width: _width, height: _height, ...allFlags } = commonFlags;
const { classNames: _names, classColors: _colors, runNames: _runs, ...others } = allFlags;
const { runColors: _runColors, ...ownFlags } = others;

const flags = {
  ...dataFlags,
  ...mapFlags,
  ...storeFlags("map", storeName),
  ...ownFlags,
};

const command: Command<typeof flags> = {
  name: "fractal",
  summary: "Trains a small network for each pair of two learning rates, and maps where training " +
    "converges; 10 to 20 seconds on two cores. It goes on after a stop.",
  example: "deno task fractal --center 3.5,1.45 --width 0.1 --fresh",
  flags,
  files: (flags) => [
    ...figureFiles(files, flags, "fractal"),
    ...(flags.store === undefined ? [storeName] : []),
  ],
};

type MapSettings =
  & Pick<FractalOptions, "points">
  & Required<Pick<FractalOptions, "center" | "width" | "pixels" | "steps">>
  & Pick<FractalRunOptions, "workers">;

/** Creates the experiment; without `stored` its results are in no file. */
function mapOf(settings: MapSettings, stored?: StoreSettings): Experiment {
  const { center, width, pixels } = settings;
  return {
    name: "fractal",
    summary: `${pixels} × ${pixels} networks at learning rates around ` +
      `${rateText(center[0])} and ${rateText(center[1])}, ${counted(width, "decade")} wide`,
    series: () => [],
    async run(lab) {
      const plan = await planOf(lab, settings);
      const results = stored === undefined
        ? await rowsOf(lab, plan, settings)
        : await storedRows(lab, plan, { ...settings, ...stored });
      const measures = results.map((row) => row.measures);
      const map = { plan, measures, boundary: boundaryDimension(measures) };
      await lab.draw(files[0], () => chartOf(lab, map));
      const { dimension, boxes } = map.boundary;
      return {
        takeaways: describeMap(map),
        results: {
          ...{ center, width, pixels, steps: settings.steps, points: plan.points, measures },
          ...{ convergedShare: convergedShare(map), dimension, boxes },
        },
      };
    },
  };
}

async function planOf(
  { data: { train }, settings: { seed } }: Lab,
  { center, width, pixels, steps, points }: MapSettings,
): Promise<FractalPlan> {
  try {
    return await planFractal({ data: train, center, width, pixels, steps, points, seed });
  } catch (error) {
    throw asUsageError(error);
  }
}

/** Computes the rows with their results in a file. */
function storedRows(
  lab: Lab,
  plan: FractalPlan,
  settings: MapSettings & StoreSettings,
): Promise<FractalResult[]> {
  const total = plan.pixels;
  // A measure is a number in JSON.
  const study = { file: storeName, header: plan.header, unit: "row", total, lineBytes: 22 * total };
  return withStore<FractalResult, FractalResult[]>(lab, settings, study, (store, path) => {
    const known = knownText(store, study, path);
    if (known !== "") lab.output.note(known);
    return rowsOf(lab, plan, { ...settings, store });
  });
}

async function rowsOf(
  { output, announce, signal }: Lab,
  plan: FractalPlan,
  { store, workers }: FractalRunOptions,
): Promise<FractalResult[]> {
  announce();
  using progress = output.progress("Mapping", plan.pixels);
  const results: FractalResult[] = [];
  const onProgress = ({ done, rows }: { done: number; rows: number }) =>
    progress.update(done, `${done} of ${rows} rows`);
  for await (const row of computeMap(plan, { store, workers, signal, onProgress })) {
    results.push(row);
  }
  return results;
}

/** The map, titled by the share that trains and the boundary's dimension. */
function chartOf(lab: Lab, map: TrainedMap) {
  const { plan: { center, width }, measures, boundary: { dimension } } = map;
  const [x, y] = center.map((log) => [log - width / 2, log + width / 2] as const);
  const share = shareIn(lab, convergedShare(map));
  const topic = topicOn(lab, "Trainability over two learning rates on {data}", lab.data.all);
  const finding = dimension === null
    ? lab.words.say("{share} of the networks train", { share })
    : lab.words.say("{share} of the networks train; boundary of dimension {dimension}", {
      share,
      dimension: `≈ ${lab.words.digits(dimension.toFixed(2))}`,
    });
  return figure([[trainabilityPanel({ x, y, measures })]], headed(lab, { topic, finding }));
}

/** A learning rate by its decimal logarithm, in three digits. */
const rateText = (log: number) => String(Number((10 ** log).toPrecision(3)));

function readCenter(typed: string, name: string): readonly [number, number] {
  const parts = typed.split(",");
  const [x, y] = parts.map((part) => part.trim() === "" ? NaN : Number(part));
  if (parts.length === 2 && Math.abs(x) <= 100 && Math.abs(y) <= 100) return [x, y];
  const allowed = "two numbers from -100 to 100 joined by a comma, such as 3.4,1.4";
  throw new RangeError(validationMessage("read the flags", name, allowed, typed));
}

/** The map with the command's own settings, for the end of the lab. */
export const fractal: ClosingExperiment = {
  name: command.name,
  files,
  make: () => ({
    ...mapOf(parseFlags([], mapFlags)),
    ignores: ["width", "height", "classNames", "classColors", "runNames", "runColors"],
  }),
};

/** The command. */
export const program = createProgram(command, async (tools) => {
  const without = { width: undefined, height: undefined, classNames: undefined };
  const all = {
    ...tools,
    flags: {
      ...tools.flags,
      ...{ ...without, classColors: undefined, device: "cpu", epochs: undefined } as const,
      batchSize: trainingFlags.batchSize.default,
    },
  };
  const [record] = await runAll([mapOf(tools.flags, tools.flags)], all);
  return record;
});

if (import.meta.main) await runProgram(program);
