/** Workers of a device from their start to their end. */

import { assertEquals, assertRejects } from "@std/assert";
import { WasmMemory } from "../../../lib/kernels/simd/memory.ts";
import { PartsQueue } from "../../../lib/kernels/simd/parts.ts";
import { countsIn, rowLength, WorkerCrew, WorkerPool } from "../../../lib/kernels/simd/pool.ts";
import { get, i32, Locals } from "../../../lib/wasm/assembler.ts";
import { encodeModule } from "../../../lib/wasm/module.ts";
import { withWorker } from "../../devices/cpu/watched_workers.ts";

/** Adds 1 to the number at an address. */
function encodeCount(): Uint8Array<ArrayBuffer> {
  const at = 0;
  const body = [get(at), get(at), i32.load(), i32.constant(1), i32.add, i32.store()];
  return encodeModule([{ name: "count", locals: new Locals(1), body }]);
}

const name = "count";

/** A memory, and a job of rows that each add 1 to a number of their own. */
function createJob(rows: number) {
  const memory = new WasmMemory();
  const numbers = memory.integers(rows);
  const table = memory.integers(rows * rowLength);
  for (let row = 0; row < rows; row++) {
    table.set([0, numbers.byteOffset + 4 * row], row * rowLength);
  }
  const counts = countsIn(memory);
  counts.set([0, rows, 0]);
  return { memory, numbers, job: { table: table.byteOffset, rows, counts } };
}

function createPool(crew: WorkerCrew, memory: WasmMemory, workers: number): WorkerPool {
  const module = new WebAssembly.Module(encodeCount());
  const places = Array.from({ length: workers }, () => ({ workspace: 0 }));
  return new WorkerPool(crew, { memory, modules: [module], name, places });
}

/** Has that many workers idle. */
async function makeIdle(crew: WorkerCrew, workers: number): Promise<void> {
  const pool = createPool(crew, new WasmMemory(), workers);
  assertEquals(await pool.start(), true);
  pool.end();
  assertEquals(crew.idle, workers);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Counts the messages to the workers that `work` starts. */
async function countMessages(work: (count: () => number) => Promise<void>): Promise<void> {
  let messages = 0;
  await withWorker((message) => (messages++, message), () => work(() => messages));
}

Deno.test("workers get a message to start and one for a job, and one for both if they were idle", () =>
  countMessages(async (count) => {
    const crew = new WorkerCrew(3);
    for (const messages of [4, 6]) {
      const { memory, numbers, job } = createJob(50);
      const pool = createPool(crew, memory, 2);
      assertEquals(await pool.run(job), true);
      pool.end();
      assertEquals([count(), crew.idle], [messages, 2]);
      assertEquals([...numbers], Array(50).fill(1));
    }
    crew.end();
  }));

Deno.test("workers that are called twice at once get their job once", () =>
  countMessages(async (count) => {
    const crew = new WorkerCrew(2);
    await makeIdle(crew, 1);
    const before = count();
    const memory = new WasmMemory();
    const numbers = memory.integers(8);
    const workspace = memory.integers(16);
    const code = { memory, name, modules: [{ name, encode: encodeCount }] };
    const queue = new PartsQueue(
      { ...code, workspace: workspace.byteOffset, workspaceBytes: 64 },
      { crew, startTime: 0, action: "count", capacity: 8 },
    );
    for (let part = 0; part < 8; part++) queue.add([0, numbers.byteOffset + 4 * part]);
    queue.computeBeside(0);
    queue.computeBeside(0);
    await queue.finish(() => Promise.resolve(), 0);
    assertEquals([count() - before, ...numbers], [1, ...Array(8).fill(1)]);
    crew.end();
  }));

Deno.test("idle workers that are left where others are taken and ended end after a while", async () => {
  const crew = new WorkerCrew(3);
  await makeIdle(crew, 2);
  const { memory, job } = createJob(1);
  const pool = createPool(crew, memory, 1);
  const ended = assertRejects(() => pool.run(job), Error, "it has ended without an answer");
  await Promise.resolve();
  assertEquals([pool.isBusy, crew.idle], [true, 1]);
  pool.end();
  await ended;
  await pause(300);
  assertEquals(crew.idle, 0);
});

Deno.test("workers that are started for a job that does not come end after a while", async () => {
  const crew = new WorkerCrew(2);
  const pool = createPool(crew, new WasmMemory(), 1);
  assertEquals(await pool.start(), true);
  assertEquals(pool.isReady, true);
  await pause(400);
  assertEquals([pool.isReady, crew.idle], [false, 0]);
});

Deno.test("a pool that is ended while some of its workers start leaves its crew what it was", async () => {
  const crew = new WorkerCrew(4);
  await makeIdle(crew, 1);
  const pool = createPool(crew, new WasmMemory(), 2);
  const starting = pool.start();
  pool.end();
  assertEquals(await starting, false);
  assertEquals(crew.size, 4);
});
