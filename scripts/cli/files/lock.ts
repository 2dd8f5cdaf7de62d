/** A lock on a folder: one run at a time writes figures to it. */

import { join } from "node:path";
import { clearPartials, isAt, lock } from "./files.ts";
import { entriesOf, explained, removeQuietly, removeTree } from "./paths.ts";

/** The name of the lock file, which holds the process number of the run that writes to the folder. */
export const LOCK_NAME = ".lab.lock";

/**
 * Locks a folder against other runs until this one ends, and removes temporary files of killed runs.
 * The system releases the lock when the process ends in any way.
 *
 * @param folder The path of an existing folder
 * @returns The lock, which is released by disposal
 * @throws {Error} with one line that names the folder and the process that writes there
 */
export function lockFolder(folder: string): Disposable {
  const path = join(folder, LOCK_NAME);
  const file = explained("write to the folder", folder, () => openLocked(path));
  if (file === undefined) {
    throw new Error(
      `Cannot write to the folder ${folder}: another run, process ${
        ownerOf(path)
      }, writes there; ` +
        "wait for its end, or name another folder with --out",
    );
  }
  // Without locks in the file system, temporary files may belong to a running process.
  if (lock(file)) clearLeftovers(folder);
  let isHeld = true;
  return {
    [Symbol.dispose]() {
      if (!isHeld) return;
      isHeld = false;
      removeQuietly(path);
      file.close();
    },
  };
}

/** Opens and locks the file, and writes the number of this process; undefined if another process has the lock. */
function openLocked(path: string): Deno.FsFile | undefined {
  while (true) {
    const file = Deno.openSync(path, { read: true, write: true, create: true });
    if (lock(file) === false) {
      file.close();
      return undefined;
    }
    try {
      if (isAt(path, file)) {
        file.truncateSync();
        file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
        return file;
      }
    } catch (error) {
      removeQuietly(path);
      file.close();
      throw error;
    }
    // The run that had the lock has removed the file since it was opened.
    file.close();
  }
}

/** The number of the process that has the lock; unknown if it ends meanwhile. */
function ownerOf(path: string): string {
  try {
    return Deno.readTextFileSync(path).trim() || "unknown";
  } catch {
    return "unknown";
  }
}

/** The temporary folders of frames. */
const PARTIAL_FRAMES = /-frames\.\d+\.partial$/;

/** Removes temporary files and folders; while this run has the lock, no other run uses them. */
function clearLeftovers(folder: string): void {
  clearPartials(folder);
  for (const { name, isDirectory } of entriesOf(folder)) {
    if (isDirectory && PARTIAL_FRAMES.test(name)) removeTree(join(folder, name));
  }
}
