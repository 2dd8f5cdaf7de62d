/** The look of a figure: colours, sizes and fonts, by the name of the theme. */

import { checkChoice } from "../check.ts";
import { type Palette, PALETTES, type ThemeName, themeNames } from "./palettes.ts";
import { englishWords, type Words } from "./words.ts";

/** The look of a figure. Sizes are in user units: a slide is 1280 wide. */
export interface Theme extends Palette {
  readonly name: ThemeName;
  /** Font families, in order of preference. */
  readonly fonts: readonly string[];
  /** Font sizes. */
  readonly text: ThemeText;
  /** Factor of the widths of texts: above 1 for fonts that may be wider than Helvetica. */
  readonly stretch: number;
  /** The language of texts that are drawn with the data. */
  readonly words: Words;
  /** Lengths and widths. */
  readonly sizes: ThemeSizes;
}

/** Font sizes of a theme. */
export interface ThemeText {
  /** For the title of the figure. */
  readonly title: number;
  /** For the title of a panel. */
  readonly panelTitle: number;
  /** For the legend, notes and axis labels. */
  readonly label: number;
  /** For tick labels. */
  readonly tick: number;
}

/** Lengths and widths of a theme. */
export interface ThemeSizes {
  /** Of the canvas. */
  readonly width: number;
  /** Of the canvas. */
  readonly height: number;
  /** Whether the canvas is as high as its content needs, at its width: its height is 0 then. */
  readonly isHeightFree: boolean;
  /** Between the edges of the canvas and its content. */
  readonly margin: number;
  /** Minimum distance between panels. */
  readonly gap: number;
  /** Where panels would be narrower, the canvas grows, and is shown at a smaller scale. */
  readonly minPanelWidth: number;
  /** Where plots would be lower, the canvas grows, and is shown at a smaller scale. */
  readonly minPlotHeight: number;
  /** The same for plots of fixed proportions, which get narrower with their height. */
  readonly minMapHeight: number;
  /** Length of a tick. */
  readonly tick: number;
  /** Width of a curve. */
  readonly line: number;
  /** Width of a decision boundary. */
  readonly boundary: number;
  /** Half the width of a marker on a curve. */
  readonly lineMarker: number;
  /** Width of the halo on each side of a decision boundary. */
  readonly halo: number;
  /** Half the width of a data point: the minimum for many points, the maximum for few. */
  readonly pointMarker: readonly [min: number, max: number];
  /** Lengths of dash and gap of a dashed line. */
  readonly dash: readonly [number, number];
  /** Length of a line's sample in the legend. */
  readonly legendKey: number;
}

/** The names of the sizes. */
export type SizeName = "wide" | "half" | "square";

/** Width and height of each size, in units: a slide is 1280 wide and 720 high. */
export const SIZES: Readonly<
  Record<SizeName, { readonly width: number; readonly height: number }>
> = {
  wide: { width: 1280, height: 720 },
  half: { width: 640, height: 720 },
  square: { width: 720, height: 720 },
};

/**
 * Presentation programs use the first family only. Windows and macOS have it, and Linux has a font with
 * the same metrics.
 */
const FONTS = ["Arial", "Helvetica", "Liberation Sans", "sans-serif"];

/** A slide of 1280 units is shown 13.3 inches wide: labels have 18 points there. */
const TEXT: Theme["text"] = { title: 34, panelTitle: 26, label: 24, tick: 22 };

