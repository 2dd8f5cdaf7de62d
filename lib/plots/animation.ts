/** Figures one after the other as one SVG document that moves. */

import { checkNumber, validationMessage } from "../check.ts";
import { checkOptions } from "../check_shape.ts";
import { element, type Shape } from "./shape.ts";
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
 * import { progressPanel } from "./line_panel.ts";
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

/** Makes shapes visible in the frames from `first` to `last` alone, both counted from 0. */
export type ShowIn = (shapes: readonly Shape[], first: number, last: number) => Shape;

/**
 * Lays frames over one another. What stands in all of them, in the same order, is drawn once and
 * stays; groups that are in all of them are gone into; what is left takes turns.
 *
 * @param frames the elements of each frame, in painting order
 * @param showIn makes shapes visible in some frames
 * @returns shapes of which each frame shows exactly its own, in its own order
 */
export function takeTurns(frames: readonly (readonly Node[])[], showIn: ShowIn): Shape[] {
  return alike(frames, ({ markup }) => markup).flatMap(({ between, common }) => [
    ...enterGroups(between, showIn),
    ...(common === undefined ? [] : [{ markup: common[0].markup }]),
  ]);
}

/** Goes into groups that are in all frames, and lets the rest take turns. */
function enterGroups(frames: readonly (readonly Node[])[], showIn: ShowIn): Shape[] {
  const key = ({ name, open }: Node) => name === "g" ? open : undefined;
  return alike(frames, key).flatMap(({ between, common }) => {
    const turns = turnsOf(between, showIn);
    if (common === undefined) return turns;
    const inside = takeTurns(common.map(({ children }) => children), showIn);
    const markup = common[0].open + inside.map((shape) => shape.markup).join("") + "</g>";
    return [...turns, { markup }];
  });
}

/** What stands between two elements that all frames have, and the second of them. */
interface Stretch {
  /** A list a frame. */
  readonly between: readonly (readonly Node[])[];
  /** One a frame; undefined after the last. */
  readonly common: readonly Node[] | undefined;
}

/** Cuts frames at the elements that all of them have, in the same order. */
function alike(
  frames: readonly (readonly Node[])[],
  key: (node: Node) => string | undefined,
): Stretch[] {
  const stretches: Stretch[] = [];
  const keys = frames.map((nodes) => nodes.map(key));
  const starts = frames.map(() => 0);
  for (const wanted of keys[0]) {
    if (wanted === undefined) continue;
    const places = keys.map((own, frame) => own.indexOf(wanted, starts[frame]));
    if (places.includes(-1)) continue;
    stretches.push({
      between: frames.map((nodes, frame) => nodes.slice(starts[frame], places[frame])),
      common: frames.map((nodes, frame) => nodes[places[frame]]),
    });
    places.forEach((place, frame) => starts[frame] = place + 1);
  }
  const rest = frames.map((nodes, frame) => nodes.slice(starts[frame]));
  return [...stretches, { between: rest, common: undefined }];
}

/** One group a frame, or for several frames in a row that show the same. */
function turnsOf(frames: readonly (readonly Node[])[], showIn: ShowIn): Shape[] {
  const texts = frames.map((nodes) => nodes.map(({ markup }) => markup).join(""));
  const turns: Shape[] = [];
  for (let first = 0, next = 1; first < frames.length; first = next, next++) {
    while (next < frames.length && texts[next] === texts[first]) next++;
    if (texts[first] !== "") turns.push(showIn([{ markup: texts[first] }], first, next - 1));
  }
  return turns;
}

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
 * import { progressPanel } from "./line_panel.ts";
 * import { still } from "./animation.ts";
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

/** An element of a figure, or the text in one. */
export interface Node {
  /** All of it, as it stood. */
  readonly markup: string;
  /** Its start tag, empty for text. */
  readonly open: string;
  /** `path`, `g`, …; empty for text. */
  readonly name: string;
  /** What is inside, in order. */
  readonly children: readonly Node[];
}

/** A start tag, an end tag, or text: attributes hold no bare angle brackets, as they are escaped. */
const TOKEN = /<(\/?)([a-z]+)[^<>]*?(\/?)>|[^<]+/gi;

interface Open {
  readonly name: string;
  readonly open: string;
  readonly start: number;
  readonly children: Node[];
}

/**
 * Reads a figure.
 *
 * @param svg the text of the document
 * @returns its outermost element
 * @throws {TypeError} if the text is no figure
 *
 * @example The elements of a group
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readMarkup } from "./animation.ts";
 *
 * const group = readMarkup('<g><path d="M0 0"/><text>a &lt; b</text></g>');
 * assertEquals(group.children.map(({ name }) => name), ["path", "text"]);
 * assertEquals(group.children[1].children[0].markup, "a &lt; b");
 * ```
 */
export function readMarkup(svg: string): Node {
  if (typeof svg !== "string") throw notAFigure(svg);
  const outermost: Open = { name: "", open: "", start: 0, children: [] };
  const ancestors = [outermost];
  for (const { 0: token, 1: slash, 2: name = "", 3: closed, index } of svg.matchAll(TOKEN)) {
    const parent = ancestors[ancestors.length - 1];
    if (name === "") {
      parent.children.push({ markup: token, open: "", name, children: [] });
    } else if (closed === "/") {
      parent.children.push({ markup: token, open: token, name, children: [] });
    } else if (slash === "") {
      ancestors.push({ name, open: token, start: index, children: [] });
    } else {
      if (parent.name !== name) throw notAFigure(svg);
      ancestors.pop();
      const { open, start, children } = parent;
      const markup = svg.slice(start, index + token.length);
      ancestors[ancestors.length - 1].children.push({ markup, open, name, children });
    }
  }
  const root = outermost.children.find(({ name }) => name !== "");
  if (root === undefined || ancestors.length > 1) throw notAFigure(svg);
  return root;
}

function notAFigure(svg: unknown): TypeError {
  return new TypeError(validationMessage("read the figure", "svg", "a figure's text", svg));
}

/** An attribute in a start tag, as it is written there. */
export function attributeOf({ open }: Node, name: string): string | undefined {
  return open.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1];
}
