/** A training in operations of TensorFlow.js: in each epoch one member after the other. */

import { createYield } from "../../yield_to_event_loop.ts";
import type {
  AdvanceOptions,
  EnsembleState,
  EpochScores,
  PlanMember,
  Session,
  TrainingPlan,
} from "../device.ts";
import { createScores, writeMeans } from "../scores.ts";
import { trainEpoch } from "./epoch.ts";
import type { Weights } from "./optimizers.ts";
import type { Backend } from "./tensorflow.ts";
import { cloneWeights, disposeWeights, download, uploadWeights } from "./weights.ts";

/** The state of a member between two epochs. */
interface Trainee {
  readonly member: PlanMember;
  readonly weights: Weights;
  readonly divergedAtEpoch: number | null;
}

/** The members and their scores after an epoch. */
interface TrainedEnsemble {
  readonly trainees: readonly Trainee[];
  readonly scores: EpochScores;
}

/**
 * Starts a training on `backend`.
 *
 * @param state The state to continue from; the plan's initial parameters by default.
 */
export function startSession(
  backend: Backend,
  plan: TrainingPlan,
  state?: EnsembleState,
): Session {
  let epoch = state?.epoch ?? 0;
  let trainees: readonly Trainee[] = plan.members.map((member, index) => ({
    member,
    weights: uploadWeights(backend, member, state?.members[index]),
    divergedAtEpoch: state?.members[index].divergedAtEpoch ?? null,
  }));
  const copies = () => trainees.map(({ weights }) => download([weights.parameters]));

  return {
    get epoch() {
      return epoch;
    },
    async advance(epochs: number, { signal, onEpoch, keep = [], onKeep }: AdvanceOptions = {}) {
      const pause = createYield(signal);
      const all: EpochScores[] = [];
      for (let left = epochs; left > 0; left--) {
        await pause();
        const trained = await trainEnsemble({ backend, plan, epoch, pause }, trainees);
        disposeTrainees(trainees);
        trainees = trained.trainees;
        epoch++;
        all.push(trained.scores);
        onEpoch?.(epoch, trained.scores);
        if (keep.includes(epoch)) onKeep?.(epoch, copies());
      }
      return all;
    },
    parameters: () => Promise.resolve(copies()),
    state: () =>
      Promise.resolve({
        epoch,
        members: trainees.map(({ weights, divergedAtEpoch }) => ({
          parameters: download([weights.parameters]),
          optimizerState: download(weights.optimizerState),
          divergedAtEpoch,
        })),
      }),
    close() {
      disposeTrainees(trainees);
      trainees = [];
      return Promise.resolve();
    },
  };
}

/** Trains all members for one epoch. The members before it are not changed, even if it fails. */
async function trainEnsemble(
  work: { backend: Backend; plan: TrainingPlan; epoch: number; pause: () => Promise<void> },
  before: readonly Trainee[],
): Promise<TrainedEnsemble> {
  const trainees: Trainee[] = [];
  const scores = createScores(before.length);
  try {
    for (const [index, { member, weights, divergedAtEpoch }] of before.entries()) {
      if (divergedAtEpoch !== null) {
        trainees.push({ member, weights: cloneWeights(work.backend, weights), divergedAtEpoch });
        continue;
      }
      const trained = await trainEpoch({ ...work, member }, weights);
      const finite = writeMeans(scores, index, trained, work.plan);
      const diverged = finite ? null : work.epoch + 1;
      trainees.push({ member, weights: trained.weights, divergedAtEpoch: diverged });
    }
  } catch (error) {
    disposeTrainees(trainees);
    throw error;
  }
  return { trainees, scores };
}

function disposeTrainees(trainees: readonly Trainee[]): void {
  for (const { weights } of trainees) disposeWeights(weights);
}
