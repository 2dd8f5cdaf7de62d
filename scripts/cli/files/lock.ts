/** One run at a time writes figures to a folder. */

import { join } from "node:path";
import { clearPartials, isAt, lock } from "./files.ts";
import { entriesOf, explained, removeQuietly, removeTree } from "./paths.ts";

/** What the file is called that says which run writes to a folder. */
export const LOCK_NAME = ".lab.lock";

/**
 * Keeps other runs from writing figures to a folder until this one ends, and removes what killed runs
 * left there. The system holds the lock: it ends with the process, however that comes about.
 *
 * @param folder Its path; it exists
 * @returns what ends the lock
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
  // Nothing is known to be left over where the file system has no locks.
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

/** The file, locked, with the number of this process in it; undefined where another process has it. */
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
    // The run that had it has removed it since it was opened.
    file.close();
  }
}

/** Its number; the run may end while it is asked for. */
function ownerOf(path: string): string {
  try {
    return Deno.readTextFileSync(path).trim() || "unknown";
  } catch {
    return "unknown";
  }
}

/** Frames that a run had not put into their places yet. */
const PARTIAL_FRAMES = /-frames\.\d+\.partial$/;

/** Whoever has the lock is the only one to write frames, so what lies there unfinished is nobody's. */
function clearLeftovers(folder: string): void {
  clearPartials(folder);
  for (const { name, isDirectory } of entriesOf(folder)) {
    if (isDirectory && PARTIAL_FRAMES.test(name)) removeTree(join(folder, name));
  }
}
