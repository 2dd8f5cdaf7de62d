/** Grids and points on workers: the same to the bit with any number of them, and however they end. */

import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { openCpuDevice } from "../../../lib/devices/cpu/device.ts";
import type { Device } from "../../../lib/devices/device.ts";
import { createMlp } from "../../../lib/models/mlp.ts";
import { assertSameBits, noise } from "../../oracle.ts";
import { countWorkers, withWorker } from "./watched_workers.ts";

const models = (["tanh", "gelu", "relu"] as const).map((activation, seed) =>
  createMlp([2, 33, 19, 3], { activation, seed })
);
const grid = { x: [-2, 1], y: [0.5, 3], size: [303, 211] } as const;
const inputs = noise(2 * 30_001, { scale: 3 });

/** A device whose workers are started for any work. */
const open = (workers: number) => openCpuDevice("for a test", { workers, startTime: 0 });

/** Runs on a device with that many threads. */
async function on<Result>(workers: number, work: (device: Device) => Promise<Result>) {
  await using device = open(workers);
  return await work(device);
}

const outputs = async (device: Device) => ({
  grid: await device.predictGrid(models, grid),
  points: await device.predict(models, inputs),
});
const expected = await on(1, outputs);

Deno.test("grids and points are the same to the bit with any number of workers", async () => {
  for (const workers of [2, 3, 9]) {
    const found = await on(workers, outputs);
    assertSameBits(found.grid, expected.grid, `a grid by ${workers}`);
    assertSameBits(found.points, expected.points, `points by ${workers}`);
  }
});

Deno.test("several grids at the same time do not disturb each other", async () => {
  await on(3, async (device) => {
    const found = await Promise.all(
      Array.from({ length: 3 }, () => device.predictGrid(models, grid)),
    );
    for (const one of found) assertSameBits(one, expected.grid);
  });
});

Deno.test("work that is done before a worker has started is done alone", async () => {
  const started = await countWorkers(async () => {
    await using device = openCpuDevice("for a test", { workers: 2 });
    await device.predictGrid(models, { ...grid, size: [50, 40] });
    await device.predict(models, inputs.subarray(0, 200));
  });
  assertEquals(started, 0);
  const alone = await countWorkers(() => on(1, outputs));
  assertEquals(alone, 0);
  assertEquals(await countWorkers(() => on(3, outputs)), 2);
});

Deno.test("an abort ends a grid on workers soon, and the device goes on", async () => {
  const wide = createMlp([2, 512, 512, 2], { activation: "tanh", seed: 1 });
  await on(2, async (device) => {
    const signal = AbortSignal.timeout(300);
    const started = performance.now();
    await assertRejects(
      () => device.predictGrid([wide], { ...grid, size: [2000, 2000] }, { signal }),
      DOMException,
    );
    assertLess(performance.now() - started, 1300);
    assertSameBits((await outputs(device)).grid, expected.grid);
  });
});

Deno.test("a device that is disposed of ends a grid on workers", async () => {
  const wide = createMlp([2, 512, 512, 2], { activation: "tanh", seed: 1 });
  const device = open(2);
  const pending = device.predictGrid([wide], { ...grid, size: [2000, 2000] });
  const refused = assertRejects(() => pending, Error, "as the device has been disposed of");
  await new Promise((resolve) => setTimeout(resolve, 200));
  await device[Symbol.asyncDispose]();
  await refused;
});

Deno.test("a worker that fails ends the grid with one clear line, and the next one is computed", async () => {
  await on(2, async (device) => {
    // A table beyond the memory makes the worker throw.
    const error = await withWorker(
      (message) => "table" in message ? { ...message, table: 2 ** 31 } : message,
      () => assertRejects(() => device.predictGrid(models, grid), Error),
    );
    assert(
      /^Cannot predict the grid as a worker failed: .+$/.test(error.message),
      error.message,
    );
    assertSameBits((await outputs(device)).grid, expected.grid);
  });
});

// Deno lets a worker finish what it is at.
Deno.test("a worker that is killed ends the grid with one clear line, and the next one is computed", async () => {
  const wide = createMlp([2, 512, 512, 2], { activation: "tanh", seed: 1 });
  await on(2, async (device) => {
    const error = await withWorker(
      (message, worker) => {
        if ("table" in message) setTimeout(() => worker.terminate(), 100);
        return message;
      },
      () =>
        assertRejects(
          () => device.predictGrid([wide], { ...grid, size: [200, 200] }),
          Error,
        ),
    );
    assertEquals(
      error.message,
      "Cannot predict the grid as a worker failed: it has ended without an answer",
    );
    assertSameBits((await outputs(device)).grid, expected.grid);
  });
});

Deno.test("where workers cannot be started, a grid is computed without them", async () => {
  await on(2, (device) =>
    withWorker(() => {
      throw new DOMException("shared memory cannot be cloned", "DataCloneError");
    }, async () => assertSameBits((await outputs(device)).grid, expected.grid)));
});
