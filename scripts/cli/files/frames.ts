/** Frames of an animation as numbered files, which are written together or not at all. */

import { dirname } from "node:path";
import { type Figure, toSvg } from "../../../mod.ts";
import { checkWritable, writeFile } from "./files.ts";
import { FRAME } from "./leftovers.ts";
import {
  explained,
  failure,
  missingFolders,
  realPath,
  removeQuietly,
  removeTree,
} from "./paths.ts";

/** The folder of an experiment's frames, within that of its figures. */
export function framesName(name: string): string {
  return `${name}-frames`;
}

/**
 * Writes frames, and removes other frames of an earlier animation. They are written to a temporary
 * folder first, so that a failure keeps the earlier ones.
 *
 * @param folder The folder of the frames
 * @param frames At most 999 figures
 * @param signal Aborts it between two frames
 * @returns The names of the files, in order
 * @throws {Error} with one line that says why it failed
 */
export async function writeFrames(
  folder: string,
  frames: readonly Figure[],
  signal?: AbortSignal,
): Promise<string[]> {
  const files = frames.map((_, at) => `frame-${String(at + 1).padStart(3, "0")}.svg`);
  const created = missingFolders(folder);
  let partial: string | undefined;
  try {
    partial = createPartial(realPath(folder));
    for (const [at, file] of files.entries()) {
      await writeFile(`${partial}/${file}`, toSvg(frames[at]));
      // A timer, so that Ctrl-C is handled.
      await new Promise((handled) => setTimeout(handled, 0));
      signal?.throwIfAborted();
    }
    checkWritable(folder);
    for (const file of files) {
      const path = `${folder}/${file}`;
      explained("write", path, () => Deno.renameSync(`${partial}/${file}`, path));
    }
    removeOthers(folder, files);
  } finally {
    if (partial !== undefined) removeTree(partial);
    created.forEach(removeQuietly);
  }
  return files;
}

/** Creates the temporary folder, under a name that nothing has. */
function createPartial(frames: string): string {
  checkWritable(dirname(frames));
  for (let number = Deno.pid;; number++) {
    const path = `${frames}.${number}.partial`;
    try {
      Deno.mkdirSync(path);
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw failure("create", path, error);
    }
  }
}

/** Removes the frames of an earlier animation that are not replaced. */
function removeOthers(folder: string, files: readonly string[]): void {
  for (const { name } of explained("read", folder, () => [...Deno.readDirSync(folder)])) {
    const path = `${folder}/${name}`;
    if (FRAME.test(name) && !files.includes(name)) {
      explained("remove", path, () => Deno.removeSync(path));
    }
  }
}
