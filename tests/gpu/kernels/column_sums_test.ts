import {
  columnSumsGrid,
  columnSumsKernel,
  columnSumsUniform,
} from "../../../gpu/kernels/column_sums.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import { assertClose, assertSameBits, noise } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";
import { narrow, runKernel } from "../run_kernel.ts";

/** Sums of members' columns, where matrices lie 3 apart, and sums 2 apart behind a first number. */
async function sumsOf(
  gpu: Gpu,
  matrix: Float32Array,
  { members, rows, columns, times }: {
    members: number;
    rows: number;
    columns: number;
    times?: number;
  },
): Promise<Float32Array> {
  const shape = {
    members,
    rows,
    columns,
    matrixStride: rows * columns + 3,
    sumsAt: 1,
    sumsStride: columns + 2,
  };
  const [sums] = await runKernel(gpu, columnSumsKernel, {
    buffers: {
      columns: columnSumsUniform(shape),
      matrix,
      sums: new Float32Array(1 + members * (columns + 2)).fill(5),
    },
    grid: columnSumsGrid(shape, narrow),
    read: ["sums"],
    times,
  });
  return sums;
}

gpuTest(
  "columns add up at and around a workgroup's columns and rows, and nothing beside",
  async (gpu) => {
    const members = 3;
    for (const columns of [1, 15, 16, 17, 50]) {
      for (const rows of [1, 7, 8, 9, 64, 100]) {
        const stride = rows * columns + 3;
        const matrix = noise(members * stride, { seed: rows });
        const expected = new Float64Array(1 + members * (columns + 2)).fill(5);
        for (let member = 0; member < members; member++) {
          const first = 1 + member * (columns + 2);
          expected.fill(0, first, first + columns);
          for (let at = 0; at < rows * columns; at++) {
            expected[first + at % columns] += matrix[member * stride + at];
          }
        }
        const sums = await sumsOf(gpu, matrix, { members, rows, columns });
        assertClose(sums, expected, rows * 2 ** -24, `${rows} × ${columns}`);
      }
    }
  },
);

gpuTest("columns of numbers up to 1000 add up the same to the bit again", async (gpu) => {
  const shape = { members: 1, rows: 333, columns: 20 };
  const matrix = noise(333 * 20 + 3, { seed: 2, scale: 1000 });
  const once = await sumsOf(gpu, matrix, shape);
  const expected = new Float64Array(20);
  for (let at = 0; at < 333 * 20; at++) expected[at % 20] += matrix[at];
  const scaled = once.subarray(1, 21).map((sum) => sum / 1000);
  assertClose(scaled, expected.map((sum) => sum / 1000), 333 * 2 ** -24);
  assertSameBits(await sumsOf(gpu, matrix, { ...shape, times: 3 }), once);
});
