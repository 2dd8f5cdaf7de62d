/**
 * Reads and writes files. Targets are checked before work starts, and writes are atomic.
 *
 * A regular file is written synchronously, so that Ctrl-C is handled before or after the write. Pipes
 * and devices are written asynchronously, as they may block the writer without limit.
 */

import { basename, dirname, join } from "node:path";
import { explained, failure, lookUp, realPath, removeQuietly } from "./paths.ts";

/**
 * Makes sure that files can be written to a folder, and creates it where there is none.
 *
 * @param folder Its path
 * @throws {Error} with one line that says why not
 */
export function checkWritable(folder: string): void {
  try {
    Deno.mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw failure("create", folder, error);
  }
  if (!explained("read", folder, () => Deno.statSync(folder)).isDirectory) {
    throw new Error(`Cannot write to the folder ${folder}: it is a file`);
  }
  const nothing = new Uint8Array();
  explained(
    "write to the folder",
    folder,
    () => writePartial(trialIn(folder), nothing, removeQuietly),
  );
}

/**
 * Makes sure that a file can be written, and creates its folder where there is none.
 *
 * @param path Its path
 * @throws {Error} with one line that says why not
 */
export function checkTarget(path: string): void {
  const found = lookUp(path);
  if (found?.isDirectory || /[/\\]$/.test(path)) {
    throw new Error(`Cannot write ${path}: it is a folder`);
  }
  if (found === undefined || found.isFile) checkWritable(dirname(realPath(path)));
}

/** The maximum length of a text in the JavaScript engine, in bytes. */
const LONGEST = 2 ** 29 - 24;

/**
 * Reads a text file, without its byte order mark.
 *
 * @param path Its path
 * @throws {Error} with one line that says why not
 */
export async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path));
}

/**
 * Reads a file that is to be a text. Ctrl-C is handled while a pipe has no writer. Devices are refused,
 * as some have no end.
 *
 * @param path Its path
 * @throws {Error} with one line that says why not
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    const { isCharDevice, isBlockDevice, size } = await Deno.stat(path);
    if (isCharDevice || isBlockDevice) throw new Error(`Cannot read ${path}: it is a device`);
    if (size > LONGEST) throw new Error(`Cannot read ${path}: it is larger than 512 MiB`);
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw failure("read", path, error);
    throw new Error(`Cannot read ${path}: there is no such file`, { cause: error });
  }
}

/**
 * Writes a file atomically: under a temporary name in the same folder first, synchronized to the disk, then
 * renamed. A reader never sees a part of it, and a failure, a kill or a loss of power leaves the old file.
 * The permissions of the old file are kept. A device or a named pipe is written to directly; a link is
 * followed.
 *
 * @param path Its path
 * @param content Its text, or its bytes
 * @throws {Error} with one line that says why it failed; the temporary file is removed
 */
export async function writeFile(path: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const found = lookUp(path);
  if (found === undefined || found.isFile) return replaceFile(path, bytes);
  try {
    await Deno.writeFile(path, bytes, { create: false });
  } catch (error) {
    throw failure("write", path, error);
  }
}

function replaceFile(path: string, bytes: Uint8Array): void {
  explained("write", path, () => {
    const target = realPath(path);
    writePartial(target, bytes, (partial) => Deno.renameSync(partial, target));
    storeNames(dirname(target));
  });
}

/**
 * Removes an outdated file if it exists; pipes, devices and folders are kept.
 *
 * @param path Its path
 * @throws {Error} with one line that says why it failed
 */
export function removeFile(path: string): void {
  if (lookUp(path)?.isFile) explained("remove", path, () => Deno.removeSync(path));
}

/**
 * Writes a temporary file and synchronizes it to the disk; `then` renames or removes it. It is locked
 * meanwhile: an unlocked temporary file belongs to a process that has ended.
 */
function writePartial(path: string, bytes: Uint8Array, then: (partial: string) => void): void {
  const partial = partialName(path);
  const mode = modeOf(path);
  try {
    using file = Deno.openSync(partial, { write: true, createNew: true, mode });
    // The user mask may have taken bits from it.
    if (mode !== undefined) Deno.chmodSync(partial, mode);
    // Another run may have removed it before it was locked.
    if (lock(file) === false || !isAt(partial, file)) return writePartial(path, bytes, then);
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
    // A trial is empty, and need not be stored.
    if (bytes.length > 0) file.syncSync();
    then(partial);
  } catch (error) {
    removeQuietly(partial);
    throw error;
  }
}

/** The permissions of the file that is replaced; undefined if there is none, or the system has none. */
function modeOf(path: string): number | undefined {
  const mode = lookUp(path)?.mode ?? undefined;
  return Deno.build.os === "windows" || mode === undefined ? undefined : mode & 0o777;
}

/**
 * Tries to lock an open file against other processes; the system unlocks it when the process ends in
 * any way.
 *
 * @returns Whether it is locked now: false where another process has it, undefined where the file
 * system has no locks
 */
export function lock(file: Deno.FsFile): boolean | undefined {
  try {
    return file.tryLockSync(true);
  } catch {
    return undefined;
  }
}

/** Whether a path still names an open file itself, not by a link. */
export function isAt(path: string, file: Deno.FsFile): boolean {
  try {
    const [named, opened] = [Deno.lstatSync(path), file.statSync()];
    return named.ino === opened.ino && named.dev === opened.dev;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Synchronizes the entries of a folder to the disk, if the system can. */
function storeNames(folder: string): void {
  try {
    using opened = Deno.openSync(folder, { read: true });
    opened.syncSync();
  } catch {
    // Windows and some file systems cannot.
  }
}

/** A temporary name for a file, which is of this process alone. */
export function partialName(path: string): string {
  const unique = `${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
  return join(dirname(path), `.${partialStem(path)}.${unique}.partial`);
}

/**
 * The part of a file's name that its temporary names have; it is short, as the length of names is limited.
 */
export function partialStem(path: string): string {
  // Half of a surrogate pair may remain, which the disk does not store.
  return basename(path).slice(0, 40).toWellFormed();
}

/**
 * The path of a file, whose temporary file alone is written, that tries whether a folder can be written to.
 */
export function trialIn(folder: string): string {
  return join(folder, "trial");
}
