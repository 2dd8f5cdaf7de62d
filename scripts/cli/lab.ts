/** The environment of every experiment: data, a device, a random generator, and the output. */

import {
  checkTraining,
  type Device,
  type DeviceChoice,
  type Figure,
  Generator,
  type Loss,
  openDevice,
  type OpenOptions,
  type Probe,
  type Run,
  type RunRecord,
  runRecord,
  type RunSettings,
  toSvg,
  type TrainingSpec,
  trainingWork,
  type TrainOptions,
} from "../../mod.ts";
import { englishWords, type Word } from "./words.ts";
import type { Picture } from "../gallery/section.ts";
import type { LabData } from "./data.ts";
import { removeFile, writeFile } from "./files/files.ts";
import type { FigureWords } from "./figure_words.ts";
import type { Output } from "./output/output.ts";
import { type FigureIn, type Look, pageLooks } from "./looks.ts";
import { lookUp } from "./files/paths.ts";
import type { PngRenderer } from "./png/png.ts";
import { pngBeside } from "./files/targets.ts";
import { type SavedTraining, trainInSession } from "./training.ts";
import { usage } from "./usage_error.ts";

/** What the networks of a training are compared in, for figures over several seeds. */
export interface Comparison {
  /** The first part of the names of its figures; trainings with the same one share a figure. */
  readonly file: string;
  /** The rest of the name of the figure of losses: `-loss` by default. */
  readonly ending?: string;
  /** What it is about, with the name of the data or of the run. */
  readonly topic: Word;
  /** The title of the panels, if other trainings in the same figure have their own: none by default. */
  readonly panel?: string;
  /** Whether predictions of the networks from the first seed are drawn too: false by default. */
  readonly predictions?: boolean;
  /** Whether the networks are steps of one quantity, in order: false by default. */
  readonly orderedRuns?: boolean;
}

/** Networks of an experiment that are trained together, and how they are trained. */
export interface LabTraining {
  /** The networks. */
  readonly specs: readonly TrainingSpec[];
  /** The label of the progress bar. */
  readonly label: string;
  readonly epochs: number;
  /** The training and test data: the lab's by default. */
  readonly data?: LabData;
  /** The number of its training samples, where it is not that of the lab's data. */
  readonly samples?: number;
  /** Cross-entropy by default. */
  readonly loss?: Loss;
  /** The generator of weights and orders: the lab's by default. */
  readonly generator?: Generator;
  /** False where the notebook never passes over the test data. */
  readonly consumeTestLoaderRng?: boolean;
  /** Epochs after which to keep the networks as they are then: none by default. */
  readonly keep?: readonly number[];
  /** Epochs after which to compute statistics of layers: none by default. */
  readonly probe?: Probe;
  /** The state that the training continues from, and the function that saves its state. */
  readonly saved?: SavedTraining;
}

/** A training of an experiment, whose networks can be trained from several seeds too. */
export interface ComparedTraining extends LabTraining {
  /** What they are compared in. */
  readonly comparison: Comparison;
}

/** The settings that all runs of a lab have in common. */
export interface LabSettings {
  readonly seed: number;
  readonly batchSize: number;
  /** The epochs that were requested; undefined for each experiment's own. */
  readonly epochs: number | undefined;
  /** The number of seeds of each network; undefined for one generator of all networks. */
  readonly seeds?: number;
  /** Folder of the figures. */
  readonly out: string;
}

/** The environment that experiments run in. */
export interface Lab extends FigureWords {
  readonly data: LabData;
  readonly device: Device;
  readonly settings: LabSettings;
  /** The name of a figure's file; undefined if the figure is not to be drawn. */
  fileOf(name: string): string | undefined;
  /** torch's random stream, from which all experiments draw in order. */
  readonly generator: Generator;
  readonly output: Output;
  readonly signal: AbortSignal;
  /**
   * Writes the device and the summary, at its first call. Training calls it after its settings are checked.
   */
  announce(): void;
  /** Trains networks, shows the progress, and keeps the records. */
  train(training: LabTraining): Promise<Run[]>;
  /**
   * Makes a figure, writes it as SVG, and as PNG if requested, and records the paths. Without a request,
   * the PNG of an earlier figure of that name is removed. What is not to be drawn is not made. Of a
   * figure that can be drawn in several looks, a page shows those that suit it.
   */
  draw(name: string, make: () => Drawable | Promise<Drawable>): Promise<void>;
  /** The records of the runs since the last call, the paths of the files, and their figures. */
  collect(): { runs: RunRecord[]; figures: string[]; pictures: Picture[] };
}

/** A figure, or the function that draws it. */
export type Drawable = Figure | FigureIn;

