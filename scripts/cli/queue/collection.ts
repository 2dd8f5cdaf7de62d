/** The chunks of one sweep in the queue, from their jobs to their outcomes. */

import type { Queue, QueueEvents } from "npm:bullmq@6.7.0";
import type { ChunkedWork, ChunkOutcome, QueuedChunk } from "../../../mod.ts";
import {
  attempts,
  collectorsKey,
  type JobData,
  jobId,
  type JobResult,
  keptSeconds,
  type Refusal,
  sharedKey,
  type WorkerName,
} from "./jobs.ts";
import type { Connection } from "./redis.ts";

/** Milliseconds between two looks at the state of all chunks: events can be lost with a connection. */
const lookPeriod = 3_000;

/** The chunks that are queued or removed by one call. */
const batchSize = 500;

/** How the queue is used. */
export interface ChunkQueueOptions {
  /** Whether results that the queue has from an earlier call are computed again. */
  readonly fresh: boolean;
  /** Called with what happens: a worker takes part, or is refused. */
  readonly note: (line: string) => void;
}

/** What a collection works with. */
export interface CollectionParts extends ChunkQueueOptions {
  readonly queue: Queue<JobData, JobResult>;
  readonly events: QueueEvents;
  readonly client: Connection["client"];
  readonly seen: (worker: WorkerName) => void;
}

/** The chunks of one call, from their jobs to their outcomes. */
export class Collection {
  readonly #work: ChunkedWork;
  readonly #parts: CollectionParts;
  /** The chunks without an outcome, by their jobs. */
  readonly #pending: Map<string, QueuedChunk>;
  readonly #failed = new Set<string>();
  readonly #arrived: ChunkOutcome[] = [];
  #wake = () => {};
  #lookedAt = performance.now();
  #isLooking = false;

  constructor(work: ChunkedWork, parts: CollectionParts) {
    this.#work = work;
    this.#parts = parts;
    this.#pending = new Map(work.chunks.map((chunk) => [jobId(chunk.id), chunk]));
  }

  get isDone(): boolean {
    return this.#pending.size === 0;
  }

  /** Queues what is not queued yet. What failed in an earlier call is tried again. */
  async start(): Promise<void> {
    const { queue, events, client, fresh } = this.#parts;
    const fail = () => {};
    queue.on("error", fail);
    events.on("error", fail);
    events.on("completed", ({ jobId, returnvalue }) =>
      // The types say text, and the value is what the worker returned.
      this.#complete(jobId, returnvalue as unknown as JobResult));
    events.on("failed", ({ jobId, failedReason }) => this.#fail(jobId, failedReason));
    events.on("progress", ({ jobId, data }) => this.#refused(jobId, data as unknown as Refusal));
    await client.incr(collectorsKey(this.#work.shared.id));
    await client.expire(collectorsKey(this.#work.shared.id), keptSeconds);
    const ids = [...this.#pending.keys()];
    if (fresh) await this.#remove(ids);
    else {
      const failed = new Set(await queue.getRanges(["failed"], 0, -1));
      await this.#remove(ids.filter((id) => failed.has(id)));
    }
    await this.#add([...this.#pending.values()]);
    await this.#look();
  }

  /** The outcomes since the last call. */
  take(): ChunkOutcome[] {
    return this.#arrived.splice(0);
  }

  /** Resolves once there may be further outcomes. */
  async change(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#arrived.length > 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    signal?.addEventListener("abort", resolve as () => void, { once: true });
    const timer = setTimeout(resolve, lookPeriod);
    await promise;
    clearTimeout(timer);
    signal?.removeEventListener("abort", resolve as () => void);
    signal?.throwIfAborted();
    if (this.#isLooking || performance.now() - this.#lookedAt < lookPeriod) return;
    this.#isLooking = true;
    // Not awaited: without a connection it waits, and Ctrl-C must end the call all the same.
    this.#look().catch(() => {}).finally(() => {
      this.#isLooking = false;
      this.#lookedAt = performance.now();
    });
  }

  /** Lets go of the queue; the last process that collects this sweep removes what is done. */
  async end(): Promise<void> {
    const { queue, events, client } = this.#parts;
    const { shared, chunks } = this.#work;
    const closing = events.close();
    const others = await client.decr(collectorsKey(shared.id));
    if (this.isDone && others <= 0) {
      await this.#remove(chunks.map(({ id }) => jobId(id)).filter((id) => !this.#failed.has(id)));
      await client.del(sharedKey(shared.id), collectorsKey(shared.id));
    }
    await Promise.all([closing, queue.close()]);
  }

  async #add(chunks: readonly QueuedChunk[]): Promise<void> {
    const { queue, client } = this.#parts;
    const { version, shared } = this.#work;
    await client.set(sharedKey(shared.id), shared.text, "EX", keptSeconds);
    for (let at = 0; at < chunks.length; at += batchSize) {
      await queue.addBulk(
        chunks.slice(at, at + batchSize).map(({ id, content }) => ({
          name: "chunk",
          data: { version, shared: shared.id, content },
          opts: {
            ...{ jobId: jobId(id), attempts, stackTraceLimit: 0 },
            ...{ removeOnComplete: { age: keptSeconds }, removeOnFail: { age: keptSeconds } },
          },
        })),
      );
    }
  }

  async #remove(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += batchSize) {
      await Promise.all(ids.slice(at, at + batchSize).map((id) => this.#parts.queue.remove(id)));
    }
  }

  /** Looks for outcomes without an event, and queues again what Redis has lost. */
  async #look(): Promise<void> {
    const { queue } = this.#parts;
    const [completed, failed, others] = await Promise.all(
      ([["completed"], ["failed"], ["waiting", "active", "delayed", "prioritized"]] as const)
        .map(async (types) => new Set(await queue.getRanges([...types], 0, -1))),
    );
    const lost: QueuedChunk[] = [];
    for (const [id, chunk] of [...this.#pending]) {
      if (completed.has(id) || failed.has(id)) {
        const job = await queue.getJob(id);
        if (job === undefined) continue;
        if (completed.has(id)) this.#complete(id, job.returnvalue);
        else this.#fail(id, job.failedReason);
      } else if (!others.has(id) && await queue.getJobState(id) === "unknown") lost.push(chunk);
    }
    if (lost.length > 0) await this.#add(lost);
  }

  #complete(id: string, result: JobResult): void {
    if (!this.#pending.has(id)) return;
    this.#parts.seen(result.worker);
    this.#settle(id, { results: result.results });
  }

  #fail(id: string, reason: string): void {
    this.#failed.add(id);
    const stalled = /stalled more than/.test(reason);
    this.#settle(id, { failure: stalled ? `its worker ended ${attempts} times` : reason });
  }

  #settle(job: string, outcome: { results: JobResult["results"] } | { failure: string }): void {
    const chunk = this.#pending.get(job);
    if (chunk === undefined) return;
    this.#pending.delete(job);
    this.#arrived.push({ id: chunk.id, ...outcome });
    this.#wake();
  }

  #refused(id: string, { refused }: Refusal): void {
    if (!this.#pending.has(id)) return;
    this.#parts.note(
      `Worker ${refused.name} is refused: it is of version ${refused.version}, ` +
        `and this sweep of version ${this.#work.version}`,
    );
  }
}
