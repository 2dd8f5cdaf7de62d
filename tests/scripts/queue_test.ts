/**
 * Sweeps through a queue: whatever happens to workers, coordinators and Redis, the file is that of a
 * sweep in one process, and has each cell once.
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { withFolder } from "../cli/fixtures/deno.ts";
import { launch, linesOf, missing, type Redis, redisTest, until, worker } from "./redis.ts";
import { runTask } from "./tasks.ts";

/** Sixteen cells, one a chunk, each of which takes long enough to be interrupted. */
const settings = [
  ...["--x", "learning-rate:0.01..1:log:8", "--y", "init-std:0.1,1"],
  ...["--epochs", "100", "--sizes", "2,64,64,2", "--device", "cpu"],
];
const cells = 16;

/** The sorted lines of the sweep in one process; empty where no test needs them. */
const alone = missing === undefined ? await linesAlone() : [];

async function linesAlone(): Promise<string[]> {
  let lines: string[] = [];
  await withFolder(async (folder) => {
    const { code } = await runTask("sweep", [...settings, "--quiet", "--out", folder]);
    assertEquals(code, 0);
    lines = linesOf(`${folder}/sweep.jsonl`);
  });
  return lines;
}

/** Starts a process that queues the sweep, and collects it into a file in a folder of its own. */
function collector({ url, folder }: Redis, name: string) {
  const out = `${folder}/${name}`;
  const args = [...settings, "--queue", url, "--chunk", "1", "--out", out];
  return { ...launch("sweep", args), file: `${out}/sweep.jsonl` };
}

/** Waits until so many chunks are being trained. */
const busy = ({ ask }: Redis, workers: number) =>
  until(async () => Number(await ask("llen", "lab:sweep:active")) >= workers);

/** Waits until so many chunks are done, or lie in a file already. */
const done = ({ ask }: Redis, chunks: number) =>
  until(async () => Number(await ask("zcard", "lab:sweep:completed")) >= chunks);

redisTest("a killed worker's chunks go to others, a stopped one gives its back", async (redis) => {
  const sweep = collector(redis, "out");
  const [killed, stopped] = [worker(redis, "killed"), worker(redis, "stopped")];
  try {
    await busy(redis, 2);
    stopped.process.kill("SIGTERM");
    assertEquals(await stopped.code(), 143);
    // It has no chunk any more, at once: that of the other one is the only one.
    await until(async () => await redis.ask("llen", "lab:sweep:active") === "1");
    assert(!/\bstalled\b/.test(await redis.ask("xrange", "lab:sweep:events", "-", "+")));
    killed.process.kill("SIGKILL");
    await killed.code();
    assertEquals(await redis.ask("llen", "lab:sweep:active"), "1");
    await using _ = worker(redis, "last");
    assertEquals(await sweep.code(), 0, sweep.errors());
    assertEquals(linesOf(sweep.file), alone);
    assertMatch(sweep.errors(), /Worker last takes part: WebAssembly/);
    assertMatch(sweep.errors(), /^Device: those of the workers of the queue\n/);
    assertMatch(
      stopped.errors(),
      /^Device: .*\nWorker stopped takes chunks from redis:.*\nTrained /,
    );
    // Nothing is left in Redis, except what the queue itself consists of.
    assertEquals(await redis.ask("zcard", "lab:sweep:completed"), "0");
    assertEquals(await redis.ask("keys", "lab:[^s]*"), "");
    assertEquals(await redis.ask("keys", "lab:shared:*"), "");
  } finally {
    for (const child of [sweep, killed, stopped]) await child[Symbol.asyncDispose]();
  }
});

redisTest("Redis that is killed and restarted loses nothing", async (redis) => {
  const [sweep, own] = [collector(redis, "out"), worker(redis, "own")];
  try {
    await done(redis, 3);
    await redis.restart();
    assertEquals(await sweep.code(), 0, sweep.errors());
    assertEquals(linesOf(sweep.file), alone);
    assertMatch(sweep.errors(), /The queue at redis:\S+ does not answer: waiting for it\n/);
    assertStringIncludes(sweep.errors(), "answers again");
    // The attempts to connect are not told one by one.
    assert(!own.errors().includes("ECONNREFUSED"), own.errors());
  } finally {
    for (const child of [sweep, own]) await child[Symbol.asyncDispose]();
  }
});

