/**
 * How wide text will be. The reader's font is unknown, so widths come from
 * Helvetica's metrics (Arial's and Liberation Sans's are the same), with
 * something to spare.
 */

/** Advance widths of Helvetica (Adobe Font Metrics), thousandths of the font size, from space to tilde. */
const WIDTHS = [
  ...[278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278],
  ...[556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556],
  ...[1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778],
  ...[667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556],
  ...[333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556],
  ...[556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
];

/** Of the basmala, and of cuneiform signs. */
const WIDEST = 11_000;

/** Fonts that stand in for Helvetica may be wider. */
const SPARE = 1.04;

/** A font's size, and whether it is bold. */
export interface Font {
  readonly size: number;
  readonly bold?: boolean;
}

/** Width of `text` on one line, in the units of the font size. */
export function measureText(text: string, font: Font): number {
  let thousandths = 0;
  for (const character of text) {
    const width = characterWidth(character);
    thousandths += font.bold ? boldWidth(width) : width;
  }
  return thousandths / 1000 * font.size * SPARE;
}

/** In Helvetica Bold, narrow letters gain most. */
function boldWidth(width: number): number {
  if (width === 0) return 0;
  return width < 350 ? width + 60 : width * 1.08;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return WIDTHS[code - 0x20];
  if (/[\p{Mn}\p{Me}\p{Cf}]/u.test(character)) return 0;
  if (/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/.test(character)) return 400;
  if (character === "−" || character === "×") return 584;
  if (code === 0xfdfd || code >= 0x12000 && code < 0x12550) return WIDEST;
  return code < 0x0700 ? 780 : 1000;
}
