/**
 * Full-batch gradient descent of a small network in float64: the plain kernel, which computes one network
 * at a time. `simd/descent.ts` computes the same faster.
 */

/** The hidden units of the network. */
export const descentUnits = 16;

/** What all networks of a study have in common. */
export interface DescentProblem {
  /** The inputs of a sample. */
  readonly features: number;
  /** The targets of a sample. */
  readonly outputs: number;
  /** `[samples × (features + outputs)]`: the inputs of each sample, then its targets. */
  readonly samples: Float64Array;
  /** `[units × (features + outputs)]`: the weights to each hidden unit, then those from it. */
  readonly weights: Float64Array;
  /** The number of steps. */
  readonly steps: number;
}

/** The factors of a network with these dimensions. */
export function descentScales({ features, outputs, samples }: DescentProblem) {
  const rows = samples.length / (features + outputs);
  const hidden = Math.SQRT2 / Math.sqrt(features);
  // The derivative of the mean of the squares, by a sum of units that is divided by their number.
  const gradient = 2 / (rows * outputs * descentUnits);
  return { rows, hidden, gradient };
}

/**
 * The losses of a network before each step, mean squared errors; NaN once they are not finite.
 *
 * Output k is `1/16 Σⱼ W₁[j,k] tanh(√(2 / features) Σᵢ W₀[j,i] xᵢ)`.
 *
 * @param problem The data, the initial weights and the number of steps.
 * @param rates The learning rates of W₀ and W₁.
 */
export function descentLosses(
  problem: DescentProblem,
  rates: readonly [input: number, output: number],
): Float64Array {
  const { features, outputs, samples, steps } = problem;
  const { rows, hidden, gradient } = descentScales(problem);
  const width = features + outputs;
  const weights = problem.weights.slice();
  const sums = new Float64Array(weights.length);
  const losses = new Float64Array(steps).fill(NaN);
  const factors = [rates[0] * gradient * hidden, rates[1] * gradient];
  for (let step = 0; step < steps; step++) {
    sums.fill(0);
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      const sample = samples.subarray(row * width, (row + 1) * width);
      squares += addGradients(sums, { weights, sample, features, hidden });
    }
    if (!Number.isFinite(squares)) return losses;
    losses[step] = squares / (rows * outputs);
    for (let at = 0; at < weights.length; at++) {
      weights[at] -= factors[at % width < features ? 0 : 1] * sums[at];
    }
  }
  return losses;
}

/** Adds a sample's gradients, without their factors, and returns the sum of its squared errors. */
function addGradients(
  sums: Float64Array,
  { weights, sample, features, hidden }: {
    weights: Float64Array;
    sample: Float64Array;
    features: number;
    hidden: number;
  },
): number {
  const width = sample.length;
  const activations = new Float64Array(descentUnits);
  const errors = new Float64Array(width - features);
  for (let unit = 0, at = 0; unit < descentUnits; unit++, at += width) {
    let sum = 0;
    for (let i = 0; i < features; i++) sum += weights[at + i] * sample[i];
    activations[unit] = Math.tanh(sum * hidden);
    for (let k = features; k < width; k++) {
      errors[k - features] += weights[at + k] * activations[unit];
    }
  }
  let squares = 0;
  for (let k = 0; k < errors.length; k++) {
    errors[k] = errors[k] / descentUnits - sample[features + k];
    squares += errors[k] * errors[k];
  }
  for (let unit = 0, at = 0; unit < descentUnits; unit++, at += width) {
    const y = activations[unit];
    let delta = 0;
    for (let k = features; k < width; k++) {
      delta += errors[k - features] * weights[at + k];
      sums[at + k] += errors[k - features] * y;
    }
    delta *= 1 - y * y;
    for (let i = 0; i < features; i++) sums[at + i] += delta * sample[i];
  }
  return squares;
}
