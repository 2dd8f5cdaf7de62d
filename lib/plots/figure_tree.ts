/** A figure as a tree of shapes with its metadata: plain data until it is written. */

import { validationMessage } from "../check.ts";
import { type Provenance, provenanceText } from "./provenance.ts";
import { allShapes, element, marked, round, type Shape } from "./shape.ts";
import { singleLine } from "./text.ts";
import type { Theme, ThemeName } from "./theme.ts";

/** A figure as plain data: `toSvg` writes it, `toElement` puts it into a page. */
export interface Figure {
  /** In units, of which a slide is 1280 wide. */
  readonly width: number;
  /** In units, of which a slide is 720 high. */
  readonly height: number;
  /** What its shapes take, where that is more: they are shown so much smaller, in the same proportions. */
  readonly canvas?: Extent;
  /** On one line; empty for none. */
  readonly title: string;
  /** What there is to see, for those who do not see it. */
  readonly description: string;
  /** Where the figure comes from: writers put it into words, after the description. */
  readonly provenance?: Provenance;
  /** Of its colours. */
  readonly theme: ThemeName;
  /** Whether it has no background of its own. */
  readonly transparent: boolean;
  /** Families of fonts, in order of preference. */
  readonly fonts: readonly string[];
  /** How long it moves until it starts again, in seconds; 0 where nothing moves. */
  readonly seconds: number;
  /** What the ids of its title and description begin with; the same for the same words. */
  readonly id: string;
  /** In painting order; the background is the first, where there is one. */
  readonly shapes: readonly Shape[];
}

/** Width and height. */
export interface Extent {
  /** In units. */
  readonly width: number;
  /** In units. */
  readonly height: number;
}

/** What a figure is made of. */
export interface FigureParts extends Pick<Figure, "title" | "description" | "provenance"> {
  /** What the shapes take. */
  readonly width: number;
  readonly height: number;
  /** Of the figure, which it fills. */
  readonly theme: Theme;
  readonly transparent: boolean;
  readonly shapes: readonly Shape[];
}

/** A figure of shapes on the theme's background, of the theme's size: shapes that take more are shown smaller. */
export function makeFigure(
  { width, height, theme, transparent, shapes, provenance, ...words }: FigureParts,
): Figure {
  const { sizes } = theme;
  const times = Math.max(1, width / sizes.width, height / sizes.height);
  const canvas = { width: round(times * sizes.width), height: round(times * sizes.height) };
  const title = singleLine(words.title);
  const description = singleLine(words.description);
  const fill = theme.colors.background;
  const background = marked({ role: "background" }, [element("rect", { ...canvas, fill })]);
  return {
    width: sizes.width,
    height: sizes.height,
    ...(canvas.width > sizes.width && { canvas }),
    title,
    description,
    ...(provenance && { provenance }),
    theme: theme.name,
    transparent,
    fonts: theme.fonts,
    seconds: 0,
    id: identifier(titleOf({ title }) + description),
    shapes: transparent ? shapes : [...background, ...shapes],
  };
}

/** A figure is never without a name. */
export function titleOf({ title }: Pick<Figure, "title">): string {
  return title || "Figure";
}

/**
 * The whole document of a figure, with words for those who do not see it.
 *
 * @param figure as `figure` makes it
 * @returns the root element: its size, then title, description and shapes
 */
export function documentOf(figure: Figure): Shape {
  const { width, height, canvas = { width, height }, fonts, id, shapes } = figure;
  const provenance = figure.provenance === undefined ? "" : provenanceText(figure.provenance);
  const words = [figure.description, singleLine(provenance)].filter((text) => text !== "");
  const attributes = {
    viewBox: `0 0 ${round(canvas.width)} ${round(canvas.height)}`,
    width,
    height,
    role: "img",
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
 * The texts that a figure shows, in document order: titles, labels, numbers on axes.
 *
 * @param figure as `figure` makes it
 * @returns one text a line of the figure
 * @throws {TypeError} if it is no figure
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
 * Returns `value` if it is a figure, as far as its parts tell.
 *
 * @throws {TypeError} if it is something else
 */
export function checkFigure(action: string, name: string, value: Figure): Figure {
  const isWhole = typeof value === "object" && value !== null && Array.isArray(value.shapes) &&
    Array.isArray(value.fonts) &&
    [value.width, value.height, value.seconds].every(Number.isFinite) &&
    [value.id, value.title, value.description].every((text) => typeof text === "string");
  if (isWhole) return value;
  const allowed = "a figure, as figure and boundaryMatrix make it";
  throw new TypeError(validationMessage(action, name, allowed, value));
}

/** A hash of the words (FNV-1a), so that the ids of figures in one page differ. */
function identifier(words: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  }
  return `figure-${(hash >>> 0).toString(16)}`;
}
