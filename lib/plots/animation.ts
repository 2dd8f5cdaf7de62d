/** Figures one after the other as one SVG document that moves. */

import { checkNumber, validationMessage } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { attributeOf, type Node, readMarkup } from "./markup.ts";
import { checkText } from "./panel_text.ts";
import { element, type Shape } from "./svg.ts";
import { singleLine } from "./text.ts";
import { takeTurns } from "./animation_diff.ts";

/** How an animation runs. */
export interface AnimationOptions {
  /** How long each figure is seen: 0.3 by default. */
  readonly secondsPerFigure?: number;
  /** How long the first is seen, before things move: 1 by default. */
  readonly secondsAtStart?: number;
  /** How long the last is seen, before all starts again: 3 by default. */
  readonly secondsAtEnd?: number;
  /** What moves, for those who do not see it: before what there is to see in the last figure. */
  readonly description?: string;
}

/**
 * Puts figures one after the other into one SVG document, which shows them in turn and starts
 * again after the last.
 *
 * What the figures have in common stands in it once. It moves by SMIL, which browsers run without
 * a script, in an `<img>` too; where nothing moves (print, presentation programs) the last figure
 * is seen.
 *
 * @param figures texts of SVG documents as `figure` makes them, all of one size
 * @param options how long each is seen
 * @returns the text of the SVG document
 * @throws {TypeError} if a figure is none
 * @throws {RangeError} if there are no figures, they differ in size, or a time is not above 0
 *
 * @example A curve that grows
 * ```ts
 * import { assert } from "@std/assert";
 * import { animation } from "./animation.ts";
 * import { figure } from "./figure.ts";
 * import { progressPanel } from "./progress_panel.ts";
 *
 * const loss = { name: "relu", values: [0.69, 0.41, 0.32] };
 * const svg = animation([1, 2, 3].map((at) => figure([[progressPanel([loss], { at })]])));
 * assert(svg.includes('<animate attributeName="display"'));
 * ```
 */
export function animation(figures: readonly string[], options: AnimationOptions = {}): string {
  const action = "animate the figures";
  if (!Array.isArray(figures)) {
    throw new TypeError(validationMessage(action, "figures", "a list of figures", figures));
  }
  if (figures.length === 0) {
    throw new RangeError(validationMessage(action, "figures", "not empty", figures));
  }
  checkOptions(action, options);
  const starts = startingTimes(figures.length, options);
  const roots = figures.map(readMarkup);
  const [size, other] = new Set(roots.map((root) => attributeOf(root, "viewBox") ?? "unknown"));
  if (other !== undefined) {
    throw new RangeError(
      validationMessage(action, "every figure's viewBox", `that of the first, ${size}`, other),
    );
  }
  const last = roots[roots.length - 1];
  const words = ["title", "desc"];
  const shapes = takeTurns(
    roots.map(({ children }) => children.filter(({ name }) => !words.includes(name))),
    (shapes, from, to) => shownFor(shapes, [from, to], starts),
  );
  const description = checkText(action, "description", options.description);
  const labels = last.children.filter(({ name }) => words.includes(name))
    .map((label) => label.name === "desc" ? extended(label, description) : label);
  return last.open + [...labels, ...shapes].map(({ markup }) => markup).join("") + "</svg>\n";
}

/** When each figure begins, and at the end when all starts again; in seconds. */
function startingTimes(
  count: number,
  { secondsPerFigure = 0.3, secondsAtStart = 1, secondsAtEnd = 3 }: AnimationOptions,
): number[] {
  const times = { secondsPerFigure, secondsAtStart, secondsAtEnd };
  for (const [name, seconds] of Object.entries(times)) {
    checkNumber("animate the figures", name, seconds, { above: 0 });
  }
  const starts = [0];
  for (let at = 0; at < count; at++) {
    const isLast = at === count - 1;
    starts.push(
      starts[at] + (isLast ? secondsAtEnd : at === 0 ? secondsAtStart : secondsPerFigure),
    );
  }
  return starts;
}

/** A group that is seen from one figure to another; without movement, if that is the last. */
function shownFor(
  shapes: readonly Shape[],
  [from, to]: readonly [number, number],
  starts: readonly number[],
): Shape {
  const end = starts.length - 2;
  if (from === 0 && to === end) return element("g", {}, shapes);
  const duration = starts[end + 1];
  const steps = [
    ...(from > 0 ? [{ value: "none", time: 0 }] : []),
    { value: "inline", time: starts[from] },
    ...(to < end ? [{ value: "none", time: starts[to + 1] }] : []),
  ];
  const move = element("animate", {
    attributeName: "display",
    calcMode: "discrete",
    values: steps.map(({ value }) => value).join(";"),
    keyTimes: steps.map(({ time }) => Number((time / duration).toFixed(5))).join(";"),
    dur: `${Number(duration.toFixed(3))}s`,
    repeatCount: "indefinite",
  });
  return element("g", { display: to === end ? undefined : "none" }, [move, ...shapes]);
}

/** A description with more words at its beginning. */
function extended({ open, children }: Node, words: string): Shape {
  const more = element("desc", {}, singleLine(words)).markup.slice(
    "<desc>".length,
    -"</desc>".length,
  );
  const after = children.map(({ markup }) => markup).join("");
  return { markup: `${open}${more}${words === "" ? "" : " "}${after}</desc>` };
}
