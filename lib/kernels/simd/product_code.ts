/**
 * WebAssembly code of the products of a dense layer, with the rows of the batch in the vector lanes.
 *
 * Matrices of activations and deltas are transposed, `[units × rows]`, with `rowStride` bytes between two
 * units. Weights are as in the parameter vector, `[outputs × inputs]`, and are broadcast to all lanes.
 * Each row is therefore computed in the same way whatever rows are beside it. Sums run in order, in
 * float32, without fused multiply-add, so that results are identical on all machines.
 */

import {
  type Code,
  f32,
  f32x4,
  get,
  i32,
  increase,
  Locals,
  loopDown,
  set,
  when,
} from "../../wasm/assembler.ts";
import { sumOfLanes, sumsOfFour } from "../../wasm/vector_math.ts";

const bytes = 4;
const vectorBytes = 16;
/** Units of a tile, and its vectors of rows: eight sums in registers. */
const tileUnits = 4;
/** An inner loop of this length or shorter is unrolled. */
const maxUnrolled = 8;
const unroll = 4;

/** The size of a product, and the layout of its weights in bytes. */
export interface ProductShape {
  /** Units that are computed. */
  readonly units: number;
  /** Units that are summed over. */
  readonly inner: number;
  /** Between the weights of two computed units, and of two units that are summed over. */
  readonly unitStride: number;
  readonly innerStride: number;
  /** Of the biases, relative to the weights; null without biases. */
  readonly bias: number | null;
  readonly rowStride: number;
}

/** A function's locals and code. */
export interface FunctionCode {
  readonly locals: Locals;
  readonly body: Code;
}

/** Runs `body` `count` times, a constant, with a local that counts down. */
export function repeat(locals: Locals, count: number, body: Code): Code {
  if (count <= 1) return count === 1 ? body : [];
  const left = locals.add("i32");
  return [i32.constant(count), set(left), loopDown(left, body)];
}

/** `run(weights, x, out, vectors)`: out[unit][row] = bias[unit] + Σₖ weights[unit][k] · x[k][row]. */
export function productCode(shape: ProductShape): FunctionCode {
  const { units, unitStride, bias, rowStride } = shape;
  const [weights, x, out, vectors] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const biasAt = locals.add("i32");
  const at = { weights, biasAt, x, out, vectors };
  const body: Code = [
    bias === null ? [] : [get(weights), i32.constant(bias), i32.add, set(biasAt)],
    repeat(locals, Math.floor(units / tileUnits), [
      rowsOfTiles(locals, { ...shape, at, height: tileUnits }),
      increase(weights, i32.constant(tileUnits * unitStride)),
      increase(biasAt, i32.constant(tileUnits * bytes)),
      increase(out, i32.constant(tileUnits * rowStride)),
    ]),
    rowsOfTiles(locals, { ...shape, at, height: units % tileUnits }),
  ];
  return { locals, body };
}

interface Tiles extends ProductShape {
  readonly at: { weights: number; biasAt: number; x: number; out: number; vectors: number };
  readonly height: number;
}

/** All rows of `height` units: two vectors at a time, then one. */
function rowsOfTiles(locals: Locals, tiles: Tiles): Code {
  if (tiles.height === 0) return [];
  const [x, out, left] = Array.from({ length: 3 }, () => locals.add("i32"));
  const { at } = tiles;
  const own = { ...tiles, at: { ...at, x, out } };
  return [
    [get(at.x), set(x), get(at.out), set(out), get(at.vectors), i32.constant(1)],
    [i32.shiftRight, set(left)],
    when(
      get(left),
      loopDown(left, [
        tile(locals, own, 2),
        [x, out].map((pointer) => increase(pointer, i32.constant(2 * vectorBytes))),
      ]),
    ),
    when([get(at.vectors), i32.constant(1), i32.and], tile(locals, own, 1)),
  ];
}

/** `height` units by `width` vectors of rows. */
function tile(locals: Locals, { at, height, ...shape }: Tiles, width: number): Code {
  const { inner, unitStride, innerStride, bias, rowStride } = shape;
  const [x, weight, element] = [locals.add("i32"), locals.add("i32"), locals.add("v128")];
  const values = Array.from({ length: width }, () => locals.add("v128"));
  const sums = Array.from(
    { length: height },
    () => Array.from({ length: width }, () => locals.add("v128")),
  );
  /** Adds the products of unit `k` behind the two pointers. */
  const accumulate = (k: number): Code => [
    values.map((value, v) => [get(x), f32x4.load(k * rowStride + v * vectorBytes), set(value)]),
    sums.map((unit, u) => [
      [get(weight), f32x4.loadSplat(k * innerStride + u * unitStride), set(element)],
      unit.map((sum, v) => [
        [get(sum), get(values[v]), get(element), f32x4.multiply, f32x4.add, set(sum)],
      ]),
    ]),
  ];
  const accumulateAll = (count: number) => Array.from({ length: count }, (_, k) => accumulate(k));
  const loop: Code = inner <= maxUnrolled ? accumulateAll(inner) : [
    repeat(locals, Math.floor(inner / unroll), [
      accumulateAll(unroll),
      increase(x, i32.constant(unroll * rowStride)),
      increase(weight, i32.constant(unroll * innerStride)),
    ]),
    accumulateAll(inner % unroll),
  ];
  return [
    [get(at.x), set(x), get(at.weights), set(weight)],
    sums.map(([first, ...others], u) => [
      [bias === null ? f32x4.zero : [get(at.biasAt), f32x4.loadSplat(u * bytes)], set(first)],
      others.map((sum) => [get(first), set(sum)]),
    ]),
    loop,
    sums.map((unit, u) =>
      unit.map((sum, v) => [
        [get(at.out), get(sum), f32x4.store(u * rowStride + v * vectorBytes)],
      ])
    ),
  ];
}

