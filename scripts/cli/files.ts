/**
 * Reading and writing files. Targets are checked before work starts, and files are written whole or
 * not at all.
 *
 * All functions are synchronous, so that Ctrl-C is handled before a file is written or after it.
 */

import { basename, dirname, join } from "node:path";

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
  const trial = partialName(join(folder, "trial"));
  explained(
    "write to the folder",
    folder,
    () => writeOrRemove(trial, new Uint8Array(), () => removeQuietly(trial)),
  );
}

/**
 * The folders on the way to a path that do not exist yet, the innermost first: a call that fails
 * removes them again.
 *
 * @param folder Its path
 */
export function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; isMissing(at); at = dirname(at)) missing.push(at);
  return missing;
}

/** Removes folders that are empty, and leaves the others. */
export function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) removeQuietly(folder);
}

/** Removes a folder that this call made, with its content, if it exists. */
export function removeTree(folder: string): void {
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch {
    // It may not exist; the error that came first is the one to report.
  }
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

/** What figures and their page are called. */
const FIGURE = /\.(svg|png|html)$/;

/**
 * Makes sure that no folder stands where a figure may be written.
 *
 * @param folder Where figures go
 * @throws {Error} with one line that names it
 */
export function checkFigureNames(folder: string): void {
  for (const { name, isDirectory } of explained("read", folder, () => Deno.readDirSync(folder))) {
    if (isDirectory && FIGURE.test(name)) {
      throw new Error(`Cannot write figures to ${folder}: ${join(folder, name)} is a folder`);
    }
  }
}

/**
 * Reads a text file.
 *
 * @param path Its path
 * @throws {Error} with one line that says why not
 */
export function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw failure("read", path, error);
    throw new Error(`Cannot read ${path}: there is no such file`, { cause: error });
  }
}

/**
 * Writes a file: whole under a temporary name in the same folder first,
 * then renamed, so that a reader never sees half of it and a failure leaves
 * what was there. What is no file, such as `/dev/null` or a named pipe, is
 * written to as it is; a link is followed.
 *
 * @param path Where to
 * @param content Its text, or its bytes
 * @throws {Error} with one line that says why it failed; the temporary file is removed
 */
export function writeFile(path: string, content: string | Uint8Array): void {
  explained("write", path, () => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const found = lookUp(path);
    if (found !== undefined && !found.isFile) return Deno.writeFileSync(path, bytes);
    const target = realPath(path);
    const partial = partialName(target);
    writeOrRemove(partial, bytes, () => Deno.renameSync(partial, target));
  });
}

function writeOrRemove(partial: string, bytes: Uint8Array, then: () => void): void {
  try {
    Deno.writeFileSync(partial, bytes, { createNew: true });
    then();
  } catch (error) {
    removeQuietly(partial);
    throw error;
  }
}

/** A temporary name; it is short, as the length of names is limited. */
function partialName(path: string): string {
  const unique = `${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
  return join(dirname(path), `.${basename(path).slice(0, 40)}.${unique}.partial`);
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It may not exist; the error that came first is the one to report.
  }
}

function lookUp(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw failure("write", path, error);
  }
}

/** Whether nothing exists at a path for certain; false where it cannot be read. */
function isMissing(path: string): boolean {
  try {
    return lookUp(path) === undefined && dirname(path) !== path;
  } catch {
    return false;
  }
}

/** Where a link leads to, so that the file behind it is replaced and not the link. */
function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return path;
  }
}

/** The result of `attempt`; an error becomes one line that says what failed and why. */
export function explained<Result>(action: string, path: string, attempt: () => Result): Result {
  try {
    return attempt();
  } catch (error) {
    throw failure(action, path, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  EROFS: "the disk is read-only",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "it is a file",
  ENOENT: "there is no such folder",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its links go round in a circle",
};

function failure(action: string, path: string, error: unknown): Error {
  if (error instanceof Error && error.message.startsWith("Cannot ")) return error;
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const reason = error instanceof Deno.errors.NotCapable
    ? "Deno allows it only with --allow-all"
    : REASONS[code] ?? message.replace(/ \(os error.*/s, "");
  return new Error(`Cannot ${action} ${path}: ${reason}`, { cause: error });
}
