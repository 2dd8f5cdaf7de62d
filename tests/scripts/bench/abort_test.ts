/** Runs of the bench that are stopped: each ends at once, and leaves nothing behind. */

import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { program } from "../../../scripts/bench.ts";
import { openColumn } from "../../../scripts/bench/column.ts";

/** The processes that this one has started and that have not ended. */
async function processesLeft(): Promise<string[]> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-o", "args=", "--ppid", String(Deno.pid)],
  }).output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  return lines.filter((line) => /process\.ts|peer_torch\.py|activations/.test(line));
}

/** Runs the bench until it is stopped; returns the milliseconds that it takes to stop. */
async function stopAfter(milliseconds: number, group: string): Promise<number> {
  const controller = new AbortController();
  const reason = new Error("enough");
  let stopped = 0;
  setTimeout(() => {
    stopped = performance.now();
    controller.abort(reason);
  }, milliseconds);
  const run = () => program.run(["--quiet", "--only", group], controller.signal);
  assert(await assertRejects(run) === reason);
  return performance.now() - stopped;
}

const ignore = Deno.build.os !== "linux";

Deno.test({
  name: "bench runs that are stopped end at once, and leave no processes behind",
  ignore,
  fn: async () => {
    // Opening, measuring what bounds the first contender, and while a process starts.
    for (const moment of [0, 30, 400, 1500]) {
      assertLess(await stopAfter(moment, "matmul"), 3000);
      assertEquals(await processesLeft(), []);
    }
  },
});

Deno.test({
  name: "a contender that is stopped at work is ended at once",
  ignore,
  fn: async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const column = await openColumn("layersCpu", controller.signal);
    // Some seconds on one thread that never pauses.
    const work = column.run({ kind: "matmul", batch: 1, size: 1024 });
    setTimeout(() => controller.abort(reason), 500);
    assert(await assertRejects(() => work) === reason);
    assert(await assertRejects(() => column.limits()) === reason);
    await column[Symbol.asyncDispose]();
    assertEquals(await processesLeft(), []);
  },
});

Deno.test({
  name: "a contender that ends before it answers says why, and starts anew for the next question",
  ignore,
  fn: async () => {
    const column = await openColumn("cpu", new AbortController().signal);
    const work = column.run({ kind: "matmul", batch: 4, size: 2048 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { stdout } = await new Deno.Command("ps", {
      args: ["-o", "pid=,args=", "--ppid", String(Deno.pid)],
    }).output();
    const line = new TextDecoder().decode(stdout).split("\n")
      .find((line) => line.includes("process.ts"));
    Deno.kill(Number.parseInt(line!), "SIGKILL");
    const { message } = await assertRejects(() => work, Error);
    assertEquals(message, "it ended with 137");
    const { values } = await column.run({ kind: "matmul", batch: 1, size: 8 });
    assertEquals(values.length, 64);
    await column[Symbol.asyncDispose]();
    assertEquals(await processesLeft(), []);
  },
});
