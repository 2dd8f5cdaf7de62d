/** Frames of an animation as numbered files: all of them in their places, or those that were there. */

import { type Figure, toSvg } from "../../mod.ts";
import { checkWritable, explained, missingFolders, removeTree, writeFile } from "./files.ts";

/** Where the frames of an experiment go. */
export function framesFolder(out: string, name: string): string {
  return `${out}/${name}-frames`;
}

/**
 * Makes sure that frames can be written to a folder. Where there is none it is not made yet, as a call
 * may come to nothing.
 *
 * @param folder Its path, in a folder that can be written to
 * @throws {Error} with one line that says why not
 */
export function checkFrames(folder: string): void {
  if (missingFolders(folder).length === 0) checkWritable(folder);
}

/**
 * Writes frames, and removes those that an earlier animation had more of. They are written elsewhere
 * first: a disk that fills up halfway leaves the earlier ones as they were.
 *
 * @param folder Where to
 * @param frames At most 999
 * @returns The names of the files, in order
 * @throws {Error} with one line that says why it failed
 */
export function writeFrames(folder: string, frames: readonly Figure[]): string[] {
  const files = frames.map((_, at) => `frame-${String(at + 1).padStart(3, "0")}.svg`);
  const partial = `${folder}.${Deno.pid}.partial`;
  try {
    checkWritable(partial);
    files.forEach((file, at) => writeFile(`${partial}/${file}`, toSvg(frames[at])));
    checkWritable(folder);
    for (const file of files) {
      const path = `${folder}/${file}`;
      explained("write", path, () => Deno.renameSync(`${partial}/${file}`, path));
    }
  } finally {
    removeTree(partial);
  }
  removeOthers(folder, files);
  return files;
}

/** Frames of an earlier animation would be taken for this one's. */
function removeOthers(folder: string, files: readonly string[]): void {
  for (const { name } of Deno.readDirSync(folder)) {
    if (/^frame-\d{3}\.svg$/.test(name) && !files.includes(name)) {
      Deno.removeSync(`${folder}/${name}`);
    }
  }
}
