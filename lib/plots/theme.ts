/** Every colour, size and font of the figures, one record a theme. */

import { checkChoice } from "../check.ts";

/** The themes there are. */
export type ThemeName = "light";

/** How a figure looks. Colours are `#rrggbb`; sizes are user units on a figure 1280 wide. */
export interface Theme {
  /** Fonts in order of preference. */
  readonly fontFamily: string;
  /** Colours by what they are for. */
  readonly colors: ThemeColors;
  /** How much of a class's colour its background takes: where it is barely the likeliest, and where it is certain. */
  readonly tint: { readonly weak: number; readonly strong: number };
  /** Font sizes. */
  readonly text: ThemeText;
  /** Lengths and widths. */
  readonly sizes: ThemeSizes;
}

/** Colours of a theme. */
export interface ThemeColors {
  /** Under everything. */
  readonly background: string;
  /** Titles, axis labels and the decision boundary. */
  readonly ink: string;
  /** Tick labels, notes and whatever stands back. */
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
  /** Least distance between panels. */
  readonly gap: number;
  /** Below this a figure grows rather than its panels shrink. */
  readonly leastPanelWidth: number;
  /** Below this a figure grows rather than its plots shrink. */
  readonly leastPlotHeight: number;
  /** The same for plots whose proportions are bound, which would get narrow as well. */
  readonly leastMapHeight: number;
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
  /** Half the width of a data point: least, where points are many, and most. */
  readonly pointMarker: readonly [least: number, most: number];
  /** Dash and gap of a dashed line. */
  readonly dash: readonly [number, number];
  /** Width of a line's sample in the legend. */
  readonly legendKey: number;
}

/**
 * After Okabe and Ito's colours (Color Universal Design, 2008): those easiest
 * to tell apart first, all dark enough to stand out from white at 3 to 1
 * (WCAG 2.1, graphics), and tuned until no two look alike to colour-blind eyes.
 */
const SERIES = [
  "#0072b2",
  "#d55e00",
  "#009874",
  "#333333",
  "#b8418f",
  "#6a4c00",
  "#3a9bdc",
  "#8f5bd6",
];

const LIGHT: Theme = {
  fontFamily: "Helvetica Neue, Helvetica, Arial, sans-serif",
  colors: {
    background: "#ffffff",
    ink: "#1a1a1a",
    muted: "#4f4f4f",
    grid: "#e4e4e4",
    axis: "#8a8a8a",
    unknown: "#dcdcdc",
    halo: "#ffffff",
    series: SERIES,
  },
  tint: { weak: 0.1, strong: 0.48 },
  text: { title: 32, panelTitle: 24, label: 22, tick: 20 },
  sizes: {
    width: 1280,
    height: 720,
    margin: 32,
    gap: 32,
    leastPanelWidth: 280,
    leastPlotHeight: 240,
    leastMapHeight: 320,
    tick: 7,
    line: 3.5,
    boundary: 3.5,
    halo: 2,
    lineMarker: 7,
    pointMarker: [3, 5.5],
    dash: [9, 7],
    legendKey: 52,
  },
};

/** The themes by name. */
export const THEMES: Readonly<Record<ThemeName, Theme>> = { light: LIGHT };

/**
 * The theme of that name.
 *
 * @param name of the theme, `light` where undefined
 * @returns its record
 * @throws {RangeError} if there is none of that name
 */
export function themeNamed(name: ThemeName = "light"): Theme {
  const names = Object.keys(THEMES) as ThemeName[];
  return THEMES[checkChoice("draw the figure", "theme", name, names)];
}
