/**
 * Figures as PNG. A worker renders them, as one takes a second in which no signal could be handled. The
 * module is imported dynamically when a PNG is requested, as it takes long to load.
 */

import { type Figure, textsOf, toSvg } from "../../../mod.ts";
import { readFontFile } from "./font_file.ts";
import { fontFallback, fontFolders } from "./font_fallback.ts";
import type { RenderReply, RenderRequest } from "./png_worker.ts";
import { fontFiles } from "./renderer.ts";

/** Renders figures as PNG; disposing of it ends its worker. */
export interface PngRenderer extends Disposable {
  /**
   * Renders a figure at twice its size, without a background if it has none.
   *
   * @param figure The figure
   * @param signal Aborts it at once
   */
  render(figure: Figure, signal?: AbortSignal): Promise<Uint8Array>;
}

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
 */
export function openPng(
  { note = () => {}, folders = fontFolders }: PngOptions = {},
): PngRenderer {
  const own = readFontFile(fontFiles[0]);
  if (own === undefined) throw new Error(`Cannot read the font ${fontFiles[0]}`);
  const worker = new Worker(new URL("./png_worker.ts", import.meta.url), { type: "module" });
  const withFallback = fontFallback(own, folders);
  const told = new Set<string>();
  const render: PngRenderer["render"] = (figure, signal) => {
    const { figure: inFonts, fonts, missing } = withFallback(figure);
    const untold = missing.filter((letter) => !told.has(letter));
    untold.forEach((letter) => told.add(letter));
    if (untold.length > 0) note(lackOf(untold));
    const [crowded] = textsOf(figure).join("\n").match(CROWDED) ?? [];
    if (crowded !== undefined && !told.has(CROWDED.source)) {
      told.add(CROWDED.source);
      note(`PNG: the renderer sets what follows ${crowded} too close; the SVG has it right`);
    }
    return ask(worker, { svg: toSvg(inFonts), fonts: fonts.map(({ path }) => `${path}`) }, signal);
  };
  return { render, [Symbol.dispose]: () => worker.terminate() };
}

/** Sends a request to the worker and waits for its reply. */
async function ask(
  worker: Worker,
  request: Omit<RenderRequest, "reply">,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const { port1, port2 } = new MessageChannel();
  const { promise, resolve, reject } = Promise.withResolvers<RenderReply>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort);
  port1.onmessage = ({ data }) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`Cannot render the PNG: ${event.message}`));
  };
  try {
    worker.postMessage({ ...request, reply: port2 } satisfies RenderRequest, [port2]);
    const { png, failure } = await promise;
    if (png === undefined) throw new Error(`Cannot render the PNG: ${failure}`);
    return png;
  } finally {
    signal?.removeEventListener("abort", abort);
    port1.close();
  }
}

/** A letter with a spacing mark, whose width the renderer omits (resvg 2.6.2). */
const CROWDED = /\p{L}\p{Mc}/u;

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
