/** Runs some passes of a training in one submission, and reads their scores. */

import type { PlanMember } from "../../lib/devices/device.ts";
import { biasCorrections } from "../kernels/optimizers.ts";
import { scoreBytes } from "../kernels/score.ts";
import { type Step, stepBytes, stepWords } from "../kernels/step.ts";
import { record } from "../work.ts";
import type { Pass } from "./schedule.ts";
import type { Training } from "./training.ts";

/**
 * Uploads what the passes need, runs them, and reads their scores.
 *
 * @returns For each cohort `[pass of the slice × member]`; nothing for one without a pass.
 */
export async function runSlice(
  training: Training,
  passes: readonly Pass[],
): Promise<Float32Array[]> {
  const { shared: { gpu, arena, step }, cohorts, steps } = training;
  arena.write(steps, stepWords(uploadSlice(training, passes)));
  const encoder = gpu.device.createCommandEncoder();
  for (const [index, pass] of passes.entries()) {
    encoder.copyBufferToBuffer(steps, index * stepBytes, step, 0, stepBytes);
    record(encoder, worksOf(training, pass));
  }
  gpu.device.queue.submit([encoder.finish()]);
  const used = new Set(passes.map(({ cohort }) => cohort));
  const read = await arena.read([...used].map((cohort) => ({
    buffer: cohorts[cohort].scores,
    bytes: scoreBytes * passes.length * cohorts[cohort].members.length,
  })));
  const scores = cohorts.map(() => new Float32Array());
  for (const [index, cohort] of [...used].entries()) scores[cohort] = new Float32Array(read[index]);
  return scores;
}

function worksOf({ cohorts, shared }: Training, { cohort, step, block }: Pass) {
  const { members, trainingPass, testPasses } = cohorts[cohort];
  if (block !== null) return testPasses[block];
  const { batchRows } = shared;
  return trainingPass(Math.min(batchRows, members[0].orders[0].length - step! * batchRows));
}

/** Uploads orders and bias corrections; gives where each pass finds its own. */
function uploadSlice(training: Training, passes: readonly Pass[]): Step[] {
  const { shared: { arena, corrections }, cohorts, adams, stepsPerEpoch } = training;
  const orders = cohorts.map((): Uint32Array[] => []);
  const lengths = cohorts.map(() => 0);
  const allCorrections = new Float32Array(2 * passes.length * adams.length);
  const steps = passes.map(({ cohort, epoch, step }, index): Step => {
    const { members } = cohorts[cohort];
    const orderAt = lengths[cohort];
    const correctionAt = index * adams.length;
    if (step !== null) {
      const parts = members.map((member) => orderOf(training, member, { epoch, step }));
      orders[cohort].push(...parts);
      lengths[cohort] += members.length * parts[0].length;
      const number = epoch * stepsPerEpoch + step + 1;
      for (const [at, adam] of adams.entries()) {
        allCorrections.set(biasCorrections(adam, [number, number + 1]), 2 * (correctionAt + at));
      }
    }
    return { orderAt, scoreAt: index * members.length, correctionAt };
  });
  if (adams.length > 0) arena.write(corrections, allCorrections);
  for (const [index, cohort] of cohorts.entries()) {
    arena.write(cohort.orders, concatenated(orders[index], lengths[index]));
  }
  return steps;
}

function orderOf(
  { shared: { batchRows } }: Training,
  { orders }: PlanMember,
  { epoch, step }: { epoch: number; step: number },
): Uint32Array {
  return orders[epoch].subarray(step * batchRows, (step + 1) * batchRows);
}

function concatenated(parts: readonly Uint32Array[], length: number): Uint32Array {
  const whole = new Uint32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
