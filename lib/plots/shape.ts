/** Shapes: what a figure is made of, as plain data. Writers turn them into text or page elements. */

/** The elements of SVG that figures are made of. */
export type ElementName =
  | "animate"
  | "desc"
  | "g"
  | "path"
  | "rect"
  | "svg"
  | "text"
  | "title"
  | "tspan";

/** Attributes as they are given: undefined ones are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What a shape shows. */
export type Role =
  | "axis"
  | "background"
  | "boundary"
  | "curve"
  | "divergence"
  | "grid"
  | "legend"
  | "marker"
  | "pending"
  | "points"
  | "position"
  | "region"
  | "title";

/** An SVG element as plain data. */
export interface Shape {
  /** Of the element. */
  readonly name: ElementName;
  /** Plain values, which writers escape; numbers have 2 decimals at most. */
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Elements and plain texts inside, in order. */
  readonly children: readonly (Shape | string)[];
  /** What it shows, where that is of use to a page. */
  readonly role?: Role;
  /** The name of the run, or the number of the class, that it shows. */
  readonly label?: string;
}

/** What a shape shows, and of which run or class. */
export type Mark = Pick<Shape, "role" | "label">;

/**
 * One element, with text or other elements inside.
 *
 * @param name of the element
 * @param attributes plain values; numbers are rounded, undefined ones left out
 * @param content text, or elements
 * @returns the element as plain data
 *
 * @example An element is plain data, and its numbers are rounded
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { element } from "./shape.ts";
 *
 * const { attributes, children } = element("text", { x: 1.23456, fill: undefined }, "a < b");
 * assertEquals([attributes, children], [{ x: 1.23 }, ["a < b"]]);
 * ```
 */
export function element(
  name: ElementName,
  attributes: Attributes,
  content: string | readonly Shape[] = [],
): Shape {
  const rounded: Record<string, string | number> = {};
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    rounded[attribute] = typeof value === "number" ? round(value) : cleanText(value);
  }
  const children = typeof content !== "string"
    ? content
    : content === ""
    ? []
    : [cleanText(content)];
  return { name, attributes: rounded, children };
}

/** Shapes that say what they show. */
export function marked(mark: Mark, shapes: readonly Shape[]): Shape[] {
  return shapes.map((shape) => ({ ...shape, ...mark }));
}

/** Whether something inside an element is an element itself. */
export function isShape(child: Shape | string): child is Shape {
  return typeof child !== "string";
}

/** Shapes and all that is inside them, in document order. */
export function* allShapes(shapes: readonly (Shape | string)[]): Generator<Shape> {
  for (const shape of shapes) {
    if (!isShape(shape)) continue;
    yield shape;
    yield* allShapes(shape.children);
  }
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
