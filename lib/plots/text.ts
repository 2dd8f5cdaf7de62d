/** Text: checks, widths, line breaks and shapes. */

import { validationMessage } from "../check.ts";
import { checkList } from "../check_shape.ts";
import type { Rectangle } from "./geometry.ts";
import { type Attributes, cleanText, element, type Shape } from "./shape.ts";
import { type Font, fontOf, type Theme } from "./theme.ts";

/** Titles and labels of a panel. */
export interface PanelText {
  readonly title: string;
  readonly note: string;
  readonly xLabel: string;
  readonly yLabel: string;
}

/**
 * Checks a panel's texts; undefined ones are empty.
 *
 * @throws {TypeError} if one is not text
 */
export function panelText(action: string, options: Partial<PanelText>): PanelText {
  return {
    title: checkText(action, "title", options.title),
    note: checkText(action, "note", options.note),
    xLabel: checkText(action, "xLabel", options.xLabel),
    yLabel: checkText(action, "yLabel", options.yLabel),
  };
}

/**
 * Returns `value` if it is text, or "" if it is undefined.
 *
 * @throws {TypeError} if it is anything else
 */
export function checkText(action: string, name: string, value: unknown): string {
  if (value === undefined) return "";
  if (typeof value !== "string") {
    throw new TypeError(validationMessage(action, name, "text", value));
  }
  return value;
}

/**
 * Returns a list of texts.
 *
 * @throws {TypeError} if it is not a list, or an entry is not text
 */
export function checkTexts(
  action: string,
  name: string,
  list: readonly string[],
): readonly string[] {
  return checkList(action, name, list, "a list of texts").map((text, at) =>
    checkText(action, `${name}[${at}]`, text ?? null)
  );
}

/** Advance widths of Helvetica (Adobe Font Metrics) from space to tilde, in thousandths of the font size. */
const WIDTHS = [
  ...[278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278],
  ...[556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556],
  ...[1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778],
  ...[667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556],
  ...[333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556],
  ...[556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
];

/** Width of the widest glyphs: the basmala, and cuneiform signs. */
const MAX_WIDTH = 11_000;

/** Factor for fonts that replace Helvetica, which may be wider. */
const WIDTH_MARGIN = 1.04;

/** Width of a text on one line, in the units of the font size. */
export function measureText(text: string, font: Font): number {
  let thousandths = 0;
  for (const character of text) {
    const width = characterWidth(character);
    thousandths += font.bold ? boldWidth(width) : width;
  }
  return thousandths / 1000 * font.size * WIDTH_MARGIN * (font.stretch ?? 1);
}

/** Width in Helvetica Bold, where narrow glyphs are wider by a larger factor. */
function boldWidth(width: number): number {
  if (width === 0) return 0;
  return width < 350 ? width + 60 : width * 1.08;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return WIDTHS[code - 0x20];
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) return 0;
  if (/\s/.test(character)) return WIDTHS[0];
  if (/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/.test(character)) return 400;
  if (character === "−" || character === "×") return 584;
  if (code === 0xfdfd || code >= 0x12000 && code < 0x12550) return MAX_WIDTH;
  return code < 0x0700 ? 780 : 1000;
}

/** Combining marks after the third of a letter: more would overlap the lines above and below. */
const EXCESSIVE_MARKS = /(\p{M}{3})\p{M}+/gu;

/**
 * Text on one line: without forbidden characters and excessive marks, and with single spaces. Spaces
 * that do not break, as before a percent sign, are kept.
 */
export function singleLine(text: string): string {
  return cleanText(text).replace(EXCESSIVE_MARKS, "$1").replace(/[^\S\u00a0\u202f]+/g, " ").trim();
}

/**
 * Breaks text into lines at spaces, and inside a word only if it is too long for a line. If the text
 * needs more than `lines`, the last one ends in an ellipsis.
 *
 * @param text any text; white space is replaced by single spaces
 * @param options.width maximum width of a line, in the units of the font size
 * @param options.font of the text
 * @param options.lines maximum number of lines (1 by default)
 * @returns the lines; none if the text is blank
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

/**
 * The font in the largest size, down to `least`, at which no text is cut and no word is broken; else in
 * that least one.
 */
export function fontForWords(
  texts: readonly string[],
  { least, ...options }: {
    readonly width: number;
    readonly font: Font;
    readonly lines: number;
    readonly least: number;
  },
): Font {
  const { font } = options;
  const sizes = [1, 0.9, 0.8, 0.7].map((share) => share * font.size).filter((size) => size > least);
  const fonts = [...sizes, Math.min(least, font.size)].map((size) => ({ ...font, size }));
  const isWhole = (text: string, font: Font) =>
    wrapText(text, { ...options, font }).join(" ") === singleLine(text);
  return fonts.find((font) => texts.every((text) => isWhole(text, font))) ??
    fonts[fonts.length - 1];
}

/** Cuts very long text before it is measured: almost all glyphs are wider than a fifth of the font size. */
function shorten(text: string, ems: number): string {
  const max = Math.ceil(ems * 5) + 8;
  return text.length > max ? text.slice(0, max).toWellFormed() + "…" : text;
}

/** The first line of a text, and the rest. */
function takeLine(text: string, width: number, font: Font): [string, string] {
  if (measureText(text, font) <= width) return [text, ""];
  const fitting = fittingStart(text, width, font);
  const space = text[fitting.length] === " " ? fitting.length : fitting.lastIndexOf(" ");
  const bracket = text.lastIndexOf(" (", space - 1);
  // A note in brackets stays whole if the rest is a line: `(log scale)`.
  const isWhole = bracket > 0 && !text.slice(bracket, space).includes(")") &&
    measureText(text.slice(bracket + 1), font) <= width;
  const end = isWhole ? bracket : space > 0 ? space : Math.max(1, fitting.length);
  return [text.slice(0, end), text.slice(end).trimStart()];
}

/** Cuts text that is wider than `width`; it then ends in an ellipsis. */
export function cutText(text: string, width: number, font: Font): string {
  if (measureText(text, font) <= width) return text;
  return fittingStart(text, width - measureText("…", font), font).trimEnd() + "…";
}

/** The longest start of a text that fits, in whole graphemes. */
function fittingStart(text: string, width: number, font: Font): string {
  let result = "";
  for (const { segment } of new Intl.Segmenter("en").segment(text)) {
    if (measureText(result + segment, font) > width) break;
    result += segment;
  }
  return result;
}

/** Position, font and colour of a text. */
export interface TextPlace extends Font {
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly color: string;
  readonly anchor?: "start" | "middle" | "end";
  /** Whether it is rotated about its position to read upwards. */
  readonly upwards?: boolean;
}

/** A text element of one line. */
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

/** A message at the centre of an empty plot, cut to its width. */
export function emptyMessage(
  words: string,
  { rectangle, theme }: { readonly rectangle: Rectangle; readonly theme: Theme },
): Shape {
  const font = fontOf(theme, "label");
  const { size } = font;
  return textShape(cutText(words, rectangle.width, font), {
    x: rectangle.left + rectangle.width / 2,
    y: rectangle.top + rectangle.height / 2 + 0.35 * size,
    size,
    color: theme.colors.muted,
    anchor: "middle",
  });
}
