/** A lock on a folder: one run at a time writes figures to it. */

import { join } from "node:path";
import { isAt, lock } from "./files.ts";
import { explained, removeQuietly } from "./paths.ts";

/** The name of the lock file, which holds the process number of the run that writes to the folder. */
export const LOCK_NAME = ".lab.lock";

/** The content of a lock file; it is empty if its run was killed before it wrote its number. */
const CONTENT = /^(\d{1,10}\n)?$/;

/** More bytes than a lock file has. */
const MORE_BYTES = 16;

/** A lock that this run has. */
export interface FolderLock extends Disposable {
  /** Whether no other run can have it: false where the file system has no locks. */
  readonly isExclusive: boolean;
}

/**
 * Locks a folder against other runs until this one ends. The system releases the lock when the process
 * ends in any way. What is at the path of the lock file, and is no lock file, is kept.
 *
 * @param folder The path of an existing folder
 * @returns The lock, which is released by disposal
 * @throws {Error} with one line that names the folder and the process that writes there, or what is at
 * the path of the lock file
 */
export function lockFolder(folder: string): FolderLock {
  return explained("write to the folder", folder, () => {
    const path = join(folder, LOCK_NAME);
    const { file, locked } = openFile(folder, path);
    try {
      if (locked === false) throw refusal(folder, `another run, process ${ownerOf(path)}, ${WAIT}`);
      if (!CONTENT.test(startOf(file))) {
        throw notOurs(folder, path, "is not a lock file of the lab");
      }
      writeNumber(path, file);
    } catch (error) {
      file.close();
      throw error;
    }
    return held(path, file, locked === true);
  });
}

const WAIT = "writes there; wait for its end, or name another folder with --out";

function held(path: string, file: Deno.FsFile, isExclusive: boolean): FolderLock {
  let isHeld = true;
  return {
    isExclusive,
    [Symbol.dispose]() {
      if (!isHeld) return;
      isHeld = false;
      removeLock(path, file);
      file.close();
    },
  };
}

/** Opens the lock file, or creates it, and tries to lock it; a link is not followed. */
function openFile(folder: string, path: string): { file: Deno.FsFile; locked?: boolean } {
  while (true) {
    const file = tryOpen(path, !isThere(folder, path));
    if (file === undefined) continue;
    try {
      const locked = lock(file);
      if (isAt(path, file)) return { file, locked };
    } catch (error) {
      file.close();
      throw error;
    }
    // The run that had the lock has removed the file since it was opened.
    file.close();
  }
}

/** Undefined if another run has created or removed the file since it was looked up. */
function tryOpen(path: string, createNew: boolean): Deno.FsFile | undefined {
  try {
    return Deno.openSync(path, { read: true, write: true, createNew });
  } catch (error) {
    const { AlreadyExists, NotFound } = Deno.errors;
    if (error instanceof (createNew ? AlreadyExists : NotFound)) return undefined;
    throw error;
  }
}

/** Whether there is a regular file at the path of the lock file; anything else there is refused. */
function isThere(folder: string, path: string): boolean {
  try {
    const { isFile, isSymlink, isDirectory } = Deno.lstatSync(path);
    if (isFile) return true;
    const kind = isSymlink ? "a link" : isDirectory ? "a folder" : "not a regular file";
    throw notOurs(folder, path, `is ${kind}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function notOurs(folder: string, path: string, what: string): Error {
  return refusal(folder, `${path} ${what}; remove it, or name another folder with --out`);
}

function refusal(folder: string, why: string): Error {
  return new Error(`Cannot write to the folder ${folder}: ${why}`);
}

/** The start of the text of an open file, which is all of it if it is a lock file. */
function startOf(file: Deno.FsFile): string {
  const bytes = new Uint8Array(MORE_BYTES);
  return new TextDecoder().decode(bytes.subarray(0, file.readSync(bytes) ?? 0));
}

/** Writes the number of this process. */
function writeNumber(path: string, file: Deno.FsFile): void {
  try {
    file.truncateSync();
    file.seekSync(0, Deno.SeekMode.Start);
    file.writeSync(new TextEncoder().encode(`${Deno.pid}\n`));
  } catch (error) {
    removeLock(path, file);
    throw error;
  }
}

/** Removes the lock file; what has replaced it is kept. */
function removeLock(path: string, file: Deno.FsFile): void {
  try {
    if (isAt(path, file)) removeQuietly(path);
  } catch {
    // The folder cannot be read any more.
  }
}

/** The number of the process that has the lock; unknown if it ends meanwhile. */
function ownerOf(path: string): string {
  try {
    const text = Deno.readTextFileSync(path);
    return CONTENT.test(text) && text.trim() || "unknown";
  } catch {
    return "unknown";
  }
}
