/**
 * The interface between a training and the device that computes it: types only.
 *
 * All random numbers are drawn before a device is used, or generated from seeds in the plan. A plan is
 * plain data, and a device is a function of it: the same plan gives the same results on every device.
 */

import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { GradientSettings } from "../kernels/transform_gradients.ts";
import type { Activations } from "../models/activations.ts";
import type { Mlp } from "../models/mlp.ts";

/** The implementations: WebGPU, the lab's own CPU kernels, and TensorFlow.js. */
export type DeviceKind = "webgpu" | "cpu" | "tfjs";

/** Samples as the rows of two matrices, in float32. */
export interface SampleMatrix {
  /** The number of samples. */
  readonly count: number;
  /** The inputs `[count × features]`. */
  readonly inputs: Float32Array;
  /** The targets `[count × outputs]`: one-hot classes, soft labels, or values. */
  readonly targets: Float32Array;
  /**
   * The weights of training samples, `[count]`, by which their targets are multiplied already. The loss of
   * a batch is then the sum of its losses divided by the sum of its weights, and not by its number of
   * samples. Only for cross-entropy, which is linear in the targets.
   */
  readonly weights?: Float32Array;
}

/** One network of an ensemble: all settings in which the members of an ensemble may differ. */
export interface PlanMember extends GradientSettings {
  /** The initial parameters, in the layout of `layersOf`. They are not changed. */
  readonly parameters: Float32Array;
  /** The activation of all hidden layers, or a list with that of each. */
  readonly activation: Activations;
  /** The optimizer with its settings. */
  readonly optimizer: Optimizer;
  /**
   * The learning rate of each epoch, `[epochs]`, or of each step, `[epochs × steps]`; the optimizer's by
   * default. A rate is read no earlier than in the call of `advance` that trains its epoch: the rates of
   * epochs to come may be changed between two calls.
   */
  readonly learningRates?: Float64Array;
  /**
   * The seed of the shuffle order of each epoch, `[epochs]`; the order is `orderOfSeed(seed, samples)`.
   * An order is generated at the start of its epoch, because the orders of thousands of members do not
   * fit in memory. Members with the same array have the same orders.
   */
  readonly orderSeeds: Uint32Array;
}

/** The training of an ensemble of networks of equal sizes, as plain data. */
export interface TrainingPlan {
  /** Width of the input, of each hidden layer, and of the output: the same for all members. */
  readonly sizes: readonly number[];
  /** The loss to minimize. */
  readonly loss: Loss;
  /** The number of passes over the samples. */
  readonly epochs: number;
  /** The number of samples per step; the last batch of an epoch may be smaller. */
  readonly batchSize: number;
  /** The training samples. */
  readonly train: SampleMatrix;
  /** The test samples, which are scored after each epoch and never trained on. */
  readonly test?: SampleMatrix;
  /** The networks, at least one. */
  readonly members: readonly PlanMember[];
}

/** The state of one network between two epochs, from which its training can continue. */
export interface MemberState {
  /** The parameters, in the layout of `layersOf`. */
  readonly parameters: Float32Array;
  /**
   * The optimizer state, `[stateVectorCount(optimizer) × parameters]`: the velocity, the mean square, or
   * Adam's mean and mean square.
   */
  readonly optimizerState: Float32Array;
  /** Number of the first epoch, from 1, whose training loss was not finite, or null. */
  readonly divergedAtEpoch: number | null;
}

/** The state of an ensemble between two epochs, from which any device can continue the training. */
export interface EnsembleState {
  /** The number of epochs trained. */
  readonly epoch: number;
  /** The state of each member of the plan, in order. */
  readonly members: readonly MemberState[];
}

/**
 * The scores of an ensemble in one epoch, one column `[members]` for each kind of score, because an object
 * for each of thousands of members takes longer than their training on a GPU. They are NaN for a member
 * from the epoch on in which it diverged.
 */
export interface EpochScores {
  /** The mean training loss of the epoch; each batch is scored before its step. */
  readonly trainLoss: Float64Array;
  /** The training accuracy of the epoch, from 0 to 1, scored in the same way. */
  readonly trainAccuracy: Float64Array;
  /** The mean loss over the test samples after the epoch; NaN without test samples. */
  readonly testLoss: Float64Array;
  /** The accuracy on the test samples after the epoch, from 0 to 1; NaN without test samples. */
  readonly testAccuracy: Float64Array;
}

