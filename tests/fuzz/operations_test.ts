/**
 * Every device, activation and loss on odd shapes, held against the same training in float64: widths
 * that fill no vector and no tile, one sample, one class, soft targets, batches of one and ragged ones.
 */

import type { Device } from "../../lib/devices/device.ts";
import { float64 } from "../../lib/kernels/floats.ts";
import { type Loss, lossNames } from "../../lib/kernels/losses.ts";
import { createNetwork } from "../../lib/kernels/plain_network.ts";
import { sgd } from "../../lib/kernels/create_optimizer.ts";
import { type Activation, activationNames } from "../../lib/models/activations.ts";
import { createMlp } from "../../lib/models/mlp.ts";
import { orderOfSeed } from "../../lib/random/loader.ts";
import { eachDevice } from "../devices/each_device.ts";
import { assertClose, noise } from "../oracle.ts";

const EPOCHS = 2;
const TOLERANCE = 2e-5;
const learningRate = 0.1;
const orderSeeds = Uint32Array.of(3, 4);

/** What is trained, besides activation and loss. */
interface OddShape {
  readonly sizes: readonly number[];
  readonly count: number;
  readonly batchSize: number;
  /** Targets are shares of several classes, not one-hot. */
  readonly soft?: boolean;
}

const shapes: readonly OddShape[] = [
  { sizes: [1, 1, 1], count: 1, batchSize: 1 },
  { sizes: [2, 3, 2], count: 7, batchSize: 1 },
  { sizes: [3, 5, 5, 3], count: 11, batchSize: 4, soft: true },
  { sizes: [2, 33, 1], count: 9, batchSize: 64 },
  { sizes: [5, 1, 33, 3], count: 13, batchSize: 5 },
  { sizes: [2, 2], count: 5, batchSize: 3, soft: true },
];

function samplesOf({ sizes, count, soft }: OddShape) {
  const [features, outputs] = [sizes[0], sizes[sizes.length - 1]];
  const inputs = noise(count * features, { seed: 8, scale: 2 });
  const shares = noise(count * outputs, { seed: 9 }).map(Math.abs);
  const targets = soft
    ? shares
    : shares.map((_, at) => Math.floor(at / outputs) % outputs === at % outputs ? 1 : 0);
  return { count, inputs, targets };
}

/** Plain gradient descent in float64: the parameters after it, and each epoch's loss. */
function trained(
  { sizes, count, batchSize, ...shape }: OddShape,
  { activation, loss, first }: { activation: Activation; loss: Loss; first: Float32Array },
) {
  const { inputs, targets } = samplesOf({ sizes, count, batchSize, ...shape });
  const network = createNetwork(float64, sizes);
  const parameters = Float64Array.from(first);
  const gradients = new Float64Array(parameters.length);
  const losses = Array.from(orderSeeds, (seed) => {
    const order = orderOfSeed(seed, count);
    let sum = 0;
    for (let start = 0; start < count; start += batchSize) {
      const batch = [...order.subarray(start, start + batchSize)];
      const rows = (values: Float32Array, width: number) =>
        Float32Array.from(
          batch.flatMap((row) => [...values.subarray(row * width, (row + 1) * width)]),
        );
      const samples = {
        count: batch.length,
        inputs: rows(inputs, sizes[0]),
        targets: rows(targets, sizes[sizes.length - 1]),
      };
      sum += batch.length * network.gradients(parameters, { samples, activation, loss, gradients });
      gradients.forEach((gradient, at) => parameters[at] -= learningRate * gradient);
    }
    return sum / count;
  });
  return { parameters, losses };
}

async function holds(
  device: Device,
  shape: OddShape,
  activations: readonly Activation[],
  loss: Loss,
) {
  const { sizes, batchSize } = shape;
  const firsts = activations.map((_, seed) => createMlp(sizes, { seed }).parameters);
  const optimizer = sgd({ learningRate });
  const session = await device.start({
    ...{ sizes, loss, batchSize, epochs: EPOCHS, train: samplesOf(shape) },
    members: activations.map((activation, at) => ({
      ...{ parameters: firsts[at], activation, optimizer, orderSeeds },
    })),
  });
  try {
    const scores = await session.advance(EPOCHS);
    const found = await session.parameters();
    for (const [at, activation] of activations.entries()) {
      const what = `${activation}, ${loss}, [${sizes}]`;
      const expected = trained(shape, { activation, loss, first: firsts[at] });
      assertClose(found[at], expected.parameters, TOLERANCE, `parameters of ${what}`);
      const losses = scores.map((epoch) => epoch.trainLoss[at]);
      assertClose(losses, expected.losses, TOLERANCE, `losses of ${what}`);
    }
  } finally {
    await session.close();
  }
}

eachDevice("every activation and loss on odd shapes trains as in float64", async (device) => {
  for (const [at, shape] of shapes.entries()) {
    for (const [turn, loss] of lossNames.entries()) {
      // A GPU compiles a kernel for each: there activations take turns over the shapes.
      const activations = device.kind === "webgpu"
        ? activationNames.filter((_, index) => (index + turn) % shapes.length === at)
        : activationNames;
      await holds(device, shape, activations, loss);
    }
  }
});
