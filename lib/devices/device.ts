/**
 * The contract between a training and what computes it: types only.
 *
 * All randomness is spent before a device is touched. A plan is plain data, and a device a function
 * of it: the same plan gives the same science on every device.
 */

import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Activation } from "../models/activations.ts";
import type { Mlp } from "../models/mlp.ts";

/** The implementations there are: WebGPU, the lab's own CPU kernels, TensorFlow.js. */
export type DeviceKind = "webgpu" | "cpu" | "tfjs";

/** Samples in the rows of two matrices, in float32. */
export interface SampleMatrix {
  /** How many samples there are. */
  readonly count: number;
  /** `[count × features]` */
  readonly inputs: Float32Array;
  /** `[count × outputs]`: one-hot classes, soft labels, or values. */
  readonly targets: Float32Array;
}

/** One network of an ensemble: everything about its training that may differ from its neighbours'. */
export interface PlanMember {
  /** First parameters, laid out as `layersOf` says. Not written to. */
  readonly parameters: Float32Array;
  /** Behind each hidden layer. */
  readonly activation: Activation;
  /** With its learning rate. */
  readonly optimizer: Optimizer;
  /**
   * The seed of each epoch's order, `[epochs]`: the samples are taken in the order
   * `orderOfSeed(seed, samples)`. An order is drawn when its epoch comes, as those of thousands of
   * members would fill the memory. Members may share an array, and so its orders.
   */
  readonly orderSeeds: Uint32Array;
}

/** The training of an ensemble of same-shaped networks, as plain data. */
export interface TrainingPlan {
  /** Width of the input, of each hidden layer, and of the output: the same for all members. */
  readonly sizes: readonly number[];
  /** What is minimized. */
  readonly loss: Loss;
  /** Passes over the samples. */
  readonly epochs: number;
  /** Samples a step; the last batch of an epoch takes what is left. */
  readonly batchSize: number;
  /** What is trained on. */
  readonly train: SampleMatrix;
  /** What is scored after each epoch, and never trained on. */
  readonly test?: SampleMatrix;
  /** The networks, one or more. */
  readonly members: readonly PlanMember[];
}

/** One network between two epochs: all that its training needs to go on. */
export interface MemberState {
  /** Laid out as `layersOf` says. */
  readonly parameters: Float32Array;
  /**
   * What the optimizer keeps for each parameter, `[stateVectorCount(optimizer) × parameters]`: the
   * velocity, the mean square, or Adam's mean and mean square.
   */
  readonly optimizerState: Float32Array;
  /** Number of the first epoch, from 1, whose training loss was not finite, or null. */
  readonly divergedAtEpoch: number | null;
}

/** An ensemble between two epochs: all that `Device.start` needs to go on, on any device. */
export interface EnsembleState {
  /** Epochs trained; the steps taken are as many times the batches of an epoch. */
  readonly epoch: number;
  /** One a member of the plan, in order. */
  readonly members: readonly MemberState[];
}

/** The four scores of one epoch of one member: NaN from the epoch on in which it diverged. */
export interface EpochScores {
  /** Mean loss of the epoch's batches, each scored before its step, as a training loop prints it. */
  readonly trainLoss: number;
  /** Share of the epoch's samples classified right, scored likewise. */
  readonly trainAccuracy: number;
  /** Mean loss over the test samples after the epoch; NaN without any. */
  readonly testLoss: number;
  /** Share of the test samples classified right after the epoch; NaN without any. */
  readonly testAccuracy: number;
}

/** How a long piece of work is watched and stopped. */
export interface TrainingWatch {
  /**
   * Stops the work: it rejects with the signal's reason well within a second. The session stays
   * usable, at the last epoch that all members have completed.
   */
  readonly signal?: AbortSignal;
  /** Called after each epoch of the ensemble with its number from 1, and each member's scores. */
  readonly onEpoch?: (epoch: number, scores: readonly EpochScores[]) => void;
}

