/**
 * SVG elements as text, through `svg-builder`. It escapes nothing itself, so
 * this is the only module that touches it: whatever comes in here is escaped.
 */

import "npm:svg-builder@3.0.4/package.json" with { type: "json" };
import { createRequire } from "node:module";

/** The elements the figures are made of. */
export type ElementName = "animate" | "circle" | "desc" | "g" | "path" | "rect" | "text" | "title";

/** Attributes of an element; numbers are rounded to 2 decimals, undefined ones left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A finished element. Kept apart from plain text, which is escaped where it is put into one. */
export interface Shape {
  /** Escaped text, ready to stand in a document. */
  readonly markup: string;
}

/** What is used of `svg-builder`. */
interface Builder {
  root: string;
  readonly elements: readonly string[];
  render(): string;
  viewBox(value: string): Builder;
  width(value: number): Builder;
  height(value: number): Builder;
}
type Draw = (attributes: Attributes, content?: string | { elements: readonly string[] }) => Builder;

/** Its module build names a directory, which does not load; `require` finds the other one, given any place to start from. */
const { create } = createRequire(startingPoint())("svg-builder") as {
  create(): Builder & Record<ElementName, Draw>;
};

/** With a `node_modules` folder the package is found from inside it; else Deno finds it from anywhere. */
function startingPoint(): string {
  const place = import.meta.resolve("npm:svg-builder@3.0.4/package.json");
  return place.startsWith("file:") ? place : "file:///C:/plots.js";
}

/**
 * One element, with text or other elements inside.
 *
 * @param name of the element
 * @param attributes plain values; they are escaped here
 * @param content text, which is escaped here, or finished elements
 * @returns the element
 *
 * @example What is put in cannot break out
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { element } from "./shape.ts";
 *
 * assertEquals(element("text", { x: 1.23456 }, "a < b").markup, '<text x="1.23">a &lt; b</text>');
 * ```
 */
export function element(
  name: ElementName,
  attributes: Attributes,
  content: string | readonly Shape[] = "",
): Shape {
  const builder = create();
  const inner = typeof content === "string"
    ? escapeText(content)
    : { elements: content.map((shape) => shape.markup) };
  builder[name](escapeAttributes(attributes), inner);
  return { markup: builder.elements.join("") };
}

/**
 * A whole SVG document.
 *
 * @param size width and height in user units
 * @param attributes of the root element
 * @param content the elements inside
 * @returns the text of the document
 */
export function svgDocument(
  size: { readonly width: number; readonly height: number },
  attributes: Attributes,
  content: readonly Shape[],
): string {
  const width = round(size.width);
  const height = round(size.height);
  const builder = create().viewBox(`0 0 ${width} ${height}`).width(width).height(height);
  const extra = Object.entries(escapeAttributes(attributes))
    .map(([name, value]) => ` ${name}="${value}"`).join("");
  const open = builder.root.slice(0, -1) + extra + ">";
  builder.root = open + content.map((shape) => shape.markup).join("");
  return builder.render() + "\n";
}

/** A coordinate as it is written: 2 decimals are a fiftieth of a pixel on any projector. */
export function round(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/**
 * Text without the characters that XML forbids even when escaped: control
 * characters, halves of surrogate pairs, U+FFFE and U+FFFF.
 */
export function cleanText(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g, "");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeText(text: string): string {
  return cleanText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

function escapeAttributes(attributes: Attributes): Record<string, string> {
  const escaped: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    escaped[name] = typeof value === "number" ? String(round(value)) : escapeText(value);
  }
  return escaped;
}
