/** The networks of a session on the GPU, which are trained in slices and can return to an earlier step. */

import type { EpochSums } from "../lib/devices/scores.ts";
import { handledLater } from "./arena.ts";
import type { Gpu } from "./gpu.ts";
import {
  type NetworkState,
  type RunningSlice,
  type Slice,
  type SlicedTraining,
  type StateReader,
  StepBudget,
} from "./sliced_training.ts";

/** A state of at most this many bytes is read together with the last scores of an advance. */
const maxCachedBytes = 32 << 20;

/** The step of a saved copy that there is not. */
const none = -1;

/** An epoch that ended in a slice. */
export interface EndedEpoch {
  /** The sums of the members; undefined if the epoch was not run, as all members have diverged. */
  readonly sums?: EpochSums;
  /** Each member's parameters after the epoch, if a snapshot was taken within the slice. */
  readonly parameters?: readonly Float32Array[];
}

/** A slice that has been submitted. */
export interface StartedSlice {
  readonly slice: Slice;
  /** The steps after which parameters are read. */
  readonly snapshots: readonly number[];
  readonly running: RunningSlice;
  /** In milliseconds. */
  readonly startedAt: number;
}

/** Submits slices of a training, waits for them, and returns to saved steps. */
export class Slices {
  readonly #gpu: Gpu;
  readonly #training: SlicedTraining;
  readonly #budget: StepBudget;
  #step: number;
  /** The step of each saved copy. */
  readonly #savedSteps: number[];
  /** The current state of the networks, if it has been read. */
  #cached: StateReader | undefined;
  /** When the results of the last slice arrived, in milliseconds. */
  #endedAt = 0;
  /** The step of a return that has failed. */
  #missed: number | undefined;

  /** @param step The step of the networks on the GPU, counted from 0 over all epochs. */
  constructor(gpu: Gpu, training: SlicedTraining, step: number) {
    this.#gpu = gpu;
    this.#training = training;
    this.#budget = new StepBudget(training.work, gpu);
    this.#step = step;
    this.#savedSteps = new Array(training.savedCopies).fill(none);
  }

  /** The step after the last slice that was submitted. */
  get step(): number {
    return this.#step;
  }

  /**
   * Whether a slice may be submitted before the epochs of the last one are reported. An abort then returns
   * to an epoch of the last slice, which needs a second saved copy; and snapshots must be read with their
   * slice.
   */
  get canRunAhead(): boolean {
    const { savedCopies, maxSnapshots } = this.#training;
    return savedCopies > 1 && maxSnapshots > 0;
  }

  /** Counts steps that are not run, as all members have diverged. */
  skipTo(step: number): void {
    this.#step = Math.max(this.#step, step);
  }

  /** Reads the parameters of all members. */
  async parameters(): Promise<Float32Array[]> {
    await this.completeReturn();
    return this.#cached?.parameters() ??
      await this.#guard(() => this.#training.readParameters());
  }

  /** Reads parameters and optimizer state of all members. */
  async networks(): Promise<NetworkState[]> {
    await this.completeReturn();
    return this.#cached?.networks() ?? await this.#guard(() => this.#training.readState());
  }

  /**
   * Submits one slice, at most to the end of an epoch.
   *
   * @param last The step at which the training ends for now.
   * @param kept The steps after which parameters are wanted, in ascending order.
   */
  async start(last: number, kept: readonly number[] = []): Promise<StartedSlice> {
    const { stepsPerEpoch, maxSnapshots, stateBytes } = this.#training;
    const slice = this.#nextSlice(last, kept);
    const isSavePoint = slice.first % stepsPerEpoch === 0;
    const inSlice = kept.filter((step) => step > slice.first && step <= slice.last);
    const snapshots = maxSnapshots > 0 ? inSlice : [];
    const readsState = (slice.last === last && stateBytes <= maxCachedBytes) ||
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

  /**
   * Waits for a slice, and returns the epochs that were completed in it.
   *
   * @param startNext Submits the next slice. The GPU works on it while the results are on their way, unless
   * this slice is the first one, whose time decides the size of the next.
   */
  async end(started: StartedSlice, startNext = () => {}): Promise<EndedEpoch[]> {
    const { slice, snapshots, startedAt } = started;
    const { stepsPerEpoch } = this.#training;
    const { results } = await this.#requestResults(started);
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

  /** Restores the networks after an earlier step. */
  async returnTo(step: number): Promise<void> {
    if (this.#step === step && this.#missed === undefined) return;
    this.#cached = undefined;
    this.#missed = step;
    await this.#retrainTo(step);
    this.#missed = undefined;
  }

  /** Tries a return again that has failed. */
  async completeReturn(): Promise<void> {
    if (this.#missed !== undefined) await this.returnTo(this.#missed);
  }

  close(): void {
    this.#training.close();
  }

  #guard<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    return this.#gpu.guard(this.#training.name, work);
  }

  /**
   * The slice's steps: complete epochs if at least one fits, otherwise a part of one; with at most
   * `maxSnapshots` snapshots.
   */
  #nextSlice(lastStep: number, kept: readonly number[]): Slice {
    const { stepsPerEpoch, maxSteps, maxSnapshots } = this.#training;
    const first = this.#step;
    const ahead = kept.filter((step) => step > first);
    const lastKept = ahead[Math.max(1, maxSnapshots) - 1] ?? lastStep;
    const wanted = Math.min(this.#budget.steps, maxSteps);
    const stepInEpoch = first % stepsPerEpoch;
    const isComplete = stepInEpoch === 0 && wanted >= stepsPerEpoch;
    const steps = isComplete
      ? wanted - wanted % stepsPerEpoch
      : Math.min(wanted, stepsPerEpoch - stepInEpoch);
    return { first, last: Math.min(lastStep, lastKept, first + steps) };
  }

  /** Saves a copy in place of the oldest one. */
  #save(step: number): void {
    const oldest = this.#savedSteps.indexOf(Math.min(...this.#savedSteps));
    this.#training.save(oldest);
    this.#savedSteps[oldest] = step;
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

  /** Requests the results, which are on their way when this returns. */
  async #requestResults({ running }: StartedSlice) {
    try {
      return await this.#guard(() => ({ results: handledLater(running.results()) }));
    } catch (error) {
      running.discard();
      throw error;
    }
  }

  /** Loads the latest saved copy before a step, and trains from there to that step. */
  async #retrainTo(wanted: number): Promise<void> {
    const saved = Math.max(...this.#savedSteps.filter((step) => step <= wanted));
    await this.#guard(() => this.#training.restore(this.#savedSteps.indexOf(saved)));
    // Copies of later steps would count as newer than those that are saved from here on.
    for (const [copy, step] of this.#savedSteps.entries()) {
      if (step > saved) this.#savedSteps[copy] = none;
    }
    this.#step = saved;
    while (this.#step < wanted) await this.end(await this.start(wanted));
  }
}
