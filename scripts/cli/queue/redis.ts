/** Connections to Redis. BullMQ and its client are loaded only here, and only if there is a queue. */

import type { Redis } from "npm:ioredis@5.11.1";
import type { QueueAddress } from "./address.ts";

/** How long a queue may take to answer at the start, in milliseconds. */
const patience = 3_500;

/** The longest pause between two attempts to reach a queue that was there before, in milliseconds. */
const longestPause = 2_000;

/** A connection that outlives a restart of Redis; its disposal closes it. */
export interface Connection extends Disposable {
  readonly client: Redis;
  /** Where it leads, without the password. */
  readonly name: string;
}

/**
 * Connects to Redis, and waits until it answers.
 *
 * @param address Where it is
 * @param note Called when an answer fails to come later, and when it is there again
 * @throws {Error} with one line if it does not answer within seconds
 */
export async function connect(
  address: QueueAddress,
  note: (line: string) => void,
): Promise<Connection> {
  const name = String(address);
  if (Deno.permissions.querySync({ name: "net", host: address.host }).state !== "granted") {
    throw new Error(
      `Cannot reach the queue at ${name}: this task has no permission for the network`,
    );
  }
  const { Redis } = await import("npm:ioredis@5.11.1");
  let isOpen = false;
  const client = new Redis({
    ...address.connection(),
    connectTimeout: patience,
    lazyConnect: true,
    // Commands wait while Redis is restarted, as BullMQ expects.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => isOpen ? Math.min(100 * times, longestPause) : null,
  });
  try {
    await answer(client);
  } catch (error) {
    client.disconnect();
    throw new Error(`Cannot reach the queue at ${name}: ${reasonOf(error)}`, { cause: error });
  }
  isOpen = true;
  watch(client, (line) => note(`The queue at ${name} ${line}`));
  return { client, name, [Symbol.dispose]: () => client.disconnect() };
}

/** Resolves at the first answer, and rejects at the first error, or if none comes. */
async function answer(client: Redis): Promise<void> {
  const first = Promise.withResolvers<never>();
  const timer = setTimeout(() => first.reject(new Error("it does not answer")), patience);
  // What goes wrong first says more than the closed connection after it.
  client.on("error", first.reject);
  try {
    await Promise.race([first.promise, client.connect().then(() => client.ping())]);
  } finally {
    clearTimeout(timer);
    // The listener remains: an error without any would be written to the console.
    first.promise.catch(() => {});
  }
}

function reasonOf(error: unknown): string {
  const { message, errors } = error as Partial<AggregateError>;
  // A name that stands for several addresses fails with an error for each, and no message of its own.
  // The client's own words ask to report it; a server of another kind is what it has met.
  if (message?.startsWith("Protocol error")) return "what answers there is not Redis";
  return message || (errors ?? []).map((each) => String(each?.message)).join(", ") || "no answer";
}

/** Tells when the connection is lost, once, and when it is back. */
function watch(client: Redis, tell: (line: string) => void): void {
  let isLost = false;
  client.on("reconnecting", () => {
    if (!isLost) tell("does not answer: waiting for it");
    isLost = true;
  });
  client.on("ready", () => {
    if (isLost) tell("answers again");
    isLost = false;
  });
}
