/** Trainings that show their progress, and whose state is written to a file or read from one. */

import {
  lossText,
  resumeTraining,
  type Run,
  startTraining,
  type TrainingProgress,
  type TrainingSession,
  type TrainingSpec,
  type TrainingState,
  type TrainOptions,
} from "../../mod.ts";
import type { Output } from "./output/output.ts";
import { asUsageError } from "./usage_error.ts";

/** Where a training goes on from, and where its state goes. */
export interface SavedTraining {
  /** The state to go on from; the training starts anew where it is left out. */
  readonly resume?: TrainingState;
  /** Takes the state at the end of the training, and when Ctrl-C stops it. */
  readonly save?: (state: TrainingState) => Promise<void>;
}

/** What is shown of a training. */
export interface ShownTraining {
  /** What the progress bar says. */
  readonly label: string;
  readonly output: Pick<Output, "progress">;
  /** Says what is run, once it is sure that it can be. */
  announce(): void;
}

/** How far a training has come, and the loss of a network that is trained alone. */
function progressText({ epoch, epochs, runs }: TrainingProgress): string {
  const loss = runs.length === 1 ? `, train loss ${lossText(runs[0].trainLoss)}` : "";
  return `epoch ${epoch} of ${epochs}${loss}`;
}

/**
 * Trains in a session to the last epoch, and shows the progress.
 *
 * @param specs The networks; those of the state where the training goes on from one
 * @param options How they are trained
 * @param parts What is shown of the training, and what becomes of its state
 * @throws {UsageError} if the training cannot go on from the state
 * @throws The signal's reason, once the state is saved
 */
export async function trainInSession(
  specs: readonly TrainingSpec[],
  { keep, ...options }: Omit<TrainOptions, "onEpoch" | "onAbort">,
  { resume, save, label, output, announce }: SavedTraining & ShownTraining,
): Promise<Run[]> {
  if (!resume) announce();
  await using session = await (resume ? resumed(resume, options) : startTraining(specs, options));
  if (resume) announce();
  using progress = output.progress(label, 1);
  const onEpoch = (state: TrainingProgress) => progress.update(state.done, progressText(state));
  const left = session.epochs - session.epoch;
  try {
    if (left > 0) await session.advance(left, { keep, onEpoch });
  } finally {
    if (save && (session.epoch === session.epochs || options.signal?.aborted)) {
      await save(await session.state());
    }
  }
  return await session.runs();
}

async function resumed(
  state: TrainingState,
  { device, data, test, epochs, signal }: TrainOptions,
): Promise<TrainingSession> {
  try {
    return await resumeTraining(state, { device, data, test, epochs, signal });
  } catch (error) {
    throw asUsageError(error);
  }
}
