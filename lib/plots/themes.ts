/** The themes by name. */

import { checkChoice } from "../check.ts";
import { type SizeName, SIZES } from "./sizes.ts";
import type { Theme, ThemeColors } from "./theme.ts";

/** The themes there are. */
export type ThemeName = "light" | "dark" | "print";

/** Colours of a theme, and how strong they are behind points. */
type Palette = Pick<Theme, "tints"> & { readonly colors: ThemeColors };

/**
 * After Okabe and Ito's colours (Color Universal Design, 2008): those easiest
 * to tell apart first, all dark enough to stand out from white at 3 to 1
 * (WCAG 2.1, graphics), and tuned until no two look alike to colour-blind eyes.
 */
const LIGHT: Palette = {
  colors: {
    background: "#ffffff",
    ink: "#1a1a1a",
    muted: "#4f4f4f",
    grid: "#e4e4e4",
    axis: "#8a8a8a",
    unknown: "#dcdcdc",
    halo: "#ffffff",
    series: [
      "#0072b2",
      "#d55e00",
      "#009874",
      "#333333",
      "#b8418f",
      "#6a4c00",
      "#3a9bdc",
      "#8f5bd6",
    ],
  },
  tints: [{ weak: 0.1, strong: 0.48 }],
};

/** The same order of hues, bright enough to stand out from the dark. */
const DARK: Palette = {
  colors: {
    background: "#14171c",
    ink: "#f4f4f4",
    muted: "#c2c7cf",
    grid: "#2c313a",
    axis: "#7d8590",
    unknown: "#3a3f48",
    halo: "#14171c",
    series: [
      "#6ea6de",
      "#e68639",
      "#59edb4",
      "#d4e9ff",
      "#e48daf",
      "#e5b907",
      "#6474ee",
      "#b88efa",
    ],
  },
  tints: [{ weak: 0.12, strong: 0.48 }],
};

/**
 * Colours that stay apart as greys, where a printer or copier knows no others; behind points, the
 * first of two classes is the darker one everywhere.
 */
const PRINT: Palette = {
  colors: {
    background: "#ffffff",
    ink: "#000000",
    muted: "#333333",
    grid: "#dddddd",
    axis: "#666666",
    unknown: "#eeeeee",
    halo: "#ffffff",
    series: [
      "#242258",
      "#ef7010",
      "#00733f",
      "#180000",
      "#6b1532",
      "#544413",
      "#145596",
      "#8e5acc",
    ],
  },
  tints: [{ weak: 0.22, strong: 0.45 }, { weak: 0.05, strong: 0.3 }],
};

const PALETTES: Readonly<Record<ThemeName, Palette>> = { light: LIGHT, dark: DARK, print: PRINT };

/** Presentation programs look at the first alone, which Windows and macOS have, and Linux knows a double of. */
const FONTS = "Arial, Helvetica, Liberation Sans, sans-serif";

const TEXT: Theme["text"] = { title: 32, panelTitle: 24, label: 22, tick: 20 };

const LENGTHS: Omit<Theme["sizes"], "width" | "height"> = {
  margin: 32,
  gap: 32,
  minPanelWidth: 280,
  minPlotHeight: 160,
  minMapHeight: 180,
  tick: 7,
  line: 3.5,
  boundary: 3.5,
  halo: 2,
  lineMarker: 7,
  pointMarker: [3, 5.5],
  dash: [9, 7],
  legendKey: 52,
};

/** The themes there are. */
export const themeNames: readonly ThemeName[] = Object.keys(PALETTES) as ThemeName[];

/** The sizes there are. */
export const sizeNames: readonly SizeName[] = Object.keys(SIZES) as SizeName[];

/**
 * The theme of that name, at the size of that name.
 *
 * @param name of the theme
 * @param size of the figure
 * @returns everything that makes the look of the figure
 * @throws {RangeError} if there is none of that name
 */
export function themeNamed(name: ThemeName = "light", size: SizeName = "wide"): Theme {
  const action = "draw the figure";
  const { colors, tints } = PALETTES[checkChoice(action, "theme", name, themeNames)];
  const extent = SIZES[checkChoice(action, "size", size, sizeNames)];
  return { fontFamily: FONTS, colors, tints, text: TEXT, sizes: { ...extent, ...LENGTHS } };
}
