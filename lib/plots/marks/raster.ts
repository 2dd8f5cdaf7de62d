/** A map of colours as an image inside the figure. */

import { toBase64 } from "../../base64.ts";
import type { Rectangle } from "../geometry.ts";
import { element, type Shape } from "../shape.ts";
import { encodePng } from "./png.ts";

/** A map: the index of the colour of each pixel, row after row from the top. */
export interface Raster {
  readonly columns: number;
  readonly rows: number;
  readonly pixels: Uint8Array;
  /** Up to 256 colours, as `#rrggbb`. */
  readonly colors: readonly string[];
}

/** Pixels of the image, at least: programs that smooth larger images blur the edges of such a pixel. */
const wanted = 1024;

/** Draws a raster over a rectangle. */
export function drawRaster(
  { columns, rows, pixels, colors }: Raster,
  { left, top, width, height }: Rectangle,
): Shape {
  const factor = Math.max(1, Math.ceil(wanted / Math.max(columns, rows)));
  const [wide, high] = [factor * columns, factor * rows];
  const large = new Uint8Array(wide * high);
  for (let row = 0; row < high; row++) {
    const from = Math.floor(row / factor) * columns;
    for (let column = 0; column < wide; column++) {
      large[row * wide + column] = pixels[from + Math.floor(column / factor)];
    }
  }
  const png = encodePng({ width: wide, height: high, pixels: large, colors });
  return element("image", {
    ...{ x: left, y: top, width, height, preserveAspectRatio: "none" },
    "image-rendering": "pixelated",
    href: `data:image/png;base64,${toBase64(png)}`,
  });
}
