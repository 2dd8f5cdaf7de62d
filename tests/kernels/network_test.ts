import { assertAlmostEquals, assertEquals } from "@std/assert";
import { float64 } from "../../lib/kernels/floats.ts";
import { type Loss, lossNames } from "../../lib/kernels/losses.ts";
import type { Samples } from "../../lib/kernels/network.ts";
import { createNetwork } from "../../lib/kernels/plain_network.ts";
import { stateVectorCount, stepOptimizer } from "../../lib/kernels/optimizer_step.ts";
import { createOptimizer, optimizerNames } from "../../lib/kernels/optimizer_names.ts";
import { activationNames } from "../../lib/models/activations.ts";
import type { Mlp } from "../../lib/models/mlp.ts";
import { modelOf, samplesFor } from "./samples.ts";
import { assertClose, assertSameBits } from "../oracle.ts";
import gradcheck from "../reference/gradcheck.json" with { type: "json" };
import { tensorflowGradients } from "../tensorflow_oracle.ts";
import { fill, networks } from "./implementations.ts";

const shapes = [[2, 3], [3, 5, 2], [2, 8, 7, 3], [2, 4, 5, 4, 3, 2]];

/** Central differences of the loss in float64. */
function differences(model: Mlp, batch: { samples: Samples; loss: Loss }): Float64Array {
  const network = createNetwork(float64, model.sizes);
  const parameters = Float64Array.from(model.parameters);
  const lossAt = (at: number, shift: number) => {
    const moved = parameters.slice();
    moved[at] += shift;
    const { activation } = model;
    return network.score(moved, { ...batch, activation }).lossSum / batch.samples.count;
  };
  return parameters.map((_, at) => (lossAt(at, 1e-5) - lossAt(at, -1e-5)) / 2e-5);
}

for (const sizes of shapes) {
  for (const loss of lossNames) {
    Deno.test(`backpropagation through [${sizes}] is the derivative of ${loss}, by two oracles`, () => {
      const samples = samplesFor(sizes, 7, loss);
      for (const activation of activationNames) {
        const model = modelOf(sizes, activation);
        const byDifferences = differences(model, { samples, loss });
        const byTensorFlow = tensorflowGradients(model, { samples, loss });
        for (const { name, create } of networks) {
          const gradients = new Float64Array(model.parameters.length);
          const batch = { samples, activation, loss, gradients };
          const value = create(sizes).gradients(model.parameters, batch);
          const what = `${activation} in ${name}`;
          // TensorFlow.js counts in float32, and its error function is good to 1.5e-7.
          assertClose(gradients, byTensorFlow.gradients, 1e-6, `${what} for TensorFlow.js`);
          assertClose([value], [byTensorFlow.loss], 1e-6, `${what}: loss`);
          const tolerance = name === "float64" ? 1e-9 : 1e-6;
          assertClose(gradients, byDifferences, tolerance, `${what} for differences`);
        }
      }
    });
  }
}