/** The abort signal and the progress callback of a long computation. */
export interface TrainingWatch {
  /**
   * Aborts the computation: the promise rejects with the signal's reason within a second. The session
   * remains usable, at the last epoch that all members have completed.
   */
  readonly signal?: AbortSignal;
  /** Called after each epoch of the ensemble, with its number from 1 and the scores of its members. */
  readonly onEpoch?: (epoch: number, scores: EpochScores) => void;
}

/** Snapshots to take during a training. */
export interface AdvanceOptions extends TrainingWatch {
  /** The epochs after which a snapshot is taken, in ascending order. On a GPU they are read together. */
  readonly keep?: readonly number[];
  /** Called after each of these epochs with copies of the parameters of each member. */
  readonly onKeep?: (epoch: number, parameters: readonly Float32Array[]) => void;
}

/**
 * A training in progress, which is between two epochs whenever no call is pending. A call is rejected
 * while another one is pending.
 */
export interface Session {
  /** The number of epochs trained so far. */
  readonly epoch: number;
  /**
   * Trains for further epochs.
   *
   * @param epochs The number of epochs, at least 1 and at most those that are left in the plan.
   * @param options The abort signal, the callbacks, and the epochs of snapshots.
   * @returns The scores of each of these epochs.
   */
  advance(epochs: number, options?: AdvanceOptions): Promise<EpochScores[]>;
  /** Returns copies of the current parameters of each member. */
  parameters(): Promise<Float32Array[]>;
  /** Returns a copy of the current state, from which the training can continue. */
  state(): Promise<EnsembleState>;
  /** Frees the resources of the session. */
  close(): Promise<void>;
}

/** A rectangular grid of points, which includes both ends of each axis. */
export interface Grid {
  /** The range of the columns. */
  readonly x: readonly [minimum: number, maximum: number];
  /** The range of the rows. */
  readonly y: readonly [minimum: number, maximum: number];
  /** The numbers of points along x and along y, each at least 2. */
  readonly size: readonly [columns: number, rows: number];
}

/** A batched product `[batch × rows × inner] · [batch × inner × columns]`. */
export interface MatmulShape {
  /** The number of products. */
  readonly batch: number;
  /** The rows of `a` and of the product. */
  readonly rows: number;
  /** The columns of `a` and the rows of `b`: the dimension of the sum. */
  readonly inner: number;
  /** The columns of `b` and of the product. */
  readonly columns: number;
  /** Whether `a` is stored as `[batch × inner × rows]`. */
  readonly transposeA?: boolean;
  /** Whether `b` is stored as `[batch × columns × inner]`. */
  readonly transposeB?: boolean;
}

/** An implementation that trains and evaluates networks. Dispose of it after use. */
export interface Device extends AsyncDisposable {
  /** The implementation. */
  readonly kind: DeviceKind;
  /** The name in messages: `WebAssembly SIMD kernels`. */
  readonly name: string;
  /** Whether it computes on the CPU. */
  readonly software: boolean;
  /** The reason for the choice of this device, in one line. */
  readonly reason: string;
  /** The number of threads that it uses at most; undefined where it has no workers. */
  readonly workers?: number;

  /**
   * Starts the training of an ensemble, or continues one.
   *
   * @param plan The training; it is not changed.
   * @param state The state to continue from; the plan's initial parameters by default.
   * @param watch A signal that aborts the preparation. Devices that prepare quickly ignore it.
   */
  start(
    plan: TrainingPlan,
    state?: EnsembleState,
    watch?: Pick<TrainingWatch, "signal">,
  ): Promise<Session>;

  /**
   * Computes the outputs of models of equal sizes, before any softmax.
   *
   * @param models The models, at least one.
   * @param inputs The points `[count × features]`, which are the same for all models.
   * @returns The outputs `[models × count × outputs]`.
   */
  predict(models: readonly Mlp[], inputs: Float32Array): Promise<Float32Array>;

  /**
   * Computes the outputs of models of equal sizes with two inputs on a grid, before any softmax.
   *
   * @param models The models, at least one.
   * @param grid The grid, of at most 2²⁵ points.
   * @param watch A signal that aborts the computation.
   * @returns The outputs `[models × rows × columns × outputs]`; row 0 has the lowest y.
   */
  predictGrid(
    models: readonly Mlp[],
    grid: Grid,
    watch?: Pick<TrainingWatch, "signal">,
  ): Promise<Float32Array>;

  /** Computes the batched product of `a` and `b`, `[batch × rows × columns]`. */
  matmul(
    operands: { a: Float32Array; b: Float32Array },
    shape: MatmulShape,
  ): Promise<Float32Array>;
}
