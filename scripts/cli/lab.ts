/** What every experiment works with: data, a device, a stream of random numbers, and a voice. */

import {
  checkTraining,
  type Dataset,
  type Device,
  type Figure,
  type FigureOptions,
  Generator,
  type Loss,
  makeDataset,
  type Run,
  type RunRecord,
  runRecord,
  type Split,
  standardScale,
  toSvg,
  train,
  type TrainingSpec,
  trainTestSplit,
} from "../../mod.ts";
import { validationMessage } from "../../lib/check.ts";
import type { Picture } from "../gallery/section.ts";
import { writeFile } from "./files.ts";
import type { Values } from "./flags.ts";
import type { dataFlags } from "./lab_flags.ts";
import type { Output } from "./output.ts";
import type { ToPng } from "./png.ts";
import { usage, UsageError } from "./usage_error.ts";

/** The data of an experiment: all of it, and the two sides of its split. */
export interface LabData extends Split {
  readonly all: Dataset;
}

/** How the networks of an experiment are trained. */
export interface LabTraining {
  /** What the progress bar says. */
  readonly label: string;
  readonly epochs: number;
  /** What is trained and tested on: the lab's data by default. */
  readonly data?: LabData;
  /** Cross-entropy by default. */
  readonly loss?: Loss;
  /** Where to draw from: the lab's generator by default. */
  readonly generator?: Generator;
  /** False where the notebook never passes over the test data. */
  readonly consumeTestLoaderRng?: boolean;
  /** Epochs after which to keep the networks as they are then: none by default. */
  readonly keep?: readonly number[];
}

/** The settings that all runs of a lab have in common. */
export interface LabSettings {
  readonly seed: number;
  readonly batchSize: number;
  /** Epochs that were asked for; each experiment has its own where none were. */
  readonly epochs: number | undefined;
  /** Folder of the figures. */
  readonly out: string;
}

/** A place to run experiments in. */
export interface Lab {
  readonly data: LabData;
  readonly device: Device;
  readonly settings: LabSettings;
  /** How all figures look, and where they come from. */
  readonly figureOptions: FigureOptions;
  /** torch's stream, which runs through all experiments of a lab. */
  readonly generator: Generator;
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Says what is run, and on what, unless it has been said: training does, once it is found good. */
  announce(): void;
  /** Trains networks, shows the progress, and keeps the records. */
  train(specs: readonly TrainingSpec[], training: LabTraining): Promise<Run[]>;
  /** Writes a figure, as PNG besides where that is asked for, and keeps the paths. */
  draw(name: string, figure: Figure): void;
  /** Records of the runs since the last call, paths of the files, and the figures that are in them. */
  collect(): { runs: RunRecord[]; figures: string[]; pictures: Picture[] };
}

/** Makes, scales and splits the data that the flags ask for, as the notebook does. */
export function makeLabData(flags: Values<typeof dataFlags> & { seed: number }): LabData {
  const { dataset, samples, noise, testSize, seed } = flags;
  const factor = dataset === "circles" ? flags.factor : undefined;
  const options = { noise, factor, seed };
  const made = byFlags("--samples", () => makeDataset(dataset, samples, options));
  const all = standardScale(made);
  // Squares of very large numbers are none, and points that cannot be scaled are too far out.
  if (!all.inputs.every((value) => Number.isFinite(Math.fround(value)))) {
    const allowed = "so small that the data can be scaled";
    throw new UsageError(validationMessage("make the data", "--noise", allowed, noise));
  }
  const split = byFlags(
    "--samples and --test-size",
    () => trainTestSplit(all, { testSize, seed, stratify: true }),
  );
  return { all, ...split };
}

/** Names the flags behind what the library finds wrong, as it knows them by other names. */
function byFlags<Result>(names: string, build: () => Result): Result {
  try {
    return usage(build);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} (see ${names})`, { cause: error });
  }
}

/** Sets up a lab. */
export function createLab(
  parts: Pick<Lab, "data" | "device" | "settings" | "output" | "signal" | "announce"> & {
    /** The library's own by default. */
    readonly figureOptions?: FigureOptions;
    /** Where figures are to be written as PNG besides. */
    readonly toPng?: ToPng;
  },
): Lab {
  const { device, settings, output, signal, toPng } = parts;
  const generator = new Generator(settings.seed);
  let runs: RunRecord[] = [];
  let figures: string[] = [];
  let pictures: Picture[] = [];
  return {
    figureOptions: {},
    ...parts,
    generator,
    async train(specs, { label, consumeTestLoaderRng, loss, keep, ...training }) {
      const epochs = settings.epochs ?? training.epochs;
      const { batchSize } = settings;
      const { data = parts.data } = training;
      const options = {
        device,
        data: data.train,
        test: data.test,
        epochs,
        batchSize,
        generator: training.generator ?? generator,
        consumeTestLoaderRng,
        loss,
        signal,
        keep,
      };
      usage(() => checkTraining(specs, options));
      parts.announce();
      using progress = output.progress(label, 1);
      const trained = await train(specs, {
        ...options,
        onEpoch: ({ done, epoch, epochs }) => progress.update(done, `epoch ${epoch} of ${epochs}`),
      });
      runs.push(...trained.map(runRecord));
      return trained;
    },
    draw(name, figure) {
      const path = `${settings.out}/${name}`;
      writeFile(path, toSvg(figure));
      figures.push(path);
      // A page can show what is in a file, not what went to `/dev/null` or into a pipe.
      if (Deno.statSync(path).isFile) pictures.push({ file: name, figure });
      if (toPng === undefined) return;
      const image = path.replace(/\.svg$/, ".png");
      writeFile(image, toPng(figure));
      figures.push(image);
    },
    collect() {
      const collected = { runs, figures, pictures };
      runs = [];
      figures = [];
      pictures = [];
      return collected;
    },
  };
}
