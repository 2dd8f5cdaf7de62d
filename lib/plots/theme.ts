/** What makes the look of a figure: every colour, size and font, by the name of the theme. */

import { checkChoice } from "../check.ts";

/** How a figure looks. Colours are `#rrggbb`; sizes are user units on a slide 1280 wide. */
export interface Theme {
  /** What it is called. */
  readonly name: ThemeName;
  /** Families of fonts in order of preference. */
  readonly fonts: readonly string[];
  /** Colours by what they are for. */
  readonly colors: ThemeColors;
  /** How much of a class's colour its background takes; taken in turn, as colours are. */
  readonly tints: readonly Tint[];
  /** Font sizes. */
  readonly text: ThemeText;
  /** Lengths and widths. */
  readonly sizes: ThemeSizes;
}

/** Shares of a colour: where a class is barely the likeliest, and where it is certain. */
export interface Tint {
  /** Where it is barely the likeliest. */
  readonly weak: number;
  /** Where it is certain. */
  readonly strong: number;
}

/** Colours of a theme. */
export interface ThemeColors {
  /** Under everything. */
  readonly background: string;
  /** Titles, axis labels and the decision boundary. */
  readonly ink: string;
  /** Tick labels, notes and other secondary texts. */
  readonly muted: string;
  /** Lines across a plot. */
  readonly grid: string;
  /** Axis lines and ticks. */
  readonly axis: string;
  /** Where a model gives no number. */
  readonly unknown: string;
  /** Around filled markers and boundaries, and inside hollow markers. */
  readonly halo: string;
  /** One a run or class, taken in turn. */
  readonly series: readonly string[];
}

/** Font sizes of a theme. */
export interface ThemeText {
  /** Of the figure's title. */
  readonly title: number;
  /** Of a panel's title. */
  readonly panelTitle: number;
  /** Of legend, notes and axis labels. */
  readonly label: number;
  /** Of the numbers on axes. */
  readonly tick: number;
}

/** Lengths and widths of a theme. */
export interface ThemeSizes {
  /** Of a figure, unless its columns need more. */
  readonly width: number;
  /** Of a figure, unless its rows need more. */
  readonly height: number;
  /** Around everything. */
  readonly margin: number;
  /** Minimum distance between panels. */
  readonly gap: number;
  /** Narrower panels get a larger canvas instead, which is shown smaller. */
  readonly minPanelWidth: number;
  /** Lower plots get a larger canvas instead, which is shown smaller. */
  readonly minPlotHeight: number;
  /** The same for plots whose proportions are bound, which would get narrow as well. */
  readonly minMapHeight: number;
  /** Length of a tick. */
  readonly tick: number;
  /** Width of a curve. */
  readonly line: number;
  /** Width of a decision boundary. */
  readonly boundary: number;
  /** Half the width of a marker on a curve. */
  readonly lineMarker: number;
  /** On each side of a decision boundary. */
  readonly halo: number;
  /** Half the width of a data point: the minimum, where points are many, and the maximum. */
  readonly pointMarker: readonly [min: number, max: number];
  /** Dash and gap of a dashed line. */
  readonly dash: readonly [number, number];
  /** Width of a line's sample in the legend. */
  readonly legendKey: number;
}

/** The sizes there are. */
export type SizeName = "wide" | "half" | "square";

/** Width and height of each, in units of which a slide is 1280 wide and 720 high. */
export const SIZES: Readonly<
  Record<SizeName, { readonly width: number; readonly height: number }>
> = {
  wide: { width: 1280, height: 720 },
  half: { width: 640, height: 720 },
  square: { width: 720, height: 720 },
};

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
      "#4800cc",
      "#3c0048",
      "#fc0c60",
      "#481800",
      "#48603c",
      "#600c9c",
      "#7854fc",
      "#841878",
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
      "#cc0048",
      "#845484",
      "#8424fc",
      "#fcf090",
      "#a84800",
      "#60846c",
      "#b4c078",
      "#b400b4",
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
      "#c0789c",
      "#b400fc",
      "#f00054",
      "#6000a8",
      "#8490cc",
      "#84486c",
      "#9c9078",
      "#a85400",
    ],
  },
  tints: [{ weak: 0.22, strong: 0.45 }, { weak: 0.05, strong: 0.3 }],
};

/** How many classes have a colour of their own, in each theme. */
export const COLOR_COUNT = LIGHT.colors.series.length;

const PALETTES: Readonly<Record<ThemeName, Palette>> = { light: LIGHT, dark: DARK, print: PRINT };

/** Presentation programs use the first only, which Windows and macOS have, and for which Linux has a metric-compatible font. */
const FONTS = ["Arial", "Helvetica", "Liberation Sans", "sans-serif"];

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
 * @throws {RangeError} if there is no theme or size of that name
 */
export function themeNamed(name: ThemeName = "light", size: SizeName = "wide"): Theme {
  const action = "draw the figure";
  const { colors, tints } = PALETTES[checkChoice(action, "theme", name, themeNames)];
  const extent = SIZES[checkChoice(action, "size", size, sizeNames)];
  return { name, fonts: FONTS, colors, tints, text: TEXT, sizes: { ...extent, ...LENGTHS } };
}

/** The colour of the `slot`-th run or class; they come round again after the last. */
export function seriesColor(theme: Theme, slot: number): string {
  return theme.colors.series[slot % theme.colors.series.length];
}

/** `share` of one `#rrggbb` colour in another: 0 gives `base`, 1 gives `color`. */
export function mixColors(base: string, color: string, share: number): string {
  const channel = (text: string, at: number) => parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(channel(base, at) * (1 - share) + channel(color, at) * share)
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** The background of the `slot`-th class where it is the likeliest with that certainty; of no class, grey. */
export function tint(theme: Theme, slot: number | undefined, certainty: number): string {
  const { weak, strong } = theme.tints[(slot ?? 0) % theme.tints.length];
  const color = slot === undefined ? theme.colors.muted : seriesColor(theme, slot);
  return mixColors(theme.colors.background, color, weak + (strong - weak) * certainty);
}
