/** The specification of a training: its networks, and the settings that they share. */

import type { Dataset } from "../datasets/dataset.ts";
import type { Device } from "../devices/device.ts";
import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Activation } from "../models/activations.ts";
import type { Initializer } from "../models/initializers.ts";
import type { Mlp } from "../models/mlp.ts";
import type { Generator } from "../random/torch.ts";

/** Settings that a training has for all networks, or a spec for one. */
export interface LearningSettings {
  /** `crossEntropy` by default. */
  readonly loss?: Loss;
  /** The number of samples per step, 64 by default; an epoch's last batch has the remainder. */
  readonly batchSize?: number;
  /** The number of passes over the data, 100 by default. */
  readonly epochs?: number;
}

/**
 * One network to train: a new one of `sizes`, or an existing `model`. Loss, batch size and epochs are
 * those of the training if they are left out.
 */
export interface TrainingSpec extends LearningSettings {
  /** The name in results and figures; by default the sizes and the activation. */
  readonly name?: string;
  /** Width of the input, of each hidden layer, and of the output. Not with `model`. */
  readonly sizes?: readonly number[];
  /** The activation of each hidden layer; `relu` by default. Not with `model`. */
  readonly activation?: Activation;
  /**
   * The initializer of the parameters; torch's default if none is given. With a `model` it is not used,
   * and only recorded in the run.
   */
  readonly initializer?: Initializer;
  /** The model to start from, instead of new parameters. It is not changed. */
  readonly model?: Mlp;
  /** The optimizer with its learning rate: `sgd({ learningRate: 0.05 })`. */
  readonly optimizer: Optimizer;
  /**
   * The seed of a torch generator for this network alone, as with `manual_seed` right before it is
   * built: 0 to 2³² - 1. Networks without a seed draw from the training's generator in order.
   */
  readonly seed?: number;
}

/** The progress of a training after an epoch. */
export interface TrainingProgress {
  /** The number of the completed epoch, from 1. */
  readonly epoch: number;
  /** The number of epochs of these networks. */
  readonly epochs: number;
  /** The share of the whole training that is done, from 0 to 1. */
  readonly done: number;
  /** The scores of the networks that were trained in this epoch. */
  readonly runs: readonly EpochOfRun[];
}

/** The observation of a training. */
export interface WatchOptions {
  /**
   * The epochs after which each network is kept as a snapshot of its run, in ascending order: the first
   * may be the current epoch, which is 0 before the first step. A GPU needs no wait for each.
   */
  readonly keep?: readonly number[];
  /** Called after each epoch. */
  readonly onEpoch?: (progress: TrainingProgress) => void;
}

/** One network's scores in an epoch; NaN from the epoch on in which it diverged. */
export interface EpochOfRun {
  /** The network's name. */
  readonly name: string;
  /** Mean loss of the epoch's batches, each scored before its step. */
  readonly trainLoss: number;
  /** Share of the epoch's samples classified correctly, scored likewise. */
  readonly trainAccuracy: number;
  /** Mean loss over the test data after the epoch; NaN without test data. */
  readonly testLoss: number;
  /** Share of the test data classified correctly after the epoch; NaN without test data. */
  readonly testAccuracy: number;
}

/** The settings that all networks of a training share. */
export interface SharedSettings {
  /** The training data. */
  readonly data: Dataset;
  /** The test data, which is scored after each epoch and never trained on. */
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
  /** Aborts the training, within a second. */
  readonly signal?: AbortSignal;
}

/** How networks are trained together. */
export interface TrainingOptions extends SharedSettings, LearningSettings {
  /** The device that computes. */
  readonly device: Device;
  /**
   * Seeds the torch generator that draws parameters and orders of those networks that have no seed of
   * their own: 0 to 2³² - 1, 42 by default.
   */
  readonly seed?: number;
  /** The generator to draw from instead. It moves on; nothing else may draw from it meanwhile. */
  readonly generator?: Generator;
}

/** The complete settings of a network. */
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
