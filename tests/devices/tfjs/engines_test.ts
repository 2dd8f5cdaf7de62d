/** TensorFlow.js's backends: which is taken, and that the program's own is left alone. */

import { assertEquals } from "@std/assert";
import { openDevice } from "../../../lib/devices/open.ts";
import { assertClose } from "../../oracle.ts";
import { computeFigures, figuresFrom } from "../fixtures/figures.ts";

const here = await computeFigures("tfjs");
const read = "--allow-read";

Deno.test("the wasm backend is taken where it loads", async () => {
  await using device = await openDevice("tfjs");
  assertEquals(device.name, "TensorFlow.js 4.22.0, wasm backend");
});

const without: [what: string, flags: string[]][] = [
  ["without WebAssembly", ["--v8-flags=--jitless", read]],
  ["without permission to read", []],
];

for (const [what, flags] of without) {
  Deno.test(`${what} the cpu backend gives the same numbers`, async () => {
    const { name, tensors, figures } = await figuresFrom(flags, "tfjs");
    assertEquals([name, tensors], ["TensorFlow.js 4.22.0, cpu backend", 0]);
    assertEquals(Object.keys(figures), Object.keys(here));
    // Forty steps carry float32 roundings on.
    for (const [key, values] of Object.entries(figures)) assertClose(values, here[key], 1e-6, key);
  });
}

for (const active of ["cpu", "wasm"]) {
  Deno.test(`the backend ${active} stays active where the program set it`, async () => {
    const { name, backend, tensors, figures } = await figuresFrom([read], "tfjs", active);
    assertEquals([name, backend, tensors], ["TensorFlow.js 4.22.0, wasm backend", active, 0]);
    assertEquals(figures, here);
  });
}

Deno.test("errors that nobody catches stay the program's", async () => {
  await using _device = await openDevice("tfjs");
  const { process } = globalThis as unknown as {
    process: { listenerCount(event: string): number };
  };
  assertEquals(process.listenerCount("uncaughtException"), 0);
  assertEquals(process.listenerCount("unhandledRejection"), 0);
});
