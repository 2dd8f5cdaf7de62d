/** The single operations of the device contract, on an arithmetic of their own. */

import type { Arithmetic } from "../../kernels/arithmetic.ts";
import type { Activated } from "../../kernels/elementwise.ts";
import type { Floats } from "../../kernels/floats.ts";
import type { Activation } from "../../models/activations.ts";
import type { MatmulShape } from "../device.ts";

function copyTo(arithmetic: Arithmetic, values: Float32Array): Floats {
  const buffer = arithmetic.allocate(values.length);
  buffer.set(values);
  return buffer;
}

/** The batched product of `a` and `b`, `[batch × rows × columns]`. */
export function batchedMatmul(
  arithmetic: Arithmetic,
  operands: { a: Float32Array; b: Float32Array },
  shape: MatmulShape,
): Float32Array {
  const { batch, rows, inner, columns, transposeA = false, transposeB = false } = shape;
  const a = copyTo(arithmetic, operands.a);
  const b = copyTo(arithmetic, operands.b);
  const c = arithmetic.allocate(batch * rows * columns);
  const part = (matrix: Floats, size: number, index: number) =>
    matrix.subarray(index * size, (index + 1) * size);
  for (let index = 0; index < batch; index++) {
    arithmetic.matmul({
      a: part(a, rows * inner, index),
      aRow: transposeA ? 1 : inner,
      aInner: transposeA ? rows : 1,
      b: part(b, inner * columns, index),
      bInner: transposeB ? 1 : columns,
      bColumn: transposeB ? inner : 1,
      c: part(c, rows * columns, index),
      rows,
      inner,
      columns,
    });
  }
  return Float32Array.from(c);
}

/** The activation of each element of `x`. */
export function activate(
  arithmetic: Arithmetic,
  activation: Activation,
  x: Float32Array,
): Float32Array {
  return Float32Array.from(activateBuffers(arithmetic, activation, x).outputs);
}

/** The gradient at each pre-activation in `x`, given the gradient of each output. */
export function activateBackward(
  arithmetic: Arithmetic,
  activation: Activation,
  { x, upstream }: { x: Float32Array; upstream: Float32Array },
): Float32Array {
  const { preActivations, outputs } = activateBuffers(arithmetic, activation, x);
  const delta = copyTo(arithmetic, upstream);
  arithmetic.activationBackward(activation, { preActivations, outputs, delta });
  return Float32Array.from(delta);
}

function activateBuffers(
  arithmetic: Arithmetic,
  activation: Activation,
  x: Float32Array,
): Activated {
  const layer = {
    preActivations: copyTo(arithmetic, x),
    bias: arithmetic.allocate(x.length),
    outputs: arithmetic.allocate(x.length),
    rows: 1,
    columns: x.length,
  };
  arithmetic.activate(activation, layer);
  return layer;
}