/** The parts of a lab that determine its trainings. */
export type TrainingInputs = Pick<Lab, "data" | "settings" | "generator">;

/** The parts of a lab that determine the settings of a training. */
type RunInputs = TrainingInputs & Pick<Lab, "device">;

/**
 * Checks a training against the lab's settings.
 *
 * @returns The settings of its runs, as their records have them
 * @throws {UsageError} if it cannot be run
 */
export function checkLabTraining(training: LabTraining, inputs: RunInputs): RunSettings[] {
  return usage(() => checkTraining(training.specs, trainOptions(training, inputs)));
}

/** Counts the multiplications of a training on so many samples. */
export function workOf(
  { specs, saved, ...training }: LabTraining,
  { epochs = training.epochs, samples: all }: { epochs?: number; samples: number },
): number {
  const { samples = all } = training;
  const networks = saved?.resume?.networks ?? specs;
  const works = networks.map(({ sizes = [1, 1] }) =>
    usage(() => trainingWork(sizes, { samples, epochs }))
  );
  return works.reduce((sum, work) => sum + work, 0);
}

/** Opens a device; a note reports each fallback to another device, the progress bar compilations. */
export function openLabDevice(
  choice: DeviceChoice,
  { note, busy }: Output,
  options: Pick<OpenOptions, "workers" | "work"> = {},
): Promise<Device> {
  quietenDriver();
  const onCompile = () => busy("compiling kernels");
  return openDevice(choice, { onFallback: note, onCompile, ...options });
}

/**
 * Sets a variable that Linux graphics drivers require: without it they write a warning to standard
 * error. Any absolute path suffices.
 */
function quietenDriver(): void {
  const variable = "XDG_RUNTIME_DIR";
  if (Deno.build.os !== "linux") return;
  if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") return;
  if (!Deno.env.get(variable)) Deno.env.set(variable, "/tmp");
}

/** Creates the environment of experiments. */
export function createLab(
  parts: Pick<Lab, "data" | "device" | "settings" | "output" | "signal" | "announce"> & {
    /** The library's defaults if left out. */
    readonly figureOptions?: Lab["figureOptions"];
    /** All figures under their own names if left out. */
    readonly fileOf?: Lab["fileOf"];
    /** Renders figures as PNG, if requested. */
    readonly png?: PngRenderer;
    /** The look of the files, if a page will show the figures. */
    readonly page?: Look;
  },
): Lab {
  const { settings, png: renderer, page, signal } = parts;
  const generator = new Generator(settings.seed);
  let collected: ReturnType<Lab["collect"]> = { runs: [], figures: [], pictures: [] };
  return {
    figureOptions: {},
    words: englishWords,
    titleStyle: "finding",
    fileOf: (name) => name,
    ...parts,
    generator,
    async train(training) {
      const inputs = { ...parts, generator };
      checkLabTraining(training, inputs);
      const { specs, saved, label } = training;
      const { output, announce } = parts;
      const options = { ...trainOptions(training, inputs), signal };
      const trained = await trainInSession(specs, options, { ...saved, label, output, announce });
      collected.runs.push(...trained.map(runRecord));
      return trained;
    },
    async draw(name, make) {
      // A timer, so that Ctrl-C is handled between figures.
      await new Promise((handled) => setTimeout(handled, 0));
      signal.throwIfAborted();
      const made = await make();
      const isFixed = typeof made !== "function";
      const figure = isFixed ? made : made({});
      const path = `${settings.out}/${name}`;
      const image = pngBeside(path);
      const png = await renderer?.render(figure, signal);
      await writeFile(path, toSvg(figure));
      collected.figures.push(path);
      // A page can show a regular file only, not a device or a pipe.
      if (lookUp(path)?.isFile) {
        const looks = isFixed || page === undefined ? undefined : pageLooks(made, page);
        collected.pictures.push({ file: name, figure, ...(looks && { looks }) });
      }
      if (png === undefined) return removeFile(image);
      await writeFile(image, png);
      collected.figures.push(image);
    },
    collect() {
      const all = collected;
      collected = { runs: [], figures: [], pictures: [] };
      return all;
    },
  };
}

/** The library's options of a training: its own settings, and those that the lab replaces or adds. */
function trainOptions(
  {
    specs: _specs,
    label: _label,
    saved: _saved,
    comparison: _comparison,
    samples: _samples,
    ...training
  }:
    & LabTraining
    & Partial<ComparedTraining>,
  { data: own, device, settings, generator }: RunInputs,
): TrainOptions {
  const data = training.data ?? own;
  return {
    generator,
    ...training,
    device,
    data: data.train,
    sampleWeights: data.train.sampleWeights,
    test: data.test,
    epochs: settings.epochs ?? training.epochs,
    batchSize: settings.batchSize,
  };
}
