/** What is done to the gradients of a batch before the optimizer's step: L1 penalty, and clipping. */

import { checkNumber, MAX_FLOAT32 } from "../check.ts";
import { layersOf } from "../models/layout.ts";
import type { Weights } from "./pass.ts";

/** The settings of a network; without them its gradients stay as they are. */
export interface GradientSettings {
  /**
   * The factor of the L1 penalty, `l1 · Σ |weight|`, whose gradient is added to that of the loss; biases
   * have no penalty.
   */
  readonly l1?: number;
  /** The maximum norm of all gradients together, to which longer ones are scaled. */
  readonly clipNorm?: number;
}

/**
 * Checks the settings.
 *
 * @throws {TypeError} if one is not a number
 * @throws {RangeError} if the factor is below 0, or the maximum norm is not above 0
 */
export function checkGradientSettings(action: string, { l1, clipNorm }: GradientSettings): void {
  if (l1 !== undefined) checkNumber(action, "l1", l1, { minimum: 0, maximum: MAX_FLOAT32 });
  const bounds = { above: 0, maximum: MAX_FLOAT32 };
  if (clipNorm !== undefined) checkNumber(action, "clipNorm", clipNorm, bounds);
}

/** The term that PyTorch's `clip_grad_norm_` adds to the norm. */
export const clipEpsilon = 1e-6;

/** Adds the gradient of the L1 penalty, and scales the gradients to the maximum norm, in place. */
export function transformGradients(
  { parameters, gradients }: Weights,
  sizes: readonly number[],
  { l1 = 0, clipNorm }: GradientSettings,
): void {
  if (l1 > 0) {
    for (const { weight, bias } of layersOf(sizes)) {
      for (let at = weight; at < bias; at++) gradients[at] += l1 * Math.sign(parameters[at]);
    }
  }
  if (clipNorm === undefined) return;
  let squares = 0;
  for (const gradient of gradients) squares += gradient * gradient;
  const factor = Math.min(1, clipNorm / (Math.sqrt(squares) + clipEpsilon));
  for (let at = 0; at < gradients.length; at++) gradients[at] *= factor;
}