/** What is taken from a training on the way. */
export interface AdvanceOptions extends TrainingWatch {
  /** Epochs, rising, after which parameters are kept: on a GPU without a wait for each. */
  readonly keep?: readonly number[];
  /** Called after each of those epochs with copies of each member's parameters. */
  readonly onKeep?: (epoch: number, parameters: readonly Float32Array[]) => void;
}

/**
 * A training under way, always between two epochs. One piece of work at a time: what is called while
 * another call is pending is refused.
 */
export interface Session {
  /** Epochs trained so far. */
  readonly epoch: number;
  /**
   * Trains on.
   *
   * @param epochs How many more, 1 or more; not beyond the plan's.
   * @param options Who watches, and after which epochs parameters are kept.
   * @returns Scores `[epochs][members]`.
   */
  advance(epochs: number, options?: AdvanceOptions): Promise<EpochScores[][]>;
  /** Each member's parameters now, as copies. */
  parameters(): Promise<Float32Array[]>;
  /** All that is needed to go on, as copies. */
  state(): Promise<EnsembleState>;
  /** Frees what the session holds. */
  close(): Promise<void>;
}

/** A rectangle of grid points, both ends of each axis included. */
export interface Grid {
  /** Span of the columns. */
  readonly x: readonly [minimum: number, maximum: number];
  /** Span of the rows. */
  readonly y: readonly [minimum: number, maximum: number];
  /** Points along x and along y, 2 or more each. */
  readonly size: readonly [columns: number, rows: number];
}

/** A batched product `[batch × rows × inner] · [batch × inner × columns]`. */
export interface MatmulShape {
  /** How many products there are. */
  readonly batch: number;
  /** Rows of `a`, and of the product. */
  readonly rows: number;
  /** Columns of `a`, rows of `b`: what is summed over. */
  readonly inner: number;
  /** Columns of `b`, and of the product. */
  readonly columns: number;
  /** `a` lies as `[batch × inner × rows]`. */
  readonly transposeA?: boolean;
  /** `b` lies as `[batch × columns × inner]`. */
  readonly transposeB?: boolean;
}

/** Something that trains and evaluates networks. Dispose of it after use. */
export interface Device extends AsyncDisposable {
  /** Which implementation it is. */
  readonly kind: DeviceKind;
  /** What it is, for people: `WebAssembly SIMD kernels`. */
  readonly name: string;
  /** Whether it computes on the CPU. */
  readonly software: boolean;
  /** Why this device was taken, in one line. */
  readonly reason: string;

  /**
   * Starts the training of an ensemble, or goes on with one.
   *
   * @param plan What to train; not written to.
   * @param state Where to go on from; the plan's first parameters where it is left out.
   * @param watch A signal that ends the preparation, where the device heeds one.
   */
  start(
    plan: TrainingPlan,
    state?: EnsembleState,
    watch?: Pick<TrainingWatch, "signal">,
  ): Promise<Session>;

  /**
   * Outputs, before any softmax, of same-shaped models.
   *
   * @param models One or more, all of the same sizes.
   * @param inputs Points `[count × features]`, the same for all models.
   * @returns `[models × count × outputs]`
   */
  predict(models: readonly Mlp[], inputs: Float32Array): Promise<Float32Array>;

  /**
   * Outputs, before any softmax, of same-shaped models of two inputs over a grid.
   *
   * @param models One or more, all of the same sizes.
   * @param grid The points, 2²⁵ at most.
   * @param watch A signal that ends it, where the device heeds one in the middle of a grid.
   * @returns `[models × rows × columns × outputs]`, row 0 at the lowest y.
   */
  predictGrid(
    models: readonly Mlp[],
    grid: Grid,
    watch?: Pick<TrainingWatch, "signal">,
  ): Promise<Float32Array>;

  /** The batched product of `a` and `b`, `[batch × rows × columns]`. */
  matmul(
    operands: { a: Float32Array; b: Float32Array },
    shape: MatmulShape,
  ): Promise<Float32Array>;
}
