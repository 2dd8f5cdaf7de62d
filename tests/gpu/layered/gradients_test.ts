import { gradientsLayered } from "../../../gpu/layered/gradients.ts";
import { float64 } from "../../../lib/kernels/arithmetic.ts";
import { lossNames } from "../../../lib/kernels/losses.ts";
import { createNetwork } from "../../../lib/kernels/network.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { createMlp } from "../../../lib/models/mlp.ts";
import { assertClose } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";
import { samplesOf } from "./plans.ts";

for (const loss of lossNames) {
  gpuTest(`gradients of ${loss} are the oracle's, for every activation`, async (gpu) => {
    for (const [index, activation] of activationNames.entries()) {
      const sizes = [[2, 64, 64, 2], [3, 300, 5], [2, 2], [4, 33, 17, 1]][index % 4];
      const model = createMlp(sizes, { activation, seed: index });
      const samples = samplesOf(101, { sizes, seed: 3 });
      const actual = await gradientsLayered(gpu, model, { samples, loss });
      const gradients = new Float64Array(model.parameters.length);
      const batch = { samples, activation, loss, gradients };
      const expected = createNetwork(float64, sizes).gradients(model.parameters, batch);
      assertClose([actual.loss], [expected], 1e-6, "loss");
      assertClose(actual.gradients, gradients, 1e-6, `gradients through ${activation}`);
    }
  });
}

gpuTest("a batch too large for a buffer gives the same gradients, in parts", async (gpu) => {
  const sizes = [2, 16, 3];
  const model = createMlp(sizes, { activation: "tanh" });
  const samples = samplesOf(500, { sizes, seed: 4 });
  const limits = {
    maxBufferSize: 4096,
    maxStorageBufferBindingSize: 4096,
    maxComputeWorkgroupsPerDimension: 65_535,
  } as GPUSupportedLimits;
  const batch = { samples, loss: "crossEntropy" } as const;
  const whole = await gradientsLayered(gpu, model, batch);
  const inParts = await gradientsLayered({ ...gpu, limits }, model, batch);
  assertClose([inParts.loss], [whole.loss], 1e-6);
  assertClose(inParts.gradients, whole.gradients, 1e-6);
});
