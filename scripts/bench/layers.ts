/** TensorFlow.js as in its documentation: the peer with which the lab is compared. */

import * as tf from "@tensorflow/tfjs-core";
import { layers, type Sequential, sequential } from "@tensorflow/tfjs-layers";
import { layersOf, type Mlp, parameterCount } from "../../mod.ts";
import type { Contender, Result } from "./contender.ts";
import { firstModel, gridPoints, operands, orderedSamples, samples } from "./problem.ts";
import { batchSize, type GridTask, type MatmulTask, type TrainTask } from "./tasks.ts";

/** The backends of TensorFlow.js. */
export type PeerBackend = "cpu" | "wasm" | "webgpu";

/** The batch size of `predict`: of 4,096 to 262,144 points the fastest on each backend. */
const pointsAtOnce = 262_144;

/**
 * Opens TensorFlow.js on one of its backends.
 *
 * @throws {Error} if the backend does not load or is not available
 */
export async function openLayers(backend: PeerBackend): Promise<Contender> {
  const { on, software } = await loadBackend(backend);
  if (!await tf.setBackend(backend)) throw new Error(`TensorFlow.js cannot start on ${backend}`);
  // The CPU backend prints an advertisement for Node.js on first use.
  (tf.backend() as { firstUse?: boolean }).firstUse = false;
  return {
    name: `tf.layers ${tf.version_core}, ${backend} backend${on}`,
    software,
    prepare(task) {
      tf.disposeVariables();
      switch (task.kind) {
        case "train":
          return withoutLeaks(training(task));
        case "grid":
          return withoutLeaks(prediction(task));
        case "matmul":
          return withoutLeaks(product(task));
        case "figure":
          throw new Error("TensorFlow.js draws no figures");
      }
    },
    close: () => Promise.resolve(tf.removeBackend(backend)),
  };
}

async function loadBackend(backend: PeerBackend): Promise<{ on: string; software: boolean }> {
  if (backend !== "webgpu") {
    await (backend === "cpu"
      ? import("@tensorflow/tfjs-backend-cpu")
      : import("@tensorflow/tfjs-backend-wasm"));
    return { on: "", software: true };
  }
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Error("there is no WebGPU adapter");
  await import("@tensorflow/tfjs-backend-webgpu");
  const { description, isFallbackAdapter } = adapter.info;
  return { on: ` on ${description || "unnamed GPU"}`, software: isFallbackAdapter };
}

/** Throws if a run does not dispose of its tensors, because they would slow down later runs. */
function withoutLeaks(run: () => Promise<Result>): () => Promise<Result> {
  return async () => {
    const before = tf.memory().numTensors;
    const result = await run();
    const left = tf.memory().numTensors - before;
    if (left !== 0) throw new Error(`the run left ${left} tensors behind`);
    return result;
  };
}

/** Trains by `model.fit`, one network after the other. */
function training({ sizes, learningRate, epochs, members, manner }: TrainTask) {
  const exact = manner === "exact";
  const { count, inputs, targets } = exact ? orderedSamples() : samples;
  const first = firstModel(sizes);
  const values = new Float32Array(exact ? members * parameterCount(sizes) : 0);
  const one = async (member: number) => {
    const model = createLayers(sizes, exact ? first : undefined);
    const optimizer = tf.train.sgd(learningRate);
    model.compile({
      optimizer,
      loss: (labels: tf.Tensor, logits: tf.Tensor) => tf.losses.softmaxCrossEntropy(labels, logits),
    });
    const x = tf.tensor2d(inputs, [count, sizes[0]]);
    const y = tf.tensor2d(targets, [count, sizes[sizes.length - 1]]);
    const { history } = await model.fit(x, y, {
      epochs,
      batchSize,
      shuffle: !exact,
      verbose: 0,
      yieldEvery: "never",
    });
    const losses = history.loss as number[];
    if (!(losses[epochs - 1] < losses[0])) throw new Error("model.fit did not learn");
    if (exact) values.set(await parametersOf(model, sizes), member * parameterCount(sizes));
    tf.dispose([x, y]);
    optimizer.dispose();
    model.dispose();
  };
  return async (): Promise<Result> => {
    for (let member = 0; member < members; member++) await one(member);
    return { values };
  };
}

function prediction(task: GridTask) {
  const { sizes, side } = task;
  const points = gridPoints(task);
  const model = createLayers(sizes, firstModel(sizes));
  return async (): Promise<Result> => {
    const x = tf.tensor2d(points, [side * side, 2]);
    const y = model.predict(x, { batchSize: pointsAtOnce }) as tf.Tensor;
    const values = await y.data() as Float32Array;
    tf.dispose([x, y]);
    return { values };
  };
}

function product(task: MatmulTask) {
  const { batch, size } = task;
  const factors = operands(task);
  const shape: [number, number] | [number, number, number] = batch === 1
    ? [size, size]
    : [batch, size, size];
  return async (): Promise<Result> => {
    const [a, b] = [tf.tensor(factors.a, shape), tf.tensor(factors.b, shape)];
    const c = tf.matMul(a, b);
    const values = await c.data() as Float32Array;
    tf.dispose([a, b, c]);
    return { values };
  };
}

/** Creates dense layers with ReLU in between, with the parameters of a model if there is one. */
export function createLayers(sizes: readonly number[], model?: Mlp): Sequential {
  const network = sequential();
  for (const [index, units] of sizes.slice(1).entries()) {
    const last = index === sizes.length - 2;
    network.add(layers.dense({
      units,
      activation: last ? "linear" : "relu",
      inputShape: index === 0 ? [sizes[0]] : undefined,
    }));
  }
  if (model) tf.tidy(() => network.setWeights(weightsOf(model)));
  return network;
}

/** The kernel of a dense layer in TensorFlow.js is `[inputs × outputs]`, the transpose of the lab's. */
function weightsOf({ sizes, parameters }: Mlp): tf.Tensor[] {
  return layersOf(sizes).flatMap(({ inputs, outputs, weight, bias }) => [
    tf.transpose(tf.tensor2d(parameters.slice(weight, bias), [outputs, inputs])),
    tf.tensor1d(parameters.slice(bias, bias + outputs)),
  ]);
}

/** The parameters of dense layers, in the lab's layout. */
export async function parametersOf(
  network: Sequential,
  sizes: readonly number[],
): Promise<Float32Array> {
  const parameters = new Float32Array(parameterCount(sizes));
  const tensors = network.getWeights();
  for (const [index, { inputs, outputs, weight, bias }] of layersOf(sizes).entries()) {
    const kernel = await tensors[2 * index].data();
    for (let at = 0; at < kernel.length; at++) {
      parameters[weight + at % outputs * inputs + Math.floor(at / outputs)] = kernel[at];
    }
    parameters.set(await tensors[2 * index + 1].data(), bias);
  }
  return parameters;
}
