/** A file of results on the disk, which one process at a time extends. */

import { dirname } from "node:path";
import { lock, partialName, readBytes, trialIn } from "./files.ts";
import { explained, failure, lookUp, removeQuietly } from "./paths.ts";
import type { ResultFile } from "../../../mod.ts";

/** A file of results that is open; its disposal releases it. */
export type OpenResultFile = ResultFile & Disposable;

/**
 * Opens a file of results, or creates one, and locks it against other processes. What is added is
 * synchronized to the disk.
 *
 * @param path Its path
 * @throws {Error} with one line if it cannot be opened, or another process has it
 */
export function openResultFile(path: string): OpenResultFile {
  const name = path;
  const file = explained(
    "open",
    path,
    () => Deno.openSync(path, { read: true, write: true, create: true }),
  );
  if (lock(file) === false) {
    file.close();
    throw new Error(`Cannot write to ${path}: another process adds results to it`);
  }
  return {
    name,
    read: () => readBytes(path),
    append(bytes) {
      explained("write", path, () => {
        file.seekSync(0, Deno.SeekMode.End);
        for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
        file.syncDataSync();
      });
      return Promise.resolve();
    },
    truncate(length) {
      explained("write", path, () => {
        file.truncateSync(length);
        file.syncSync();
      });
      return Promise.resolve();
    },
    [Symbol.dispose]: () => file.close(),
  };
}

/**
 * Gives a file another name, so that a new one can take its place: `sweep.jsonl` becomes `sweep.1.jsonl`,
 * or has the next number that is free.
 *
 * @param path Its path
 * @returns The new path; undefined if there is no file, or an empty one
 */
export function setAside(path: string): string | undefined {
  const found = lookUp(path);
  if (found === undefined || !found.isFile || found.size === 0) return undefined;
  const [, stem, ending] = path.match(/^(.*?)(\.[^./\\]*)?$/s)!;
  for (let number = 1;; number++) {
    const other = `${stem}.${number}${ending ?? ""}`;
    if (lookUp(other) !== undefined) continue;
    // Locked meanwhile, so that no process loses the file that it adds results to.
    using _file = openResultFile(path);
    explained("rename", path, () => Deno.renameSync(path, other));
    return other;
  }
}

/** The bytes of a block that is written to see whether a disk takes it. */
const blockBytes = 2 ** 20;

/**
 * Makes sure that a disk takes so many bytes more: writes them beside a file, and removes them. Sizes that
 * a system reports would leave out quotas.
 *
 * @param path The path of the file
 * @param bytes The number of bytes
 * @throws {Error} with one line if the disk does not take them
 */
export async function reserve(path: string, bytes: number): Promise<void> {
  if (bytes <= 0) return;
  // Locked under a temporary name, as every trial is: the next run removes what a killed one left.
  const trial = partialName(trialIn(dirname(path)));
  const block = new Uint8Array(Math.min(bytes, blockBytes)).fill(1);
  try {
    using file = Deno.openSync(trial, { write: true, createNew: true });
    lock(file);
    for (let left = bytes; left > 0;) {
      left -= file.writeSync(block.subarray(0, Math.min(left, block.length)));
      // A timer, so that Ctrl-C is handled.
      await new Promise((handled) => setTimeout(handled, 0));
    }
  } catch (error) {
    const size = `${Math.max(1, Math.ceil(bytes / 2 ** 20))} MiB`;
    throw failure(`reserve the ${size} that the results take for`, path, error);
  } finally {
    removeQuietly(trial);
  }
}
