/** A file of results in memory. */

import type { ResultFile } from "../../mod.ts";

/** A file whose content can be read and replaced. */
export interface MemoryFile extends ResultFile {
  bytes: Uint8Array;
  /** The number of bytes of each call of `append`. */
  readonly appended: number[];
}

/** Creates a file with a content. */
export function memoryFile(text = ""): MemoryFile {
  const file: MemoryFile = {
    name: "results.jsonl",
    bytes: new TextEncoder().encode(text),
    appended: [],
    read: () => Promise.resolve(file.bytes),
    append(bytes) {
      file.appended.push(bytes.length);
      file.bytes = new Uint8Array([...file.bytes, ...bytes]);
      return Promise.resolve();
    },
    truncate(length) {
      file.bytes = file.bytes.slice(0, length);
      return Promise.resolve();
    },
  };
  return file;
}

/** The lines of a file, which must end in a line break. */
export function linesOf({ bytes }: { readonly bytes: Uint8Array }): string[] {
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (lines.pop() !== "") throw new Error("the last line is not complete");
  return lines;
}
