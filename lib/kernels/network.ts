/** What trains, evaluates and differentiates MLPs on one set of buffers, alone and in ensembles. */

import type { Activations } from "../models/activations.ts";
import type { Floats } from "./floats.ts";
import type { BatchScore, Loss } from "./losses.ts";
import type { Optimizer } from "./optimizers.ts";
import type { GradientSettings } from "./transform_gradients.ts";
import type { WorkerCrew } from "./simd/pool.ts";

/** Samples as the rows of two matrices. */
export interface Samples {
  readonly count: number;
  /** `[count × features]` */
  readonly inputs: Floats;
  /** `[count × outputs]`: one-hot classes, or values. */
  readonly targets: Floats;
  /**
   * `[count]`: the mean of a batch in training is its sum divided by the sum of these; see `SampleMatrix`.
   */
  readonly weights?: Floats;
}

/** The state that each step of a training changes. */
export interface NetworkState {
  readonly parameters: Floats;
  /** `[stateVectorCount × parameters]` */
  readonly optimizerState: Floats;
  /** The number of steps taken so far. */
  steps: number;
}

/** The settings of one member of an ensemble. */
export interface Settings extends GradientSettings {
  readonly activation: Activations;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** The learning rate of each step of the call; the optimizer's by default. */
  readonly learningRates?: Float64Array;
  readonly batchSize: number;
}

/** A network of an ensemble, in the memory of its computations. */
export interface EnsembleMember extends GradientSettings {
  readonly parameters: Floats;
  readonly optimizerState: Floats;
  readonly activation: Activations;
  readonly optimizer: Optimizer;
  /** The learning rate of each epoch, or of each step of all epochs; the optimizer's by default. */
  readonly learningRates?: Float64Array;
  /** The seeds of the orders of all epochs. */
  readonly orderSeeds: Uint32Array;
}

/** What all networks of an ensemble share. */
export interface EnsembleSetting {
  readonly loss: Loss;
  /** The number of all epochs, for the learning rates. */
  readonly epochs: number;
  readonly batchSize: number;
  readonly train: Samples;
  readonly test?: Samples;
}

/** Who trains an ensemble. */
export interface Threads {
  /** Whether this thread trains networks, beside the workers from when they have started. */
  readonly here: boolean;
  /** The number of workers. */
  readonly workers: number;
  readonly crew: WorkerCrew;
  /** The milliseconds that a worker takes to start; this thread waits for them where that is 0. */
  readonly startTime: number;
}

/** What an ensemble's networks were in some epochs. The arrays are valid until the next ones are trained. */
export interface EnsembleEpochs {
  /**
   * `[networks × epochs × 4]`: the sums of losses and of correctly classified samples in training, then in
   * the test. They are NaN for epochs that were not trained, as the network had diverged.
   */
  readonly sums: Float64Array;
  /** The parameters that were kept, `[active × kept epochs × parameters]`; unset after a divergence. */
  readonly kept: Float32Array;
}

/** Networks that are trained for whole epochs in place: by this thread, and by workers beside it. */
export interface Ensemble {
  /**
   * Trains networks for `epochs` epochs.
   *
   * @param first The number of epochs trained before.
   * @param active The indices of the networks to train.
   * @param keep Those of the epochs, from `first` + 1 on, after which the parameters are kept.
   * @param pause Called between two networks that this thread trains; it may throw to end the work.
   * @returns Null if this thread trains none, and there can be no workers: nothing is trained then.
   * @throws {Error} if a worker fails, or what `pause` throws; the networks are in the middle of the training
   * then
   */
  run(
    work: {
      first: number;
      epochs: number;
      active: readonly number[];
      keep: readonly number[];
    },
    pause: () => Promise<void>,
  ): Promise<EnsembleEpochs | null>;
  /** Ends what runs after its current batches. Its networks are in the middle of the training then. */
  stop(): void;
  /** Ends the workers. */
  close(): void;
}

/**
 * The computations of networks of equal sizes; all members of an ensemble use the same buffers. Samples
 * must not change while they are in use, as they may have been copied.
 */
export interface Network {
  /** The rows of a block of samples in `score`. */
  readonly rows: number;
  /** Allocates zeros for parameters and optimizer state, which are then used in place. */
  allocate(length: number): Floats;
  /** Frees all that was allocated, and tells whether the network is worth keeping for another use. */
  release(): boolean;
  /**
   * The order of samples that `orderOfSeed` returns, valid until the next call. Where it is left out, that
   * function is used.
   */
  order?(seed: number, count: number): Uint32Array;
  /**
   * Trains on the mini-batches of `order`, one optimizer step each. The score of each batch is added to
   * `score`, so that the sum over an epoch has the same bits in any division into calls.
   */
  train(
    state: NetworkState,
    batches: { samples: Samples; order: Uint32Array; settings: Settings; score: BatchScore },
  ): void;
  /**
   * Scores `samples` from `start`, a multiple of `rows`, up to `end`, without training. The score of each
   * block is added to `score`, so that the sum has the same bits in any division into calls.
   */
  score(
    parameters: Floats,
    evaluation: {
      samples: Samples;
      activation: Activations;
      loss: Loss;
      start?: number;
      end?: number;
      score?: BatchScore;
    },
  ): BatchScore;
  /**
   * Trains networks that were allocated here for whole epochs, on these threads, or fewer where the memory has
   * no room for more.
   */
  ensemble?(
    setting: EnsembleSetting,
    members: readonly EnsembleMember[],
    threads: Threads,
  ): Ensemble;
  /** Returns the mean loss of all `samples` as one batch, and writes its gradient to `gradients`. */
  gradients(
    parameters: Floats,
    batch: { samples: Samples; activation: Activations; loss: Loss; gradients: Floats },
  ): number;
}

/** The factor from a batch's plain mean to its weighted mean: 1 without weights. */
export function meanFactor({ weights }: Pick<Samples, "weights">, order: Uint32Array): number {
  if (!weights) return 1;
  let sum = 0;
  for (const sample of order) sum += weights[sample];
  return order.length / sum;
}
