/** WebAssembly code of the order of a shuffled epoch: torch's `randperm`, from a seed. */

import {
  bytes,
  type Code,
  get,
  i32,
  Locals,
  loopWhile,
  select,
  set,
} from "../../wasm/assembler.ts";
import { encodeModule } from "../../wasm/module.ts";
import type { FunctionCode } from "./product_code.ts";

const { constant } = i32;

/** The words of the state of MT19937, and the distance of those that are combined. */
export const generatorWords = 624;
const shift = 397;

/** `base + 4 · index` */
const address = (base: number, index: Code): Code => [
  [get(base), index, constant(bytes), i32.multiply, i32.add],
];
/** `word ^ (word shifted)`, in the local. */
const mix = (word: number, shifted: Code): Code => [
  [get(word), get(word), shifted, i32.xor, set(word)],
];
const next = (local: number): Code => [get(local), constant(1), i32.add, set(local)];

/**
 * `run(seed, count, order, words)`: writes the permutation of 0 … `count - 1` that `orderOfSeed` returns
 * to `order`. `words` is the address of the generator's state.
 *
 * Source: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), with the
 * initialization of 2002.
 */
export function shuffleCode(): FunctionCode {
  const [seed, count, order, words] = [0, 1, 2, 3];
  const locals = new Locals(4);
  const [index, word, position, after] = locals.several("i32", 4);
  const [from, to, value] = locals.several("i32", 3);
  const less = (limit: Code): Code => [get(index), limit, i32.less];
  const initialize: Code = [
    [get(seed), set(word), get(words), get(word), i32.store(), constant(1), set(index)],
    loopWhile(less(constant(generatorWords)), [
      [get(word), get(word), constant(30), i32.shiftRight, i32.xor],
      [constant(1812433253 | 0), i32.multiply, get(index), i32.add, set(word)],
      [address(words, get(index)), get(word), i32.store(), next(index)],
    ]),
  ];
  const identity: Code = [
    [constant(0), set(index)],
    loopWhile(less(get(count)), [
      [address(order, get(index)), get(index), i32.store()],
      next(index),
    ]),
  ];
  const swap: Code = [
    [address(order, get(index)), set(from)],
    [get(word), get(count), get(index), i32.subtract, i32.remainder, get(index), i32.add],
    [set(after), address(order, get(after)), set(to)],
    [get(from), i32.load(), set(value)],
    [get(from), get(to), i32.load(), i32.store(), get(to), get(value), i32.store()],
  ];
  const body: Code = [
    [initialize, identity, constant(0), set(index), constant(0), set(position)],
    loopWhile([get(index), get(count), constant(1), i32.subtract, i32.less], [
      drawCode({ words, position, after, word }),
      swap,
      next(index),
    ]),
  ];
  return { locals, body };
}

/** Encodes a module of the function `shuffle`: see `shuffleCode`. */
export const encodeShuffle = () => encodeModule([{ name: "shuffle", ...shuffleCode() }]);

/** Draws the next word of the stream: it updates one word of the state, and tempers it. */
function drawCode(
  { words, position, after, word }: {
    words: number;
    position: number;
    after: number;
    word: number;
  },
): Code {
  const last = generatorWords - 1;
  const far: Code = [
    [get(position), constant(shift), i32.add],
    [get(position), constant(shift - generatorWords), i32.add],
    [get(position), constant(generatorWords - shift), i32.less, select],
  ];
  return [
    [constant(0), get(position), constant(1), i32.add, get(position), constant(last), i32.equal],
    [select, set(after)],
    [address(words, get(position)), i32.load(), constant(0x80000000 | 0), i32.and],
    [address(words, get(after)), i32.load(), constant(0x7fffffff), i32.and, i32.or, set(word)],
    [get(word), constant(1), i32.shiftRight],
    [constant(0), get(word), constant(1), i32.and, i32.subtract, constant(0x9908b0df | 0), i32.and],
    [i32.xor, address(words, far), i32.load(), i32.xor, set(word)],
    [address(words, get(position)), get(word), i32.store(), get(after), set(position)],
    mix(word, [constant(11), i32.shiftRight]),
    mix(word, [constant(7), i32.shiftLeft, constant(0x9d2c5680 | 0), i32.and]),
    mix(word, [constant(15), i32.shiftLeft, constant(0xefc60000 | 0), i32.and]),
    mix(word, [constant(18), i32.shiftRight]),
  ];
}
