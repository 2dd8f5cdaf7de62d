/** Statistics of the layers of a network on a batch: their definitions, and the plain kernel in float64. */

import {
  type Activation,
  activationRecords,
  type Activations,
  activationsOf,
} from "../models/activations.ts";
import { layersOf } from "../models/layout.ts";
import { saturationOf } from "../models/saturation.ts";
import { float64, type Floats } from "./floats.ts";
import { type Loss, scoreBatch } from "./losses.ts";
import type { Samples } from "./network.ts";
import { createPass, type Pass } from "./pass.ts";

/** The statistics of a hidden layer over all pairs of a sample and a unit. */
export interface HiddenStatistics {
  /** The mean of the activations. */
  readonly activationMean: number;
  /** Their standard deviation, of the population. */
  readonly activationStd: number;
  /**
   * The share of saturated pairs, from 0 to 1: those at whose pre-activation the absolute value of the
   * derivative is below 5% of its maximum. For a ReLU that is a pre-activation up to 0.
   */
  readonly saturated: number;
  /** The share of dead units, from 0 to 1: those that are saturated for all samples. */
  readonly dead: number;
}

/** Statistics of a network on a batch; lists have an entry for each layer, from the first one on. */
export interface NetworkStatistics {
  /** The mean loss of the samples. */
  readonly loss: number;
  /** The L2 norm of the gradient of the loss with respect to the weights of each layer. */
  readonly gradientNorm: readonly number[];
  /** The same for the biases. */
  readonly biasGradientNorm: readonly number[];
  /** The L2 norm of the weights of each layer. */
  readonly weightNorm: readonly number[];
  /** The statistics of each hidden layer. */
  readonly hidden: readonly HiddenStatistics[];
}

/** A batch of samples, and the network's functions. */
export interface StatisticsBatch {
  readonly samples: Samples;
  readonly activation: Activations;
  readonly loss: Loss;
}

/** The rows that are computed at once. */
const blockRows = 256;

/**
 * Computes the statistics in float64, by one forward and one backward pass of all samples.
 *
 * @param pause Called between two blocks of samples; it may throw to end the work.
 */
export async function plainStatistics(
  sizes: readonly number[],
  parameters: Floats,
  batch: StatisticsBatch,
  pause: () => Promise<void>,
): Promise<NetworkStatistics> {
  const { samples: { count } } = batch;
  const own = Float64Array.from(parameters);
  const totals = {
    lossSum: 0,
    gradients: new Float64Array(own.length),
    layers: sizes.slice(1, -1).map((units) => new UnitTotals(units)),
  };
  const passes = new Map<number, { pass: Pass; gradients: Floats }>();
  for (let start = 0; start < count; start += blockRows) {
    const rows = Math.min(blockRows, count - start);
    const block = passes.get(rows) ?? createBlock(own, { sizes, rows });
    passes.set(rows, block);
    addBlock(totals, block, { ...batch, start });
    await pause();
  }
  const factor = 1 / totalWeight(batch.samples);
  return {
    loss: totals.lossSum * factor,
    ...gradientNorms(sizes, totals.gradients, factor),
    weightNorm: weightNorms(sizes, own),
    hidden: totals.layers.map((layer) => layer.statistics(count)),
  };
}

