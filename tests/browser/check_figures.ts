/**
 * Opens figures in Chromium, librsvg and LibreOffice, and as the lab's own PNG, and counts the
 * pixels in which they differ by more than type that is set a pixel aside.
 *
 * Called as `deno task check-figures FOLDER`. Programs that are not here are left out, which it says.
 */

import { resolve } from "node:path";
import { asksForHelp } from "../../scripts/cli/flags/flags.ts";
import type { Picture } from "../cli/read_png.ts";
import { chromiumFor, withTab } from "./chromium.ts";
import { inChromium, renderers } from "./renderers.ts";

/** Of a channel's 255 steps: less is the edge of a line or a letter. */
const OTHERWISE = 64;
/** Pixels about, of which one that looks alike will do. */
const ASIDE = 1;

const help = `Usage: deno task check-figures [FOLDER]

Opens the figures in a folder, out where none is given, in Chromium, librsvg and LibreOffice, as far
as these are installed, and as the lab's own PNG, and counts the pixels in which they differ.

Example:
  deno task check-figures out
`;

if (asksForHelp(Deno.args)) {
  console.log(help);
  Deno.exit();
}
const folder = resolve(Deno.args[0] ?? "out");
const files = [...Deno.readDirSync(folder)].map(({ name }) => name)
  // What moves is another picture every moment.
  .filter((name) => name.endsWith(".svg") && !name.endsWith("-animation.svg")).sort();

/** Share of pixels that have no like in the other picture. */
function difference(one: Picture, other: Picture): number {
  const width = Math.min(one.width, other.width);
  const height = Math.min(one.height, other.height);
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (!hasLike(one, other, x, y)) count++;
  }
  return count / (width * height);
}

function hasLike(one: Picture, other: Picture, x: number, y: number): boolean {
  const at = 4 * (y * one.width + x);
  for (let row = Math.max(0, y - ASIDE); row <= Math.min(other.height - 1, y + ASIDE); row++) {
    for (
      let column = Math.max(0, x - ASIDE);
      column <= Math.min(other.width - 1, x + ASIDE);
      column++
    ) {
      const place = 4 * (row * other.width + column);
      const isLike = [0, 1, 2].every((channel) =>
        Math.abs(one.pixels[at + channel] - other.pixels[place + channel]) <= OTHERWISE
      );
      if (isLike) return true;
    }
  }
  return false;
}

function sizeOf(path: string): [number, number] {
  const [, width, height] = Deno.readTextFileSync(path)
    .match(/^<svg viewBox="0 0 ([\d.]+) ([\d.]+)"/) ?? [];
  return [Math.round(Number(width)), Math.round(Number(height))];
}

const chromium = await chromiumFor("check-figures");
const worst = new Map<string, number>();
const found: string[] = [];
await withTab(chromium, async (tab) => {
  for (const file of files) {
    const path = `${folder}/${file}`;
    const picture = await inChromium(tab, path, sizeOf(path));
    for (const { name, tolerance, render } of renderers) {
      const other = await render(path);
      if (other === undefined) continue;
      const share = difference(picture, other);
      worst.set(name, Math.max(worst.get(name) ?? 0, share));
      if (share > tolerance) found.push(`${file} in ${name}: ${percent(share)} look otherwise`);
    }
  }
});

function percent(share: number): string {
  return `${(100 * share).toFixed(3)}% of pixels`;
}

for (const fault of found) console.error(`check-figures: ${fault}`);
if (found.length > 0 || files.length === 0) Deno.exit(1);
for (const { name } of renderers) {
  const share = worst.get(name);
  console.log(
    `check-figures: ${name}: ` +
      (share === undefined ? "left out, as it is not here" : `at most ${percent(share)} differ`),
  );
}
