/** Whether statistics in float32 are those in float64 to 1e-4. */

import {
  type Activation,
  activationRecords,
  type Activations,
  activationsOf,
} from "../../models/activations.ts";
import { saturationOf } from "../../models/saturation.ts";
import type { NetworkStatistics } from "../statistics.ts";
import type { HiddenStatistics } from "../unit_totals.ts";

/** The unit roundoff of float32. */
const roundoff = 2 ** -24;
/**
 * The estimate of a norm's relative error up to which it is precise. Where the estimate is that large, the
 * error was at most half of it in all networks that were tried, as roundings are not all of one sign.
 */
const tolerance = 2e-4;
/** Norms below this, and deviations whose squares are, are sums of numbers that float32 has no digits for. */
const smallestNorm = 1e-30;
const smallestStd = 1e-15;
/** A smaller deviation, relative to the mean, is that of rounded activations. */
const smallestSpread = 1e-4;

/** What the estimate needs besides the statistics. */
export interface Conditions {
  readonly sizes: readonly number[];
  readonly activation: Activations;
  /** The norms of the sums of absolute deltas of each layer's units. */
  readonly deltas: readonly number[];
  /** The norm of the inputs of a sample: the root of its mean square. */
  readonly inputNorm: number;
}

/** What is precise: all, all except the norm of the last layer's bias gradient, or less than that. */
export type Precise = "all" | "allExceptLastBias" | "no";

/**
 * Estimates the error of the norms. A gradient is a sum over samples, in which terms of both signs cancel:
 * its relative error is that of the terms, which grows from layer to layer, times the ratio of the sum of
 * their absolute values and the gradient. Norms of gradients that vanish in float32 are not precise, unless
 * a layer of dead units makes them exactly 0. The gradient of the last biases is the sum of the errors of
 * the outputs, which is about 0 now and then in most trainings.
 */
export function precisionOf(statistics: NetworkStatistics, conditions: Conditions): Precise {
  const { loss, gradientNorm, biasGradientNorm, hidden } = statistics;
  const { sizes, activation, deltas, inputNorm } = conditions;
  const names = activationsOf(activation, hidden.length);
  const blocks = hidden.map(({ dead }, at) => dead === 1 && passesNothing(names[at]));
  const norms = deltas.map((delta, layer) => {
    const x = layer === 0 ? inputNorm : activationNorm(hidden[layer - 1], sizes[layer]);
    const error = roundoff * delta * (deltas.length - layer);
    // Exactly 0 are the gradients below a layer that passes none on, and those of weights whose inputs are.
    const isBlocked = blocks.indexOf(true, layer) >= 0;
    const isUnused = isBlocked || x === 0 && blocks[layer - 1];
    const isRight = (norm: number, error: number, isZero: boolean) =>
      norm > smallestNorm ? error <= tolerance * norm : isZero && norm === 0;
    const weights = isRight(gradientNorm[layer], error * x, isUnused);
    return { weights, biases: isRight(biasGradientNorm[layer], error, isBlocked) };
  });
  const last = norms.length - 1;
  const isPrecise = Number.isFinite(loss) &&
    norms.every(({ weights, biases }, layer) => weights && (biases || layer === last)) &&
    hidden.every((layer, at) => blocks[at] || hasDigits(layer));
  if (!isPrecise) return "no";
  return norms[last].biases ? "all" : "allExceptLastBias";
}

/** Whether the derivative is exactly 0 where the activation is saturated. */
function passesNothing(activation: Activation): boolean {
  const { value, derivative } = activationRecords[activation].float64;
  const ends = saturationOf(activation).ranges.flat().filter(Number.isFinite);
  return ends.length > 0 && ends.every((x) => derivative(x, value(x)) === 0);
}

function activationNorm({ activationMean, activationStd }: HiddenStatistics, units: number) {
  return Math.sqrt(units) * Math.hypot(activationMean, activationStd);
}

function hasDigits({ activationMean, activationStd }: HiddenStatistics): boolean {
  return activationStd > smallestStd && activationStd > smallestSpread * Math.abs(activationMean);
}
