/** Figures as text, read back by a strict parser. */

import { assertEquals, assertMatch, assertThrows } from "@std/assert";
import { createRequire } from "node:module";
import {
  animation,
  contourPanel,
  displayable,
  type Figure,
  figure,
  linePanel,
  makeMoons,
  type Shape,
  staticFigure,
  textsOf,
  toElement,
  toSvg,
} from "../../../mod.ts";
import { element } from "../../../lib/plots/shape.ts";
import { fieldOf } from "../fields.ts";
import { readSvg } from "../read_svg.ts";

const plain = figure([[linePanel([])]], { title: "plain" });

function figureOf(...shapes: Shape[]): Figure {
  return { ...plain, shapes };
}

Deno.test("text and attributes come back from a strict parser as they went in", () => {
  const nasty = `<b a="1" c='2'>&amp; ]]> & "é" 漢字 🙂</b>`;
  const shapes = [element("g", {}, [element("text", { x: 1, fill: nasty }, nasty)])];
  const svg = toSvg({ ...figureOf(...shapes), title: nasty, fonts: [nasty] });
  const [root, title, , group, text] = readSvg(svg);
  assertEquals(root.attributes["font-family"], nasty);
  assertEquals(title.text, nasty);
  assertEquals(group.name, "g");
  assertEquals([text.text, text.attributes.fill], [nasty, nasty]);
});

Deno.test("what XML forbids does not reach the text", () => {
  const forbidden = "\0\x01\x08\x0b\x0c\x0e\x1f\x7f\x9f\ufffe\uffff\ud800";
  readSvg(figure([[linePanel([], { title: forbidden })]], { title: forbidden }));
});

Deno.test("a document has its size, and its own attributes on the root", () => {
  const { name, attributes } =
    readSvg({ ...plain, height: 655.858, id: "a", fonts: ["b", "c"] })[0];
  assertEquals(name, "svg");
  assertEquals(attributes, {
    viewBox: "0 0 1280 655.86",
    height: "655.86",
    width: "1280",
    xmlns: "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    role: "img",
    "aria-labelledby": "a-title a-description",
    "font-family": "b, c",
  });
});

Deno.test("texts and elements may follow one another inside an element", () => {
  const inner = element("tspan", { "font-family": "a" }, "2 >");
  const text: Shape = { name: "text", attributes: { x: 1 }, children: ["1 <", inner, "3"] };
  const expected = '<text x="1">1 &lt;<tspan font-family="a">2 &gt;</tspan>3</text></svg>\n';
  assertEquals(toSvg(figureOf(text)).slice(-expected.length), expected);
});

/** The part of `svg-builder` that is used here. */
interface SvgBuilder {
  create(): Record<
    string,
    (attributes: object, content: { elements: string[] }) => { elements: string[] }
  >;
}

// Its module build names a folder, which Deno does not load.
const svgBuilder: SvgBuilder = createRequire(
  import.meta.resolve("npm:svg-builder@3.0.4/package.json"),
)("svg-builder");

/** An element by svg-builder, which escapes nothing, and refuses attributes that SVG does not have. */
function built(shape: Shape | string): string {
  if (typeof shape === "string") return xmlText(shape);
  const attributes = Object.entries(shape.attributes)
    .map(([name, value]) => [name, xmlText(String(value))]);
  const content = { elements: shape.children.map(built) };
  return svgBuilder.create()[shape.name](Object.fromEntries(attributes), content).elements.join("");
}

function xmlText(text: string): string {
  const entities = [["&", "amp"], ["<", "lt"], [">", "gt"], ['"', "quot"], ["'", "#39"]];
  return entities.reduce((all, [from, to]) => all.replaceAll(from, `&${to};`), text);
}

Deno.test("figures are written as svg-builder writes them, with attributes of SVG alone", () => {
  const field = fieldOf([() => 0, (x, y) => 1 - x * x - y * y]);
  const points = makeMoons(30);
  const panels = [
    contourPanel(field, { points, title: "a < b" }),
    linePanel([{ name: "it's", values: [3, 2, NaN] }]),
  ];
  const both = figure([panels], { title: "both & more" });
  for (const drawn of [both, animation([plain, both])]) {
    const shapes = drawn.shapes.map(built).join("");
    assertEquals(toSvg(drawn).slice(-shapes.length - 7), `${shapes}</svg>\n`);
  }
});

Deno.test("what is no figure is refused", () => {
  for (const wrong of [undefined, null, "<svg></svg>", {}, [plain]]) {
    assertThrows(
      () => toSvg(wrong as Figure),
      TypeError,
      "Cannot write the figure as figure must be a figure, as figure and boundaryMatrix make it",
    );
  }
});

/** Shapes that are none: each is one of a figure's, with a part that is missing or of the wrong kind. */
function wrongShapes(): unknown[] {
  const shape = { name: "text", attributes: { x: 1 }, children: ["a"] };
  const endless: { name: string; attributes: object; children: unknown[] } = {
    ...shape,
    children: [],
  };
  endless.children.push(endless);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return [
    ...[undefined, null, 5, "text", [], {}, proxy, endless],
    ...[undefined, "circle", "script", 5].map((name) => ({ ...shape, name })),
    ...[undefined, null, 5, proxy].map((attributes) => ({ ...shape, attributes })),
    ...[undefined, null, NaN, Infinity, [1], {}, 1n, Symbol("s"), proxy].map((x) => {
      return { ...shape, attributes: { x } };
    }),
    { ...shape, attributes: { "x><script": 1 } },
    ...[undefined, null, 5, "a", {}, [5], [null], [, "a"], proxy].map((children) => {
      return { ...shape, children };
    }),
    ...[5, {}].flatMap((mark) => [{ ...shape, role: mark }, { ...shape, label: mark }]),
  ];
}

Deno.test("what is no shape in a figure is refused by one line, by all that take a figure", () => {
  const document = {
    createElementNS: () => ({ setAttribute: () => {}, append: () => {} }),
  };
  const uses: ((figure: Figure) => unknown)[] = [
    ...[toSvg, textsOf, staticFigure, displayable],
    (figure) => toElement(figure, document),
    (figure) => animation([figure, figure]),
  ];
  for (const wrong of wrongShapes()) {
    const inGroup = { name: "g", attributes: {}, children: [wrong] };
    const isText = typeof wrong === "string";
    for (const shapes of isText ? [[wrong]] : [[wrong], [inGroup]]) {
      for (const use of uses) {
        const error = assertThrows(() => use(figureOf(...shapes as Shape[])), TypeError);
        assertMatch(error.message, /^Cannot [a-z ]+ as [^\n]* must be [^\n]*$/);
      }
    }
  }
});

Deno.test("other parts of a figure that are edited to nonsense are refused by one line", () => {
  const nonsense: object[] = [
    { canvas: 5 },
    { canvas: { width: NaN, height: 1 } },
    { fonts: [5] },
    { provenance: { seed: "a" } },
    { provenance: [] },
  ];
  for (const part of nonsense) {
    const error = assertThrows(() => toSvg({ ...plain, ...part } as Figure), TypeError);
    assertMatch(error.message, /^Cannot write the figure[^\n]*$/);
  }
});
