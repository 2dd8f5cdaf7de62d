/** Ctrl-C amid a training or its figures, wherever they have come to. */

import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { slowdown } from "../machine_speed.ts";
import { namesIn, script, withFolder } from "../cli/fixtures/deno.ts";
import { task } from "./tasks.ts";

const trainScript = new URL("../../scripts/train.ts", import.meta.url);
const ignore = Deno.build.os === "windows";
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A command under way. */
interface Child {
  readonly process: Deno.ChildProcess;
  readonly errors: Promise<string>;
  readonly output: Promise<string>;
}

/** Starts a training, and waits until it has said what it runs on, and a little longer. */
async function start(command: Deno.Command): Promise<Child> {
  const process = command.spawn();
  const [watched, kept] = process.stderr.tee();
  const output = process.stdout.text();
  const errors = new Response(kept).text();
  for await (const text of watched.pipeThrough(new TextDecoderStream())) {
    if (text.includes("Device: ")) break;
  }
  await pause(400);
  return { process, errors, output };
}

/** Sends a signal, which must end the command with its code in about a second and without a word. */
async function assertStops(
  { process, errors, output }: Child,
  { signal = "SIGINT", code = 130 }: { signal?: Deno.Signal; code?: number } = {},
): Promise<void> {
  const wall = () => performance.now();
  const before = slowdown(wall);
  const sent = wall();
  process.kill(signal);
  const status = await process.status;
  const took = wall() - sent;
  assertEquals([status.code, status.signal], [code, null], "ended by itself, with its own code");
  // On a busy machine everything takes longer.
  assertLess(took, 1_500 * Math.max(before, slowdown(wall)));
  assertMatch(await errors, /^Device: [^\n]+\n((Training|Drawing boundaries): [^\n]+\n)*$/);
  assertMatch(await output, /^\ntrain: one MLP on moons\n\n$/);
}

/** Waits until a file is there. */
async function appears(path: string): Promise<void> {
  for (let time = 0; time < 6_000; time++) {
    try {
      Deno.statSync(path);
      return;
    } catch {
      await pause(10);
    }
  }
  throw new Error(`${path} did not appear`);
}

const wide = ["--sizes", "2,512,512,2", "--epochs", "5000"];

Deno.test({
  name: "Ctrl-C ends the training of a wide network, and nothing is written",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const targets = ["--json", `${folder}/train.json`, "--save", `${folder}/model.json`];
      const child = await start(script(trainScript, [...wide, ...targets, "--out", folder]));
      await assertStops(child);
      assertEquals(namesIn(folder), []);
    }),
});

Deno.test({
  name: "Ctrl-C ends a task that was started by deno task, not only by its script",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const child = await start(task("train", [...wide, "--out", folder]));
      await assertStops(child);
      assertEquals(namesIn(folder), []);
    }),
});

Deno.test({
  name: "Ctrl-C before anything moves leaves no folder of frames, nor any file",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const child = await start(script(trainScript, [...wide, "--animate", "--out", folder]));
      await assertStops(child);
      assertEquals(namesIn(folder), []);
    }),
});

Deno.test({
  name: "Ctrl-C ends a training whose orders are still being drawn",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const args = ["--samples", "100000", "--epochs", "10000", "--out", folder];
      const child = await start(script(trainScript, args));
      await assertStops(child);
      assertEquals(namesIn(folder), []);
    }),
});

Deno.test({
  name: "Ctrl-C amid the boundary of a very wide network keeps the figure that is whole",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const args = ["--sizes", "2,1500,1500,2", "--epochs", "1", "--out", folder];
      const child = await start(script(trainScript, args));
      await appears(`${folder}/train-loss.svg`);
      await assertStops(child);
      assertEquals(namesIn(folder), ["train-loss.svg"]);
      assertMatch(Deno.readTextFileSync(`${folder}/train-loss.svg`).trimEnd(), /<\/svg>$/);
    }),
});

Deno.test({
  name: "SIGTERM amid the drawing of an animation keeps the figures that are whole",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const args = ["--epochs", "400", "--animate", "--frames", "400", "--out", folder];
      const child = await start(script(trainScript, args));
      await appears(`${folder}/train-boundary.svg`);
      await assertStops(child, { signal: "SIGTERM", code: 143 });
      assertEquals(namesIn(folder), ["train-boundary.svg", "train-loss.svg"]);
    }),
});
