/** Evaluation over points and grids against the float64 oracle. */

import { assert, assertEquals } from "@std/assert";
import { evaluateFused, type Where } from "../../../gpu/fused/evaluate.ts";
import { evaluationKernel } from "../../../gpu/fused/evaluation_kernel.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import { gridPoints } from "../../../lib/devices/grid.ts";
import { float64 } from "../../../lib/kernels/arithmetic.ts";
import { createNetwork } from "../../../lib/kernels/network.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { createMlp, type Mlp } from "../../../lib/models/mlp.ts";
import { assertClose, noise } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";

function evaluateOn(gpu: Gpu, models: readonly Mlp[], where: Where): Promise<Float32Array> {
  const program = evaluationKernel({
    sizes: models[0].sizes,
    activations: [...new Set(models.map(({ activation }) => activation))],
    source: "grid" in where ? "grid" : "points",
  }, gpu);
  assert(program, "the network does not fit");
  return evaluateFused(gpu, program, { models, where });
}

function evaluateInFloat64(models: readonly Mlp[], inputs: Float32Array): number[] {
  return models.flatMap(({ sizes, parameters, activation }) => {
    const outputs = new Float64Array(inputs.length / sizes[0] * sizes[sizes.length - 1]);
    createNetwork(float64, sizes).predict(Float64Array.from(parameters), {
      inputs: Float64Array.from(inputs),
      outputs,
      activation,
    });
    return [...outputs];
  });
}

const shapes = [[2, 2], [1, 3, 1], [3, 5, 2], [2, 9, 8, 3], [5, 64, 64, 9], [2, 300, 4]];

for (const sizes of shapes) {
  for (const count of [1, 63, 64, 65, 200]) {
    gpuTest(`${sizes.join("-")} at ${count} points is the float64 oracle's`, async (gpu) => {
      const models = [1, 2].map((seed) => createMlp(sizes, { seed, activation: "tanh" }));
      const inputs = noise(count * sizes[0], { seed: 3, scale: 3 });
      const outputs = await evaluateOn(gpu, models, { inputs });
      assertClose(outputs, evaluateInFloat64(models, inputs), 2e-6);
    });
  }
}

gpuTest("models with every activation are evaluated side by side", async (gpu) => {
  const models = activationNames.map((activation, seed) =>
    createMlp([2, 7, 2], { seed, activation })
  );
  const inputs = noise(40, { seed: 4, scale: 50 });
  assertClose(await evaluateOn(gpu, models, { inputs }), evaluateInFloat64(models, inputs), 5e-6);
});

for (const size of [[2, 2], [7, 5], [64, 3], [200, 130]] as const) {
  gpuTest(
    `a grid of ${size.join(" x ")} has its points where NumPy's linspace has`,
    async (gpu) => {
      const grid = { x: [-3, 2.5], y: [0.1, 9], size } as const;
      const models = [createMlp([2, 6, 3], { seed: 5, activation: "relu" })];
      const points = gridPoints(grid, [0, size[1]]);
      const outputs = await evaluateOn(gpu, models, { grid });
      assertClose(outputs, evaluateInFloat64(models, points), 3e-6);
      assertEquals(await evaluateOn(gpu, models, { grid }), outputs);
    },
  );
}

gpuTest("a large grid of several models comes in parts, each in its place", async (gpu) => {
  const grid = { x: [-1, 1], y: [-1, 1], size: [700, 900] } as const;
  // The first output is x, the second y: the points themselves can be read off.
  const axes = new Float32Array([1, 0, 0, 1, 0, 0]);
  const swapped = new Float32Array([0, 1, 1, 0, 0, 0]);
  const models: Mlp[] = [axes, swapped].map((parameters) => ({
    sizes: [2, 2],
    activation: "relu",
    parameters,
  }));
  const outputs = await evaluateOn(gpu, models, { grid });
  const points = gridPoints(grid, [0, 900]);
  assertClose(outputs.subarray(0, points.length), points, 2e-7);
  const mirrored = points.map((_, at) => points[at % 2 === 0 ? at + 1 : at - 1]);
  assertClose(outputs.subarray(points.length), mirrored, 2e-7);
});
