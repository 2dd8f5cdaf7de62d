/** Runs as PyTorch programs, which train the same network in the same way. */

import {
  checkBoolean,
  checkChoice,
  checkCount,
  checkSeed,
  show,
  suggestion,
  validationMessage,
} from "../check.ts";
import { checkOptions, checkShape, isObject, optionNames } from "../check_shape.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { headOf, lossNames } from "../kernels/losses.ts";
import { checkOptimizer } from "../kernels/optimizers.ts";
import { checkActivations } from "../models/activations.ts";
import { checkInitializer } from "../models/initializers.ts";
import { checkSizes } from "../models/layout.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import {
  carriedData,
  checkGenerated,
  type GeneratedData,
  generatedData,
  generatedSizes,
  type ProgramData,
} from "./pytorch_data.ts";
import { type ProgramRun, programText } from "./pytorch_program.ts";
import type { RunRecord, RunSettings } from "./run.ts";
import { checkOutputs } from "./samples.ts";

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
}

const optionKeys = optionNames<PyTorchRunOptions>({
  ...{ data: true, test: true, seed: true, model: true },
});

/**
 * All parts of a run's record. What a new setting changes in the training, it has to change in the
 * program too.
 */
const runKeys = optionNames<RunRecord>({
  ...{ name: true, sizes: true, activation: true, initializer: true, optimizer: true },
  ...{ optimizerSettings: true, learningRate: true, weightDecay: true, loss: true, epochs: true },
  ...{ schedule: true, clipNorm: true, l1: true, labelSmoothing: true, classWeights: true },
  ...{ stop: true, learningRates: true, bestEpoch: true },
  ...{ batchSize: true, seed: true, consumeTestLoaderRng: true, sharedOrder: true },
  ...{ trainLoss: true, testLoss: true, trainAccuracy: true, testAccuracy: true },
  ...{ trainAccuracyPerEpoch: true, testAccuracyPerEpoch: true, status: true },
  ...{ trainR2: true, testR2: true, trainMeanSquaredError: true, testMeanSquaredError: true },
  ...{ trainMeanAbsoluteError: true, testMeanAbsoluteError: true },
  ...{ divergedAtEpoch: true, stoppedAtEpoch: true, seconds: true },
});

const ACTION = "write the PyTorch program";

/**
 * Converts a run to a PyTorch program that trains the same network: it generates or carries the data,
 * draws the same first parameters and the same orders from the seed, and prints the losses and, for
 * classes, accuracies of all epochs as JSON, by the names of {@linkcode Curves}. It needs torch 1.12 or later, and
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
  const settings = checkRun(run);
  const { data, test, seed = 42, model } = checkOptions(ACTION, options, optionKeys);
  checkSeed(ACTION, seed);
  if (model !== undefined) checkStart(settings, model);
  if (model === undefined && settings.initializer === null) {
    const allowed = "given, as the run started from one";
    throw new TypeError(validationMessage(ACTION, "model", allowed, model));
  }
  const program = isGenerated(data)
    ? generatedProgram(data, test, settings)
    : givenProgram({ data, test }, settings);
  return programText(
    { ...settings, seed: settings.seed ?? seed },
    { data: program, hasTest: isGenerated(data) || test !== undefined, model },
  );
}

/** The settings of a run that its program has. */
type CheckedRun = Omit<ProgramRun, "seed"> & Pick<RunSettings, "seed">;

function checkRun(run: RunSettings): CheckedRun {
  const { initializer, seed, sharedOrder } = checkShape(ACTION, "run", run, "runSettings");
  const unknown = Object.keys(run).find((key) => !runKeys.includes(key));
  if (unknown !== undefined) {
    const name = `the setting ${show(unknown)} of the run`;
    throw new RangeError(
      `Cannot ${ACTION} as ${name} must be left out, as the program would not have it` +
        suggestion(unknown, runKeys),
    );
  }
  checkUncontrolled(run);
  checkSizes(ACTION, run.sizes);
  checkOptimizer(ACTION, run.optimizerSettings);
  checkCount(ACTION, "epochs of the run", run.epochs);
  checkCount(ACTION, "batchSize of the run", run.batchSize);
  if (seed !== null) checkSeed(ACTION, seed);
  checkBoolean(ACTION, "consumeTestLoaderRng of the run", run.consumeTestLoaderRng ?? null);
  if (sharedOrder !== false) {
    const name = "sharedOrder of the run";
    const message = validationMessage(ACTION, name, "false, as networks share orders", sharedOrder);
    throw typeof sharedOrder === "boolean" ? new RangeError(message) : new TypeError(message);
  }
  const { sizes, optimizerSettings, epochs, batchSize, consumeTestLoaderRng } = run;
  return {
    ...{ sizes, optimizerSettings, epochs, batchSize, seed, consumeTestLoaderRng },
    activation: checkActivations(ACTION, run.activation, run.sizes),
    initializer: initializer === null ? null : checkInitializer(ACTION, initializer),
    loss: checkChoice(ACTION, "loss of the run", run.loss, lossNames),
  };
}

/** Throws if a run has a setting that its program does not have. */
function checkUncontrolled(run: RunSettings): void {
  const neutral: Record<string, unknown> = {
    ...{ schedule: { kind: "constant" }, stop: null, clipNorm: null, l1: 0 },
    ...{ labelSmoothing: 0, classWeights: null },
  };
  for (const [name, value] of Object.entries(neutral)) {
    const own = run[name as keyof RunSettings];
    if (own === undefined || show(own) === show(value)) continue;
    const allowed = `${show(value)}, as the program has no other`;
    throw new RangeError(validationMessage(ACTION, `${name} of the run`, allowed, own));
  }
}

function checkStart({ sizes, activation }: CheckedRun, model: Mlp): void {
  checkMlp(ACTION, model);
  if (String(model.sizes) === String(sizes) && String(model.activation) === String(activation)) {
    return;
  }
  const allowed = `of the run's sizes and activation, ${sizes.join("-")} ${activation}`;
  const found = `${model.sizes.join("-")} ${model.activation}`;
  throw new RangeError(validationMessage(ACTION, "model", allowed, found));
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
