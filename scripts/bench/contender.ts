/** The contenders, and the messages between a contender's process and the bench. */

import { cut, oneLine } from "../cli/text_layout.ts";
import type { Task } from "./tasks.ts";

/** An implementation that can run the tasks of the bench. */
export interface Contender {
  /** What it is, for people. */
  readonly name: string;
  /** Whether it computes on the CPU. */
  readonly software: boolean;
  /**
   * Prepares what is not timed: inputs in memory, a network to evaluate.
   *
   * @returns What is timed, with results in memory at its end.
   */
  prepare(task: Task): () => Promise<Result>;
  /** What bounds it, where the lab knows how to measure that. */
  limits?(): Promise<Limits>;
  /** Frees what it holds. */
  close(): Promise<void>;
}

/** The result of a task. */
export interface Result {
  /** Numbers to compare with those of others; none where they are random. */
  readonly values: Float32Array;
  /** Where the time went, in seconds by what was done, as far as the contender can tell. */
  readonly phases?: Readonly<Record<string, number>>;
}

/** What a device can do at best, measured. */
export interface Limits {
  /** Seconds from the call of the smallest operation to its result. */
  readonly roundTrip: number;
  /** Bytes a second of operands on their way in and results on their way out. */
  readonly bytesPerSecond: number;
  /** Floating-point operations a second of independent multiply-adds; null where it has no such measure. */
  readonly peak: number | null;
  /** What that is, for people. */
  readonly peakOf: string;
}

/** A run as it comes back from a process: timed there, its results thinned out. */
export interface Outcome {
  readonly seconds: number;
  /** The bytes of float32 numbers, as base64. */
  readonly values: string;
  readonly phases?: Result["phases"];
}

/** What can train networks on WebGPU: a fused kernel, or the general kernels layer by layer. */
export const kernelNames = ["units", "tiles", "layers"] as const;

/** The name of what trains networks on WebGPU. */
export type KernelName = typeof kernelNames[number];

/** What a process is asked. It ends when its standard input does. */
export type Request =
  | { readonly what: "open"; readonly contender: ContenderName; readonly kernel?: KernelName }
  | { readonly what: "run"; readonly task: Task }
  | { readonly what: "limits" };

/** Says of a task that a contender is not made for it, which is no fault. */
export class UnsuitedError extends Error {}

/** What a process answers to a request: a result, or in one line why there is none. */
export type Reply = { readonly value: unknown } | {
  readonly failure: string;
  /** Whether the contender is not made for the task. */
  readonly unsuited: boolean;
};

/** A column of the table. */
export interface ColumnSpec {
  readonly title: string;
  /** Whether it is one of the lab's own. */
  readonly lab: boolean;
}

/** The columns, from left to right. */
export const columnSpecs = {
  webgpu: { title: "WebGPU", lab: true },
  cpu: { title: "CPU", lab: true },
  tfjs: { title: "lab, tfjs", lab: true },
  layersCpu: { title: "tf cpu", lab: false },
  layersWasm: { title: "tf wasm", lab: false },
  layersWebgpu: { title: "tf webgpu", lab: false },
  torch: { title: "PyTorch", lab: false },
} as const satisfies Record<string, ColumnSpec>;

/** The name of a column. */
export type ContenderName = keyof typeof columnSpecs;

/** Their names, from left to right. */
export const contenderNames = Object.keys(columnSpecs) as ContenderName[];

/** The message of what was thrown, without terminal codes and without the rest of a long one. */
export function reasonOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
  // deno-lint-ignore no-control-regex
  return cut(oneLine(message.replace(/\x1b\[[0-9;]*m/g, "")), 240);
}
