/** The learning rates of a schedule, from epoch to epoch or from step to step. */

import type { OneCycleSchedule, Schedule } from "./schedules.ts";

/** The length of a training. */
interface Length {
  /** The number of epochs that are trained. */
  readonly epochs: number;
  /** The number of epochs over which a schedule for all epochs extends. */
  readonly scheduledEpochs: number;
  /** The number of steps of an epoch. */
  readonly stepsPerEpoch: number;
}

/**
 * Computes the learning rates of a training.
 *
 * @param schedule The schedule.
 * @param learningRate The optimizer's learning rate.
 * @param length The epochs and steps of the training.
 * @returns The rate of each epoch, or of each step for a schedule of steps; undefined if it is constant.
 * Those of a plateau are the first rate in all epochs.
 */
export function learningRatesOf(
  schedule: Schedule,
  learningRate: number,
  { epochs, scheduledEpochs, stepsPerEpoch }: Length,
): Float64Array | undefined {
  if (schedule.kind === "constant") return undefined;
  if (schedule.kind === "one-cycle") {
    const steps = scheduledEpochs * stepsPerEpoch;
    return Float64Array.from(
      { length: epochs * stepsPerEpoch },
      (_, step) => oneCycleRate(schedule, Math.min(step, steps - 1), steps),
    );
  }
  return Float64Array.from(
    { length: epochs },
    (_, epoch) => rateOfEpoch(schedule, learningRate, { epoch, scheduledEpochs }),
  );
}

/** The rate of an epoch, counted from 0. */
function rateOfEpoch(
  schedule: Exclude<Schedule, OneCycleSchedule>,
  learningRate: number,
  { epoch, scheduledEpochs }: { epoch: number; scheduledEpochs: number },
): number {
  switch (schedule.kind) {
    case "step":
      return learningRate * schedule.factor ** Math.floor(epoch / schedule.every);
    case "exponential":
      return learningRate * schedule.factor ** epoch;
    case "cosine": {
      const { epochs, minimum } = schedule;
      return annealed(learningRate, minimum, epoch / (epochs ?? scheduledEpochs));
    }
    case "warm-up": {
      const { epochs, start } = schedule;
      return learningRate * (start + (1 - start) * Math.min(1, epoch / epochs));
    }
    // A plateau reduces it in the training.
    case "plateau":
    case "constant":
      return learningRate;
  }
}

/**
 * The share of the steps up to the maximum, and the quotients of the maximum and both ends: PyTorch's
 * defaults.
 */
const increase = 0.3;
const firstDivisor = 25;
const lastDivisor = 25e4;

/** The rate of a step, counted from 0. */
function oneCycleRate({ maximum }: OneCycleSchedule, step: number, steps: number): number {
  const top = increase * steps - 1;
  // Of three steps or fewer none comes before the maximum.
  if (step <= top && top > 0) return annealed(maximum / firstDivisor, maximum, step / top);
  const rest = steps - 1 - top;
  return annealed(maximum, maximum / lastDivisor, rest > 0 ? (step - top) / rest : 1);
}

/** From one rate to another along half a period of the cosine. */
function annealed(from: number, to: number, share: number): number {
  return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
}
