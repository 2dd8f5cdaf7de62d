/** The specification of a training: its networks, and the settings that they share. */

import type { Dataset } from "../datasets/dataset.ts";
import type { Device } from "../devices/device.ts";
import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Activations } from "../models/activations.ts";
import type { Initializer } from "../models/initializers.ts";
import type { Mlp } from "../models/mlp.ts";
import type { Generator } from "../random/torch.ts";
import type { Probe } from "./probes.ts";
import type { Schedule } from "./schedules.ts";
import type { EarlyStopping } from "./stopping.ts";
import type { ClassSettings, ClassWeights } from "./weight_samples.ts";

/** Settings of a training that apply to all its networks, or of a spec that apply to one network. */
export interface LearningSettings extends ClassSettings {
  /**
   * The loss to minimize; `crossEntropy` by default, or `meanSquaredError` for a regression and for a
   * given model whose head is `values`.
   */
  readonly loss?: Loss;
  /** The number of samples per step, 64 by default; the last batch of an epoch may be smaller. */
  readonly batchSize?: number;
  /** The number of passes over the data, 100 by default. */
  readonly epochs?: number;
  /** When the training ends early, by the test loss; never by default. */
  readonly stop?: EarlyStopping;
}

/**
 * One network to train: a new one of `sizes`, or an existing `model`. Loss, batch size and epochs
 * default to the training's options.
 */
export interface TrainingSpec extends LearningSettings {
  /** The name in results and figures; by default the sizes and the activation. */
  readonly name?: string;
  /** Width of the input, of each hidden layer, and of the output. Left out with `model`, or the same. */
  readonly sizes?: readonly number[];
  /**
   * The activation of all hidden layers, or a list with that of each; `relu` by default. Left out with
   * `model`, or the same.
   */
  readonly activation?: Activations;
  /**
   * The initializer of the parameters; PyTorch's default for `Linear` if none is given. With a `model` it
   * is not used, only recorded in the run.
   */
  readonly initializer?: Initializer;
  /** The model to start from, instead of new parameters. It is not changed. */
  readonly model?: Mlp;
  /** The optimizer with its learning rate: `sgd({ learningRate: 0.05 })`. */
  readonly optimizer: Optimizer;
  /** The schedule of the learning rate; constant by default. */
  readonly schedule?: Schedule;
  /**
   * The maximum norm of the gradients of a step, to which longer ones are scaled, as by PyTorch's
   * `clip_grad_norm_`; without it they stay as they are.
   */
  readonly clipNorm?: number;
  /**
   * The factor of the L1 penalty, the sum of all weights' absolute values without the biases; 0 by default.
   * The losses in results do not contain it.
   */
  readonly l1?: number;
  /**
   * The seed of a separate torch generator for this network, from 0 to 2³² - 1: as if
   * `torch.manual_seed(seed)` were called right before the network is built. Networks without a seed
   * draw from the training's generator, one after the other. With `sharedOrder` the shuffle
   * orders are still those that all networks share.
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

/** Snapshots and statistics to take during a training, and a callback after each epoch. */
export interface WatchOptions {
  /**
   * The epochs after which a snapshot of each network is kept in its run, in ascending order. The first
   * may be the current epoch, which is 0 before the first step. On a GPU snapshots are read back together
   * with the scores, without a wait for each.
   */
  readonly keep?: readonly number[];
  /**
   * The epochs after which statistics of the layers of each network are computed on all training samples,
   * for `statistics` of its run. They are computed on the CPU, whatever the device trains on: by workers
   * beside the training where that pays, and by all threads what is left at its end. Those of an epoch take
   * 0.7 to 0.9 of the time of the epoch on `cpu` (420 samples, batches of 32), which is a forward and a
   * backward pass as well. A training with a probe each epoch takes 1.2 to 1.5 times as long if a processor
   * core is free and the training takes 0.2 s or more, and up to twice as long otherwise: a worker takes
   * 17 ms of this thread to start, and an ensemble uses all cores. On `tfjs` and on a software adapter of
   * `webgpu`, whose epochs take longer, statistics add a fifth at most.
   */
  readonly probe?: Probe;
  /** Called after each epoch. */
  readonly onEpoch?: (progress: TrainingProgress) => void;
}

/** One network's scores in an epoch; NaN from the epoch on in which its training diverged. */
export interface EpochOfRun {
  /** The network's name. */
  readonly name: string;
  /** The mean training loss of the epoch; each mini-batch is scored before its step. */
  readonly trainLoss: number;
  /** The training accuracy of the epoch, from 0 to 1, scored in the same way; NaN in a regression. */
  readonly trainAccuracy: number;
  /** The mean loss over the test data after the epoch; NaN without test data. */
  readonly testLoss: number;
  /** The accuracy on the test data after the epoch; NaN without test data and in a regression. */
  readonly testAccuracy: number;
}

/** The settings that all networks of a training share. */
export interface SharedSettings {
  /** The training data. */
  readonly data: Dataset;
  /**
   * The weight of each sample of the training data, above 0: the loss of a batch is then the weighted mean
   * over its samples. All are 1 by default.
   */
  readonly sampleWeights?: ArrayLike<number>;
  /** The test data, which are scored after each epoch and never trained on. */
  readonly test?: Dataset;
  /**
   * Whether each epoch also draws the random number that a PyTorch `DataLoader` pass over the test data
   * draws. True by default if there are test data. Set it to false to reproduce a PyTorch program that
   * has no loader for the test data.
   */
  readonly consumeTestLoaderRng?: boolean;
  /**
   * Whether all networks use the same shuffle order in each epoch, drawn after all networks are built.
   * False by default: each network draws its own orders, as if the networks were trained one after the
   * other.
   */
  readonly sharedOrder?: boolean;
  /** Aborts the training within about a second. */
  readonly signal?: AbortSignal;
}

/** The options of a training: the device, the data, and the settings that all networks share. */
export interface TrainingOptions extends SharedSettings, LearningSettings {
  /** The device that computes. */
  readonly device: Device;
  /**
   * The seed of the torch generator that draws the parameters and shuffle orders of all networks without
   * a seed: 0 to 2³² - 1, 42 by default.
   */
  readonly seed?: number;
  /**
   * A generator to draw from, instead of one with `seed`. Its state is advanced; nothing else may draw
   * from it before the call has returned.
   */
  readonly generator?: Generator;
}

/** The complete settings of a network. */
export interface NetworkSettings {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly activation: Activations;
  /** The initializer of the parameters; undefined if a model was given without one. */
  readonly initializer: Initializer | undefined;
  readonly model: Mlp | undefined;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** The maximum norm of the gradients; undefined for none. */
  readonly clipNorm: number | undefined;
  readonly l1: number;
  readonly seed: number | undefined;
  readonly loss: Loss;
  readonly labelSmoothing: number;
  readonly classWeights: ClassWeights | undefined;
  readonly batchSize: number;
  readonly epochs: number;
  readonly stop: EarlyStopping | undefined;
}
