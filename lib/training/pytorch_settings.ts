/** The settings of a run that a PyTorch program trains, and their checks. */

import {
  checkBoolean,
  checkChoice,
  checkCount,
  checkSeed,
  show,
  suggestion,
  validationMessage,
} from "../check.ts";
import { checkNumbers, checkShape, optionNames } from "../check_shape.ts";
import { type Loss, lossNames } from "../kernels/losses.ts";
import { checkOptimizer, type Optimizer } from "../kernels/optimizers.ts";
import { checkGradientSettings, type GradientSettings } from "../kernels/transform_gradients.ts";
import { type Activations, checkActivations } from "../models/activations.ts";
import { checkInitializer, type Initializer } from "../models/initializers.ts";
import { checkSizes } from "../models/layout.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import { learningRatesOf } from "./learning_rates.ts";
import type { RunRecord, RunSettings } from "./run_record.ts";
import { checkSchedule, type Schedule } from "./schedules.ts";
import { checkStopping, type EarlyStopping } from "./stopping.ts";
import type { ClassSettings } from "./weight_samples.ts";

/** The settings of a network's training. */
export interface ProgramRun extends GradientSettings, ClassSettings {
  readonly sizes: readonly number[];
  readonly activation: Activations;
  readonly initializer: Initializer | null;
  readonly optimizerSettings: Optimizer;
  readonly schedule: Schedule;
  readonly loss: Loss;
  readonly epochs: number;
  readonly batchSize: number;
  readonly stop: EarlyStopping | null;
  readonly seed: number;
  readonly consumeTestLoaderRng: boolean;
}

/** The settings of a run, which may have no seed of its own. */
export type CheckedRun = Omit<ProgramRun, "seed"> & Pick<RunSettings, "seed">;

/**
 * All parts of a run's record. What a new setting changes in the training, it has to change in the
 * program too.
 */
const runKeys = optionNames<RunRecord>({
  ...{ name: true, sizes: true, activation: true, initializer: true, optimizer: true },
  ...{ optimizerSettings: true, learningRate: true, weightDecay: true, loss: true, epochs: true },
  ...{ schedule: true, clipNorm: true, l1: true, labelSmoothing: true, classWeights: true },
  ...{ stop: true, learningRates: true, bestEpoch: true },
  ...{ batchSize: true, seed: true, consumeTestLoaderRng: true, sharedOrder: true },
  ...{ trainLoss: true, testLoss: true, trainAccuracy: true, testAccuracy: true },
  ...{ trainAccuracyPerEpoch: true, testAccuracyPerEpoch: true, status: true },
  ...{ trainR2: true, testR2: true, trainMeanSquaredError: true, testMeanSquaredError: true },
  ...{ trainMeanAbsoluteError: true, testMeanAbsoluteError: true },
  ...{ divergedAtEpoch: true, stoppedAtEpoch: true, seconds: true, statistics: true },
});

/** Checks a run, and adds the defaults of settings that an older record lacks. */
export function checkRun(action: string, run: RunSettings): CheckedRun {
  const { initializer, seed, sharedOrder } = checkShape(action, "run", run, "runSettings");
  const unknown = Object.keys(run).find((key) => !runKeys.includes(key));
  if (unknown !== undefined) {
    const name = `the setting ${show(unknown)} of the run`;
    throw new RangeError(
      `Cannot ${action} as ${name} must be left out, as the program would not have it` +
        suggestion(unknown, runKeys),
    );
  }
  checkSizes(action, run.sizes);
  checkOptimizer(action, run.optimizerSettings);
  checkCount(action, "epochs of the run", run.epochs);
  checkCount(action, "batchSize of the run", run.batchSize);
  if (seed !== null) checkSeed(action, seed);
  checkBoolean(action, "consumeTestLoaderRng of the run", run.consumeTestLoaderRng ?? null);
  if (sharedOrder !== false) {
    const name = "sharedOrder of the run";
    const message = validationMessage(action, name, "false, as networks share orders", sharedOrder);
    throw typeof sharedOrder === "boolean" ? new RangeError(message) : new TypeError(message);
  }
  const { sizes, optimizerSettings, epochs, batchSize, consumeTestLoaderRng } = run;
  return {
    ...{ sizes, optimizerSettings, epochs, batchSize, seed, consumeTestLoaderRng },
    activation: checkActivations(action, run.activation, run.sizes),
    initializer: initializer === null ? null : checkInitializer(action, initializer),
    loss: checkChoice(action, "loss of the run", run.loss, lossNames),
    ...checkControlled(action, run),
  };
}

/** Checks the settings of training control, except those that depend on the data. */
function checkControlled(action: string, run: RunSettings) {
  const { schedule = { kind: "constant" }, stop = null, l1 = 0 } = run;
  checkSchedule(action, schedule);
  if (stop !== null) checkStopping(action, stop);
  const clipNorm = run.clipNorm ?? undefined;
  checkGradientSettings(action, { l1, clipNorm });
  const { labelSmoothing = 0, classWeights } = run;
  return { schedule, stop, l1, clipNorm, labelSmoothing, classWeights: classWeights ?? undefined };
}

/**
 * Throws if a schedule of all epochs was planned for fewer of them, as that of a training that was continued
 * for longer: a record does not say for how many.
 */
export function checkLength(
  action: string,
  { schedule, optimizerSettings, epochs, batchSize }: CheckedRun,
  { learningRates: found, samples }: {
    readonly learningRates: RunRecord["learningRates"] | undefined;
    readonly samples: number;
  },
): void {
  const isOfAll = schedule.kind === "one-cycle" ||
    schedule.kind === "cosine" && schedule.epochs === null;
  if (!isOfAll || found === undefined) return;
  checkNumbers(action, "learningRates of the run", found);
  const length = { epochs, scheduledEpochs: epochs, stepsPerEpoch: Math.ceil(samples / batchSize) };
  const rates = learningRatesOf(schedule, optimizerSettings.learningRate, length)!;
  const perEpoch = rates.length / epochs;
  const [first] = rates;
  if (found.every((rate, at) => Math.abs(rate - rates[at * perEpoch]) <= 1e-9 * first)) return;
  throw new RangeError(
    `Cannot ${action} as the schedule ${schedule.kind} was planned for other epochs than the run's ` +
      `${epochs}: its learningRates differ`,
  );
}

/** Checks that a model is one from which a run may have started. */
export function checkStart(action: string, { sizes, activation }: CheckedRun, model: Mlp): void {
  checkMlp(action, model);
  if (String(model.sizes) === String(sizes) && String(model.activation) === String(activation)) {
    return;
  }
  const allowed = `of the run's sizes and activation, ${sizes.join("-")} ${activation}`;
  const found = `${model.sizes.join("-")} ${model.activation}`;
  throw new RangeError(validationMessage(action, "model", allowed, found));
}
