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
  const { Worker, UnrecoverableError, WaitingError } = await import("npm:bullmq@6.7.0");
  const { signal, heartbeat, note } = options;
  const end = Promise.withResolvers<void>();
  const trainerOf = trainers(connection, options);
  const process = async (job: Job<JobData, JobResult>, token?: string): Promise<JobResult> => {
    // A worker that closes takes no further chunk.
    const giveBack = async () => {
      worker.close().catch(() => {});
      await job.moveToWait(token);
      throw new WaitingError();
    };
    const refusal = refusalOf(job, options);
    if (refusal !== undefined) {
      await job.updateProgress({ refused: { name: options.name, version: options.version } });
      end.reject(new Error(refusal));
      return await giveBack();
    }
    try {
      const results = await (await trainerOf(job.data.shared))(job.data.content, signal);
      options.onChunk(results.length);
      const { name, device: { kind, name: deviceName, software } } = options;
      return { worker: { name, device: { kind, name: deviceName, software } }, results };
    } catch (error) {
      if (signal.aborted) return await giveBack();
      if (job.attemptsMade + job.stalledCounter + 1 < attempts) throw error;
      throw new UnrecoverableError((error as Error).message);
    }
  };
  const lockDuration = 1000 * heartbeat * missedHeartbeats;
  const worker: Worker<JobData, JobResult> = new Worker(queueName, process, {
    ...{ connection: connection.client, prefix, name: options.name },
    ...{ lockDuration, lockRenewTime: 1000 * heartbeat, stalledInterval: lockDuration },
    ...{ maxStalledCount: attempts - 1, drainDelay: Math.min(5, heartbeat * missedHeartbeats) },
  });
  worker.on("error", ({ message }) => note(noteOf(message)));
  worker.on("failed", (_, { message }) => note(`A chunk failed: ${message}`));
  signal.addEventListener("abort", () => end.reject(signal.reason));
  endWhenIdle(worker, { idle: options.idle, end: end.resolve });
  try {
    await end.promise;
  } finally {
    await worker.close();
  }
}

function refusalOf({ data }: Job<JobData>, { version }: ChunkWorkerOptions): string | undefined {
  if (data.version === version) return undefined;
  return `Cannot train chunks of version ${data.version} as this worker is of version ${version}: ` +
    "run the same release of the lab everywhere";
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
