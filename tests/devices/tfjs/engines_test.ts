/** The choice of TensorFlow.js's backend, which does not change the program's active backend. */

import { assertEquals } from "@std/assert";
import { openDevice } from "../../../lib/devices/open.ts";
import { assertClose } from "../../oracle.ts";
import { computeFigures, figuresFrom } from "../fixtures/figures.ts";

const here = await computeFigures("tfjs");
const read = "--allow-read";

Deno.test("the wasm backend is used if it can be loaded", async () => {
  await using device = await openDevice("tfjs");
  assertEquals(device.name, "TensorFlow.js 4.22.0, wasm backend");
});

const without: [what: string, flags: string[]][] = [
  ["without WebAssembly", ["--v8-flags=--jitless", read]],
  ["without permission to read", []],
];

for (const [what, flags] of without) {
  Deno.test(`${what} the cpu backend computes the same numbers`, async () => {
    const { name, tensors, figures } = await figuresFrom(flags, "tfjs");
    assertEquals([name, tensors], ["TensorFlow.js 4.22.0, cpu backend", 0]);
    assertEquals(Object.keys(figures), Object.keys(here));
    // Forty steps accumulate rounding errors of float32.
    for (const [key, values] of Object.entries(figures)) assertClose(values, here[key], 1e-6, key);
  });
}

for (const active of ["cpu", "wasm"]) {
  Deno.test(`the backend ${active} stays active if the program has set it`, async () => {
    const { name, backend, tensors, figures } = await figuresFrom([read], "tfjs", active);
    assertEquals([name, backend, tensors], ["TensorFlow.js 4.22.0, wasm backend", active, 0]);
    assertEquals(figures, here);
  });
}

Deno.test("the device handles no uncaught errors of the program", async () => {
  await using _device = await openDevice("tfjs");
  const { process } = globalThis as unknown as {
    process: { listenerCount(event: string): number };
  };
  assertEquals(process.listenerCount("uncaughtException"), 0);
  assertEquals(process.listenerCount("unhandledRejection"), 0);
});
