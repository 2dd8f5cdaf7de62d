import { assertEquals } from "@std/assert";
import {
  largeTiling,
  matmulGrid,
  matmulKernelFor,
  matmulUniform,
  type Product,
  tilings,
  vectorLoads,
} from "../../../gpu/kernels/matmul.ts";
import { createMatmulKernel, type MatmulKernel } from "../../../gpu/kernels/matmul_code.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import { assertClose, assertSameBits, noise, textbookMatmul, transposed } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";
import { narrow, runKernel } from "../run_kernel.ts";

interface Shape {
  rows: number;
  inner: number;
  columns: number;
}

interface Layout {
  transposeA: boolean;
  transposeB: boolean;
}

const layouts: readonly Layout[] = [
  { transposeA: false, transposeB: false },
  { transposeA: true, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: true },
];

/** The rounding error of a sum of `inner` products below 1. */
const toleranceOf = (inner: number) => inner * 2 ** -24;

function productOf({ rows, inner, columns }: Shape, layout: Layout): Product {
  const a = layout.transposeA ? { row: 1, inner: rows } : { row: inner, inner: 1 };
  const b = layout.transposeB ? { inner: 1, column: inner } : { inner: columns, column: 1 };
  return {
    batch: 1,
    rows,
    inner,
    columns,
    a: { offset: 0, batch: rows * inner, ...a },
    b: { offset: 0, batch: inner * columns, ...b },
    c: { offset: 0, batch: rows * columns },
  };
}

async function multiply(
  gpu: Gpu,
  kernel: MatmulKernel,
  { product, a, b, bias = new Float32Array(1), c, times }: {
    product: Product;
    a: Float32Array;
    b: Float32Array;
    bias?: Float32Array;
    /** The previous content, to detect a kernel that adds to it. */
    c?: Float32Array;
    times?: number;
  },
): Promise<Float32Array> {
  const { batch, rows, columns } = product;
  const [products] = await runKernel(gpu, kernel, {
    buffers: {
      product: matmulUniform(product),
      a,
      b,
      bias,
      c: c ?? new Float32Array(batch * rows * columns).fill(1e3),
    },
    grid: matmulGrid(kernel, product, narrow),
    read: ["c"],
    times,
  });
  return products;
}

/** One below, at and above the size of a tile in each dimension in turn, and single numbers. */
function shapesAround({ tile }: MatmulKernel): Shape[] {
  const around = [1, tile - 1, tile, tile + 1];
  return [
    { rows: 1, inner: 1, columns: 1 },
    ...around.map((rows) => ({ rows, inner: 5, columns: 3 })),
    ...around.map((columns) => ({ rows: 3, inner: 5, columns })),
    ...[7, 8, 9, 15, 16, 17, 33].map((inner) => ({ rows: 6, inner, columns: 5 })),
    { rows: tile + 1, inner: 19, columns: 2 * tile + 1 },
  ];
}

/** Shapes whose rows and columns are multiples of four, at and around a tile. */
function alignedShapes({ tile }: MatmulKernel): Shape[] {
  return [
    { rows: 4, inner: 1, columns: 4 },
    { rows: tile - 4, inner: 8, columns: tile + 4 },
    { rows: tile + 4, inner: 19, columns: tile },
  ];
}

for (const tiling of [...tilings, largeTiling]) {
  const plain = createMatmulKernel(tiling);
  gpuTest(`the ${plain.name} gives the same bits from vectors of four`, async (gpu) => {
    for (const layout of layouts) {
      for (const shape of alignedShapes(plain)) {
        const { rows, inner, columns } = shape;
        // Strides along the inner dimension are aligned only if the operand is stored along it.
        const product = productOf(shape, layout);
        const vectors = vectorLoads({
          ...product,
          a: { ...product.a, batch: 0 },
          b: { ...product.b, batch: 0 },
        });
        assertEquals(vectors, { a: layout.transposeA, b: !layout.transposeB });
        const operands = {
          product,
          a: noise(rows * inner, { seed: rows }),
          b: noise(inner * columns, { seed: columns + 100 }),
        };
        const expected = await multiply(gpu, plain, operands);
        const found = await multiply(gpu, createMatmulKernel(tiling, { vectors }), operands);
        assertSameBits(found, expected);
      }
    }
  });
}

