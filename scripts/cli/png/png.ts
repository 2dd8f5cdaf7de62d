/**
 * Figures as PNG, rendered by resvg in WebAssembly, which needs read permission only. The module is
 * imported dynamically when a PNG is requested, as it takes long to load.
 */

import "npm:@expo-google-fonts/arimo@0.4.3/package.json" with { type: "json" };
import { initWasm, Resvg } from "npm:@resvg/resvg-wasm@2.6.2";
import { type Figure, textsOf, toSvg } from "../../../mod.ts";
import { type FontFile, readFontFile } from "./font_file.ts";
import { fontFallback, fontFolders } from "./font_fallback.ts";

/** Renders a figure as PNG. */
export type ToPng = (figure: Figure) => Uint8Array;

/** The resolution, for projectors and print: pixels per unit of the figure. */
const PIXELS_PER_UNIT = 2;

/** The font: metrically compatible with Helvetica, whose metrics figures use, and the same on all systems. */
const FONT = "Arimo";

/** The options of the renderer. */
export interface PngOptions {
  /** Called once for each character that no font has; it is rendered as a box. */
  readonly note?: (line: string) => void;
  /** The folders of fallback fonts. */
  readonly folders?: readonly string[];
}

/**
 * Opens the renderer.
 *
 * @param options The callback for notes, and the folders of fallback fonts
 * @returns A function that renders a figure at twice its size, without a background if it has none
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

/** Renders SVG text with the lab's own font and other fonts. */
type Render = (svg: string, fonts?: readonly FontFile[]) => Uint8Array;

/**
 * Opens the renderer for any SVG text.
 *
 * @returns A function that renders at twice the size
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

/** A letter with a spacing mark, whose width the renderer omits (resvg 2.6.2). */
const CROWDED = /\p{L}\p{Mc}/u;

const FONTS = { loadSystemFonts: false, defaultFontFamily: FONT, sansSerifFamily: FONT };
const FIT = { mode: "zoom", value: PIXELS_PER_UNIT } as const;

/** The initialization of the renderer, which is possible only once. */
let ready: Promise<void> | undefined;

const fontFiles: readonly URL[] = [
  import.meta.resolve("npm:@expo-google-fonts/arimo@0.4.3/400Regular/Arimo_400Regular.ttf"),
  import.meta.resolve("npm:@expo-google-fonts/arimo@0.4.3/700Bold/Arimo_700Bold.ttf"),
].map((url) => new URL(url));

function readPart(path: string | URL): Uint8Array {
  return Deno.readFileSync(path);
}

/** The maximum number of missing characters in a note. */
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

/** A disposable object, as WebAssembly's memory is not garbage-collected. */
function disposable<Value extends { free(): void }>(value: Value) {
  return { value, [Symbol.dispose]: () => value.free() };
}
