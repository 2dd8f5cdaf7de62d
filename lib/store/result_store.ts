/**
 * Results of a computation as append-only JSON Lines: one line for each result, after a line that names
 * the computation. Nothing here reads a disk: the file is a handle that is handed in.
 */

import { show, validationMessage } from "../check.ts";
import { checkList, checkOptions, checkShape, isTyped, optionNames } from "../check_shape.ts";
import { readLines, type StoreContent, type StoredResult, type StoreHeader } from "./read_lines.ts";

/** A file that can be read, extended and cut, such as one on a disk. */
export interface ResultFile {
  /** The name in errors, such as the path. */
  readonly name: string;
  /** Reads the whole content. */
  read(): Promise<Uint8Array>;
  /** Adds bytes at the end; resolves once they would survive a loss of power. */
  append(bytes: Uint8Array): Promise<void>;
  /** Removes all after the first bytes. */
  truncate(length: number): Promise<void>;
}

const headerNames = optionNames<StoreHeader>({
  ...{ kind: true, version: true, id: true, description: true, command: true },
});

/**
 * Opens a store of results: a new one in an empty file, or one that goes on where an earlier process
 * stopped. A last line that is not complete, as a killed process or a loss of power leaves it, is cut.
 *
 * @param file The file. Nothing else may write to it before the store is no longer used.
 * @param header The computation.
 * @returns The store.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the file holds results of another computation, or of another version
 * @throws {SyntaxError} if the file is not a store, or a line before the last one is damaged
 *
 * @example A store in memory
 * ```ts
 * import { openStore } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * let content = new Uint8Array();
 * const file = {
 *   name: "memory",
 *   read: () => Promise.resolve(content),
 *   append: async (bytes: Uint8Array) => {
 *     content = new Uint8Array(await new Blob([content, bytes as BlobPart]).arrayBuffer());
 *   },
 *   truncate: async (length: number) => void (content = content.slice(0, length)),
 * };
 * const header = { kind: "sweep", version: 1, id: "a1", description: "two rates" };
 * const store = await openStore<{ key: string; loss: number }>(file, header);
 * await store.add([{ key: "b2", loss: 0.5 }]);
 * const again = await openStore(file, header);
 * assertEquals([again.size, again.get("b2")], [1, { key: "b2", loss: 0.5 }]);
 * ```
 */
export async function openStore<Result extends StoredResult>(
  file: ResultFile,
  header: StoreHeader,
): Promise<ResultStore<Result>> {
  const action = "open the store";
  checkShape(action, "file", file, "resultFile");
  checkStoreHeader(action, header);
  const bytes = await file.read();
  if (!isTyped(bytes, Uint8Array)) {
    throw new TypeError(validationMessage(action, "what file.read returns", "a Uint8Array", bytes));
  }
  const content = readLines(bytes, { name: file.name, header });
  checkHeader(file.name, content.header, header);
  if (content.tornBytes > 0) await file.truncate(content.wholeBytes);
  if (content.header === undefined) await file.append(lineOf(header));
  return new ResultStore(file, content as StoreContent<Result>);
}

function checkStoreHeader(action: string, header: StoreHeader): void {
  checkShape(action, "header", checkOptions(action, header, headerNames, "header"), "storeHeader");
  const { command } = header;
  if (command === undefined || typeof command === "string") return;
  throw new TypeError(validationMessage(action, "command of header", "text", command));
}

/** Throws if a file has the results of another computation. */
function checkHeader(name: string, found: StoreHeader | undefined, header: StoreHeader): void {
  if (found === undefined) return;
  const refuse = (what: string) => {
    throw new RangeError(
      `Cannot add results of this ${header.kind} to ${name} as it holds ${what}`,
    );
  };
  if (found.kind !== header.kind) refuse(`results of another kind, ${show(found.kind)}`);
  if (found.version !== header.version) {
    refuse(`results of format version ${found.version}, and this is version ${header.version}`);
  }
  if (found.id !== header.id) {
    refuse(`another ${header.kind}: ${found.description}; this one is ${header.description}`);
  }
}

