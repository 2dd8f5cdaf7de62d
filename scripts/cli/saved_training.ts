/** Trainings whose state is written to a file, or read from one. */

import {
  lossText,
  resumeTraining,
  type Run,
  type Snapshot,
  startTraining,
  type TrainingEpoch,
  type TrainingSession,
  type TrainingSpec,
  type TrainingState,
  type TrainOptions,
} from "../../mod.ts";
import type { Output } from "./output.ts";
import type { Progress } from "./progress.ts";
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

/** Milliseconds that the epochs between two looks at a training should take at least. */
const pace = 50;

/** How far a training has come, and the loss of a network that is trained alone. */
export function progressText({ epoch, epochs, runs }: TrainingEpoch): string {
  const loss = runs.length === 1 ? `, train loss ${lossText(runs[0].trainLoss)}` : "";
  return `epoch ${epoch} of ${epochs}${loss}`;
}

/**
 * Trains in a session to the last epoch.
 *
 * @throws {UsageError} if the state cannot be gone on from
 * @throws The signal's reason, once the state is saved
 */
export async function trainInSession(
  specs: readonly TrainingSpec[],
  { keep = [], ...options }: TrainOptions,
  { resume, save, ...shown }: SavedTraining & ShownTraining,
): Promise<Run[]> {
  const { device, data, test, epochs, signal } = options;
  // Before the session, which compiles kernels.
  using progress = shown.output.progress(shown.label, 1);
  await using session = resume
    ? await resumeTraining(resume, { device, data, test, epochs, signal }).catch((error) => {
      throw asUsageError(error);
    })
    : await startTraining(specs, options);
  shown.announce();
  const snapshots: Snapshot[][] = specs.map(() => []);
  try {
    for (const epoch of keep) {
      await advanceTo(session, epoch, progress);
      const models = await session.models();
      models.forEach((model, index) => snapshots[index].push({ epoch, model }));
    }
    await advanceTo(session, session.epochs, progress);
  } finally {
    if (save && (session.epoch === session.epochs || signal?.aborted)) {
      await save(await session.state());
    }
  }
  return await session.runs(snapshots);
}

/** Trains up to an epoch, and shows the progress several times a second. */
async function advanceTo(
  session: TrainingSession,
  end: number,
  progress: Progress,
): Promise<void> {
  let epochs = 1;
  while (session.epoch < end) {
    const started = performance.now();
    const state = await session.advance(Math.min(epochs, end - session.epoch));
    progress.update(state.epoch / state.epochs, progressText(state));
    if (performance.now() - started < pace) epochs *= 2;
  }
}
