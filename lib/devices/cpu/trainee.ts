/** The members of a training, and what they were before the epochs under way. */

import { arrayBlocks } from "../../array_blocks.ts";
import type { Floats } from "../../kernels/floats.ts";
import type { Network } from "../../kernels/network.ts";
import { stateVectorCount } from "../../kernels/optimizer_step.ts";
import type { EnsembleState, PlanMember, TrainingPlan } from "../device.ts";

/** Numbers of members that the network's memory is to hold at most; others are copied as they train. */
const maxResident = 2 ** 28;

/** A member in training. */
export interface Trainee {
  readonly member: PlanMember;
  readonly parameters: Floats;
  readonly optimizerState: Floats;
  /** Parameters and optimizer state as they were before the epochs under way. */
  readonly before: readonly [Float32Array, Float32Array];
  divergedAtEpoch: number | null;
}

/** The members of a plan, and whether they are in the network's memory. */
export function createTrainees(
  network: Network,
  plan: TrainingPlan,
  state: EnsembleState | undefined,
): { trainees: Trainee[]; resident: boolean } {
  const numbers = plan.members.reduce(
    (sum, { parameters, optimizer }) => sum + parameters.length * (1 + stateVectorCount(optimizer)),
    0,
  );
  const resident = numbers <= maxResident;
  const allocate = resident ? network.allocate : (length: number) => new Float32Array(length);
  const allocateBefore = arrayBlocks(Float32Array);
  const trainees = plan.members.map((member, index) =>
    createTrainee({ allocate, allocateBefore }, member, state?.members[index])
  );
  return { trainees, resident };
}

function createTrainee(
  { allocate, allocateBefore }: {
    readonly allocate: Network["allocate"];
    readonly allocateBefore: (length: number) => Float32Array;
  },
  member: PlanMember,
  state: EnsembleState["members"][number] | undefined,
): Trainee {
  const start = (state ?? member).parameters;
  const parameters = allocate(start.length);
  parameters.set(start);
  const optimizerState = allocate(stateVectorCount(member.optimizer) * start.length);
  if (state) optimizerState.set(state.optimizerState);
  return {
    member,
    parameters,
    optimizerState,
    before: [allocateBefore(start.length), allocateBefore(optimizerState.length)],
    divergedAtEpoch: state?.divergedAtEpoch ?? null,
  };
}

/** Keeps what a member is. */
export function remember({ parameters, optimizerState, before }: Trainee): void {
  before[0].set(parameters);
  before[1].set(optimizerState);
}

/** Makes a member again what it was at `epoch`, when it was kept. */
export function restore(trainee: Trainee, epoch: number): void {
  const { parameters, optimizerState, before, divergedAtEpoch } = trainee;
  parameters.set(before[0]);
  optimizerState.set(before[1]);
  if (divergedAtEpoch !== null && divergedAtEpoch > epoch) trainee.divergedAtEpoch = null;
}
