import { assertEquals } from "@std/assert";
import { openDevice } from "../../../lib/devices/open.ts";
import { assertClose } from "../../oracle.ts";
import { computeFigures, figuresFrom } from "../fixtures/figures.ts";

Deno.test("without WebAssembly the plain kernels give the same numbers", async () => {
  const { name, assembly, figures } = await figuresFrom(["--v8-flags=--jitless"], "cpu");
  assertEquals(assembly, "undefined");
  assertEquals(name, "plain kernels, as WebAssembly is off");
  await using device = await openDevice("cpu");
  assertEquals(device.name, "WebAssembly SIMD kernels");
  const here = await computeFigures("cpu");
  assertEquals(Object.keys(figures), Object.keys(here));
  for (const [key, values] of Object.entries(figures)) {
    // Forty steps carry float32 roundings on: 2.4e-7 of them was seen.
    assertClose(values, here[key], 1e-6, key);
  }
});

Deno.test("the lab's own kernels need neither TensorFlow.js nor a permission", async () => {
  const { tensorflow, figures } = await figuresFrom([], "cpu");
  assertEquals(tensorflow, false);
  assertEquals(figures, await computeFigures("cpu"));
});
