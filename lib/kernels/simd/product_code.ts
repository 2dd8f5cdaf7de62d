/**
 * WebAssembly code of the products of a dense layer, with the rows of the batch in the vector lanes.
 *
 * Matrices of activations and deltas are transposed, `[units × rows]`, with `rowStride` bytes between two
 * units. Weights are as in the parameter vector, `[outputs × inputs]`, and are broadcast to all lanes.
 * Each row is therefore computed in the same way whatever rows are beside it. Sums run in order, in
 * float32, without fused multiply-add, so that results are identical on all machines.
 */

import {
  bytes,
  type Code,
  get,
  i32,
  increase,
  Locals,
  loopDown,
  set,
  vectorBytes,
  when,
} from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import type { VectorFunction } from "../../wasm/vector_math.ts";

/** Units of a tile, and the vectors of rows of a tile of so many units: eight sums in registers. */
const tileUnits = 4;
const tileVectors = [0, 4, 4, 2, 2];
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
  /** What is applied to each sum; nothing where it is left out. */
  readonly activation?: VectorFunction;
  /** Bytes from a sum to what the activation makes of it; 0, as by default, if that replaces it. */
  readonly activatedAt?: number;
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

/**
 * `run(weights, x, out, vectors)`: out[unit][row] = bias[unit] + Σₖ weights[unit][k] · x[k][row], and the
 * activation of that.
 */
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

/** All rows of `height` units: as many vectors at a time as fit in registers, then the rest. */
function rowsOfTiles(locals: Locals, tiles: Tiles): Code {
  if (tiles.height === 0) return [];
  const [x, out, left] = locals.several("i32", 3);
  const { at } = tiles;
  const own = { ...tiles, at: { ...at, x, out } };
  const most = tileVectors[tiles.height];
  const vectors = (width: number): Code => [
    tile(locals, own, width),
    [x, out].map((pointer) => increase(pointer, i32.constant(width * vectorBytes))),
  ];
  const rest: Code[] = [];
  for (let width = most >> 1; width > 0; width >>= 1) {
    rest.push(when([get(at.vectors), i32.constant(width), i32.and], vectors(width)));
  }
  return [
    [get(at.x), set(x), get(at.out), set(out), get(at.vectors)],
    [i32.constant(Math.log2(most)), i32.shiftRight, set(left)],
    when(get(left), loopDown(left, vectors(most))),
    rest,
  ];
}

/** `height` units by `width` vectors of rows. */
function tile(locals: Locals, { at, height, ...shape }: Tiles, width: number): Code {
  const { inner, unitStride, innerStride, bias, rowStride, activation, activatedAt = 0 } = shape;
  const [x, weight, element] = [locals.add("i32"), locals.add("i32"), locals.add("v128")];
  const values = locals.several("v128", width);
  const sums = Array.from(
    { length: height },
    () => locals.several("v128", width),
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
      unit.map((sum, v) => {
        const offset = u * rowStride + v * vectorBytes;
        const keep: Code = activatedAt > 0 ? [get(at.out), get(sum), f32x4.store(offset)] : [];
        const activated = activation ? activation(locals, sum) : get(sum);
        return [keep, [get(at.out), activated, f32x4.store(activatedAt + offset)]];
      })
    ),
  ];
}
