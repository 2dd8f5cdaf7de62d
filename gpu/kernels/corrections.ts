/** The numbers of a step that change from step to step: Adam's bias corrections, and learning rates. */

import type { PlanMember, TrainingPlan } from "../../lib/devices/device.ts";
import { ratesOfSteps } from "../../lib/devices/learning_rates.ts";

/** The numbers and bytes of the corrections of one step. */
export const correctionFloats = 4;
export const correctionBytes = 4 * correctionFloats;

/** The index of corrections of an optimizer that has none. */
export const noCorrections = 0xffffffff;

/** Whose steps have the same corrections. */
type Corrected = Pick<PlanMember, "optimizer" | "learningRates">;

/** Whether the learning rate of a member changes. */
export const isScheduled = ({ learningRates }: Corrected): boolean => learningRates !== undefined;

/** The corrections that the members of an ensemble need, without repetition. */
export interface DistinctCorrections {
  readonly all: readonly Corrected[];
  /** The index of a member's corrections in `all`, or `noCorrections`. */
  indexOf(member: Corrected): number;
}

/** Finds the distinct corrections: those of Adam, and of members whose learning rate changes. */
export function distinctCorrections(members: readonly Corrected[]): DistinctCorrections {
  const rates = [...new Set(members.map(({ learningRates }) => learningRates))];
  const numbers = new Map(rates.map((each, index) => [each, index]));
  const texts = new Map<Corrected["optimizer"], string>();
  const textOf = (optimizer: Corrected["optimizer"]) => {
    const text = texts.get(optimizer) ?? JSON.stringify(optimizer);
    texts.set(optimizer, text);
    return text;
  };
  const keyOf = ({ optimizer, learningRates }: Corrected) =>
    `${numbers.get(learningRates)} ${textOf(optimizer)}`;
  const found = new Map<string, { index: number; corrected: Corrected }>();
  for (const corrected of members) {
    if (corrected.optimizer.kind !== "adam" && !isScheduled(corrected)) continue;
    const key = keyOf(corrected);
    if (!found.has(key)) found.set(key, { index: found.size, corrected });
  }
  return {
    all: [...found.values()].map(({ corrected }) => corrected),
    indexOf: (member) => found.get(keyOf(member))?.index ?? noCorrections,
  };
}

/**
 * Returns the corrections of steps from `first`, counted from 0 over all epochs, up to `last`. Four numbers
 * each: Adam's `learning rate / (1 - β₁ᵗ)` and `√(1 - β₂ᵗ)`, the learning rate, and the decay factor.
 */
export function correctionsOfSteps(
  corrected: Corrected,
  plan: TrainingPlan,
  { first, last }: { readonly first: number; readonly last: number },
): Float32Array {
  const { optimizer } = corrected;
  const rates = ratesOfSteps(corrected, plan, { first, last });
  const all = new Float32Array(correctionFloats * (last - first));
  for (let index = 0; index < last - first; index++) {
    const rate = rates?.[index] ?? optimizer.learningRate;
    const adam = optimizer.kind === "adam" ? optimizer : { beta1: 0, beta2: 0, decoupled: false };
    const step = first + index + 1;
    all.set([
      rate / (1 - adam.beta1 ** step),
      Math.sqrt(1 - adam.beta2 ** step),
      rate,
      adam.decoupled ? 1 - rate * optimizer.weightDecay : 1,
    ], correctionFloats * index);
  }
  return all;
}
