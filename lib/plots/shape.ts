/** Shapes, the parts of a figure, as plain data. Writers convert them into text or elements of a page. */

import { validationMessage } from "../check.ts";
import { checkList, isObject } from "../check_shape.ts";

/** The elements of SVG that figures consist of. */
export type ElementName =
  | "animate"
  | "desc"
  | "g"
  | "image"
  | "path"
  | "rect"
  | "style"
  | "svg"
  | "text"
  | "title"
  | "tspan";

const elementNames: readonly string[] = [
  "animate",
  "desc",
  "g",
  "image",
  "path",
  "rect",
  "style",
  "svg",
  "text",
  "title",
  "tspan",
] satisfies ElementName[];

/** Attributes of an element; undefined ones are omitted. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** What a shape shows. */
export type Role =
  | "axis"
  | "background"
  | "band"
  | "boundary"
  | "curve"
  | "divergence"
  | "grid"
  | "guide"
  | "legend"
  | "marker"
  | "pending"
  | "points"
  | "position"
  | "region"
  | "title"
  | "wrong";

/** An SVG element as plain data. */
export interface Shape {
  /** Name of the element. */
  readonly name: ElementName;
  /** Values, which writers escape; numbers have 2 decimals at most. */
  readonly attributes: Readonly<Record<string, string | number>>;
  /** Elements and texts inside, in order. */
  readonly children: readonly (Shape | string)[];
  /** What it shows, if a page can use that. */
  readonly role?: Role;
  /** The name of the run, or the number of the class, that it shows. */
  readonly label?: string;
}

/** Role and label of a shape. */
export type Mark = Pick<Shape, "role" | "label">;

/**
 * Makes an element with text or other elements inside.
 *
 * @param name of the element
 * @param attributes values; numbers are rounded, undefined ones omitted
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

/** The shapes with a role and a label. */
export function marked(mark: Mark, shapes: readonly Shape[]): Shape[] {
  return shapes.map((shape) => ({ ...shape, ...mark }));
}

/** Whether a child of an element is an element. */
export function isShape(child: Shape | string): child is Shape {
  return typeof child !== "string";
}

/** Shapes and all their descendants, in document order. */
export function* allShapes(shapes: readonly (Shape | string)[]): Generator<Shape> {
  for (const shape of shapes) {
    if (!isShape(shape)) continue;
    yield shape;
    yield* allShapes(shape.children);
  }
}

/** Shapes of figures are nested less deeply. One that contains itself is nested without end. */
const MAX_DEPTH = 50;

/**
 * Checks shapes that a caller may have changed, and all their descendants.
 *
 * @throws {TypeError} if one lacks a part, or a part is of the wrong kind; the error names its place
 */
export function checkShapes(
  action: string,
  name: string,
  shapes: readonly (Shape | string)[],
  depth = 0,
): void {
  if (depth > MAX_DEPTH) {
    const allowed = `nested at most ${MAX_DEPTH} times`;
    throw new TypeError(validationMessage(action, "the shapes of the figure", allowed, shapes));
  }
  checkList(action, name, shapes, "a list of shapes");
  for (const [at, shape] of shapes.entries()) {
    if (typeof shape === "string" && depth > 0) continue;
    const place = `[${at}] of ${name}`;
    const isWhole = isObject(shape) && elementNames.includes(shape.name) &&
      isObject(shape.attributes) && hasFiniteValues(shape.attributes) &&
      [shape.role, shape.label].every((mark) => mark === undefined || typeof mark === "string");
    if (!isWhole) {
      const allowed = "a shape: its name, attributes of text or finite numbers, and children";
      throw new TypeError(validationMessage(action, place, allowed, shape));
    }
    checkShapes(action, `the children of ${place}`, shape.children, depth + 1);
  }
}

const attributeName = /^[a-z][\w:.-]*$/i;

function hasFiniteValues(attributes: Shape["attributes"]): boolean {
  return Object.entries(attributes).every(([name, value]) =>
    attributeName.test(name) && (typeof value === "string" || Number.isFinite(value))
  );
}

/** Rounds a coordinate to 2 decimals: the error is invisible on any projector. */
export function round(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

/**
 * Text without the characters that XML forbids even when escaped: control characters, unpaired
 * surrogates, U+FFFE and U+FFFF.
 */
export function cleanText(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.toWellFormed().replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g, "");
}
