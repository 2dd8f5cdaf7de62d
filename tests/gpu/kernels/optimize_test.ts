import {
  elementwiseGrid,
  neverDiverged,
  optimizeKernel,
  optimizeUniform,
  stepWords,
} from "../../../gpu/kernels/step.ts";
import { correctionFloats, correctionsOfSteps } from "../../../gpu/kernels/corrections.ts";
import {
  optimizerWords,
  stateVectorsOf,
  stepKindOf,
  writeOptimizer,
} from "../../../gpu/kernels/optimizers.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import { stepOptimizer } from "../../../lib/kernels/optimizer_step.ts";
import { adam } from "../../../lib/kernels/create_optimizer.ts";
import { createOptimizer, optimizerNames } from "../../../lib/kernels/optimizer_names.ts";
import type { Optimizer } from "../../../lib/kernels/optimizers.ts";
import { assertClose, assertSameBits, noise } from "../../oracle.ts";
import { planOf } from "../../devices/plans.ts";
import { gpuTest } from "../adapter.ts";
import { narrow, runKernel } from "../run_kernel.ts";

const steps = 4;

/** Runs a few steps of all members, with the same gradients in each step. */
async function run(
  gpu: Gpu,
  members: readonly Optimizer[],
  { parameters, gradients }: { parameters: Float32Array; gradients: Float32Array },
) {
  const quads = parameters.length / 4 / members.length;
  const kinds = [...new Set(members.map(stepKindOf))];
  const words = new Uint32Array(optimizerWords * members.length);
  for (const [index, optimizer] of members.entries()) {
    const own = words.subarray(index * optimizerWords, (index + 1) * optimizerWords);
    const floats = new Float32Array(own.buffer, own.byteOffset, own.length);
    writeOptimizer(optimizer, index, { words: own, floats });
  }
  const stateVectors = Math.max(1, stateVectorsOf(kinds));
  let optimizerState: Float32Array = new Float32Array(stateVectors * parameters.length);
  let current = parameters;
  for (let step = 1; step <= steps; step++) {
    // The first half belongs to another step, and must not be read.
    const corrections = new Float32Array(2 * correctionFloats * members.length).fill(NaN);
    for (const [index, optimizer] of members.entries()) {
      const own = correctionsOfSteps({ optimizer }, planOf([]), { first: step - 1, last: step });
      corrections.set(own, correctionFloats * (members.length + index));
    }
    [current, optimizerState] = await runKernel(gpu, optimizeKernel(kinds), {
      buffers: {
        shape: optimizeUniform({ members: members.length, quads }),
        step: stepWords([{ orderAt: 3, scoreAt: 4, correctionAt: members.length, epoch: 0 }]),
        optimizers: words,
        corrections,
        gradients,
        parameters: current,
        optimizerState,
        diverged: new Uint32Array(members.length).fill(neverDiverged),
      },
      grid: elementwiseGrid(quads * members.length, narrow),
      read: ["parameters", "optimizerState"],
    });
  }
  return current;
}

/** The same steps of one member in float64. */
function oracle(optimizer: Optimizer, parameters: Float32Array, gradients: Float32Array) {
  const target = {
    parameters: Float64Array.from(parameters),
    gradients: Float64Array.from(gradients),
    state: new Float64Array(2 * parameters.length),
  };
  for (let step = 1; step <= steps; step++) stepOptimizer(optimizer, target, step);
  return target.parameters;
}

const members: readonly Optimizer[] = [
  ...optimizerNames.map((name) => createOptimizer(name, { learningRate: 0.05 })),
  ...optimizerNames.map((name) => createOptimizer(name, { learningRate: 0.02, weightDecay: 0.1 })),
  adam({ learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 1e-3 }),
];

gpuTest(
  "the steps of every optimizer equal the oracle's, with separate settings for each member",
  async (gpu) => {
    for (const quads of [1, 31, 32, 33]) {
      const length = 4 * quads;
      const parameters = noise(length * members.length, { seed: 1 });
      const gradients = noise(length * members.length, { seed: 2, scale: 3 });
      const after = await run(gpu, members, { parameters, gradients });
      for (const [index, optimizer] of members.entries()) {
        const part = (all: Float32Array) => all.subarray(index * length, (index + 1) * length);
        assertClose(
          part(after),
          oracle(optimizer, part(parameters), part(gradients)),
          5e-7,
          JSON.stringify(optimizer),
        );
      }
    }
  },
);

gpuTest(
  "a member's steps are equal to the bit alone, in an ensemble, and in repeated runs",
  async (gpu) => {
    const length = 40;
    const parameters = noise(length * members.length, { seed: 3, scale: 1000 });
    const gradients = noise(length * members.length, { seed: 4, scale: 1000 });
    const all = await run(gpu, members, { parameters, gradients });
    assertSameBits(await run(gpu, members, { parameters, gradients }), all);
    for (const [index, optimizer] of members.entries()) {
      const part = (whole: Float32Array) => whole.slice(index * length, (index + 1) * length);
      const own = { parameters: part(parameters), gradients: part(gradients) };
      assertSameBits(await run(gpu, [optimizer], own), part(all), JSON.stringify(optimizer));
    }
  },
);
