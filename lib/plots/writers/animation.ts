/** Several figures as the frames of one animated figure. */

import { checkNumber, validationMessage } from "../../check.ts";
import { checkList, checkOptions } from "../../check_shape.ts";
import { checkFigure, type Figure } from "../figure_tree.ts";
import { element, isShape, round, type Shape } from "../shape.ts";
import { checkText, singleLine } from "../text.ts";
import { overlayFrames } from "./animation_diff.ts";

/** Durations and description of an animation. */
export interface AnimationOptions {
  /** How long each figure is shown: 0.3 by default. */
  readonly secondsPerFigure?: number;
  /** How long the first figure is shown: 1 by default. */
  readonly secondsAtStart?: number;
  /** How long the last figure is shown before the animation repeats: 3 by default. */
  readonly secondsAtEnd?: number;
  /** Text alternative of the animation, which precedes that of the last figure. */
  readonly description?: string;
}

/**
 * Combines figures into one animated figure, which shows them in order and repeats.
 *
 * Shapes that all figures have in common are in it once. It is animated by SMIL, which browsers run
 * without a script, also in an `<img>`. Programs without animation (printers, presentation programs)
 * show the last figure.
 *
 * @param figures as `figure` returns them, all of one size: `fontSize` keeps their text, and so the canvas
 * @param options how long each is shown
 * @returns an animated figure with the title and the ids of the last
 * @throws {TypeError} if one of them is not a figure
 * @throws {RangeError} if there are no figures, they differ in size, a time is not above 0, or there is
 * no option of that name
 *
 * @example A curve that grows
 * ```ts
 * import { animation, figure, progressPanel, toSvg } from "@neural-lab/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const loss = { name: "relu", values: [0.69, 0.41, 0.32] };
 * const moving = animation([1, 2, 3].map((at) => figure([[progressPanel([loss], { at })]])));
 * assertEquals(moving.seconds, 4.3);
 * assert(toSvg(moving).includes('<animate attributeName="display"'));
 * ```
 */
export function animation(
  figures: readonly Figure[],
  options: AnimationOptions = {},
): Figure {
  checkOptions(ACTION, options, [
    "secondsPerFigure",
    "secondsAtStart",
    "secondsAtEnd",
    "description",
  ]);
  checkFigures(figures);
  const starts = startingTimes(figures.length, options);
  const more = singleLine(checkText(ACTION, "description", options.description));
  const shapes = overlayFrames(
    figures.map(({ shapes }) => shapes),
    (shapes, from, to) => shownFor(shapes, [from, to], starts),
  );
  const last = figures[figures.length - 1];
  return {
    ...last,
    description: [more, last.description].filter((text) => text !== "").join(" "),
    seconds: shapes.some(isAnimated) ? starts[starts.length - 1] : 0,
    shapes,
  };
}

const ACTION = "animate the figures";

function checkFigures(figures: readonly Figure[]): void {
  checkList(ACTION, "figures", figures, "a list of figures");
  if (figures.length === 0) {
    throw new RangeError(validationMessage(ACTION, "figures", "not empty", figures));
  }
  const [size, ...others] = figures.map((figure, at) => {
    const { canvas, ...size } = checkFigure(ACTION, `figures[${at}]`, figure);
    const { width, height } = canvas ?? size;
    return `${round(width)} × ${round(height)}`;
  });
  const other = others.find((one) => one !== size);
  if (other === undefined) return;
  throw new RangeError(
    validationMessage(ACTION, "every figure's size", `that of the first, ${size}`, other),
  );
}

/** The time at which each figure begins, and finally the time of the repetition, in seconds. */
function startingTimes(
  count: number,
  { secondsPerFigure = 0.3, secondsAtStart = 1, secondsAtEnd = 3 }: AnimationOptions,
): number[] {
  const times = { secondsPerFigure, secondsAtStart, secondsAtEnd };
  for (const [name, seconds] of Object.entries(times)) {
    checkNumber(ACTION, name, seconds, { above: 0 });
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

/** A group that is shown from one figure to another; without animation if it is shown in all. */
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
  const animate = element("animate", {
    attributeName: "display",
    calcMode: "discrete",
    values: steps.map(({ value }) => value).join(";"),
    keyTimes: steps.map(({ time }) => Number((time / duration).toFixed(5))).join(";"),
    dur: `${Number(duration.toFixed(3))}s`,
    repeatCount: "indefinite",
  });
  return element("g", { display: to === end ? undefined : "none" }, [animate, ...shapes]);
}

/** Whether a shape contains an animation. */
function isAnimated({ name, children }: Shape): boolean {
  return name === "animate" || children.filter(isShape).some(isAnimated);
}

/**
 * The last figure of an animation alone, for print, and for readers who prefer no animation.
 *
 * @param figure an animation as `animation` returns it; any other figure is returned unchanged
 * @returns a figure without animation
 * @throws {TypeError} if it is not a figure
 *
 * @example Without animation
 * ```ts
 * import { animation, figure, progressPanel, staticFigure } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const loss = { name: "relu", values: [0.69, 0.41, 0.32] };
 * const moving = animation([1, 2, 3].map((at) => figure([[progressPanel([loss], { at })]])));
 * assertEquals(staticFigure(moving).seconds, 0);
 * ```
 */
export function staticFigure(figure: Figure): Figure {
  const { seconds, shapes } = checkFigure("hold the figure", "figure", figure);
  return seconds === 0 ? figure : { ...figure, seconds: 0, shapes: withoutAnimation(shapes) };
}

function withoutAnimation(shapes: readonly Shape[]): Shape[] {
  return shapes.filter((shape) => shape.name !== "animate" && !isHiddenAtEnd(shape)).map((shape) =>
    shape.name === "g"
      ? { ...shape, children: withoutAnimation(shape.children.filter(isShape)) }
      : shape
  );
}

/** Whether a group is shown in earlier figures only. */
function isHiddenAtEnd({ name, attributes, children: [first] }: Shape): boolean {
  return name === "g" && attributes.display === "none" && first !== undefined && isShape(first) &&
    first.name === "animate";
}
