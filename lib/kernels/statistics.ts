/** Statistics of the layers of a network on a batch: their definitions, and the plain kernel in float64. */

import {
  type Activation,
  activationRecords,
  type Activations,
  activationsOf,
} from "../models/activations.ts";
import { type Layer, layersOf, parameterCount } from "../models/layout.ts";
import { saturationOf } from "../models/saturation.ts";
import { float64, type Floats } from "./floats.ts";
import { type Loss, scoreBatch } from "./losses.ts";
import type { Samples } from "./network.ts";
import { createPass, type Pass } from "./pass.ts";
import { type HiddenStatistics, UnitTotals } from "./unit_totals.ts";

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
  const blocks = new Blocks(sizes);
  const own = blocks.parameters;
  own.set(parameters);
  const totals = {
    lossSum: 0,
    gradients: new Float64Array(own.length),
    layers: sizes.slice(1, -1).map((units) => new UnitTotals(units)),
  };
  await eachBlock(blocks, { batch, pause }, (block, lossSum) => {
    totals.lossSum += lossSum;
    addBlock(totals, block, batch);
  });
  const factor = 1 / totalWeight(batch.samples);
  const layers = layersOf(sizes);
  return {
    loss: totals.lossSum * factor,
    ...gradientNorms(layers, totals.gradients, factor),
    weightNorm: weightNorms(layers, own),
    hidden: totals.layers.map((layer) => layer.statistics(count)),
  };
}

/**
 * The norms of the gradients of the last layer's biases, network by network, as `plainStatistics` gives
 * them, by a forward pass each.
 */
export async function plainLastBiasNorms(
  sizes: readonly number[],
  models: readonly { readonly parameters: Floats; readonly activation: Activations }[],
  batch: Omit<StatisticsBatch, "activation">,
  pause: () => Promise<void>,
): Promise<number[]> {
  const blocks = new Blocks(sizes);
  const sums = new Float64Array(sizes[sizes.length - 1]);
  const norms: number[] = [];
  for (const { parameters, activation } of models) {
    blocks.parameters.set(parameters);
    sums.fill(0);
    await eachBlock(blocks, { batch: { ...batch, activation }, pause }, ({ pass }) => {
      const { rows, outputGradient } = pass;
      // The gradient of a block is that of its mean.
      for (let at = 0; at < outputGradient.length; at++) {
        sums[at % sums.length] += outputGradient[at] * rows;
      }
    });
    norms.push(normOf(sums, 0, sums.length) / totalWeight(batch.samples));
  }
  return norms;
}

/** Scores the samples block by block; `use` gets the pass between forward and backward. */
async function eachBlock(
  blocks: Blocks,
  { batch, pause }: { readonly batch: StatisticsBatch; readonly pause: () => Promise<void> },
  use: (block: Block, lossSum: number) => void,
): Promise<void> {
  const { samples, activation, loss } = batch;
  const [features, width] = [blocks.sizes[0], blocks.sizes[blocks.sizes.length - 1]];
  for (let start = 0; start < samples.count; start += blockRows) {
    const rows = Math.min(blockRows, samples.count - start);
    const block = blocks.of(rows);
    const { inputs, outputs, outputGradient: gradient } = block.pass;
    inputs.set(samples.inputs.subarray(start * features, (start + rows) * features));
    block.pass.forward(activation);
    const targets = samples.targets.subarray(start * width, (start + rows) * width);
    const { lossSum } = scoreBatch(loss, { outputs, targets, gradient }, { rows, width });
    use(block, lossSum);
    await pause();
  }
}

/** The sum of the samples' weights, by which a sum is divided to give the mean. */
export function totalWeight({ count, weights }: Samples): number {
  if (!weights) return count;
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

/** A pass over a block of samples, and the gradients that it writes. */
interface Block {
  readonly pass: Pass;
  readonly gradients: Floats;
}

/** The passes over blocks of rows, for networks that take turns. */
class Blocks {
  /** Of the network that is computed. */
  readonly parameters: Floats;
  readonly #blocks = new Map<number, Block>();

  constructor(readonly sizes: readonly number[]) {
    this.parameters = float64.allocate(parameterCount(sizes));
  }

  /** The pass over so many rows. */
  of(rows: number): Block {
    let block = this.#blocks.get(rows);
    if (!block) {
      const { sizes, parameters } = this;
      const gradients = float64.allocate(parameters.length);
      block = { pass: createPass(float64, { parameters, gradients }, { sizes, rows }), gradients };
      this.#blocks.set(rows, block);
    }
    return block;
  }
}

/** Adds the sums of a block that has been scored. */
function addBlock(
  totals: { gradients: Float64Array; layers: readonly UnitTotals[] },
  { pass, gradients }: Block,
  { activation }: StatisticsBatch,
): void {
  const { rows, hidden } = pass;
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

/** The norms of gradients that are multiplied by a factor, layer by layer. */
export function gradientNorms(
  layers: readonly Layer[],
  gradients: Floats,
  factor: number,
): Pick<NetworkStatistics, "gradientNorm" | "biasGradientNorm"> {
  const norm = (start: number, end: number) => factor * normOf(gradients, start, end);
  return {
    gradientNorm: layers.map(({ weight, bias }) => norm(weight, bias)),
    biasGradientNorm: layers.map(({ bias, outputs }) => norm(bias, bias + outputs)),
  };
}

/** The norms of the weights, layer by layer. */
export function weightNorms(layers: readonly Layer[], parameters: Floats): number[] {
  return layers.map(({ weight, bias }) => normOf(parameters, weight, bias));
}

/** `‖W(e) - W(e-1)‖ / ‖W(e-1)‖`, layer by layer; NaN where the norm was 0 and is. */
export function updateRatios(
  layers: readonly Layer[],
  { before, after }: { before: Floats; after: Floats },
): number[] {
  return layers.map(({ weight, bias }) => {
    let squares = 0;
    for (let at = weight; at < bias; at++) {
      const change = after[at] - before[at];
      // Not a power, which takes several times as long.
      squares += change * change;
    }
    return Math.sqrt(squares) / normOf(before, weight, bias);
  });
}

/** The L2 norm of the values from `start` to `end`. */
export function normOf(values: Floats, start: number, end: number): number {
  let squares = 0;
  for (let at = start; at < end; at++) squares += values[at] * values[at];
  return Math.sqrt(squares);
}
