import { assertClose, assertSameBits, noise, textbookMatmul, transposed } from "../oracle.ts";
import ops from "../reference/ops.json" with { type: "json" };
import { fill, multiplications } from "./implementations.ts";

interface Shape {
  rows: number;
  inner: number;
  columns: number;
  transposeA?: boolean;
  transposeB?: boolean;
}

/** The product of two matrices that lie as they are, or transposed. */
function multiply(
  multiplication: typeof multiplications[number],
  { a, b }: { a: Float32Array; b: Float32Array },
  { rows, inner, columns, transposeA = false, transposeB = false }: Shape,
) {
  const left = transposeA ? transposed(a, { rows, columns: inner }) : a;
  const right = transposeB ? transposed(b, { rows: inner, columns }) : b;
  // Filled, so that a sum that is added to what was there shows.
  const c = fill(multiplication, new Float32Array(rows * columns).fill(1e3));
  // deno-fmt-ignore
  multiplication.matmul({
    a: fill(multiplication, left), aRow: transposeA ? 1 : inner, aInner: transposeA ? rows : 1,
    b: fill(multiplication, right), bInner: transposeB ? 1 : columns, bColumn: transposeB ? inner : 1,
    c, rows, inner, columns,
  });
  return c;
}

/** One below, at and above two and four rows; likewise four and eight columns, and beyond. */
const rowCounts = [1, 2, 3, 4, 5, 7, 8, 9];
const columnCounts = [1, 3, 4, 5, 7, 8, 9, 11, 12, 13, 16, 17];
const innerCounts = [1, 2, 3, 8, 33];
const layouts = [
  { transposeA: false, transposeB: false },
  { transposeA: true, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: true },
];

for (const multiplication of multiplications) {
  const { name, unit } = multiplication;
  for (const layout of layouts) {
    const how = `${layout.transposeA ? "Aᵀ" : "A"}·${layout.transposeB ? "Bᵀ" : "B"}`;
    Deno.test(`${how} in ${name} is the textbook's sum at and around every block`, () => {
      for (const rows of rowCounts) {
        for (const columns of columnCounts) {
          for (const inner of innerCounts) {
            const a = noise(rows * inner, { seed: rows });
            const b = noise(inner * columns, { seed: columns + 100 });
            const shape = { rows, inner, columns };
            const c = multiply(multiplication, { a, b }, { ...shape, ...layout });
            const expected = textbookMatmul({ a, b }, shape);
            // A sum of `inner` products below 1 rounds at most that often.
            assertClose(c, expected, inner * unit, `${rows} × ${inner} × ${columns}`);
          }
        }
      }
    });
  }

  Deno.test(`a larger product in ${name}, as wide layers need it`, () => {
    const shape = { rows: 67, inner: 300, columns: 131 };
    const a = noise(shape.rows * shape.inner, { seed: 1 });
    const b = noise(shape.inner * shape.columns, { seed: 2 });
    const expected = textbookMatmul({ a, b }, shape);
    for (const layout of layouts) {
      const c = multiply(multiplication, { a, b }, { ...shape, ...layout });
      assertClose(c, expected, shape.inner * unit, JSON.stringify(layout));
    }
  });

  Deno.test(`torch's products in ${name}`, () => {
    const { a, b, c } = ops.batchedMatmul;
    const shape = { rows: a[0].length, inner: b[0].length, columns: b[0][0].length };
    for (const [index, expected] of c.entries()) {
      const operands = {
        a: Float32Array.from(a[index].flat()),
        b: Float32Array.from(b[index].flat()),
      };
      // The operands are rounded to float32 whatever comes after.
      assertClose(multiply(multiplication, operands, shape), expected.flat(), 1e-6);
    }
  });

  Deno.test(`a product in ${name} is the same to the bit however its operands lie`, () => {
    const shape = { rows: 7, inner: 40, columns: 13 };
    const a = noise(shape.rows * shape.inner, { seed: 3 });
    const b = noise(shape.inner * shape.columns, { seed: 4 });
    const [first, ...others] = layouts.map((layout) =>
      multiply(multiplication, { a, b }, { ...shape, ...layout })
    );
    for (const other of others) assertSameBits(other, first);
  });

  Deno.test(`a row in ${name} is the same to the bit whatever rows stand beside it`, () => {
    const [rows, inner, columns] = [9, 21, 14];
    const a = noise(rows * inner, { seed: 5 });
    const b = noise(inner * columns, { seed: 6 });
    const all = multiply(multiplication, { a, b }, { rows, inner, columns });
    for (let row = 0; row < rows; row++) {
      const alone = { a: a.subarray(row * inner, (row + 1) * inner), b };
      assertSameBits(
        multiply(multiplication, alone, { rows: 1, inner, columns }),
        all.subarray(row * columns, (row + 1) * columns),
        `row ${row}`,
      );
    }
  });

  Deno.test(`a product in ${name} whose columns are apart may be followed by a larger one`, () => {
    for (const size of [3, 40, 5]) {
      const [a, b] = [noise(size * size, { seed: size }), noise(size * size, { seed: size + 1 })];
      const shape = { rows: size, inner: size, columns: size };
      const c = multiply(multiplication, { a, b }, { ...shape, transposeB: true });
      assertClose(c, textbookMatmul({ a, b }, shape), size * unit);
    }
  });

  Deno.test(`a product in ${name} writes nothing beside its matrix`, () => {
    for (const [rows, columns] of [[1, 1], [3, 5], [4, 8], [5, 9]]) {
      const whole = fill(multiplication, new Float32Array(rows * columns + 8).fill(3));
      const ones = fill(multiplication, new Float32Array(64).fill(1));
      // deno-fmt-ignore
      multiplication.matmul({
        a: ones, aRow: 2, aInner: 1, b: ones, bInner: columns, bColumn: 1,
        c: whole.subarray(4, 4 + rows * columns), rows, inner: 2, columns,
      });
      const expected = [3, 3, 3, 3, ...new Array(rows * columns).fill(2), 3, 3, 3, 3];
      assertSameBits(Float64Array.from(whole), Float64Array.from(expected));
    }
  });
}
