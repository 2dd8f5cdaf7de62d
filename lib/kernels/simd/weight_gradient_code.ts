/** WebAssembly code of the gradient of a dense layer's weights; see `product_code.ts` for the layout. */

import {
  bytes,
  type Code,
  f32,
  get,
  i32,
  increase,
  Locals,
  loopDown,
  set,
  vectorBytes,
} from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import { sumOfLanes, sumsOfFour } from "../../wasm/vector_math.ts";
import { type FunctionCode, repeat } from "./product_code.ts";

/** Weights of a tile, whose sums are in registers; its inputs are adjacent in memory. */
const tileWeights = 8;
const tileInputs = 4;

/**
 * `run(delta, x, gradients, vectors)`: gradients[o][i] += Σ over rows of delta[o][row] · x[i][row].
 */
export function weightGradientCode(
  { inputs, outputs, rowStride }: { inputs: number; outputs: number; rowStride: number },
): FunctionCode {
  const [delta, x, gradients] = [0, 1, 2];
  const locals = new Locals(4);
  const wide = Math.min(inputs, tileInputs);
  const high = Math.min(outputs, Math.floor(tileWeights / wide));
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
  const [delta, x, left] = locals.several("i32", 3);
  const value = locals.add("v128");
  const deltas = locals.several("v128", height);
  const sums = Array.from({ length: height * width }, (_, index) => ({
    sum: locals.add("v128"),
    to: at.gradients,
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
    addSums(locals, sums),
  ];
}

/** A vector of which the sum of the lanes is added to a number in the memory. */
export interface LaneSum {
  readonly sum: number;
  /** The local with an address, and the bytes from there. */
  readonly to: number;
  readonly offset: number;
}

/** Adds sums of lanes to memory: four at a time, as one vector where they are adjacent. */
export function addSums(locals: Locals, sums: readonly LaneSum[]): Code {
  const add = ({ to, offset }: LaneSum, sum: Code): Code => [
    [get(to), get(to), f32.load(offset), sum, f32.add, f32.store(offset)],
  ];
  const together = sums.length - sums.length % 4;
  const fours = Array.from({ length: together / 4 }, (_, at): Code => {
    const four = sums.slice(4 * at, 4 * at + 4);
    const [a, b, c, d] = four.map(({ sum }) => get(sum));
    const all = sumsOfFour(a, b, c, d, locals);
    const [{ to, offset }] = four;
    if (four.every((one, lane) => one.to === to && one.offset === offset + lane * bytes)) {
      return [get(to), get(to), f32x4.load(offset), all, f32x4.add, f32x4.store(offset)];
    }
    const kept = locals.add("v128");
    return [all, set(kept), four.map((one, lane) => add(one, [get(kept), f32x4.lane(lane)]))];
  });
  return [fours, sums.slice(together).map((one) => add(one, sumOfLanes(one.sum)))];
}
