/** Plain TensorFlow.js as its documentation shows it: the peer that the lab is timed against. */

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { layers, type Sequential, sequential } from "@tensorflow/tfjs-layers";

/** The backends of TensorFlow.js that run on the CPU. */
export type PeerBackend = "cpu" | "wasm";

/** A training for the peer: ReLU layers, cross-entropy from logits, SGD. */
export interface PeerTraining {
  readonly sizes: readonly number[];
  readonly learningRate: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** `[count × features]` and one-hot `[count × classes]`. */
  readonly samples: { count: number; inputs: Float32Array; targets: Float32Array };
}

/** The peer at work. */
export interface Peer {
  readonly version: string;
  /** Trains by `model.fit`. */
  fit(backend: PeerBackend, training: PeerTraining): Promise<void>;
  /** Predicts points `[count × features]` by `model.predict`. */
  predict(backend: PeerBackend, sizes: readonly number[], points: Float32Array): Promise<void>;
}

/** Loads TensorFlow.js with both backends. */
export async function openPeer(): Promise<Peer> {
  await tf.ready();
  return {
    version: tf.version_core,
    async fit(backend, { sizes, samples, learningRate, epochs, batchSize }) {
      await tf.setBackend(backend);
      const model = createModel(sizes);
      model.compile({
        optimizer: tf.train.sgd(learningRate),
        loss: (labels: tf.Tensor, logits: tf.Tensor) =>
          tf.losses.softmaxCrossEntropy(labels, logits),
      });
      const { count, inputs, targets } = samples;
      const x = tf.tensor2d(inputs, [count, sizes[0]]);
      const y = tf.tensor2d(targets, [count, sizes[sizes.length - 1]]);
      await model.fit(x, y, { epochs, batchSize, shuffle: true, verbose: 0, yieldEvery: "never" });
      tf.dispose([x, y]);
      model.dispose();
    },
    async predict(backend, sizes, points) {
      await tf.setBackend(backend);
      const model = createModel(sizes);
      const x = tf.tensor2d(points, [points.length / sizes[0], sizes[0]]);
      const y = model.predict(x, { batchSize: 4096 }) as tf.Tensor;
      await y.data();
      tf.dispose([x, y]);
      model.dispose();
    },
  };
}

function createModel(sizes: readonly number[]): Sequential {
  const model = sequential();
  for (const [index, units] of sizes.slice(1).entries()) {
    const last = index === sizes.length - 2;
    model.add(layers.dense({
      units,
      activation: last ? "linear" : "relu",
      inputShape: index === 0 ? [sizes[0]] : undefined,
    }));
  }
  return model;
}
