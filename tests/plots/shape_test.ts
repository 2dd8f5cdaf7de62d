import { assertEquals } from "@std/assert";
import { cleanText, element, marked, round } from "../../lib/plots/shape.ts";

Deno.test("characters that XML forbids are left out, and only those", () => {
  const forbidden = "\0\x01\x08\x0b\x0c\x0e\x1f\x7f\x9f\ufffe\uffff";
  assertEquals(cleanText(`a${forbidden}b\t\n\r\x20\xa0\u{10ffff}`), "ab\t\n\r\x20\xa0\u{10ffff}");
  assertEquals(cleanText("\ud800x\udfff"), "\ufffdx\ufffd");
  const { attributes, children } = element("text", { fill: `a${forbidden}` }, `\ud800${forbidden}`);
  assertEquals([attributes, children], [{ fill: "a" }, ["\ufffd"]]);
});

Deno.test("numbers have two decimals, undefined attributes are left out", () => {
  const { attributes } = element("rect", { x: 1.005001, y: -0.001, width: 3, fill: undefined });
  assertEquals(attributes, { x: 1.01, y: 0, width: 3 });
  assertEquals(round(1 / 3), 0.33);
});

Deno.test("a shape is plain data that JSON keeps", () => {
  const mark = { role: "curve", label: "relu" } as const;
  const shape = element("g", { fill: "none" }, marked(mark, [element("path", { d: "M0 0" })]));
  assertEquals(JSON.parse(JSON.stringify(shape)), shape);
});
