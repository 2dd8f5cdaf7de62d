/**
 * The interface of a queue that carries the chunks of a computation to workers, on this machine or on
 * others. Nothing here knows a queue: an implementation is handed in.
 */

import type { StoredResult } from "./read_lines.ts";

/** A part of a computation, as a queue carries it. */
export interface QueuedChunk {
  /** The hash of what is computed: a chunk that is queued already is not queued again. */
  readonly id: string;
  /** What is computed, as text for the worker. */
  readonly content: string;
}

/** The chunks of a computation, with what they have in common. */
export interface ChunkedWork {
  /** The version of their format and of their results: a worker of another version must refuse them. */
  readonly version: number;
  /** What all chunks need, such as the data, as text for the worker; and its hash. */
  readonly shared: { readonly id: string; readonly text: string };
  /** The chunks. */
  readonly chunks: readonly QueuedChunk[];
}

/** The end of a chunk: its results, or why there are none. */
export type ChunkOutcome =
  & { readonly id: string }
  & (
    | { readonly results: readonly StoredResult[]; readonly failure?: undefined }
    | { readonly results?: undefined; readonly failure: string }
  );

/** A queue with workers behind it. */
export interface ChunkQueue {
  /**
   * Queues the chunks that are not queued yet, and yields the outcome of each chunk once, whichever
   * worker returned it first. Ends when each has one. What is queued stays there if the signal is aborted.
   */
  run(work: ChunkedWork, options?: { readonly signal?: AbortSignal }): AsyncIterable<ChunkOutcome>;
}
