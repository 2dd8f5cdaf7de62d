/** The SVG document of a figure, with words for those who do not see it. */

import type { Panel } from "./panel.ts";
import { element, type Shape, svgDocument } from "./svg.ts";
import { singleLine } from "./text.ts";
import type { Theme } from "./theme.ts";

/** What a document holds. */
export interface DocumentParts {
  /** "Figure" where it is blank. */
  readonly title: string;
  /** Made from the panels where it is blank. */
  readonly description: string;
  /** Where the figure comes from; stands after the description. */
  readonly provenance: string;
  readonly panels: readonly Panel[];
  readonly theme: Theme;
  /** Whether to leave the background out. */
  readonly transparent: boolean;
  readonly shapes: readonly Shape[];
}

/** Puts shapes on the theme's background, into a document that names and describes itself. */
export function labelledDocument(
  size: { readonly width: number; readonly height: number },
  { title, description, provenance, panels, theme, transparent, shapes }: DocumentParts,
): string {
  const name = singleLine(title) || "Figure";
  const words = singleLine(description) || singleLine(panels.map(sentence).join(" "));
  const id = identifier(name + words);
  const all = [words, singleLine(provenance)].filter((text) => text !== "").join(" ");
  const attributes = {
    role: "img",
    "aria-labelledby": `${id}-title ${id}-description`,
    "font-family": theme.fontFamily,
  };
  return svgDocument(size, attributes, [
    element("title", { id: `${id}-title` }, name),
    element("desc", { id: `${id}-description` }, all),
    ...(transparent ? [] : [element("rect", { ...size, fill: theme.colors.background })]),
    ...shapes,
  ]);
}

function sentence({ title, summary }: Panel): string {
  return title === "" ? summary : `${title}: ${summary}`;
}

/** The same for the same words, and hardly ever for others (FNV-1a): pages may hold several figures. */
function identifier(words: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < words.length; at++) {
    hash = Math.imul(hash ^ words.charCodeAt(at), 0x01000193);
  }
  return `figure-${(hash >>> 0).toString(16)}`;
}
