/**
 * A process that holds one contender: contenders do not affect each other, the lab starts its workers
 * from a main thread, as in a command, and Ctrl-C is handled while one of them blocks its thread.
 *
 * It reads requests from its standard input and answers on its standard output, a line of JSON each.
 */

import {
  type Contender,
  type ContenderName,
  type KernelName,
  type Outcome,
  reasonOf,
  type Reply,
  type Request,
  UnsuitedError,
} from "./contender.ts";
import { thinned } from "./measure.ts";
import type { Task } from "./tasks.ts";

let contender: Contender;
let prepared: { key: string; run: ReturnType<Contender["prepare"]> } | undefined;

async function answer(request: Request): Promise<unknown> {
  if (request.what === "open") {
    contender = await openContender(request.contender, request.kernel);
    return { name: contender.name, software: contender.software };
  }
  if (request.what === "limits") return await contender.limits?.() ?? null;
  return await timed(request.task);
}

async function timed(task: Task): Promise<Outcome> {
  const key = JSON.stringify(task);
  if (prepared?.key !== key) {
    prepared = undefined;
    prepared = { key, run: contender.prepare(task) };
  }
  const started = performance.now();
  const { values, phases } = await prepared.run();
  const seconds = (performance.now() - started) / 1000;
  return { seconds, values: new Uint8Array(thinned(values).buffer).toBase64(), phases };
}

/**
 * Opens a contender, which loads what it needs and nothing else.
 *
 * @param kernel What trains networks on WebGPU, instead of what the lab chooses.
 * @throws {Error} if it does not load, or has nothing to run on
 */
async function openContender(name: ContenderName, kernel?: KernelName): Promise<Contender> {
  if (name === "webgpu" || name === "cpu" || name === "tfjs") {
    return await (await import("./lab.ts")).openLab(name, kernel);
  }
  const { openLayers } = await import("./layers.ts");
  if (name === "layersCpu") return await openLayers("cpu");
  return await openLayers(name === "layersWasm" ? "wasm" : "webgpu");
}

async function main(): Promise<void> {
  // Packages may write to the console, which answers alone may use.
  console.log = console.info = console.error;
  const encoder = new TextEncoder();
  let rest = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const reply: Reply = await answer(JSON.parse(line))
        .then((value) => ({ value }), (error) => ({
          failure: reasonOf(error),
          unsuited: error instanceof UnsuitedError,
        }));
      Deno.stdout.writeSync(encoder.encode(`${JSON.stringify(reply)}\n`));
    }
  }
  await contender?.close();
  Deno.exit();
}

if (import.meta.main) await main();
