/** What is done to gradients before a step, in operations of TensorFlow.js: L1 penalty, and clipping. */

import { clipEpsilon, type GradientSettings } from "../../kernels/transform_gradients.ts";
import { layersOf, parameterCount } from "../../models/layout.ts";
import type { Vector } from "./optimizers.ts";
import { tf } from "./tensorflow.ts";

/** Returns the gradients with that of the L1 penalty, scaled to the maximum norm. */
export function transformGradients(
  gradients: Vector,
  { sizes, parameters }: { sizes: readonly number[]; parameters: Vector },
  { l1 = 0, clipNorm }: GradientSettings,
): Vector {
  const penalized: Vector = l1 > 0
    ? tf.add(gradients, tf.mul(tf.sign(parameters), tf.mul(weightMask(sizes), l1)))
    : gradients;
  if (clipNorm === undefined) return penalized;
  const norm = tf.sqrt(tf.sum(tf.square(penalized)));
  return tf.mul(penalized, tf.minimum(1, tf.div(clipNorm, tf.add(norm, clipEpsilon))));
}

/** 1 for each weight, and 0 for each bias. */
function weightMask(sizes: readonly number[]): Vector {
  const mask = new Float32Array(parameterCount(sizes));
  for (const { weight, bias } of layersOf(sizes)) mask.fill(1, weight, bias);
  return tf.tensor1d(mask);
}
