/** The gradient check, compared with PyTorch's autograd, and with gradients that are wrong. */

import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import reference from "../reference/gradcheck.json" with { type: "json" };
import {
  activationNames,
  centralDifferences,
  compareGradients,
  createMlp,
  deviceGradients,
  float64Gradients,
  gradientAt,
  type GradientError,
  type GradientSource,
  lossNames,
  type Mlp,
  openDevice,
  type SampleMatrix,
} from "../../mod.ts";
import { assertSameParameters, type ReferenceLayer } from "./reference_curves.ts";

const model = createMlp(reference.sizes, { activation: "tanh", seed: reference.seed });
const samples: SampleMatrix = {
  count: 1,
  inputs: Float32Array.from(reference.input.flat()),
  targets: Float32Array.from(reference.target.flat()),
};
const batch = { samples, loss: "meanSquaredError" } as const;

/** The largest error of all tensors; NaN if one is NaN. */
function worst(errors: readonly GradientError[]): number {
  return Math.max(...errors.map(({ maxAbsoluteError }) => maxAbsoluteError));
}

function flat(layers: readonly ReferenceLayer[]): number[] {
  return layers.flatMap(({ weight, bias }) => [...weight.flat(), ...bias]);
}

Deno.test("the network of the check equals the notebook's to the bit", () => {
  assertSameParameters(model, rounded(reference.initial), { tolerance: 0, name: "seed 0" });
});

function rounded(layers: readonly ReferenceLayer[]): ReferenceLayer[] {
  return layers.map(({ weight, bias }) => ({
    weight: weight.map((row) => row.map(Math.fround)),
    bias: bias.map(Math.fround),
  }));
}

Deno.test("loss and gradient in float64 equal PyTorch's within 1e-15", async () => {
  const source = float64Gradients(model, batch);
  const { loss } = await source.at(Float64Array.from(model.parameters));
  assertAlmostEquals(loss, reference.float64.loss, 1e-15);
  const expected = flat(reference.float64.gradients);
  const gradients = await gradientAt(source);
  assertEquals(gradients.length, expected.length);
  for (const [at, value] of expected.entries()) assertAlmostEquals(gradients[at], value, 1e-15);
});

Deno.test("loss and gradient on the device equal PyTorch's in float32 within 2e-7", async () => {
  await using device = await openDevice("cpu");
  const source = deviceGradients(model, { device, ...batch });
  assertEquals(source.name, "cpu");
  const { loss } = await source.at(Float64Array.from(model.parameters));
  assertAlmostEquals(loss, reference.float32.loss, 2e-7);
  const gradients = await gradientAt(source);
  for (const [at, value] of flat(reference.float32.gradients).entries()) {
    assertAlmostEquals(gradients[at], value, 2e-7);
  }
});

Deno.test("central differences equal PyTorch's gradient within 1e-10", async () => {
  const differences = await centralDifferences(float64Gradients(model, batch), { epsilon: 1e-5 });
  for (const [at, value] of flat(reference.float64.gradients).entries()) {
    assertAlmostEquals(differences[at], value, 1e-10);
  }
});

/** Eight points of three classes, away from the kinks. */
const eight: SampleMatrix = {
  count: 8,
  inputs: Float32Array.from({ length: 16 }, (_, at) => 2 * Math.cos(at * 1.3 + 0.2)),
  targets: Float32Array.from({ length: 24 }, (_, at) => at % 3 === (at / 3 | 0) % 3 ? 1 : 0),
};

function networkOf(activation: Mlp["activation"]): Mlp {
  return createMlp([2, 5, 4, 3], { activation, seed: 11 });
}

for (const activation of activationNames) {
  for (const loss of lossNames) {
    Deno.test(`backpropagation computes the derivative of the loss: ${activation}, ${loss}`, async () => {
      await using device = await openDevice("cpu");
      const network = networkOf(activation);
      const exact = float64Gradients(network, { samples: eight, loss });
      const gradient = await gradientAt(exact);
      const differences = await centralDifferences(exact, { epsilon: 1e-5 });
      assert(worst(compareGradients(network.sizes, [gradient, differences])) < 1e-9);
      const onDevice = deviceGradients(network, { device, samples: eight, loss });
      const inFloat32 = await gradientAt(onDevice);
      assert(worst(compareGradients(network.sizes, [inFloat32, gradient])) < 3e-7);
      assert(
        gradient.some((derivative) => Math.abs(derivative) > 1e-3),
        "there is something to compare",
      );
    });
  }
}

