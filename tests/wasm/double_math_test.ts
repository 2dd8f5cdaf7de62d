import { assert, assertEquals } from "@std/assert";
import { WasmMemory } from "../../lib/kernels/simd/memory.ts";
import { get, Locals, set } from "../../lib/wasm/assembler.ts";
import { f64x2 } from "../../lib/wasm/vectors.ts";
import { tanhOfDoubles } from "../../lib/wasm/double_math.ts";
import { encodeModule } from "../../lib/wasm/module.ts";

const memory = new WasmMemory();
const { run } = memory.kernels("tanh of doubles", () => {
  const locals = new Locals(2);
  const x = locals.add("v128");
  const body = [
    [get(0), f64x2.load(), set(x)],
    [get(1), tanhOfDoubles(locals, x), f64x2.store()],
  ];
  return encodeModule([{ name: "run", locals, body }]);
});
const [input, output] = [memory.doubles(2), memory.doubles(2)];

function tanhOf(one: number, other: number): number[] {
  input.set([one, other]);
  run(input.byteOffset, output.byteOffset);
  return [...output];
}

Deno.test("tanh of float64 lanes is within three units in the last place, for small numbers too", () => {
  let worst = 0;
  for (let exponent = -30; exponent < 5; exponent += 0.01) {
    const x = 2 ** exponent;
    const exact = Math.tanh(x);
    const [plus, minus] = tanhOf(x, -x);
    const error = Math.max(Math.abs(plus - exact), Math.abs(minus + exact));
    worst = Math.max(worst, error / exact / Number.EPSILON);
  }
  assert(worst < 3, `${worst} units`);
});

Deno.test("tanh of float64 lanes ends at 1, and keeps 0 and NaN", () => {
  assertEquals(tanhOf(1e300, -Infinity), [1, -1]);
  assertEquals(tanhOf(0, NaN), [0, NaN]);
});
