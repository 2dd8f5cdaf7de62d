/**
 * Figures as PNG: through resvg, compiled to WebAssembly, which needs no more than to be read from
 * the disk. To be imported where a PNG is asked for, and only there, as it takes a while to load.
 */

import "npm:@expo-google-fonts/arimo@0.4.3/package.json" with { type: "json" };
import { initWasm, Resvg } from "npm:@resvg/resvg-wasm@2.6.2";
import { type Figure, textsOf, toSvg } from "../../../mod.ts";
import { type FontFile, readFontFile } from "./font_file.ts";
import { fontFallback, fontFolders } from "./font_fallback.ts";

/** Turns a figure into a PNG. */
export type ToPng = (figure: Figure) => Uint8Array;

/** A slide's projector, or a page in print, shows more than a pixel a unit. */
const PIXELS_PER_UNIT = 2;

/** As wide as the Helvetica that figures are measured by; the same everywhere, as fonts of a system are not. */
const FONT = "Arimo";

/** What the renderer may look at, and whom it tells. */
export interface PngOptions {
  /** Told once of each character that no font has: a box stands for it. */
  readonly note?: (line: string) => void;
  /** Where to look for fonts for what the lab's own lacks. */
  readonly folders?: readonly string[];
}

/**
 * Opens the renderer.
 *
 * @param options Whom to tell, and where to look for fonts
 * @returns what turns a figure into a PNG at twice its size; no background where the figure has none
 */
export async function openPng(
  { note = () => {}, folders = fontFolders }: PngOptions = {},
): Promise<ToPng> {
  const render = await openRenderer();
  const own = readFontFile(fontFiles[0]);
  if (own === undefined) throw new Error(`Cannot read the font ${fontFiles[0]}`);
  const withFallback = fontFallback(own, folders);
  const told = new Set<string>();
  return (figure) => {
    const { figure: inFonts, fonts, missing } = withFallback(figure);
    const untold = missing.filter((letter) => !told.has(letter));
    untold.forEach((letter) => told.add(letter));
    if (untold.length > 0) note(lackOf(untold));
    const [crowded] = textsOf(figure).join("\n").match(CROWDED) ?? [];
    if (crowded !== undefined && !told.has(CROWDED.source)) {
      told.add(CROWDED.source);
      note(`PNG: the renderer sets what follows ${crowded} too close; the SVG has it right`);
    }
    return render(toSvg(inFonts), fonts);
  };
}

/** Renders SVG text with the lab's own font, and others besides. */
type Render = (svg: string, fonts?: readonly FontFile[]) => Uint8Array;

/**
 * Opens the renderer alone, which takes any SVG text.
 *
 * @returns what renders at twice the size
 */
export async function openRenderer(): Promise<Render> {
  await (ready ??= initWasm(
    readPart(new URL(import.meta.resolve("npm:@resvg/resvg-wasm@2.6.2/index_bg.wasm"))),
  ));
  const buffers = fontFiles.map(readPart);
  return (svg, fonts = []) => {
    const fontBuffers = [...buffers, ...fonts.map(({ path }) => readPart(path))];
    const font = { ...FONTS, fontBuffers };
    using image = disposable(new Resvg(svg, { font, fitTo: FIT }));
    using rendered = disposable(image.value.render());
    return rendered.value.asPng();
  };
}

/** A letter with a sign beside it, whose width the renderer forgets (resvg 2.6.2). */
const CROWDED = /\p{L}\p{Mc}/u;

const FONTS = { loadSystemFonts: false, defaultFontFamily: FONT, sansSerifFamily: FONT };
const FIT = { mode: "zoom", value: PIXELS_PER_UNIT } as const;

/** The renderer refuses to be started twice. */
let ready: Promise<void> | undefined;

const fontFiles: readonly URL[] = [
  import.meta.resolve("npm:@expo-google-fonts/arimo@0.4.3/400Regular/Arimo_400Regular.ttf"),
  import.meta.resolve("npm:@expo-google-fonts/arimo@0.4.3/700Bold/Arimo_700Bold.ttf"),
].map((url) => new URL(url));

function readPart(path: string | URL): Uint8Array {
  return Deno.readFileSync(path);
}

/** Characters are named at most so many: a title in a script may lack hundreds. */
const MAX_NAMED = 8;

function lackOf(letters: readonly string[]): string {
  const named = letters.slice(0, MAX_NAMED).map((letter) => {
    const codes = [...letter].map((character) => {
      return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
    });
    return `${letter} (${codes.join(" ")})`;
  });
  const others = letters.length > MAX_NAMED ? ` and ${letters.length - MAX_NAMED} more` : "";
  return `PNG: no font here has ${named.join(", ")}${others}: boxes stand for them`;
}

/** WebAssembly's memory is freed by hand. */
function disposable<Value extends { free(): void }>(value: Value) {
  return { value, [Symbol.dispose]: () => value.free() };
}
