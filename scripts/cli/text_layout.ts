/**
 * Text in a terminal's columns: how wide it stands there, wrapped, padded, cut.
 */

import stringWidth from "npm:string-width@8.1.0";

/**
 * How many columns a text takes; a wide character takes two, an accent none.
 *
 * @param text One line
 */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/**
 * Fills a text with spaces up to a width.
 *
 * @param text One line
 * @param width Columns to fill
 * @param align The side that the text stands on
 */
export function pad(text: string, width: number, align: "left" | "right" = "left"): string {
  const spaces = " ".repeat(Math.max(0, width - widthOf(text)));
  return align === "left" ? text + spaces : spaces + text;
}

/**
 * Cuts a text to a width, with an ellipsis where something is lost.
 *
 * @param text One line
 * @param width Columns there are
 */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(kept + segment) > width - 1) break;
    kept += segment;
  }
  return width > 0 ? `${kept}…` : "";
}

/**
 * Breaks a text at spaces into lines of at most a width; a longer word stands
 * alone, and a no-break space holds two together.
 *
 * @param text Words
 * @param width Columns there are
 */
export function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(/[ \n]+/).filter(Boolean)) {
    const line = lines[lines.length - 1];
    if (line === "") lines[lines.length - 1] = word;
    else if (widthOf(line) + 1 + widthOf(word) <= width) lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll("\u00a0", " "));
}

/**
 * A text on one line, as errors are shown: line breaks, tabs and terminal codes become spaces.
 *
 * @param text Anything
 */
export function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, " ").trim();
}
