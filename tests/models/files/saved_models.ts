/** Models whose files are read by others: of each activation, of the smallest and of odd shapes. */

import {
  activationFunction,
  activationNames,
  type Activations,
  createMlp,
  layersOf,
  type Mlp,
} from "../../../mod.ts";
import { activationsOf } from "../../../lib/models/activations.ts";
import { noise } from "../../oracle.ts";

const { max, min } = { max: 3.4028234663852886e38, min: 1.401298464324817e-45 };

/** Numbers that lose something in a careless file: signed zeros, denormals, the largest. */
const hard = [-0, 0, min, -min, 1.1754942e-38, -max, max, 16777217, 1 / 3];

/** A model whose bits are hard to keep; its outputs overflow. */
export const hardest: Mlp = {
  ...{ sizes: [2, 3, 1], activation: "tanh", head: "values" },
  parameters: Float32Array.of(...hard, ...hard.slice(0, 4).toReversed()),
};

/** Models by name. */
export const savedModels: Readonly<Record<string, Mlp>> = {
  ...Object.fromEntries(activationNames.map((activation, seed) => [
    activation,
    createMlp([2, 16, 9, 3], { activation, seed }),
  ])),
  // Each activation by itself, from one end to the other: the network passes on its single input.
  ...Object.fromEntries(activationNames.map((activation): [string, Mlp] => [
    `${activation} by itself`,
    { sizes: [1, 1, 1], activation, head: "values", parameters: Float32Array.of(12, 0, 1, 0) },
  ])),
  "of one unit": createMlp([1, 1], { head: "values", seed: 20 }),
  "without hidden layers": createMlp([3, 4], { activation: "gelu", seed: 21 }),
  "of one unit a layer": createMlp([2, 1, 1, 2], { activation: "elu", seed: 22 }),
  "of twelve hidden layers": createMlp([2, ...Array(12).fill(7), 3], {
    activation: "selu",
    seed: 23,
  }),
  "of an activation for each layer": createMlp([2, 9, 8, 7, 3], {
    activation: ["geluTanh", "leakyRelu", "hardtanh"],
    seed: 26,
  }),
  "of all activations, one a layer": createMlp([2, ...activationNames.map(() => 6), 2], {
    activation: activationNames,
    head: "values",
    seed: 27,
  }),
  "with names and a scaler": {
    ...createMlp([2, 8, 3], { activation: "silu", seed: 24 }),
    featureNames: ["year", 'a "quoted", \\ name\n日本'],
    classNames: ["low", "middle", "high 🙂"],
    // A mean far from 0, which float32 would round off.
    scaler: { mean: [2001.123456789, -0.1], scale: [2.7182818284, 1e-3] },
  },
  "of a regression": {
    ...createMlp([1, 8, 2], { activation: "softplus", head: "values", seed: 25 }),
    task: "regression",
    targetNames: ["price", "weight"],
    scaler: { mean: [12.5], scale: [3.25] },
    targetScaler: { mean: [250_000.5, -3], scale: [40_000.25, 1e-2] },
  },
};

/** The activation as metadata in files say it: a list is text in JSON, as those of names. */
export function activationText(activation: Activations): string {
  return typeof activation === "string" ? activation : JSON.stringify(activation);
}

/** Points `[count × features]` in the data's own units, and what the model's layers are to be given. */
export function pointsOf({ sizes: [features], scaler }: Mlp, count = 64) {
  const scaled = Float64Array.from(noise(count * features, { seed: 7, scale: 3 }));
  if (scaler === undefined) return { raw: scaled, scaled };
  const { mean, scale } = scaler;
  const raw = scaled.map((value, at) => value * scale[at % features] + mean[at % features]);
  return {
    raw,
    scaled: raw.map((value, at) => (value - mean[at % features]) / scale[at % features]),
  };
}

/**
 * The outputs by the definition, in float64, scaled back for a regression; and the probabilities. A
 * float32 program is closer to them than two of them are to each other.
 */
export function outputsOf(model: Mlp, count = 64) {
  const { sizes, activation, head, parameters, targetScaler } = model;
  const width = sizes[sizes.length - 1];
  const names = activationsOf(activation, sizes.length - 2);
  const layers = layersOf(sizes);
  // What a network computes with is float32.
  let x = Float64Array.from(Float32Array.from(pointsOf(model, count).scaled));
  for (const [index, { inputs, outputs, weight, bias }] of layers.entries()) {
    x = Float64Array.from({ length: count * outputs }, (_, at) => {
      const [row, unit] = [Math.floor(at / outputs), at % outputs];
      let sum = parameters[bias + unit];
      for (let k = 0; k < inputs; k++) {
        sum += parameters[weight + unit * inputs + k] * x[row * inputs + k];
      }
      return index === layers.length - 1 ? sum : activationFunction(names[index]).value(sum);
    });
  }
  if (head === "logits") return { outputs: x, probabilities: softmax(x, width) };
  const { mean, scale } = targetScaler ??
    { mean: Array(width).fill(0), scale: Array(width).fill(1) };
  const outputs = x.map((value, at) => value * scale[at % width] + mean[at % width]);
  return { outputs, probabilities: null };
}

function softmax(logits: Float64Array, width: number): Float64Array {
  return logits.map((logit, at) => {
    const start = at - at % width;
    const row = logits.subarray(start, start + width);
    return 1 / row.reduce((sum, other) => sum + Math.exp(other - logit), 0);
  });
}
