/** Checks of the training arguments of a device, which are the same for every device. */

import { checkChoice, checkCount, checkNumber, MAX_FLOAT32, validationMessage } from "../check.ts";
import {
  checkCallback,
  checkList,
  checkOptions,
  checkShape,
  isDetached,
  isTyped,
  optionNames,
} from "../check_shape.ts";
import { lossNames } from "../kernels/losses.ts";
import { stateVectorCount } from "../kernels/optimizer_step.ts";
import { checkGradientSettings } from "../kernels/transform_gradients.ts";
import { checkOptimizer } from "../kernels/optimizers.ts";
import { checkActivations } from "../models/activations.ts";
import { checkSizes, parameterCount } from "../models/layout.ts";
import type {
  AdvanceOptions,
  EnsembleState,
  MemberState,
  PlanMember,
  SampleMatrix,
  TrainingPlan,
} from "./device.ts";
import { stepsPerEpochOf } from "./learning_rates.ts";

const planNames = optionNames<TrainingPlan>({
  ...{ sizes: true, loss: true, epochs: true, batchSize: true, train: true, test: true },
  members: true,
});
const memberNames = optionNames<PlanMember>({
  ...{
    parameters: true,
    activation: true,
    optimizer: true,
    learningRates: true,
    orderSeeds: true,
    l1: true,
    clipNorm: true,
  },
});
const stateNames = optionNames<EnsembleState>({ epoch: true, members: true });
const memberStateNames = optionNames<MemberState>({
  ...{ parameters: true, optimizerState: true, divergedAtEpoch: true },
});
const sampleNames = optionNames<SampleMatrix>({
  ...{ count: true, inputs: true, targets: true, weights: true },
});
const advanceNames = optionNames<AdvanceOptions>({
  ...{ signal: true, onEpoch: true, keep: true, onKeep: true },
});

/**
 * Checks that the parts of a plan are consistent.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a length differs from that of the sizes, a sample is not finite, or a setting is
 * unknown or out of bounds
 */
export function checkPlan(plan: TrainingPlan): void {
  const action = "start the training";
  checkShape(action, "plan", plan, "plan");
  checkOptions(action, plan, planNames, "plan");
  checkSizes(action, plan.sizes);
  checkChoice(action, "loss", plan.loss, lossNames);
  checkCount(action, "epochs", plan.epochs);
  checkCount(action, "batchSize", plan.batchSize);
  checkSamples(action, plan.train, plan.sizes);
  if (plan.test !== undefined) checkSamples(action, plan.test, plan.sizes);
  checkWeights(action, plan);
  checkList(action, "members", plan.members, "a list of members");
  if (plan.members.length === 0) {
    throw new RangeError(validationMessage(action, "members", "one or more", plan.members));
  }
  const known: KnownParts = { count: parameterCount(plan.sizes), checked: new Set() };
  for (const member of plan.members) checkMember(action, member, plan, known);
}

/** What the checks of all members share. */
interface KnownParts {
  /** The number of parameters of a member. */
  readonly count: number;
  /** Optimizers and learning rates that have been checked: thousands of members have the same. */
  readonly checked: Set<unknown>;
}

function checkWeights(
  action: string,
  { train: { count, weights }, test, loss }: TrainingPlan,
): void {
  if (test?.weights !== undefined) {
    throw new RangeError(`Cannot ${action} as weights are those of training samples`);
  }
  if (weights === undefined) return;
  checkFloats(action, "the samples' weights", weights, count);
  checkFinite(action, "the samples' weights", weights);
  const wrong = weights.find((weight) => weight <= 0);
  if (wrong !== undefined) {
    throw new RangeError(
      validationMessage(action, "all of the samples' weights", "above 0", wrong),
    );
  }
  if (loss !== "crossEntropy") {
    throw new RangeError(`Cannot ${action} as samples with weights need the loss crossEntropy`);
  }
}

function checkMember(
  action: string,
  member: PlanMember,
  plan: TrainingPlan,
  { count, checked }: KnownParts,
): void {
  const { sizes, epochs } = plan;
  checkShape(action, "each of members", member, "member");
  checkOptions(action, member, memberNames, "each of members");
  const { parameters, activation, optimizer, learningRates, orderSeeds } = member;
  checkFloats(action, "a member's parameters", parameters, count);
  checkActivations(action, activation, sizes);
  if (!checked.has(optimizer)) checkOptimizer(action, optimizer);
  if (!checked.has(learningRates)) checkLearningRates(action, member, plan);
  checked.add(optimizer).add(learningRates);
  checkGradientSettings(action, member);
  if (!isTyped(orderSeeds, Uint32Array)) {
    throw new TypeError(
      validationMessage(action, "a member's orderSeeds", "a Uint32Array", orderSeeds),
    );
  }
  checkLength(action, "a member's orderSeeds", orderSeeds, epochs);
}

