/** What is to be trained: the members of an ensemble, and what they have in common. */

import { checkChoice, checkCount, checkSeed, validationMessage } from "../check.ts";
import { checkCallback, checkOptions, checkShape } from "../check_shape.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Device } from "../devices/device.ts";
import { type Loss, lossNames } from "../kernels/losses.ts";
import { checkOptimizer, type Optimizer } from "../kernels/optimizers.ts";
import type { Activation } from "../models/activations.ts";
import { activationNames } from "../models/activations.ts";
import { checkInitializer, type Initializer } from "../models/initializers.ts";
import { checkSizes } from "../models/layout.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import type { Generator } from "../random/torch.ts";

/** One network to train: a fresh one of `sizes`, or a `model` that exists. */
export interface TrainingSpec {
  /** What it is called in results and figures; its sizes and activation where none is given. */
  readonly name?: string;
  /** Width of the input, of each hidden layer, and of the output. Not with `model`. */
  readonly sizes?: readonly number[];
  /** Behind each hidden layer; `relu` where none is given. Not with `model`. */
  readonly activation?: Activation;
  /**
   * How the first parameters are drawn; torch's default where none is given. With a `model` it is
   * not used, only noted in the run.
   */
  readonly initializer?: Initializer;
  /** Where to start from instead. It is not changed. */
  readonly model?: Mlp;
  /** With its learning rate: `sgd({ learningRate: 0.05 })`. */
  readonly optimizer: Optimizer;
}

/** How a whole training goes on after an epoch. */
export interface TrainingProgress {
  /** Number of the epoch that ended, from 1. */
  readonly epoch: number;
  /** How many epochs there are. */
  readonly epochs: number;
  /** Share of the whole work that is done, from 0 to 1. */
  readonly done: number;
  /** The networks that were trained in this epoch. */
  readonly runs: readonly { readonly name: string; readonly trainLoss: number }[];
}

/** What the members of an ensemble have in common. */
export interface TrainingOptions {
  /** What computes. */
  readonly device: Device;
  /** What is trained on. */
  readonly data: Dataset;
  /** Data that is scored after each epoch and never trained on. */
  readonly test?: Dataset;
  /** 100 by default. */
  readonly epochs?: number;
  /** Samples a step, 64 by default; an epoch's last batch takes what is left. */
  readonly batchSize?: number;
  /** `crossEntropy` by default. */
  readonly loss?: Loss;
  /** Seeds the torch generator that draws parameters and orders: 0 to 2³² - 1, 42 by default. */
  readonly seed?: number;
  /** The generator to draw from instead. It moves on; nothing else may draw from it meanwhile. */
  readonly generator?: Generator;
  /**
   * Whether each epoch draws what torch's loader draws for a pass over the test data: true by
   * default where there is test data. False where the PyTorch program never passes over it.
   */
  readonly consumeTestLoaderRng?: boolean;
  /**
   * Whether all networks see the samples in the same order, drawn once after the last of them is
   * built. False by default: each draws its own, as one PyTorch program after the other. For
   * ensembles of thousands it saves most of the time and memory that drawing takes.
   */
  readonly sharedOrder?: boolean;
  /** Ends the training well within a second. */
  readonly signal?: AbortSignal;
  /** Called after each epoch. */
  readonly onEpoch?: (progress: TrainingProgress) => void;
}

/** Sample indices that are kept for a training: 4 GB of them. */
const maxOrders = 1e9;

/**
 * Checks all that can be wrong, before anything is drawn or computed.
 *
 * @param specs The networks, as for `train`.
 * @param options What they have in common.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is out of bounds, or sizes do not fit the data
 *
 * @example Three classes need three outputs
 * ```ts
 * import { checkTraining } from "./spec.ts";
 * import { openDevice } from "../devices/open.ts";
 * import { makeBlobs } from "../datasets/blobs.ts";
 * import { sgd } from "../kernels/optimizers.ts";
 * import { assertThrows } from "@std/assert";
 *
 * await using device = await openDevice();
 * const specs = [{ sizes: [2, 8, 2], optimizer: sgd() }];
 * assertThrows(() => checkTraining(specs, { device, data: makeBlobs(30) }), RangeError, "sizes");
 * ```
 */
