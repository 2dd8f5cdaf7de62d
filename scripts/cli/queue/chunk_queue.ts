/** The queue of a distributed sweep on Redis, by BullMQ: the side that queues chunks and collects results. */

import type { Queue } from "npm:bullmq@6.7.0";
import type { ChunkQueue } from "../../../mod.ts";
import { type ChunkQueueOptions, Collection } from "./collection.ts";
import { type JobData, type JobResult, prefix, queueName, type WorkerName } from "./jobs.ts";
import type { Connection } from "./redis.ts";

/** Milliseconds that the last commands may take at the end, and at Ctrl-C: the queue may be gone. */
const farewell = { done: 30_000, stopped: 300 };

/** A worker that returned results. */
export interface ActiveWorker extends WorkerName {
  readonly chunks: number;
}

/** The queue, with the workers that returned results so far. */
export interface RedisChunkQueue extends ChunkQueue {
  workers(): ActiveWorker[];
}

/** Opens the queue on a connection, which stays open. */
export async function openChunkQueue(
  connection: Connection,
  options: ChunkQueueOptions,
): Promise<RedisChunkQueue> {
  const { Queue, QueueEvents } = await import("npm:bullmq@6.7.0");
  const workers = new Map<string, ActiveWorker>();
  const seen = ({ name, device }: WorkerName) => {
    if (!workers.has(name)) options.note(`Worker ${name} takes part: ${device.name}`);
    workers.set(name, { name, device, chunks: (workers.get(name)?.chunks ?? 0) + 1 });
  };
  return {
    workers: () => [...workers.values()],
    async *run(work, { signal } = {}) {
      const { client } = connection;
      // Events are read by a command that waits, which needs a connection of its own.
      const reader = client.duplicate();
      reader.on("error", () => {});
      // Events from now on: an earlier one may tell of a failure that is tried again.
      const [seconds, microseconds] = await client.time();
      const now = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
      const queue: Queue<JobData, JobResult> = new Queue(queueName, { connection: client, prefix });
      const events = new QueueEvents(queueName, {
        ...{ connection: reader, prefix, lastEventId: `${now}-0` },
      });
      const collection = new Collection(work, { queue, events, client, seen, ...options });
      try {
        await collection.start();
        while (!collection.isDone) {
          yield* collection.take();
          if (!collection.isDone) await collection.change(signal);
        }
        yield* collection.take();
      } finally {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, collection.isDone ? farewell.done : farewell.stopped);
        await Promise.race([collection.end(), promise]);
        clearTimeout(timer);
        reader.disconnect();
      }
    },
  };
}
