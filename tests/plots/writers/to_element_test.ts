/** Figures as elements of a page, in a document that stands in for a browser's. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  animation,
  type Figure,
  figure,
  linePanel,
  progressPanel,
  toElement,
} from "../../../mod.ts";
import { type ReadElement, readSvg } from "../read_svg.ts";

const NAMESPACE = "http://www.w3.org/2000/svg";

/** An element as a page has it, as far as figures need it. */
class Piece {
  readonly attributes: Record<string, string> = {};
  readonly children: (Piece | string)[] = [];
  constructor(readonly namespace: string, readonly name: string) {}
  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }
  append(...children: (Piece | string)[]): void {
    this.children.push(...children);
  }
}

const page = { createElementNS: (namespace: string, name: string) => new Piece(namespace, name) };

/** Elements in document order, with the text directly inside, as `readSvg` has them. */
function elementsIn({ name, attributes, children }: Piece): ReadElement[] {
  const text = children.filter((child) => typeof child === "string").join("");
  const inner = children.filter((child) => child instanceof Piece).flatMap(elementsIn);
  return [{ name, attributes, text }, ...inner];
}

/** Without what text alone has, or the page alone. */
function shared(elements: readonly ReadElement[]): ReadElement[] {
  const apart = ["xmlns", "xmlns:xlink", "data-role", "data-label"];
  return elements.map(({ attributes, ...element }) => ({
    ...element,
    attributes: Object.fromEntries(
      Object.entries(attributes).filter(([name]) => !apart.includes(name)),
    ),
  }));
}

const loss = { name: "<relu> & co", values: [0.7, 0.5, 0.4] };
const drawn = figure([[linePanel([loss, { ...loss, dashed: true }])]], { title: `"<Loss>" & 'x'` });

Deno.test("a page gets the elements that the text has, unescaped", () => {
  const moving = animation([1, 2].map((at) => figure([[progressPanel([loss], { at })]])));
  for (const one of [drawn, moving]) {
    const elements = elementsIn(toElement(one, page));
    assertEquals(shared(elements), shared(readSvg(one)));
  }
});

Deno.test("all elements are SVG's", () => {
  const all = (piece: Piece): Piece[] => [
    piece,
    ...piece.children.filter((child) => child instanceof Piece).flatMap(all),
  ];
  assertEquals([...new Set(all(toElement(drawn, page)).map(({ namespace }) => namespace))], [
    NAMESPACE,
  ]);
});

Deno.test("curves say what they are, and of which run", () => {
  const curves = elementsIn(toElement(drawn, page))
    .filter(({ attributes }) => attributes["data-role"] === "curve");
  assert(curves.length >= 2);
  for (const { attributes } of curves) assertEquals(attributes["data-label"], loss.name);
});

Deno.test("what is no figure, and no document, is refused", () => {
  const action = "Cannot make the elements of the figure as";
  assertThrows(() => toElement({} as Figure, page), TypeError, `${action} figure must be a figure`);
  assertThrows(
    () => toElement(drawn, {} as typeof page),
    TypeError,
    `${action} document must be a page's document`,
  );
});
