/** The single operations of the device contract on a GPU. */

import type { MatmulShape } from "../lib/devices/device.ts";
import type { Activation } from "../lib/models/activations.ts";
import { Arena } from "./arena.ts";
import type { Gpu } from "./gpu.ts";
import { activateBackwardKernel } from "./kernels/activate_backward.ts";
import { activateForwardKernel, activationUniform } from "./kernels/activate_forward.ts";
import { activationNumber } from "./kernels/activations.ts";
import { elementwiseGrid } from "./kernels/elementwise.ts";
import type { Product } from "./kernels/matmul.ts";
import { prepareMatmul } from "./kernels/prepare_matmul.ts";
import { maxFloats } from "./chunks.ts";
import { prepare, submit } from "./work.ts";

/**
 * The batched product of `a` and `b`, `[batch × rows × columns]`. Batches larger than the adapter
 * takes in a buffer are multiplied in parts.
 *
 * @throws {GpuError} if a single matrix is larger than that
 */
export async function matmul(
  gpu: Gpu,
  { a, b }: { a: Float32Array; b: Float32Array },
  shape: MatmulShape,
): Promise<Float32Array> {
  const { batch, rows, inner, columns } = shape;
  const sizes = { a: rows * inner, b: inner * columns, c: rows * columns };
  const c = new Float32Array(batch * sizes.c);
  const atOnce = Math.max(1, Math.floor(maxFloats(gpu) / Math.max(sizes.a, sizes.b, sizes.c)));
  for (let first = 0; first < batch; first += atOnce) {
    const last = Math.min(batch, first + atOnce);
    const operands = {
      a: a.subarray(first * sizes.a, last * sizes.a),
      b: b.subarray(first * sizes.b, last * sizes.b),
    };
    c.set(await multiply(gpu, operands, { ...shape, batch: last - first }), first * sizes.c);
  }
  return c;
}

/** The activation of each element of `x`. */
export function activate(gpu: Gpu, activation: Activation, x: Float32Array): Promise<Float32Array> {
  return inParts(gpu, x.length, (from, to) => {
    return activatePart(gpu, activation, x.subarray(from, to));
  });
}

/** The gradient at each pre-activation in `x`, given the gradient `upstream` of each output. */
export function activateBackward(
  gpu: Gpu,
  activation: Activation,
  { x, upstream }: { x: Float32Array; upstream: Float32Array },
): Promise<Float32Array> {
  return inParts(gpu, x.length, (from, to) => {
    const part = { x: x.subarray(from, to), upstream: upstream.subarray(from, to) };
    return activatePart(gpu, activation, part.x, part.upstream);
  });
}

async function inParts(
  gpu: Gpu,
  count: number,
  part: (from: number, to: number) => Promise<Float32Array>,
): Promise<Float32Array> {
  const whole = new Float32Array(count);
  const atOnce = maxFloats(gpu);
  for (let from = 0; from < count; from += atOnce) {
    whole.set(await part(from, Math.min(count, from + atOnce)), from);
  }
  return whole;
}

async function multiply(
  gpu: Gpu,
  operands: { a: Float32Array; b: Float32Array },
  shape: MatmulShape,
): Promise<Float32Array> {
  const { batch, rows, columns } = shape;
  using arena = new Arena(gpu, "matmul");
  return await gpu.guard("matmul", async () => {
    const a = arena.upload("left operands", operands.a);
    const b = arena.upload("right operands", operands.b);
    const c = arena.allocate("products", 4 * batch * rows * columns);
    submit(gpu, [
      await prepareMatmul(gpu, arena, { product: productOf(shape), buffers: { a, b, c } }),
    ]);
    const [products] = await arena.read([{ buffer: c, bytes: 4 * batch * rows * columns }]);
    return new Float32Array(products);
  });
}

function productOf(shape: MatmulShape): Product {
  const { batch, rows, inner, columns, transposeA, transposeB } = shape;
  const a = transposeA ? { row: 1, inner: rows } : { row: inner, inner: 1 };
  const b = transposeB ? { inner: 1, column: inner } : { inner: columns, column: 1 };
  return {
    batch,
    rows,
    inner,
    columns,
    a: { offset: 0, batch: rows * inner, ...a },
    b: { offset: 0, batch: inner * columns, ...b },
    c: { offset: 0, batch: rows * columns },
  };
}

/** The activations of `x`, or where an upstream gradient is given its gradient. */
async function activatePart(
  gpu: Gpu,
  activation: Activation,
  x: Float32Array,
  upstream?: Float32Array,
): Promise<Float32Array> {
  const name = upstream ? "activation backward" : "activation forward";
  using arena = new Arena(gpu, name);
  return await gpu.guard(name, async () => {
    const quads = Math.ceil(x.length / 4);
    const grid = elementwiseGrid(quads, gpu.limits);
    const buffers = {
      layer: arena.uniform("layer", activationUniform({ members: 1, quads })),
      kinds: arena.upload("kinds", Uint32Array.of(activationNumber(activation))),
      sums: arena.upload("pre-activations", x),
      outputs: arena.allocate("activations", x.byteLength),
    };
    const works = [await prepare(gpu, activateForwardKernel([activation]), { buffers, grid })];
    let result = buffers.outputs;
    if (upstream) {
      const delta = result = arena.upload("gradients", upstream);
      const kernel = activateBackwardKernel([activation]);
      works.push(await prepare(gpu, kernel, { buffers: { ...buffers, delta }, grid }));
    }
    submit(gpu, works);
    const [bytes] = await arena.read([{ buffer: result, bytes: x.byteLength }]);
    return new Float32Array(bytes);
  });
}
