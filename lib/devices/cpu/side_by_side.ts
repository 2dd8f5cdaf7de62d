/** Epochs of a training with its members side by side, on workers. */

import type { Ensemble, Network } from "../../kernels/network.ts";
import type { WorkerOptions } from "../../kernels/simd/pool.ts";
import type { EpochScores, TrainingPlan } from "../device.ts";
import { meansOf, sumsPerMember } from "../scores.ts";
import type { Trainee } from "./trainee.ts";

/** Milliseconds that the workers are to be busy between two reports. */
const sliceTime = 30;

/**
 * The fastest epoch tells how long the others will take, once a training has gone on for this many times
 * the start of a worker: the first epochs run code that is not optimized yet.
 */
const startTimes = 2;

/** Trains members on workers, once that pays. */
export class SideBySide {
  #ensemble: Ensemble | undefined;
  #epochsAtOnce = 1;
  #time = 0;
  #fastest = Infinity;
  #failed = false;

  constructor(
    readonly network: Network,
    readonly plan: TrainingPlan,
    readonly trainees: readonly Trainee[],
    readonly options: WorkerOptions,
  ) {}

  /** Whether the workers are to train the next epochs. */
  get isOpen(): boolean {
    return this.#ensemble !== undefined;
  }

  /** Decides who trains the next epochs from the time in milliseconds that the last ones took. */
  consider(time: number, { trained, left }: { trained: number; left: number }): void {
    if (this.#ensemble) {
      const fitting = trained * sliceTime / Math.max(1, time);
      // At most four times as many: the first epochs include the start of the workers.
      this.#epochsAtOnce = Math.max(1, Math.floor(Math.min(4 * trained, fitting)));
      return;
    }
    this.#time += time;
    this.#fastest = Math.min(this.#fastest, time / trained);
    const { crew, startTime } = this.options;
    if (this.#time < startTimes * startTime) return;
    const workers = this.#workersFor(this.#fastest * left);
    if (this.#failed || workers < 2) return;
    const { loss, epochs, batchSize, train, test } = this.plan;
    const members = this.trainees.map(({ member, parameters, optimizerState }) => ({
      ...member,
      parameters,
      optimizerState,
    }));
    const setting = { loss, epochs, batchSize, train, test };
    try {
      this.#ensemble = this.network.ensemble?.(setting, members, { crew, workers });
    } catch {
      // The memory has no room for it.
    }
    this.#failed = this.#ensemble === undefined;
  }

  /** The number of workers that train for `time` milliseconds the fastest, their start included. */
  #workersFor(time: number): number {
    const { crew: { size }, startTime } = this.options;
    const most = Math.min(size, this.trainees.length);
    if (startTime === 0) return most;
    const workers = Math.min(most, Math.floor(Math.sqrt(time / startTime)));
    return time / workers + startTime * workers < time ? workers : 1;
  }

  /**
   * Trains for some epochs after `epoch`, `most` at most.
   *
   * @returns Null if there can be no workers; nothing is trained then.
   * @throws {Error} if a worker fails, or the signal's reason; some members are ahead of others then
   */
  async train(epoch: number, most: number, signal?: AbortSignal): Promise<EpochScores[] | null> {
    const ensemble = this.#ensemble!;
    const epochs = Math.min(most, this.#epochsAtOnce);
    const active = [...this.trainees.keys()].filter((index) =>
      this.trainees[index].divergedAtEpoch === null
    );
    const stop = () => ensemble.stop();
    signal?.addEventListener("abort", stop);
    try {
      const sums = await ensemble.run({ first: epoch, epochs, active });
      signal?.throwIfAborted();
      if (!sums) this.close();
      return sums && this.#scoresOf(sums, { epoch, epochs });
    } catch (cause) {
      if (signal?.aborted) throw cause;
      this.close();
      const { message } = cause as Error;
      throw new Error(`Cannot advance the training as ${message}`, { cause });
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /** Ends the workers; what is trained after a failure is trained without them. */
  close(): void {
    this.#ensemble?.close();
    this.#ensemble = undefined;
    this.#failed = true;
  }

  #scoresOf(
    sums: NonNullable<Awaited<ReturnType<Ensemble["run"]>>>,
    { epoch, epochs }: { epoch: number; epochs: number },
  ): EpochScores[] {
    const { trainees } = this;
    return Array.from({ length: epochs }, (_, number) =>
      meansOf(
        { sums, first: sumsPerMember * number, stride: sumsPerMember * epochs },
        this.plan,
        {
          isTraining: (member) => trainees[member].divergedAtEpoch === null,
          onDiverged: (member) => trainees[member].divergedAtEpoch = epoch + number + 1,
        },
      ));
  }
}
