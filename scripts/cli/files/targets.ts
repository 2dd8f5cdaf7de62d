/** The files that a command is going to write: collected in one place, and checked before it works. */

import { basename, dirname, join, sep } from "node:path";
import { checkTarget, checkWritable, clearPartials } from "./files.ts";
import { LOCK_NAME, lockFolder } from "./lock.ts";
import { lookUp, missingFolders, realPath, removeQuietly } from "./paths.ts";
import { UsageError } from "../usage_error.ts";

/** What a command is going to write. */
export interface Targets {
  /** Folder of the figures, where there are any. */
  readonly out?: string;
  /**
   * What it writes there: figures (`train-loss.svg`, beside which a PNG may stand), pages
   * (`index.html`), and folders of frames (`train-frames/`).
   */
  readonly files: readonly string[];
  /** Files that flags name, by flag. */
  readonly named: Readonly<Record<string, string>>;
}

/** Where the PNG of a figure goes. */
export function pngBeside(path: string): string {
  return path.replace(/\.svg$/, ".png");
}

/** Names of frames. */
export const FRAME = /^frame-\d{3}\.svg$/;

/**
 * Makes sure that all of it can be written, each to a file of its own, creates the folders that it
 * needs, and keeps other runs from the folder of the figures.
 *
 * @param targets What is going to be written
 * @returns what ends the lock, and removes the folders that are still empty
 * @throws {UsageError} if two of them are the same file
 * @throws {Error} with one line if one of them cannot be written
 */
export function claimTargets(targets: Targets): Disposable {
  const { out, named } = targets;
  const places = placesOf(targets);
  refuseShared(places);
  const paths = Object.values(named);
  const folders = [...out === undefined ? [] : [out], ...paths.map((path) => dirname(path))];
  const created = folders.flatMap(missingFolders);
  let held: Disposable | undefined;
  const end = () => {
    held?.[Symbol.dispose]();
    created.forEach(removeQuietly);
  };
  try {
    if (out !== undefined) checkWritable(out);
    paths.forEach(checkTarget);
    if (out !== undefined) {
      places.forEach((place) => checkPlace(out, place));
      held = lockFolder(out);
    }
    for (const path of paths) clearPartials(dirname(realPath(path)));
  } catch (error) {
    end();
    throw error;
  }
  return { [Symbol.dispose]: end };
}

/** A file or folder that is going to be written. */
interface Place {
  readonly path: string;
  /** Where it leads. */
  readonly real: string;
  readonly kind: "named" | "figure" | "frames" | "folder";
  /** The flag that names it. */
  readonly flag?: string;
}

function placesOf({ out, files, named }: Targets): Place[] {
  const flagged = Object.entries(named)
    .filter(([, path]) => !isDevice(path) && !isFolder(path))
    .map(([flag, path]): Place => ({ path, real: realPath(path), kind: "named", flag }));
  if (out === undefined) return flagged;
  const inside = [...files, LOCK_NAME].flatMap((name): Place[] => {
    const path = `${out}/${name.replace(/\/$/, "")}`;
    const kind = name.endsWith("/") ? "frames" : "figure";
    return [...new Set([path, pngBeside(path)])].filter((each) => !isDevice(each))
      .map((each) => ({ path: each, real: realPath(each), kind }));
  });
  return [...flagged, { path: out, real: realPath(out), kind: "folder", flag: "--out" }, ...inside];
}

/** Several may write to `/dev/null`. */
function isDevice(path: string): boolean {
  return found(path)?.isCharDevice ?? false;
}

/** A folder cannot be written as a file, which `checkTarget` says. */
function isFolder(path: string): boolean {
  return found(path)?.isDirectory ?? false;
}

/** What stands at a path, where that can be found out. */
function found(path: string): Deno.FileInfo | undefined {
  try {
    return lookUp(path);
  } catch {
    return undefined;
  }
}

function refuseShared(places: readonly Place[]): void {
  places.forEach((one, index) => {
    for (const other of places.slice(index + 1)) {
      if (meet(one, other)) throw new UsageError(sharedText(one, other));
    }
  });
}

/** Whether two places are the same, or one is a file and the other needs a folder there. */
function meet(one: Place, other: Place): boolean {
  if (one.real === other.real) return one.kind !== "frames" || other.kind !== "folder";
  return needs(one, other) || needs(other, one);
}

function needs(file: Place, { real, kind }: Place): boolean {
  if (file.kind === "folder") return false;
  if (file.kind !== "frames") return isInside(real, file.real);
  return kind !== "folder" && isInside(real, file.real) && FRAME.test(basename(real));
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder + sep);
}

function sharedText(one: Place, other: Place): string {
  const [flag, where] = one.flag === undefined && other.flag !== undefined
    ? [other, one]
    : [one, other];
  if (flag.flag === undefined) {
    return `Cannot write ${one.path} and ${other.path}: links lead both to the same file; remove them`;
  }
  if (where.flag !== undefined) {
    return flag.real === where.real
      ? `Flags ${flag.flag} and ${where.flag} name the same file ${flag.path}: give each its own`
      : `Flags ${flag.flag} and ${where.flag} exclude each other: one of ${flag.path} and ` +
        `${where.path} lies in the other, which is a file`;
  }
  return `Flag ${flag.flag} names ${flag.path}, which is the place of ${where.path}: ` +
    "give it another path";
}

/** Makes sure that a folder stands where frames go, if anything does, and no folder where a figure goes. */
function checkPlace(out: string, { path, kind }: Place): void {
  if (kind !== "figure" && kind !== "frames") return;
  const stands = lookUp(path);
  if (stands === undefined) return;
  if (kind === "figure") {
    if (stands.isDirectory) throw inTheWay(out, path);
    return;
  }
  checkWritable(path);
  for (const { name, isDirectory } of Deno.readDirSync(path)) {
    if (isDirectory && FRAME.test(name)) throw inTheWay(path, join(path, name));
  }
}

function inTheWay(folder: string, path: string): Error {
  return new Error(`Cannot write figures to ${folder}: ${path} is a folder`);
}
