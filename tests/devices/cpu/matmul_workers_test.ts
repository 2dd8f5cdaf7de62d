/** Products on workers: of any size, and the same to the bit with any number of them. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { openCpuDevice } from "../../../lib/devices/cpu/device.ts";
import type { Device, MatmulShape } from "../../../lib/devices/device.ts";
import { float64 } from "../../../lib/kernels/floats.ts";
import { matmul } from "../../../lib/kernels/matmul.ts";
import { assertClose, assertSameBits, noise } from "../../oracle.ts";
import { countWorkers, withWorker } from "./watched_workers.ts";

/** Ragged in all blocks: 128 or 256 rows, 512 columns, a depth of 256; and batches of small ones. */
const shapes: readonly MatmulShape[] = [
  { batch: 1, rows: 131, inner: 517, columns: 1029 },
  { batch: 1, rows: 1025, inner: 257, columns: 9 },
  { batch: 3, rows: 257, inner: 255, columns: 513 },
  { batch: 300, rows: 33, inner: 64, columns: 31 },
  { batch: 1, rows: 1, inner: 3000, columns: 700 },
  { batch: 1, rows: 4000, inner: 2, columns: 1 },
];
const layouts = [
  { transposeA: false, transposeB: false },
  { transposeA: true, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: true },
];

/** A device whose workers are started for any work. */
const open = (workers: number) => openCpuDevice("for a test", { workers, startTime: 0 });

/** Runs on a device with that many threads. */
async function on<Result>(workers: number, work: (device: Device) => Promise<Result>) {
  await using device = open(workers);
  return await work(device);
}

const operandsOf = ({ batch, rows, inner, columns }: MatmulShape) => ({
  a: noise(batch * rows * inner, { seed: 1 }),
  b: noise(batch * inner * columns, { seed: 2 }),
});

/** The products by the plain kernel in float64. */
function plainProducts(shape: MatmulShape): Float64Array {
  const { batch, rows, inner, columns, transposeA, transposeB } = shape;
  const { a, b } = operandsOf(shape);
  const all = float64.allocate(batch * rows * columns) as Float64Array;
  for (let index = 0; index < batch; index++) {
    const part = <Matrix extends Float32Array | Float64Array>(matrix: Matrix, size: number) =>
      matrix.subarray(index * size, (index + 1) * size);
    matmul({
      ...{ rows, inner, columns, a: part(a, rows * inner), b: part(b, inner * columns) },
      ...{ aRow: transposeA ? 1 : inner, aInner: transposeA ? rows : 1 },
      ...{ bInner: transposeB ? 1 : columns, bColumn: transposeB ? inner : 1 },
      c: part(all, rows * columns),
    });
  }
  return all;
}

for (const shape of shapes) {
  const { batch, rows, inner, columns } = shape;
  Deno.test(`${batch} products of ${rows} × ${inner} × ${columns}, however they lie, on workers or not`, async () => {
    await using one = open(1);
    await using two = open(2);
    await using four = open(4);
    const operands = operandsOf(shape);
    for (const layout of layouts) {
      const whole = { ...shape, ...layout };
      const alone = await one.matmul(operands, whole);
      const what = JSON.stringify(layout);
      assertClose(alone, plainProducts(whole), inner * 2 ** -24, what);
      for (const device of [two, four]) {
        assertSameBits(await device.matmul(operands, whole), alone, what);
      }
    }
  });
}

const shape = shapes[2];

Deno.test("a small product starts no worker, and several at the same time do not disturb each other", async () => {
  const small = { batch: 1, rows: 64, inner: 64, columns: 64 };
  const started = await countWorkers(async () => {
    await using device = openCpuDevice("for a test", { workers: 2 });
    await device.matmul(operandsOf(small), small);
  });
  assertEquals(started, 0);
  await on(2, async (device) => {
    const expected = await device.matmul(operandsOf(shape), shape);
    const all = [1, 2, 3].map(() => device.matmul(operandsOf(shape), shape));
    for (const found of await Promise.all(all)) assertSameBits(found, expected);
  });
});

Deno.test("a worker that fails ends the product with one clear line, and the next one is computed", async () => {
  await on(2, async (device) => {
    const expected = await on(1, (one) => one.matmul(operandsOf(shape), shape));
    // A table beyond the memory makes the worker throw.
    const error = await withWorker(
      (message) => "table" in message ? { ...message, table: 2 ** 31 } : message,
      () => assertRejects(() => device.matmul(operandsOf(shape), shape), Error),
    );
    assert(/^Cannot multiply as a worker failed: .+$/.test(error.message), error.message);
    assertSameBits(await device.matmul(operandsOf(shape), shape), expected);
  });
});
