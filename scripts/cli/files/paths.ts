/** Paths: their entries, their links, and system errors in one line. */

import { basename, dirname, join } from "node:path";

/** The maximum length of a chain of links, as in the system itself. */
const MAX_LINKS = 40;

/**
 * Resolves all links in a path. The path may end in entries that do not exist yet.
 *
 * @param path The path of a file or a folder
 * @param links The number of links that may still be followed
 */
export function realPath(path: string, links = MAX_LINKS): string {
  const [folder, name] = [dirname(path), basename(path)];
  try {
    return Deno.realPathSync(path);
  } catch {
    if (folder === path || links === 0) return path;
  }
  const parent = realPath(folder, links);
  if (name === "." || name === "..") return join(parent, name);
  const link = linkAt(join(parent, name));
  if (link === undefined) return join(parent, name);
  return realPath(link.startsWith("/") ? link : `${parent}/${link}`, links - 1);
}

function linkAt(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return undefined;
  }
}

/**
 * The entry at a path, with links resolved; undefined if there is none.
 *
 * @throws {Error} with one line if it cannot be read
 */
export function lookUp(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw failure("write", path, error);
  }
}

/**
 * The folders of a path that do not exist yet, the innermost first; a call that fails removes those
 * that it created.
 *
 * @param folder Its path
 */
export function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = folder; isMissing(at); at = dirname(at)) missing.push(at);
  return missing;
}

/** Whether a path has no entry; false if it cannot be read. */
function isMissing(path: string): boolean {
  try {
    return lookUp(path) === undefined && dirname(path) !== path;
  } catch {
    return false;
  }
}

/** Removes a file or an empty folder if it exists, and ignores errors. */
export function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It may not exist; the error that came first is the one to report.
  }
}

/** Removes a folder with its content if it exists, and ignores errors. */
export function removeTree(folder: string): void {
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch {
    // It may not exist; the error that came first is the one to report.
  }
}

/** The entries of a folder; none if it cannot be read. */
export function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch {
    return [];
  }
}

/** The result of `attempt`; an error is replaced by one line with the action and the reason. */
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
  EIO: "the disk reports an error",
  EMFILE: "too many files are open",
};

/**
 * A system error as an error with one line that names the action, the path and the reason.
 *
 * @param action The action, such as `write`
 * @param path The path
 * @param error The error; one with such a line is returned unchanged
 */
export function failure(action: string, path: string, error: unknown): Error {
  if (error instanceof Error && error.message.startsWith("Cannot ")) return error;
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const reason = error instanceof Deno.errors.NotCapable
    ? "Deno allows it only with --allow-all"
    : REASONS[code] ?? message.replace(/ \(os error.*/s, "");
  return new Error(`Cannot ${action} ${path}: ${reason}`, { cause: error });
}
