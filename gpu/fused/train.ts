/** Trains a plan with the fused kernel, slice by slice. */

import type { Curves } from "../../lib/devices/curves.ts";
import type { MemberResult, TrainingPlan, TrainingWatch } from "../../lib/devices/device.ts";
import { layersOf } from "../../lib/models/layout.ts";
import { Pacer } from "../../lib/yield_to_event_loop.ts";
import { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { chunksOf, maxFloats } from "../chunks.ts";
import { createCurveRecorder, type CurveRecorder } from "../curve_recorder.ts";
import { StepBudget } from "../step_budget.ts";
import type { TrainingKernel } from "./training_kernel.ts";
import {
  prepare,
  readState,
  runSlice,
  type Slice,
  type SliceResult,
  type Training,
} from "./training_run.ts";

/**
 * Trains all members of the plan at once, a workgroup or a thread each.
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
  const atOnce = membersAtOnce(gpu, plan, program);
  const cohorts: Training[] = [];
  for (const { first, last } of chunksOf(plan.members.length, atOnce)) {
    const part = { ...plan, members: plan.members.slice(first, last) };
    cohorts.push(await prepare(gpu, arena, { program, plan: part }));
  }
  const report = createCurveRecorder(plan, watch);
  const states = await runSlices(gpu, cohorts, { plan, atOnce, report, pacer });
  report.finish();
  const results: MemberResult[] = [];
  for (const [index, cohort] of cohorts.entries()) {
    const state = states[index] ?? await gpu.guard(program.kernel.name, () => readState(cohort));
    const curves = report.curves.slice(results.length, results.length + cohort.plan.members.length);
    results.push(...resultsOf(cohort, state, curves));
  }
  return results;
}

/** Runs slice after slice to the end, or until all have diverged; each cohort's state if at the end. */
async function runSlices(
  gpu: Gpu,
  cohorts: readonly Training[],
  { plan, atOnce, report, pacer }: {
    /** Of all cohorts. */
    plan: TrainingPlan;
    /** Members of a cohort, but for the last. */
    atOnce: number;
    report: CurveRecorder;
    pacer: Pacer;
  },
): Promise<(Float32Array | null)[]> {
  const [{ stepsPerEpoch, program: { kernel, networks } }] = cohorts;
  const slices = new StepBudget({
    step: workOf(plan),
    groups: Math.ceil(plan.members.length / networks),
  }, gpu);
  const last = stepsPerEpoch * plan.epochs;
  let results: SliceResult[] = [];
  for (let first = 0; first < last && !report.allDiverged();) {
    const slice = sliceFrom(first, slices.steps, cohorts);
    const started = performance.now();
    results = [];
    for (const cohort of cohorts) {
      results.push(await gpu.guard(kernel.name, () => runSlice(cohort, slice)));
    }
    slices.took(performance.now() - started, slice.last - first);
    const scores = results.map(({ scores }) => scores);
    reportEpochs(stepsPerEpoch, slice, { scores, atOnce, report });
    await pacer.pause();
    first = slice.last;
  }
  return results.map(({ state }) => state);
}

/** Members whose buffers fit the adapter: what goes beyond is trained in cohorts, in step. */
function membersAtOnce(
  gpu: Gpu,
  { members, batchSize }: TrainingPlan,
  { stateVectors }: TrainingKernel,
): number {
  const samples = members[0].orders[0].length;
  const ownOrders = members.some(({ orders }) => orders !== members[0].orders);
  const corrections = 2 * Math.ceil(samples / batchSize);
  const each = Math.max(4 * stateVectors, corrections, ownOrders ? samples : 0);
  return Math.max(1, Math.floor(maxFloats(gpu) / each));
}

/** A step takes the time of so many multiply-adds beside its own. */
const stepOverhead = 5000;

/** Multiply-adds of one step of one member, test passes shared out. */
function workOf({ sizes, batchSize, test, train }: TrainingPlan): number {
  const weights = layersOf(sizes).reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const rows = 3 * batchSize + (test?.count ?? 0) * batchSize / train.count;
  return stepOverhead + weights * rows;
}

/** So many steps from `first` on, or as many as there are orders and scores for. */
function sliceFrom(first: number, steps: number, cohorts: readonly Training[]): Slice {
  const [{ plan, stepsPerEpoch }] = cohorts;
  const maxEpochs = Math.min(...cohorts.map(({ maxEpochs }) => maxEpochs));
  const firstEpoch = Math.floor(first / stepsPerEpoch);
  const end = stepsPerEpoch * Math.min(plan.epochs, firstEpoch + maxEpochs);
  const last = Math.min(end, first + steps);
  return { first, last, firstEpoch, epochs: Math.ceil(last / stepsPerEpoch) - firstEpoch };
}

/** Tells the report of the epochs that the slice finished. */
function reportEpochs(
  stepsPerEpoch: number,
  { last, firstEpoch, epochs }: Slice,
  { scores, atOnce, report }: {
    /** Of each cohort. */
    scores: readonly Float32Array[];
    /** Members of a cohort, but for the last. */
    atOnce: number;
    report: CurveRecorder;
  },
): void {
  for (let index = 0; (firstEpoch + index + 1) * stepsPerEpoch <= last; index++) {
    report.endEpoch((member) => {
      const own = scores[Math.floor(member / atOnce)];
      const at = 4 * (member % atOnce * epochs + index);
      return {
        train: { lossSum: own[at], correct: own[at + 1] },
        test: { lossSum: own[at + 2], correct: own[at + 3] },
      };
    });
  }
}

/** Each member's parameters out of a cohort's state, beside its curves. */
function resultsOf(
  { plan, program: { stateVectors, unpack } }: Training,
  state: Float32Array,
  curves: readonly Curves[],
): MemberResult[] {
  return plan.members.map(({ parameters: before }, member) => {
    const parameters = new Float32Array(before.length);
    unpack(state.subarray(4 * member * stateVectors), parameters);
    return { ...curves[member], parameters };
  });
}
