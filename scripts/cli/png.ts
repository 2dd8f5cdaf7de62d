/**
 * Figures as PNG: through resvg, compiled to WebAssembly, which needs no more than to be read from
 * the disk. To be imported where a PNG is asked for, and only there, as it takes a while to load.
 */

import "npm:@expo-google-fonts/arimo@0.4.3/package.json" with { type: "json" };
import { initWasm, Resvg } from "npm:@resvg/resvg-wasm@2.6.2";

/** Turns a figure into a PNG. */
export type ToPng = (svg: string) => Uint8Array;

/** A slide's projector, or a page in print, shows more than a pixel a unit. */
const PIXELS_PER_UNIT = 2;

/** As wide as the Helvetica that figures are measured by; the same everywhere, as fonts of a system are not. */
const FONT = "Arimo";

/**
 * Opens the renderer.
 *
 * @returns what turns a figure into a PNG at twice its size; no background where the figure has none
 */
export async function openPng(): Promise<ToPng> {
  await (ready ??= initWasm(
    readPart(import.meta.resolve("npm:@resvg/resvg-wasm@2.6.2/index_bg.wasm")),
  ));
  const font = {
    loadSystemFonts: false,
    fontBuffers: fontFiles.map(readPart),
    defaultFontFamily: FONT,
    sansSerifFamily: FONT,
  };
  return (svg) => {
    using image = disposable(new Resvg(svg, { font, fitTo: FIT }));
    using rendered = disposable(image.value.render());
    return rendered.value.asPng();
  };
}

const FIT = { mode: "zoom", value: PIXELS_PER_UNIT } as const;

/** The renderer refuses to be started twice. */
let ready: Promise<void> | undefined;

const fontFiles = [
  import.meta.resolve("npm:@expo-google-fonts/arimo@0.4.3/400Regular/Arimo_400Regular.ttf"),
  import.meta.resolve("npm:@expo-google-fonts/arimo@0.4.3/700Bold/Arimo_700Bold.ttf"),
];

function readPart(url: string): Uint8Array {
  return Deno.readFileSync(new URL(url));
}

/** WebAssembly's memory is freed by hand. */
function disposable<Value extends { free(): void }>(value: Value) {
  return { value, [Symbol.dispose]: () => value.free() };
}
