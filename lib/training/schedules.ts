/** Schedules of the learning rate as plain data: the settings of each kind, and their bounds. */

import { type Bounds, checkChoice, checkCount, checkNumber, MAX_FLOAT32 } from "../check.ts";
import { checkOptions, checkShape } from "../check_shape.ts";

/** The learning rate of the optimizer in all epochs. */
export interface ConstantSchedule {
  /** The kind of schedule. */
  readonly kind: "constant";
}

/** A factor after every so many epochs: `torch.optim.lr_scheduler.StepLR`. */
export interface StepSchedule {
  /** The kind of schedule. */
  readonly kind: "step";
  /** The number of epochs between two reductions. */
  readonly every: number;
  /** The factor of the learning rate at each of them, above 0. */
  readonly factor: number;
}

/** A factor after every epoch: `ExponentialLR`. */
export interface ExponentialSchedule {
  /** The kind of schedule. */
  readonly kind: "exponential";
  /** The factor of the learning rate after each epoch, above 0. */
  readonly factor: number;
}

/** Half a period of the cosine, from the optimizer's learning rate to a minimum: `CosineAnnealingLR`. */
export interface CosineSchedule {
  /** The kind of schedule. */
  readonly kind: "cosine";
  /** The number of epochs to the minimum; null for all epochs of the training. */
  readonly epochs: number | null;
  /** The minimum of the learning rate, at least 0. */
  readonly minimum: number;
}

/** A linear increase from a share of the learning rate to all of it: `LinearLR`. */
export interface WarmUpSchedule {
  /** The kind of schedule. */
  readonly kind: "warm-up";
  /** The number of epochs of the increase. */
  readonly epochs: number;
  /** The factor of the learning rate in the first epoch, above 0 and at most 1. */
  readonly start: number;
}

/**
 * An increase to a maximum and a decrease to almost 0, from step to step: `OneCycleLR` with PyTorch's
 * defaults, without a cycle of the momentum. It replaces the optimizer's learning rate.
 */
export interface OneCycleSchedule {
  /** The kind of schedule. */
  readonly kind: "one-cycle";
  /** The maximum of the learning rate, above 0. */
  readonly maximum: number;
}

/** A factor whenever the test loss has not become lower for some epochs: `ReduceLROnPlateau`. */
export interface PlateauSchedule {
  /** The kind of schedule. */
  readonly kind: "plateau";
  /** The number of epochs without a lower test loss that are tolerated. */
  readonly patience: number;
  /** The factor of the learning rate after one more, above 0 and below 1. */
  readonly factor: number;
  /** The share of the lowest test loss by which a lower one must be lower. */
  readonly threshold: number;
}

/** A schedule of the learning rate, as plain data. */
export type Schedule =
  | ConstantSchedule
  | StepSchedule
  | ExponentialSchedule
  | CosineSchedule
  | WarmUpSchedule
  | OneCycleSchedule
  | PlateauSchedule;

type Kind = Schedule["kind"];
type Settings<Of extends Kind> = Exclude<keyof Extract<Schedule, { kind: Of }>, "kind">;

const count = { minimum: 1, whole: true };
const factor = { above: 0, maximum: 1000 };

/** The bounds of all settings of each kind. */
const allowed: {
  [Of in Kind]: Record<Settings<Of>, Bounds & { whole?: boolean; orNull?: boolean }>;
} = {
  constant: {},
  step: { every: count, factor },
  exponential: { factor },
  cosine: { epochs: { ...count, orNull: true }, minimum: { minimum: 0, maximum: MAX_FLOAT32 } },
  "warm-up": { epochs: count, start: { above: 0, maximum: 1 } },
  "one-cycle": { maximum: { above: 0, maximum: MAX_FLOAT32 } },
  plateau: {
    patience: { minimum: 0, whole: true },
    factor: { above: 0, below: 1 },
    threshold: { minimum: 0, below: 1 },
  },
};

/** The kinds of schedules. */
export const scheduleKinds: readonly Schedule["kind"][] = Object.keys(allowed) as Kind[];

/** The keys of a schedule of that kind; those of all kinds for another text. */
export function keysOfSchedule(kind: string): string[] {
  const kinds = scheduleKinds.filter((each) => each === kind);
  const of = kinds.length > 0 ? kinds : scheduleKinds;
  return ["kind", ...new Set(of.flatMap((each) => Object.keys(allowed[each])))];
}

/**
 * Checks that all settings of a schedule are present and in bounds, and that there are no others.
 *
 * @param action The action, for the error.
 * @param schedule The schedule.
 * @returns The schedule.
 * @throws {TypeError} if it is not a schedule, or a setting is of the wrong kind
 * @throws {RangeError} if its kind or a setting is unknown, or a setting is out of bounds
 */
export function checkSchedule<Of extends Schedule>(action: string, schedule: Of): Of {
  checkShape(action, "schedule", schedule, "schedule");
  const kind = checkChoice(action, "the schedule's kind", schedule.kind, scheduleKinds);
  checkOptions(action, schedule, keysOfSchedule(kind), "schedule");
  for (const [name, { whole, orNull, ...bounds }] of Object.entries(allowed[kind])) {
    const value: unknown = Object.entries(schedule).find(([key]) => key === name)?.[1];
    if (orNull && value === null) continue;
    const check = whole ? checkCount : checkNumber;
    // All settings are required, so an undefined one is checked as null.
    check(action, `the schedule's ${name}`, value ?? null, bounds);
  }
  return schedule;
}
