/** Trainings in slices: the interface that a session uses, and the number of steps in a slice. */

import type { MemberState } from "../lib/devices/device.ts";
import type { EpochSums } from "../lib/devices/scores.ts";

/** The steps of a training from `first` up to `last`, counted from 0 over all epochs. */
export interface Slice {
  readonly first: number;
  readonly last: number;
}

/** Parameters and optimizer state of one network, in the layout of `MemberState`. */
export type NetworkState = Pick<MemberState, "parameters" | "optimizerState">;

/** The state of all members as it was read back; each call unpacks copies. */
export interface StateReader {
  parameters(): Float32Array[];
  networks(): NetworkState[];
}

/** The results that are read back after a slice. */
export interface SliceResult {
  /** The sums of each epoch completed in the slice. */
  readonly epochs: readonly EpochSums[];
  /** The state after the slice, if requested. */
  readonly state?: StateReader;
  /** The parameters of all members after each of the requested steps, in order. */
  readonly snapshots: readonly (readonly Float32Array[])[];
}

/** The states that are read together with a slice's scores, with one wait. */
export interface SliceReadings {
  /** Whether the state after the slice is read. */
  readonly readsState: boolean;
  /** Steps of the slice, in ascending order, after which parameters are read. */
  readonly snapshots: readonly number[];
}

/** A slice that has been submitted to the GPU. */
export interface RunningSlice {
  /**
   * Waits for the results; see `Readback` for the wait. Slices give their results in the order of their
   * submission.
   */
  results(): Promise<SliceResult>;
  /** Frees the memory of results that are not read. */
  discard(): void;
}

/** An ensemble on the GPU that is trained in slices. Its methods are called inside `Gpu.guard`. */
export interface SlicedTraining {
  /** The kernel, or the kind of training, for errors. */
  readonly name: string;
  /** The number of steps in an epoch; passes over test samples count if they are separate dispatches. */
  readonly stepsPerEpoch: number;
  /** The maximum number of steps in a slice. */
  readonly maxSteps: number;
  /** The multiply-adds of one step in one workgroup, and the number of workgroups. */
  readonly work: { readonly step: number; readonly groups: number };
  /** The bytes of parameters and optimizer state together. */
  readonly stateBytes: number;
  /** The maximum number of snapshots in a slice; 0 if only the state after it can be read. */
  readonly maxSnapshots: number;
  /** Submits a slice, with copies of its scores and of the requested states. */
  start(slice: Slice, readings: SliceReadings): RunningSlice;
  /** The number of copies that can be saved at a time. */
  readonly savedCopies: number;
  /** Saves a copy of all buffers that training changes, on the GPU, in the place of copy number `copy`. */
  save(copy: number): void;
  /** Restores a saved copy. */
  restore(copy: number): void;
  /** Reads parameters and optimizer state of all members. */
  readState(): Promise<NetworkState[]>;
  /** Reads the parameters of all members. */
  readParameters(): Promise<Float32Array[]>;
  /** Frees the buffers. */
  close(): void;
}

/**
 * The wanted milliseconds of a slice: many times the wait for its results, far below a driver's time limit.
 */
const wantedMilliseconds = 100;
/** The maximum growth from one slice to the next, as the time of the first few is mostly overhead. */
const fastestGrowth = 16;
/** The multiply-adds that any GPU computes in a slice's time, in one workgroup and in all of them. */
const minWork = {
  hardware: { group: 1e8, all: 2e9 },
  software: { group: 5e7, all: 1e8 },
};

/** Chooses the size of slices by the time that the last one took. */
export class StepBudget {
  /** The number of steps in the next slice. */
  steps: number;
  /** Whether the time of a slice is known. */
  isMeasured = false;

  /**
   * @param work The multiply-adds of one step in one workgroup, and the number of workgroups.
   * @param software Whether the adapter computes on the CPU.
   */
  constructor(work: { step: number; groups: number }, { software }: { software: boolean }) {
    const { group, all } = minWork[software ? "software" : "hardware"];
    const max = Math.min(group / work.step, all / (work.step * work.groups));
    this.steps = Math.max(1, Math.floor(max));
  }

  /** Records that `steps` steps took a number of milliseconds. */
  recordDuration(milliseconds: number, steps: number): void {
    const factor = Math.min(fastestGrowth, wantedMilliseconds / Math.max(milliseconds, 1));
    this.steps = Math.max(1, Math.floor(steps * factor));
    this.isMeasured = true;
  }
}
