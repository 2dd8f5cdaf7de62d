/** Networks on the device, compared with the plain kernels in float64. */

import { assertEquals } from "@std/assert";
import { gridPoints } from "../../../lib/devices/blocks.ts";
import { openDevice } from "../../../lib/devices/open.ts";
import { float64 } from "../../../lib/kernels/floats.ts";
import { type Loss, lossNames } from "../../../lib/kernels/losses.ts";
import { createNetwork } from "../../../lib/kernels/plain_network.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { createMlp, type Mlp } from "../../../lib/models/mlp.ts";
import { gradientsOn } from "../device_gradients.ts";
import { assertClose, assertSameBits, noise } from "../../oracle.ts";
import gradcheck from "../../reference/gradcheck.json" with { type: "json" };

const device = await openDevice("tfjs");

/** Random points, with one-hot classes, soft labels of any sum, or any values as targets. */
function samplesFor(sizes: readonly number[], count: number, targets: "classes" | "values") {
  const width = sizes[sizes.length - 1];
  const values = noise(count * width, { seed: 11 });
  const classes = values.map((_, at) => Math.floor(at / width) % width === at % width ? 1 : 0);
  return {
    count,
    inputs: noise(count * sizes[0], { seed: 12, scale: 2 }),
    targets: targets === "classes" ? classes : values.map(Math.abs),
  };
}

/** The outputs of a model in float64. */
function outputsOf({ sizes, activation, parameters }: Mlp, inputs: Float32Array): Float64Array {
  const outputs = new Float64Array(inputs.length / sizes[0] * sizes[sizes.length - 1]);
  createNetwork(float64, sizes).predict(parameters, { inputs, outputs, activation });
  return outputs;
}

for (const sizes of [[2, 3], [3, 5, 1], [2, 8, 7, 3], [1, 1], [2, 4, 5, 4, 3, 2]]) {
  for (const loss of lossNames) {
    Deno.test(`gradients of ${loss} in [${sizes}] equal those of the float64 kernels`, async () => {
      for (const activation of activationNames) {
        for (const targets of ["classes", "values"] as const) {
          for (const count of [1, 7]) {
            const samples = samplesFor(sizes, count, targets);
            const model = createMlp(sizes, { activation, initializer: "xavier", seed: 3 });
            const gradients = new Float64Array(model.parameters.length);
            const batch = { samples, activation, loss, gradients };
            const value = createNetwork(float64, sizes).gradients(model.parameters, batch);
            const found = await gradientsOn(device, model, { samples, loss });
            assertClose([found.loss], [value], 1e-6, `${activation}: loss of ${targets}`);
            assertClose(found.gradients, gradients, 1e-6, `${activation} of ${targets}`);
          }
        }
      }
    });
  }
}

Deno.test("loss and gradients of the notebook's gradient check equal torch's", async () => {
  const flat = (layers: { weight: number[][]; bias: number[] }[]) =>
    layers.flatMap(({ weight, bias }) => [...weight.flat(), ...bias]);
  const { sizes, initial, input, target, float64: expected } = gradcheck;
  const parameters = Float32Array.from(flat(initial));
  const model: Mlp = { sizes, activation: "tanh", head: "values", parameters };
  const samples = {
    count: 1,
    inputs: Float32Array.from(input.flat()),
    targets: Float32Array.from(target.flat()),
  };
  const loss: Loss = "meanSquaredError";
  const found = await gradientsOn(device, model, { samples, loss });
  assertClose([found.loss], [expected.loss], 2e-7, "loss");
  assertClose(found.gradients, flat(expected.gradients), 2e-7, "gradients");
});

const models = (["tanh", "gelu", "mish"] as const)
  .map((activation, seed) => createMlp([2, 17, 9, 3], { activation, seed }));

Deno.test("predictions of an ensemble equal those of the float64 kernels", async () => {
  // More points than are evaluated at once; the last block is smaller.
  for (const count of [1, 5, 9000]) {
    const inputs = noise(count * 2, { seed: count, scale: 3 });
    const before = inputs.slice();
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
    assertSameBits(inputs, before, "what was passed in");
  }
});

Deno.test("predictions on a grid equal those at its points to the bit, in all blocks", async () => {
  for (const size of [[2, 2], [3, 5], [150, 150], [5000, 2]] as const) {
    const grid = { x: [-2, 1], y: [0.5, 3], size } as const;
    const points = gridPoints(grid, [0, size[1]]);
    assertSameBits(
      await device.predictGrid(models, grid),
      await device.predict(models, points),
      `${size}`,
    );
  }
});

Deno.test("a signal aborts the prediction of a grid", async () => {
  const grid = { x: [0, 1], y: [0, 1], size: [50, 50] } as const;
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  const error = await device.predictGrid(models, grid, { signal }).catch((error) => error);
  assertEquals(error, reason);
});
