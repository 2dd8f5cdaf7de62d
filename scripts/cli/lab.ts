/** What every experiment works with: data, a device, a stream of random numbers, and a voice. */

import {
  checkTraining,
  type Dataset,
  type Device,
  type FigureOptions,
  Generator,
  type Loss,
  makeDataset,
  type RunThrough,
  type Split,
  standardScale,
  type TrainingSpec,
  trainTestSplit,
  trainThrough,
} from "../../mod.ts";
import { writeFile } from "./files.ts";
import type { Values } from "./flags.ts";
import type { dataFlags } from "./lab_flags.ts";
import type { Output } from "./output.ts";
import type { ToPng } from "./png.ts";
import type { Progress } from "./progress.ts";
import { type RunRecord, toRecord } from "./records.ts";
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
  readonly at?: readonly number[];
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
  train(specs: readonly TrainingSpec[], training: LabTraining): Promise<RunThrough[]>;
  /** Writes a figure, as PNG besides where that is asked for, and keeps the paths. */
  draw(name: string, svg: string): void;
  /** Records of the runs since the last call, and paths of the figures. */
  collect(): { runs: RunRecord[]; figures: string[] };
}

/** Makes, scales and splits the data that the flags ask for, as the notebook does. */
export function makeLabData(flags: Values<typeof dataFlags> & { seed: number }): LabData {
  const { dataset, samples, noise, testSize, seed } = flags;
  const factor = dataset === "circles" ? flags.factor : undefined;
  const options = { noise, factor, seed };
  const names = noise === undefined ? "--samples" : "--samples and --noise";
  const all = standardScale(byFlags(names, () => makeDataset(dataset, samples, options)));
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
  return {
    figureOptions: {},
    ...parts,
    generator,
    async train(specs, { label, consumeTestLoaderRng, loss, at = [], ...training }) {
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
        at,
      };
      usage(() => checkTraining(specs, options));
      parts.announce();
      using progress = output.progress(label, 1);
      let again: Progress | undefined;
      const trained = await trainThrough(specs, {
        ...options,
        onEpoch: ({ done, epoch }) => progress.update(done, `epoch ${epoch} of ${epochs}`),
        onSnapshot: (done) => {
          again ??= output.progress("Training again, up to each frame", 1);
          again.update(done);
        },
      });
      again?.clear();
      runs.push(...trained.map((run) => toRecord(run, { epochs, batchSize })));
      return trained;
    },
    draw(name, svg) {
      const path = `${settings.out}/${name}`;
      writeFile(path, svg);
      figures.push(path);
      if (toPng === undefined) return;
      const image = path.replace(/\.svg$/, ".png");
      writeFile(image, toPng(svg));
      figures.push(image);
    },
    collect() {
      const collected = { runs, figures };
      runs = [];
      figures = [];
      return collected;
    },
  };
}
