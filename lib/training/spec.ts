/** What is to be trained: the networks, and what they share. */

import { checkBoolean, checkChoice, checkCount, checkSeed, validationMessage } from "../check.ts";
import { checkList, checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { checkSignal } from "../devices/checks.ts";
import type { Device } from "../devices/device.ts";
import { headOf, type Loss, lossNames } from "../kernels/losses.ts";
import { checkOptimizer, type Optimizer } from "../kernels/optimizers.ts";
import type { Activation } from "../models/activations.ts";
import { activationNames } from "../models/activations.ts";
import { checkInitializer, type Initializer } from "../models/initializers.ts";
import { checkSizes } from "../models/layout.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import type { Generator } from "../random/torch.ts";
import { checkOutputs } from "./samples.ts";

/** What may be set for all networks of a training, or for each. */
export interface LearningSettings {
  /** `crossEntropy` by default. */
  readonly loss?: Loss;
  /** Samples a step, 64 by default; an epoch's last batch takes what is left. */
  readonly batchSize?: number;
  /** Passes over the data, 100 by default. */
  readonly epochs?: number;
}

/**
 * One network to train: a fresh one of `sizes`, or a `model` that exists. Loss, batch size and epochs
 * are those of the training where they are left out.
 */
export interface TrainingSpec extends LearningSettings {
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
  /**
   * Seeds a torch generator of the network's own, as `manual_seed` right before it is built: 0 to
   * 2³² - 1. Without it the training's generator runs through the list.
   */
  readonly seed?: number;
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
  readonly runs: readonly EpochOfRun[];
}

/** How a training is watched on the way. */
export interface WatchOptions {
  /**
   * Epochs after which each network is kept, as a snapshot of its run: rising, from the epoch at
   * which the training stands, 0 before the first. On a GPU without a wait for each.
   */
  readonly keep?: readonly number[];
  /** Called after each epoch. */
  readonly onEpoch?: (progress: TrainingProgress) => void;
}

/** One network's scores in an epoch; NaN from the epoch on in which it diverged. */
export interface EpochOfRun {
  /** The network's. */
  readonly name: string;
  /** Mean loss of the epoch's batches, each scored before its step. */
  readonly trainLoss: number;
  /** Share of the epoch's samples classified right, scored likewise. */
  readonly trainAccuracy: number;
  /** Mean loss over the test data after the epoch; NaN without any. */
  readonly testLoss: number;
  /** Share of the test data classified right after the epoch; NaN without any. */
  readonly testAccuracy: number;
}

/** What all networks of a training share. */
export interface SharedSettings {
  /** What is trained on. */
  readonly data: Dataset;
  /** Data that is scored after each epoch and never trained on. */
  readonly test?: Dataset;
  /**
   * Whether each epoch draws what torch's loader draws for a pass over the test data: true by
   * default where there is test data. False where the PyTorch program never passes over it.
   */
  readonly consumeTestLoaderRng?: boolean;
  /**
   * Whether all networks see the samples in the same order, drawn once after the last of them is
   * built. False by default: each draws its own, as one PyTorch program after the other.
   */
  readonly sharedOrder?: boolean;
  /** Ends the training well within a second. */
  readonly signal?: AbortSignal;
}

/** How networks are trained together. */
export interface TrainingOptions extends SharedSettings, LearningSettings {
  /** What computes. */
  readonly device: Device;
  /**
   * Seeds the torch generator that draws parameters and orders of those networks that have no seed of
   * their own: 0 to 2³² - 1, 42 by default.
   */
  readonly seed?: number;
  /** The generator to draw from instead. It moves on; nothing else may draw from it meanwhile. */
  readonly generator?: Generator;
}

/** A network with all that is set for it. */
export interface NetworkSettings {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly activation: Activation;
  /** How the first parameters are drawn; undefined where a model was given and nothing noted. */
  readonly initializer: Initializer | undefined;
  readonly model: Mlp | undefined;
  readonly optimizer: Optimizer;
  readonly seed: number | undefined;
  readonly loss: Loss;
  readonly batchSize: number;
  readonly epochs: number;
}

/** Networks times epochs: the curves of more than these, 32 bytes an epoch, do not fit. */
const maxEpochs = 2.5e7;

const learningNames = { loss: true, batchSize: true, epochs: true } as const;

const specNames = optionNames<TrainingSpec>({
  ...{ name: true, sizes: true, activation: true, initializer: true, model: true },
  ...{ optimizer: true, seed: true },
  ...learningNames,
});

/** All settings of a training. */
export const trainingNames: Record<keyof TrainingOptions, true> = {
  ...learningNames,
  data: true,
  test: true,
  consumeTestLoaderRng: true,
  sharedOrder: true,
  signal: true,
  device: true,
  seed: true,
  generator: true,
};

/**
 * Checks all that can be wrong, before anything is drawn or computed, and fills in the defaults.
 *
 * @param specs The networks.
 * @param options What they share.
 * @param names The settings that there are.
 * @returns The networks with all their settings.
 */
export function settleNetworks(
  specs: readonly TrainingSpec[],
  options: TrainingOptions,
  names: readonly string[] = Object.keys(trainingNames),
): NetworkSettings[] {
  const action = "train";
  checkOptions(action, options, names);
  const allowed = "a list of at least one network";
  if (checkList(action, "specs", specs, allowed).length === 0) {
    throw new TypeError(validationMessage(action, "specs", allowed, specs));
  }
  checkShared(action, options);
  checkLearning(action, options);
  if (options.seed !== undefined) checkSeed(action, options.seed);
  if (options.generator !== undefined) {
    checkShape(action, "generator", options.generator, "generator");
  }
  const networks = specs.map((spec) => settleNetwork(action, spec, options));
  checkEpochs(action, networks);
  return networks;
}

/** Refuses more epochs than there is memory for. */
export function checkEpochs(
  action: string,
  networks: readonly { readonly epochs: number }[],
): void {
  const total = networks.reduce((sum, { epochs }) => sum + epochs, 0);
  checkCount(action, "networks times epochs", total, { maximum: maxEpochs });
}

/** Checks the data, and what else all networks share. */
function checkShared(
  action: string,
  options: SharedSettings & { readonly device: Device },
): void {
  const { device, data, test, signal, consumeTestLoaderRng, sharedOrder } = options;
  checkShape(action, "device", device, "device");
  checkDataset(action, "data", data);
  if (test !== undefined) checkDataset(action, "test", test);
  checkSignal(action, signal);
  checkBoolean(action, "consumeTestLoaderRng", consumeTestLoaderRng);
  checkBoolean(action, "sharedOrder", sharedOrder);
  if (test && test.features !== data.features) {
    throw new RangeError(
      validationMessage(action, "the test data's features", `${data.features}`, test.features),
    );
  }
}

function checkLearning(action: string, { epochs, batchSize, loss }: LearningSettings): void {
  if (epochs !== undefined) checkCount(action, "epochs", epochs);
  if (batchSize !== undefined) checkCount(action, "batchSize", batchSize);
  if (loss !== undefined) checkChoice(action, "loss", loss, lossNames);
}

function settleNetwork(
  action: string,
  spec: TrainingSpec,
  { data, test, ...shared }: TrainingOptions,
): NetworkSettings {
  checkShape(action, "each of specs", spec, "spec");
  checkOptions(action, spec, specNames);
  checkLearning(action, spec);
  const { model, initializer, optimizer, seed } = spec;
  if (model !== undefined) checkMlp(action, model);
  checkOptimizer(action, optimizer);
  const { activation = "relu" } = model ?? spec;
  checkChoice(action, "activation", activation, activationNames);
  if (initializer !== undefined) checkInitializer(action, initializer);
  if (seed !== undefined) checkSeed(action, seed);
  const sizes = checkSizes(action, model?.sizes ?? spec.sizes as readonly number[]);
  const loss = spec.loss ?? shared.loss ?? "crossEntropy";
  if (sizes[0] !== data.features) {
    const features = `${data.features}, the number of the data's features`;
    throw new RangeError(validationMessage(action, "the first of sizes", features, sizes));
  }
  const outputs = { outputs: sizes[sizes.length - 1], head: headOf(loss) };
  for (const each of test ? [data, test] : [data]) checkOutputs(action, each, outputs);
  const { name = `${sizes.join("-")} ${activation}` } = spec;
  if (typeof name !== "string") {
    throw new TypeError(validationMessage(action, "name", "text", name));
  }
  return {
    name,
    sizes,
    activation,
    initializer: initializer ?? (model ? undefined : "torch"),
    model,
    optimizer,
    seed,
    loss,
    batchSize: spec.batchSize ?? shared.batchSize ?? 64,
    epochs: spec.epochs ?? shared.epochs ?? 100,
  };
}
