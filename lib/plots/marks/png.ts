/**
 * PNG images of few colours, made without waiting, as shapes are.
 *
 * Source: PNG, W3C Recommendation (2003): colour type 3, a byte a pixel. The data are compressed by the
 * fixed codes of DEFLATE (RFC 1951), with runs of equal bytes alone: rows that repeat the one above are
 * such a run by the filter `Up`.
 */

import { crc32 } from "../../crc32.ts";

/** An image by its colours. */
export interface IndexedImage {
  readonly width: number;
  readonly height: number;
  /** The index of the colour of each pixel, row after row from the top. */
  readonly pixels: Uint8Array;
  /** Up to 256 colours, as `#rrggbb`. */
  readonly colors: readonly string[];
}

/** Encodes an image. */
export function encodePng({ width, height, pixels, colors }: IndexedImage): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 3], 8);
  const palette = colors.flatMap((color) =>
    [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16))
  );
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("PLTE", Uint8Array.from(palette)),
    chunk("IDAT", compressed(filtered(pixels, width))),
    chunk("IEND", new Uint8Array(0)),
  ];
  const png = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    png.set(part, end);
    end += part.length;
  }
  return png;
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(content.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  view.setUint32(content.length + 8, crc32(bytes.subarray(4, -4)));
  return bytes;
}

/** Rows with their filter: `Up`, all zeros, for one that is equal to the row above it, else none. */
function filtered(pixels: Uint8Array, width: number): Uint8Array {
  const rows = pixels.length / width;
  const bytes = new Uint8Array(rows * (width + 1));
  for (let row = 0; row < rows; row++) {
    const [own, above] = [row, row - 1].map((at) => pixels.subarray(at * width, (at + 1) * width));
    const isEqual = row > 0 && own.every((value, at) => value === above[at]);
    if (isEqual) bytes[row * (width + 1)] = 2;
    else bytes.set(own, row * (width + 1) + 1);
  }
  return bytes;
}

/** The longest and the shortest run that one code stands for. */
const longest = 258;
const shortest = 3;

/** A zlib stream (RFC 1950) of one block with fixed codes. */
function compressed(bytes: Uint8Array): Uint8Array {
  const bits = new BitWriter(2 * bytes.length + 64);
  bits.write(0x0178, 16);
  // The last block, with fixed codes.
  bits.write(1, 1);
  bits.write(1, 2);
  for (let at = 0; at < bytes.length;) {
    let run = 0;
    while (at > 0 && run < longest && bytes[at + run] === bytes[at - 1]) run++;
    if (run < shortest) bits.writeCode(bytes[at]);
    else writeRun(bits, run);
    at += run < shortest ? 1 : run;
  }
  bits.writeCode(256);
  return bits.end(adler32(bytes));
}

/** Writes that the last byte is repeated: a length, and the distance 1. */
function writeRun(bits: BitWriter, run: number): void {
  if (run === longest) bits.writeCode(285);
  else {
    // Lengths up to 10 have a code each; then four codes share each number of extra bits.
    const rest = run - shortest;
    const extra = Math.max(0, 29 - Math.clz32(rest));
    bits.writeCode(257 + 4 * extra + (rest >> extra));
    bits.write(rest & ((1 << extra) - 1), extra);
  }
  bits.write(0, 5);
}

/** Bits in the order of DEFLATE, the lowest ones of a byte first. */
class BitWriter {
  readonly #bytes: Uint8Array;
  #length = 0;

  constructor(bytes: number) {
    this.#bytes = new Uint8Array(bytes);
  }

  /** Writes a number, its lowest bit first. */
  write(value: number, count: number): void {
    for (let bit = 0; bit < count; bit++, this.#length++) {
      this.#bytes[this.#length >> 3] |= (value >> bit & 1) << (this.#length & 7);
    }
  }

  /** Writes a fixed code for a literal or a length, its highest bit first (RFC 1951, 3.2.6). */
  writeCode(symbol: number): void {
    const [code, count] = symbol < 144
      ? [0x30 + symbol, 8]
      : symbol < 256
      ? [0x190 + symbol - 144, 9]
      : symbol < 280
      ? [symbol - 256, 7]
      : [0xc0 + symbol - 280, 8];
    for (let bit = count - 1; bit >= 0; bit--) this.write(code >> bit, 1);
  }

  /** The bytes with a checksum behind them. */
  end(checksum: number): Uint8Array {
    const length = Math.ceil(this.#length / 8);
    new DataView(this.#bytes.buffer).setUint32(length, checksum);
    return this.#bytes.subarray(0, length + 4);
  }
}

/** The checksum of zlib (RFC 1950). */
function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (const byte of bytes) {
    low = (low + byte) % 65_521;
    high = (high + low) % 65_521;
  }
  return high * 65_536 + low;
}
