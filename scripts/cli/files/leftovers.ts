/** Temporary files and folders of killed runs: only those of given targets are removed. */

import { basename, dirname, join } from "node:path";
import { isAt, lock, partialStem } from "./files.ts";
import { entriesOf, removeQuietly } from "./paths.ts";

/** The names of frames. */
export const FRAME = /^frame-\d{3}\.svg$/;

const PARTIAL = /^\.(.+)\.\d+-[\da-f]{8}\.partial$/s;

/**
 * Removes temporary files of processes that were killed; those of running processes are kept.
 *
 * @param targets The paths of the files that are written, with all links resolved
 */
export function clearPartials(targets: readonly string[]): void {
  for (const [folder, paths = []] of Map.groupBy(targets, dirname)) {
    const stems = new Set(paths.map(partialStem));
    for (const { name, isFile } of entriesOf(folder)) {
      const stem = PARTIAL.exec(name)?.[1];
      if (isFile && stem !== undefined && stems.has(stem)) clearPartial(join(folder, name));
    }
  }
}

function clearPartial(path: string): void {
  try {
    using file = Deno.openSync(path, { write: true });
    if (lock(file) && isAt(path, file)) Deno.removeSync(path);
  } catch {
    // It no longer exists, or cannot be removed.
  }
}

/**
 * Removes temporary folders of frames, if they hold nothing else. The caller has the lock of the folder
 * around them, so no running process uses them.
 *
 * @param frames The path of the folder of frames, with all links resolved
 */
export function clearPartialFrames(frames: string): void {
  const around = dirname(frames);
  for (const { name, isDirectory } of entriesOf(around)) {
    const path = join(around, name);
    if (!isDirectory || !isPartialOf(name, basename(frames))) continue;
    const entries = entriesOf(path);
    if (!entries.every(isFrame)) continue;
    entries.forEach((entry) => removeQuietly(join(path, entry.name)));
    removeQuietly(path);
  }
}

/** Whether a temporary folder with this name is one of a folder of frames. */
function isPartialOf(name: string, frames: string): boolean {
  return name.startsWith(`${frames}.`) && /^\.\d+\.partial$/.test(name.slice(frames.length));
}

/** Whether an entry is a frame, or the temporary file of one. */
function isFrame({ name, isFile }: Deno.DirEntry): boolean {
  return isFile && FRAME.test(PARTIAL.exec(name)?.[1] ?? name);
}
