import { assertEquals } from "@std/assert";
import { float64 } from "../../../lib/kernels/floats.ts";
import type { Network } from "../../../lib/kernels/network.ts";
import { createNetwork } from "../../../lib/kernels/plain_network.ts";
import { createOptimizer } from "../../../lib/kernels/optimizer_names.ts";
import { createSimdNetwork } from "../../../lib/kernels/simd/network.ts";
import { createMlp } from "../../../lib/models/mlp.ts";
import { orderOfSeed } from "../../../lib/random/loader.ts";
import { assertClose, assertSameBits, noise } from "../../oracle.ts";
import { fill } from "../implementations.ts";

const [activation, loss] = ["tanh", "crossEntropy"] as const;

function problem(sizes: readonly number[], count: number) {
  const width = sizes[sizes.length - 1];
  const inputs = noise(count * sizes[0], { seed: 1, scale: 2 });
  const targets = Float32Array.from(
    { length: count * width },
    (_, at) => at % width === Math.floor(at / width) % width ? 1 : 0,
  );
  const { parameters } = createMlp(sizes, { initializer: "xavier", activation, seed: 2 });
  return { samples: { count, inputs, targets }, parameters };
}

/** Three epochs of Adam: parameters, optimizer state, and the scores of training and of all samples. */
function train(network: Network, sizes: readonly number[], { count, batchSize, resident = true }: {
  count: number;
  batchSize: number;
  resident?: boolean;
}) {
  const { samples, parameters: first } = problem(sizes, count);
  const own = (values: Float32Array) => resident ? fill(network, values) : values.slice();
  const parameters = own(first);
  const optimizerState = own(new Float32Array(2 * first.length));
  const state = { parameters, optimizerState, steps: 0 };
  const optimizer = createOptimizer("adam");
  const order = Uint32Array.from({ length: count }, (_, index) => (index * 7) % count);
  const score = { lossSum: 0, correct: 0 };
  for (let epoch = 0; epoch < 3; epoch++) {
    network.train(state, {
      samples,
      order,
      settings: { activation, loss, optimizer, batchSize },
      score,
    });
  }
  const tested = network.score(parameters, { samples, activation, loss });
  return Float64Array.of(
    ...[...parameters, ...optimizerState],
    ...[score.lossSum, score.correct, tested.lossSum, tested.correct].map((sum) => sum / count),
  );
}

Deno.test("batches of any size, in passes of at most 128 rows, are those of float64", () => {
  const sizes = [3, 9, 2];
  for (const batchSize of [1, 3, 63, 64, 65, 127, 128, 129, 200, 257, 600]) {
    const shape = { count: 601, batchSize };
    const expected = train(createNetwork(float64, sizes), sizes, shape);
    // Steps of a single sample add up their roundings: 601 a pass.
    const tolerance = batchSize < 16 ? 2e-5 : 2e-6;
    const found = train(createSimdNetwork(sizes, batchSize), sizes, shape);
    assertClose(found, expected, tolerance, `batches of ${batchSize}`);
  }
});

Deno.test("layers of any width are those of float64", () => {
  for (
    const sizes of [[1, 1], [2, 1, 2], [5, 4, 3], [4, 8, 9, 12, 5], [13, 17, 2], [2, 33, 31, 7]]
  ) {
    const shape = { count: 90, batchSize: 32 };
    const expected = train(createNetwork(float64, sizes), sizes, shape);
    assertClose(train(createSimdNetwork(sizes, 32), sizes, shape), expected, 2e-6, `${sizes}`);
  }
});

Deno.test("a network that was released gives the same to the bit again", () => {
  const sizes = [2, 6, 3];
  const network = createSimdNetwork(sizes, 16);
  const [first, other] = [{ count: 50, batchSize: 16 }, { count: 301, batchSize: 16 }];
  const expected = [first, other].map((shape) => train(createSimdNetwork(sizes, 16), sizes, shape));
  for (let turn = 0; turn < 3; turn++) {
    for (const [index, shape] of [first, other].entries()) {
      assertSameBits(train(network, sizes, shape), expected[index]);
      assertEquals(network.release(), true);
    }
  }
});

Deno.test("parameters in the memory or outside it: the same to the bit", () => {
  const sizes = [3, 5, 4, 2];
  const shape = { count: 203, batchSize: 70 };
  const expected = train(createSimdNetwork(sizes, 70), sizes, shape);
  assertSameBits(
    train(createSimdNetwork(sizes, 70), sizes, { ...shape, resident: false }),
    expected,
  );
});

Deno.test("an order in the memory is torch's, and trains as a copy of it does", () => {
  const sizes = [3, 5, 2];
  const count = 203;
  const { samples, parameters } = problem(sizes, count);
  const [loss, optimizer] = ["crossEntropy", createOptimizer("adam")] as const;
  const settings = { activation, loss, optimizer, batchSize: 30 };
  const trained = (copied: boolean) => {
    const network = createSimdNetwork(sizes, 30);
    const state = {
      parameters: fill(network, parameters),
      optimizerState: fill(network, new Float32Array(2 * parameters.length)),
      steps: 0,
    };
    // The buffer grows with the second order.
    for (const [seed, own] of [[7, 100], [8, count], [9, count]]) {
      const order = network.order!(seed, own);
      assertEquals(Array.from(order), Array.from(orderOfSeed(seed, own)));
      const score = { lossSum: 0, correct: 0 };
      const from = copied ? order.slice() : order;
      // In two parts, as `train` divides an epoch.
      for (const part of [from.subarray(0, 60), from.subarray(60)]) {
        network.train(state, { samples, order: part, settings, score });
      }
    }
    return Float32Array.from(state.parameters);
  };
  assertSameBits(trained(false), trained(true));
});
