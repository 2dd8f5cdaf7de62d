/** Trainings and evaluations by the plain kernels in float64, the reference of all devices. */

import type { TrainingPlan } from "../../lib/devices/device.ts";
import { ratesOfSteps, stepsPerEpochOf } from "../../lib/devices/learning_rates.ts";
import { float64 } from "../../lib/kernels/floats.ts";
import { createNetwork } from "../../lib/kernels/plain_network.ts";
import { stateVectorCount } from "../../lib/kernels/optimizer_step.ts";
import type { Mlp } from "../../lib/models/mlp.ts";
import { orderOfSeed } from "../../lib/random/loader.ts";
import type { MemberResult } from "../devices/run_plan.ts";
import { assertClose } from "../oracle.ts";

/** The results of the float64 oracle for a member: curves over all epochs, and the final parameters. */
export type Expected =
  & Record<
    "trainLoss" | "trainAccuracy" | "testLoss" | "testAccuracy",
    number[]
  >
  & { parameters: Float64Array };

/** Trains each member of a plan in float64, with the code that gradient checks test. */
export function trainInFloat64(plan: TrainingPlan): Expected[] {
  const { sizes, loss, batchSize, train, test } = plan;
  const network = createNetwork(float64, sizes);
  const stepsPerEpoch = stepsPerEpochOf(plan);
  return plan.members.map((member) => {
    const { parameters, activation, optimizer, orderSeeds } = member;
    const state = {
      parameters: Float64Array.from(parameters),
      optimizerState: new Float64Array(stateVectorCount(optimizer) * parameters.length),
      steps: 0,
    };
    const curves = { trainLoss: [], trainAccuracy: [], testLoss: [], testAccuracy: [] } as Record<
      "trainLoss" | "trainAccuracy" | "testLoss" | "testAccuracy",
      number[]
    >;
    const { l1, clipNorm } = member;
    const settings = { activation, optimizer, l1, clipNorm, loss, batchSize };
    for (const seed of orderSeeds) {
      const order = orderOfSeed(seed, train.count);
      const score = { lossSum: 0, correct: 0 };
      const steps = { first: state.steps, last: state.steps + stepsPerEpoch };
      const learningRates = ratesOfSteps(member, plan, steps);
      const own = { ...settings, learningRates };
      network.train(state, { samples: train, order, settings: own, score });
      curves.trainLoss.push(score.lossSum / order.length);
      curves.trainAccuracy.push(score.correct / order.length);
      if (!test) continue;
      const tested = network.score(state.parameters, { samples: test, activation, loss });
      curves.testLoss.push(tested.lossSum / test.count);
      curves.testAccuracy.push(tested.correct / test.count);
    }
    return { ...curves, parameters: state.parameters };
  });
}

/** Asserts that a device's results of a plan equal the oracle's within a tolerance. */
export function assertTrained(
  results: readonly MemberResult[],
  expected: readonly Expected[],
  tolerance: number,
): void {
  for (const [member, result] of results.entries()) {
    for (const [name, values] of Object.entries(expected[member])) {
      const actual = result[name as keyof Expected];
      assertClose(actual, values, tolerance, `${name} of member ${member}`);
    }
  }
}

/** Computes the outputs of models at `inputs`, `[models × points × outputs]`. */
export function evaluateInFloat64(models: readonly Mlp[], inputs: Float32Array): number[] {
  return models.flatMap(({ sizes, parameters, activation }) => {
    const outputs = new Float64Array(inputs.length / sizes[0] * sizes[sizes.length - 1]);
    createNetwork(float64, sizes).predict(Float64Array.from(parameters), {
      inputs: Float64Array.from(inputs),
      outputs,
      activation,
    });
    return [...outputs];
  });
}
