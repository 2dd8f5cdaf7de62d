/** Figures of the gallery, each whole within the page. */

import { still, type ThemeName } from "../../mod.ts";
import { type Html, tag } from "./html.ts";
import type { Picture } from "./section.ts";

/** What a figure says of itself. */
interface Words {
  readonly title: string;
  readonly description: string;
  /** In CSS pixels, as it was drawn. */
  readonly width: number;
  readonly height: number;
}

/**
 * A figure with its description, and a link to its file. It stands in the page as an image of its
 * own, so that its ids, of which figures may share some, are its own as well. One that moves has a
 * twin that does not: the style sheet shows that on paper, where readers want nothing to move, and
 * where they hold it by hand.
 */
export function pictureCard({ file, svg }: Picture, theme: ThemeName): Html {
  const { title, description, width, height } = readWords(svg);
  const name = title || file;
  const region = { class: "scroll", tabindex: 0, role: "region", "aria-label": name };
  const words = description === "" ? name : `${name}. ${description}`;
  // Narrower, the words in it were too small to read: it scrolls instead, and on paper is so wide.
  const style = `--half:${Math.round(width / 2)}px`;
  const looks = { alt: words, width, height, style };
  const image = (svg: string, kind?: string) =>
    tag("img", { class: kind, src: dataUri(svg), ...looks });
  const moves = svg.includes("<animate ");
  const path = encodeURIComponent(file.toWellFormed());
  return tag(
    "figure",
    { class: theme },
    ...(moves ? [HOLD] : []),
    tag(
      "div",
      region,
      ...(moves ? [image(svg, "moving"), image(still(svg), "still")] : [image(svg)]),
    ),
    tag("figcaption", {}, tag("a", { href: path }, file)),
  );
}

/** Holds a figure without a script: the style sheet looks at whether it is checked. */
const HOLD = tag(
  "label",
  { class: "hold" },
  tag("input", { type: "checkbox" }),
  " Hold still, at the last epoch",
);

/** Reads what the figure's own text says; a figure that says nothing still has its size. */
function readWords(svg: string): Words {
  const [, width = "1280", height = "720"] = svg.match(/^<svg viewBox="0 0 ([\d.]+) ([\d.]+)"/) ??
    [];
  return {
    title: textOf("title", svg),
    // Where the figure comes from, the page says itself.
    description: textOf("desc", svg).replace(/\s*Made by: .*/s, ""),
    width: Math.round(Number(width)),
    height: Math.round(Number(height)),
  };
}

function textOf(name: string, svg: string): string {
  const [, text = ""] = svg.match(new RegExp(`<${name}\\b[^>]*>([^<]*)</${name}>`)) ?? [];
  return text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS[entity]).trim();
}

const CHARACTERS: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** Percent signs only where they are needed: a third shorter than base64, and shorter still zipped. */
function dataUri(svg: string): string {
  const text = svg.trim().toWellFormed().replace(/[^ !'-;=A-Z_a-z~]/gu, encodeURIComponent);
  return `data:image/svg+xml,${text}`;
}
