/** Trains a plan with the fused kernel, slice by slice. */

import type { MemberResult, TrainingPlan, TrainingWatch } from "../../lib/devices/device.ts";
import { Pacer } from "../../lib/pacer.ts";
import { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { createReport, type Report } from "../report.ts";
import { Slices } from "../slices.ts";
import { unpack } from "./layout.ts";
import type { TrainingKernel } from "./training_kernel.ts";
import { prepare, runSlice, type Slice, type Training } from "./training_run.ts";

/**
 * Trains all members of the plan at once, a workgroup each.
 *
 * @throws The signal's reason, if the watch has one and it is aborted.
 */
export async function trainFused(
  gpu: Gpu,
  program: TrainingKernel,
  { plan, watch }: { plan: TrainingPlan; watch: TrainingWatch },
): Promise<MemberResult[]> {
  using arena = new Arena(gpu, program.kernel.name);
  const pacer = new Pacer(watch.signal);
  await pacer.pause();
  const training = await prepare(gpu, arena, { program, plan });
  const report = createReport(plan, watch);
  const slices = new Slices(
    { step: workOf(plan, program), groups: plan.members.length },
    gpu,
  );
  const last = training.stepsPerEpoch * plan.epochs;
  for (let first = 0; first < last && !report.allDiverged();) {
    const slice = sliceFrom(first, slices.steps, training);
    const started = performance.now();
    const scores = await gpu.guard(program.kernel.name, () => runSlice(training, slice));
    slices.took(performance.now() - started, slice.last - first);
    reportEpochs(training, slice, { scores, report });
    await pacer.pause();
    first = slice.last;
  }
  report.finish();
  return await gpu.guard(program.kernel.name, () => resultsOf(training, program, report));
}

/** Multiply-adds of one step of one member, test passes shared out. */
function workOf({ batchSize, test, train }: TrainingPlan, { layout }: TrainingKernel): number {
  const weights = layout.layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  return weights * (3 * batchSize + (test?.count ?? 0) * batchSize / train.count);
}

/** So many steps from `first` on, or as many as there are orders and scores for. */
function sliceFrom(
  first: number,
  steps: number,
  { plan, stepsPerEpoch, mostEpochs }: Training,
): Slice {
  const firstEpoch = Math.floor(first / stepsPerEpoch);
  const end = stepsPerEpoch * Math.min(plan.epochs, firstEpoch + mostEpochs);
  const last = Math.min(end, first + steps);
  return { first, last, firstEpoch, epochs: Math.ceil(last / stepsPerEpoch) - firstEpoch };
}

/** Tells the report of the epochs that the slice finished. */
function reportEpochs(
  { stepsPerEpoch }: Training,
  { last, firstEpoch, epochs }: Slice,
  { scores, report }: { scores: Float32Array; report: Report },
): void {
  for (let index = 0; (firstEpoch + index + 1) * stepsPerEpoch <= last; index++) {
    report.endEpoch((member) => {
      const at = 4 * (member * epochs + index);
      return {
        train: { lossSum: scores[at], correct: scores[at + 1] },
        test: { lossSum: scores[at + 2], correct: scores[at + 3] },
      };
    });
  }
}

/** Reads the parameters back. */
async function resultsOf(
  { arena, plan, buffers }: Training,
  { layout, stateVectors, parametersAt }: TrainingKernel,
  { curves }: Report,
): Promise<MemberResult[]> {
  const [bytes] = await arena.read([{ buffer: buffers.state }]);
  const state = new Float32Array(bytes);
  return plan.members.map(({ parameters: before }, member) => {
    const parameters = new Float32Array(before.length);
    const at = 4 * (member * stateVectors + parametersAt);
    unpack(state.subarray(at, at + 4 * layout.vectors), layout, parameters);
    return { ...curves[member], parameters };
  });
}