function checkLearningRates(
  action: string,
  { learningRates }: PlanMember,
  plan: TrainingPlan,
): void {
  if (learningRates === undefined) return;
  const name = "a member's learningRates";
  if (!isTyped(learningRates, Float64Array) || isDetached(learningRates.buffer)) {
    throw new TypeError(validationMessage(action, name, "a Float64Array", learningRates));
  }
  const { epochs } = plan;
  const steps = epochs * stepsPerEpochOf(plan);
  if (learningRates.length !== epochs && learningRates.length !== steps) {
    const allowed = `${epochs}, one per epoch, or ${steps}, one per step`;
    throw new RangeError(
      validationMessage(action, `the length of ${name}`, allowed, learningRates.length),
    );
  }
  const bounds = { minimum: 0, maximum: MAX_FLOAT32 };
  const wrong = learningRates.find((rate) => !(rate >= 0 && rate <= MAX_FLOAT32));
  if (wrong !== undefined) checkNumber(action, `each of ${name}`, wrong, bounds);
}

/**
 * Checks that a state belongs to the plan's ensemble.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if it has other networks, or more epochs
 */
export function checkState(plan: TrainingPlan, state: EnsembleState): void {
  const action = "start from the state";
  checkShape(action, "state", state, "ensembleState");
  checkOptions(action, state, stateNames, "state");
  checkCount(action, "the state's epoch", state.epoch, { minimum: 0, maximum: plan.epochs });
  checkList(action, "the state's members", state.members, "a list of states");
  checkLength(action, "the state's members", state.members, plan.members.length);
  const count = parameterCount(plan.sizes);
  for (const [index, member] of state.members.entries()) {
    checkShape(action, "each of the state's members", member, "memberState");
    checkOptions(action, member, memberStateNames, "each of the state's members");
    checkFloats(action, "a member's parameters", member.parameters, count);
    const vectors = stateVectorCount(plan.members[index].optimizer);
    checkFloats(action, "a member's optimizerState", member.optimizerState, vectors * count);
    if (member.divergedAtEpoch === null) continue;
    const bounds = { minimum: 1, maximum: state.epoch };
    checkCount(action, "a member's divergedAtEpoch", member.divergedAtEpoch, bounds);
  }
}

/** Checks that values are a Float32Array of the given length; the numbers may be infinite or NaN. */
export function checkFloats(
  action: string,
  name: string,
  values: Float32Array,
  length?: number,
): void {
  if (!isTyped(values, Float32Array) || isDetached(values.buffer)) {
    throw new TypeError(validationMessage(action, name, "a Float32Array", values));
  }
  if (length !== undefined) checkLength(action, name, values, length);
}

/** Checks that epochs are within bounds and in ascending order; `name` is that of their list. */
export function checkKeep(
  action: string,
  keep: readonly number[],
  { first = 0, last, name = "keep" }: {
    readonly first?: number;
    readonly last: number;
    readonly name?: string;
  },
): void {
  checkList(action, name, keep, "a list of epochs");
  keep.forEach((epoch, index) => {
    const minimum = index === 0 ? first : keep[index - 1] + 1;
    checkCount(action, `${name}[${index}]`, epoch, { minimum, maximum: last });
  });
}

/** Checks the options of `advance`. */
export function checkAdvance(action: string, options: AdvanceOptions, epochs: number): void {
  const { signal, onEpoch, keep = [], onKeep } = checkOptions(action, options, advanceNames);
  checkSignal(action, signal);
  checkCallback(action, "onEpoch", onEpoch);
  checkCallback(action, "onKeep", onKeep);
  checkKeep(action, keep, { last: epochs });
}

/** Checks an optional signal. */
export function checkSignal(action: string, signal: AbortSignal | undefined): void {
  if (signal !== undefined) checkShape(action, "signal", signal, "signal");
}

/** Checks that samples have the input and output widths of a network, and are finite. */
export function checkSamples(
  action: string,
  samples: SampleMatrix,
  sizes: readonly number[],
): void {
  checkShape(action, "samples", samples, "samples");
  const { count, inputs, targets } = checkOptions(action, samples, sampleNames, "samples");
  checkCount(action, "the number of samples", count);
  checkFloats(action, "the samples' inputs", inputs, count * sizes[0]);
  checkFloats(action, "the samples' targets", targets, count * sizes[sizes.length - 1]);
  checkFinite(action, "the samples' inputs", inputs);
  checkFinite(action, "the samples' targets", targets);
}

/** Checks that all values are finite, so that values that are not finite always come from divergence. */
export function checkFinite(action: string, name: string, values: Float32Array): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new RangeError(validationMessage(action, `all of ${name}`, "finite", values[wrong]));
  }
}

/** Checks the length of a list or matrix. */
export function checkLength(
  action: string,
  name: string,
  { length }: { readonly length: number },
  expected: number,
): void {
  if (length === expected) return;
  throw new RangeError(
    validationMessage(action, `the length of ${name}`, String(expected), length),
  );
}
