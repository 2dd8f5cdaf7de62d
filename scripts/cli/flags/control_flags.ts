/** The flags that control a training: schedule, clipping, penalties, weights, and early stopping. */

import {
  cosine,
  createOptimizer,
  earlyStopping,
  exponentialDecay,
  oneCycle,
  type Optimizer,
  type OptimizerName,
  optimizerNames,
  reduceOnPlateau,
  type Schedule,
  stepDecay,
  type TrainingSpec,
  warmUp,
} from "../../../mod.ts";
import { checkChoice, validationMessage } from "../../../lib/check.ts";
import { usage, UsageError } from "../usage_error.ts";
import { count, number, text } from "./flag_kinds.ts";
import type { Values } from "./flags.ts";

/** The parts of a schedule in text, by its name: how many there are, and what they make. */
const schedules: Readonly<
  Record<string, { least: number; most: number; make: (parts: (number | undefined)[]) => Schedule }>
> = {
  constant: { least: 0, most: 0, make: () => ({ kind: "constant" }) },
  step: { least: 1, most: 2, make: ([every, factor]) => stepDecay({ every: every!, factor }) },
  exponential: { least: 1, most: 1, make: ([factor]) => exponentialDecay({ factor: factor! }) },
  cosine: { least: 0, most: 2, make: ([epochs, minimum]) => cosine({ epochs, minimum }) },
  "warm-up": { least: 0, most: 2, make: ([epochs, start]) => warmUp({ epochs, start }) },
  "one-cycle": { least: 1, most: 1, make: ([maximum]) => oneCycle({ maximum: maximum! }) },
  plateau: {
    least: 0,
    most: 3,
    make: ([patience, factor, threshold]) => reduceOnPlateau({ patience, factor, threshold }),
  },
};

const scheduleTexts = "constant, step:EPOCHS[:FACTOR], exponential:FACTOR, " +
  "cosine[:EPOCHS[:MINIMUM]], warm-up[:EPOCHS[:START]], one-cycle:MAXIMUM, " +
  "plateau[:PATIENCE[:FACTOR[:THRESHOLD]]]";

/**
 * Reads a schedule, such as `step:8:0.3`.
 *
 * @throws {RangeError} if the name or the number of parts is wrong, or a part is out of bounds
 */
export function scheduleOf(typed: string, name = "--schedule"): Schedule {
  const [kind, ...parts] = typed.toLowerCase().split(":");
  const { least, most, make } = schedules[
    checkChoice(`read ${name}`, name, kind, [
      ...Object.keys(schedules),
    ])
  ];
  if (parts.length < least || parts.length > most) {
    throw new RangeError(validationMessage(`read ${name}`, name, `one of ${scheduleTexts}`, typed));
  }
  return make(parts.map((part) => numberIn(part, name)));
}

/** A number of a list; an empty part is no number. */
function numberIn(part: string, name: string): number {
  const value = part.trim() === "" ? NaN : Number(part);
  if (Number.isFinite(value)) return value;
  throw new RangeError(validationMessage(`read ${name}`, `each part of ${name}`, "a number", part));
}

const numbersIn = (typed: string, name: string) =>
  typed.split(",").map((part) => numberIn(part, name));

/** The flags. */
export const controlFlags = {
  schedule: text<string, "constant">({
    default: "constant",
    placeholder: "NAME",
    help: "of the learning rate",
    allowed: scheduleTexts,
    aliases: ["scheduler", "lr-schedule"],
    check: (typed, name) => {
      scheduleOf(typed, name);
      return typed.toLowerCase();
    },
  }),
  clip: number({
    above: 0,
    help: "norm to which longer gradients are scaled",
    aliases: ["clip-norm", "max-norm"],
  }),
  l1: number({ default: 0, minimum: 0, help: "factor of the sum of absolute weights in the loss" }),
  labelSmoothing: number({
    default: 0,
    minimum: 0,
    below: 1,
    help: "share of each target that all classes get alike",
  }),
  classWeights: text<readonly number[] | "balanced">({
    placeholder: "X,X,…",
    help: "weights of the classes in the loss",
    allowed: "a number for each class, such as 1,3, or balanced",
    check: (typed, name) => {
      return typed.toLowerCase() === "balanced" ? "balanced" : numbersIn(typed, name);
    },
  }),
  patience: count({
    maximum: 1_000_000,
    help: "stop after so many epochs without a lower test loss, and keep the best network",
    aliases: ["early-stopping"],
  }),
  minDelta: number({
    minimum: 0,
    help: "with --patience: by how much a lower test loss must be lower (default: 0)",
  }),
  momentum: number({
    minimum: 0,
    below: 1,
    help: "of sgd, momentum and nesterov (default: the optimizer's own; 0, 0.9)",
  }),
  betas: text<readonly number[]>({
    placeholder: "X,X",
    help: "decay rates of adam and adamw",
    allowed: "two numbers from 0 and below 1, such as 0.9,0.999",
    check: (typed, name) => {
      const betas = numbersIn(typed, name);
      if (betas.length === 2 && betas.every((beta) => beta >= 0 && beta < 1)) return betas;
      const allowed = "two numbers from 0 and below 1, such as 0.9,0.999";
      throw new RangeError(validationMessage(`read ${name}`, name, allowed, typed));
    },
  }),
  epsilon: number({
    minimum: 0,
    help:
      "term in the denominator of adam, adamw, rmsprop and adagrad (default: the optimizer's own)",
    aliases: ["eps"],
  }),
};

type Control = Values<typeof controlFlags>;

/** The optimizer that the flags specify. */
export function optimizerOf(
  { optimizer, learningRate, weightDecay, momentum, betas, epsilon }: Control & {
    readonly optimizer: OptimizerName;
    readonly learningRate: number;
    readonly weightDecay: number | undefined;
  },
): Optimizer {
  checkOwnFlags(optimizer, { momentum, betas, epsilon });
  const [beta1, beta2] = betas ?? [];
  const settings = { learningRate, weightDecay, momentum, beta1, beta2, epsilon };
  return usage(() => createOptimizer(optimizer, settings));
}

/** The setting of an optimizer by which a flag of some optimizers is known. */
const settingOf = { momentum: "momentum", betas: "beta1", epsilon: "epsilon" } as const;

/** Refuses a flag of other optimizers, by its name. */
function checkOwnFlags(
  optimizer: OptimizerName,
  given: Readonly<Record<keyof typeof settingOf, unknown>>,
): void {
  for (const key of Object.keys(settingOf) as (keyof typeof settingOf)[]) {
    const takers = optimizerNames.filter((name) => settingOf[key] in createOptimizer(name));
    if (given[key] === undefined || takers.includes(optimizer)) continue;
    throw new UsageError(
      `--${key} changes nothing with --optimizer ${optimizer}: it is of ${takers.join(", ")}`,
    );
  }
}

/**
 * The settings of a network that the flags specify.
 *
 * @throws {UsageError} if a flag changes nothing
 */
export function controlOf(
  { schedule, clip, l1, labelSmoothing, classWeights, patience, minDelta }: Control,
): Partial<TrainingSpec> {
  if (minDelta !== undefined && patience === undefined) {
    throw new UsageError("--min-delta changes nothing without --patience");
  }
  return {
    ...{ schedule: scheduleOf(schedule), clipNorm: clip, l1, labelSmoothing, classWeights },
    stop: patience === undefined ? undefined : earlyStopping({ patience, minDelta }),
  };
}
