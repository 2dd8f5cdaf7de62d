/** Runs as PyTorch programs, which train the same network in the same way. */

import { checkSeed, validationMessage } from "../check.ts";
import { checkOptions, isObject, optionNames } from "../check_shape.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { headOf } from "../kernels/losses.ts";
import type { Mlp } from "../models/mlp.ts";
import { checkWatched } from "./control.ts";
import {
  carriedData,
  checkGenerated,
  type GeneratedData,
  generatedData,
  generatedSizes,
  type ProgramData,
} from "./pytorch_data.ts";
import { programText } from "./pytorch_program.ts";
import { type CheckedRun, checkLength, checkRun, checkStart } from "./pytorch_settings.ts";
import type { RunRecord, RunSettings } from "./run_record.ts";
import { checkOutputs } from "./samples.ts";
import { checkSampleWeights, checkWeighting } from "./weight_samples.ts";

/** The data and the seed of a run, for {@linkcode runToPyTorch}. */
export interface PyTorchRunOptions {
  /**
   * The training data, which the program then carries; or the settings of data that scikit-learn
   * generates, with which the program generates, scales and splits them.
   */
  readonly data: Dataset | GeneratedData;
  /** The test data, if the training data are given as a dataset. */
  readonly test?: Dataset;
  /** The seed of the training, for a run without a seed of its own; 42 by default. */
  readonly seed?: number;
  /** The model that the training started from, which the program then carries. */
  readonly model?: Mlp;
  /** The weights of the training samples, if the training had them, which the program then carries. */
  readonly sampleWeights?: ArrayLike<number>;
}

const optionKeys = optionNames<PyTorchRunOptions>({
  ...{ data: true, test: true, seed: true, model: true, sampleWeights: true },
});

const ACTION = "write the PyTorch program";

/**
 * Converts a run to a PyTorch program that trains the same network: it generates or carries the data,
 * draws the same first parameters and the same orders from the seed, and prints the losses and, for
 * classes, accuracies of all epochs as JSON, by the names of {@linkcode Curves}; with early stopping also
 * `bestEpoch`. Its function `main` returns the trained network. It needs torch 1.12 or later, and
 * scikit-learn where that generates the data.
 *
 * The curves are those of the lab for a run that draws first from its generator: the first of a training,
 * or one with a seed of its own.
 *
 * @param run The settings of the run, as `checkTraining` returns them, or its record.
 * @param options The data, and the seed of the training.
 * @returns The text of the program.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds, the data do not fit the sizes, the run
 * shares its orders with others, or it started from a model that is not given
 *
 * @example A run on moons that scikit-learn generates
 * ```ts
 * import {
 *   checkTraining,
 *   makeMoons,
 *   openDevice,
 *   runToPyTorch,
 *   sgd,
 *   standardScale,
 *   trainTestSplit,
 * } from "@neural-lab/lab";
 * import { assertStringIncludes } from "@std/assert";
 *
 * await using device = await openDevice();
 * const moons = standardScale(makeMoons(200, { noise: 0.2, seed: 1 }));
 * const split = trainTestSplit(moons, { testSize: 0.3, seed: 1, stratify: true });
 * const specs = [{ sizes: [2, 8, 2], optimizer: sgd({ learningRate: 0.1 }), seed: 1 }];
 * const [settings] = checkTraining(specs, { device, data: split.train, test: split.test });
 * const data = { dataset: "moons", samples: 200, noise: 0.2, testSize: 0.3, seed: 1 } as const;
 * assertStringIncludes(runToPyTorch(settings, { data }), "make_moons(200, noise=0.2");
 * ```
 */
export function runToPyTorch(run: RunSettings, options: PyTorchRunOptions): string {
  const settings = checkRun(ACTION, run);
  const { data, test, seed = 42, model, sampleWeights } = checkOptions(ACTION, options, optionKeys);
  checkSeed(ACTION, seed);
  if (model !== undefined) checkStart(ACTION, settings, model);
  if (model === undefined && settings.initializer === null) {
    const allowed = "given, as the run started from one";
    throw new TypeError(validationMessage(ACTION, "model", allowed, model));
  }
  const program = isGenerated(data)
    ? generatedProgram(data, test, settings)
    : givenProgram({ data, test }, settings);
  const hasTest = isGenerated(data) || test !== undefined;
  checkWatched(ACTION, settings, { hasTest });
  const { samples } = program;
  const { learningRates } = run as Partial<RunRecord>;
  checkLength(ACTION, settings, { learningRates, samples });
  if (sampleWeights !== undefined) checkSampleWeights(ACTION, sampleWeights, { samples });
  checkWeighting(ACTION, { ...settings, sampleWeights }, {
    outputs: settings.sizes[settings.sizes.length - 1],
    loss: settings.loss,
    data: isGenerated(data) ? undefined : data,
  });
  return programText(
    { ...settings, seed: settings.seed ?? seed },
    { data: program, hasTest, model, sampleWeights },
  );
}

function isGenerated(data: Dataset | GeneratedData): data is GeneratedData {
  return isObject(data) && "dataset" in data;
}

function generatedProgram(
  data: GeneratedData,
  test: Dataset | undefined,
  { sizes, loss }: CheckedRun,
): ProgramData {
  if (test !== undefined) {
    const allowed = "left out, as data are the settings of both";
    throw new TypeError(validationMessage(ACTION, "test", allowed, test));
  }
  const checked = checkGenerated(ACTION, data);
  const made = generatedSizes(checked);
  checkFeatures(sizes, made.features);
  const outputs = sizes[sizes.length - 1];
  checkOutputs(ACTION, made, { outputs, head: headOf(loss) });
  return generatedData(checked, { outputs, loss });
}

function givenProgram(
  given: { readonly data: Dataset; readonly test?: Dataset },
  { sizes, loss }: CheckedRun,
): ProgramData {
  const outputs = sizes[sizes.length - 1];
  for (const [name, side] of Object.entries(given)) {
    if (side === undefined && name === "test") continue;
    checkFeatures(sizes, checkDataset(ACTION, name, side).features);
    checkOutputs(ACTION, side, { outputs, head: headOf(loss) });
  }
  return carriedData(given, { outputs, loss });
}

function checkFeatures([inputs]: readonly number[], features: number): void {
  if (inputs === features) return;
  const allowed = `${features}, the number of the data's features`;
  throw new RangeError(validationMessage(ACTION, "the first of sizes", allowed, inputs));
}
