/** Figures of the gallery, each whole within the page. */

import { type Figure, staticFigure, type ThemeName, toSvg } from "../../mod.ts";
import { type Html, tag } from "./html.ts";
import type { Picture } from "./section.ts";

/**
 * A figure with its description, and a link to its file. It stands in the page as an image of its
 * own, so that its ids, of which figures may share some, are its own as well. One that moves has a
 * twin that does not: the style sheet shows that on paper, where readers want nothing to move, and
 * where they hold it by hand.
 */
export function pictureCard({ file, figure }: Picture, theme: ThemeName): Html {
  const { title, description, seconds } = figure;
  const [width, height] = [figure.width, figure.height].map(Math.round);
  const name = title || file;
  const region = { class: "scroll", tabindex: 0, role: "region", "aria-label": name };
  const words = description === "" ? name : `${name}. ${description}`;
  // Narrower, the words in it were too small to read: it scrolls instead, and on paper is so wide.
  const style = `--half:${Math.round(width / 2)}px`;
  const looks = { alt: words, width, height, style };
  const image = (figure: Figure, kind?: string) =>
    tag("img", { class: kind, src: dataUri(toSvg(figure)), ...looks });
  const moves = seconds > 0;
  const href = encodeURIComponent(file.toWellFormed());
  return tag(
    "figure",
    { class: theme },
    ...(moves ? [HOLD] : []),
    tag(
      "div",
      region,
      ...(moves
        ? [image(figure, "moving"), image(staticFigure(figure), "still")]
        : [image(figure)]),
    ),
    tag("figcaption", {}, tag("a", { href }, file)),
  );
}

/** Holds a figure without a script: the style sheet looks at whether it is checked. */
const HOLD = tag(
  "label",
  { class: "hold" },
  tag("input", { type: "checkbox" }),
  " Hold still, at the last epoch",
);

/** Percent signs only where they are needed: a third shorter than base64, and shorter still zipped. */
function dataUri(svg: string): string {
  const text = svg.trim().toWellFormed().replace(/[^ !'-;=A-Z_a-z~]/gu, encodeURIComponent);
  return `data:image/svg+xml,${text}`;
}
