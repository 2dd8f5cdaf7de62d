/** Reads a PNG of 8 bits a channel back into its pixels: red, green, blue and perhaps alpha, or a palette. */

/** A picture: four bytes a pixel, row after row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Decodes a PNG by its specification (W3C, 2003). */
export async function readPng(png: Uint8Array): Promise<Picture> {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const parts: Uint8Array[] = [];
  let palette = new Uint8Array();
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...png.subarray(at + 4, at + 8));
    const content = png.subarray(at + 8, at + 8 + view.getUint32(at));
    if (type === "IDAT") parts.push(content);
    if (type === "PLTE") palette = content.slice();
  }
  const [width, height, form] = [view.getUint32(16), view.getUint32(20), view.getUint16(24)];
  const channels = ({ 0x0802: 3, 0x0803: 1, 0x0806: 4 } as const)[form];
  if (channels === undefined) throw new Error(`Bits and colour type are ${form.toString(16)}`);
  const inflated = new Blob(parts as BlobPart[]).stream().pipeThrough(
    new DecompressionStream("deflate"),
  );
  const raw = new Uint8Array(await new Response(inflated).arrayBuffer());
  const pixels = unfiltered(raw, { stride: channels * width, rows: height, channels });
  const colors = channels === 1
    ? pixels.reduce((all, index, at) => {
      all.set(palette.subarray(3 * index, 3 * index + 3), 3 * at);
      return all;
    }, new Uint8Array(3 * pixels.length))
    : pixels;
  return { width, height, pixels: channels === 4 ? pixels : withAlpha(colors) };
}

/** With an alpha of 255 after every three bytes. */
function withAlpha(pixels: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: pixels.length / 3 * 4 }, (_, at) => {
    return at % 4 === 3 ? 255 : pixels[3 * (at >> 2) + at % 4];
  });
}

function unfiltered(
  raw: Uint8Array,
  { stride, rows, channels }: { stride: number; rows: number; channels: number },
): Uint8Array {
  const pixels = new Uint8Array(stride * rows);
  for (let row = 0; row < rows; row++) {
    const filter = raw[row * (stride + 1)];
    for (let column = 0; column < stride; column++) {
      const at = row * stride + column;
      const left = column < channels ? 0 : pixels[at - channels];
      const up = row === 0 ? 0 : pixels[at - stride];
      const corner = column < channels || row === 0 ? 0 : pixels[at - stride - channels];
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      pixels[at] = raw[row * (stride + 1) + 1 + column] + guess;
    }
  }
  return pixels;
}

function paeth(left: number, up: number, corner: number): number {
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
