/** Trains ensembles of networks of any size, layer by layer, through the general kernels. */

import type { Curves } from "../../lib/devices/curves.ts";
import type { MemberResult, TrainingPlan, TrainingWatch } from "../../lib/devices/device.ts";
import { parameterCount } from "../../lib/models/layout.ts";
import { Pacer } from "../../lib/yield_to_event_loop.ts";
import { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { createCurveRecorder } from "../curve_recorder.ts";
import { StepBudget } from "../step_budget.ts";
import { unpacked } from "./ensemble.ts";
import { createEpochSums } from "./epoch_sums.ts";
import { createSchedule, type Pass } from "./schedule.ts";
import { runSlice } from "./slice.ts";
import { prepareTraining, type Training, workOf } from "./training.ts";

const owner = "layered training";

/**
 * Trains an ensemble of any size; one result a member, in order.
 *
 * @throws The signal's reason, if the watch has one and it is aborted.
 */
export async function trainLayered(
  gpu: Gpu,
  plan: TrainingPlan,
  watch: TrainingWatch = {},
): Promise<MemberResult[]> {
  using arena = new Arena(gpu, owner);
  const pacer = new Pacer(watch.signal);
  await pacer.pause();
  const training = await gpu.guard(owner, () => prepareTraining(gpu, arena, plan));
  const { cohorts, stepsPerEpoch, shared } = training;
  const schedule = createSchedule(cohorts, { epochs: plan.epochs, steps: stepsPerEpoch });
  const report = createCurveRecorder(plan, watch);
  const add = createEpochSums(plan.members.length, report);
  const slices = new StepBudget(workOf(training), gpu);
  for (let first = 0; first < schedule.count && !report.allDiverged();) {
    const steps = Math.min(slices.steps, shared.maxPasses);
    const last = Math.min(schedule.count, first + steps);
    const passes = schedule.passes(first, last);
    const started = performance.now();
    const scores = await gpu.guard(owner, () => runSlice(training, passes));
    slices.took(performance.now() - started, last - first);
    addScores(training, passes, { scores, add });
    await pacer.pause();
    first = last;
  }
  report.finish();
  return await gpu.guard(owner, () => resultsOf(training, report.curves));
}

function addScores(
  { cohorts }: Training,
  passes: readonly Pass[],
  { scores, add }: {
    scores: readonly Float32Array[];
    add: ReturnType<typeof createEpochSums>;
  },
): void {
  let count = 0;
  const firsts = cohorts.map(({ members }) => (count += members.length) - members.length);
  for (const [index, pass] of passes.entries()) {
    const { length } = cohorts[pass.cohort].members;
    const first = firsts[pass.cohort];
    const read = scores[pass.cohort];
    add(pass, { read, at: index * length, first, last: first + length });
  }
}

/** Reads the parameters back. */
async function resultsOf(
  { shared: { arena, plan }, cohorts }: Training,
  curves: readonly Curves[],
): Promise<MemberResult[]> {
  const count = parameterCount(plan.sizes);
  const read = await arena.read(cohorts.map(({ parameters: buffer }) => ({ buffer })));
  const parameters = cohorts.flatMap(({ members }, index) =>
    unpacked(read[index], members.length, count)
  );
  return parameters.map((vector, member) => ({ ...curves[member], parameters: vector }));
}
