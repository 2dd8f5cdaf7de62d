/** Early stopping as plain data. */

import { checkCount, checkNumber, MAX_FLOAT32 } from "../check.ts";
import { checkOptions, checkShape, optionNames } from "../check_shape.ts";

/**
 * When the training of a network ends before its last epoch: after some epochs in which its test loss has
 * not become lower. The network is then the one with the lowest test loss, also if all epochs are trained.
 */
export interface EarlyStopping {
  /** The number of epochs without a lower test loss after which the training ends. */
  readonly patience: number;
  /** The minimum by which a lower test loss must be lower, at least 0. */
  readonly minDelta: number;
}

/** Settings of {@linkcode earlyStopping}. */
export interface EarlyStoppingOptions {
  /** The number of epochs without a lower test loss after which the training ends; 10 by default. */
  patience?: number;
  /** The minimum by which a lower test loss must be lower, at least 0; 0 by default. */
  minDelta?: number;
}

/** The names of the settings. */
export const stoppingNames = optionNames<EarlyStopping>({ patience: true, minDelta: true });

/**
 * Ends the training of each network once its test loss has not become lower for some epochs, and keeps the
 * network with the lowest one.
 *
 * @param options The patience in epochs (10 by default), and the minimum change (0 by default).
 * @returns The setting, as plain data.
 * @throws {TypeError} if a setting is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 *
 * @example A training that ends early
 * ```ts
 * import { earlyStopping, makeMoons, openDevice, sgd, train, trainTestSplit } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const data = trainTestSplit(makeMoons(60, { noise: 0.5, seed: 1 }), { testSize: 0.5, seed: 1 });
 * const [run] = await train(
 *   [{ sizes: [2, 32, 2], optimizer: sgd({ learningRate: 1 }), seed: 1 }],
 *   { device, data: data.train, test: data.test, epochs: 500, stop: earlyStopping({ patience: 5 }) },
 * );
 * const { status, stoppedAtEpoch, bestEpoch } = run;
 * assertEquals([status, stoppedAtEpoch! - bestEpoch!], ["stopped", 5]);
 * assertEquals(run.testLoss[bestEpoch! - 1], Math.min(...run.testLoss));
 * ```
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): EarlyStopping {
  const action = "create the early stopping";
  const { patience = 10, minDelta = 0 } = checkOptions(action, options, stoppingNames);
  return checkStopping(action, { patience, minDelta });
}

/** Checks that all settings are present and in bounds, and that there are no others. */
export function checkStopping(action: string, stop: EarlyStopping): EarlyStopping {
  checkShape(action, "stop", stop, "stopping");
  checkOptions(action, stop, stoppingNames, "stop");
  checkCount(action, "patience", stop.patience ?? null);
  checkNumber(action, "minDelta", stop.minDelta ?? null, { minimum: 0, maximum: MAX_FLOAT32 });
  return stop;
}