const LENGTHS: Omit<Theme["sizes"], "width" | "height"> = {
  isHeightFree: false,
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

/** The names of the sizes. */
export const sizeNames: readonly SizeName[] = Object.keys(SIZES) as SizeName[];

/**
 * Finds a theme by its name.
 *
 * @param name of the theme
 * @param size of the figure
 * @returns the theme, with the width and height of that size
 * @throws {RangeError} if there is no theme or size of that name
 */
export function themeNamed(name: ThemeName = "light", size: SizeName = "wide"): Theme {
  const action = "draw the figure";
  const { colors, tints } = PALETTES[checkChoice(action, "theme", name, themeNames)];
  const extent = SIZES[checkChoice(action, "size", size, sizeNames)];
  const sizes = { ...extent, ...LENGTHS };
  return { name, fonts: FONTS, colors, tints, text: TEXT, stretch: 1, words: englishWords, sizes };
}

/** The edge of a point that has the colour of its value: thin as a halo, or a grey ring if it is hollow. */
export function valueEdge(
  { colors }: Theme,
  hollow: boolean,
): { readonly stroke: string; readonly "stroke-width": number } {
  return { stroke: hollow ? colors.muted : colors.halo, "stroke-width": hollow ? 2 : 1.75 };
}

/** A font's size, and whether it is bold. */
export interface Font {
  readonly size: number;
  readonly bold?: boolean;
  /** Factor of its widths, for fonts wider than Helvetica: 1 by default. */
  readonly stretch?: number;
}

/** A font of the theme. */
export function fontOf({ text, stretch }: Theme, use: keyof ThemeText, bold?: boolean): Font {
  return { size: text[use], ...(bold && { bold }), ...(stretch !== 1 && { stretch }) };
}

/** The colour of the `slot`-th run or class; after the last, the first is used again. */
export function seriesColor(theme: Theme, slot: number): string {
  return theme.colors.series[slot % theme.colors.series.length];
}

/** Interpolates linearly between two `#rrggbb` colours: a share of 0 gives `base`, 1 gives `color`. */
export function mixColors(base: string, color: string, share: number): string {
  const channel = (text: string, at: number) => parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(channel(base, at) * (1 - share) + channel(color, at) * share)
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** The colour of a step of so many, from the start of the theme's ramp to its end. */
export function rampColor({ colors: { ramp } }: Theme, step: number, steps: number): string {
  return between(ramp, steps < 2 ? 1 : step / (steps - 1));
}

/** The colour at a share of the way through evenly spaced colours. */
function between(stops: readonly string[], share: number): string {
  const at = share * (stops.length - 1);
  const before = Math.min(Math.floor(at), stops.length - 2);
  return mixColors(stops[before], stops[before + 1], at - before);
}

/** How a training ended. */
export type Outcome = "converged" | "diverged";

/** The colour of a training: that of the slowest one for a share of 0, of the fastest one for 1. */
export function outcomeColor({ colors }: Theme, outcome: Outcome, share: number): string {
  return between(colors[outcome], share);
}

/** The colour of a cell: pale for a share of 0, that of the end of the ramp for 1. */
export function cellColor({ colors: { background, ramp } }: Theme, share: number): string {
  const pale = mixColors(background, ramp[0], PALEST);
  return between([pale, ...ramp], share);
}

/** The share of the ramp's first colour in the palest cell; the rest is the background's. */
const PALEST = 0.12;

/** The colour of a text on a filled area: of ink and background the one with more contrast. */
export function inkOn({ colors: { ink, background } }: Theme, fill: string): string {
  const [light, dark] = [ink, background].map((color) => contrastOf(color, fill));
  return light >= dark ? ink : background;
}

/** The ratio of contrast between two `#rrggbb` colours (WCAG 2.1). */
function contrastOf(one: string, other: string): number {
  const [low, high] = [one, other].map(luminanceOf).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance of a `#rrggbb` colour (WCAG 2.1). */
function luminanceOf(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * The background where the `slot`-th class is the likeliest, at that certainty; grey if `slot` is
 * undefined.
 */
export function tint(theme: Theme, slot: number | undefined, certainty: number): string {
  const { weak, strong } = theme.tints[(slot ?? 0) % theme.tints.length];
  const color = slot === undefined ? theme.colors.muted : seriesColor(theme, slot);
  return mixColors(theme.colors.background, color, weak + (strong - weak) * certainty);
}
