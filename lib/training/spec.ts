/** What is to be trained: the networks, and what they share. */

import type { Dataset } from "../datasets/dataset.ts";
import type { Device } from "../devices/device.ts";
import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Activation } from "../models/activations.ts";
import type { Initializer } from "../models/initializers.ts";
import type { Mlp } from "../models/mlp.ts";
import type { Generator } from "../random/torch.ts";

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