redisTest("two processes collect one sweep, whose chunks are trained once", async (redis) => {
  const [one, two] = [collector(redis, "one"), collector(redis, "two")];
  const own = worker(redis, "own", ["--idle", "3", "--json", `${redis.folder}/worker.json`]);
  try {
    await done(redis, 2);
    // The first one is stopped, and goes on later: what was trained meanwhile is there.
    one.process.kill("SIGINT");
    assertEquals(await one.code(), 130);
    assertMatch(one.errors(), /Kept \d+ of 16 cells in .*: the same command goes on/);
    const again = collector(redis, "one");
    assertEquals(await two.code(), 0, two.errors());
    assertEquals(await again.code(), 0, again.errors());
    for (const { file } of [two, again]) assertEquals(linesOf(file), alone);
    assertEquals(await own.code(), 0);
    const { worker: name, ...record } = JSON.parse(
      Deno.readTextFileSync(`${redis.folder}/worker.json`),
    );
    assertEquals([name, record.chunks, record.cells], ["own", cells, cells]);
  } finally {
    for (const child of [one, two, own]) await child[Symbol.asyncDispose]();
  }
});

redisTest("a chunk that two workers train is stored once", async (redis) => {
  const [sweep, slow] = [collector(redis, "out"), worker(redis, "slow")];
  try {
    await busy(redis, 1);
    // Without a sign of life its chunk goes to another worker; then it finishes it all the same.
    slow.process.kill("SIGSTOP");
    const chunk = await redis.ask("lindex", "lab:sweep:active", "0");
    sweep.process.kill("SIGSTOP");
    await using _ = worker(redis, "quick");
    await until(async () => await redis.ask("zscore", "lab:sweep:completed", chunk) !== "");
    slow.process.kill("SIGCONT");
    await until(() => slow.errors().includes("was given to another worker"));
    sweep.process.kill("SIGCONT");
    assertEquals(await sweep.code(), 0, sweep.errors());
    assertEquals(linesOf(sweep.file), alone);
    assert(!/ at |Error/.test(slow.errors()), slow.errors());
  } finally {
    for (const child of [sweep, slow]) await child[Symbol.asyncDispose]();
  }
});

redisTest(
  "cells that fail five times are named, and tried again by the next call",
  async (redis) => {
    const wide = [
      ...["--x", "sizes:2-8-2,2-300-300-2", "--epochs", "1", "--device", "cpu"],
      ...["--queue", redis.url, "--out", `${redis.folder}/out`],
    ];
    const [sweep, small] = [launch("sweep", wide), worker(redis, "small", ["--memory", "1"])];
    try {
      assertEquals(await sweep.code(), 1);
      assertMatch(
        sweep.errors(),
        /\nDead letter: no worker could train sizes 2-300-300-2 \(Cannot run the sweep as memory .*\)\n/,
      );
      assertMatch(
        sweep.errors(),
        /\nerror: Cannot finish .* no worker could train 1 of its cells.*\n$/,
      );
      assertEquals(small.errors().match(/A chunk failed: /g)?.length, 5);
      await small[Symbol.asyncDispose]();
      await using _ = worker(redis, "large");
      await using again = launch("sweep", wide);
      assertEquals(await again.code(), 0, again.errors());
      assertEquals(linesOf(`${redis.folder}/out/sweep.jsonl`).length, 3);
    } finally {
      for (const child of [sweep, small]) await child[Symbol.asyncDispose]();
    }
  },
);

redisTest(
  "a chunk that ends its worker five times is named, and the others are kept",
  async (redis) => {
    const [sweep, killed] = [collector(redis, "out"), worker(redis, "killed")];
    try {
      await busy(redis, 1);
      killed.process.kill("SIGSTOP");
      const chunk = await redis.ask("lindex", "lab:sweep:active", "0");
      // As if four workers had ended with it before.
      await redis.ask("hset", `lab:sweep:${chunk}`, "stc", "4");
      killed.process.kill("SIGKILL");
      await using _ = worker(redis, "last");
      assertEquals(await sweep.code(), 1);
      assertMatch(
        sweep.errors(),
        /\nDead letter: no worker could train learningRate \S+, initStd \S+ \(its worker ended 5 times\)\n/,
      );
      assertEquals(linesOf(sweep.file).length, cells);
    } finally {
      for (const child of [sweep, killed]) await child[Symbol.asyncDispose]();
    }
  },
);
