/** Text made to fit: on one line, broken into several, or cut; and as a shape. */

import { type Font, measureText } from "./measure.ts";
import { type Attributes, cleanText, element, type Shape } from "./svg.ts";

/** Marks that a letter may bear: with more it would reach into the lines above and below. */
const EXCESSIVE_MARKS = /(\p{M}{3})\p{M}+/gu;

/** Text as it stands on one line: without forbidden characters and piled marks, all white space single. */
export function singleLine(text: string): string {
  return cleanText(text).replace(EXCESSIVE_MARKS, "$1").replace(/\s+/g, " ").trim();
}

/**
 * Breaks text into lines at spaces, and inside a word only where it is too
 * long for a line; what does not fit into `lines` ends in an ellipsis.
 *
 * @param text any text; white space is made single
 * @param options.width of a line, in the units of the font size
 * @param options.font that measures it
 * @param options.lines at most this many (1 by default)
 * @returns the lines, none where the text is blank
 *
 * @example A title for a narrow panel
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { wrapText } from "./text.ts";
 *
 * const options = { width: 120, font: { size: 20 }, lines: 2 };
 * assertEquals(wrapText("two hidden layers of 32 units", options), ["two hidden", "layers of 3…"]);
 * ```
 */
export function wrapText(
  text: string,
  options: { readonly width: number; readonly font: Font; readonly lines?: number },
): string[] {
  const { width, font, lines = 1 } = options;
  const result: string[] = [];
  let rest = shorten(singleLine(text), width * lines / font.size);
  while (rest !== "" && result.length < lines - 1) {
    const [line, remainder] = takeLine(rest, width, font);
    result.push(line);
    rest = remainder;
  }
  if (rest !== "") result.push(cutText(rest, width, font));
  return result;
}

/** No letter but the narrowest is thinner than a fifth of its size: what lies beyond is never seen, so not measured. */
function shorten(text: string, ems: number): string {
  const most = Math.ceil(ems * 5) + 8;
  return text.length > most ? text.slice(0, most).toWellFormed() + "…" : text;
}

function takeLine(text: string, width: number, font: Font): [string, string] {
  if (measureText(text, font) <= width) return [text, ""];
  const fitting = fittingStart(text, width, font);
  const space = text[fitting.length] === " " ? fitting.length : fitting.lastIndexOf(" ");
  const end = space > 0 ? space : Math.max(1, fitting.length);
  return [text.slice(0, end), text.slice(end).trimStart()];
}

/** Text cut to `width`, its end replaced by an ellipsis where it is too long. */
export function cutText(text: string, width: number, font: Font): string {
  if (measureText(text, font) <= width) return text;
  return fittingStart(text, width - measureText("…", font), font).trimEnd() + "…";
}

/** As many whole letters, accents and all, as fit. */
function fittingStart(text: string, width: number, font: Font): string {
  let result = "";
  for (const { segment } of new Intl.Segmenter("en").segment(text)) {
    if (measureText(result + segment, font) > width) break;
    result += segment;
  }
  return result;
}

/** Where text goes and how it looks. */
export interface TextPlace extends Font {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly color: string;
  readonly anchor?: "start" | "middle" | "end";
  /** Turned to read upwards, about its own place. */
  readonly upwards?: boolean;
}

/** One line of text. */
export function textShape(text: string, place: TextPlace): Shape {
  const attributes: Attributes = {
    x: place.x,
    y: place.y,
    "font-size": place.size,
    "font-weight": place.bold ? "bold" : undefined,
    fill: place.color,
    "text-anchor": place.anchor === "start" ? undefined : place.anchor,
    transform: place.upwards
      ? `rotate(-90 ${place.x.toFixed(2)} ${place.y.toFixed(2)})`
      : undefined,
  };
  return element("text", attributes, text);
}
