/**
 * Faults of the disk: the n-th open, write, store and rename fails, each in turn, over a folder with
 * results of an earlier run; and a run is killed at any moment. Each file is then as it was, or new
 * and whole, and a failure is told in one line.
 *
 * `FUZZ_KILLS` says how many runs are killed (6 by default).
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { program } from "../../scripts/train.ts";
import { script, withFolder } from "../cli/fixtures/deno.ts";
import { Choices } from "./random.ts";
import { runHere } from "./programs.ts";

const kills = Number(Deno.env.get("FUZZ_KILLS") ?? 6);
const trainScript = new URL("../../scripts/train.ts", import.meta.url);

/** A run that is quickly done, and writes all kinds of files. */
function argsFor(folder: string, seed: number): string[] {
  const files = {
    ...{ json: "json", checkpoint: "json", csv: "csv", torch: "py" },
    save: "npz",
  };
  const named = Object.entries(files).map(([flag, ending]) =>
    `--${flag}=${folder}/${flag}.${ending}`
  );
  const quick = ["--quiet", "--device=cpu", "--epochs=1", "--samples=20", "--sizes=2,2,2"];
  const moving = ["--animate", "--frames=2"];
  return [...quick, ...moving, ...named, `--seed=${seed}`, `--out=${folder}/out`];
}

/** Paths of the files in a folder, and in those within it. */
function pathsIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    return isDirectory ? pathsIn(path) : [path];
  }).sort();
}

/** What files hold, by their paths within a folder; without what a killed run leaves. */
function contentsOf(folder: string): Map<string, string> {
  const paths = pathsIn(folder).filter((path) => !/\.partial|\.lab\.lock$/.test(path));
  const text = (path: string) => new TextDecoder("latin1").decode(Deno.readFileSync(path));
  return new Map(paths.map((path) => [path.slice(folder.length), text(path)]));
}

/** What two runs write, of which the first is the earlier one in `folder`. */
async function twoRuns(folder: string): Promise<Map<string, string>[]> {
  const other = `${folder} 2`;
  try {
    for (const [at, each] of [folder, other].entries()) {
      assertEquals((await runHere(program, argsFor(each, at + 1))).code, 0);
    }
    return [folder, other].map(contentsOf);
  } finally {
    Deno.removeSync(other, { recursive: true });
  }
}

/** Each file is that of the earlier run or that of the later one. */
function assertWhole(folder: string, [earlier, later]: ReadonlyMap<string, string>[]): void {
  const now = contentsOf(folder);
  assertEquals([...now.keys()], [...earlier.keys()]);
  for (const [path, text] of now) {
    // Times and paths differ from run to run.
    if (path.endsWith(".json")) JSON.parse(text);
    else assert(text === earlier.get(path) || text === later.get(path), path);
  }
}

/** Nothing is left besides the results. */
function assertClear(folder: string): void {
  assertEquals(pathsIn(folder).length, contentsOf(folder).size);
}

type Fault = "openSync" | "renameSync" | "writeSync" | "syncSync";

/** Makes a function of Deno fail at its n-th call, counted from 1; gives the number of its calls. */
function failing(name: Fault, n: number): { calls: number } & Disposable {
  const owner: object = name in Deno ? Deno : Deno.FsFile.prototype;
  const functions = owner as Record<Fault, unknown>;
  const whole = functions[name] as (...args: unknown[]) => unknown;
  const state = { calls: 0, [Symbol.dispose]: () => void (functions[name] = whole) };
  functions[name] = function (this: unknown, ...args: unknown[]) {
    state.calls++;
    if (state.calls !== n) return whole.apply(this, args);
    // Half of it is written before the disk is full.
    if (name === "writeSync") {
      const bytes = args[0] as Uint8Array;
      whole.call(this, bytes.subarray(0, bytes.length >> 1));
    }
    throw Object.assign(new Error("No space left on device (os error 28)"), { code: "ENOSPC" });
  };
  return state;
}

for (const name of ["openSync", "writeSync", "syncSync", "renameSync"] as const) {
  Deno.test({
    name: `any ${name} that fails leaves whole files, and is told in one line or does no harm`,
    sanitizeOps: false,
    sanitizeResources: false,
    fn: () =>
      withFolder(async (folder) => {
        const runs = await twoRuns(folder);
        assertEquals(runs[0].size, 10);
        let failures = 0;
        for (let n = 1;; n++) {
          using fault = failing(name, n);
          const { code, stderr } = await runHere(program, argsFor(folder, 2));
          if (fault.calls < n) break;
          if (code !== 0) {
            failures++;
            assertEquals(code, 1);
            assertMatch(stderr, /^error: Cannot [^\n]+: no space left on the disk\n$/);
          }
          assertWhole(folder, runs);
          assertClear(folder);
        }
        assert(failures >= 10, `${failures} failures`);
      }),
  });
}

Deno.test({
  name: "a folder that is removed in the middle of a run is told in one line",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withFolder(async (folder) => {
      const rename = Deno.renameSync;
      Deno.renameSync = (...paths) => {
        rename(...paths);
        Deno.removeSync(`${folder}/out`, { recursive: true });
      };
      try {
        const { code, stderr } = await runHere(program, argsFor(folder, 1));
        assertEquals(code, 1);
        assertMatch(stderr, /^error: Cannot [^\n]+: there is no such folder\n$/);
      } finally {
        Deno.renameSync = rename;
      }
    }),
});

Deno.test({
  name: "a run that is killed leaves whole files, and the next one clears what it left",
  ignore: Deno.build.os === "windows",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withFolder(async (folder) => {
      const runs = await twoRuns(folder);
      const choices = new Choices(1, 0);
      const started = performance.now();
      assert((await script(trainScript, argsFor(folder, 1)).output()).success);
      const whole = performance.now() - started;
      for (let kill = 0; kill < kills; kill++) {
        const child = script(trainScript, argsFor(folder, 2), "null").spawn();
        const ended = Promise.all([child.status, child.stderr.cancel()]);
        // Files are written towards the end.
        const after = whole * (0.5 + 0.5 * choices.below(1_000) / 1_000);
        await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, after))]);
        killed(child);
        await ended;
        assertWhole(folder, runs);
      }
      Deno.writeTextFileSync(`${folder}/out/.train-loss.svg.4194305-0123abcd.partial`, "half");
      assert((await script(trainScript, argsFor(folder, 1)).output()).success);
      assertWhole(folder, runs);
      assertClear(folder);
    }),
});

function killed(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}
