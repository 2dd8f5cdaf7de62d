/** A session that trains on the GPU slice by slice; between calls it is between two epochs. */

import type {
  AdvanceOptions,
  EnsembleState,
  EpochScores,
  Session,
  TrainingPlan,
} from "../lib/devices/device.ts";
import { createScores, type EpochSums, meansOf } from "../lib/devices/scores.ts";
import { createYield } from "../lib/yield_to_event_loop.ts";
import type { Gpu } from "./gpu.ts";
import {
  type RunningSlice,
  type Slice,
  type SlicedTraining,
  type StateReader,
  StepBudget,
} from "./sliced_training.ts";

/** A state of at most this many bytes is read together with the last scores of an advance. */
const maxCachedBytes = 32 << 20;

/** The step of the networks after an error within the return to the last reported epoch. */
const unknownStep = -1;

/** An epoch that ended in a slice. */
interface EndedEpoch {
  /** The sums of the members; undefined if the epoch was not run, as all members have diverged. */
  readonly sums?: EpochSums;
  /** Each member's parameters after the epoch, if a snapshot was taken within the slice. */
  readonly parameters?: readonly Float32Array[];
}

/** A slice that has been submitted. */
interface StartedSlice {
  readonly slice: Slice;
  /** The steps after which parameters are read. */
  readonly snapshots: readonly number[];
  readonly running: RunningSlice;
  /** In milliseconds. */
  readonly startedAt: number;
}

/** Returns a promise that is awaited after others; until then its error counts as handled. */
function handledLater<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => {});
  return promise;
}

/** A session of a training that was prepared from a plan, and from `state` if one is given. */
export class GpuSession implements Session {
  readonly #gpu: Gpu;
  readonly #training: SlicedTraining;
  readonly #plan: TrainingPlan;
  readonly #divergedAtEpoch: (number | null)[];
  readonly #budget: StepBudget;
  /** The number of epochs reported. */
  #epoch: number;
  /** The current step of the networks on the GPU, and the step of each saved copy; -1 for none. */
  #step: number;
  readonly #savedSteps: number[];
  /** The current state of the networks, if it has been read. */
  #cached: StateReader | undefined;
  /** When the results of the last slice arrived, in milliseconds. */
  #endedAt = 0;

