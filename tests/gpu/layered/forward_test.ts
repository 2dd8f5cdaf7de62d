import { forwardLayered } from "../../../gpu/layered/forward.ts";
import { float64 } from "../../../lib/kernels/floats.ts";
import { createNetwork } from "../../../lib/kernels/plain_network.ts";
import { createMlp, type Mlp } from "../../../lib/models/mlp.ts";
import { assertClose, assertSameBits, noise } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";

/** Outputs `[models × count × outputs]` in float64. */
function oracle(models: readonly Mlp[], inputs: Float32Array): number[] {
  return models.flatMap(({ sizes, activation, parameters }) => {
    const outputs = new Float64Array(inputs.length / sizes[0] * sizes[sizes.length - 1]);
    createNetwork(float64, sizes).predict(parameters, { inputs, outputs, activation });
    return [...outputs];
  });
}

function modelsOf(sizes: number[]): Mlp[] {
  return (["relu", "gelu", "softplus"] as const).map((activation, seed) =>
    createMlp(sizes, { activation, seed })
  );
}

gpuTest("outputs equal the oracle's for all sizes and numbers of points", async (gpu) => {
  for (const sizes of [[2, 64, 64, 2], [3, 300, 5], [2, 2], [1, 7, 1]]) {
    const models = modelsOf(sizes);
    for (const count of [1, 31, 32, 33, 500]) {
      const inputs = noise(count * sizes[0], { seed: count, scale: 3 });
      const outputs = await forwardLayered(gpu, models, inputs);
      assertClose(outputs, oracle(models, inputs), 2e-6, `${sizes} at ${count}`);
    }
  }
});

gpuTest(
  "points and models above the adapter's limit are evaluated in chunks, equal to the bit",
  async (gpu) => {
    const sizes = [3, 20, 2];
    const models = modelsOf(sizes);
    const inputs = noise(3 * 200, { seed: 1 });
    const whole = await forwardLayered(gpu, models, inputs);
    for (const bytes of [500, 1000, 4096]) {
      const limits = {
        maxBufferSize: bytes,
        maxStorageBufferBindingSize: bytes,
        maxComputeWorkgroupsPerDimension: 65_535,
      } as GPUSupportedLimits;
      assertSameBits(await forwardLayered({ ...gpu, limits }, models, inputs), whole);
    }
  },
);
