/** Products with the Hessian, held against differences of gradients and against autograd. */

import { assert, assertAlmostEquals } from "@std/assert";
import { float64 } from "../../lib/kernels/floats.ts";
import { createHessian, type HessianSettings } from "../../lib/kernels/hessian.ts";
import { type Loss, lossNames } from "../../lib/kernels/losses.ts";
import { createNetwork } from "../../lib/kernels/plain_network.ts";
import { type Activation, activationNames } from "../../lib/models/activations.ts";
import { assertClose, noise } from "../oracle.ts";
import { pythonTest } from "../python.ts";
import { modelOf, samplesFor } from "./samples.ts";

const shapes = [[2, 3], [1, 1, 1], [3, 5, 2], [2, 8, 7, 3], [2, 4, 5, 4, 3, 2]];

const dot = (one: Float64Array, other: Float64Array) =>
  one.reduce((sum, value, at) => sum + value * other[at], 0);

/** The product with a vector, and the differences of the gradient along it. */
function productAndDifference(
  settings: HessianSettings,
  parameters: Float64Array,
  vector: Float64Array,
) {
  const hessian = createHessian(settings);
  hessian.at(parameters);
  hessian.prepare();
  const product = new Float64Array(parameters.length);
  hessian.multiply(vector, product);
  const gradientAt = (step: number) => {
    hessian.at(parameters.map((value, at) => value + step * vector[at]));
    return hessian.gradients.slice();
  };
  // So near that no pre-activation changes its sign between both ends.
  const step = 1e-6;
  const [after, before] = [gradientAt(step), gradientAt(-step)];
  return { product, difference: after.map((value, at) => (value - before[at]) / (2 * step)) };
}

for (const sizes of shapes) {
  for (const loss of lossNames) {
    Deno.test(`products with the Hessian of ${loss} of [${sizes}] are derivatives of the gradient`, () => {
      const samples = samplesFor(sizes, 7, loss);
      for (const activation of activationNames) {
        const parameters = Float64Array.from(modelOf(sizes, activation).parameters);
        const vector = Float64Array.from(noise(parameters.length, { seed: 5 }));
        const settings = { sizes, activation, loss, samples };
        const { product, difference } = productAndDifference(settings, parameters, vector);
        assertClose(product, difference, 2e-9, `${activation}`);
      }
    });
  }
}

Deno.test("each layer can have an activation of its own, and targets any sum", () => {
  const sizes = [2, 6, 5, 4, 3];
  const activation: Activation[] = ["tanh", "gelu", "softplus"];
  const plain = samplesFor(sizes, 9, "crossEntropy");
  const targets = noise(27, { seed: 3 }).map((value) => 1 + value);
  const settings = {
    sizes,
    activation,
    loss: "crossEntropy",
    samples: { ...plain, targets },
  } as const;
  const parameters = Float64Array.from(modelOf(sizes, activation).parameters);
  const vector = Float64Array.from(noise(parameters.length, { seed: 6 }));
  const { product, difference } = productAndDifference(settings, parameters, vector);
  assertClose(product, difference, 1e-9);
});

Deno.test("loss and gradient are those of the reference kernels, and the Hessian is symmetric", () => {
  const sizes = [3, 6, 4, 2];
  for (const loss of lossNames) {
    const samples = samplesFor(sizes, 11, loss);
    const model = modelOf(sizes, "mish");
    const { activation } = model;
    const parameters = Float64Array.from(model.parameters);
    const gradients = new Float64Array(parameters.length);
    const network = createNetwork(float64, sizes);
    const expected = network.gradients(parameters, { samples, activation, loss, gradients });
    const hessian = createHessian({ sizes, activation, loss, samples });
    assertAlmostEquals(hessian.at(parameters), expected, 1e-15);
    assertClose(hessian.gradients, gradients, 1e-15);
    hessian.prepare();
    const [one, other] = [7, 8].map((seed) =>
      Float64Array.from(noise(parameters.length, { seed }))
    );
    const [ofOne, ofOther] = [one, other].map((vector) => {
      const product = new Float64Array(parameters.length).fill(NaN);
      hessian.multiply(vector, product);
      return product;
    });
    assertAlmostEquals(dot(other, ofOne), dot(one, ofOther), 1e-12);
    assert(Math.abs(dot(one, ofOne)) > 1e-3);
  }
});

/** A program of torch that computes the Hessian of a network by autograd. */
const program = `
import json, sys, torch
import torch.nn.functional as F
given = json.loads(sys.argv[1])
functions = {"tanh": torch.tanh, "gelu": F.gelu, "silu": F.silu, "relu": F.relu, "mish": F.mish}
x = torch.tensor(given["inputs"], dtype=torch.float64).reshape(-1, given["sizes"][0])
t = torch.tensor(given["targets"], dtype=torch.float64).reshape(-1, given["sizes"][-1])
def loss_at(parameters):
    at, y = 0, x
    for layer, (inputs, outputs) in enumerate(zip(given["sizes"], given["sizes"][1:])):
        weight = parameters[at:at + inputs * outputs].reshape(outputs, inputs)
        at += inputs * outputs
        y = y @ weight.T + parameters[at:at + outputs]
        at += outputs
        if layer < len(given["activation"]):
            y = functions[given["activation"][layer]](y)
    return F.cross_entropy(y, t) if given["loss"] == "crossEntropy" else F.mse_loss(y, t)
parameters = torch.tensor(given["parameters"], dtype=torch.float64)
print(json.dumps(torch.autograd.functional.hessian(loss_at, parameters).tolist()))`;

pythonTest("the whole Hessian is that of torch's autograd", ["torch"], async (python) => {
  const cases: [number[], Activation[], Loss][] = [
    [[2, 4, 3, 2], ["tanh", "gelu"], "crossEntropy"],
    [[3, 5, 2], ["relu"], "crossEntropy"],
    [[2, 4, 4, 1], ["silu", "mish"], "meanSquaredError"],
  ];
  for (const [sizes, activation, loss] of cases) {
    const samples = samplesFor(sizes, 9, loss);
    const parameters = Float64Array.from(modelOf(sizes, activation).parameters);
    const given = { sizes, activation, loss, parameters: [...parameters] };
    const [inputs, targets] = [[...samples.inputs], [...samples.targets]];
    const text = JSON.stringify({ ...given, inputs, targets });
    const expected: number[][] = JSON.parse(await python(["-c", program, text]));
    const hessian = createHessian({ sizes, activation, loss, samples });
    hessian.at(parameters);
    hessian.prepare();
    const product = new Float64Array(parameters.length);
    for (let at = 0; at < parameters.length; at++) {
      hessian.multiply(parameters.map((_, other) => Number(other === at)), product);
      assertClose(product, expected[at], 1e-14, `row ${at} of ${sizes} with ${loss}`);
    }
  }
});
