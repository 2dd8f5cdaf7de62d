import { assert, assertEquals } from "@std/assert";
import { encodePng } from "../../../lib/plots/marks/png.ts";
import { readPng } from "../../cli/read_png.ts";
import { noise } from "../../oracle.ts";

const colors = Array.from({ length: 256 }, (_, at) => {
  return `#${
    [at, 255 - at, at * 7 % 256].map((part) => part.toString(16).padStart(2, "0")).join("")
  }`;
});

async function check(width: number, pixels: Uint8Array): Promise<Uint8Array> {
  const height = pixels.length / width;
  const png = encodePng({ width, height, pixels, colors });
  const read = await readPng(png);
  assertEquals([read.width, read.height], [width, height]);
  const expected = Array.from(pixels).flatMap((at) => [at, 255 - at, at * 7 % 256, 255]);
  assertEquals([...read.pixels], expected);
  return png;
}

Deno.test("a PNG of a palette is read back, whatever its runs", async () => {
  const random = Uint8Array.from(noise(37 * 23, { scale: 128 }), (value) => value + 128);
  await check(37, random);
  // Runs of each length up to one more than the longest code, in one row.
  const runs = Array.from({ length: 262 }, (_, at) => new Array<number>(at + 1).fill(at % 256));
  await check(runs.flat().length, Uint8Array.from(runs.flat()));
  await check(1, Uint8Array.of(255));
});

Deno.test("repeated pixels and rows take little space", async () => {
  const side = 512;
  const pixels = Uint8Array.from({ length: side * side }, (_, at) => {
    return (Math.floor(at / side / 64) * 8 + Math.floor(at % side / 64)) * 3;
  });
  const png = await check(side, pixels);
  assert(png.length < 6000, `${png.length} bytes`);
});
