/** Runs of the bench that are stopped: each ends at once, and leaves nothing behind. */

import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import { program } from "../../../scripts/bench.ts";
import { openColumn, openColumns } from "../../../scripts/bench/column.ts";
import { locks } from "../../../scripts/bench/locks.ts";

/** The names of workers whose thread has not ended: `terminate` does not end one that is at work. */
async function workersLeft(): Promise<string[]> {
  const { held } = await locks.query();
  return held.map(({ name }) => name).filter((name) => name.startsWith("worker of the bench"));
}

/** Waits for the threads of these workers, or of all. */
async function untilEnded(workers?: readonly string[]): Promise<void> {
  while ((await workersLeft()).some((name) => workers?.includes(name) ?? true)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Runs the bench until it is stopped. */
async function stopAfter(milliseconds: number): Promise<void> {
  const controller = new AbortController();
  const reason = new Error("enough");
  const timer = setTimeout(() => controller.abort(reason), milliseconds);
  const run = () => program.run(["--quiet", "--only", "matmul"], controller.signal);
  assert(await assertRejects(run) === reason);
  clearTimeout(timer);
}

Deno.test("bench runs that are stopped leave no workers behind, and no memory", async () => {
  // Opening, measuring what bounds the first contender, and while a worker starts.
  const moments = [30, 1500, 400, 0];
  for (const moment of moments) await stopAfter(moment);
  const { rss } = Deno.memoryUsage();
  for (let run = 0; run < 20; run++) {
    await stopAfter(moments[run % moments.length]);
    // The one that it was stopped in, at most.
    assert((await workersLeft()).length <= 1);
  }
  await untilEnded();
  // A device takes some 60 MiB: one in four runs that stayed would be 300 MiB.
  assertLess((Deno.memoryUsage().rss - rss) / 2 ** 20, 150);
});

Deno.test("a contender that is stopped at work is left at once, and the next run waits for it", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const column = await openColumn("layersCpu", controller.signal);
  // Some seconds on one thread that never pauses.
  const work = column.run({ kind: "matmul", batch: 1, size: 1024 });
  setTimeout(() => controller.abort(reason), 500);
  assert(await assertRejects(() => work) === reason);
  assert(await assertRejects(() => column.limits()) === reason);
  await column[Symbol.asyncDispose]();
  const stopped = await workersLeft();
  assertEquals(stopped.length, 1);
  const next = new AbortController();
  const columns = openColumns(next.signal);
  assertEquals(await workersLeft(), stopped);
  await untilEnded(stopped);
  next.abort(reason);
  assert(await assertRejects(() => columns) === reason);
  await untilEnded();
});
