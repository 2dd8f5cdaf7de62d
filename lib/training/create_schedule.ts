/** Functions that create schedules, with PyTorch's defaults. */

import { checkCount } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import {
  checkSchedule,
  type CosineSchedule,
  type ExponentialSchedule,
  type OneCycleSchedule,
  type PlateauSchedule,
  type StepSchedule,
  type WarmUpSchedule,
} from "./schedules.ts";

/** Settings of {@linkcode stepDecay}. */
export interface StepDecayOptions {
  /** The number of epochs between two reductions. */
  every: number;
  /** The factor of the learning rate at each of them, above 0; 0.1 by default. */
  factor?: number;
}

const stepNames = optionNames<StepDecayOptions>({ every: true, factor: true });

/**
 * Multiplies the learning rate by a factor after every so many epochs, like PyTorch's `StepLR`.
 *
 * @param options The number of epochs between two reductions, and the factor (0.1 by default).
 * @returns The schedule, as plain data.
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example A third after every 10 epochs
 * ```ts
 * import { stepDecay } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(stepDecay({ every: 10, factor: 0.3 }), { kind: "step", every: 10, factor: 0.3 });
 * ```
 */
export function stepDecay(options: StepDecayOptions): StepSchedule {
  const action = "create the schedule";
  const { every, factor = 0.1 } = checkOptions(action, options, stepNames);
  return checkSchedule(action, { kind: "step", every, factor });
}

/** Settings of {@linkcode exponentialDecay}. */
export interface ExponentialDecayOptions {
  /** The factor of the learning rate after each epoch, above 0. */
  factor: number;
}

/**
 * Multiplies the learning rate by a factor after each epoch, like PyTorch's `ExponentialLR`.
 *
 * @param options The factor.
 * @returns The schedule, as plain data.
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example Seven per cent less after each epoch
 * ```ts
 * import { exponentialDecay } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(exponentialDecay({ factor: 0.93 }).kind, "exponential");
 * ```
 */
export function exponentialDecay(options: ExponentialDecayOptions): ExponentialSchedule {
  const action = "create the schedule";
  const { factor } = checkOptions(action, options, ["factor"]);
  return checkSchedule(action, { kind: "exponential", factor });
}

/** Settings of {@linkcode cosine}. */
export interface CosineOptions {
  /** The number of epochs to the minimum; all epochs of the training by default. */
  epochs?: number;
  /** The minimum of the learning rate, at least 0; 0 by default. */
  minimum?: number;
}

const cosineNames = optionNames<CosineOptions>({ epochs: true, minimum: true });

/**
 * Decreases the learning rate to a minimum along half a period of the cosine, like PyTorch's
 * `CosineAnnealingLR`. After that it rises again.
 *
 * Source: I. Loshchilov and F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017.
 *
 * @param options The number of epochs to the minimum (all by default), and the minimum (0 by default).
 * @returns The schedule, as plain data.
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example Down to 0 over all epochs
 * ```ts
 * import { cosine } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cosine(), { kind: "cosine", epochs: null, minimum: 0 });
 * ```
 */
export function cosine(options: CosineOptions = {}): CosineSchedule {
  const action = "create the schedule";
  const { epochs, minimum = 0 } = checkOptions(action, options, cosineNames);
  if (epochs !== undefined) checkCount(action, "the schedule's epochs", epochs);
  return checkSchedule(action, { kind: "cosine", epochs: epochs ?? null, minimum });
}

/** Settings of {@linkcode warmUp}. */
export interface WarmUpOptions {
  /** The number of epochs of the increase; 5 by default. */
  epochs?: number;
  /** The factor of the learning rate in the first epoch, above 0 and at most 1; 0.1 by default. */
  start?: number;
}

const warmUpNames = optionNames<WarmUpOptions>({ epochs: true, start: true });

/**
 * Increases the learning rate linearly from a share of it to all of it, like PyTorch's `LinearLR`.
 *
 * @param options The number of epochs of the increase (5 by default), and the first factor (0.1).
 * @returns The schedule, as plain data.
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example From a tenth to all of the learning rate in 5 epochs
 * ```ts
 * import { warmUp } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(warmUp(), { kind: "warm-up", epochs: 5, start: 0.1 });
 * ```
 */
export function warmUp(options: WarmUpOptions = {}): WarmUpSchedule {
  const action = "create the schedule";
  const { epochs = 5, start = 0.1 } = checkOptions(action, options, warmUpNames);
  return checkSchedule(action, { kind: "warm-up", epochs, start });
}

/** Settings of {@linkcode oneCycle}. */
export interface OneCycleOptions {
  /** The maximum of the learning rate, above 0. */
  maximum: number;
}

/**
 * Increases the learning rate from a 25th of a maximum to that maximum over the first 30% of all steps,
 * and then decreases it to a 250,000th, like PyTorch's `OneCycleLR` with its defaults, except that the
 * momentum stays as it is. The optimizer's learning rate is not used.
 *
 * Source: L. Smith and N. Topin, "Super-Convergence", 2018.
 *
 * @param options The maximum.
 * @returns The schedule, as plain data.
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example Up to 0.4
 * ```ts
 * import { oneCycle } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(oneCycle({ maximum: 0.4 }), { kind: "one-cycle", maximum: 0.4 });
 * ```
 */
export function oneCycle(options: OneCycleOptions): OneCycleSchedule {
  const action = "create the schedule";
  const { maximum } = checkOptions(action, options, ["maximum"]);
  return checkSchedule(action, { kind: "one-cycle", maximum });
}

/** Settings of {@linkcode reduceOnPlateau}. */
export interface PlateauOptions {
  /** The number of epochs without a lower test loss that are tolerated; 10 by default. */
  patience?: number;
  /** The factor of the learning rate after one more, above 0 and below 1; 0.1 by default. */
  factor?: number;
  /** The share of the lowest test loss by which a lower one must be lower; 0.0001 by default. */
  threshold?: number;
}

const plateauNames = optionNames<PlateauOptions>({ patience: true, factor: true, threshold: true });

/**
 * Multiplies the learning rate by a factor whenever the test loss has not become lower for some epochs, like
 * PyTorch's `ReduceLROnPlateau` with its defaults. Each network of a training has a plateau of its own.
 *
 * @param options The patience in epochs (10 by default), the factor (0.1) and the threshold (0.0001).
 * @returns The schedule, as plain data.
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example Half after the third epoch without progress
 * ```ts
 * import { reduceOnPlateau } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const { kind, threshold } = reduceOnPlateau({ patience: 2, factor: 0.5 });
 * assertEquals([kind, threshold], ["plateau", 0.0001]);
 * ```
 */
export function reduceOnPlateau(options: PlateauOptions = {}): PlateauSchedule {
  const action = "create the schedule";
  const { patience = 10, factor = 0.1, threshold = 1e-4 } = checkOptions(
    action,
    options,
    plateauNames,
  );
  return checkSchedule(action, { kind: "plateau", patience, factor, threshold });
}
