import { assertRejects } from "@std/assert";
import { GpuError } from "../../gpu/errors.ts";
import { matmul } from "../../gpu/operations.ts";
import { assertClose, assertSameBits, noise, textbookMatmul, transposed } from "../oracle.ts";
import ops from "../reference/ops.json" with { type: "json" };
import { gpuTest } from "./adapter.ts";
import { withBufferOf } from "./small_buffers.ts";

gpuTest("batched products equal torch's", async (gpu) => {
  const { a, b, c } = ops.batchedMatmul;
  const operands = { a: Float32Array.from(a.flat(2)), b: Float32Array.from(b.flat(2)) };
  const shape = { batch: a.length, rows: a[0].length, inner: b[0].length, columns: b[0][0].length };
  assertClose(await matmul(gpu, operands, shape), c.flat(2), 1e-6);
});

gpuTest("batches are multiplied in all four layouts, also in chunks", async (gpu) => {
  const shape = { batch: 5, rows: 6, inner: 7, columns: 3 };
  const a = noise(5 * 6 * 7, { seed: 1 });
  const b = noise(5 * 7 * 3, { seed: 2 });
  const each = (
    matrices: Float32Array,
    length: number,
    turn: (part: Float32Array) => Float32Array,
  ) =>
    Float32Array.from([0, 1, 2, 3, 4].flatMap((index) => [
      ...turn(matrices.subarray(index * length, (index + 1) * length)),
    ]));
  const expected = [0, 1, 2, 3, 4].flatMap((index) => [
    ...textbookMatmul({ a: a.subarray(index * 42), b: b.subarray(index * 21) }, shape),
  ]);
  const aTurned = each(a, 42, (part) => transposed(part, { rows: 6, columns: 7 }));
  const bTurned = each(b, 21, (part) => transposed(part, { rows: 7, columns: 3 }));
  for (const parts of [gpu, withBufferOf(gpu, 2 * 42 * 4)]) {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        const operands = { a: transposeA ? aTurned : a, b: transposeB ? bTurned : b };
        const c = await matmul(parts, operands, { ...shape, transposeA, transposeB });
        assertClose(c, expected, 7 * 2 ** -24);
      }
    }
  }
});

gpuTest("a matrix above the adapter's limit is an error that names the kernel", async (gpu) => {
  const small = withBufferOf(gpu, 64);
  const operands = { a: new Float32Array(20), b: new Float32Array(20) };
  await assertRejects(
    () => matmul(small, operands, { batch: 1, rows: 5, inner: 4, columns: 5 }),
    GpuError,
    "Cannot run matmul on the GPU as its left operands need 80 bytes: the adapter takes at most 64",
  );
});

gpuTest("products with more workgroups than one dimension of a grid allows", async (gpu) => {
  const batch = gpu.limits.maxComputeWorkgroupsPerDimension + 10;
  const a = noise(batch, { seed: 4 });
  const b = noise(batch, { seed: 5 });
  const c = await matmul(gpu, { a, b }, { batch, rows: 1, inner: 1, columns: 1 });
  assertSameBits(c, a.map((value, at) => value * b[at]));
});
