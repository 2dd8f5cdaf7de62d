import { assertEquals, assertThrows } from "@std/assert";
import { cleanText, element, round, svgDocument } from "../../lib/plots/shape.ts";
import { readSvg } from "./read_svg.ts";

Deno.test("text and attributes come back from a strict parser as they went in", () => {
  const nasty = `<b a="1" c='2'>&amp; ]]> & "é" 漢字 🙂</b>`;
  const svg = svgDocument({ width: 10, height: 5 }, { role: nasty }, [
    element("title", { id: nasty }, nasty),
    element("g", {}, [element("text", { x: 1, fill: nasty }, nasty)]),
  ]);
  const [root, title, group, text] = readSvg(svg);
  assertEquals(root.attributes.role, nasty);
  assertEquals([title.text, title.attributes.id], [nasty, nasty]);
  assertEquals(group.name, "g");
  assertEquals([text.text, text.attributes.fill], [nasty, nasty]);
});

Deno.test("characters that XML forbids are left out, and only those", () => {
  const forbidden = "\0\x01\x08\x0b\x0c\x0e\x1f\x7f\x9f\ufffe\uffff";
  assertEquals(cleanText(`a${forbidden}b\t\n\r\x20\xa0\u{10ffff}`), "ab\t\n\r\x20\xa0\u{10ffff}");
  assertEquals(cleanText("\ud800x\udfff"), "\ufffdx\ufffd");
  readSvg(svgDocument({ width: 1, height: 1 }, {}, [element("text", {}, forbidden + "\ud800")]));
});

Deno.test("numbers are written with two decimals, undefined attributes not at all", () => {
  assertEquals(
    element("circle", { cx: 1.005001, cy: -0.001, r: 3, fill: undefined }).markup,
    '<circle cx="1.01" cy="0" r="3"></circle>',
  );
  assertEquals(round(1 / 3), 0.33);
});

Deno.test("a document has its size, and its own attributes on the root", () => {
  const svg = svgDocument({ width: 1280, height: 655.858 }, { role: "img" }, []);
  const { name, attributes } = readSvg(svg)[0];
  assertEquals(name, "svg");
  assertEquals(attributes, {
    viewBox: "0 0 1280 655.86",
    height: "655.86",
    width: "1280",
    xmlns: "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    role: "img",
  });
});

Deno.test("attributes that an element does not have are refused", () => {
  assertThrows(() => element("circle", { "data-x": 1 }), Error, "data-x");
});
