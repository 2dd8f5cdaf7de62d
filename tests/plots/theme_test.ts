import { assert, assertEquals, assertGreaterOrEqual, assertMatch, assertThrows } from "@std/assert";
import { markerOf } from "../../lib/plots/markers.ts";
import { COLOR_COUNT, themeNames } from "../../lib/plots/palettes.ts";
import {
  mixColors,
  outcomeColor,
  rampColor,
  seriesColor,
  sizeNames,
  themeNamed,
  tint,
} from "../../lib/plots/theme.ts";

/** Relative luminance (WCAG 2.1). */
function luminance(color: string): number {
  const [red, green, blue] = channels(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function channels(color: string): number[] {
  return [1, 3, 5].map((at) => {
    const value = parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
}

/** How eyes without one kind of cone see linear RGB: Machado, Oliveira and Fernandes (2009), severity 1. */
const BLINDNESS: Record<string, number[][]> = {
  none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE L*a*b* of linear RGB under D65. */
function lab([red, green, blue]: number[]): number[] {
  const root = (t: number) => t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116;
  const x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = root(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Distance (CIE 1976) of the two colours that eyes of that kind find most alike. */
function closest(colors: readonly string[], blindness: number[][]): number {
  const seen = colors.map((color) => {
    const light = channels(color);
    return lab(blindness.map((row) => {
      return Math.max(0, row.reduce((sum, share, at) => sum + share * light[at], 0));
    }));
  });
  const distances = seen.flatMap((one, at) =>
    seen.slice(at + 1).map((other) => Math.hypot(...one.map((value, axis) => value - other[axis])))
  );
  return Math.min(...distances);
}

for (const name of themeNames) {
  const theme = themeNamed(name);
  const { colors } = theme;
  Deno.test(`${name}: colours are hexadecimal`, () => {
    for (const color of Object.values(colors).flat()) {
      assertMatch(color, /^#[0-9a-f]{6}$/);
    }
  });

  Deno.test(`${name}: steps of one quantity stand out more and more`, () => {
    const steps = [0, 1, 2, 3, 4].map((step) => rampColor(theme, step, 5));
    const contrasts = steps.map((color) => contrast(color, colors.background));
    assertGreaterOrEqual(contrasts[0], 3);
    contrasts.slice(1).forEach((value, at) => assertGreaterOrEqual(value, 1.25 * contrasts[at]));
    assertEquals([steps[0], steps[4]], [colors.ramp[0], colors.ramp[2]]);
    assertEquals(rampColor(theme, 0, 1), colors.ramp[2]);
  });

  Deno.test(`${name}: curves stand out 3 to 1, texts 7 to 1`, () => {
    for (const color of colors.series) {
      assertGreaterOrEqual(contrast(color, colors.background), 3, color);
    }
    assertGreaterOrEqual(contrast(colors.ink, colors.background), 7);
    assertGreaterOrEqual(contrast(colors.muted, colors.background), 7);
  });

  Deno.test(`${name}: no two colours look alike, whatever the eyes`, () => {
    for (const [blindness, matrix] of Object.entries(BLINDNESS)) {
      assertGreaterOrEqual(closest(colors.series, matrix), 10, blindness);
      assertGreaterOrEqual(closest(colors.series.slice(0, 4), matrix), 15, blindness);
    }
  });

  Deno.test(`${name}: no text is smaller than 20 units on a slide 1280 wide`, () => {
    assertEquals([theme.sizes.width, theme.sizes.height], [1280, 720]);
    for (const size of Object.values(theme.text)) assertGreaterOrEqual(size, 20);
  });

  Deno.test(`${name}: a class's background deepens with certainty and stays paler than its points`, () => {
    for (const [slot, color] of colors.series.entries()) {
      const tints = [0, 0.25, 0.5, 0.75, 1].map((certainty) => tint(theme, slot, certainty));
      const steps = tints.map((one) => contrast(one, colors.background));
      assertEquals(steps, [...steps].sort((a, b) => a - b));
      assert(contrast(tints[4], color) > 1.3, color);
    }
  });
}

/** CIE lightness: what is left of a colour in black and white. */
function lightness(color: string): number {
  return lab(channels(color))[0];
}

Deno.test("print: the first four colours stay apart as greys", () => {
  const greys = themeNamed("print").colors.series.slice(0, 4).map(lightness).sort((a, b) => a - b);
  for (const [at, grey] of greys.slice(1).entries()) assertGreaterOrEqual(grey - greys[at], 14);
});

Deno.test("print: behind points, class 0 is darker than class 1 at any certainty", () => {
  const theme = themeNamed("print");
  const [palest, deepest] = [tint(theme, 0, 0), tint(theme, 1, 1)].map(lightness);
  assertGreaterOrEqual(deepest - palest, 3);
});

Deno.test("mixing goes from one colour to the other", () => {
  assertEquals(mixColors("#ffffff", "#000000", 0), "#ffffff");
  assertEquals(mixColors("#ffffff", "#000000", 1), "#000000");
  assertEquals(mixColors("#000000", "#ff8000", 0.5), "#804000");
});

Deno.test("sixteen colours in each theme come round again, with other markers", () => {
  for (const name of themeNames) {
    const theme = themeNamed(name);
    assertEquals([COLOR_COUNT, new Set(theme.colors.series).size], [16, 16]);
    assertEquals(seriesColor(theme, COLOR_COUNT), seriesColor(theme, 0));
    const looks = Array.from({ length: 80 }, (_, slot) => {
      return `${seriesColor(theme, slot)} ${markerOf(slot)}`;
    });
    assertEquals(new Set(looks).size, 80);
  }
});

Deno.test("a theme is the same at every size, but for the room", () => {
  const [wide, half, square] = sizeNames.map((size) => themeNamed("dark", size));
  assertEquals([half.sizes.width, half.sizes.height], [640, 720]);
  assertEquals([square.sizes.width, square.sizes.height], [720, 720]);
  const { width, height } = wide.sizes;
  assertEquals({ ...half, sizes: { ...half.sizes, width, height } }, wide);
});

Deno.test("an unknown size is refused by name", () => {
  assertThrows(
    () => themeNamed("light", "sqare" as "square"),
    RangeError,
    'Cannot draw the figure as size must be one of wide, half, square: current value is "sqare" (did you mean "square"?)',
  );
});

Deno.test("an unknown theme is refused by name", () => {
  assertThrows(
    () => themeNamed("lihgt" as "light"),
    RangeError,
    'Cannot draw the figure as theme must be one of light, dark, print: current value is "lihgt" (did you mean "light"?)',
  );
});

Deno.test("colours of outcomes are even in lightness, and differ most where both are slow", () => {
  const lightness = (color: string) => 116 * Math.cbrt(luminance(color)) - 16;
  const shares = Array.from({ length: 33 }, (_, at) => at / 32);
  for (const name of themeNames) {
    const theme = themeNamed(name);
    const slowest = (["converged", "diverged"] as const).map((outcome) => {
      const all = shares.map((share) => lightness(outcomeColor(theme, outcome, share)));
      const steps = all.slice(1).map((value, at) => value - all[at]);
      const mean = (all[32] - all[0]) / 32;
      for (const step of steps) {
        assert(step / mean > 0.5 && step / mean < 1.8, `${name} ${outcome}: ${step / mean}`);
      }
      return outcomeColor(theme, outcome, 0);
    });
    assertGreaterOrEqual(contrast(slowest[0], slowest[1]), 10);
  }
});
