/** Trainings in slices: what a session asks of one, and how many steps it hands to the GPU at once. */

import type { MemberState } from "../lib/devices/device.ts";
import type { BatchScore } from "../lib/kernels/losses.ts";

/** Steps of a training from `first` up to `last`, counted from 0 over all epochs. */
export interface Slice {
  readonly first: number;
  readonly last: number;
}

/** Parameters and optimizer state of one network, in the layout of the contract. */
export type NetworkState = Pick<MemberState, "parameters" | "optimizerState">;

/** What an epoch comes to for one member: sums of losses, and right answers. */
export interface EpochSums {
  readonly train: BatchScore;
  readonly test: BatchScore;
}

/** What is read back after a slice. */
export interface SliceResult {
  /** For each epoch that ended in the slice, the sums of a member by its index. */
  readonly epochs: readonly ((member: number) => EpochSums)[];
  /** Of all members behind the slice, where it was asked for. */
  readonly state?: readonly NetworkState[];
  /** Of all members behind each of the steps that were asked for, in order. */
  readonly snapshots: readonly (readonly NetworkState[])[];
}

/** What of the networks is read with a slice's scores, under the same wait. */
export interface SliceReadings {
  /** Whether their state behind the slice is. */
  readonly readsState: boolean;
  /** Steps of the slice, rising, behind each of which their state is. */
  readonly snapshots: readonly number[];
}

/** An ensemble on the GPU that is trained in slices. Its methods are called inside `Gpu.guard`. */
export interface SlicedTraining {
  /** For errors: the kernel, or the kind of training. */
  readonly name: string;
  /** Steps of an epoch; passes over test samples count as steps where they are dispatched alone. */
  readonly stepsPerEpoch: number;
  /** Steps that a slice may have. */
  readonly maxSteps: number;
  /** Multiply-adds of one step in one workgroup, and how many workgroups there are. */
  readonly work: { readonly step: number; readonly groups: number };
  /** Bytes of parameters and optimizer state together. */
  readonly stateBytes: number;
  /** Snapshots that a slice may have; 0 where only the state behind it can be read. */
  readonly maxSnapshots: number;
  /** Runs a slice, and reads its scores, and what else is asked for. */
  run(slice: Slice, readings: SliceReadings): Promise<SliceResult>;
  /** Copies all that training changes, on the GPU. */
  save(): void;
  /** Puts the networks back to where they were saved. */
  restore(): void;
  /** Parameters and optimizer state of all members. */
  readState(): Promise<NetworkState[]>;
  /** Parameters of all members. */
  readParameters(): Promise<Float32Array[]>;
  /** Frees the buffers. */
  close(): void;
}

/** What a slice is to take, in milliseconds: long enough to hide the wait for it, short of what a driver kills. */
const wantedMilliseconds = 100;
/** Growth from one slice to the next, as the first few are mostly overhead. */
const fastestGrowth = 16;
/** Multiply-adds that any GPU does in a slice's time, in one workgroup and in all of them. */
const minWork = {
  hardware: { group: 1e8, all: 2e9 },
  software: { group: 5e7, all: 1e8 },
};

/** Sizes slices by the time that the last one took. */
export class StepBudget {
  /** Steps of the next slice. */
  steps: number;

  /**
   * @param work Multiply-adds of one step in one workgroup, and how many workgroups there are.
   * @param software Whether the adapter computes on the CPU.
   */
  constructor(work: { step: number; groups: number }, { software }: { software: boolean }) {
    const { group, all } = minWork[software ? "software" : "hardware"];
    const max = Math.min(group / work.step, all / (work.step * work.groups));
    this.steps = Math.max(1, Math.floor(max));
  }

  /** Takes note that `steps` took so many milliseconds. */
  took(milliseconds: number, steps: number): void {
    const factor = Math.min(fastestGrowth, wantedMilliseconds / Math.max(milliseconds, 1));
    this.steps = Math.max(1, Math.floor(steps * factor));
  }
}
