import { assert, assertEquals, assertGreaterOrEqual, assertMatch, assertThrows } from "@std/assert";
import { mixColors, seriesColor, themeNamed, THEMES, tint } from "../../lib/plots/theme.ts";

/** Relative luminance (WCAG 2.1). */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

for (const [name, theme] of Object.entries(THEMES)) {
  const { colors } = theme;
  Deno.test(`${name}: colours are hexadecimal`, () => {
    const { series, ...others } = colors;
    for (const color of [...series, ...Object.values(others)]) assertMatch(color, /^#[0-9a-f]{6}$/);
  });

  Deno.test(`${name}: curves stand out 3 to 1, texts 7 to 1`, () => {
    for (const color of colors.series) {
      assertGreaterOrEqual(contrast(color, colors.background), 3, color);
    }
    assertGreaterOrEqual(contrast(colors.ink, colors.background), 7);
    assertGreaterOrEqual(contrast(colors.muted, colors.background), 7);
  });

  Deno.test(`${name}: no text is smaller than 20 units on a slide 1280 wide`, () => {
    assertEquals([theme.sizes.width, theme.sizes.height], [1280, 720]);
    for (const size of Object.values(theme.text)) assertGreaterOrEqual(size, 20);
  });

  Deno.test(`${name}: a class's background deepens with certainty and stays paler than its points`, () => {
    for (const color of colors.series) {
      const tints = [0, 0.25, 0.5, 0.75, 1].map((certainty) => tint(theme, color, certainty));
      const steps = tints.map((one) => contrast(one, colors.background));
      assertEquals(steps, [...steps].sort((a, b) => a - b));
      assert(contrast(tints[4], color) > 1.3, color);
    }
  });
}

Deno.test("mixing goes from one colour to the other", () => {
  assertEquals(mixColors("#ffffff", "#000000", 0), "#ffffff");
  assertEquals(mixColors("#ffffff", "#000000", 1), "#000000");
  assertEquals(mixColors("#000000", "#ff8000", 0.5), "#804000");
});

Deno.test("colours come round again", () => {
  const theme = themeNamed();
  assertEquals(seriesColor(theme, theme.colors.series.length), seriesColor(theme, 0));
});

Deno.test("an unknown theme is refused by name", () => {
  assertThrows(
    () => themeNamed("lihgt" as "light"),
    RangeError,
    'Cannot draw the figure as theme must be one of light: current value is "lihgt" (did you mean "light"?)',
  );
});
