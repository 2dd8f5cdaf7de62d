/** The worker of a distributed sweep: takes chunks from Redis by BullMQ, and trains them. */

import type { Job, Worker } from "npm:bullmq@6.7.0";
import { type ChunkTrainer, chunkTrainer, type Device } from "../../../mod.ts";
import { attempts, type JobData, type JobResult, prefix, queueName, sharedKey } from "./jobs.ts";
import type { Connection } from "./redis.ts";

/** The sweeps whose data a worker keeps. */
const keptSweeps = 4;

/** How many heartbeats may be missing before a chunk is given to another worker. */
const missedHeartbeats = 3;

/** How a worker works. */
export interface ChunkWorkerOptions {
  readonly name: string;
  readonly device: Device;
  /** The format version of its chunks and results. */
  readonly version: number;
  /** Bytes for the networks that are trained together. */
  readonly memory: number;
  /** Seconds between two heartbeats. */
  readonly heartbeat: number;
  /** Seconds without a chunk after which it ends; undefined for never. */
  readonly idle: number | undefined;
  /** Ends it: the chunk that it trains goes back to the queue. */
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
  /** Called after each chunk. */
  readonly onChunk: (cells: number) => void;
}

/**
 * Trains chunks until the signal is aborted, or nothing comes for the idle time.
 *
 * @throws {Error} with one line if a chunk is of another version
 */
export async function workOn(connection: Connection, options: ChunkWorkerOptions): Promise<void> {
  const bull = await import("npm:bullmq@6.7.0");
  const { name, signal, heartbeat, note, idle } = options;
  const end = Promise.withResolvers<void>();
  const leave = (why?: Error) => {
    if (why !== undefined) end.reject(why);
    // From now on it takes no further chunk.
    worker.close().catch(() => {});
  };
  const lockDuration = 1000 * heartbeat * missedHeartbeats;
  const process = processor(connection, { ...options, bull, leave });
  const worker: Worker<JobData, JobResult> = new bull.Worker(queueName, process, {
    ...{ connection: connection.client, prefix, name },
    ...{ lockDuration, lockRenewTime: 1000 * heartbeat, stalledInterval: lockDuration },
    ...{ maxStalledCount: attempts - 1, drainDelay: Math.min(5, heartbeat * missedHeartbeats) },
  });
  worker.on("error", (error) => {
    // Each attempt to connect fails with an error; the connection itself tells that it is lost, once.
    if (!("syscall" in error)) note(noteOf(error.message));
  });
  worker.on("failed", (_, { message }) => note(`A chunk failed: ${message}`));
  signal.addEventListener("abort", () => end.reject(signal.reason));
  endWhenIdle(worker, { idle, end: end.resolve });
  try {
    await end.promise;
  } finally {
    await worker.close();
  }
}

/** Trains a job, gives it back, or fails. */
function processor(
  connection: Connection,
  { bull, leave, ...options }: ChunkWorkerOptions & {
    readonly bull: typeof import("npm:bullmq@6.7.0");
    /** Makes the worker take no further job, and end with an error if there is one. */
    readonly leave: (why?: Error) => void;
  },
): (job: Job<JobData, JobResult>, token?: string) => Promise<JobResult> {
  const { name, device, version, signal, onChunk } = options;
  const { kind, name: deviceName, software } = device;
  const trainerOf = trainers(connection, options);
  return async (job, token) => {
    const giveBack = async (why?: Error) => {
      leave(why);
      await job.moveToWait(token);
      throw new bull.WaitingError();
    };
    if (job.data.version !== version) {
      await job.updateProgress({ refused: { name, version } });
      return await giveBack(refusalOf(job, version));
    }
    try {
      const results = await (await trainerOf(job.data.shared))(job.data.content, signal);
      onChunk(results.length);
      return { worker: { name, device: { kind, name: deviceName, software } }, results };
    } catch (error) {
      if (signal.aborted) return await giveBack();
      if (job.attemptsMade + job.stalledCounter + 1 < attempts) throw error;
      throw new bull.UnrecoverableError((error as Error).message);
    }
  };
}

function refusalOf({ data }: Job<JobData>, version: number): Error {
  return new Error(
    `Cannot train chunks of version ${data.version} as this worker is of version ${version}: ` +
      "run the same release of the lab everywhere",
  );
}

/** What BullMQ says of a chunk that is no longer this worker's, when a heartbeat or its result comes. */
const lostChunk = /^(Missing (lock|key) |Lock mismatch |could not renew lock |.* is not in the )/;

function noteOf(message: string): string {
  return lostChunk.test(message)
    ? "A chunk took too long without a heartbeat, and was given to another worker"
    : `The queue: ${message}`;
}

/** The trainers of sweeps by the identifier of their data, which are read once. */
function trainers(
  { client }: Connection,
  { device, version, memory }: ChunkWorkerOptions,
): (shared: string) => Promise<ChunkTrainer> {
  const known = new Map<string, ChunkTrainer>();
  return async (shared) => {
    const trainer = known.get(shared);
    if (trainer !== undefined) return trainer;
    const text = await client.get(sharedKey(shared));
    if (text === null) throw new Error("the data of the sweep are no longer in the queue");
    const made = await chunkTrainer({ version, text }, { device, memory });
    if (known.size >= keptSweeps) known.delete([...known.keys()][0]);
    known.set(shared, made);
    return made;
  };
}

/** Ends a worker that gets no chunk for so many seconds. */
function endWhenIdle(
  worker: Worker<JobData, JobResult>,
  { idle, end }: { idle: number | undefined; end: () => void },
): void {
  if (idle === undefined) return;
  let timer = setTimeout(end, 1000 * idle);
  worker.on("active", () => clearTimeout(timer));
  worker.on("drained", () => {
    clearTimeout(timer);
    timer = setTimeout(end, 1000 * idle);
  });
}
