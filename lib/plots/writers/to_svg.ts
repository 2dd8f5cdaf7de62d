/** Figures as SVG text. Each text and attribute is escaped. */

import { checkFigure, documentOf, type Figure, titleOf } from "../figure_tree.ts";
import type { Shape } from "../shape.ts";

/**
 * Writes a figure as an SVG document. The same figure always gives the same text.
 *
 * @param figure as `figure`, `boundaryMatrix` or `animation` returns it
 * @returns the text of the document
 * @throws {TypeError} if it is not a figure
 *
 * @example Texts of a figure are escaped
 * ```ts
 * import { figure, linePanel, toSvg } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * const loss = linePanel([{ name: "relu", values: [0.69, 0.41, 0.32] }]);
 * const svg = toSvg(figure([[loss]], { title: "1 < 2" }));
 * assert(svg.startsWith('<svg viewBox="0 0 1280 720"') && svg.includes(">1 &lt; 2</title>"));
 * ```
 */
export function toSvg(figure: Figure): string {
  const { attributes, children } = documentOf(checkFigure("write the figure", "figure", figure));
  const { viewBox, height, width, ...others } = attributes;
  return `${tag("svg", { viewBox, height, width, ...namespaces, ...others }, children)}\n`;
}

const namespaces = {
  xmlns: "http://www.w3.org/2000/svg",
  "xmlns:xlink": "http://www.w3.org/1999/xlink",
};

function markup(shape: Shape | string): string {
  if (typeof shape === "string") return escaped(shape);
  return tag(shape.name, shape.attributes, shape.children);
}

function tag(
  name: Shape["name"],
  attributes: Shape["attributes"],
  children: Shape["children"],
): string {
  let start = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    start += ` ${writtenKeys[key] ?? key}="${escaped(String(value))}"`;
  }
  return `${start}>${children.map(markup).join("")}</${name}>`;
}

/** Presentation programs know the source of an image by its name in SVG 1.1 alone. */
const writtenKeys: Readonly<Record<string, string>> = { href: "xlink:href" };

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** A figure that a notebook displays if it is the last expression of a cell. */
export interface Displayable {
  /** The figure itself. */
  readonly figure: Figure;
  /** Under `Symbol.for("Jupyter.display")`: returns the figure by media type. */
  readonly [hook: symbol]: () => Record<string, string>;
}

/**
 * Makes a figure displayable in Deno's Jupyter kernel, which would print its tree otherwise. A notebook
 * without images, such as one in a terminal, shows the figure's title.
 *
 * @param figure as `figure` returns it
 * @returns an object for the end of a cell, or for `Deno.jupyter.display`
 * @throws {TypeError} if it is not a figure
 *
 * @example What a notebook calls on the last expression of a cell
 * ```ts
 * import { displayable, figure, linePanel, toSvg } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const loss = linePanel([{ name: "relu", values: [0.69, 0.41] }]);
 * const drawn = figure([[loss]], { title: "Loss" });
 * const forms = displayable(drawn)[Symbol.for("Jupyter.display")]();
 * assertEquals(forms, { "image/svg+xml": toSvg(drawn), "text/plain": "Figure: Loss" });
 * ```
 */
export function displayable(figure: Figure): Displayable {
  checkFigure("show the figure", "figure", figure);
  return {
    figure,
    [Symbol.for("Jupyter.display")]: () => ({
      "image/svg+xml": toSvg(figure),
      "text/plain": `Figure: ${titleOf(figure)}`,
    }),
  };
}
