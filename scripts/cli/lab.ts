/** What every experiment works with: data, a device, a stream of random numbers, and the output. */

import {
  checkTraining,
  type Device,
  type DeviceChoice,
  type Figure,
  type FigureOptions,
  Generator,
  type Loss,
  openDevice,
  type Run,
  type RunRecord,
  runRecord,
  toSvg,
  train,
  type TrainingProgress,
  type TrainingSpec,
} from "../../mod.ts";
import type { Picture } from "../gallery/section.ts";
import type { LabData } from "./data.ts";
import { removeFile, writeFile } from "./files.ts";
import type { Output } from "./output.ts";
import { lookUp } from "./paths.ts";
import type { ToPng } from "./png.ts";
import { progressText, type SavedTraining, trainInSession } from "./saved_training.ts";
import { pngBeside } from "./targets.ts";
import { usage } from "./usage_error.ts";

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
  /** Where a training goes on from, and where its state goes. */
  readonly saved?: SavedTraining;
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
  /** Says what is run, and on what, unless it has been said: training does, once its settings are checked. */
  announce(): void;
  /** Trains networks, shows the progress, and keeps the records. */
  train(specs: readonly TrainingSpec[], training: LabTraining): Promise<Run[]>;
  /**
   * Writes a figure, also as PNG where that is asked for, and keeps the paths. Where it is not, a PNG
   * of an earlier figure of that name is removed.
   */
  draw(name: string, figure: Figure): Promise<void>;
  /** Records of the runs since the last call, paths of the files, and the figures that are in them. */
  collect(): { runs: RunRecord[]; figures: string[]; pictures: Picture[] };
}

/** Opens a device, which says in a note where another takes over, and on the bar that it compiles. */
export function openLabDevice(choice: DeviceChoice, { note, busy }: Output): Promise<Device> {
  quietenDriver();
  const onCompile = () => busy("compiling kernels");
  return openDevice(choice, { onFallback: note, onChoice: note, onCompile });
}

/**
 * Where there is no desktop, Linux drivers complain on standard error that this variable is missing,
 * though computing needs no window. An absolute path is all they ask for.
 */
function quietenDriver(): void {
  const variable = "XDG_RUNTIME_DIR";
  if (Deno.build.os !== "linux") return;
  if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") return;
  if (!Deno.env.get(variable)) Deno.env.set(variable, "/tmp");
}

/** Sets up a lab. */
export function createLab(
  parts: Pick<Lab, "data" | "device" | "settings" | "output" | "signal" | "announce"> & {
    /** The library's own by default. */
    readonly figureOptions?: FigureOptions;
    /** Converts figures, where they are also written as PNG. */
    readonly toPng?: ToPng;
  },
): Lab {
  const { settings, toPng, signal } = parts;
  const generator = new Generator(settings.seed);
  let collected: ReturnType<Lab["collect"]> = { runs: [], figures: [], pictures: [] };
  return {
    figureOptions: {},
    ...parts,
    generator,
    async train(specs, training) {
      const from = training.generator ?? generator;
      const trained = await trainShown(specs, { ...training, generator: from }, parts);
      collected.runs.push(...trained.map(runRecord));
      return trained;
    },
    async draw(name, figure) {
      // A timer, so that Ctrl-C is handled between figures, which take a while as PNG.
      await new Promise((handled) => setTimeout(handled, 0));
      signal.throwIfAborted();
      const path = `${settings.out}/${name}`;
      const image = pngBeside(path);
      const png = toPng?.(figure);
      await writeFile(path, toSvg(figure));
      collected.figures.push(path);
      // A page can show what is in a file, not what went to `/dev/null` or into a pipe.
      if (lookUp(path)?.isFile) collected.pictures.push({ file: name, figure });
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

/** Trains, by `train` or in a session that is saved, and shows the progress. */
async function trainShown(
  specs: readonly TrainingSpec[],
  { label, saved, ...training }: LabTraining & { readonly generator: Generator },
  { data: own, device, settings, output, signal, announce }: Pick<
    Lab,
    "data" | "device" | "settings" | "output" | "signal" | "announce"
  >,
): Promise<Run[]> {
  const data = training.data ?? own;
  const options = {
    ...training,
    device,
    data: data.train,
    test: data.test,
    epochs: settings.epochs ?? training.epochs,
    batchSize: settings.batchSize,
    signal,
  };
  usage(() => checkTraining(specs, options));
  if (saved) return await trainInSession(specs, options, { ...saved, label, output, announce });
  announce();
  using progress = output.progress(label, 1);
  const onEpoch = (state: TrainingProgress) => progress.update(state.done, progressText(state));
  return await train(specs, { ...options, onEpoch });
}
