/** Memory over many short trainings, grids and products on workers. */

import { assertLess } from "@std/assert";
import { openCpuDevice } from "../../../lib/devices/cpu/device.ts";
import type { Device } from "../../../lib/devices/device.ts";
import { createMlp } from "../../../lib/models/mlp.ts";
import { noise } from "../../oracle.ts";
import { memberOf, planOf } from "../plans.ts";
import { countWorkers } from "./watched_workers.ts";

/**
 * MiB by which the process may grow between two looks, as engines keep what they have freed. A thread, or
 * a page of each call, would be more than that.
 */
const mostGrown = 40;
/** Rounds of 800 calls until it is as small again: engines with much memory collect garbage late. */
const maxRounds = 15;

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

for (const [name, call] of Object.entries(calls)) {
  Deno.test(
    `a thousand ${name} on workers take the memory of two hundred, and few workers`,
    { sanitizeOps: false },
    async () => {
      const started = await countWorkers(async () => {
        await using device = openCpuDevice("for a test", { workers: 2, startTime: 0 });
        for (let index = 0; index < 200; index++) await call(device);
        const before = Deno.memoryUsage().rss;
        let grown = Infinity;
        for (let round = 0; round < maxRounds && grown > mostGrown; round++) {
          for (let index = 0; index < 800; index++) await call(device);
          grown = (Deno.memoryUsage().rss - before) / 2 ** 20;
        }
        assertLess(grown, mostGrown);
      });
      // Workers that are idle for a moment end, and others are started.
      assertLess(started, 100);
    },
  );
}