/**
 * `run(delta, x, gradients, vectors)`: gradients[o][i] += Σ over rows of delta[o][row] · x[i][row].
 */
export function weightGradientCode(
  { inputs, outputs, rowStride }: { inputs: number; outputs: number; rowStride: number },
): FunctionCode {
  const [delta, x, gradients] = [0, 1, 2];
  const locals = new Locals(4);
  const wide = Math.min(inputs, tileUnits);
  const high = Math.min(outputs, Math.floor(8 / wide));
  const shape = { inputs, rowStride };
  /** All inputs of `height` outputs. */
  const rows = (height: number): Code => {
    if (height === 0) return [];
    const own = { delta, x: locals.add("i32"), gradients: locals.add("i32") };
    return [
      [get(x), set(own.x), get(gradients), set(own.gradients)],
      repeat(locals, Math.floor(inputs / wide), [
        gradientTile(locals, own, { ...shape, height, width: wide }),
        increase(own.x, i32.constant(wide * rowStride)),
        increase(own.gradients, i32.constant(wide * bytes)),
      ]),
      inputs % wide === 0
        ? []
        : gradientTile(locals, own, { ...shape, height, width: inputs % wide }),
    ];
  };
  const body: Code = [
    repeat(locals, Math.floor(outputs / high), [
      rows(high),
      increase(delta, i32.constant(high * rowStride)),
      increase(gradients, i32.constant(high * inputs * bytes)),
    ]),
    rows(outputs % high),
  ];
  return { locals, body };
}

interface GradientTile {
  readonly inputs: number;
  readonly rowStride: number;
  readonly height: number;
  readonly width: number;
}

/** The gradients of the weights between `width` inputs and `height` outputs. */
function gradientTile(
  locals: Locals,
  at: { delta: number; x: number; gradients: number },
  { inputs, rowStride, height, width }: GradientTile,
): Code {
  const vectors = 3;
  const [delta, x, left] = Array.from({ length: 3 }, () => locals.add("i32"));
  const value = locals.add("v128");
  const deltas = Array.from({ length: height }, () => locals.add("v128"));
  const sums = Array.from({ length: height * width }, (_, index) => ({
    sum: locals.add("v128"),
    offset: (Math.floor(index / width) * inputs + index % width) * bytes,
  }));
  return [
    [get(at.delta), set(delta), get(at.x), set(x), get(vectors), set(left)],
    sums.map(({ sum }) => [f32x4.zero, set(sum)]),
    loopDown(left, [
      deltas.map((local, o) => [get(delta), f32x4.load(o * rowStride), set(local)]),
      Array.from({ length: width }, (_, i) => [
        [get(x), f32x4.load(i * rowStride), set(value)],
        deltas.map((local, o) => {
          const { sum } = sums[o * width + i];
          return [get(sum), get(local), get(value), f32x4.multiply, f32x4.add, set(sum)];
        }),
      ]),
      [delta, x].map((pointer) => increase(pointer, i32.constant(vectorBytes))),
    ]),
    addSums(locals, at.gradients, sums),
  ];
}

/** Adds sums of lanes to memory: four at a time where four are adjacent. */
function addSums(
  locals: Locals,
  to: number,
  sums: readonly { sum: number; offset: number }[],
): Code {
  const code: Code[] = [];
  for (let at = 0; at < sums.length;) {
    const four = sums.slice(at, at + 4);
    const { offset } = four[0];
    if (four.length === 4 && four[3].offset === offset + 3 * bytes) {
      const [a, b, c, d] = four.map(({ sum }) => get(sum));
      code.push([
        [get(to), get(to), f32x4.load(offset), sumsOfFour(a, b, c, d, locals)],
        [f32x4.add, f32x4.store(offset)],
      ]);
      at += 4;
    } else {
      code.push([
        [get(to), get(to), f32.load(offset), sumOfLanes(four[0].sum)],
        [f32.add, f32.store(offset)],
      ]);
      at++;
    }
  }
  return code;
}
