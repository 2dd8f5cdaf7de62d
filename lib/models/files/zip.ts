/** Zip archives of stored entries are written; those of stored or deflated entries are read. */

import { crc32 } from "../../crc32.ts";
import { joinBytes, viewOf } from "./bytes.ts";

/** A file in an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_RECORD = 0x06054b50;
const LOCAL_LENGTH = 30;
const CENTRAL_LENGTH = 46;
const END_LENGTH = 22;
/** Version 2.0 of the format. */
const VERSION = 20;
/** The first day that a zip archive can name, 1 January 1980: equal models make equal files. */
const DATE = 0x21;
/** Names are in UTF-8. */
const UTF8 = 0x800;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** Deflated data grow at most by this factor: a larger size is wrong, and is not allocated. */
const MAX_GROWTH = 1032;

/** Writes an archive whose entries are stored as they are. */
export function zipStored(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const local: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of entries) {
    const text = new TextEncoder().encode(name);
    const shared = sharedFields(text, bytes);
    local.push(headerOf(LOCAL_HEADER, LOCAL_LENGTH, [[4, shared]]), text, bytes);
    const place = new Uint8Array(4);
    viewOf(place).setUint32(0, offset, true);
    const version = Uint8Array.of(VERSION, 0);
    central.push(
      headerOf(CENTRAL_HEADER, CENTRAL_LENGTH, [[4, version], [6, shared], [42, place]]),
      text,
    );
    offset += LOCAL_LENGTH + text.length + bytes.length;
  }
  const directory = joinBytes(central);
  const end = headerOf(END_RECORD, END_LENGTH, []);
  const view = viewOf(end);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, directory.length, true);
  view.setUint32(16, offset, true);
  return joinBytes([...local, directory, end]);
}

function headerOf(
  signature: number,
  length: number,
  fields: readonly (readonly [offset: number, bytes: Uint8Array])[],
): Uint8Array {
  const header = new Uint8Array(length);
  viewOf(header).setUint32(0, signature, true);
  for (const [offset, bytes] of fields) header.set(bytes, offset);
  return header;
}

/** The fields that are the same in both headers of an entry. */
function sharedFields(name: Uint8Array, bytes: Uint8Array): Uint8Array {
  const fields = new Uint8Array(26);
  const view = viewOf(fields);
  view.setUint16(0, VERSION, true);
  view.setUint16(2, UTF8, true);
  view.setUint16(4, STORED, true);
  view.setUint16(8, DATE, true);
  view.setUint32(10, crc32(bytes), true);
  view.setUint32(14, bytes.length, true);
  view.setUint32(18, bytes.length, true);
  view.setUint16(22, name.length, true);
  return fields;
}

/**
 * Reads all entries of an archive.
 *
 * @param archive The bytes of the archive.
 * @param refuse Creates the error for an archive that cannot be read.
 */
export async function unzip(
  archive: Uint8Array,
  refuse: (why: string) => Error,
): Promise<ZipEntry[]> {
  const view = viewOf(archive);
  const end = findEnd(view);
  if (end === undefined) throw refuse("it is no zip archive, or not whole");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let entry = 0; entry < count; entry++) {
    if (at + CENTRAL_LENGTH > end || view.getUint32(at, true) !== CENTRAL_HEADER) {
      throw refuse("its directory is damaged");
    }
    const field = (offset: number) => view.getUint16(at + offset, true);
    const next = at + CENTRAL_LENGTH + field(28) + field(30) + field(32);
    if (next > end) throw refuse("its directory is damaged");
    entries.push(await readEntry(archive, at, refuse));
    at = next;
  }
  return entries;
}

/** The place of the record at the end, which a comment may follow. */
function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - END_LENGTH - 0xffff);
  for (let at = view.byteLength - END_LENGTH; at >= first; at--) {
    if (view.getUint32(at, true) === END_RECORD) return at;
  }
  return undefined;
}

async function readEntry(
  archive: Uint8Array,
  at: number,
  refuse: (why: string) => Error,
): Promise<ZipEntry> {
  const view = viewOf(archive);
  const field = (offset: number) => view.getUint16(at + offset, true);
  const long = (offset: number) => view.getUint32(at + offset, true);
  const [flags, method, crc, packed, size, start] = [
    ...[field(8), field(10), long(16), long(20), long(24), long(42)],
  ];
  const text = archive.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + field(28));
  const name = new TextDecoder().decode(text);
  const damaged = () => refuse(`its entry ${JSON.stringify(name)} is damaged`);
  if (flags & ENCRYPTED) throw refuse(`its entry ${JSON.stringify(name)} is encrypted`);
  if (start + LOCAL_LENGTH > archive.length || view.getUint32(start, true) !== LOCAL_HEADER) {
    throw damaged();
  }
  const data = start + LOCAL_LENGTH + view.getUint16(start + 26, true) +
    view.getUint16(start + 28, true);
  if (data + packed > archive.length) throw damaged();
  const content = archive.subarray(data, data + packed);
  if (method !== STORED && method !== DEFLATED) {
    throw refuse(`its entry ${JSON.stringify(name)} is compressed by method ${method}`);
  }
  const bytes = method === STORED ? content : await inflate(content, size);
  if (bytes?.length !== size || crc32(bytes) !== crc) throw damaged();
  return { name, bytes };
}

/** Inflates data; undefined if they are damaged, or more than `size` bytes. */
async function inflate(
  bytes: Uint8Array,
  size: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (size > MAX_GROWTH * bytes.length) return undefined;
  const inflated = new Uint8Array(size);
  let length = 0;
  try {
    const stream = new Blob([bytes.slice()]).stream().pipeThrough(
      new DecompressionStream("deflate-raw"),
    );
    const reader = stream.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (length + part.value.length > size) {
        await reader.cancel();
        return undefined;
      }
      inflated.set(part.value, length);
      length += part.value.length;
    }
  } catch {
    return undefined;
  }
  return inflated.subarray(0, length);
}
