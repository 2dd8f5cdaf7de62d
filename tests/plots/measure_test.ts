import { assert, assertLessOrEqual } from "@std/assert";
import { measureText } from "../../lib/plots/text.ts";

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
