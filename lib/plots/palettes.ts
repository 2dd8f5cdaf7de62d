/** The colours of each theme. */

/** Colours of a theme, as `#rrggbb`. */
export interface ThemeColors {
  /** Of the whole canvas. */
  readonly background: string;
  /** Of titles, axis labels and the decision boundary. */
  readonly ink: string;
  /** Of tick labels, notes and other secondary texts. */
  readonly muted: string;
  /** Of grid lines. */
  readonly grid: string;
  /** Of axis lines and ticks. */
  readonly axis: string;
  /** Of areas where a model gives no number. */
  readonly unknown: string;
  /** Around filled markers and boundaries, and inside hollow markers. */
  readonly halo: string;
  /** One for each run or class; after the last, the first is used again. */
  readonly series: readonly string[];
  /** For steps of one quantity, from the first to the last: the colours between them are mixed. */
  readonly ramp: readonly string[];
  /** For trainings that converge, from the slowest to the fastest; as even in lightness as OKLab. */
  readonly converged: readonly string[];
  /** The same for those that diverge; the slowest of both differ most in lightness. */
  readonly diverged: readonly string[];
}

/** The share of a class's colour that is mixed into the background, from 0 to 1. */
export interface Tint {
  /** Where the class is barely the likeliest. */
  readonly weak: number;
  /** Where the class is certain. */
  readonly strong: number;
}

/** The names of the themes. */
export type ThemeName = "light" | "dark" | "print";

/** Colours of a theme, and how strong they are behind points. */
export interface Palette {
  readonly colors: ThemeColors;
  /** One for each class; after the last, the first is used again. */
  readonly tints: readonly Tint[];
}

/**
 * After Okabe and Ito's colours (Color Universal Design, 2008). The most distinct colours come first.
 * All have a contrast of at least 3 to 1 with white (WCAG 2.1, graphics). They are chosen so that
 * colour-blind readers can distinguish each pair.
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
      "#4800cc",
      "#3c0048",
      "#fc0c60",
      "#481800",
      "#48603c",
      "#600c9c",
      "#7854fc",
      "#841878",
    ],
    ramp: ["#d0659f", "#8a3fa0", "#2b0b56"],
    converged: ["#08233f", "#1a4b78", "#2f78b7", "#6ba5d5", "#a5d2f2"],
    diverged: ["#fff3da", "#facd9e", "#f2a65e", "#d67839", "#b8480c"],
  },
  tints: [{ weak: 0.1, strong: 0.48 }],
};

/** The same order of hues, bright enough for contrast with a dark background. */
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
      "#cc0048",
      "#845484",
      "#8424fc",
      "#fcf090",
      "#a84800",
      "#60846c",
      "#b4c078",
      "#b400b4",
    ],
    ramp: ["#9460b8", "#d184c6", "#fbe3f3"],
    converged: ["#e4f3ff", "#b2d6f5", "#7fb9ea", "#548bbe", "#2a5f93"],
    diverged: ["#1f0f06", "#51280c", "#8a430f", "#bc6b27", "#f0953f"],
  },
  tints: [{ weak: 0.12, strong: 0.48 }],
};

/**
 * Colours that differ in grey level too, for printers and copiers without colour. Behind points, the
 * first of two classes is the darker one at every certainty.
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
      "#c0789c",
      "#b400fc",
      "#f00054",
      "#6000a8",
      "#8490cc",
      "#84486c",
      "#9c9078",
      "#a85400",
    ],
    ramp: ["#a489ab", "#6a4277", "#17001f"],
    converged: ["#0a1526", "#22324b", "#3d5274", "#647795", "#8d9db8"],
    diverged: ["#fffaf0", "#f4e2ca", "#e9cba4", "#d5aa7a", "#c08a50"],
  },
  tints: [{ weak: 0.22, strong: 0.45 }, { weak: 0.05, strong: 0.3 }],
};

/** How many classes can have different colours; equal in all themes. */
export const COLOR_COUNT = LIGHT.colors.series.length;

/** The palette of each theme. */
export const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  light: LIGHT,
  dark: DARK,
  print: PRINT,
};

/** The names of the themes. */
export const themeNames: readonly ThemeName[] = Object.keys(PALETTES) as ThemeName[];