Deno.test("an error in one parameter of a gradient is detected in its tensor", async () => {
  const network = networkOf("tanh");
  const exact = float64Gradients(network, { samples: eight, loss: "crossEntropy" });
  const differences = await centralDifferences(exact, { epsilon: 1e-5 });
  // With the sizes 2-5-4-3 the ninth parameter is a weight of layer 1, the twelfth a bias.
  for (
    const [at, tensor] of [[8, "layer 1 weight"], [11, "layer 1 bias"], [
      53,
      "layer 3 bias",
    ]] as const
  ) {
    const wrong = withGradient(exact, (gradients) => gradients[at] += 1e-6);
    const errors = compareGradients(network.sizes, [await gradientAt(wrong), differences]);
    const caught = errors.filter(({ maxAbsoluteError }) => maxAbsoluteError > 1e-8);
    assertEquals(caught.map(({ parameter }) => parameter), [tensor]);
    assertAlmostEquals(caught[0].maxAbsoluteError, 1e-6, 1e-9);
  }
});

Deno.test("a gradient with a wrong factor or sign has large errors", async () => {
  const network = networkOf("relu");
  const exact = float64Gradients(network, { samples: eight, loss: "meanSquaredError" });
  const differences = await centralDifferences(exact, { epsilon: 1e-5 });
  for (const factor of [2, 0.99, -1, 0]) {
    const wrong = withGradient(exact, (gradients) => {
      for (let at = 0; at < gradients.length; at++) gradients[at] *= factor;
    });
    const errors = compareGradients(network.sizes, [await gradientAt(wrong), differences]);
    for (const { parameter, maxAbsoluteError, maxRelativeError } of errors) {
      assert(maxAbsoluteError > 1e-4, `${parameter} times ${factor}: ${maxAbsoluteError}`);
      assert(maxRelativeError > 0.009, `${parameter} times ${factor}: ${maxRelativeError}`);
    }
  }
});

/** A source with a wrong gradient and the correct loss. */
function withGradient(
  source: GradientSource,
  spoil: (gradients: Float64Array) => void,
): GradientSource {
  return {
    ...source,
    async at(parameters) {
      const { loss, gradients } = await source.at(parameters);
      const spoilt = Float64Array.from(gradients);
      spoil(spoilt);
      return { loss, gradients: spoilt };
    },
  };
}

Deno.test("errors are the maximum of each tensor, absolute and relative to the larger value", () => {
  const one = Float64Array.of(1, 2, 0, 10, 0, -4);
  const other = Float64Array.of(1, 2.5, 0, 10, 0, 4);
  assertEquals(compareGradients([2, 1, 1], [one.subarray(0, 5), other.subarray(0, 5)]), [
    { parameter: "layer 1 weight", maxAbsoluteError: 0.5, maxRelativeError: 0.2 },
    { parameter: "layer 1 bias", maxAbsoluteError: 0, maxRelativeError: 0 },
    { parameter: "layer 2 weight", maxAbsoluteError: 0, maxRelativeError: 0 },
    { parameter: "layer 2 bias", maxAbsoluteError: 0, maxRelativeError: 0 },
  ]);
  const [, bias] = compareGradients([5, 1], [one, other]);
  assertEquals(bias, { parameter: "layer 1 bias", maxAbsoluteError: 8, maxRelativeError: 2 });
});

Deno.test("a gradient of NaN passes no check", () => {
  const [weight] = compareGradients([1, 1], [Float64Array.of(NaN, 0), Float64Array.of(1, 0)]);
  assertEquals([weight.maxAbsoluteError, weight.maxRelativeError], [NaN, NaN]);
  assertEquals(weight.maxAbsoluteError < 1, false);
});

Deno.test("a check does not change the model, and rejects invalid arguments", async () => {
  const before = structuredClone(model);
  const source = float64Gradients(model, batch);
  await centralDifferences(source, { epsilon: 1e-3 });
  assertEquals(model, before);
  for (const epsilon of [0, -1e-5, 1e308, NaN, Infinity]) {
    await assertRejects(() => centralDifferences(source, { epsilon }), RangeError, "epsilon");
  }
  const narrow = { ...samples, inputs: Float32Array.of(1) };
  const attempt = async () =>
    await gradientAt(float64Gradients(model, { ...batch, samples: narrow }));
  await assertRejects(attempt, RangeError, "the samples' inputs");
});

Deno.test("the results of a source that a caller implements are checked", async () => {
  const source = float64Gradients(model, batch);
  const gives = (found: unknown) => gradientAt({ ...source, at: () => found as never });
  const wrong: [unknown, string][] = [
    [1, "what source gives must be a loss and its gradients"],
    [{ loss: 1, gradients: [1, 2] }, "gradients must be a Float32Array or Float64Array"],
    [{ loss: 1, gradients: new Float32Array(1) }, "gradients must be a Float32Array"],
  ];
  for (const [found, says] of wrong) {
    await assertRejects(() => gives(found), TypeError, says);
  }
  await assertRejects(
    async () => await source.at(new Float64Array(1)),
    TypeError,
    "parameters must be a Float64Array of",
  );
  // deno-lint-ignore no-sparse-arrays
  const holed = [, new Float64Array(4)] as unknown as [Float64Array, Float64Array];
  assertThrows(() => compareGradients([1, 2], holed), TypeError, "gradients must be two");
});
