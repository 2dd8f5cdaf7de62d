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

/** The state that a training continues from, and the function that saves its state. */
export interface SavedTraining {
  /** The state to continue from; without it the training starts at its first epoch. */
  readonly resume?: TrainingState;
  /** Saves the state at the end of the training, at Ctrl-C, and after an error the epochs before it. */
  readonly save?: (state: TrainingState) => Promise<void>;
}

/** The output of a training. */
export interface ShownTraining {
  /** The label of the progress bar. */
  readonly label: string;
  readonly output: Pick<Output, "progress">;
  /** Writes what is trained; called after all checks. */
  announce(): void;
}

/** The progress of a training in words, with the loss if it trains a single network. */
function progressText({ epoch, epochs, runs }: TrainingProgress): string {
  const loss = runs.length === 1 ? `, train loss ${lossText(runs[0].trainLoss)}` : "";
  return `epoch ${epoch} of ${epochs}${loss}`;
}

/**
 * Trains in a session to the last epoch, and shows the progress.
 *
 * @param specs The networks; not used if the training continues from a state
 * @param options The settings of the training
 * @param parts The output, and the states to continue from and to save
 * @throws {UsageError} if the training cannot continue from the state
 * @throws The signal's reason, once the state is saved
 */
export async function trainInSession(
  specs: readonly TrainingSpec[],
  { keep, probe, ...options }: Omit<TrainOptions, "onEpoch" | "onAbort">,
  { resume, save, label, output, announce }: SavedTraining & ShownTraining,
): Promise<Run[]> {
  if (!resume) announce();
  // Opened before the session, whose start may compile kernels.
  using progress = output.progress(label, 1);
  await using session = await (resume ? resumed(resume, options) : startTraining(specs, options));
  if (resume) announce();
  const onEpoch = (state: TrainingProgress) => progress.update(state.done, progressText(state));
  const first = session.epoch;
  const left = session.epochs - first;
  try {
    // Earlier epochs are those of the call whose state is resumed.
    const at = probe?.at.filter((epoch) => epoch >= first);
    const ahead = probe && { ...probe, at: at! };
    if (!session.done) await session.advance(left, { keep, probe: ahead, onEpoch });
  } catch (error) {
    if (options.signal?.aborted) await save?.(await session.state());
    else if (session.epoch > first) await saveDespite(session, save);
    throw error;
  }
  await save?.(await session.state());
  return await session.runs();
}

/** Saves what was trained before an error, which says more than one of saving would. */
async function saveDespite(
  session: TrainingSession,
  save: SavedTraining["save"],
): Promise<void> {
  try {
    await save?.(await session.state());
  } catch {
    // The device may be lost, or the disk be full.
  }
}

async function resumed(
  state: TrainingState,
  { device, data, sampleWeights, test, epochs, signal }: TrainOptions,
): Promise<TrainingSession> {
  try {
    return await resumeTraining(state, { device, data, sampleWeights, test, epochs, signal });
  } catch (error) {
    throw asUsageError(error);
  }
}
