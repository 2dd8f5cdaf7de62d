/** Trains the cells of sweeps that other processes have queued: `deno task sweep --queue`. */

import { sweepVersion } from "../mod.ts";
import { type Command, createProgram, runProgram, type Tools } from "./cli/command.ts";
import { count, number, words } from "./cli/flags/flag_kinds.ts";
import { placeFlags, resultFlags } from "./cli/flags/lab_flags.ts";
import { openLabDevice } from "./cli/lab.ts";
import { queueFlag } from "./cli/queue/address.ts";
import { workOn } from "./cli/queue/chunk_worker.ts";
import { connect } from "./cli/queue/redis.ts";
import { UsageError } from "./cli/usage_error.ts";
import { counted } from "./cli/text_layout.ts";

const flags = {
  queue: queueFlag({
    help: "where the chunks come from; the password may be in the variable LAB_QUEUE_PASSWORD",
  }),
  name: words({
    placeholder: "TEXT",
    help: "of this worker, for those who collect (default: of the machine and the process)",
  }),
  heartbeat: number({
    default: 10,
    minimum: 0.1,
    maximum: 3600,
    help:
      "seconds between two signs of life; after three without one a chunk goes to another worker",
  }),
  idle: number({
    above: 0,
    maximum: 1e6,
    help: "end after so many seconds without a chunk (default: never)",
  }),
  memory: count({
    default: 256,
    maximum: 1_000_000,
    help: "MiB for the networks that are trained together",
  }),
  device: placeFlags.device,
  workers: placeFlags.workers,
  json: resultFlags.json,
  quiet: resultFlags.quiet,
  help: resultFlags.help,
};

const command: Command<typeof flags> = {
  name: "worker",
  summary:
    "Trains the cells of the sweeps in a queue, on a device of its own, until it is stopped. " +
    "A chunk that it has not finished then goes to another worker.",
  example: "deno task worker --queue redis://127.0.0.1:6379 --idle 60",
  flags,
};

/** Seconds between two notes about what is done. */
const notePeriod = 10;

async function work({ flags, output, signal }: Tools<typeof command.flags>): Promise<unknown> {
  const { queue, heartbeat, idle } = flags;
  if (queue === undefined) {
    throw new UsageError(
      "Flag --queue is needed: it says where chunks come from, such as redis://HOST:6379",
    );
  }
  const note = (line: string) => output.note(line);
  using connection = await connect(queue, note);
  await using device = await openLabDevice(flags.device, output, { workers: flags.workers });
  const name = flags.name ?? ownName();
  note(`Device: ${device.name} (${device.reason})`);
  note(`Worker ${name} takes chunks from ${connection.name}`);
  const done = { chunks: 0, cells: 0 };
  const tell = every(
    notePeriod,
    () => note(`${counted(done.chunks, "chunk")}, ${counted(done.cells, "cell")} so far`),
  );
  const onChunk = (cells: number) => {
    done.chunks++;
    done.cells += cells;
    tell();
  };
  try {
    await workOn(connection, {
      ...{ name, device, heartbeat, idle, signal, note, onChunk },
      ...{ version: sweepVersion, memory: flags.memory * 2 ** 20 },
    });
  } finally {
    note(`Trained ${counted(done.cells, "cell")} in ${counted(done.chunks, "chunk")}`);
  }
  const { kind, software } = device;
  return { worker: name, ...done, device: { kind, name: device.name, software } };
}

/** The machine and the process, as far as they may be read. */
function ownName(): string {
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "hostname" });
  return `${state === "granted" ? Deno.hostname() : "worker"}-${Deno.pid}`;
}

/** A function that does something at most once in so many seconds. */
function every(seconds: number, act: () => void): () => void {
  let last = performance.now();
  return () => {
    if (performance.now() - last < 1000 * seconds) return;
    last = performance.now();
    act();
  };
}

/** The command. */
export const program = createProgram(command, work);

if (import.meta.main) await runProgram(program);
