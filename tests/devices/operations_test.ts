/** The operations of every device except training. */

import { assertEquals } from "@std/assert";
import { sgd } from "../../lib/kernels/create_optimizer.ts";
import { activationNames } from "../../lib/models/activations.ts";
import { createMlp } from "../../lib/models/mlp.ts";
import { trainInFloat64 } from "../gpu/oracle.ts";
import { eachDevice } from "./each_device.ts";
import { assertClose, assertSameBits, noise, textbookMatmul, transposed } from "../oracle.ts";
import ops from "../reference/ops.json" with { type: "json" };

eachDevice("a batched product equals torch's", async (device) => {
  const { a, b, c } = ops.batchedMatmul;
  const shape = { batch: a.length, rows: a[0].length, inner: b[0].length, columns: b[0][0].length };
  const operands = { a: Float32Array.from(a.flat(2)), b: Float32Array.from(b.flat(2)) };
  assertClose(await device.matmul(operands, shape), c.flat(2), 1e-6);
});

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const how = `${transposeA ? "Aᵀ" : "A"}·${transposeB ? "Bᵀ" : "B"}`;
    eachDevice(
      `products of batches of ${how} equal sums over the inner dimension`,
      async (device) => {
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
      },
    );
  }
}

eachDevice("results are copies, which the caller may change", async (device) => {
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

eachDevice(
  "a network of NaN predicts NaN, and does not change later predictions",
  async (device) => {
    const model = createMlp([2, 17, 9, 3], { activation: "tanh", seed: 0 });
    const inputs = Float32Array.of(1, 2);
    const before = await device.predict([model], inputs);
    const ruined = { ...model, parameters: model.parameters.map(() => NaN) };
    assertEquals([...await device.predict([ruined], inputs)], [NaN, NaN, NaN]);
    assertSameBits(await device.predict([model], inputs), before);
  },
);

eachDevice(
  "gradients far from 0; those of elu and selu are compared by relative errors",
  async (device) => {
    // The step is so large that the updated parameters are determined by the gradient.
    const optimizer = sgd({ learningRate: 2 ** 34 });
    const train = { count: 1, inputs: Float32Array.of(1), targets: Float32Array.of(0, 1) };
    for (const x of [-20, -18, -17.5, -5, 5, 18]) {
      const parameters = Float32Array.of(x, 0, 1, -1, 0, 0);
      const plan = {
        sizes: [1, 1, 2],
        loss: "crossEntropy",
        epochs: 1,
        batchSize: 1,
        train,
        members: activationNames.map((activation) => ({
          activation,
          parameters,
          optimizer,
          orderSeeds: Uint32Array.of(1),
        })),
      } as const;
      const session = await device.start(plan);
      await session.advance(1);
      const expected = trainInFloat64(plan);
      for (const [index, found] of (await session.parameters()).entries()) {
        const gradient = (values: ArrayLike<number>) => (x - values[0]) / 2 ** 34;
        const wanted = gradient(expected[index].parameters);
        // Torch computes the derivative of tanh from its value, which loses digits far from 0.
        const activation = activationNames[index];
        const size = activation === "elu" || activation === "selu" ? Math.abs(wanted) : 1;
        assertClose([gradient(found) / size], [wanted / size], 3e-6, `${activation} at ${x}`);
      }
      await session.close();
    }
  },
);

eachDevice("the range of a grid may exceed that of float32", async (device) => {
  const model = createMlp([2, 4, 2], { activation: "tanh", seed: 1 });
  const grid = { x: [-3e38, 3e38], y: [-1, 1], size: [3, 2] } as const;
  const points = Float32Array.of(-3e38, -1, 0, -1, 3e38, -1, -3e38, 1, 0, 1, 3e38, 1);
  const expected = await device.predict([model], points);
  assertEquals(expected.every(Number.isFinite), true);
  assertClose(await device.predictGrid([model], grid), expected, 1e-6);
});
