import { assertEquals, assertRejects } from "@std/assert";
import { gridPoints } from "../../../lib/devices/blocks.ts";
import { float64 } from "../../../lib/kernels/floats.ts";
import { createNetwork } from "../../../lib/kernels/plain_network.ts";
import { SimdInference } from "../../../lib/kernels/simd/inference.ts";
import { WorkerCrew } from "../../../lib/kernels/simd/pool.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { createMlp, type Mlp } from "../../../lib/models/mlp.ts";
import { assertClose, assertSameBits, noise } from "../../oracle.ts";

/** Without workers. */
const alone = {
  action: "predict",
  crew: new WorkerCrew(1),
  startTime: 0,
  pause: () => Promise.resolve(),
};

const modelOf = (sizes: readonly number[], activation: Mlp["activation"] = "tanh") =>
  createMlp(sizes, { activation, initializer: "xavier", seed: sizes.length });

/** Outputs by the plain kernels in float64. */
function plainOutputs({ sizes, activation, parameters }: Mlp, inputs: Float32Array): Float64Array {
  const outputs = new Float64Array(inputs.length / sizes[0] * sizes[sizes.length - 1]);
  createNetwork(float64, sizes).predict(parameters, { inputs, outputs, activation });
  return outputs;
}

Deno.test("outputs of networks of any width are those of float64, for any number of points", async () => {
  const shapes = [
    ...[[1, 1], [2, 1, 2], [5, 4, 3], [3, 8, 9, 12, 5], [13, 17, 2], [2, 33, 31, 7]],
    ...[[2, 64, 64, 2], [1, 300, 1], [70, 2, 130], [2, 257, 19, 2]],
  ];
  for (const sizes of shapes) {
    const inference = new SimdInference(sizes);
    const model = modelOf(sizes);
    for (const count of [1, 2, 3, 4, 5, 15, 16, 17, 63, 65, 127, 128, 129, 1000]) {
      const inputs = noise(count * sizes[0], { seed: count, scale: 2 });
      const found = await inference.outputs([model], { inputs }, alone);
      assertClose(found, plainOutputs(model, inputs), 2e-6, `${sizes}, ${count} points`);
      inference.release();
    }
  }
});

for (const activation of activationNames) {
  Deno.test(`outputs of a network of ${activation} are those of float64`, async () => {
    const model = modelOf([2, 9, 6, 3], activation);
    const inputs = noise(2 * 333, { scale: 4 });
    const found = await new SimdInference(model.sizes).outputs([model], { inputs }, alone);
    assertClose(found, plainOutputs(model, inputs), 2e-6);
  });
}

Deno.test("a grid has the outputs of its points, to the bit, whatever its shape", async () => {
  const sizes = [2, 11, 3];
  const model = modelOf(sizes);
  const inference = new SimdInference(sizes);
  // Rows shorter than a vector, of whole vectors, longer than a block, and longer than a part.
  for (const [columns, rows] of [[2, 2], [2, 301], [3, 100], [5, 2], [64, 7], [131, 9], [2e5, 2]]) {
    const grid = { x: [-2, 1], y: [0.5, 3], size: [columns, rows] } as const;
    const inputs = gridPoints(grid, [0, rows]);
    const x = Float32Array.from({ length: columns }, (_, column) => inputs[2 * column]);
    const y = Float32Array.from({ length: rows }, (_, row) => inputs[2 * row * columns + 1]);
    const found = await inference.outputs([model], { x, y }, alone);
    const expected = await inference.outputs([model], { inputs }, alone);
    assertSameBits(found, expected, `${columns} × ${rows}`);
    const some = inputs.subarray(0, 2000);
    const plain = plainOutputs(model, some);
    assertClose(found.subarray(0, plain.length), plain, 2e-6, `${columns} × ${rows}`);
  }
});

Deno.test("models of several activations, and more numbers than go at once: model after model", async () => {
  const sizes = [2, 3, 700];
  const inference = new SimdInference(sizes);
  const models = (["relu", "gelu", "relu"] as const).map((activation, index) => ({
    ...modelOf(sizes, activation),
    parameters: noise(9 + 2800, { seed: index }),
  }));
  const count = 13_001;
  const inputs = noise(2 * count, { seed: 9 });
  const found = await inference.outputs(models, { inputs }, alone);
  assertEquals(found.length, 3 * count * 700);
  for (const [index, model] of models.entries()) {
    for (const point of [0, 1, 6000, 11_949, 11_950, count - 1]) {
      const at = (index * count + point) * 700;
      const expected = plainOutputs(model, inputs.slice(2 * point, 2 * point + 2));
      assertClose(found.subarray(at, at + 700), expected, 2e-6, `model ${index}, point ${point}`);
    }
  }
});

Deno.test("an error of the pause ends the work, and what was computed on is not kept", async () => {
  const inference = new SimdInference([2, 64, 64, 2]);
  const model = modelOf([2, 64, 64, 2]);
  const x = noise(1000);
  const pause = () => Promise.reject(new DOMException("stop", "AbortError"));
  await assertRejects(
    () => inference.outputs([model], { x, y: x }, { ...alone, pause }),
    DOMException,
  );
  assertEquals(inference.release(), false);
});
