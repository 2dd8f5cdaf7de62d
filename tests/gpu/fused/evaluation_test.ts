/** Evaluation at points and on grids, compared with the float64 oracle. */

import { assert, assertEquals } from "@std/assert";
import { evaluateFused, pointsOf, type Where } from "../../../gpu/fused/evaluate.ts";
import { evaluationKernel } from "../../../gpu/fused/evaluation_kernel.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import { gridPoints } from "../../../lib/devices/blocks.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { createMlp, type Mlp } from "../../../lib/models/mlp.ts";
import { assertClose, noise } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";
import { evaluateInFloat64 } from "../oracle.ts";
import { withBufferOf } from "../small_buffers.ts";

/** The properties that choose a kernel, instead of those of the adapter and the points. */
interface Choice {
  readonly software?: boolean;
  readonly points?: number;
}

function programFor(gpu: Gpu, models: readonly Mlp[], where: Where, choice: Choice = {}) {
  const { limits } = gpu;
  const { software = gpu.software, points = models.length * pointsOf(where, models[0].sizes[0]) } =
    choice;
  const program = evaluationKernel({
    sizes: models[0].sizes,
    activations: [...new Set(models.flatMap(({ activation }) => activation))],
    source: "grid" in where ? "grid" : "points",
    points,
  }, { limits, software });
  assert(program, "the network does not fit");
  return program;
}

function evaluateOn(
  gpu: Gpu,
  models: readonly Mlp[],
  where: Where,
  choice?: Choice,
): Promise<Float32Array> {
  return evaluateFused(gpu, programFor(gpu, models, where, choice), { models, where });
}

const shapes = [[2, 2], [5, 3], [1, 3, 1], [3, 5, 2], [2, 9, 8, 3], [5, 64, 64, 9], [2, 300, 4]];
/** Too many parameters for workgroup memory, with or without activations. */
const largeShapes = [[2, 64, 64, 64, 2], [70, 90, 3]];
const choices: Record<string, Choice> = {
  "by few points a thread": { software: true, points: 1 },
  "by many points a thread": { software: true, points: 1e9 },
  "by tiles": { software: false },
};

for (const sizes of [...shapes, ...largeShapes]) {
  for (const [name, choice] of Object.entries(choices)) {
    gpuTest(
      `${sizes.join("-")} ${name} equals the float64 oracle for any number of points`,
      async (gpu) => {
        const models = [1, 2].map((seed) => createMlp(sizes, { seed, activation: "tanh" }));
        for (const count of [1, 31, 32, 33, 127, 128, 129, 300]) {
          const inputs = noise(count * sizes[0], { seed: 3, scale: 3 });
          const outputs = await evaluateOn(gpu, models, { inputs }, choice);
          assertClose(outputs, evaluateInFloat64(models, inputs), 2e-6, `${count} points`);
        }
      },
    );
  }
}

gpuTest(
  "NaN and infinite weights give outputs that are not finite, for every activation",
  async (gpu) => {
    for (const [name, choice] of Object.entries(choices)) {
      for (const wrong of [NaN, Infinity]) {
        const models = activationNames.map((activation) => {
          const { parameters, ...model } = createMlp([2, 3, 2], { activation });
          return { ...model, parameters: parameters.with(0, wrong) };
        });
        // Infinity times 0 is NaN.
        const outputs = await evaluateOn(gpu, models, { inputs: Float32Array.of(0, 1) }, choice);
        assert(outputs.every(Number.isNaN), `${name}, ${wrong}: ${outputs}`);
      }
    }
  },
);

gpuTest(
  "models that exceed the adapter's buffers are evaluated in chunks, equal to the bit",
  async (gpu) => {
    const models = [1, 2, 3, 4, 5].map((seed) => createMlp([2, 9, 3], { seed }));
    const where = { inputs: noise(80, { seed: 6 }) };
    const parts = await evaluateOn(withBufferOf(gpu, 1800), models, where);
    assertEquals(parts, await evaluateOn(gpu, models, where));
  },
);

gpuTest(
  "networks with many outputs are evaluated by tiles, as the register code grows with their number",
  (gpu) => {
    const rowsOf = (outputs: number, software: boolean) => {
      const models = [createMlp([2, 8, outputs])];
      return programFor(gpu, models, { inputs: noise(2, { seed: 1 }) }, { software }).rows;
    };
    assertEquals(rowsOf(16, true), 32);
    assertEquals(rowsOf(17, true), rowsOf(17, false));
  },
);

gpuTest("a thread evaluates more points if there are more, equal to the bit", async (gpu) => {
  const models = [createMlp([2, 16, 16, 2], { activation: "gelu" })];
  const where = { inputs: noise(2 * 500, { seed: 6, scale: 3 }) };
  const at = (points: number) => ({ software: true, points });
  const rows = [1, 1e9].map((points) => programFor(gpu, models, where, at(points)).rows);
  assertEquals(rows, [32, 64]);
  const [few, many] = [
    await evaluateOn(gpu, models, where, at(1)),
    await evaluateOn(gpu, models, where, at(1e9)),
  ];
  assertEquals(many, few);
});

gpuTest("models with different activations are evaluated together", async (gpu) => {
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

gpuTest(
  "a large grid of several models is evaluated in chunks, whose outputs are in order",
  async (gpu) => {
    const grid = { x: [-1, 1], y: [-1, 1], size: [700, 900] } as const;
    // The outputs are x and y, the coordinates of the point.
    const axes = new Float32Array([1, 0, 0, 1, 0, 0]);
    const swapped = new Float32Array([0, 1, 1, 0, 0, 0]);
    const models: Mlp[] = [axes, swapped].map((parameters) => ({
      sizes: [2, 2],
      activation: "relu",
      head: "logits",
      parameters,
    }));
    const outputs = await evaluateOn(gpu, models, { grid });
    const points = gridPoints(grid, [0, 900]);
    assertClose(outputs.subarray(0, points.length), points, 2e-7);
    const mirrored = points.map((_, at) => points[at % 2 === 0 ? at + 1 : at - 1]);
    assertClose(outputs.subarray(points.length), mirrored, 2e-7);
  },
);
