import { assertEquals } from "@std/assert";
import { openDevice } from "../../../lib/devices/open.ts";
import { gridPoints } from "../../../lib/devices/blocks.ts";
import type { Loss } from "../../../lib/kernels/losses.ts";
import { type Activation, activationFunction } from "../../../lib/models/activations.ts";
import { layersOf } from "../../../lib/models/layout.ts";
import { createMlp, type Mlp } from "../../../lib/models/mlp.ts";
import { gradientsOn } from "../device_gradients.ts";
import { assertClose, assertSameBits, noise, textbookMatmul, transposed } from "../../oracle.ts";
import { tensorflowGradients } from "../../tensorflow_oracle.ts";
import { samplesOf } from "../plans.ts";

const device = await openDevice("cpu");

/** Outputs of a model, layer by layer by the textbook. */
function outputsOf({ sizes, activation, parameters }: Mlp, inputs: Float32Array): Float64Array {
  let values = Float64Array.from(inputs);
  const layers = layersOf(sizes);
  for (const [index, { inputs: fanIn, outputs, weight, bias }] of layers.entries()) {
    const b = transposed(parameters.slice(weight, bias), { rows: outputs, columns: fanIn });
    const shape = { rows: values.length / fanIn, inner: fanIn, columns: outputs };
    const own = typeof activation === "string" ? activation : activation[index];
    const { value } = activationFunction(index < layers.length - 1 ? own : "identity");
    values = textbookMatmul({ a: values, b }, shape)
      .map((sum, at) => value(sum + parameters[bias + at % outputs]));
  }
  return values;
}

const models = ([["tanh", 1], ["gelu", 2], ["mish", 3]] as [Activation, number][])
  .map(([activation, seed]) => createMlp([2, 17, 9, 3], { activation, seed }));

Deno.test("predictions of an ensemble are the textbook's, model after model", async () => {
  for (const count of [1, 5, 300]) {
    const inputs = noise(count * 2, { seed: count, scale: 3 });
    const outputs = await device.predict(models, inputs);
    assertEquals(outputs.length, 3 * count * 3);
    models.forEach((model, index) =>
      assertClose(
        outputs.subarray(index * count * 3, (index + 1) * count * 3),
        outputsOf(model, inputs),
        1e-6,
        `model ${index}`,
      )
    );
  }
});

Deno.test("a linear model of one input and one output is predicted, too", async () => {
  const model = {
    sizes: [1, 1],
    activation: "relu",
    head: "values",
    parameters: Float32Array.of(2, -1),
  } as const;
  assertEquals([...await device.predict([model], Float32Array.of(-3, 0, 4))], [-7, -1, 7]);
});

Deno.test("a grid is predicted as its points are, to the bit, over block borders as well", async () => {
  // 150 × 150 points are more than go at once.
  for (const size of [[2, 2], [3, 5], [150, 150]] as const) {
    const grid = { x: [-2, 1], y: [0.5, 3], size } as const;
    const points = new Float32Array(size[0] * size[1] * 2);
    let at = 0;
    for (let row = 0; row < size[1]; row++) {
      for (let column = 0; column < size[0]; column++) {
        points[at++] = -2 + 3 * (column / (size[0] - 1));
        points[at++] = 0.5 + 2.5 * (row / (size[1] - 1));
      }
    }
    assertSameBits(
      await device.predictGrid(models, grid),
      await device.predict(models, points),
      `${size}`,
    );
  }
});

Deno.test("a grid wider than a block is predicted row by row", async () => {
  const size = [20_000, 2] as const;
  const model = createMlp([2, 1], { seed: 1 });
  const [across, along] = model.parameters;
  const outputs = await device.predictGrid([model], { x: [0, 1], y: [-1, 1], size });
  const base = model.parameters[2];
  assertClose(
    [outputs[0], outputs[19_999], outputs[20_000], outputs[39_999]],
    [base - along, base + across - along, base + along, base + across + along],
    1e-6,
  );
});

Deno.test("a grid's points include both ends of each axis, the lowest y first", () => {
  const grid = { x: [-1, 1], y: [0, 10], size: [3, 2] } as const;
  assertEquals([...gridPoints(grid, [0, 2])], [-1, 0, 0, 0, 1, 0, -1, 10, 0, 10, 1, 10]);
  assertEquals([...gridPoints(grid, [1, 2])], [-1, 10, 0, 10, 1, 10]);
  const last = gridPoints({ x: [0.1, 0.7], y: [0.2, 0.9], size: [7, 11] }, [10, 11]);
  assertEquals([...last.slice(-2)], [Math.fround(0.7), Math.fround(0.9)]);
  // Where the span swallows its end, the end is still a point.
  assertEquals([...gridPoints({ x: [-1e20, 1], y: [0, 1], size: [2, 2] }, [1, 2])].slice(2), [
    1,
    1,
  ]);
});

for (const loss of ["crossEntropy", "meanSquaredError"] as Loss[]) {
  Deno.test(`gradients of ${loss} over a batch are TensorFlow.js's own`, async () => {
    const samples = samplesOf([2, 3], 40);
    for (const model of models) {
      const expected = tensorflowGradients(model, { samples, loss });
      const found = await gradientsOn(device, model, { samples, loss });
      assertClose([found.loss], [expected.loss], 1e-6);
      assertClose(found.gradients, expected.gradients, 1e-6);
    }
  });
}

Deno.test("more shapes than a device keeps laid out take turns", async () => {
  const inputs = Float32Array.of(0.5, -1, 2, 0);
  for (let round = 0; round < 2; round++) {
    for (let width = 1; width <= 12; width++) {
      const model = createMlp([2, width, 2], { seed: width });
      assertClose(await device.predict([model], inputs), outputsOf(model, inputs), 1e-6);
    }
  }
});
