/** An animation that does not move. */

import { type Node, readMarkup } from "./markup.ts";

/**
 * The last figure of an animation alone, for those who would rather see nothing move, and for
 * paper.
 *
 * @param svg an animation as `animation` makes it, or a figure, which comes back as it is
 * @returns the text of an SVG document in which nothing moves
 * @throws {TypeError} if the text is no figure
 *
 * @example Nothing moves
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { animation } from "./animation.ts";
 * import { figure } from "./figure.ts";
 * import { progressPanel } from "./progress_panel.ts";
 * import { still } from "./static_figure.ts";
 *
 * const loss = { name: "relu", values: [0.69, 0.41, 0.32] };
 * const svg = animation([1, 2, 3].map((at) => figure([[progressPanel([loss], { at })]])));
 * assertEquals([svg, still(svg)].map((text) => text.includes("<animate ")), [true, false]);
 * ```
 */
export function still(svg: string): string {
  const root = readMarkup(svg);
  return `${root.open}${stillParts(root)}</${root.name}>\n`;
}

function stillParts({ children }: Node): string {
  return children.filter((child) => child.name !== "animate" && !isPassing(child)).map((child) =>
    child.name === "g" ? `${child.open}${stillParts(child)}</g>` : child.markup
  ).join("");
}

/** What is seen in earlier figures alone. */
function isPassing({ name, open, children: [first] }: Node): boolean {
  return name === "g" && first?.name === "animate" && / display="none"/.test(open);
}
