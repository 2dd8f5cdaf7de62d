/** Paths: what stands there, where their links lead, and errors of the system in one line. */

import { basename, dirname, join } from "node:path";

/** Links that lead to links are followed so often, as the system itself does. */
const MAX_LINKS = 40;

/**
 * Where a path leads once all links are followed, in the folders on its way too. What does not exist
 * yet is named as it would be made.
 *
 * @param path Of a file or a folder
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
 * What stands at a path, links followed; undefined where nothing does.
 *
 * @throws {Error} with one line where it cannot be found out
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

/** Whether nothing exists at a path for certain; false where it cannot be read. */
function isMissing(path: string): boolean {
  try {
    return lookUp(path) === undefined && dirname(path) !== path;
  } catch {
    return false;
  }
}

/** Removes a file or an empty folder if it exists; what cannot be removed stays. */
export function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It may not exist; the error that came first is the one to report.
  }
}

/** Removes a folder with its content if it exists; what cannot be removed stays. */
export function removeTree(folder: string): void {
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch {
    // It may not exist; the error that came first is the one to report.
  }
}

/** The entries of a folder; none where it cannot be read. */
export function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch {
    return [];
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
  EIO: "the disk reports an error",
  EMFILE: "too many files are open",
};

/**
 * An error of the system as one that says in one line what failed and why.
 *
 * @param action What was tried, such as `write`
 * @param path With what
 * @param error What was thrown; one that is such a line already stays as it is
 */
export function failure(action: string, path: string, error: unknown): Error {
  if (error instanceof Error && error.message.startsWith("Cannot ")) return error;
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const reason = error instanceof Deno.errors.NotCapable
    ? "Deno allows it only with --allow-all"
    : REASONS[code] ?? message.replace(/ \(os error.*/s, "");
  return new Error(`Cannot ${action} ${path}: ${reason}`, { cause: error });
}