for (const { name, create, outputs } of networks) {
  Deno.test(`the notebook's gradient check in ${name} is torch's`, () => {
    const flat = (layers: { weight: number[][]; bias: number[] }[]) =>
      layers.flatMap(({ weight, bias }) => [...weight.flat(), ...bias]);
    const parameters = Float32Array.from(flat(gradcheck.initial));
    const gradients = new Float64Array(parameters.length);
    const loss = create(gradcheck.sizes).gradients(parameters, {
      samples: {
        count: 1,
        inputs: Float32Array.from(gradcheck.input.flat()),
        targets: Float32Array.from(gradcheck.target.flat()),
      },
      activation: "tanh",
      loss: "meanSquaredError",
      gradients,
    });
    const tolerance = name === "float64" ? 1e-15 : 2e-7;
    assertClose([loss], [gradcheck.float64.loss], tolerance, "loss");
    assertClose(gradients, flat(gradcheck.float64.gradients), tolerance, "gradients");
  });

  Deno.test(`training in ${name} is one optimizer step a batch, the last on what is left`, () => {
    const [sizes, activation, loss, batchSize] = [[2, 5, 3], "tanh", "crossEntropy", 4] as const;
    const model = modelOf(sizes, activation);
    const samples = samplesFor(sizes, 11, loss);
    const order = Uint32Array.of(10, 0, 3, 7, 1, 9, 2, 8, 6, 5, 4);
    for (const optimizer of optimizerNames.map((name) => createOptimizer(name))) {
      const stateLength = stateVectorCount(optimizer) * model.parameters.length;
      const whole = create(sizes);
      const optimizerState = whole.allocate(stateLength);
      const state = { parameters: model.parameters.slice(), optimizerState, steps: 0 };
      const settings = { activation, loss, optimizer, batchSize };
      const score = { lossSum: 0, correct: 0 };
      whole.train(state, { samples, order, settings, score });

      const network = create(sizes);
      const byHand = fill(network, model.parameters);
      const ownState = network.allocate(stateLength);
      let lossSum = 0;
      for (let step = 0; step < 3; step++) {
        const batch = order.subarray(step * batchSize, (step + 1) * batchSize);
        const picked = (values: ArrayLike<number>, width: number) =>
          Float32Array.from(
            [...batch].flatMap((sample) =>
              Array.from({ length: width }, (_, k) => values[sample * width + k])
            ),
          );
        const gradients = network.allocate(byHand.length);
        const inputs = picked(samples.inputs, 2);
        const part = { count: batch.length, inputs, targets: picked(samples.targets, 3) };
        const mean = network.gradients(byHand, { samples: part, activation, loss, gradients });
        lossSum += mean * batch.length;
        stepOptimizer(optimizer, { parameters: byHand, gradients, state: ownState }, step + 1);
      }
      // SIMD code steps in float32 throughout, the plain kernels between two roundings in float64.
      assertClose(state.parameters, byHand, name === "SIMD" ? 5e-7 : 1e-7, optimizer.kind);
      assertAlmostEquals(score.lossSum, lossSum, name === "SIMD" ? 1e-6 : 1e-12);
      assertEquals(state.steps, 3);
    }
  });

  Deno.test(`training in ${name} is the same to the bit in however many slices`, () => {
    const [sizes, activation, loss] = [[2, 6, 2], "relu", "crossEntropy"] as const;
    const samples = samplesFor(sizes, 103, loss);
    const order = Uint32Array.from({ length: 103 }, (_, index) => (index * 40) % 103);
    const settings = { activation, loss, optimizer: createOptimizer("adam"), batchSize: 3 };
    const run = (slice: number) => {
      const model = modelOf(sizes, activation);
      const network = create(sizes);
      const parameters = fill(network, model.parameters);
      const optimizerState = network.allocate(2 * parameters.length);
      const state = { parameters, optimizerState, steps: 0 };
      const score = { lossSum: 0, correct: 0 };
      for (let start = 0; start < order.length; start += slice) {
        const part = order.subarray(start, start + slice);
        network.train(state, { samples, order: part, settings, score });
      }
      return { parameters: state.parameters, score, steps: state.steps };
    };
    const whole = run(103);
    for (const slice of [3, 6, 51, 99]) {
      const sliced = run(slice);
      assertEquals([sliced.score, sliced.steps], [whole.score, whole.steps]);
      assertSameBits(sliced.parameters, whole.parameters);
    }
  });

  Deno.test(`scores and outputs in ${name} do not depend on how many rows go at once`, async () => {
    const [sizes, activation, loss] = [[2, 9, 3], "silu", "crossEntropy"] as const;
    const { parameters } = modelOf(sizes, activation);
    const network = create(sizes);
    const outputsOf = (inputs: Samples["inputs"]) =>
      outputs({ sizes, activation, parameters, inputs: Float32Array.from(inputs) });
    for (const count of [1, 255, 256, 257, 600]) {
      const samples = samplesFor(sizes, count, loss);
      const found = await outputsOf(samples.inputs);
      for (const sample of [0, count >> 1, count - 1]) {
        const alone = await outputsOf(samples.inputs.subarray(sample * 2, sample * 2 + 2));
        assertSameBits(found.subarray(sample * 3, sample * 3 + 3), alone, `sample ${sample}`);
      }
      const { lossSum, correct } = network.score(parameters, { samples, activation, loss });
      let expected = 0;
      let right = 0;
      for (let sample = 0; sample < count; sample++) {
        const logits = [...found.subarray(sample * 3, sample * 3 + 3)];
        const target = sample % 3;
        expected += Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)) - logits[target];
        if (logits.indexOf(Math.max(...logits)) === target) right++;
      }
      assertAlmostEquals(lossSum, expected, name === "SIMD" ? count * 2e-7 : 1e-9);
      assertEquals(correct, right);
    }
  });

  Deno.test(`a network in ${name} keeps nothing of one call for the next`, () => {
    const [sizes, loss] = [[2, 4, 2], "crossEntropy"] as const;
    const samples = samplesFor(sizes, 5, loss);
    const models = (["tanh", "relu"] as const).map((activation) => modelOf(sizes, activation));
    const shared = create(sizes);
    const gradientsBy = (network: typeof shared, { parameters, activation }: Mlp) => {
      const gradients = new Float64Array(parameters.length);
      network.gradients(parameters, { samples, activation, loss, gradients });
      return gradients;
    };
    const first = models.map((model) => gradientsBy(shared, model));
    models.forEach((model, index) => {
      assertSameBits(gradientsBy(shared, model), first[index]);
      assertSameBits(gradientsBy(create(sizes), model), first[index]);
    });
  });
}

for (const { name, create } of networks) {
  Deno.test(`the weight gradient of an ELU far below 0 in ${name} is torch's, not 0`, () => {
    const gradients = new Float64Array(6);
    const samples = { count: 1, inputs: Float32Array.of(1), targets: Float32Array.of(0, 1) };
    create([1, 1, 2]).gradients(Float64Array.of(-18, 0, 1, -1, 0, 0), {
      samples,
      activation: "elu",
      loss: "crossEntropy",
      gradients,
    });
    assertAlmostEquals(gradients[0] / 3.6309e-9, 1, 1e-4);
  });
}
