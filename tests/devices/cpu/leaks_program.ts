/**
 * Prints the memory that many short trainings, grids or products on workers leave: the program of
 * leaks_test.ts, which runs it in a process of its own with a garbage collector that it can call.
 */

import { openCpuDevice } from "../../../lib/devices/cpu/device.ts";
import type { Device } from "../../../lib/devices/device.ts";
import { createMlp } from "../../../lib/models/mlp.ts";
import { noise } from "../../oracle.ts";
import { memberOf, planOf } from "../plans.ts";
import { countWorkers } from "./watched_workers.ts";

const sizes = [2, 9, 2];
const frame = { sizes, epochs: 2, count: 20 };
const plan = planOf([memberOf(1, frame), memberOf(2, frame)], frame);
const models = [createMlp(sizes, { seed: 1 }), createMlp(sizes, { seed: 2 })];
const grid = { x: [-1, 1], y: [-1, 1], size: [20, 20] } as const;
const matrix = noise(130 * 130);
const square = { batch: 1, rows: 130, inner: 130, columns: 130 };

const calls: Record<string, (device: Device) => Promise<unknown>> = {
  async trainings(device) {
    const session = await device.start(plan);
    await session.advance(2);
    await session.close();
  },
  grids: (device) => device.predictGrid(models, grid),
  products: (device) => device.matmul({ a: matrix, b: matrix }, square),
};

/** The MiB of the process without garbage. */
async function memory(): Promise<number> {
  const { gc } = globalThis as unknown as { gc: () => void };
  // What a finalizer frees is garbage of the next collection.
  for (let turn = 0; turn < 3; turn++) {
    gc();
    await new Promise((done) => setTimeout(done, 10));
  }
  return Deno.memoryUsage().rss / 2 ** 20;
}

const call = calls[Deno.args[0]];
let grown = NaN;
const workers = await countWorkers(async () => {
  await using device = openCpuDevice("for a test", { workers: 2, startTime: 0 });
  for (let index = 0; index < 200; index++) await call(device);
  const before = await memory();
  for (let index = 0; index < 1000; index++) await call(device);
  grown = await memory() - before;
});
console.log(JSON.stringify({ grown, workers }));
