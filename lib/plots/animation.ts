/** Figures one after the other as one figure that moves. */

import { checkNumber, validationMessage } from "../check.ts";
import { checkList, checkOptions } from "../check_shape.ts";
import { overlayFrames } from "./animation_diff.ts";
import { checkFigure, type Figure } from "./figure_tree.ts";
import { element, isShape, round, type Shape } from "./shape.ts";
import { checkText, singleLine } from "./text.ts";

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
 * Puts figures one after the other into one figure, which shows them in turn and starts again after
 * the last.
 *
 * What the figures have in common is in it once. It moves by SMIL, which browsers run without a
 * script, in an `<img>` too; where nothing moves (print, presentation programs) the last figure is
 * seen.
 *
 * @param figures as `figure` makes them, all of one size
 * @param options how long each is seen
 * @returns a figure that moves, with the title and the ids of the last
 * @throws {TypeError} if one is no figure
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
    seconds: shapes.some(moves) ? starts[starts.length - 1] : 0,
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

/** When each figure begins, and at the end when all starts again; in seconds. */
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

/** A group that is seen from one figure to another; without movement, if it is seen in all. */
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

/** Whether something in a shape moves. */
function moves({ name, children }: Shape): boolean {
  return name === "animate" || children.filter(isShape).some(moves);
}

/**
 * The last figure of an animation alone, for paper, and for readers who prefer that nothing moves.
 *
 * @param figure an animation as `animation` makes it; another figure comes back as it is
 * @returns a figure in which nothing moves
 * @throws {TypeError} if it is no figure
 *
 * @example Nothing moves
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
  return seconds === 0 ? figure : { ...figure, seconds: 0, shapes: withoutMoves(shapes) };
}

function withoutMoves(shapes: readonly Shape[]): Shape[] {
  return shapes.filter((shape) => shape.name !== "animate" && !isHiddenAtEnd(shape)).map((shape) =>
    shape.name === "g"
      ? { ...shape, children: withoutMoves(shape.children.filter(isShape)) }
      : shape
  );
}

/** Whether a group is seen in earlier figures alone. */
function isHiddenAtEnd({ name, attributes, children: [first] }: Shape): boolean {
  return name === "g" && attributes.display === "none" && first !== undefined && isShape(first) &&
    first.name === "animate";
}
