/** A figure as a tree of shapes with its metadata: plain data until it is written. */

import { validationMessage } from "../check.ts";
import { isArray, isObject } from "../check_shape.ts";
import type { ThemeName } from "./palettes.ts";
import { checkProvenance, type Provenance, provenanceText } from "./provenance.ts";
import { allShapes, checkShapes, element, marked, round, type Shape } from "./shape.ts";
import { singleLine } from "./text.ts";
import type { Theme } from "./theme.ts";
import { type Language, wordsIn } from "./words.ts";

/** A figure as plain data: `toSvg` writes it, `toElement` puts it into a page. */
export interface Figure {
  /** In units: a slide is 1280 wide. */
  readonly width: number;
  /** In units: a slide is 720 high. */
  readonly height: number;
  /** Size of the viewport of its shapes if it is larger: they are shown at a smaller scale. */
  readonly canvas?: Extent;
  /** On one line; empty for none. */
  readonly title: string;
  /** Text alternative of the figure, on one line. */
  readonly description: string;
  /** What it takes to make the figure again: writers append it to the description. */
  readonly provenance?: Provenance;
  /** Name of its theme. */
  readonly theme: ThemeName;
  /** Its language, if it is not English. */
  readonly language?: Language;
  /** Whether it has no background. */
  readonly transparent: boolean;
  /** Font families, in order of preference. */
  readonly fonts: readonly string[];
  /** Duration of its animation until it repeats, in seconds; 0 without animation. */
  readonly seconds: number;
  /** Prefix of the ids of its title and description; equal for equal texts. */
  readonly id: string;
  /** In drawing order; the background, if there is one, is the first. */
  readonly shapes: readonly Shape[];
}

/** Width and height. */
export interface Extent {
  /** In units. */
  readonly width: number;
  /** In units. */
  readonly height: number;
}

/** The parts of a figure. */
export interface FigureParts extends Pick<Figure, "title" | "description" | "provenance"> {
  /** Width of the viewport that the shapes need. */
  readonly width: number;
  /** Height of the viewport that the shapes need. */
  readonly height: number;
  /** With the size of the figure. */
  readonly theme: Theme;
  readonly transparent: boolean;
  readonly shapes: readonly Shape[];
}

/** Makes a figure of the theme's size and background; shapes that need more space get a larger viewport. */
export function makeFigure(
  { width, height, theme, transparent, shapes, provenance, ...words }: FigureParts,
): Figure {
  const { sizes } = theme;
  const { isHeightFree } = sizes;
  const scale = Math.max(1, width / sizes.width, isHeightFree ? 1 : height / sizes.height);
  const extent = {
    width: sizes.width,
    height: isHeightFree ? round(height / scale) : sizes.height,
  };
  const canvas = { width: round(scale * extent.width), height: round(scale * extent.height) };
  const title = singleLine(words.title);
  const description = singleLine(words.description);
  const fill = theme.colors.background;
  const background = marked({ role: "background" }, [element("rect", { ...canvas, fill })]);
  return {
    ...extent,
    ...(canvas.width > sizes.width && { canvas }),
    title,
    description,
    ...(provenance && { provenance }),
    theme: theme.name,
    ...(theme.words.language !== "en" && { language: theme.words.language }),
    transparent,
    fonts: theme.fonts,
    seconds: 0,
    id: identifier((title || "Figure") + description),
    shapes: transparent ? shapes : [...background, ...shapes],
  };
}

/** The title of a figure, or a general name for one without a title. */
export function titleOf({ title, language }: Pick<Figure, "title" | "language">): string {
  return title || wordsIn("write the figure", language).say("Figure");
}

/**
 * The whole document of a figure, with its text alternative.
 *
 * @param figure as `figure` returns it
 * @returns the root element: its size, then title, description and shapes
 */
export function documentOf(figure: Figure): Shape {
  const { width, height, canvas = { width, height }, fonts, id, shapes } = figure;
  const provenance = figure.provenance === undefined
    ? ""
    : provenanceText(figure.provenance, figure.language);
  const { locale } = wordsIn("write the figure", figure.language);
  const words = [figure.description, singleLine(provenance)].filter((text) => text !== "");
  const attributes = {
    viewBox: `0 0 ${round(canvas.width)} ${round(canvas.height)}`,
    width,
    height,
    role: "img",
    lang: locale === "en" ? undefined : locale,
    "aria-labelledby": `${id}-title ${id}-description`,
    "font-family": fonts.join(", "),
  };
  return element("svg", attributes, [
    element("title", { id: `${id}-title` }, titleOf(figure)),
    element("desc", { id: `${id}-description` }, words.join(" ")),
    ...shapes,
  ]);
}

/**
 * The texts that a figure shows, in document order: titles, labels and tick labels.
 *
 * @param figure as `figure` returns it
 * @returns one text for each line of text in the figure
 * @throws {TypeError} if it is not a figure
 *
 * @example The labels of axes
 * ```ts
 * import { figure, linePanel, textsOf } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * const loss = linePanel([{ name: "relu", values: [0.69, 0.41] }], { yLabel: "loss" });
 * assert(textsOf(figure([[loss]])).includes("loss"));
 * ```
 */
export function textsOf(figure: Figure): string[] {
  const { shapes } = checkFigure("list the texts", "figure", figure);
  return [...allShapes(shapes)].filter(({ name }) => name === "text").map(textIn);
}

/** All text inside an element. */
function textIn({ children }: Shape): string {
  return children.map((child) => typeof child === "string" ? child : textIn(child)).join("");
}

/**
 * Returns `value` if it has the parts of a figure, and its shapes have those of shapes.
 *
 * @throws {TypeError} if it does not
 */
export function checkFigure(action: string, name: string, value: Figure): Figure {
  const isWhole = isObject(value) && isArray(value.shapes) && isArray(value.fonts) &&
    value.fonts.every((font) => typeof font === "string") &&
    [value.width, value.height, value.seconds].every(Number.isFinite) &&
    [value.id, value.title, value.description].every((text) => typeof text === "string");
  if (!isWhole) {
    const allowed = "a figure, as figure and boundaryMatrix make it";
    throw new TypeError(validationMessage(action, name, allowed, value));
  }
  const { canvas, provenance } = value;
  if (canvas !== undefined && !(isObject(canvas) && isFiniteExtent(canvas))) {
    const allowed = "a finite width and height";
    throw new TypeError(validationMessage(action, `the canvas of ${name}`, allowed, canvas));
  }
  if (provenance !== undefined) checkProvenance(action, provenance);
  wordsIn(action, value.language);
  checkShapes(action, `the shapes of ${name}`, value.shapes);
  return value;
}

function isFiniteExtent({ width, height }: Extent): boolean {
  return Number.isFinite(width) && Number.isFinite(height);
}

/** A hash of the texts (FNV-1a), so that the ids of the figures of a page differ. */
function identifier(words: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  }
  return `figure-${(hash >>> 0).toString(16)}`;
}
