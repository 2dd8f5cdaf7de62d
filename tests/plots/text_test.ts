import { assertEquals, assertLessOrEqual } from "@std/assert";
import { measureText } from "../../lib/plots/text.ts";
import { cutText, singleLine, textShape, wrapText } from "../../lib/plots/text.ts";

Deno.test("marks piled on a letter are cut to three; words and emoji stay as they are", () => {
  assertEquals(singleLine(`a${"\u0301".repeat(5000)}b`), "a\u0301\u0301\u0301b");
  for (const text of ["Việt Nam", "שָׁלוֹם", "नमस्ते", "❤️‍🔥👩‍👩‍👧"]) assertEquals(singleLine(text), text);
});

Deno.test("lines break at spaces, and inside words only where one is too long", () => {
  const font = { size: 20 };
  assertEquals(wrapText("one two three", { width: 80, font, lines: 3 }), ["one two", "three"]);
  assertEquals(wrapText("aaaaaaaaaa bb", { width: 60, font, lines: 3 }), ["aaaaa", "aaaaa", "bb"]);
  assertEquals(wrapText(" \n\t ", { width: 60, font, lines: 3 }), []);
});

Deno.test("a line breaks before a note in brackets rather than in it, unless that cuts the rest", () => {
  const font = { size: 20 };
  const wrapped = (text: string) => wrapText(text, { width: 180, font, lines: 2 });
  assertEquals(wrapped("gradient norm (log scale)"), ["gradient norm", "(log scale)"]);
  assertEquals(wrapped("norm (all units) over epochs"), ["norm (all units)", "over epochs"]);
  assertEquals(wrapped("gradient norm (log scale of all rows)"), [
    "gradient norm (log",
    "scale of all rows)",
  ]);
});

Deno.test("every line fits, whatever the text", () => {
  const texts = [
    "word ".repeat(3000),
    "x".repeat(10_000),
    "漢字".repeat(500),
    "👩‍👩‍👧".repeat(99),
    "i",
  ];
  for (const text of texts) {
    for (const width of [5, 37, 200]) {
      const font = { size: 20, bold: true };
      const lines = wrapText(text, { width, font, lines: 2 });
      assertLessOrEqual(lines.length, 2);
      if (width < 37) continue;
      for (const line of lines) assertLessOrEqual(measureText(line, font), width, line);
    }
  }
});

Deno.test("a cut never splits a letter from its accent or an emoji from its parts", () => {
  const family = "👩‍👩‍👧";
  const font = { size: 20 };
  for (let width = 30; width < 300; width += 7) {
    const cut = cutText(family.repeat(10), width, font).replace("…", "");
    assertEquals(cut.replaceAll(family, ""), "");
  }
});

Deno.test("white space becomes single, control characters go", () => {
  assertEquals(singleLine("  a\n\tb\0  c "), "a b c");
});

Deno.test("text that reads upwards is turned about its own place", () => {
  const place = { x: 3, y: 4.5, size: 20, color: "#000000", upwards: true };
  assertEquals(textShape("y", place).attributes.transform, "rotate(-90 3.00 4.50)");
});
