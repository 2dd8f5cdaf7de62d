import { assertEquals } from "@std/assert";
import { openDevice } from "../../../lib/devices/open.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { activationFigures } from "../../activation_figures.ts";
import { assertClose, assertSameBits, noise, textbookMatmul, transposed } from "../../oracle.ts";
import ops from "../../reference/ops.json" with { type: "json" };

const device = await openDevice("cpu");

for (const activation of activationNames) {
  Deno.test(`the device's ${activation} is torch's, forward and backward, up to ±1000`, async () => {
    for (const figures of activationFigures) {
      const x = Float32Array.from(figures.x);
      const { forward, backward } = figures.byName.get(activation)!;
      assertClose(await device.activate(activation, x), forward, 3e-7, "forward");
      const upstream = noise(x.length, { seed: 8, scale: 3 });
      const expected = backward.map((derivative, at) => derivative * upstream[at]);
      const gradient = await device.activateBackward(activation, { x, upstream });
      assertClose(gradient, expected, 1e-6, "backward");
      assertSameBits(x, Float32Array.from(figures.x), "what was passed in");
      assertSameBits(upstream, noise(x.length, { seed: 8, scale: 3 }), "upstream");
    }
  });
}

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
  const x = Float32Array.of(-1, 2);
  const [first, second] = [await device.activate("relu", x), await device.activate("relu", x)];
  first.fill(9);
  assertEquals([...second], [0, 2]);
  assertEquals(first.buffer instanceof ArrayBuffer, true);
});
