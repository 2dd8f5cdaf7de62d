/** Figures as elements of a page, made without text that is parsed. */

import { validationMessage } from "../../check.ts";
import { isObject } from "../../check_shape.ts";
import { checkFigure, documentOf, type Figure } from "../figure_tree.ts";
import { isShape, type Shape } from "../shape.ts";

/** The part of a page's element that is used here. */
export interface PageElement {
  /** Sets an attribute. */
  setAttribute(name: string, value: string): void;
  /** Appends elements and texts as children. */
  // deno-lint-ignore no-explicit-any
  append(...children: any[]): void;
}

/** The part of a page's document that is used here. */
export interface PageDocument<Element extends PageElement> {
  /** Makes an element of a namespace. */
  createElementNS(namespace: string, name: string): Element;
}

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * Makes the elements of a figure for a page, without parsing. The elements are not in the page yet. The
 * attribute `data-role` of an element says what it shows (`curve`, `boundary`, `points`, …), and
 * `data-label` of which run or class, for style sheets and event handlers.
 *
 * @param figure as `figure`, `boundaryMatrix` or `animation` returns it
 * @param document of the page
 * @returns the root element, `<svg>`, to insert into the page
 * @throws {TypeError} if it is not a figure, or not a document
 *
 * @example Into a page
 * ```ts
 * import { figure, linePanel, toElement } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * class Piece {
 *   readonly children: (Piece | string)[] = [];
 *   constructor(readonly name: string) {}
 *   setAttribute() {}
 *   append(...children: (Piece | string)[]) {
 *     this.children.push(...children);
 *   }
 * }
 * // A minimal document: in a page, pass the global `document`.
 * const document = { createElementNS: (_: string, name: string) => new Piece(name) };
 *
 * const loss = linePanel([{ name: "relu", values: [0.69, 0.41, 0.32] }]);
 * const root = toElement(figure([[loss]], { title: "Loss" }), document);
 * assertEquals([root.name, (root.children[0] as Piece).children], ["svg", ["Loss"]]);
 * ```
 */
export function toElement<Element extends PageElement>(
  figure: Figure,
  document: PageDocument<Element>,
): Element {
  const action = "make the elements of the figure";
  const root = documentOf(checkFigure(action, "figure", figure));
  if (!isObject(document) || typeof document.createElementNS !== "function") {
    throw new TypeError(validationMessage(action, "document", "a page's document", document));
  }
  return make(root, document);
}

function make<Element extends PageElement>(
  { name, attributes, children, role, label }: Shape,
  document: PageDocument<Element>,
): Element {
  const made = document.createElementNS(NAMESPACE, name);
  const marks = { "data-role": role, "data-label": label };
  for (const [attribute, value] of Object.entries({ ...attributes, ...marks })) {
    if (value !== undefined) made.setAttribute(attribute, String(value));
  }
  made.append(...children.map((child) => isShape(child) ? make(child, document) : child));
  return made;
}