  constructor(
    gpu: Gpu,
    training: SlicedTraining,
    { plan, state }: { plan: TrainingPlan; state?: EnsembleState },
  ) {
    this.#gpu = gpu;
    this.#training = training;
    this.#plan = plan;
    this.#divergedAtEpoch = plan.members.map((_, index) =>
      state?.members[index].divergedAtEpoch ?? null
    );
    this.#budget = new StepBudget(training.work, gpu);
    this.#epoch = state?.epoch ?? 0;
    this.#step = this.#stepOf(this.#epoch);
    this.#savedSteps = new Array(training.savedCopies).fill(-1);
  }

  get epoch(): number {
    return this.#epoch;
  }

  async advance(
    epochs: number,
    { signal, onEpoch, keep = [], onKeep }: AdvanceOptions = {},
  ): Promise<EpochScores[]> {
    await this.#completeReturn();
    const end = this.#epoch + epochs;
    const kept = keep.filter((epoch) => epoch > this.#epoch && epoch <= end);
    const all: EpochScores[] = [];
    const pause = createYield(signal);
    let next: Promise<StartedSlice> | undefined;
    const startNext = () => next ??= this.#startAhead(end, kept);
    try {
      while (this.#epoch < end) {
        await pause();
        let ended: EndedEpoch[] = [{}];
        if (next || !this.#allDiverged()) {
          const slice = await (next ?? this.#start(end, kept));
          next = undefined;
          ended = await this.#endSlice(slice, startNext);
        }
        for (const { sums, parameters } of ended) {
          signal?.throwIfAborted();
          const scores = this.#endEpoch(sums);
          all.push(scores);
          onEpoch?.(this.#epoch, scores);
          if (!kept.includes(this.#epoch)) continue;
          onKeep?.(this.#epoch, parameters ?? await this.parameters());
        }
      }
    } catch (error) {
      await next?.then(({ running }) => running.discard()).catch(() => {});
      // After the loss of a GPU the first error names the cause.
      await this.#returnToEpoch().catch(() => {});
      throw error;
    }
    return all;
  }

  async parameters(): Promise<Float32Array[]> {
    await this.#completeReturn();
    return this.#cached?.parameters() ??
      await this.#guard(() => this.#training.readParameters());
  }

  async state(): Promise<EnsembleState> {
    await this.#completeReturn();
    const networks = this.#cached?.networks() ??
      await this.#guard(() => this.#training.readState());
    const members = networks.map((network, index) => ({
      ...network,
      divergedAtEpoch: this.#divergedAtEpoch[index],
    }));
    return { epoch: this.#epoch, members };
  }

  close(): Promise<void> {
    this.#training.close();
    return Promise.resolve();
  }

  #guard<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    return this.#gpu.guard(this.#training.name, work);
  }

  #stepOf(epoch: number): number {
    return epoch * this.#training.stepsPerEpoch;
  }

  #allDiverged(): boolean {
    return this.#divergedAtEpoch.every((epoch) => epoch !== null);
  }

  /**
   * Submits the next slice before the epochs of the last one are reported, so that the GPU trains while
   * the CPU computes scores. An abort then returns to an epoch of the last slice, which needs a second
   * saved copy; and snapshots must be read with their slice.
   */
  #startAhead(end: number, kept: readonly number[]): Promise<StartedSlice> | undefined {
    const { savedCopies, maxSnapshots } = this.#training;
    if (savedCopies < 2 || maxSnapshots === 0) return undefined;
    if (this.#step >= this.#stepOf(end) || this.#allDiverged()) return undefined;
    return handledLater(this.#start(end, kept));
  }

  /** Saves a copy in place of the oldest one. */
  #save(step: number): void {
    const oldest = this.#savedSteps.indexOf(Math.min(...this.#savedSteps));
    this.#training.save(oldest);
    this.#savedSteps[oldest] = step;
  }

  /** Submits one slice, at most to the end of an epoch. */
  async #start(end: number, kept: readonly number[] = []): Promise<StartedSlice> {
    const { stepsPerEpoch, maxSnapshots, stateBytes } = this.#training;
    const lastStep = this.#stepOf(end);
    const slice = this.#nextSlice(lastStep, kept);
    const isSavePoint = slice.first % stepsPerEpoch === 0;
    const inSlice = kept.map((epoch) => this.#stepOf(epoch))
      .filter((step) => step > slice.first && step <= slice.last);
    const snapshots = maxSnapshots > 0 ? inSlice : [];
    const readsState = (slice.last === lastStep && stateBytes <= maxCachedBytes) ||
      inSlice.length > snapshots.length;
    this.#cached = undefined;
    this.#step = slice.last;
    const startedAt = performance.now();
    const running = await this.#submit(() => {
      if (isSavePoint) this.#save(slice.first);
      return this.#training.start(slice, { readsState, snapshots });
    });
    return { slice, snapshots, running, startedAt };
  }

  /** Frees a slice if WebGPU reports an error of it, which comes after the calls that submit it. */
  async #submit(start: () => RunningSlice): Promise<RunningSlice> {
    let running: RunningSlice | undefined;
    try {
      return await this.#guard(() => running = start());
    } catch (error) {
      running?.discard();
      throw error;
    }
  }

  /**
   * Waits for a slice, and returns the epochs that were completed in it.
   *
   * @param startNext Submits the next slice. The GPU works on it while the results are on their way, unless
   * this slice is the first one, whose time decides the size of the next.
   */
  async #endSlice(
    { slice, snapshots, running, startedAt }: StartedSlice,
    startNext = () => {},
  ): Promise<EndedEpoch[]> {
    const { stepsPerEpoch } = this.#training;
    const { results } = await this.#guard(() => ({ results: handledLater(running.results()) }))
      .catch((error) => {
        running.discard();
        throw error;
      });
    if (this.#budget.isMeasured) startNext();
    // The guard names the cause if the GPU was lost.
    const result = await results.catch((error) => this.#guard(() => Promise.reject(error)));
    const now = performance.now();
    const began = Math.max(startedAt, this.#endedAt);
    this.#budget.recordDuration(now - began, slice.last - slice.first);
    this.#endedAt = now;
    if (result.state) this.#cached = result.state;
    startNext();
    const firstEpoch = Math.floor(slice.first / stepsPerEpoch);
    return result.epochs.map((sums, index) => {
      const at = snapshots.indexOf((firstEpoch + index + 1) * stepsPerEpoch);
      return { sums, parameters: result.snapshots[at] };
    });
  }

  /**
   * The slice's steps: complete epochs if at least one fits, otherwise a part of one; with at most
   * `maxSnapshots` snapshots.
   */
  #nextSlice(lastStep: number, kept: readonly number[]): Slice {
    const { stepsPerEpoch, maxSteps, maxSnapshots } = this.#training;
    const first = this.#step;
    const ahead = kept.map((epoch) => this.#stepOf(epoch)).filter((step) => step > first);
    const lastKept = ahead[Math.max(1, maxSnapshots) - 1] ?? lastStep;
    const wanted = Math.min(this.#budget.steps, maxSteps);
    const stepInEpoch = first % stepsPerEpoch;
    const isComplete = stepInEpoch === 0 && wanted >= stepsPerEpoch;
    const steps = isComplete
      ? wanted - wanted % stepsPerEpoch
      : Math.min(wanted, stepsPerEpoch - stepInEpoch);
    return { first, last: Math.min(lastStep, lastKept, first + steps) };
  }

  /** Counts an epoch, and records the members that diverged in it. */
  #endEpoch(sums: EpochSums | undefined): EpochScores {
    this.#epoch++;
    // An epoch is not run if all members have diverged before it.
    this.#step = Math.max(this.#step, this.#stepOf(this.#epoch));
    const diverged = this.#divergedAtEpoch;
    if (!sums) return createScores(diverged.length);
    return meansOf({ sums }, this.#plan, {
      isTraining: (member) => diverged[member] === null,
      onDiverged: (member) => diverged[member] = this.#epoch,
    });
  }

  /** Tries the return to the last reported epoch again if it failed. */
  async #completeReturn(): Promise<void> {
    if (this.#step === unknownStep) await this.#returnToEpoch();
  }

  /** Restores the last reported epoch if the GPU has trained beyond it. */
  async #returnToEpoch(): Promise<void> {
    const wanted = this.#stepOf(this.#epoch);
    if (this.#step === wanted) return;
    this.#cached = undefined;
    try {
      await this.#retrainTo(wanted);
    } catch (error) {
      this.#step = unknownStep;
      throw error;
    }
  }

  /** Loads the latest saved copy before a step, and trains from there to that step. */
  async #retrainTo(wanted: number): Promise<void> {
    const saved = Math.max(...this.#savedSteps.filter((step) => step <= wanted));
    await this.#guard(() => this.#training.restore(this.#savedSteps.indexOf(saved)));
    // Copies of later steps would count as newer than those that are saved from here on.
    for (const [copy, step] of this.#savedSteps.entries()) {
      if (step > saved) this.#savedSteps[copy] = -1;
    }
    this.#step = saved;
    while (this.#step < wanted) await this.#endSlice(await this.#start(this.#epoch));
  }
}