export function checkTraining(specs: readonly TrainingSpec[], options: TrainingOptions): void {
  const action = "train";
  checkWholes(action, options);
  const { data, test, epochs = 100, batchSize = 64, loss = "crossEntropy", seed = 42 } = options;
  if (!Array.isArray(specs) || specs.length === 0) {
    throw new TypeError(
      validationMessage(action, "specs", "a list of at least one network", specs),
    );
  }
  checkCount(action, "epochs", epochs);
  const orders = (options.sharedOrder ? 1 : specs.length) * epochs * data.samples;
  if (orders > maxOrders) {
    const what = `${options.sharedOrder ? "" : "networks times "}epochs times samples`;
    const allowed = `at most ${maxOrders}, as all orders are drawn before training`;
    throw new RangeError(validationMessage(action, what, allowed, orders));
  }
  checkCount(action, "batchSize", batchSize);
  checkChoice(action, "loss", loss, lossNames);
  checkSeed(action, seed);
  if (test && test.features !== data.features) {
    throw new RangeError(
      validationMessage(action, "the test data's features", `${data.features}`, test.features),
    );
  }
  checkLabels(action, "the data's labels", data);
  if (test) checkLabels(action, "the test data's labels", test);
  checkInputs(action, "the data's inputs", data);
  if (test) checkInputs(action, "the test data's inputs", test);
  for (const spec of specs) checkSpec(action, spec, { data, test, loss });
}

/** Checks that the parts of the options are what they are said to be. */
function checkWholes(action: string, options: TrainingOptions): void {
  const { device, data, test, generator, signal, onEpoch } = checkOptions(action, options);
  checkShape(action, "device", device, "device");
  checkShape(action, "data", data, "dataset");
  if (test !== undefined) checkShape(action, "test", test, "dataset");
  if (generator !== undefined) checkShape(action, "generator", generator, "generator");
  if (signal !== undefined) checkShape(action, "signal", signal, "signal");
  checkCallback(action, "onEpoch", onEpoch);
}

/** A dataset is plain data, which may have been put together by hand. */
function checkLabels(action: string, name: string, { labels, samples, classes }: Dataset): void {
  if (labels.length !== samples) {
    throw new RangeError(
      validationMessage(action, `the length of ${name}`, `${samples}, one a sample`, labels.length),
    );
  }
  const wrong = labels.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  if (wrong === undefined) return;
  const allowed = `a whole number from 0 to ${classes - 1}`;
  throw new RangeError(validationMessage(action, `each of ${name}`, allowed, wrong));
}

/** Points far out, or scaled from far out, may be none in float32, in which networks compute. */
function checkInputs(action: string, name: string, { inputs }: Dataset): void {
  const beyond = inputs.find((value) => !Number.isFinite(Math.fround(value)));
  if (beyond === undefined) return;
  throw new RangeError(validationMessage(action, `each of ${name}`, "finite in float32", beyond));
}

function checkSpec(
  action: string,
  spec: TrainingSpec,
  { data, test, loss }: { data: Dataset; test: Dataset | undefined; loss: Loss },
): void {
  checkShape(action, "each of specs", spec, "spec");
  const { model, activation = "relu", initializer = "torch", optimizer } = spec;
  if (model) checkMlp(action, model);
  checkOptimizer(action, optimizer);
  checkChoice(action, "activation", activation, activationNames);
  checkInitializer(action, initializer);
  const sizes = sizesOf(spec);
  if (sizes[0] !== data.features) {
    const features = `${data.features}, the number of the data's features`;
    throw new RangeError(validationMessage(action, "the first of sizes", features, sizes));
  }
  const classes = Math.max(data.classes, test?.classes ?? 0);
  const width = sizes[sizes.length - 1];
  const single = width === 1 && classes === 2 && loss === "meanSquaredError";
  if (width < classes && !single) {
    const enough = `at least ${classes}, the number of the data's classes`;
    throw new RangeError(validationMessage(action, "the last of sizes", enough, sizes));
  }
}

/** The sizes of what a spec trains. */
export function sizesOf({ model, sizes }: TrainingSpec): readonly number[] {
  return checkSizes("train", model?.sizes ?? sizes as readonly number[]);
}

/** The name of what a spec trains. */
export function nameOf(spec: TrainingSpec): string {
  const activation = spec.model?.activation ?? spec.activation ?? "relu";
  return spec.name ?? `${sizesOf(spec).join("-")} ${activation}`;
}
