import { assertEquals } from "@std/assert";
import { openDevice } from "../../../lib/devices/open.ts";
import { assertClose, noise, textbookMatmul, transposed } from "../../oracle.ts";
import ops from "../../reference/ops.json" with { type: "json" };

const device = await openDevice("cpu");

Deno.test("the device's batched product is torch's", async () => {
  const { a, b, c } = ops.batchedMatmul;
  const shape = { batch: a.length, rows: a[0].length, inner: b[0].length, columns: b[0][0].length };
  const operands = { a: Float32Array.from(a.flat(2)), b: Float32Array.from(b.flat(2)) };
  assertClose(await device.matmul(operands, shape), c.flat(2), 1e-6);
});

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const how = `${transposeA ? "Aᵀ" : "A"}·${transposeB ? "Bᵀ" : "B"}`;
    Deno.test(`the device's batches of ${how} are the textbook's sums`, async () => {
      for (const [batch, rows, inner, columns] of [[1, 1, 1, 1], [3, 5, 4, 9], [2, 3, 7, 1]]) {
        const matrices = Array.from({ length: batch }, (_, index) => ({
          a: noise(rows * inner, { seed: index + 1 }),
          b: noise(inner * columns, { seed: index + 50 }),
        }));
        const joined = (parts: Float32Array[]) => Float32Array.from(parts.flatMap((p) => [...p]));
        const product = await device.matmul({
          a: joined(
            matrices.map(({ a }) => transposeA ? transposed(a, { rows, columns: inner }) : a),
          ),
          b: joined(
            matrices.map(({ b }) => transposeB ? transposed(b, { rows: inner, columns }) : b),
          ),
        }, { batch, rows, inner, columns, transposeA, transposeB });
        const size = rows * columns;
        matrices.forEach((matrix, index) =>
          assertClose(
            product.subarray(index * size, (index + 1) * size),
            textbookMatmul(matrix, { rows, inner, columns }),
            inner * 2 ** -24,
            `product ${index}`,
          )
        );
      }
    });
  }
}

Deno.test("results of operations are the caller's own", async () => {
  const multiply = () =>
    device.matmul({ a: Float32Array.of(-1, 2), b: Float32Array.of(3) }, {
      batch: 1,
      rows: 2,
      inner: 1,
      columns: 1,
    });
  const [first, second] = [await multiply(), await multiply()];
  first.fill(9);
  assertEquals([...second], [-3, 6]);
  assertEquals(first.buffer instanceof ArrayBuffer, true);
});
