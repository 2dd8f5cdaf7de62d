/** The finishes of products: activations, derivatives and sums of rows, at and around the size of a tile. */

import { assertEquals } from "@std/assert";
import { activationNumber } from "../../../gpu/kernels/activations.ts";
import {
  largeTiling,
  matmulGrid,
  matmulUniform,
  type Product,
  tilings,
} from "../../../gpu/kernels/matmul.ts";
import { createMatmulKernel, type MatmulKernel } from "../../../gpu/kernels/matmul_code.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import {
  type Activation,
  activationFunction,
  activationNames,
} from "../../../lib/models/activations.ts";
import { assertClose, assertSameBits, noise, textbookMatmul, transposed } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";
import { narrow, runKernel } from "../run_kernel.ts";

interface Shape {
  rows: number;
  inner: number;
  columns: number;
}

const inner = 6;
/** The rounding errors of a few products below 1, and of their activation. */
const tolerance = 5e-7;
/** The value of elements that the kernel must not write. */
const untouched = 7;

/** Products of two members, whose matrices are `gap` elements apart. */
const gap = 3;

function productOf({ rows, inner, columns }: Shape, batch: number): Product {
  return {
    batch,
    rows,
    inner,
    columns,
    a: { offset: 0, batch: rows * inner, row: inner, inner: 1 },
    b: { offset: 0, batch: inner * columns, inner: columns, column: 1 },
    c: { offset: 0, batch: rows * columns + gap },
  };
}

function shapesAround({ tile }: MatmulKernel): Shape[] {
  return [1, 2, 3, tile - 1, tile, tile + 1].flatMap((size) => [
    { rows: size, inner, columns: 5 },
    { rows: 3, inner, columns: size },
  ]);
}

/** The matrices of the members, each followed by a gap of `untouched`. */
function apart(matrices: readonly ArrayLike<number>[]): number[] {
  return matrices.flatMap((matrix) => [...Array.from(matrix), ...Array(gap).fill(untouched)]);
}

function operandsOf({ rows, inner, columns }: Shape, batch: number) {
  const a = noise(batch * rows * inner, { seed: rows });
  const b = noise(batch * inner * columns, { seed: columns + 50 });
  const products = Array.from({ length: batch }, (_, i) =>
    textbookMatmul({
      a: a.subarray(i * rows * inner, (i + 1) * rows * inner),
      b: b.subarray(i * inner * columns, (i + 1) * inner * columns),
    }, { rows, inner, columns }));
  return { a, b, products };
}

/** Runs a kernel on two members; before, all elements of `c` and `outputs` are `untouched`. */
async function run(
  gpu: Gpu,
  kernel: MatmulKernel,
  { product, read, ...buffers }:
    & { product: Product; a: Float32Array; b: Float32Array; read: string[] }
    & Partial<Record<"kinds" | "preActivations" | "outputs" | "c", Float32Array | Uint32Array>>,
): Promise<Float32Array[]> {
  const { batch, c } = product;
  const filled = () => new Float32Array(batch * c.batch).fill(untouched);
  const given = { bias: new Float32Array(1), c: filled(), outputs: filled(), ...buffers };
  return await runKernel<string>(gpu, kernel, {
    buffers: { product: matmulUniform(product), ...given },
    grid: matmulGrid(kernel, product, narrow),
    read,
  });
}

for (const tiling of [...tilings, largeTiling]) {
  const pair: readonly Activation[] = ["tanh", "gelu"];
  const activating = createMatmulKernel(tiling, {
    finish: { kind: "activation", activations: pair },
  });
  const backward = createMatmulKernel(tiling, {
    finish: { kind: "derivative", activations: pair },
  });
  const summing = createMatmulKernel(tiling, { finish: { kind: "rowSums" } });
  const kinds = Uint32Array.from(pair, activationNumber);
  const functions = pair.map(activationFunction);

  gpuTest(`${activating.name}: products, and their activation for each member`, async (gpu) => {
    for (const shape of shapesAround(activating)) {
      const { a, b, products } = operandsOf(shape, 2);
      const product = productOf(shape, 2);
      const read = ["c", "outputs"];
      const [sums, outputs] = await run(gpu, activating, { product, a, b, kinds, read });
      const message = JSON.stringify(shape);
      assertClose(sums, apart(products), tolerance, message);
      const activated = products.map((sums, i) => Array.from(sums, functions[i].value));
      assertClose(outputs, apart(activated), tolerance, message);
    }
  });

  gpuTest(`${backward.name}: products times the derivative of each member`, async (gpu) => {
    for (const shape of shapesAround(backward)) {
      const { a, b, products } = operandsOf(shape, 2);
      const product = productOf(shape, 2);
      const size = shape.rows * shape.columns;
      const before = [0, 1].map((i) => noise(size, { seed: 80 + i, scale: 3 }));
      const values = before.map((sums, i) => Array.from(sums, functions[i].value));
      const [delta] = await run(gpu, backward, {
        product,
        a,
        b,
        kinds,
        preActivations: Float32Array.from(apart(before)),
        outputs: Float32Array.from(apart(values)),
        read: ["c"],
      });
      const expected = products.map((sums, i) =>
        Array.from(sums, (sum, at) => sum * functions[i].derivative(before[i][at], values[i][at]))
      );
      assertClose(delta, apart(expected), tolerance, JSON.stringify(shape));
    }
  });

  gpuTest(`${summing.name}: the product, followed by the sums of a's rows`, async (gpu) => {
    for (const shape of shapesAround(summing)) {
      const { rows, inner, columns } = shape;
      const { a, b, products } = operandsOf(shape, 2);
      const plain = productOf(shape, 2);
      // The layout of a layer's gradients: weights, biases, and a gap before the next member.
      const stride = rows * columns + rows + gap;
      const product: Product = {
        ...plain,
        a: { offset: 0, batch: rows * inner, row: 1, inner: rows },
        c: { offset: 0, batch: stride },
        rowSums: { offset: rows * columns, batch: stride },
      };
      const turned = [0, 1].flatMap((i) => [
        ...transposed(a.subarray(i * rows * inner, (i + 1) * rows * inner), {
          rows,
          columns: inner,
        }),
      ]);
      const c = await run(gpu, summing, { product, a: Float32Array.from(turned), b, read: ["c"] });
      const expected = products.map((weights, i) => [
        ...weights,
        ...Array.from({ length: rows }, (_, row) => {
          const own = a.subarray((i * rows + row) * inner, (i * rows + row + 1) * inner);
          return own.reduce((sum, value) => sum + value, 0);
        }),
      ]);
      assertClose(c[0], apart(expected), tolerance, JSON.stringify(shape));
    }
  });
}

gpuTest(
  "every activation may be the finish of a product, and NaN stays NaN in each",
  async (gpu) => {
    for (const activation of activationNames) {
      const kernel = createMatmulKernel(tilings[2], {
        finish: { kind: "activation", activations: [activation] },
      });
      const product = productOf({ rows: 1, inner: 1, columns: 3 }, 1);
      const [sums, outputs] = await run(gpu, kernel, {
        product,
        a: Float32Array.of(1),
        b: Float32Array.of(-0.5, NaN, 2),
        kinds: Uint32Array.of(activationNumber(activation)),
        read: ["c", "outputs"],
      });
      const { value } = activationFunction(activation);
      assertSameBits(sums.subarray(0, 3), Float32Array.of(-0.5, NaN, 2));
      assertClose([outputs[0], outputs[2]], [value(-0.5), value(2)], tolerance, activation);
      assertEquals(outputs[1], NaN);
    }
  },
);
