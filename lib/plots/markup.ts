/** Figures read back into their elements: what this package wrote itself, not any SVG there is. */

import { validationMessage } from "../check.ts";

/** An element of a figure, or the text in one. */
export interface Node {
  /** All of it, as it stood. */
  readonly markup: string;
  /** Its start tag, empty for text. */
  readonly open: string;
  /** `path`, `g`, …; empty for text. */
  readonly name: string;
  /** What is inside, in order. */
  readonly children: readonly Node[];
}

/** A start tag, an end tag, or text: attributes hold no bare angle brackets, as they are escaped. */
const TOKEN = /<(\/?)([a-z]+)[^<>]*?(\/?)>|[^<]+/gi;

interface Open {
  readonly name: string;
  readonly open: string;
  readonly start: number;
  readonly children: Node[];
}

/**
 * Reads a figure.
 *
 * @param svg the text of the document
 * @returns its outermost element
 * @throws {TypeError} if the text is no figure
 *
 * @example The elements of a group
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readMarkup } from "./markup.ts";
 *
 * const group = readMarkup('<g><path d="M0 0"/><text>a &lt; b</text></g>');
 * assertEquals(group.children.map(({ name }) => name), ["path", "text"]);
 * assertEquals(group.children[1].children[0].markup, "a &lt; b");
 * ```
 */
export function readMarkup(svg: string): Node {
  if (typeof svg !== "string") throw notAFigure(svg);
  const outermost: Open = { name: "", open: "", start: 0, children: [] };
  const ancestors = [outermost];
  for (const { 0: token, 1: slash, 2: name = "", 3: closed, index } of svg.matchAll(TOKEN)) {
    const parent = ancestors[ancestors.length - 1];
    if (name === "") {
      parent.children.push({ markup: token, open: "", name, children: [] });
    } else if (closed === "/") {
      parent.children.push({ markup: token, open: token, name, children: [] });
    } else if (slash === "") {
      ancestors.push({ name, open: token, start: index, children: [] });
    } else {
      if (parent.name !== name) throw notAFigure(svg);
      ancestors.pop();
      const { open, start, children } = parent;
      const markup = svg.slice(start, index + token.length);
      ancestors[ancestors.length - 1].children.push({ markup, open, name, children });
    }
  }
  const root = outermost.children.find(({ name }) => name !== "");
  if (root === undefined || ancestors.length > 1) throw notAFigure(svg);
  return root;
}

function notAFigure(svg: unknown): TypeError {
  return new TypeError(validationMessage("read the figure", "svg", "a figure's text", svg));
}

/** An attribute in a start tag, as it is written there. */
export function attributeOf({ open }: Node, name: string): string | undefined {
  return open.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1];
}
