import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { cutText, measureText, singleLine, textShape, wrapText } from "../../lib/plots/text.ts";

/** Widths that a browser (Chromium, Liberation Sans) computes. */
const MEASURED: [text: string, size: number, bold: boolean, width: number][] = [
  ["cross-entropy loss 0.123456789", 22, false, 313.1],
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", 20, false, 352.3],
  [`!"#$%&'()*+,-./:;<=>?@[\\]^_\`{|}~`, 20, false, 277.6],
  ["Decision boundaries: what three activations make of two moons", 32, true, 978],
  ["ijl|ijl.,:;' rtf", 22, true, 104.3],
  ["10⁻¹²", 20, false, 46.1],
  ["−2.5×10⁷", 20, false, 81.4],
  ["Größe Übung Привет ШЩЮМ", 22, false, 300.2],
  ["مرحبا بالعالم", 22, false, 115.2],
];

Deno.test("text is never measured narrower than a browser draws it", () => {
  for (const [text, size, bold, width] of MEASURED) {
    assertLessOrEqual(width, measureText(text, { size, bold }), text);
  }
});

Deno.test("plain Latin text is measured to within a tenth", () => {
  for (const [text, size, bold, width] of MEASURED.slice(0, 4)) {
    assertLessOrEqual(measureText(text, { size, bold }), width * 1.1, text);
  }
});

Deno.test("signs wider than any letter are measured as such", () => {
  for (const sign of ["\ufdfd", "\u{1242b}"]) assert(measureText(sign, { size: 20 }) >= 200, sign);
});

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
  const { markup } = textShape("y", { x: 3, y: 4.5, size: 20, color: "#000000", upwards: true });
  assert(markup.includes('transform="rotate(-90 3.00 4.50)"'), markup);
});
