/** One run at a time in a folder, and what else is in the place of its lock. */

import {
  assertEquals,
  assertLess,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
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

/** Asserts that the command is refused before its work, with one line, and gives the line. */
async function refusalIn(folder: string): Promise<string> {
  const { code, stdout, stderr } = await run(fixture, ["--out", folder]);
  assertEquals([code, stdout], [1, ""]);
  assertMatch(stderr, /^error: Cannot write to the folder [^\n]+: [^\n]+\n$/);
  assertEquals(namesIn(folder), [".lab.lock"]);
  return stderr;
}

Deno.test({
  name: "a link in the place of the lock is refused, and what it leads to is kept",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const out = `${folder}/out`;
      Deno.mkdirSync(out);
      Deno.mkdirSync(`${folder}/around`);
      // A text, the number of a process, nothing, a folder, a device, no entry, and the link itself.
      const texts = { "notes.txt": "precious\n", "7.txt": "7\n", "empty.txt": "" };
      for (const [name, text] of Object.entries(texts)) {
        Deno.writeTextFileSync(`${folder}/${name}`, text);
      }
      const aims = [...Object.keys(texts), "around", "none.txt"].map((name) => `../${name}`);
      for (const aim of [...aims, "/dev/null", ".lab.lock"]) {
        Deno.symlinkSync(aim, `${out}/.lab.lock`);
        assertStringIncludes(await refusalIn(out), "/.lab.lock is a link; remove it");
        assertEquals(Deno.readLinkSync(`${out}/.lab.lock`), aim);
        Deno.removeSync(`${out}/.lab.lock`);
      }
      assertEquals(namesIn(folder), ["7.txt", "around", "empty.txt", "notes.txt", "out"]);
      for (const [name, text] of Object.entries(texts)) {
        assertEquals(Deno.readTextFileSync(`${folder}/${name}`), text);
      }
    }),
});

Deno.test({
  name: "a named pipe or a folder in the place of the lock is refused and kept",
  ignore,
  fn: () =>
    withFolder(async (folder) => {
      const path = `${folder}/.lab.lock`;
      await new Deno.Command("mkfifo", { args: [path] }).output();
      assertStringIncludes(await refusalIn(folder), `${path} is not a regular file; remove it`);
      assertEquals(Deno.lstatSync(path).isFifo, true);
      Deno.removeSync(path);
      Deno.mkdirSync(path);
      assertStringIncludes(await refusalIn(folder), `${path} is a folder; remove it`);
    }),
});

Deno.test("a text of another kind in the place of the lock is refused and kept", () =>
  withFolder((folder) => {
    const path = `${folder}/.lab.lock`;
    const texts = [
      "mine\n",
      "12",
      "\n",
      "12\n13\n",
      " 12\n",
      "1e3\n",
      "-1\n",
      "\0",
      "9".repeat(99),
    ];
    for (const text of [...texts, "12345\n".repeat(9_999), `12345\n${" ".repeat(9)}\n`]) {
      Deno.writeTextFileSync(path, text);
      const { message } = assertThrows(() => lockFolder(folder), Error);
      assertEquals(
        message,
        `Cannot write to the folder ${folder}: ${path} is not a lock file of the lab; ` +
          "remove it, or name another folder with --out",
      );
      assertEquals(Deno.readTextFileSync(path), text);
    }
  }));

Deno.test("the lock file of a killed run is taken over, with its number or still without", () =>
  withFolder((folder) => {
    for (const text of ["", "4194305\n", "1\n"]) {
      Deno.writeTextFileSync(`${folder}/.lab.lock`, text);
      using _ = lockFolder(folder);
      assertEquals(Deno.readTextFileSync(`${folder}/.lab.lock`), `${Deno.pid}\n`);
    }
    assertEquals(namesIn(folder), []);
  }));

Deno.test({
  name: "a file that replaces the lock file during a run is kept",
  ignore,
  fn: () =>
    withFolder((folder) => {
      const held = lockFolder(folder);
      Deno.writeTextFileSync(`${folder}/mine`, "mine");
      Deno.renameSync(`${folder}/mine`, `${folder}/.lab.lock`);
      held[Symbol.dispose]();
      assertEquals(Deno.readTextFileSync(`${folder}/.lab.lock`), "mine");
    }),
});

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
      const pipe = `${folder}/pipe.json`;
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
