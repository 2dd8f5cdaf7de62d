/** Mini-batch training, evaluation and gradients of MLPs by the plain kernels. */

import type { Activations } from "../models/activations.ts";
import { parameterCount } from "../models/layout.ts";
import type { Floats, Precision } from "./floats.ts";
import { addScore, type BatchScore, type Loss, scoreBatch } from "./losses.ts";
import { meanFactor, type Network, type Samples } from "./network.ts";
import { stepOptimizer } from "./optimizer_step.ts";
import { createPass, type Pass } from "./pass.ts";
import { transformGradients } from "./transform_gradients.ts";

/** A network of the plain kernels, which evaluates points as well. */
export interface PlainNetwork extends Network {
  /** Computes the outputs of `inputs` `[rows × features]` into `outputs` `[rows × width]`. */
  predict(
    parameters: Floats,
    points: { inputs: Floats; outputs: Floats; activation: Activations },
  ): void;
}

/** The rows of an evaluation batch: enough to amortize a call, few enough to fit in the cache. */
const evaluationRows = 256;

/**
 * Creates the computations of networks of `sizes` by the plain kernels; buffers are allocated on first
 * use.
 *
 * @param precision Of all buffers.
 * @param sizes Width of the input, of each hidden layer, and of the output.
 */
export function createNetwork(precision: Precision, sizes: readonly number[]): PlainNetwork {
  const count = parameterCount(sizes);
  const features = sizes[0];
  const width = sizes[sizes.length - 1];
  const weights = { parameters: precision.allocate(count), gradients: precision.allocate(count) };
  const passes = new Map<number, Pass>();
  const targets = new Map<number, Floats>();

  function passOf(rows: number): Pass {
    let pass = passes.get(rows);
    if (!pass) passes.set(rows, pass = createPass(precision, weights, { sizes, rows }));
    return pass;
  }
  function targetsOf(rows: number): Floats {
    let buffer = targets.get(rows);
    if (!buffer) targets.set(rows, buffer = precision.allocate(rows * width));
    return buffer;
  }
  function runBatch(
    pass: Pass,
    samples: Samples,
    pick: (row: number) => number,
    { activation, loss }: { activation: Activations; loss: Loss },
  ): BatchScore {
    const batchTargets = targetsOf(pass.rows);
    for (let row = 0; row < pass.rows; row++) {
      const sample = pick(row);
      for (let k = 0; k < features; k++) {
        pass.inputs[row * features + k] = samples.inputs[sample * features + k];
      }
      for (let k = 0; k < width; k++) {
        batchTargets[row * width + k] = samples.targets[sample * width + k];
      }
    }
    pass.forward(activation);
    return scoreBatch(
      loss,
      { outputs: pass.outputs, targets: batchTargets, gradient: pass.outputGradient },
      { rows: pass.rows, width },
    );
  }

  return {
    rows: evaluationRows,
    allocate: precision.allocate,
    release: () => true,
    train(state, { samples, order, settings, score }) {
      weights.parameters.set(state.parameters);
      const target = { ...weights, state: state.optimizerState };
      const { learningRates } = settings;
      for (let start = 0; start < order.length; start += settings.batchSize) {
        const pass = passOf(Math.min(settings.batchSize, order.length - start));
        const batch = runBatch(pass, samples, (row) => order[start + row], settings);
        const factor = meanFactor(samples, order.subarray(start, start + pass.rows));
        for (let at = 0; at < pass.outputGradient.length; at++) pass.outputGradient[at] *= factor;
        addScore(score, { ...batch, lossSum: batch.lossSum * factor });
        pass.backward(settings.activation);
        transformGradients(weights, sizes, settings);
        state.steps++;
        const learningRate = learningRates?.[start / settings.batchSize] ??
          settings.optimizer.learningRate;
        stepOptimizer({ ...settings.optimizer, learningRate }, target, state.steps);
      }
      state.parameters.set(weights.parameters);
    },
    score(parameters, { samples, activation, loss, start = 0, end = samples.count, score }) {
      weights.parameters.set(parameters);
      const total = score ?? { lossSum: 0, correct: 0 };
      for (let first = start; first < end; first += evaluationRows) {
        const pass = passOf(Math.min(evaluationRows, end - first));
        addScore(total, runBatch(pass, samples, (row) => first + row, { activation, loss }));
      }
      return total;
    },
    predict(parameters, { inputs, outputs, activation }) {
      weights.parameters.set(parameters);
      const rows = inputs.length / features;
      for (let start = 0; start < rows; start += evaluationRows) {
        const pass = passOf(Math.min(evaluationRows, rows - start));
        pass.inputs.set(inputs.subarray(start * features, (start + pass.rows) * features));
        pass.forward(activation);
        outputs.set(pass.outputs, start * width);
      }
    },
    gradients(parameters, { samples, activation, loss, gradients }) {
      weights.parameters.set(parameters);
      const pass = passOf(samples.count);
      const { lossSum } = runBatch(pass, samples, (row) => row, { activation, loss });
      pass.backward(activation);
      gradients.set(weights.gradients);
      return lossSum / samples.count;
    },
  };
}
