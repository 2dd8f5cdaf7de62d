/** Figures as elements of a page, without text in between. */

import { validationMessage } from "../check.ts";
import { checkFigure, documentOf, type Figure } from "./figure_tree.ts";
import { isShape, type Shape } from "./shape.ts";

/** What is used of a page's element. */
export interface PageElement {
  /** Sets an attribute. */
  setAttribute(name: string, value: string): void;
  /** Puts elements and texts inside, after those that are there. */
  // deno-lint-ignore no-explicit-any
  append(...children: any[]): void;
}

/** What is used of a page's document. */
export interface PageDocument<Element extends PageElement> {
  /** Makes an element of a namespace. */
  createElementNS(namespace: string, name: string): Element;
}

const NAMESPACE = "http://www.w3.org/2000/svg";

/**
 * Makes the elements of a figure for a page: nothing is parsed, and the page need not hold them yet.
 * Shapes bear what they show as `data-role` (`curve`, `boundary`, `points`, …) and of which run or
 * class as `data-label`, for style sheets and for what is to happen under the pointer.
 *
 * @param figure as `figure`, `boundaryMatrix` or `animation` makes it
 * @param document of the page
 * @returns the root element, `<svg>`, to be put into the page
 * @throws {TypeError} if it is no figure, or no document
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
 * // A page has a document of its own; this one stands in for it.
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
  if (typeof document?.createElementNS !== "function") {
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
