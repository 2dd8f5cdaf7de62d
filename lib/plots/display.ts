/** Figures that show themselves in a notebook. */

import { validationMessage } from "../check.ts";

/** A figure that shows itself where it is the last expression of a notebook's cell. */
export interface Displayable {
  /** The text of the SVG document. */
  readonly svg: string;
  /** Under `Symbol.for("Jupyter.display")`: the figure in the forms that notebooks take, by type. */
  readonly [hook: symbol]: () => Record<string, string>;
}

/**
 * Makes a figure show itself in Deno's Jupyter kernel, which would print the
 * text of the SVG document otherwise. A notebook that shows no pictures, such as
 * a terminal, has the figure's title.
 *
 * @param svg what `figure` returned
 * @returns an object to end a cell with, or to pass to `Deno.jupyter.display`
 * @throws {TypeError} if it is no SVG document
 *
 * @example What a notebook asks of the last expression of a cell
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { displayable } from "./display.ts";
 * import { figure } from "./figure.ts";
 * import { linePanel } from "./line_panel.ts";
 *
 * const svg = figure([[linePanel([{ name: "relu", values: [0.69, 0.41] }])]], { title: "Loss" });
 * const forms = displayable(svg)[Symbol.for("Jupyter.display")]();
 * assertEquals(forms, { "image/svg+xml": svg, "text/plain": "Figure: Loss" });
 * ```
 */
export function displayable(svg: string): Displayable {
  if (typeof svg !== "string" || !/^\s*<svg\b/.test(svg)) {
    throw new TypeError(
      validationMessage("show the figure", "svg", "the text of an SVG document", svg),
    );
  }
  const forms = { "image/svg+xml": svg, "text/plain": `Figure: ${titleOf(svg)}` };
  return { svg, [Symbol.for("Jupyter.display")]: () => ({ ...forms }) };
}

function titleOf(svg: string): string {
  const [, title = "untitled"] = svg.match(/<title\b[^>]*>([^<]*)<\/title>/) ?? [];
  return title.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS[entity]);
}

const CHARACTERS: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};