Deno.test("vectors are read only where all strides, offsets and numbers allow it", () => {
  const product = {
    ...productOf({ rows: 8, inner: 5, columns: 12 }, { transposeA: true, transposeB: false }),
    a: { offset: 4, batch: 40, row: 1, inner: 8 },
    b: { offset: 0, batch: 60, inner: 12, column: 1 },
  };
  const loads = (change: Partial<Product>) => vectorLoads({ ...product, ...change });
  const { a, b } = product;
  assertEquals(loads({}), { a: true, b: true });
  assertEquals(loads({ rows: 7 }), { a: false, b: true });
  assertEquals(loads({ columns: 10 }), { a: true, b: false });
  assertEquals(loads({ a: { ...a, offset: 2 } }), { a: false, b: true });
  assertEquals(loads({ a: { ...a, batch: 41 } }), { a: false, b: true });
  assertEquals(loads({ a: { ...a, inner: 9 } }), { a: false, b: true });
  assertEquals(loads({ a: { ...a, row: 5, inner: 1 } }), { a: false, b: true });
  assertEquals(loads({ b: { ...b, column: 5, inner: 1 } }), { a: true, b: false });
  assertEquals(loads({ b: { ...b, inner: 14 } }), { a: true, b: false });
});

for (const kernel of [...tilings, largeTiling].map((tiling) => createMatmulKernel(tiling))) {
  for (const layout of layouts) {
    const how = `${layout.transposeA ? "Aᵀ" : "A"}·${layout.transposeB ? "Bᵀ" : "B"}`;
    gpuTest(
      `${how} by the ${kernel.name} is the textbook's sum at and around a tile`,
      async (gpu) => {
        for (const shape of shapesAround(kernel)) {
          const { rows, inner, columns } = shape;
          const a = noise(rows * inner, { seed: rows });
          const b = noise(inner * columns, { seed: columns + 100 });
          const c = await multiply(gpu, kernel, {
            product: productOf(shape, layout),
            a: layout.transposeA ? transposed(a, { rows, columns: inner }) : a,
            b: layout.transposeB ? transposed(b, { rows: inner, columns }) : b,
          });
          assertClose(
            c,
            textbookMatmul({ a, b }, shape),
            toleranceOf(inner),
            JSON.stringify(shape),
          );
        }
      },
    );
  }

  gpuTest(
    `the ${kernel.name} reads batches with strides and offsets, and shared matrices`,
    async (gpu) => {
      const { rows, inner, columns } = { rows: kernel.tile + 2, inner: 6, columns: 5 };
      const batch = 3;
      const a = noise(2 + rows * inner, { seed: 1 });
      const b = noise(3 + batch * (inner * columns + 1), { seed: 2 });
      const bias = noise(1 + batch * (columns + 2), { seed: 3 });
      const stride = rows * columns + 4;
      const c = await multiply(gpu, kernel, {
        product: {
          ...productOf({ rows, inner, columns }, layouts[0]),
          batch,
          a: { offset: 2, batch: 0, row: inner, inner: 1 },
          b: { offset: 3, batch: inner * columns + 1, inner: columns, column: 1 },
          bias: { offset: 1, batch: columns + 2 },
          c: { offset: 4, batch: stride },
        },
        a,
        b,
        bias,
        c: new Float32Array(4 + batch * stride).fill(7),
      });
      const expected = new Float64Array(4 + batch * stride).fill(7);
      for (let index = 0; index < batch; index++) {
        const operands = { a: a.subarray(2), b: b.subarray(3 + index * (inner * columns + 1)) };
        textbookMatmul(operands, { rows, inner, columns }).forEach((sum, at) => {
          const shift = bias[1 + index * (columns + 2) + at % columns];
          expected[4 + index * stride + at] = sum + shift;
        });
      }
      assertClose(c, expected, toleranceOf(inner + 1));
    },
  );

  gpuTest(`the ${kernel.name} multiplies numbers up to 1000`, async (gpu) => {
    const shape = { rows: 9, inner: 40, columns: 11 };
    const a = noise(shape.rows * shape.inner, { seed: 5, scale: 1000 });
    const b = noise(shape.inner * shape.columns, { seed: 6, scale: 1000 });
    const c = await multiply(gpu, kernel, { product: productOf(shape, layouts[0]), a, b });
    const scaled = textbookMatmul({ a, b }, shape).map((sum) => sum / 1e6);
    assertClose(c.map((sum) => sum / 1e6), scaled, toleranceOf(shape.inner));
  });

  gpuTest(
    `the ${kernel.name} is the same to the bit again, and however operands lie`,
    async (gpu) => {
      const shape = { rows: 37, inner: 50, columns: 70 };
      const a = noise(shape.rows * shape.inner, { seed: 7 });
      const b = noise(shape.inner * shape.columns, { seed: 8 });
      const product = productOf(shape, layouts[0]);
      const once = await multiply(gpu, kernel, { product, a, b });
      assertSameBits(await multiply(gpu, kernel, { product, a, b, times: 5 }), once);
      const turned = await multiply(gpu, kernel, {
        product: productOf(shape, layouts[3]),
        a: transposed(a, { rows: shape.rows, columns: shape.inner }),
        b: transposed(b, { rows: shape.inner, columns: shape.columns }),
      });
      assertSameBits(turned, once);
    },
  );

  gpuTest(
    `the ${kernel.name} lets NaN and infinity through, and keeps them where they are`,
    async (gpu) => {
      const product = productOf({ rows: 2, inner: 2, columns: 1 }, layouts[0]);
      const c = await multiply(gpu, kernel, {
        product: { ...product, batch: 2, a: { ...product.a, batch: 0 } },
        // NaN directly after a row, and directly after a matrix.
        a: Float32Array.of(1, 1, NaN, 1),
        b: Float32Array.of(Infinity, 1, NaN, NaN),
      });
      assertEquals([...c], [Infinity, NaN, NaN, NaN]);
    },
  );
}

