/** The options that all figures have in common, and the theme that follows from them. */

import { checkBoolean, checkNumber, validationMessage } from "../check.ts";
import { checkList } from "../check_shape.ts";
import type { FigureParts } from "./figure_tree.ts";
import type { ThemeName } from "./palettes.ts";
import { checkProvenance, type Provenance } from "./provenance.ts";
import { checkColors, checkStyle, type PanelStyle, type WordOptions } from "./style.ts";
import { checkText } from "./text.ts";
import { type SizeName, type Theme, themeNamed, type ThemeSizes } from "./theme.ts";

/** Words, look and size of a figure of any kind. */
export interface CommonFigureOptions extends WordOptions {
  /** Title of the figure, two lines at most. */
  readonly title?: string;
  /** A line under the title: the topic, if the title is a finding. */
  readonly subtitle?: string;
  /** Text alternative of the figure: made from the panels by default. */
  readonly description?: string;
  /**
   * Colours: `light` for bright slides (by default), `dark` for dark ones, `print` for colour and grey
   * prints.
   */
  readonly theme?: ThemeName;
  /** The part of a slide that it fills: all of it, `wide` (by default), `half` of it, or a `square`. */
  readonly size?: SizeName;
  /** Width in units, of which a slide has 1280: that of the size by default. */
  readonly width?: number;
  /**
   * Height in units, of which a slide has 720, or `auto` for as much as plots of the figure's width need:
   * that of the size by default.
   */
  readonly height?: number | "auto";
  /** Font families in order of preference: Arial and others of its widths by default. */
  readonly fonts?: readonly string[];
  /**
   * Size of labels in units, to which other sizes of text are in proportion: by default 24, or up to a
   * fifth less where a long legend leaves a plot little space.
   */
  readonly fontSize?: number;
  /** Whether the figure has no background, so that the slide's is visible: false by default. */
  readonly transparent?: boolean;
  /** What it takes to make the figure again: writers append it to the description. */
  readonly provenance?: Provenance;
  /** Whether there is a legend: true by default. */
  readonly legend?: boolean;
}

/** The names of the options that all figures have in common, without those of words. */
export const commonOptionNames = [
  "title",
  "subtitle",
  "description",
  "theme",
  "size",
  "width",
  "height",
  "fonts",
  "fontSize",
  "transparent",
  "provenance",
  "legend",
] as const satisfies readonly (keyof CommonFigureOptions)[];

/** Options of a figure, checked. */
export interface CheckedOptions extends Omit<FigureParts, "width" | "height" | "shapes"> {
  readonly subtitle: string;
  readonly legend: boolean;
  readonly style: PanelStyle;
  /** Colours of runs, by the names that are shown. */
  readonly runColors: ReadonlyMap<string, string>;
}

/**
 * Checks the options that all figures have in common, and finds the theme.
 *
 * @throws {TypeError} if one is of the wrong kind
 * @throws {RangeError} if one is out of bounds, or there is no theme, size or language of that name
 */
export function checkFigureOptions(action: string, options: CommonFigureOptions): CheckedOptions {
  const { legend = true, transparent = false, provenance } = options;
  const style = checkStyle(action, options);
  const colors = checkColors(action, options);
  return {
    title: checkText(action, "title", options.title),
    subtitle: checkText(action, "subtitle", options.subtitle),
    description: checkText(action, "description", options.description),
    provenance: provenance === undefined ? undefined : checkProvenance(action, provenance),
    theme: { ...themeOf(action, options, colors.classes), words: style.words },
    transparent: checkBoolean(action, "transparent", transparent),
    legend: checkBoolean(action, "legend", legend),
    style,
    runColors: colors.runs,
  };
}

/** Smaller figures have no space for axes; larger ones exceed what renderers can draw. */
const EXTENT = { minimum: 100, maximum: 10_000 };
/** Smaller text is illegible; larger text leaves no space for plots. */
const FONT_SIZE = { minimum: 4, maximum: 100 };

function themeOf(
  action: string,
  options: CommonFigureOptions,
  classColors: readonly string[],
): Theme {
  const { fonts, fontSize } = options;
  const theme = themeNamed(options.theme, options.size);
  const scale = fontSize === undefined
    ? 1
    : checkNumber(action, "fontSize", fontSize, FONT_SIZE) / theme.text.label;
  const { title, panelTitle, label, tick } = theme.text;
  return {
    ...theme,
    ...(fonts !== undefined && checkFonts(action, fonts, theme)),
    ...(fontSize !== undefined && {
      text: {
        title: scale * title,
        panelTitle: scale * panelTitle,
        label: scale * label,
        tick: scale * tick,
      },
    }),
    colors: withColors(theme, classColors.map((color, at) => [at, color])),
    sizes: sizesOf(action, options, theme),
  };
}

/** Height of a plot of curves relative to the figure's width, and the maximum of a map, for `auto`. */
const FREE_PLOT = { curves: 0.55, map: 1.2 };

function sizesOf(
  action: string,
  { width: wanted, height }: CommonFigureOptions,
  { sizes }: Theme,
): ThemeSizes {
  const width = wanted === undefined ? sizes.width : checkNumber(action, "width", wanted, EXTENT);
  if (height === "auto") {
    return {
      ...{ ...sizes, width, height: 0, isHeightFree: true },
      minPlotHeight: FREE_PLOT.curves * width,
      minMapHeight: FREE_PLOT.map * width,
    };
  }
  if (height === undefined) return { ...sizes, width };
  return { ...sizes, width, height: checkNumber(action, "height", height, EXTENT) };
}

/** Other fonts may be wider than Helvetica; this factor covers Verdana and fonts of one width. */
const OTHER_STRETCH = 1.2;

/** A family without signs that would need quotes in an attribute or a style. */
const FAMILY = /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u;

function checkFonts(
  action: string,
  fonts: readonly string[],
  theme: Theme,
): Pick<Theme, "fonts" | "stretch"> {
  checkList(action, "fonts", fonts, "a list of font families");
  const allowed = "font families of letters, digits, spaces, dots and hyphens";
  if (fonts.length === 0) throw new RangeError(validationMessage(action, "fonts", allowed, fonts));
  fonts.forEach((font, at) => {
    const isName = FAMILY.test(checkText(action, `fonts[${at}]`, font ?? null));
    if (!isName) throw new RangeError(validationMessage(action, `fonts[${at}]`, allowed, font));
  });
  const isOfSameWidths = [...theme.fonts, "Arimo"].includes(fonts[0]);
  return { fonts, stretch: isOfSameWidths ? 1 : OTHER_STRETCH };
}

/** The colours of a theme with others in some slots. */
export function withColors(
  { colors }: Theme,
  slots: readonly (readonly [slot: number, color: string])[],
): Theme["colors"] {
  if (slots.length === 0) return colors;
  const count = Math.max(colors.series.length, ...slots.map(([slot]) => slot + 1));
  const series = Array.from({ length: count }, (_, slot) => {
    return colors.series[slot % colors.series.length];
  });
  for (const [slot, color] of slots) series[slot] = color;
  return { ...colors, series };
}
