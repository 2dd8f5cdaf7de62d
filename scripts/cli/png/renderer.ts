/** The renderer of SVG text as PNG: resvg in WebAssembly, which needs read permission only. */

import "npm:@expo-google-fonts/arimo@0.4.3/package.json" with { type: "json" };
import { initWasm, Resvg } from "npm:@resvg/resvg-wasm@2.6.2";

/** The resolution, for projectors and print: pixels per unit of the figure. */
const PIXELS_PER_UNIT = 2;

/** The font: metrically compatible with Helvetica, whose metrics figures use, and the same on all systems. */
const FONT = "Arimo";

/** Renders SVG text with the lab's own font and other fonts, which are named by their paths. */
export type Render = (svg: string, fonts?: readonly (string | URL)[]) => Uint8Array;

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
    const fontBuffers = [...buffers, ...fonts.map(readPart)];
    const font = { ...FONTS, fontBuffers };
    using image = disposable(new Resvg(svg, { font, fitTo: FIT }));
    using rendered = disposable(image.value.render());
    return rendered.value.asPng();
  };
}

const FONTS = { loadSystemFonts: false, defaultFontFamily: FONT, sansSerifFamily: FONT };
const FIT = { mode: "zoom", value: PIXELS_PER_UNIT } as const;

/** The initialization of the renderer, which is possible only once. */
let ready: Promise<void> | undefined;

/** The files of the lab's own font: regular, then bold. */
export const fontFiles: readonly URL[] = [
  import.meta.resolve("npm:@expo-google-fonts/arimo@0.4.3/400Regular/Arimo_400Regular.ttf"),
  import.meta.resolve("npm:@expo-google-fonts/arimo@0.4.3/700Bold/Arimo_700Bold.ttf"),
].map((url) => new URL(url));

function readPart(path: string | URL): Uint8Array {
  return Deno.readFileSync(path);
}

/** A disposable object, as WebAssembly's memory is not garbage-collected. */
function disposable<Value extends { free(): void }>(value: Value) {
  return { value, [Symbol.dispose]: () => value.free() };
}
