/** What killed runs left is removed; what is a user's own, or a running process's, stays. */

import { assertEquals } from "@std/assert";
import { claimTargets } from "../../../scripts/cli/files/targets.ts";
import { namesIn, withFolder } from "../fixtures/deno.ts";

/** A number that no process has. */
const dead = 2 ** 22 + 1;

/** A claim of the files of `train --animate`, ended at once. */
function claim(out: string, named: Record<string, string> = {}): void {
  const files = ["train-loss.svg", "train-frames/"];
  claimTargets({ out, files, named })[Symbol.dispose]();
}

/** Creates a folder with files of these names. */
function createFolder(path: string, names: readonly string[]): void {
  Deno.mkdirSync(path, { recursive: true });
  names.forEach((name) => Deno.writeTextFileSync(`${path}/${name}`, "half"));
}

Deno.test("temporary files of the targets are removed, except those of running processes", () =>
  withFolder((folder) => {
    const out = `${folder}/out`;
    const long = "a".repeat(39) + "😀.json";
    const left = ["train-loss.svg", "train-loss.png", "trial"];
    createFolder(out, left.map((name) => `.${name}.${dead}-0123abcd.partial`));
    createFolder(`${out}/train-frames`, [`.trial.${dead}-0123abcd.partial`]);
    const stem = long.slice(0, 40).toWellFormed();
    createFolder(folder, ["a.json", stem].map((name) => `.${name}.${dead}-0123abcd.partial`));
    const living = `.train-loss.svg.${Deno.pid}-0123abcd.partial`;
    createFolder(out, [living]);
    using file = Deno.openSync(`${out}/${living}`, { write: true });
    file.lockSync(true);
    claim(out, { "--json": `${folder}/a.json`, "--save": `${folder}/${long}` });
    assertEquals(namesIn(out), [living, "train-frames"]);
    assertEquals(namesIn(`${out}/train-frames`), []);
    assertEquals(namesIn(folder), ["out"]);
  }));

Deno.test("files whose names are only like those of temporary files are kept", () =>
  withFolder((folder) => {
    const names = [
      ".notes.12-0123abcd.partial",
      ".train-loss.svg.12-0123abcd.partial.txt",
      ".train-loss.svg.12-0123ABCD.partial",
      ".train-loss.svg.partial",
      "mine.partial",
      "train-loss.svg.12-0123abcd.partial",
    ];
    createFolder(folder, names);
    claim(folder, { "--json": `${folder}/a.json` });
    assertEquals(namesIn(folder), names.toSorted());
  }));

Deno.test("temporary folders of the frames of this run are removed, if they hold frames alone", () =>
  withFolder((folder) => {
    const frames = ["frame-001.svg", "frame-002.svg", `.frame-003.svg.${dead}-0123abcd.partial`];
    createFolder(`${folder}/train-frames.${dead}.partial`, frames);
    createFolder(`${folder}/train-frames.12.partial`, []);
    claim(folder);
    assertEquals(namesIn(folder), []);
  }));

Deno.test("folders of a user are kept with all that they hold", () =>
  withFolder((folder) => {
    const frame = "frame-001.svg";
    const own: Record<string, string[]> = {
      "activations-frames.12.partial": [frame],
      "frames.partial": [frame],
      "my-frames.12.partial": ["notes.txt"],
      "my-train-frames.12.partial": [frame],
      "train-frames.12.partial": [frame, "notes.txt"],
      "train-frames.13.partial": ["frame-1.svg"],
      "train-frames.14.partial.old": [frame],
      "train-frames.x.partial": [frame],
      "train-frames12.partial": [frame],
    };
    for (const [name, files] of Object.entries(own)) createFolder(`${folder}/${name}`, files);
    Deno.mkdirSync(`${folder}/train-frames.15.partial/frame-001.svg`, { recursive: true });
    claim(folder);
    assertEquals(namesIn(folder), [...Object.keys(own), "train-frames.15.partial"].toSorted());
    for (const [name, files] of Object.entries(own)) {
      assertEquals(namesIn(`${folder}/${name}`), files, name);
    }
  }));
