/**
 * The contract between a training and what computes it: types only.
 *
 * All randomness is spent before a device is touched. A plan is plain data, a device is a function
 * from a plan to a result, so that the same plan gives the same science on every device.
 */

import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Activation } from "../models/activations.ts";
import type { Mlp } from "../models/mlp.ts";

/** What a device is made of. */
export type DeviceKind = "webgpu" | "tfjs";

/** Samples in the rows of two matrices, in float32. */
export interface SampleMatrix {
  /** How many samples there are. */
  readonly count: number;
  /** `[count × features]` */
  readonly inputs: Float32Array;
  /** `[count × outputs]`: one-hot classes, or values. */
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
  /** The samples' order in each epoch, all of the same length. Members may share them. */
  readonly orders: readonly Uint32Array[];
}

/** A whole training of an ensemble of same-shaped networks, as plain data. */
export interface TrainingPlan {
  /** Width of the input, of each hidden layer, and of the output: the same for all members. */
  readonly sizes: readonly number[];
  /** What is minimised. */
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

/**
 * One network's curves and final parameters. Curves have one entry an epoch; from the epoch on in
 * which the training loss stopped being finite they hold NaN.
 */
export interface MemberResult {
  /** Parameters after the last epoch, laid out as `layersOf` says. */
  readonly parameters: Float32Array;
  /** Mean loss of the epoch's batches, each scored before its step, as a training loop prints it. */
  readonly trainLoss: Float64Array;
  /** Share of the epoch's samples classified right, scored likewise. */
  readonly trainAccuracy: Float64Array;
  /** Mean loss over the test samples after the epoch; empty without test samples. */
  readonly testLoss: Float64Array;
  /** Share of the test samples classified right after the epoch; empty without test samples. */
  readonly testAccuracy: Float64Array;
  /** Number of the first epoch, from 1, whose training loss was not finite, or null. */
  readonly divergedAtEpoch: number | null;
}

/** The four scores of one epoch of one member. */
export interface EpochScores {
  /** Mean loss of the epoch's batches. */
  readonly trainLoss: number;
  /** Share of the epoch's samples classified right. */
  readonly trainAccuracy: number;
  /** Mean loss over the test samples; NaN without any. */
  readonly testLoss: number;
  /** Share of the test samples classified right; NaN without any. */
  readonly testAccuracy: number;
}

/** How a long training is watched and stopped. */
export interface TrainingWatch {
  /** Ends the training: it rejects with the signal's reason at the next slice, well within a second. */
  signal?: AbortSignal;
  /** Called after each epoch of the ensemble with its number from 1, and each member's scores. */
  onEpoch?: (epoch: number, scores: readonly EpochScores[]) => void;
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
  /** What it is, for people: `TensorFlow.js 4.22.0, wasm backend`. */
  readonly name: string;
  /** Whether it computes on the CPU. */
  readonly software: boolean;
  /** Why this device was taken, in one line. */
  readonly reason: string;

  /** Trains an ensemble; one result a member, in order. */
  train(plan: TrainingPlan, watch?: TrainingWatch): Promise<MemberResult[]>;

  /**
   * Outputs (logits) of same-shaped models.
   *
   * @param models One or more, all of the same sizes.
   * @param inputs Points `[count × features]`, the same for all models.
   * @returns `[models × count × outputs]`
   */
  predict(models: readonly Mlp[], inputs: Float32Array): Promise<Float32Array>;

  /**
   * Outputs (logits) of same-shaped models of two inputs over a grid.
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

  /** Mean loss over all samples as one batch, and its gradient with respect to each parameter. */
  gradients(
    model: Mlp,
    batch: { samples: SampleMatrix; loss: Loss },
  ): Promise<{ loss: number; gradients: Float32Array }>;

  /** The batched product of `a` and `b`, `[batch × rows × columns]`. */
  matmul(
    operands: { a: Float32Array; b: Float32Array },
    shape: MatmulShape,
  ): Promise<Float32Array>;

  /** The activation of each element of `x`, of which there is at least one. */
  activate(activation: Activation, x: Float32Array): Promise<Float32Array>;

  /** The gradient at each pre-activation in `x`, given the gradient `upstream` of each output. */
  activateBackward(
    activation: Activation,
    operands: { x: Float32Array; upstream: Float32Array },
  ): Promise<Float32Array>;
}
