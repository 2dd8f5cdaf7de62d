/// <reference lib="deno.worker" />

/**
 * A worker that holds one contender: contenders do not affect each other, and Ctrl-C is handled while
 * one of them blocks its thread.
 */

import {
  type Contender,
  type ContenderName,
  type Numbered,
  type Outcome,
  reasonOf,
  type Reply,
  type Request,
} from "./contender.ts";
import { locks } from "./locks.ts";
import { thinned } from "./measure.ts";
import type { Task } from "./tasks.ts";

let contender: Contender;
let prepared: { key: string; run: ReturnType<Contender["prepare"]> } | undefined;

self.onmessage = async ({ data: { number, request } }: MessageEvent<Numbered>) => {
  let reply: Reply;
  try {
    reply = { number, value: await answer(request) };
  } catch (error) {
    reply = { number, failure: reasonOf(error) };
  }
  self.postMessage(reply);
};

async function answer(request: Request): Promise<unknown> {
  if (request.what === "open") {
    contender = await openContender(request.contender);
    return { name: contender.name, software: contender.software };
  }
  if (request.what === "limits") return await contender.limits?.();
  if (request.what === "close") return await contender.close();
  return await timed(request.task);
}

/** Takes the lock of this worker's name, which only the end of its thread frees, and says that it runs. */
void locks.request(self.name, () => {
  self.postMessage({ number: 0, value: undefined } satisfies Reply);
  return new Promise(() => {});
});

async function timed(task: Task): Promise<Outcome> {
  const key = JSON.stringify(task);
  if (prepared?.key !== key) {
    prepared = undefined;
    prepared = { key, run: contender.prepare(task) };
  }
  const started = performance.now();
  const { values, phases } = await prepared.run();
  return { seconds: (performance.now() - started) / 1000, values: thinned(values), phases };
}

/**
 * Opens a contender, which loads what it needs and nothing else.
 *
 * @throws {Error} if it does not load, or has nothing to run on
 */
async function openContender(name: ContenderName): Promise<Contender> {
  if (name === "webgpu" || name === "cpu" || name === "tfjs") {
    return await (await import("./lab.ts")).openLab(name);
  }
  const { openLayers } = await import("./layers.ts");
  if (name === "layersCpu") return await openLayers("cpu");
  return await openLayers(name === "layersWasm" ? "wasm" : "webgpu");
}
