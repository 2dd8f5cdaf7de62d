/** The files that a command writes, which are checked before its work. */

import { basename, dirname, join, sep } from "node:path";
import { checkTarget, checkWritable, trialIn } from "./files.ts";
import { clearPartialFrames, clearPartials, FRAME } from "./leftovers.ts";
import { type FolderLock, LOCK_NAME, lockFolder } from "./lock.ts";
import { lookUp, missingFolders, realPath, removeQuietly } from "./paths.ts";
import { UsageError } from "../usage_error.ts";

/** The files that a command writes. */
export interface Targets {
  /** The folder of the figures, if there are any. */
  readonly out?: string;
  /**
   * The files in that folder: figures (`train-loss.svg`, with a PNG if requested), pages
   * (`index.html`), and folders of frames (`train-frames/`).
   */
  readonly files: readonly string[];
  /** The files that flags name, by flag. */
  readonly named: Readonly<Record<string, string>>;
  /** The files that are read, by flag. */
  readonly read?: Readonly<Record<string, string>>;
}

/** Flags whose file goes on from the file of another flag, which it may replace. */
const continued: Readonly<Record<string, string>> = {
  "--save": "--model",
  "--checkpoint": "--resume",
  "--json": "--from",
};

/** The path of a figure's PNG. */
export function pngBeside(path: string): string {
  return path.replace(/\.svg$/, ".png");
}

/**
 * Checks that all files can be written, are distinct and replace none that is read, creates their folders,
 * locks the folder of the figures, and removes what killed runs left of these files.
 *
 * @param targets The files
 * @returns A lock; its disposal releases it, and removes created folders that are still empty
 * @throws {UsageError} if two of them are the same file, or one is a file that is read
 * @throws {Error} with one line if one of them cannot be written
 */
export function claimTargets(targets: Targets): Disposable {
  const { out, named, read = {} } = targets;
  const places = placesOf(targets);
  refuseShared(places);
  refuseReplaced(places, read);
  const paths = Object.values(named);
  const folders = [...out === undefined ? [] : [out], ...paths.map((path) => dirname(path))];
  const created = folders.flatMap(missingFolders);
  let held: FolderLock | undefined;
  const end = () => {
    held?.[Symbol.dispose]();
    created.forEach(removeQuietly);
  };
  try {
    if (out !== undefined) checkWritable(out);
    paths.forEach(checkTarget);
    if (out !== undefined) {
      held = lockFolder(out);
      places.forEach((place) => checkPlace(out, place));
    }
    clearLeftovers(places, held?.isExclusive ? out : undefined);
  } catch (error) {
    end();
    throw error;
  }
  return { [Symbol.dispose]: end };
}

/** A file or folder that is written. */
interface Place {
  readonly path: string;
  /** The path with all links resolved. */
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

/** Whether a path is a device, which several flags may name, such as `/dev/null`. */
function isDevice(path: string): boolean {
  return found(path)?.isCharDevice ?? false;
}

/** Whether a path is a folder; `checkTarget` refuses it. */
function isFolder(path: string): boolean {
  return found(path)?.isDirectory ?? false;
}

/** The entry at a path; undefined if there is none or it cannot be read. */
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

/** Throws if a file that is read would be replaced, except by what goes on from it. */
function refuseReplaced(places: readonly Place[], read: Readonly<Record<string, string>>): void {
  for (const [source, path] of Object.entries(read)) {
    const real = realPath(path);
    for (const { flag, real: written, kind } of places) {
      if (written !== real || kind === "folder" || kind === "frames") continue;
      if (flag !== undefined && continued[flag] === source) continue;
      throw new UsageError(
        flag === undefined
          ? `Flag ${source} names ${path}, which a figure would replace: give --out another folder`
          : `Flags ${flag} and ${source} name the same file ${path}: it would be replaced`,
      );
    }
  }
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

/** Checks that no file is at the path of a folder of frames, and no folder at the path of a figure. */
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

/** Removes temporary files of these places, and temporary folders of frames in a folder that is locked. */
function clearLeftovers(places: readonly Place[], locked?: string): void {
  clearPartials(
    places.flatMap(({ real, kind }) =>
      kind === "frames" || kind === "folder" ? [trialIn(real)] : [real, trialIn(dirname(real))]
    ),
  );
  if (locked === undefined) return;
  const folder = realPath(locked);
  for (const { real, kind } of places) {
    if (kind === "frames" && dirname(real) === folder) clearPartialFrames(real);
  }
}

function inTheWay(folder: string, path: string): Error {
  return new Error(`Cannot write figures to ${folder}: ${path} is a folder`);
}
