/** The numbers that the WebAssembly code of an optimizer reads: its factors, and corrections by step. */

import type { AdamOptimizer, Optimizer } from "../optimizers.ts";
import type { GradientSettings } from "../transform_gradients.ts";

/** The code that an optimizer runs: its kind, and for SGD the kind of its momentum. */
export type RuleName = "sgd" | "momentum" | "nesterov" | "rmsprop" | "adagrad" | "adam";

/** Adam's factors that change from step to step are first; the first of other rules is the learning rate. */
export const [stepSizeAt, rootCorrectionAt, decayFactorAt] = [0, 1, 2];
export const learningRateAt = 0;

/** The factors of each rule in memory, in order. */
export const factorNames: Readonly<Record<RuleName, readonly string[]>> = {
  sgd: ["learningRate", "weightDecay"],
  momentum: ["learningRate", "weightDecay", "momentum"],
  nesterov: ["learningRate", "weightDecay", "momentum"],
  rmsprop: ["learningRate", "weightDecay", "epsilon", "smoothing", "rest"],
  adagrad: ["learningRate", "weightDecay", "epsilon"],
  adam: [
    ...["stepSize", "rootCorrection", "decayFactor", "weightDecay", "epsilon"],
    ...["beta1", "rest1", "beta2", "rest2"],
  ],
};

/** Returns the name of the code that an optimizer runs. */
export function ruleOf(optimizer: Optimizer): RuleName {
  if (optimizer.kind !== "sgd") return optimizer.kind;
  if (optimizer.momentum === 0) return "sgd";
  return optimizer.nesterov ? "nesterov" : "momentum";
}

/** Floats of the factors of any optimizer. */
export const maxFactors = 16;
/** The last two are the gradients' settings. */
export const [l1At, clipNormAt] = [14, 15];

/** The numbers in float64 behind them: the learning rate, and the decoupled weight decay. */
const exactFactors = 2;

/** Bytes of both. */
export const factorBytes = 4 * maxFactors + 8 * exactFactors;

/**
 * Writes the factors of a network's optimizer in the order in which the code reads them. They are rounded to
 * float32, as in PyTorch. Some change from step to step: see `stepFactorsCode`.
 *
 * @param at The address of the factors, and of the exact factors behind them.
 */
export function writeFactors(
  { optimizer, l1 = 0, clipNorm = 0 }: { readonly optimizer: Optimizer } & GradientSettings,
  buffer: ArrayBufferLike,
  at: number,
): void {
  const values = factorsOf(optimizer);
  const factors = new Float32Array(buffer, at, maxFactors);
  factorNames[ruleOf(optimizer)].forEach((name, index) => factors[index] = values[name]);
  factors.set([l1, clipNorm], l1At);
  const exact = new Float64Array(buffer, at + factors.byteLength, exactFactors);
  const { learningRate, weightDecay } = optimizer;
  exact.set([learningRate, optimizer.kind === "adam" && optimizer.decoupled ? weightDecay : 0]);
}

function factorsOf(optimizer: Optimizer): Record<string, number> {
  const { learningRate, weightDecay } = optimizer;
  switch (optimizer.kind) {
    case "sgd":
      return { learningRate, weightDecay, momentum: optimizer.momentum };
    case "adagrad":
      return { learningRate, weightDecay, epsilon: optimizer.epsilon };
    case "rmsprop": {
      const { smoothing, epsilon } = optimizer;
      return { learningRate, weightDecay, epsilon, smoothing, rest: 1 - smoothing };
    }
    case "adam": {
      const { decoupled, beta1, beta2, epsilon } = optimizer;
      const decayFactor = decoupled ? 1 - learningRate * weightDecay : 1;
      const rests = { rest1: 1 - beta1, rest2: 1 - beta2 };
      const decay = decoupled ? 0 : weightDecay;
      return { decayFactor, weightDecay: decay, epsilon, beta1, beta2, ...rests };
    }
  }
}

/**
 * Writes the bias corrections of Adam's steps `first`, from 1, to `first + count - 1`:
 * `1 - beta1ˢ` and `√(1 - beta2ˢ)` of each. Other optimizers have none.
 */
export function writeCorrections(
  { beta1, beta2 }: AdamOptimizer,
  { first, count }: { first: number; count: number },
  corrections: Float64Array,
): void {
  for (let index = 0; index < count; index++) {
    corrections[2 * index] = 1 - beta1 ** (first + index);
    corrections[2 * index + 1] = Math.sqrt(1 - beta2 ** (first + index));
  }
}
