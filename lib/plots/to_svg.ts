/**
 * Figures as SVG text, through `svg-builder`. It escapes nothing itself, so this is the only module
 * that touches it: every text and attribute is escaped here.
 */

import { checkFigure, documentOf, type Figure, titleOf } from "./figure_tree.ts";
import type { ElementName, Shape } from "./shape.ts";

/** What is used of `svg-builder`. */
interface Builder {
  root: string;
  readonly elements: readonly string[];
  render(): string;
  viewBox(value: string): Builder;
  width(value: number): Builder;
  height(value: number): Builder;
}
type Attributes = Record<string, string>;
type Draw = (attributes: Attributes, content: { elements: readonly string[] }) => Builder;
interface BuilderModule {
  create(): Builder & Record<ElementName, Draw>;
}

const { create } = requiredBuilder() ?? (await importedBuilder());

/**
 * In Deno: the package's module build names a directory, which Deno's runtime does not load; `require`
 * finds the other build. Undefined in browsers, and in bundles, which no package lies beside.
 */
function requiredBuilder(): BuilderModule | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): NodeModule } };
  const module = process?.getBuiltinModule?.("node:module");
  try {
    return module?.createRequire(startingPoint())("svg-builder");
  } catch (error) {
    if ((error as { code?: string }).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/** With a `node_modules` folder the package is found from inside it; else Deno finds it from anywhere. */
function startingPoint(): string {
  const place = import.meta.resolve("npm:svg-builder@3.0.4/package.json");
  return place.startsWith("file:") ? place : "file:///C:/plots.js";
}

interface NodeModule {
  createRequire(place: string): (name: string) => BuilderModule;
}

/** In a bundle, which holds the package's module build. */
async function importedBuilder(): Promise<BuilderModule> {
  return (await import("npm:svg-builder@3.0.4")).default as unknown as BuilderModule;
}

/**
 * Writes a figure as an SVG document. The same figure always gives the same text.
 *
 * @param figure as `figure`, `boundaryMatrix` or `animation` makes it
 * @returns the text of the document
 * @throws {TypeError} if it is no figure
 *
 * @example What is in a figure cannot break out of the text
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
  const { width, height, ...others } = attributes;
  const builder = create().viewBox(`0 0 ${width} ${height}`)
    .width(Number(width)).height(Number(height));
  const extra = Object.entries(escapedAttributes(others))
    .map(([name, value]) => ` ${name}="${value}"`).join("");
  builder.root = builder.root.slice(0, -1) + extra + ">" + children.map(markup).join("");
  return builder.render() + "\n";
}

function markup(shape: Shape | string): string {
  if (typeof shape === "string") return escaped(shape);
  const builder = create();
  builder[shape.name](escapedAttributes(shape.attributes), {
    elements: shape.children.map(markup),
  });
  return builder.elements.join("");
}

function escapedAttributes(attributes: Shape["attributes"]): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, escaped(String(value))]),
  );
}

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

/** A figure that shows itself where it is the last expression of a notebook's cell. */
export interface Displayable {
  /** The figure itself. */
  readonly figure: Figure;
  /** Under `Symbol.for("Jupyter.display")`: the figure in the forms that notebooks take, by type. */
  readonly [hook: symbol]: () => Record<string, string>;
}

/**
 * Makes a figure show itself in Deno's Jupyter kernel, which would print its tree otherwise. A
 * notebook that shows no pictures, such as a terminal, has the figure's title.
 *
 * @param figure what `figure` returned
 * @returns an object to end a cell with, or to pass to `Deno.jupyter.display`
 * @throws {TypeError} if it is no figure
 *
 * @example What a notebook asks of the last expression of a cell
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
