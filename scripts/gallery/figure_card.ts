/** A figure of the gallery: its looks for wide and narrow pages by day and by night, and its caption. */

import { type Figure, staticFigure, type ThemeName, toSvg } from "../../mod.ts";
import type { ByScheme } from "../cli/looks.ts";
import { withColorSchemes } from "./color_schemes.ts";
import { type Html, tag } from "./html.ts";
import type { PageWords } from "./page_words.ts";
import type { Picture } from "./section.ts";

/**
 * Creates a figure with its caption, a link to its file, and its description. It is a separate image,
 * so that the ids of several figures do not collide.
 *
 * @param picture The figure and its looks
 * @param place Its theme, for the ground of transparent ones, its number on the page, and the language
 */
export function figureCard(
  { file, figure, looks }: Picture,
  { theme, number, words }: {
    readonly theme: ThemeName;
    readonly number: number;
    readonly words: PageWords;
  },
): Html {
  const { title, seconds } = figure;
  const name = title || file;
  const region = { class: "scroll", tabindex: 0, role: "region", "aria-label": name };
  const isFixed = looks === undefined;
  const followsScheme = looks?.wide.dark !== undefined;
  return tag(
    "figure",
    { class: isFixed ? `${theme} fixed` : followsScheme ? `${theme} by-scheme` : theme },
    ...(seconds > 0 ? [holdBox(words)] : []),
    tag("div", region, ...imagesOf({ file, figure, looks })),
    tag(
      "figcaption",
      {},
      tag("strong", {}, words.say("Figure {n}", { n: number })),
      title === "" ? " " : `: ${sentence(title)} `,
      tag("a", { href: encodeURIComponent(file.toWellFormed()) }, file),
      ...(isFixed
        ? [tag("span", { class: "sideways" }, ` (${words.say("scrolls sideways")})`)]
        : []),
    ),
  );
}

/**
 * The images of a figure, of which the style sheet shows one. An animated figure has a static copy, for
 * print, for readers who prefer reduced motion, and while the animation is held.
 */
function imagesOf({ file, figure, looks }: Picture): Html[] {
  const { title, description, seconds } = figure;
  const name = title || file;
  const alt = description === "" ? name : `${name}. ${description}`;
  const image = (shown: Figure, kind?: string) => {
    const [width, height] = [shown.width, shown.height].map(Math.round);
    // The minimum width of readable text: narrower pages scroll the figure; in print it has this width.
    const style = `--half:${Math.round(width / 2)}px`;
    return tag("img", { class: kind, src: dataUri(toSvg(shown)), alt, width, height, style });
  };
  const images = (shown: Figure, kind?: string) =>
    seconds > 0
      ? [[shown, "moving"] as const, [staticFigure(shown), "still"] as const]
        .map(([shown, motion]) => image(shown, [kind, motion].filter(Boolean).join(" ")))
      : [image(shown, kind)];
  if (looks === undefined) return images(figure);
  return [...images(byScheme(looks.wide), "wide"), ...images(byScheme(looks.narrow), "narrow")];
}

/** One figure for both colour schemes; the bright one if the dark one has other shapes. */
function byScheme({ light, dark }: ByScheme): Figure {
  return (dark && withColorSchemes(light, dark)) ?? light;
}

/** A title as a sentence. */
export function sentence(title: string): string {
  return /[.!?…]$/.test(title) ? title : `${title}.`;
}

/** A checkbox that holds an animation, by a style sheet without a script. */
function holdBox(words: PageWords): Html {
  const text = ` ${words.say("Hold still, at the last epoch")}`;
  return tag("label", { class: "hold" }, tag("input", { type: "checkbox" }), text);
}

/** A data URI with percent encoding only where it is needed, a third shorter than base64. */
function dataUri(svg: string): string {
  const text = svg.trim().toWellFormed().replace(/[^ !'-;=A-Z_a-z~]/gu, encodeURIComponent);
  return `data:image/svg+xml,${text}`;
}
