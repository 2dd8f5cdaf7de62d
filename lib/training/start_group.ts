/** Starts the training of one ensemble: a new one, or from a saved state. */

import { checkFloats } from "../devices/checks.ts";
import type { TrainingPlan } from "../devices/device.ts";
import { parameterCount } from "../models/layout.ts";
import type { GroupState } from "./checkpoint.ts";
import { MemberControl } from "./control.ts";
import { GroupCurves } from "./curves.ts";
import { startMembers, type TrainedGroup } from "./group.ts";
import type { PlannedGroup } from "./plan.ts";
import { GroupProbes } from "./probes.ts";

/** Starts the session of an ensemble, of its members that have not stopped. */
export async function startGroup(
  group: Pick<TrainedGroup, keyof PlannedGroup | "settings" | "device">,
  { saved, signal }: { saved: GroupState | undefined; signal: AbortSignal | undefined },
): Promise<TrainedGroup> {
  const { plan, settings } = group;
  const curves = new GroupCurves(settings.length, { test: plan.test !== undefined });
  const epoch = saved?.state.epoch ?? 0;
  if (saved) curves.restore(saved.curves, epoch);
  const controls = settings.map((each, member) => {
    if (!each.stop && each.schedule.kind !== "plateau") return undefined;
    const control = new MemberControl(each, plan.members[member].learningRates);
    if (saved) restore(control, { plan, saved, member });
    return control;
  });
  const active = [...settings.keys()].filter((member) => controls[member]?.stoppedAtEpoch == null);
  const state = saved && { epoch, members: active.map((member) => saved.state.members[member]) };
  const session = active.length === 0
    ? undefined
    : await startMembers(group, { members: active, state, signal });
  const snapshots = settings.map(() => []);
  const probes = new GroupProbes(plan, group.device);
  const seconds = saved?.seconds ?? 0;
  return { ...group, session, active, epoch, curves, controls, snapshots, probes, seconds };
}

/** Brings the control of a member to where it was when the training was saved. */
function restore(
  control: MemberControl,
  { plan, saved, member }: {
    plan: TrainingPlan;
    saved: GroupState;
    member: number;
  },
): void {
  control.replay(saved.curves[member], saved.state.epoch);
  if (control.bestEpoch === null) return;
  const best = control.stoppedAtEpoch === null
    ? saved.best[member]
    : saved.state.members[member].parameters;
  const name = "a member's best parameters";
  checkFloats("resume the training", name, best!, parameterCount(plan.sizes));
  control.keepBest(best!);
}
