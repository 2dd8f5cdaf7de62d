/** Whole epochs of a training: by this thread, by workers beside it, or by workers alone. */

import type { Ensemble, EnsembleEpochs, Network } from "../../kernels/network.ts";
import type { WorkerOptions } from "../../kernels/simd/pool.ts";
import type { EpochScores, TrainingPlan } from "../device.ts";
import { meansOf, sumsPerMember } from "../scores.ts";
import type { Trainee } from "./trainee.ts";

/**
 * Milliseconds that members are to be trained between two reports: by workers, whose messages take time, and
 * by this thread, which has messages to see.
 */
const [sliceOfWorkers, sliceHere] = [30, 5];
/** This thread trains members for whole epochs if one takes less milliseconds: it must see signals. */
const shortEpoch = 10;

/**
 * The fastest epoch tells how long the others will take, once a training has gone on for this many times
 * the start of a worker: the first epochs run code that is not optimized yet.
 */
const startTimes = 2;

/** Numbers that are kept within the epochs that the workers train at once: 16 MB. */
const maxKept = 2 ** 22;

/** Epochs that all members were trained for. */
export interface TrainedEpochs {
  /** Of each epoch. */
  readonly scores: readonly EpochScores[];
  /** Copies of all members' parameters after one of the epochs: the last one, or one that is to be kept. */
  parametersAt(epoch: number): Float32Array[];
}

/** Trains members for whole epochs: on this thread if those are short, and on workers once that pays. */
export class WholeEpochs {
  #ensemble: Ensemble | undefined;
  /** The number of threads of the ensemble. */
  #threads = 1;
  #epochsAtOnce = 1;
  #time = 0;
  #fastest = Infinity;
  /** There can be no workers, or no ensemble: the memory has no room for it, or a worker has failed. */
  #hasFailed = false;

  constructor(
    readonly network: Network,
    readonly plan: TrainingPlan,
    readonly trainees: readonly Trainee[],
    readonly options: WorkerOptions,
  ) {}

  /** Whether it is to train the next epochs. */
  get isOpen(): boolean {
    return this.#ensemble !== undefined;
  }

  /** Decides who trains the next epochs from the time in milliseconds that the last ones took. */
  consider(time: number, { trained, left }: { trained: number; left: number }): void {
    if (this.#ensemble) {
      const slice = this.#threads > 1 ? sliceOfWorkers : sliceHere;
      const fitting = trained * slice / Math.max(1, time);
      // At most four times as many: the first epochs may include the start of workers.
      this.#epochsAtOnce = Math.max(1, Math.floor(Math.min(4 * trained, fitting)));
      if (this.#threads > 1) return;
    }
    this.#time += time;
    this.#fastest = Math.min(this.#fastest, time / trained);
    const here = this.#fastest / this.trainees.length < shortEpoch;
    const threads = this.#threadsFor(this.#fastest * left);
    if (threads > 1) this.#open(threads, here);
    if (!this.#ensemble && here && !this.#hasFailed) this.#open(1, here);
  }

  /** Has so many threads train the next epochs; all are workers unless this one trains as well. */
  #open(threads: number, here: boolean): void {
    const { loss, epochs, batchSize, train, test } = this.plan;
    const members = this.trainees.map(({ member, parameters, optimizerState }) => ({
      ...member,
      parameters,
      optimizerState,
    }));
    const setting = { loss, epochs, batchSize, train, test };
    const by = { here, workers: threads - Number(here), ...this.options };
    try {
      this.#ensemble = this.network.ensemble?.(setting, members, by);
      this.#threads = this.#ensemble ? threads : 1;
    } catch {
      // The memory has no room for it.
      this.#hasFailed = true;
    }
  }

  /** The number of threads that train for `time` milliseconds the fastest, the workers' start included. */
  #threadsFor(time: number): number {
    const { crew: { size }, startTime } = this.options;
    if (this.#hasFailed || this.#time < startTimes * startTime) return 1;
    const most = Math.min(size, this.trainees.length);
    if (startTime === 0) return most;
    const threads = Math.min(most, Math.floor(Math.sqrt(time / startTime)));
    return time / threads + startTime * threads < time ? threads : 1;
  }

  /**
   * Trains for some epochs after `epoch`, `most` at most.
   *
   * @returns Null if there can be no workers; nothing is trained then.
   * @throws {Error} if a worker fails, or the signal's reason; some members are ahead of others then
   */
  async train(
    epoch: number,
    most: number,
    { signal, pause, keep }: {
      readonly signal?: AbortSignal;
      readonly pause: () => Promise<void>;
      readonly keep: ReadonlySet<number>;
    },
  ): Promise<TrainedEpochs | null> {
    const ensemble = this.#ensemble!;
    const active = [...this.trainees.keys()].filter((index) =>
      this.trainees[index].divergedAtEpoch === null
    );
    const slice = { first: epoch, active, ...this.#sliceAfter(epoch, most, keep) };
    const stop = () => ensemble.stop();
    signal?.addEventListener("abort", stop);
    try {
      const trained = await ensemble.run(slice, pause);
      signal?.throwIfAborted();
      if (!trained) this.close();
      return trained && this.#trainedEpochs(trained, slice);
    } catch (cause) {
      if (signal?.aborted) throw cause;
      this.close();
      const { message } = cause as Error;
      throw new Error(`Cannot advance the training as ${message}`, { cause });
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  /** The number of the next epochs, and those before the last of them whose parameters are kept. */
  #sliceAfter(epoch: number, most: number, all: ReadonlySet<number>) {
    const { trainees, plan } = this;
    const epochs = Math.min(most, this.#epochsAtOnce);
    const numbers = trainees.length * plan.members[0].parameters.length;
    const keep: number[] = [];
    for (let next = epoch + 1; next < epoch + epochs; next++) {
      if (!all.has(next)) continue;
      if ((keep.length + 1) * numbers > maxKept) return { epochs: next - epoch, keep };
      keep.push(next);
    }
    return { epochs, keep };
  }

  /** Ends the ensemble; what is trained afterwards is trained without workers. */
  close(): void {
    this.#ensemble?.close();
    this.#ensemble = undefined;
    this.#hasFailed = true;
    this.#threads = 1;
  }

  #trainedEpochs(
    { sums, kept }: EnsembleEpochs,
    { first, epochs, active, keep }: Parameters<Ensemble["run"]>[0],
  ): TrainedEpochs {
    const { trainees } = this;
    const scores = Array.from({ length: epochs }, (_, number) =>
      meansOf(
        { sums, first: sumsPerMember * number, stride: sumsPerMember * epochs },
        this.plan,
        {
          isTraining: (member) => trainees[member].divergedAtEpoch === null,
          onDiverged: (member) => trainees[member].divergedAtEpoch = first + number + 1,
        },
      ));
    const parametersAt = (epoch: number) => {
      const all = trainees.map(({ parameters }) => parameters);
      const at = keep.indexOf(epoch);
      for (const [row, index] of at < 0 ? [] : active.entries()) {
        const { parameters: { length }, divergedAtEpoch } = trainees[index];
        // A network stays what it is in the epoch in which it diverges.
        if (divergedAtEpoch !== null && divergedAtEpoch < epoch) continue;
        const start = (row * keep.length + at) * length;
        all[index] = kept.subarray(start, start + length);
      }
      return all.map((parameters) => new Float32Array(parameters));
    };
    return { scores, parametersAt };
  }
}
