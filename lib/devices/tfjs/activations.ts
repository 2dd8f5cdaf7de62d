/** The activations and their backward passes, in TensorFlow.js's operations. */

import type { Activation } from "../../models/activations.ts";
import { type Tensor2D, tf } from "./tensorflow.ts";

/** Rows of a batch. */
export type Matrix = Tensor2D;

/** An activation, element by element. */
export interface ActivationOperations {
  /** `f(x)`. NaN in gives NaN out, so that a diverged network is seen to have diverged. */
  value(x: Matrix): Matrix;
  /** `f'(x)`, given `y = f(x)` besides; at a kink as PyTorch has it. Left out where it is 1. */
  derivative?(x: Matrix, y: Matrix): Matrix;
}

const leak = 0.01;
const seluScale = 1.0507009873554804934193349852946;
const seluAlpha = 1.6732632423543772848170429916717;
const geluCubic = 0.044715;
const geluInner = Math.sqrt(2 / Math.PI);

/** `1 - x²` */
const oneMinusSquare = (x: Matrix): Matrix => tf.sub(1, tf.square(x));

const normalCumulative = (x: Matrix): Matrix =>
  tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

/** `tanh(√(2/π) · (x + 0.044715 x³))` */
const geluTanhOf = (x: Matrix): Matrix => {
  const cubic = tf.mul(tf.mul(tf.square(x), x), geluCubic);
  return tf.tanh(tf.mul(tf.add(x, cubic), geluInner));
};

/** One operation each, or the definition. */
export const activationOperations: Record<Activation, ActivationOperations> = {
  sigmoid: {
    value: (x) => tf.sigmoid(x),
    derivative: (_, y) => tf.mul(y, tf.sub(1, y)),
  },
  tanh: {
    value: (x) => tf.tanh(x),
    derivative: (_, y) => oneMinusSquare(y),
  },
  relu: {
    value: (x) => tf.relu(x),
    derivative: (x) => tf.step(x),
  },
  leakyRelu: {
    value: (x) => tf.leakyRelu(x, leak),
    derivative: (x) => tf.step(x, leak),
  },
  elu: {
    value: (x) => tf.elu(x),
    derivative: (_, y) => tf.add(tf.minimum(y, 0), 1),
  },
  selu: {
    value: (x) => tf.selu(x),
    // The scale above 0, and `y + scale · α` below.
    derivative: (x, y) => {
      const below = tf.add(tf.minimum(y, 0), seluScale * seluAlpha);
      return tf.sub(below, tf.mul(tf.step(x), seluScale * seluAlpha - seluScale));
    },
  },
  gelu: {
    value: (x) => tf.mul(x, normalCumulative(x)),
    derivative: (x) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return tf.add(normalCumulative(x), tf.mul(x, density));
    },
  },
  geluTanh: {
    value: (x) => tf.mul(tf.mul(x, 0.5), tf.add(geluTanhOf(x), 1)),
    derivative: (x) => {
      const inner = geluTanhOf(x);
      const innerDerivative = tf.add(tf.mul(tf.square(x), 3 * geluCubic * geluInner), geluInner);
      const rising = tf.mul(tf.mul(x, oneMinusSquare(inner)), innerDerivative);
      return tf.mul(tf.add(tf.add(inner, 1), rising), 0.5);
    },
  },
  silu: {
    value: (x) => tf.mul(x, tf.sigmoid(x)),
    derivative: (x) => tf.mul(tf.sigmoid(x), tf.add(tf.mul(x, tf.sigmoid(tf.neg(x))), 1)),
  },
  softplus: {
    value: (x) => tf.softplus(x),
    derivative: (x) => tf.sigmoid(x),
  },
  mish: {
    value: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
    derivative: (x) => {
      const gate = tf.tanh(tf.softplus(x));
      return tf.add(gate, tf.mul(tf.mul(x, oneMinusSquare(gate)), tf.sigmoid(x)));
    },
  },
  hardtanh: {
    // `tf.clipByValue` gives -1 for NaN on the wasm backend.
    value: (x) => tf.minimum(tf.maximum(x, -1), 1),
    derivative: (x) => tf.step(tf.sub(1, tf.abs(x))),
  },
  identity: { value: (x) => x },
};
