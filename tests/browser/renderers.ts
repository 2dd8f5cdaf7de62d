/** Programs that open figures, each as its readers have it. */

import { pathToFileURL } from "node:url";
import { openRenderer } from "../../scripts/cli/png/renderer.ts";
import { type Picture, readPng } from "../cli/read_png.ts";
import type { Tab } from "./chromium.ts";

/** A program: what it makes of a figure, a pixel a unit, or undefined where it is not here. */
export interface Renderer {
  readonly name: string;
  /** Share of pixels that may look otherwise than in Chromium. */
  readonly tolerance: number;
  render(path: string): Promise<Picture | undefined>;
}

/** Chromium's own picture of a figure. */
export async function inChromium(
  tab: Tab,
  path: string,
  [width, height]: readonly [number, number],
): Promise<Picture> {
  const screen = { width, height, deviceScaleFactor: 1, mobile: false };
  await tab.send("Page.enable");
  await tab.send("Emulation.setDeviceMetricsOverride", screen);
  const loaded = tab.next("Page.loadEventFired");
  await tab.send("Page.navigate", { url: pathToFileURL(path).href });
  await loaded;
  const { data } = await tab.send("Page.captureScreenshot");
  return await readPng(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
}

/** The others. LibreOffice snaps type to whole pixels; the lab's own PNG has a font of its own. */
export const renderers: readonly Renderer[] = [
  { name: "librsvg", tolerance: 0.001, render: inLibrsvg },
  { name: "LibreOffice", tolerance: 0.01, render: inLibreOffice },
  { name: "--png", tolerance: 0.005, render: inResvg },
];

async function inLibrsvg(path: string): Promise<Picture | undefined> {
  const png = await outputOf("rsvg-convert", [path]);
  return png && await readPng(png);
}

async function inLibreOffice(path: string): Promise<Picture | undefined> {
  const folder = await Deno.makeTempDir();
  try {
    const profile = `-env:UserInstallation=${pathToFileURL(`${folder}/profile`).href}`;
    const args = [profile, "--headless", "--convert-to", "png", "--outdir", folder, path];
    if (await outputOf("soffice", args) === undefined) return undefined;
    const file = path.replace(/^.*\//, "").replace(/svg$/, "png");
    return await readPng(await Deno.readFile(`${folder}/${file}`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The lab's own PNG, of whose two pixels a unit every second is taken. */
async function inResvg(path: string): Promise<Picture> {
  const render = await openRenderer();
  const { width, height, pixels } = await readPng(render(await Deno.readTextFile(path)));
  const [half, rows] = [Math.floor(width / 2), Math.floor(height / 2)];
  const mean = Uint8Array.from({ length: 4 * half * rows }, (_, at) => {
    const [channel, column, row] = [at % 4, (at >> 2) % half, Math.floor((at >> 2) / half)];
    const corner = 4 * (2 * row * width + 2 * column) + channel;
    return (pixels[corner] + pixels[corner + 4] + pixels[corner + 4 * width] +
      pixels[corner + 4 * width + 4]) / 4;
  });
  return { width: half, height: rows, pixels: mean };
}

/** What a program writes to its standard output; undefined where it is not here. */
async function outputOf(program: string, args: string[]): Promise<Uint8Array | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(program, { args, stderr: "null" }).output();
    if (!success) throw new Error(`${program} cannot open the figure`);
    return stdout;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
