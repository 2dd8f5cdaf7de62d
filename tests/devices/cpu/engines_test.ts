import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertClose } from "../../oracle.ts";
import { computeFigures } from "./fixtures/figures.ts";

interface Outcome {
  name: string;
  backend: string;
  tensors: number;
  assembly: string;
  figures: Record<string, number[]>;
}

const root = new URL("../../../", import.meta.url);
const fixture = new URL("./fixtures/figures.ts", import.meta.url);

/** The figures as another engine computes them. */
async function figuresFrom(flags: string[], ...words: string[]): Promise<Outcome> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--allow-read", ...flags, fixture.href, ...words],
    cwd: root,
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  assert(success, text.decode(stderr));
  return JSON.parse(text.decode(stdout).split("\n").findLast((line) => line.startsWith("{"))!);
}

const here = await computeFigures();

Deno.test("without WebAssembly the plain kernels give the same numbers", async () => {
  const { name, assembly, tensors, figures } = await figuresFrom(["--v8-flags=--jitless"]);
  assertEquals([assembly, tensors], ["undefined", 0]);
  assertMatch(name, /^TensorFlow\.js 4\.22\.0, fused plain kernels$/);
  assertMatch(here.name, /^TensorFlow\.js 4\.22\.0, fused SIMD kernels$/);
  assertEquals(Object.keys(figures), Object.keys(here.figures));
  for (const [key, values] of Object.entries(figures)) {
    // Forty steps carry float32 roundings on: 2.4e-7 of them was seen.
    assertClose(values, here.figures[key], 1e-6, key);
  }
});

Deno.test("a backend that the program set stays active, and gives the same bits", async () => {
  const { backend, tensors, figures } = await figuresFrom([], "wasm");
  assertEquals([backend, tensors], ["wasm", 0]);
  assertEquals(figures, here.figures);
});
