/** WebAssembly code that packs an operand of a matrix product into panels: see `matmul_code.ts`. */

import {
  bytes,
  type Code,
  f32,
  get,
  i32,
  increase,
  lanes,
  Locals,
  loopDown,
  loopWhile,
  set,
  vectorBytes,
  when,
} from "../../wasm/assembler.ts";
import { f32x4 } from "../../wasm/vectors.ts";
import type { FunctionCode } from "./product_code.ts";
import { smaller } from "./train_code.ts";

const { constant } = i32;

/**
 * `run(from, lineStride, innerStride, lines, depth, to)`: writes panels of `width` lines, `depth` groups of
 * `width` adjacent numbers each. Strides are in bytes. The last panel has zeros for the lines it lacks.
 *
 * @param width A multiple of four.
 */
export function packCode(width: number): FunctionCode {
  const [from, lineStride, innerStride, lines, depth, to] = [0, 1, 2, 3, 4, 5];
  const locals = new Locals(6);
  const [some, kind] = [locals.add("i32"), locals.add("i32")];
  const at = { from, lineStride, innerStride, depth, to, some };
  const isAdjacent = (stride: number): Code => [get(stride), constant(bytes), i32.equal];
  const is = (wanted: number): Code => [get(kind), constant(wanted), i32.equal];
  const body = loopWhile(get(lines), [
    [smaller(get(lines), constant(width)), set(some)],
    // 2 where lines are adjacent, 1 where the numbers of a line are, 0 otherwise or if lines are missing.
    [isAdjacent(lineStride), constant(1), i32.shiftLeft, isAdjacent(innerStride)],
    [isAdjacent(lineStride), constant(0), i32.equal, i32.and, i32.or],
    [get(some), constant(width), i32.equal, i32.multiply, set(kind)],
    when(is(2), adjacentLines(locals, at, width)),
    when(is(1), adjacentNumbers(locals, at, width)),
    when(is(0), anyLines(locals, at, width)),
    increase(from, [get(some), get(lineStride), i32.multiply]),
    increase(to, [get(depth), constant(width * bytes), i32.multiply]),
    [get(lines), get(some), i32.subtract, set(lines)],
  ]);
  return { locals, body };
}

/** The locals of a panel. */
interface PanelLocals {
  readonly from: number;
  readonly lineStride: number;
  readonly innerStride: number;
  readonly depth: number;
  readonly to: number;
  /** The lines that there are. */
  readonly some: number;
}

function adjacentLines(locals: Locals, panel: PanelLocals, width: number): Code {
  const [at, to, left] = locals.several("i32", 3);
  const offsets = Array.from({ length: width / lanes }, (_, index) => index * vectorBytes);
  return [
    [get(panel.from), set(at), get(panel.to), set(to), get(panel.depth), set(left)],
    loopDown(left, [
      offsets.map((offset) => [get(to), get(at), f32x4.load(offset), f32x4.store(offset)]),
      increase(at, get(panel.innerStride)),
      increase(to, constant(width * bytes)),
    ]),
  ];
}

/** Four by four numbers at a time, and the rest of the depth one by one. */
function adjacentNumbers(locals: Locals, panel: PanelLocals, width: number): Code {
  const [at, line, to, left] = locals.several("i32", 4);
  const groups = Array.from({ length: width / lanes }, (_, group) => [
    transposeFour(locals, { line, stride: panel.lineStride, to }, { group, width }),
  ]);
  const single: Code = Array.from({ length: width }, (_, index) => [
    [get(to), get(line), f32.load(), f32.store(index * bytes)],
    increase(line, get(panel.lineStride)),
  ]);
  return [
    [get(panel.from), set(at), get(panel.to), set(to)],
    [get(panel.depth), constant(2), i32.shiftRight, set(left)],
    when(
      get(left),
      loopDown(left, [
        [get(at), set(line), groups],
        increase(at, constant(vectorBytes)),
        increase(to, constant(lanes * width * bytes)),
      ]),
    ),
    [get(panel.depth), constant(lanes - 1), i32.and, set(left)],
    when(
      get(left),
      loopDown(left, [
        [get(at), set(line), single],
        increase(at, constant(bytes)),
        increase(to, constant(width * bytes)),
      ]),
    ),
  ];
}

/** Four numbers of the next four lines, to four groups; `line` moves on to the lines behind. */
function transposeFour(
  locals: Locals,
  { line, stride, to }: { line: number; stride: number; to: number },
  { group, width }: { group: number; width: number },
): Code {
  const [a, b, c, d, e, f, g, h] = locals.several("v128", 8);
  const pair = (one: number, other: number, lower: boolean): Code => [
    [get(one), get(other), lower ? f32x4.shuffle(0, 4, 1, 5) : f32x4.shuffle(2, 6, 3, 7)],
  ];
  const halves = (one: number, other: number, upper: boolean): Code => [
    [get(one), get(other), upper ? f32x4.shuffle(2, 3, 6, 7) : f32x4.shuffle(0, 1, 4, 5)],
  ];
  const rows = [halves(e, f, false), halves(e, f, true), halves(g, h, false), halves(g, h, true)];
  return [
    [a, b, c, d].map((local) => [
      [get(line), f32x4.load(), set(local)],
      increase(line, get(stride)),
    ]),
    [pair(a, b, true), set(e), pair(c, d, true), set(f)],
    [pair(a, b, false), set(g), pair(c, d, false), set(h)],
    rows.map((row, k) => [
      [get(to), row, f32x4.store(k * width * bytes + group * vectorBytes)],
    ]),
  ];
}

/** Number by number, with zeros for the lines that are missing. */
function anyLines(locals: Locals, panel: PanelLocals, width: number): Code {
  const [at, line, to, toLine, left, inner] = locals.several("i32", 6);
  return [
    [get(panel.from), set(at), get(panel.to), set(to), get(panel.depth), set(left)],
    loopDown(left, [
      Array.from({ length: width / lanes }, (_, index) => [
        [get(to), f32x4.zero, f32x4.store(index * vectorBytes)],
      ]),
      [get(at), set(line), get(to), set(toLine), get(panel.some), set(inner)],
      loopDown(inner, [
        [get(toLine), get(line), f32.load(), f32.store()],
        increase(line, get(panel.lineStride)),
        increase(toLine, constant(bytes)),
      ]),
      increase(at, get(panel.innerStride)),
      increase(to, constant(width * bytes)),
    ]),
  ];
}