/** The sum of the samples' weights, by which a sum is divided to give the mean. */
export function totalWeight({ count, weights }: Samples): number {
  if (!weights) return count;
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

function createBlock(parameters: Floats, shape: { sizes: readonly number[]; rows: number }) {
  const gradients = float64.allocate(parameters.length);
  return { pass: createPass(float64, { parameters, gradients }, shape), gradients };
}

/** Adds the sums of the samples from `start` on. */
function addBlock(
  totals: { lossSum: number; gradients: Float64Array; layers: readonly UnitTotals[] },
  { pass, gradients }: { pass: Pass; gradients: Floats },
  { samples, activation, loss, start }: StatisticsBatch & { readonly start: number },
): void {
  const { rows, inputs, hidden, outputs, outputGradient } = pass;
  const [features, width] = [inputs.length / rows, outputs.length / rows];
  inputs.set(samples.inputs.subarray(start * features, (start + rows) * features));
  pass.forward(activation);
  const targets = samples.targets.subarray(start * width, (start + rows) * width);
  const score = scoreBatch(loss, { outputs, targets, gradient: outputGradient }, { rows, width });
  totals.lossSum += score.lossSum;
  pass.backward(activation);
  // The gradient of a block is that of its mean.
  for (let at = 0; at < gradients.length; at++) totals.gradients[at] += gradients[at] * rows;
  const names = activationsOf(activation, hidden.length);
  for (const [index, layer] of hidden.entries()) {
    for (let unit = 0; unit < totals.layers[index].units; unit++) {
      totals.layers[index].merge(unit, unitSums(names[index], layer, { unit, rows }));
    }
  }
}

/** The sums of a unit over the rows of a block; see `UnitTotals.merge`. */
function unitSums(
  activation: Activation,
  { preActivations, outputs }: Pass["hidden"][number],
  { unit, rows }: { unit: number; rows: number },
) {
  const { threshold } = saturationOf(activation);
  const { derivative } = activationRecords[activation].float64;
  const units = outputs.length / rows;
  let [sum, squares, saturated] = [0, 0, 0];
  for (let at = unit; at < outputs.length; at += units) sum += outputs[at];
  const mean = sum / rows;
  for (let at = unit; at < outputs.length; at += units) {
    squares += (outputs[at] - mean) * (outputs[at] - mean);
    if (Math.abs(derivative(preActivations[at], outputs[at])) < threshold) saturated++;
  }
  return { count: rows, mean, squares, saturated };
}

/** The sums of a hidden layer's units over samples. */
export class UnitTotals {
  readonly #saturated: Float64Array;
  #count = 0;
  #mean = 0;
  /** The sum of squared differences from the mean. */
  #squares = 0;

  constructor(readonly units: number) {
    this.#saturated = new Float64Array(units);
  }

  /**
   * Adds samples of a unit by their mean and the sum of squared differences from it, as Chan, Golub and
   * LeVeque (1979) do.
   */
  merge(
    unit: number,
    { count, mean, squares, saturated }: {
      count: number;
      mean: number;
      squares: number;
      saturated: number;
    },
  ): void {
    const total = this.#count + count;
    const difference = mean - this.#mean;
    this.#mean += difference * count / total;
    this.#squares += squares + difference * difference * this.#count * count / total;
    this.#count = total;
    this.#saturated[unit] += saturated;
  }

  /** The statistics of so many samples. */
  statistics(samples: number): HiddenStatistics {
    const pairs = this.#saturated.reduce((sum, count) => sum + count, 0);
    return {
      activationMean: this.#mean,
      activationStd: Math.sqrt(this.#squares / this.#count),
      saturated: pairs / (samples * this.units),
      dead: this.#saturated.filter((count) => count === samples).length / this.units,
    };
  }
}

/** The norms of gradients that are multiplied by a factor, layer by layer. */
export function gradientNorms(
  sizes: readonly number[],
  gradients: Floats,
  factor: number,
): Pick<NetworkStatistics, "gradientNorm" | "biasGradientNorm"> {
  const layers = layersOf(sizes);
  const norm = (start: number, end: number) => factor * normOf(gradients, start, end);
  return {
    gradientNorm: layers.map(({ weight, bias }) => norm(weight, bias)),
    biasGradientNorm: layers.map(({ bias, outputs }) => norm(bias, bias + outputs)),
  };
}

/** The norms of the weights, layer by layer. */
export function weightNorms(sizes: readonly number[], parameters: Floats): number[] {
  return layersOf(sizes).map(({ weight, bias }) => normOf(parameters, weight, bias));
}

/** `‖W(e) - W(e-1)‖ / ‖W(e-1)‖`, layer by layer; NaN where the norm was 0 and is. */
export function updateRatios(
  sizes: readonly number[],
  { before, after }: { before: Floats; after: Floats },
): number[] {
  return layersOf(sizes).map(({ weight, bias }) => {
    let squares = 0;
    for (let at = weight; at < bias; at++) squares += (after[at] - before[at]) ** 2;
    return Math.sqrt(squares) / normOf(before, weight, bias);
  });
}

/** The L2 norm of the values from `start` to `end`. */
export function normOf(values: Floats, start: number, end: number): number {
  let squares = 0;
  for (let at = start; at < end; at++) squares += values[at] * values[at];
  return Math.sqrt(squares);
}
