/** The looks of a figure: that of its file, and those that a page shows it in. */

import type { Figure, FigureOptions } from "../../mod.ts";

/** Options of a figure that differ between its looks. */
export type Look = Pick<FigureOptions, "title" | "theme" | "width" | "height" | "fontSize">;

/** Draws a figure in a look. All that takes long is computed before. */
export type FigureIn = (look: Look) => Figure;

/** A figure for a bright page, and the same for a dark one if its theme has one. */
export interface ByScheme {
  readonly light: Figure;
  readonly dark?: Figure;
}

/** A figure as a page shows it. Its title is not in it, as the page's caption says the same. */
export interface PageLooks {
  /** In the width of its file. */
  readonly wide: ByScheme;
  /** For a phone. */
  readonly narrow: ByScheme;
}

/** Width of a figure for a phone in units: text is more than half of that size on 360 pixels. */
const NARROW = 600;
/** The size of text for a phone, relative to that of the file: names of columns need the space. */
const NARROW_TEXT = 0.875;
/** The library's own size of labels. */
export const LABEL = 24;

/**
 * Draws the looks for a page.
 *
 * @param draw Draws the figure
 * @param options Theme and size of text of the file
 */
export function pageLooks(
  draw: FigureIn,
  { theme = "light", fontSize = LABEL }: Look,
): PageLooks {
  // Who chooses another theme wants it everywhere.
  const bySchemes = (look: Look): ByScheme => ({
    light: draw(look),
    ...(theme === "light" && { dark: draw({ ...look, theme: "dark" }) }),
  });
  const untitled = { title: "" };
  return {
    wide: bySchemes(untitled),
    narrow: bySchemes({
      ...{ ...untitled, width: NARROW, height: "auto" },
      fontSize: NARROW_TEXT * fontSize,
    }),
  };
}
