/** What BullMQ carries: the queue, its jobs, and what a worker returns. */

import type { Device, SweepResult } from "../../../mod.ts";

/** The options of the queue: its keys in Redis begin with `lab:sweep:`. */
export const queueName = "sweep";
export const prefix = "lab";

/** How often a chunk is tried. */
export const attempts = 5;

/** Seconds that Redis keeps finished chunks, and the data of a sweep that nobody collects. */
export const keptSeconds = 3 * 24 * 3600;

/** A job: a chunk, and where what it shares with others is. */
export interface JobData {
  readonly version: number;
  readonly shared: string;
  readonly content: string;
}

/** What a worker returns. */
export interface JobResult {
  readonly worker: WorkerName;
  readonly results: readonly SweepResult[];
}

/** A worker as those who collect see it. */
export interface WorkerName {
  readonly name: string;
  readonly device: Pick<Device, "kind" | "name" | "software">;
}

/** What a worker of another version tells as the progress of a job. */
export interface Refusal {
  readonly refused: { readonly name: string; readonly version: number };
}

/** The key in Redis of what the chunks of a sweep share. */
export const sharedKey = (id: string): string => `${prefix}:shared:${id}`;

/** The key of the number of processes that collect a sweep. */
export const collectorsKey = (id: string): string => `${prefix}:collectors:${id}`;

/** The job of a chunk. BullMQ takes an identifier that is a number for one of its own. */
export const jobId = (chunk: string): string => `chunk-${chunk}`;
