/** The backward pass of a hidden layer in one function, against the functions that it stands for. */

import { assertEquals } from "@std/assert";
import { backwardCode, matricesOf } from "../../../lib/kernels/simd/activation_code.ts";
import { hiddenCode, narrowUnits } from "../../../lib/kernels/simd/hidden_code.ts";
import { WasmMemory } from "../../../lib/kernels/simd/memory.ts";
import { productCode } from "../../../lib/kernels/simd/product_code.ts";
import { weightGradientCode } from "../../../lib/kernels/simd/weight_gradient_code.ts";
import { activationRecords } from "../../../lib/models/activations.ts";
import { bytes } from "../../../lib/wasm/assembler.ts";
import { encodeModule } from "../../../lib/wasm/module.ts";
import { activationNames } from "../../../mod.ts";
import { noise } from "../../oracle.ts";

const units = 7;
const vectors = 5;
const rowFloats = 4 * vectors + 4;
const rowStride = rowFloats * bytes;
const { outputs, delta, size } = matricesOf({ units, rowStride });

/** The buffers of a pass, of noise from the same seeds. */
function buffersOf(memory: WasmMemory, { inputs, next }: { inputs: number; next: number }) {
  const buffer = (length: number, seed: number) => {
    const floats = memory.floats(length);
    floats.set(noise(length, { seed }));
    return floats;
  };
  return {
    layer: buffer(size / bytes, 1),
    x: buffer(Math.max(1, inputs) * rowFloats, 2),
    gradients: buffer(units * Math.max(1, inputs), 3),
    biasGradients: buffer(units, 4),
    nextDelta: buffer(Math.max(1, next) * rowFloats, 5),
    nextWeights: buffer(Math.max(1, next) * units, 6),
    nextGradients: buffer(Math.max(1, next) * units, 7),
  };
}

const bitsOf = (floats: Float32Array, from = 0) => {
  const { buffer, byteOffset, byteLength } = floats.subarray(from);
  return Array.from(new Uint32Array(buffer, byteOffset, byteLength / bytes));
};

for (const activation of activationNames) {
  Deno.test(`a hidden layer of ${activation} beside narrow ones: bits as layer by layer`, () => {
    const { vector } = activationRecords[activation];
    for (const inputs of [0, 1, 2, narrowUnits]) {
      for (const next of [0, 1, 2, 3, narrowUnits]) {
        if (inputs + next === 0) continue;
        const memory = new WasmMemory();
        const product = { unitStride: bytes, innerStride: units * bytes, bias: null, rowStride };
        const shape = { units, rowStride, inputs, next, stores: true };
        const kernels = memory.kernels(`${activation} ${inputs} ${next}`, () =>
          encodeModule([
            { name: "hidden", ...hiddenCode(vector, shape) },
            { name: "unstored", ...hiddenCode(vector, { ...shape, stores: false }) },
            { name: "product", ...productCode({ units, inner: next, ...product }) },
            { name: "backward", ...backwardCode(vector, { units, rowStride }) },
            { name: "gradient", ...weightGradientCode({ inputs, outputs: units, rowStride }) },
            {
              name: "nextGradient",
              ...weightGradientCode({ inputs: units, outputs: next, rowStride }),
            },
          ]));
        const all = Array.from({ length: 3 }, () => buffersOf(memory, { inputs, next }));
        const [expected, stored, unstored] = all;
        const at = Object.fromEntries(
          Object.entries(expected).map(([name, { byteOffset }]) => [name, byteOffset]),
        ) as Record<keyof typeof expected, number>;
        if (next > 0) {
          kernels.product(at.nextWeights, at.nextDelta, at.layer + delta, vectors);
          const gradient = [at.nextDelta, at.layer + outputs, at.nextGradients, vectors];
          kernels.nextGradient(...gradient);
        }
        kernels.backward(at.layer, at.biasGradients, vectors);
        if (inputs > 0) kernels.gradient(at.layer + delta, at.x, at.gradients, vectors);
        const addresses = (own: typeof expected) =>
          Object.values(own).map(({ byteOffset }) => byteOffset);
        kernels.hidden(...addresses(stored), vectors);
        kernels.unstored(...addresses(unstored), vectors);
        for (const name of ["gradients", "biasGradients", "nextGradients"] as const) {
          const bits = bitsOf(expected[name]);
          const message = `${name}, ${inputs} inputs, ${next} units behind`;
          assertEquals(bitsOf(stored[name]), bits, message);
          assertEquals(bitsOf(unstored[name]), bits, message);
        }
        assertEquals(bitsOf(stored.layer), bitsOf(expected.layer));
        assertEquals(bitsOf(unstored.layer), bitsOf(buffersOf(memory, { inputs, next }).layer));
      }
    }
  });
}
