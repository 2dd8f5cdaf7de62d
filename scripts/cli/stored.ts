/** Results of a study in a file, with which the same command goes on after a stop. */

import { openStore, type ResultStore, type StoredResult, type StoreHeader } from "../../mod.ts";
import { openResultFile, reserve, setAside } from "./files/result_file.ts";
import { path, toggle } from "./flags/flag_kinds.ts";
import type { Lab } from "./lab.ts";
import { asUsageError, UsageError } from "./usage_error.ts";

/** The flags about the results so far. */
export interface StoreSettings {
  /** The folder of the figures. */
  readonly out: string;
  readonly store: string | undefined;
  readonly fresh: boolean;
}

/**
 * The flags about the results so far.
 *
 * @param study What goes on: `sweep`
 * @param file The file in the folder of the figures
 */
export function storeFlags(study: string, file: string) {
  return {
    store: path({
      placeholder: "FILE.jsonl",
      endings: [".jsonl"],
      help: `results so far, with which the ${study} goes on (default: ${file} in --out)`,
    }),
    fresh: toggle({ help: "start over in a new file; an older one gets another name" }),
  };
}

/** A study whose results are stored. */
export interface StoredStudy {
  /** The file in the folder of the figures. */
  readonly file: string;
  /** The first line of the file. */
  readonly header: StoreHeader;
  /** What a line is: `cell`. */
  readonly unit: string;
  /** The number of lines of the whole study. */
  readonly total: number;
  /** An estimate of the bytes of a line. */
  readonly lineBytes: number;
}

/** The file of the results: in the folder of the figures, unless a flag names another one. */
export const storePathOf = ({ out, store }: StoreSettings, name: string) =>
  store ?? `${out}/${name}`;

/**
 * Opens the results so far, computes with them, and says after Ctrl-C how many were kept.
 *
 * @throws {UsageError} if the file holds other results
 * @throws {Error} with one line if the disk does not take all results
 */
export async function withStore<Result extends StoredResult, Computed>(
  { output, announce, signal }: Pick<Lab, "output" | "announce" | "signal">,
  flags: StoreSettings,
  { file: name, header, unit, total, lineBytes }: StoredStudy,
  compute: (store: ResultStore<Result>, path: string) => Promise<Computed>,
): Promise<Computed> {
  const path = storePathOf(flags, name);
  const older = flags.fresh ? setAside(path) : undefined;
  if (older !== undefined) output.note(`The earlier results are in ${older}`);
  using file = openResultFile(path);
  const store = await openStore<Result>(file, header).catch((error) => {
    const hint = "start over with --fresh, or name another file with --store";
    throw new UsageError(`${error.message}; ${hint}`, { cause: error });
  });
  if (store.tornBytes > 0) {
    output.note(
      `The last line of ${path} was not complete and is cut: its ${unit} is trained again`,
    );
  }
  await reserve(path, (total - store.size) * lineBytes);
  announce();
  try {
    return await compute(store, path);
  } catch (error) {
    if (!signal.aborted) throw asUsageError(error);
    output.note(`Kept ${store.size} of ${total} ${unit}s in ${path}: the same command goes on`);
    throw error;
  }
}

/** What of a study is there already; empty for nothing. */
export function knownText(
  { size }: ResultStore,
  { unit, total }: Pick<StoredStudy, "unit" | "total">,
  path: string,
): string {
  return size === 0 ? "" : `${path} has ${size} of ${total} ${unit}s`;
}
