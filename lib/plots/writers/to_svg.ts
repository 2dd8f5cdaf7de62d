/**
 * Figures as SVG text, through `svg-builder`. The builder does not escape, so each text and attribute is
 * escaped here before it is written.
 */

import { checkFigure, documentOf, type Figure, titleOf } from "../figure_tree.ts";
import type { ElementName, Shape } from "../shape.ts";

/** Escaped attributes. */
type Attributes = Record<string, string>;

/** Writes elements from escaped attributes and content. */
interface Writer {
  element(name: ElementName, attributes: Attributes, content: string): string;
  document(attributes: Attributes, content: string): string;
}

/** The part of `svg-builder` that is used here. */
interface BuilderModule {
  create(): Builder & Record<ElementName, Draw>;
}
type Draw = (attributes: Attributes, content: { elements: readonly string[] }) => Builder;
interface Builder {
  root: string;
  readonly elements: readonly string[];
  render(): string;
  viewBox(value: string): Builder;
  width(value: string): Builder;
  height(value: string): Builder;
}

const writer = "SVGElement" in globalThis
  ? pageWriter()
  : builderWriter(requiredBuilder() ?? await importedBuilder());

/**
 * The writer in a page. There `svg-builder` derives its elements from the page's `SVGElement`, which has
 * no constructor for scripts. The text is equal to the byte.
 */
function pageWriter(): Writer {
  const tag = (name: string, attributes: Attributes, content: string) => {
    const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${name}${all.join("")}>${content}</${name}>`;
  };
  return {
    element: tag,
    document: ({ viewBox, width, height, ...others }, content) => {
      const namespaces = {
        xmlns: "http://www.w3.org/2000/svg",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
      };
      return tag("svg", { viewBox, height, width, ...namespaces, ...others }, content);
    },
  };
}

/** The writer in Deno, Node and workers. */
function builderWriter({ create }: BuilderModule): Writer {
  return {
    element(name, attributes, content) {
      try {
        return create()[name](attributes, { elements: [content] }).elements.join("");
      } catch (error) {
        // It refuses attributes that the element does not have in SVG.
        throw new TypeError(`Cannot write the figure: ${(error as Error).message}`);
      }
    },
    document: ({ viewBox, width, height, ...others }, content) => {
      const builder = create().viewBox(viewBox).width(width).height(height);
      const extra = Object.entries(others).map(([name, value]) => ` ${name}="${value}"`).join("");
      builder.root = builder.root.slice(0, -1) + extra + ">" + content;
      return builder.render();
    },
  };
}

/**
 * The package in Deno. Its module build imports a directory, which Deno's runtime does not load;
 * `require` finds the other build. Undefined in a bundle, which has no packages beside it.
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

/** A file to resolve the package from: in the `node_modules` folder if there is one, or else anywhere. */
function startingPoint(): string {
  const place = import.meta.resolve("npm:svg-builder@3.0.4/package.json");
  return place.startsWith("file:") ? place : "file:///C:/plots.js";
}

interface NodeModule {
  createRequire(place: string): (name: string) => BuilderModule;
}

/** The package in a bundle, which contains its module build. */
async function importedBuilder(): Promise<BuilderModule> {
  return (await import("npm:svg-builder@3.0.4")).default as unknown as BuilderModule;
}

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
  const content = children.map(markup).join("");
  return writer.document(escapedAttributes(attributes), content) + "\n";
}

function markup(shape: Shape | string): string {
  if (typeof shape === "string") return escaped(shape);
  const { name, attributes, children } = shape;
  return writer.element(name, escapedAttributes(attributes), children.map(markup).join(""));
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