Deno.test("large products have large tiles; narrow products, and few products on a large GPU, small tiles", () => {
  const tileOf = (rows: number, columns: number, { batch = 1, software = false } = {}) => {
    const product = { ...productOf({ rows, inner: 64, columns }, layouts[0]), batch };
    return matmulKernelFor(product, { software }).tile;
  };
  assertEquals(tileOf(2048, 2048), 128);
  assertEquals(tileOf(64, 64, { batch: 256 }), 64);
  assertEquals(tileOf(4096, 5), 32);
  assertEquals(tileOf(2, 2), 32);
  assertEquals(tileOf(256, 256), 32);
  assertEquals(tileOf(256, 256, { software: true }), 128);
  assertEquals(tileOf(64, 300), 32);
  assertEquals(tileOf(64, 300, { software: true }), 64);
  const nameOf = (size: number, software: boolean) => {
    const product = productOf({ rows: size, inner: size, columns: size }, layouts[0]);
    return matmulKernelFor(product, { software }).name;
  };
  const vectors = { a: false, b: true };
  assertEquals(nameOf(1024, true), createMatmulKernel(largeTiling, { vectors }).name);
  assertEquals(nameOf(1024, false), createMatmulKernel(tilings[1], { vectors }).name);
  assertEquals(nameOf(2048, false), createMatmulKernel(tilings[0], { vectors }).name);
  assertEquals(nameOf(512, true), createMatmulKernel(tilings[0], { vectors }).name);
});
