import { assertEquals } from "@std/assert";
import { activationNumber } from "../../../gpu/kernels/activations.ts";
import type { Gpu } from "../../../gpu/gpu.ts";
import {
  type Activation,
  activationFunction,
  activationNames,
} from "../../../lib/models/activations.ts";
import { activationFigures, extremes } from "../../activation_figures.ts";
import { assertClose, assertSameBits, noise } from "../../oracle.ts";
import { gpuTest } from "../adapter.ts";
import { narrow, runKernel } from "../run_kernel.ts";
import { activationGrid, activationKernel } from "./activation_kernels.ts";

/** The rounding of float32, and the errors that WGSL allows drivers. */
const tolerance = 3e-7;

/** Computes the activations and derivatives of the members' rows of `x`, in vectors of 4 numbers. */
async function run(
  gpu: Gpu,
  members: readonly Activation[],
  { x, upstream, known = members }: {
    x: Float32Array;
    upstream: Float32Array;
    /** The activations that the kernel is compiled for. */
    known?: readonly Activation[];
  },
) {
  const quads = x.length / 4;
  const [outputs, delta] = await runKernel(gpu, activationKernel(known), {
    buffers: {
      layer: Uint32Array.of(members.length, quads / members.length),
      kinds: Uint32Array.from(members, activationNumber),
      x,
      outputs: new Float32Array(x.length),
      delta: upstream,
    },
    grid: activationGrid(quads, narrow.maxComputeWorkgroupsPerDimension),
    read: ["outputs", "delta"],
  });
  return { outputs, delta };
}

const ones = (count: number) => new Float32Array(count).fill(1);

/** Pads numbers to complete vectors. */
function whole(x: ArrayLike<number>): Float32Array {
  const all = new Float32Array(4 * Math.ceil(x.length / 4));
  all.set(x);
  return all;
}

for (const activation of activationNames) {
  gpuTest(`${activation} and its derivative equal torch's up to |x| = 1000`, async (gpu) => {
    for (const { x, byName } of activationFigures) {
      const all = whole(x);
      const { outputs, delta } = await run(gpu, [activation], {
        x: all,
        upstream: ones(all.length),
      });
      const { forward, backward } = byName.get(activation)!;
      assertClose(outputs.subarray(0, x.length), forward, tolerance, "values");
      assertClose(delta.subarray(0, x.length), backward, tolerance, "derivatives");
    }
  });

  gpuTest(`${activation} of NaN is NaN in every lane`, async (gpu) => {
    const x = Float32Array.of(NaN, 1, 1, 1, 1, NaN, 1, 1, 1, 1, NaN, 1, 1, 1, 1, NaN);
    const { outputs } = await run(gpu, [activation], { x, upstream: ones(16) });
    assertSameBits(outputs.map((y) => Number.isNaN(y) ? 1 : 0), x.map((y) => y === 1 ? 0 : 1));
  });
}

/**
 * The points at which the derivative may be computed: a WGSL implementation may replace a subnormal
 * number by a zero of its sign.
 */
function mayReadAs(x: number): number[] {
  return x !== 0 && Math.abs(x) < 2 ** -126 ? [x, x * 0] : [x];
}

for (const activation of activationNames) {
  gpuTest(
    `${activation} and its derivative equal those of float64 for x of any magnitude`,
    async (gpu) => {
      const { value, derivative } = activationFunction(activation);
      const x = whole(extremes);
      const { outputs, delta } = await run(gpu, [activation], { x, upstream: ones(x.length) });
      for (const [at, sum] of x.entries()) {
        const y = value(sum);
        assertClose([outputs[at] / Math.max(1, Math.abs(y))], [y / Math.max(1, Math.abs(y))], 3e-7);
        const allowed = mayReadAs(sum).map((x) => derivative(x, value(x)));
        const nearest = allowed.toSorted((a, b) =>
          Math.abs(a - delta[at]) - Math.abs(b - delta[at])
        );
        assertClose([delta[at]], [nearest[0]], tolerance, `derivative at ${sum}`);
      }
      const nan = await run(gpu, [activation], { x: ones(4).fill(NaN), upstream: ones(4) });
      const expected = Float32Array.of(derivative(NaN, NaN))[0];
      assertEquals([...nan.delta], Array(4).fill(expected), "derivative at NaN");
    },
  );
}

gpuTest("the derivatives of elu and selu are accurate far below 0", async (gpu) => {
  const x = Float32Array.of(-1, -10, -16.9, -17.5, -18, -40, -80, -86);
  for (const [activation, limit] of [["elu", 1], ["selu", 1.7580993408473766]] as const) {
    const { delta } = await run(gpu, [activation], { x, upstream: ones(8) });
    assertClose(
      delta.map((derivative, at) => derivative / (limit * Math.exp(x[at]))),
      ones(8),
      1e-6,
    );
  }
});

gpuTest(
  "small values of softplus are accurate, and the derivative of gelu far from 0 is 0 or 1",
  async (gpu) => {
    const x = Float32Array.of(-8, -10, -12, -15.9, -30, -60, -2, 1);
    const small = await run(gpu, ["softplus"], { x, upstream: ones(8) });
    const expected = Array.from(x, (sum) => Math.log1p(Math.exp(sum)));
    assertClose(small.outputs.map((y, at) => y / expected[at]), ones(8), 1e-6);
    const far = Float32Array.of(-1e18, -3e38, 3e38, 1e18);
    const { delta } = await run(gpu, ["gelu"], { x: far, upstream: ones(4) });
    assertEquals([...delta].map((derivative) => derivative + 0), [0, 0, 1, 1]);
  },
);

gpuTest("members have separate activations, at and around the end of a workgroup", async (gpu) => {
  for (const quads of [1, 127, 128, 129, 1000]) {
    const members = activationNames;
    const x = noise(4 * quads * members.length, { seed: quads, scale: 4 });
    const upstream = noise(x.length, { seed: quads + 1 });
    const { outputs, delta } = await run(gpu, members, { x, upstream });
    const functionAt = (at: number) => activationFunction(members[Math.floor(at / (4 * quads))]);
    assertClose(outputs, Array.from(x, (sum, at) => functionAt(at).value(sum)), tolerance);
    const gradients = Array.from(x, (sum, at) => {
      const { value, derivative } = functionAt(at);
      return upstream[at] * derivative(sum, value(sum));
    });
    assertClose(delta, gradients, tolerance);
  }
});

gpuTest(
  "activations are equal to the bit in repeated runs and in kernels with other activations",
  async (gpu) => {
    const x = noise(4096, { seed: 9, scale: 10 });
    for (const activation of activationNames) {
      const once = await run(gpu, [activation], { x, upstream: ones(4096) });
      const again = await run(gpu, [activation], {
        x,
        upstream: ones(4096),
        known: activationNames,
      });
      assertSameBits(again.outputs, once.outputs);
      assertSameBits(again.delta, once.delta);
    }
  },
);
