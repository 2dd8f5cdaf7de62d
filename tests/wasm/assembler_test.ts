import { assertEquals } from "@std/assert";
import { WasmMemory } from "../../lib/kernels/simd/memory.ts";
import { get, i32, Locals, loopBySteps } from "../../lib/wasm/assembler.ts";
import { encodeModule } from "../../lib/wasm/module.ts";

Deno.test("loops over addresses go on beyond 2 GiB, where a signed number is negative", () => {
  const memory = new WasmMemory();
  const [at, limit, count] = [0, 1, 2];
  const increment = [[get(count), get(count), i32.load(), i32.constant(1), i32.add], i32.store()];
  const body = loopBySteps(at, 16, limit, increment);
  const { run } = memory.kernels(
    "loop",
    () => encodeModule([{ name: "run", locals: new Locals(3), body }]),
  );
  for (const start of [0, 4096, 2 ** 31 - 64, 2 ** 31 - 32, 2 ** 31, 2 ** 32 - 256]) {
    const found = memory.integers(1);
    run(start, start + 64, found.byteOffset);
    assertEquals(found[0], 4, `from ${start}`);
  }
});
