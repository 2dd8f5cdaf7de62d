/** Reads the family and the characters of font files (OpenType 1.9). */

/** A font in a file. */
export interface FontFile {
  readonly path: string | URL;
  readonly family: string;
  /** Whether there is a glyph for a code point. */
  has(code: number): boolean;
}

/** Reads bytes of a file; fonts are large, so that only the needed tables are read. */
type Read = (offset: number, length: number) => DataView;

/**
 * Reads the family and the characters of a font, or of the first font of a collection.
 *
 * @param path The path of a `.ttf`, `.otf` or `.ttc` file
 * @returns The font, or undefined if the file is no such font, or has bitmaps instead of outlines
 */
export function readFontFile(path: string | URL): FontFile | undefined {
  try {
    using file = Deno.openSync(path);
    const read: Read = (offset, length) => {
      const bytes = new Uint8Array(length);
      file.seekSync(offset, Deno.SeekMode.Start);
      for (let done = 0; done < length;) {
        const count = file.readSync(bytes.subarray(done));
        if (count === null) throw new RangeError("The file ends early");
        done += count;
      }
      return new DataView(bytes.buffer);
    };
    const tables = readTables(read);
    if (!tables.some("glyf", "CFF ", "CFF2")) return undefined;
    return { path, family: familyIn(tables.read("name")), has: charactersIn(tables.read("cmap")) };
  } catch (error) {
    // The file is truncated, or cannot be opened: another font is used.
    if (error instanceof RangeError || error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof Deno.errors.PermissionDenied) return undefined;
    throw error;
  }
}

/** The tables of a font. */
interface Tables {
  some(...tags: readonly string[]): boolean;
  read(tag: string): DataView;
}

function readTables(read: Read): Tables {
  const isCollection = tagAt(read(0, 4), 0) === "ttcf";
  const start = isCollection ? read(12, 4).getUint32(0) : 0;
  const count = read(start + 4, 2).getUint16(0);
  const directory = read(start + 12, 16 * count);
  const places = new Map(
    Array.from({ length: count }, (_, index) => [tagAt(directory, 16 * index), 16 * index]),
  );
  return {
    some: (...tags) => tags.some((tag) => places.has(tag)),
    read: (tag) => {
      const at = places.get(tag);
      if (at === undefined) throw new RangeError(`There is no table ${tag}`);
      return read(directory.getUint32(at + 8), directory.getUint32(at + 12));
    },
  };
}

function tagAt(view: DataView, at: number): string {
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, 4));
}

/** The typographic family if there is one, else the legacy family, from UTF-16. */
function familyIn(name: DataView): string {
  const storage = name.getUint16(4);
  const families = Array.from({ length: name.getUint16(2) }, (_, index) => 6 + 12 * index)
    .filter((at) => name.getUint16(at) === 3)
    .map((at) => ({
      kind: name.getUint16(at + 6),
      length: name.getUint16(at + 8),
      offset: storage + name.getUint16(at + 10),
    }));
  const found = families.find(({ kind }) => kind === 16) ?? families.find(({ kind }) => kind === 1);
  if (found === undefined) throw new RangeError("The font has no name");
  const units = Array.from(
    { length: found.length / 2 },
    (_, at) => name.getUint16(found.offset + 2 * at),
  );
  return String.fromCharCode(...units);
}

/** A lookup of characters: subtable format 12 covers all of Unicode, format 4 its first plane. */
function charactersIn(cmap: DataView): (code: number) => boolean {
  const offsets = Array.from(
    { length: cmap.getUint16(2) },
    (_, index) => cmap.getUint32(8 + 8 * index),
  );
  const format = (wanted: number) => offsets.find((at) => cmap.getUint16(at) === wanted);
  const [full, basic] = [format(12), format(4)];
  if (full !== undefined) return inGroups(cmap, full);
  if (basic !== undefined) return inSegments(cmap, basic);
  throw new RangeError("The font has no Unicode table");
}

function inGroups(cmap: DataView, start: number): (code: number) => boolean {
  const count = cmap.getUint32(start + 12);
  const groups = Array.from({ length: count }, (_, index) => start + 16 + 12 * index);
  return (code) =>
    groups.some((at) => cmap.getUint32(at) <= code && code <= cmap.getUint32(at + 4));
}

function inSegments(cmap: DataView, start: number): (code: number) => boolean {
  const size = cmap.getUint16(start + 6);
  const [ends, starts] = [start + 14, start + 16 + size];
  const [deltas, ranges] = [starts + size, starts + 2 * size];
  const segments = Array.from({ length: size / 2 }, (_, index) => 2 * index);
  return (code) => {
    const at = segments.find((at) => code <= cmap.getUint16(ends + at));
    if (at === undefined || code > 0xffff || code < cmap.getUint16(starts + at)) return false;
    const range = cmap.getUint16(ranges + at);
    if (range === 0) return (code + cmap.getUint16(deltas + at)) % 0x10000 !== 0;
    return cmap.getUint16(ranges + at + range + 2 * (code - cmap.getUint16(starts + at))) !== 0;
  };
}
