/** Tables of own data: the bytes of a file or of standard input as text, and as columns. */

import { parseTable, type Table } from "../../mod.ts";
import { readBytes } from "./files/files.ts";
import { asUsageError, UsageError } from "./usage_error.ts";

/**
 * Reads a table, the hash of its bytes, and whether they tell their encoding by a byte order mark or are
 * no UTF-8: a spreadsheet that wrote them reads other UTF-8 wrongly.
 *
 * @param file Its path, or `-` for standard input
 * @throws {Error} with one line if it cannot be read
 * @throws {UsageError} with one line if it is no table
 */
export async function readTable(
  file: string,
): Promise<{ table: Table; sha256: string; needsMark: boolean }> {
  const bytes = file === "-" ? await readStandardInput() : await readBytes(file);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  const sha256 = Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const source = file === "-" ? "standard input" : file;
  try {
    checkText(bytes, source);
    const { text, encoding } = decoded(bytes);
    const needsMark = encoding !== "utf-8" || bytes[0] === 0xef && bytes[1] === 0xbb;
    return { table: await parseTable(text, { source }), sha256, needsMark };
  } catch (error) {
    throw asUsageError(error);
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  return new Uint8Array(await new Response(Deno.stdin.readable).arrayBuffer());
}

/** The first bytes of files that are taken for tables by mistake, and what is done about them. */
const otherFiles: readonly (readonly [string, string])[] = [
  ["PK\x03\x04", "a ZIP file, as spreadsheets save by default: save it as CSV"],
  ["\xd0\xcf\x11\xe0", "an old spreadsheet: save it as CSV"],
  ["\x1f\x8b", "a gzip file: unpack it"],
  ["%PDF-", "a PDF file"],
];

/** Throws if a file is of another kind than text. */
function checkText(bytes: Uint8Array, source: string): void {
  const start = String.fromCharCode(...bytes.subarray(0, 5));
  const other = otherFiles.find(([beginning]) => start.startsWith(beginning));
  if (other !== undefined) throw new UsageError(`Cannot load ${source} as it is ${other[1]}`);
  if (/^(\xff\xfe|\xfe\xff)/.test(start)) return;
  const zero = bytes.indexOf(0);
  if (zero < 0) return;
  throw new UsageError(
    `Cannot load ${source} as it is no text in UTF-8, Windows-1252, or UTF-16 with a byte order mark: ` +
      `byte ${zero + 1} is 0`,
  );
}

/** The text of a file, in one of the encodings of spreadsheets: UTF-8, UTF-16 or Windows-1252. */
function decoded(bytes: Uint8Array): { text: string; encoding: string } {
  const as = (encoding: string, fatal = false) => ({
    ...{ text: new TextDecoder(encoding, { fatal }).decode(bytes), encoding },
  });
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return as("utf-16le");
  if (first === 0xfe && second === 0xff) return as("utf-16be");
  try {
    return as("utf-8", true);
  } catch {
    return as("windows-1252");
  }
}
