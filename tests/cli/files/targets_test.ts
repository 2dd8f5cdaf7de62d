/** Files of one command that meet: refused before anything is written. */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { claimTargets, type Targets } from "../../../scripts/cli/files/targets.ts";
import { UsageError } from "../../../scripts/cli/usage_error.ts";
import { namesIn, withFolder } from "../fixtures/deno.ts";

const files = ["train-loss.svg", "train-boundary.svg", "train-frames/", "index.html"];
const ignore = Deno.build.os === "windows";

/** A claim of these targets, ended at once. */
function claim(out: string | undefined, named: Record<string, string> = {}): void {
  const targets: Targets = { out, files: out === undefined ? [] : files, named };
  claimTargets(targets)[Symbol.dispose]();
}

function assertRefused(out: string | undefined, named: Record<string, string>, text: string) {
  const { message } = assertThrows(() => claim(out, named), UsageError);
  assertStringIncludes(message, text);
  assertEquals(message.split("\n").length, 1);
}

Deno.test("a flag may not name a figure, its PNG, a page, a frame, the lock or a folder of them", () =>
  withFolder((folder) => {
    const out = `${folder}/new`;
    const taken = [
      ...["train-loss.svg", "train-loss.png", "./train-boundary.svg", "index.html", ".lab.lock"],
      ...["train-frames", "train-frames/frame-001.svg", "x/../train-loss.svg", "train-loss.svg/a"],
    ];
    for (const name of taken) {
      for (const flag of ["--json", "--save", "--checkpoint"]) {
        assertRefused(out, { [flag]: `${out}/${name}` }, `Flag ${flag} names ${out}/${name}`);
      }
    }
    assertRefused(out, { "--json": out }, "Flags --json and --out name the same file");
    assertRefused(`${folder}/a/b`, { "--json": `${folder}/a` }, "exclude each other");
    assertEquals(namesIn(folder), []);
  }));

Deno.test("flags may not name the same file, nor one a folder of the other", () =>
  withFolder((folder) => {
    const [a, b] = [`${folder}/a.json`, `${folder}/x/../a.json`];
    assertRefused(undefined, { "--save": a, "--json": b }, "name the same file");
    assertRefused(undefined, { "--save": a, "--json": `${a}/b` }, "exclude each other");
    assertEquals(namesIn(folder), []);
  }));

Deno.test("no file replaces one that is read, except by what goes on from it", () =>
  withFolder((folder) => {
    const data = `${folder}/rows.csv`;
    Deno.writeTextFileSync(data, "a,b\n");
    const claimed = (flag: string, source: string, path = `${folder}/x/../rows.csv`) =>
      claimTargets({ files: [], named: { [flag]: path }, read: { [source]: data } });
    for (const flag of ["--csv", "--json", "--save", "--checkpoint", "--store", "--torch"]) {
      const { message } = assertThrows(() => claimed(flag, "--data"), UsageError);
      assertStringIncludes(message, `Flags ${flag} and --data name the same file`);
    }
    assertThrows(() => claimed("--csv", "--model"), UsageError);
    const figures = { out: folder, files: ["rows.csv"], named: {}, read: { "--data": data } };
    assertThrows(() => claimTargets(figures), UsageError, "a figure would replace");
    for (const [flag, source] of [["--save", "--model"], ["--checkpoint", "--resume"]]) {
      claimed(flag, source)[Symbol.dispose]();
    }
    claimed("--json", "--from")[Symbol.dispose]();
    claimed("--csv", "--data", `${folder}/other.csv`)[Symbol.dispose]();
    assertEquals(namesIn(folder), ["rows.csv"]);
  }));

Deno.test({
  name: "files meet by links too: of files, of folders, and of such as lead nowhere yet",
  ignore,
  fn: () =>
    withFolder((folder) => {
      const out = `${folder}/out`;
      Deno.mkdirSync(out);
      Deno.symlinkSync("out", `${folder}/link`);
      Deno.symlinkSync("out/train-loss.svg", `${folder}/model.json`);
      Deno.symlinkSync("model.json", `${folder}/again.json`);
      for (
        const path of ["link/train-loss.svg", "model.json", "again.json", "link/x/../index.html"]
      ) {
        assertRefused(out, { "--save": `${folder}/${path}` }, "Flag --save names");
      }
      assertRefused(`${folder}/link`, { "--json": `${out}/train-loss.svg` }, "Flag --json names");
      Deno.symlinkSync("train-loss.svg", `${out}/train-boundary.svg`);
      assertRefused(out, {}, "links lead both to the same file");
      assertEquals(namesIn(out), ["train-boundary.svg"]);
    }),
});

Deno.test("what does not meet is claimed: devices, other frames, neighbours of like names", () =>
  withFolder((folder) => {
    const out = `${folder}/out`;
    claim(out, { "--json": `${out}/train-loss.json`, "--save": `${out}/train-frames/notes.json` });
    claim(out, { "--json": "/dev/null", "--save": "/dev/null" });
    claim(undefined, { "--json": `${folder}/new/a.json` });
    assertEquals(namesIn(folder), [], "folders that stay empty are removed");
  }));

Deno.test("a folder where a figure or a frame goes, and a file where frames go, are told", () =>
  withFolder((folder) => {
    Deno.mkdirSync(`${folder}/train-frames/frame-001.svg`, { recursive: true });
    assertThrows(() => claim(folder), Error, "frame-001.svg is a folder");
    Deno.removeSync(`${folder}/train-frames`, { recursive: true });
    Deno.writeTextFileSync(`${folder}/train-frames`, "in the way");
    assertThrows(() => claim(folder), Error, "train-frames: it is a file");
    Deno.removeSync(`${folder}/train-frames`);
    Deno.mkdirSync(`${folder}/index.html`);
    assertThrows(() => claim(folder), Error, "index.html is a folder");
    assertEquals(namesIn(folder), ["index.html"]);
  }));
