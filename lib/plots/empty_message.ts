/** Words in a plot in which there is nothing else to see. */

import type { Plot } from "./panel.ts";
import type { Shape } from "./svg.ts";
import { cutText, textShape } from "./text.ts";

/** Words in the middle of an empty plot, as many as fit. */
export function saidInside(words: string, { rectangle, theme }: Plot): Shape {
  const size = theme.text.label;
  return textShape(cutText(words, rectangle.width, { size }), {
    x: rectangle.left + rectangle.width / 2,
    y: rectangle.top + rectangle.height / 2 + 0.35 * size,
    size,
    color: theme.colors.muted,
    anchor: "middle",
  });
}
