/** The learning rates of a member's steps, which devices read from its plan. */

import type { PlanMember, TrainingPlan } from "./device.ts";

/** The number of steps of an epoch. */
export function stepsPerEpochOf({ train, batchSize }: TrainingPlan): number {
  return Math.ceil(train.count / batchSize);
}

/**
 * Returns the learning rates of a member's steps.
 *
 * @param member The member.
 * @param plan Its plan.
 * @param steps The first step, counted from 0 over all epochs, and the step after the last.
 * @returns One rate per step; undefined if it is the optimizer's in all steps.
 */
export function ratesOfSteps(
  { learningRates }: Pick<PlanMember, "learningRates">,
  plan: TrainingPlan,
  { first, last }: { readonly first: number; readonly last: number },
): Float64Array | undefined {
  if (!learningRates) return undefined;
  const perRate = plan.epochs * stepsPerEpochOf(plan) / learningRates.length;
  return Float64Array.from(
    { length: last - first },
    (_, index) => learningRates[Math.floor((first + index) / perRate)],
  );
}
