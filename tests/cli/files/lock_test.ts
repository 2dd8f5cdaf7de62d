/** One run at a time in a folder, and what killed runs left there. */

import { assertEquals, assertLess, assertMatch } from "@std/assert";
import { lockFolder } from "../../../scripts/cli/files/lock.ts";
import { namesIn, run, script, withFolder } from "../fixtures/deno.ts";

const fixture = new URL("../fixtures/command.ts", import.meta.url);
const ignore = Deno.build.os === "windows";

/** Starts the fixture's act, and waits for its first words. */
async function start(act: string, folder: string) {
  const child = script(fixture, ["--act", act, "--out", folder]).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  return {
    child,
    async end(signal: Deno.Signal) {
      child.kill(signal);
      const { code } = await child.status;
      await Promise.all([reader.cancel(), child.stderr.cancel()]);
      return code;
    },
  };
}

Deno.test({
  name:
    "a second run in a folder is refused with its number, and goes ahead once the first is killed",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const first = await start("wait", folder);
      const { code, stderr } = await run(fixture, ["--out", folder]);
      assertEquals(code, 1);
      assertMatch(stderr, /^error: Cannot write to the folder [^\n]+\n$/);
      assertEquals(stderr.includes(`${folder}: another run, process ${first.child.pid},`), true);
      assertEquals((await run(fixture, ["--out", `${folder}/other`])).code, 0);
      await first.end("SIGKILL");
      assertEquals((await run(fixture, ["--out", folder])).code, 0);
      assertEquals(namesIn(folder), ["figure.svg", "finished.svg", "other"]);
    }),
});

Deno.test("the lock ends with the run, and its file with it", () =>
  withFolder((folder) => {
    for (let time = 0; time < 2; time++) {
      using _ = lockFolder(folder);
      assertEquals(namesIn(folder), [".lab.lock"]);
      assertEquals(Deno.readTextFileSync(`${folder}/.lab.lock`), `${Deno.pid}\n`);
    }
    assertEquals(namesIn(folder), []);
  }));

Deno.test("what killed runs left is removed, what belongs to running ones and to others stays", () =>
  withFolder((folder) => {
    const dead = `.a.svg.${2 ** 22 + 1}-0123abcd.partial`;
    const living = `.b.svg.${Deno.pid}-0123abcd.partial`;
    for (const name of [dead, living, "mine.partial", "a.svg"]) {
      Deno.writeTextFileSync(`${folder}/${name}`, "half");
    }
    Deno.mkdirSync(`${folder}/train-frames.4194305.partial`);
    Deno.writeTextFileSync(`${folder}/train-frames.4194305.partial/frame-001.svg`, "half");
    Deno.mkdirSync(`${folder}/frames.partial`);
    using file = Deno.openSync(`${folder}/${living}`, { write: true });
    file.lockSync(true);
    lockFolder(folder)[Symbol.dispose]();
    assertEquals(namesIn(folder), [living, "a.svg", "frames.partial", "mine.partial"]);
  }));

Deno.test({
  name: "SIGHUP ends the work with 129, as SIGTERM does with 143",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const { end } = await start("wait", folder);
      assertEquals(await end("SIGHUP"), 129);
      assertEquals(namesIn(folder), ["finished.svg"]);
    }),
});

Deno.test({
  name: "work that is left at once leaves no lock",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const { end } = await start("deaf", folder);
      assertEquals(await end("SIGINT"), 130);
      assertEquals(namesIn(folder), []);
    }),
});

Deno.test({
  name: "a named pipe without a reader, or a writer, does not keep Ctrl-C from ending the work",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const pipe = `${folder}/pipe`;
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      const stop = async (args: string[]) => {
        const child = script(fixture, ["--out", folder, ...args]).spawn();
        // What it says first, just before it comes to the pipe.
        const [said, rest] = (args[0] === "--from" ? child.stderr : child.stdout).tee();
        const reader = said.getReader();
        await reader.read();
        await new Promise((resolve) => setTimeout(resolve, 300));
        const sent = performance.now();
        child.kill("SIGINT");
        const { code, signal } = await child.status;
        assertEquals([code, signal], [130, null], args[0]);
        const took = performance.now() - sent;
        const other = args[0] === "--from" ? child.stdout : child.stderr;
        await Promise.all([reader.cancel(), rest.cancel(), other.cancel()]);
        return took;
      };
      // A run that waits for nothing but the signal, on the same machine at the same time.
      const usual = await stop(["--act", "wait"]);
      for (const args of [["--json", pipe], ["--save", pipe], ["--from", pipe]]) {
        // It is given half a second to end by itself.
        assertLess(await stop(args), 1_000 + 5 * usual, args[0]);
      }
    }),
});

Deno.test({
  name: "a named pipe with a reader brings the JSON, and stays a pipe",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const pipe = `${folder}/pipe`;
      await new Deno.Command("mkfifo", { args: [pipe] }).output();
      const child = script(fixture, ["--act", "large", "--out", folder, "--json", pipe]).spawn();
      const json = await Deno.readTextFile(pipe);
      assertEquals(JSON.parse(json).length, 100_000);
      assertEquals([(await child.status).code, Deno.statSync(pipe).isFifo], [0, true]);
      await Promise.all([child.stdout.cancel(), child.stderr.cancel()]);
    }),
});