/**
 * Results of a computation, in memory and in a file, as {@linkcode openStore} returns it.
 *
 * @example The first result with a key counts
 * ```ts
 * import { openStore } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const nothing = () => Promise.resolve();
 * const read = () => Promise.resolve(new Uint8Array());
 * const store = await openStore<{ key: string; loss: number }>(
 *   { name: "nowhere", read, append: nothing, truncate: nothing },
 *   { kind: "sweep", version: 1, id: "a1", description: "one rate" },
 * );
 * await store.add([{ key: "b2", loss: 0.5 }, { key: "b2", loss: 0.6 }]);
 * assertEquals(store.results(), [{ key: "b2", loss: 0.5 }]);
 * ```
 */
export class ResultStore<Result extends StoredResult = StoredResult> {
  readonly #file: ResultFile;
  readonly #results: Map<string, Result>;
  /** The number of bytes of an incomplete last line that were cut when the store was opened. */
  readonly tornBytes: number;

  /** @ignore Made by {@linkcode openStore}. */
  constructor(file: ResultFile, { results, tornBytes }: StoreContent<Result>) {
    this.#file = file;
    this.tornBytes = tornBytes;
    this.#results = results;
  }

  /** The number of results. */
  get size(): number {
    return this.#results.size;
  }

  /** The result with a key; undefined if there is none. */
  get(key: string): Result | undefined {
    return this.#results.get(key);
  }

  /** All results, in the order in which they were added. */
  results(): Result[] {
    return [...this.#results.values()];
  }

  /**
   * Adds results, and resolves once the file has them. A result whose key is there already is left out:
   * the first one counts.
   *
   * @param results Results as plain data.
   * @throws {TypeError} if one has no key
   */
  async add(results: readonly Result[]): Promise<void> {
    const action = "add to the store";
    checkList(action, "results", results, "a list of results");
    const added = new Map<string, Result>();
    for (const result of results) {
      const { key } = checkShape(action, "each of results", result, "storedResult");
      if (!this.#results.has(key) && !added.has(key)) added.set(key, result);
    }
    if (added.size === 0) return;
    const lines = [...added.values()].map(lineOf);
    await this.#file.append(new Uint8Array(await new Blob(lines as BlobPart[]).arrayBuffer()));
    for (const [key, result] of added) this.#results.set(key, result);
  }
}

function lineOf(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}

/**
 * Adds the results of other files of the same computation, such as those of other machines.
 *
 * @param store The store that the results are added to.
 * @param files The content of each file, and its name.
 * @param header The computation, which all files must have.
 * @returns The number of results that were added.
 * @throws {RangeError} if a file holds results of another computation, or of another version
 * @throws {SyntaxError} if a file is not a store, or a line before the last one is damaged
 *
 * @example Two halves of a computation
 * ```ts
 * import { mergeStores, openStore } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const header = { kind: "sweep", version: 1, id: "a1", description: "two rates" };
 * const bytes = new TextEncoder().encode(`${JSON.stringify(header)}\n{"key":"b2"}\n`);
 * const nowhere = () => Promise.resolve();
 * const empty = () => Promise.resolve(new Uint8Array());
 * const file = { name: "all", read: empty, append: nowhere, truncate: nowhere };
 * const store = await openStore(file, header);
 * assertEquals(await mergeStores(store, [{ name: "half", bytes }], header), 1);
 * ```
 */
export async function mergeStores<Result extends StoredResult>(
  store: ResultStore<Result>,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
  header: StoreHeader,
): Promise<number> {
  const action = "merge the stores";
  checkShape(action, "store", store, "resultStore");
  checkStoreHeader(action, header);
  const before = store.size;
  const allowed = "a list of at least one file, { name, bytes }";
  if (checkList(action, "files", files, allowed).length === 0) {
    throw new TypeError(validationMessage(action, "files", allowed, files));
  }
  for (const { name, bytes } of files.map((file) => checkFile(action, file))) {
    const content = readLines(bytes, { name, header });
    checkHeader(name, content.header, header);
    await store.add([...content.results.values()] as Result[]);
  }
  return store.size - before;
}

function checkFile<File extends { readonly bytes: Uint8Array }>(action: string, file: File): File {
  const { bytes } = checkShape(action, "each of files", file, "storeFile");
  if (isTyped(bytes, Uint8Array)) return file;
  throw new TypeError(validationMessage(action, "bytes of each of files", "a Uint8Array", bytes));
}
