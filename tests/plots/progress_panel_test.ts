/** Curves on the way: what is to come is pale, and the dot rides where the curve has come to. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Figure, figure, linePanel, progressPanel } from "../../mod.ts";
import { allShapes, type Shape } from "../../lib/plots/shape.ts";
import { type Drawn, readSvg, textOf } from "./read_svg.ts";

const values = [0.9, 0.5, 0.3, 0.2, 0.1];
const lines = [{ name: "run", values }, { name: "run", values, dashed: true }];
const options = { markers: false, yLabel: "loss" };

/** The curves yet to come, and those that have come. */
function curvesOf({ shapes }: Figure): { pending: Shape[]; drawn: Shape[] } {
  const curves = [...allShapes(shapes)].filter(({ attributes }) => {
    return attributes["stroke-width"] === 3.5 && attributes.fill === "none";
  });
  return {
    pending: curves.filter(({ role }) => role === "pending"),
    drawn: curves.filter(({ role }) => role === "curve"),
  };
}

/** From where to where a path goes along x. */
function spanOf({ attributes }: Shape): [number, number] {
  const numbers = (String(attributes.d).match(/-?[\d.]+/g) ?? []).map(Number);
  const xs = numbers.filter((_, at) => at % 2 === 0);
  return [Math.min(...xs), Math.max(...xs)];
}

/** Where the numbers of the x axis stand, from figure to data units. */
function epochAt(svg: Drawn, x: number): number {
  const ticks = readSvg(svg).filter(({ name, attributes, text }) =>
    name === "text" && attributes["text-anchor"] === "middle" && /^\d+$/.test(text)
  );
  const [first, last] = [ticks[0], ticks[ticks.length - 1]];
  const [left, right] = [Number(first.attributes.x), Number(last.attributes.x)];
  const share = (x - left) / (right - left);
  return Number(first.text) + share * (Number(last.text) - Number(first.text));
}

Deno.test("curves are pale from where they have come to, up to their end", () => {
  for (const at of [2, 2.5, 3, 4]) {
    const svg = figure([[progressPanel(lines, { ...options, at })]]);
    const { pending, drawn } = curvesOf(svg);
    assertEquals([pending.length, drawn.length], [2, 2]);
    for (const curve of pending) {
      const [start, end] = spanOf(curve).map((x) => epochAt(svg, x));
      assertAlmostEquals(start, at, 1e-2);
      assertAlmostEquals(end, 5, 1e-2);
    }
    for (const curve of drawn) {
      const [start, end] = spanOf(curve).map((x) => epochAt(svg, x));
      assertAlmostEquals(start, 1, 1e-2);
      assertAlmostEquals(end, at, 1e-2);
    }
  }
});

Deno.test("before the first value all is pale, at the last nothing is", () => {
  const before = curvesOf(figure([[progressPanel(lines, { ...options, at: 0 })]]));
  assertEquals([before.pending.length, before.drawn.length], [2, 0]);
  const after = curvesOf(figure([[progressPanel(lines, { ...options, at: 5 })]]));
  assertEquals([after.pending.length, after.drawn.length], [0, 2]);
});

Deno.test("nothing lies over the grid and the axes: both are as where nothing is to come", () => {
  const still = (at: number) => {
    const shapes = [...allShapes(figure([[progressPanel(lines, { ...options, at })]]).shapes)];
    assert(shapes.every(({ name, role }) => name !== "rect" || role === "background"));
    assert(shapes.every(({ attributes }) => !("fill-opacity" in attributes)));
    return shapes.filter(({ role }) => role === "grid" || role === "axis");
  };
  assertEquals(still(2), still(5));
});

Deno.test("a mark is pale until the curves have come to it, and stays in its place", () => {
  const wild = [...lines, { name: "wild", values: [0.8, 0.85, 0.95, NaN, NaN] }];
  const marks = [3, 5].map((at) => {
    const { shapes } = figure([[progressPanel(wild, { ...options, at })]]);
    return [...allShapes(shapes)].filter(({ attributes, children }) => {
      return attributes["stroke-width"] === 4 || String(children[0]).startsWith("wild: diverged");
    });
  });
  const [pale, full] = marks;
  assertEquals([pale.length, full.length], [2, 2]);
  assertEquals(
    pale.map(({ attributes: { d, x, y } }) => [d, x, y]),
    full.map(({ attributes: { d, x, y } }) => [d, x, y]),
  );
  assert(pale[0].attributes.stroke !== full[0].attributes.stroke);
});

Deno.test("one dot rides on each solid curve, at its value, none where it has no value yet or any more", () => {
  const count = (at: number, values: readonly number[]) => {
    const own = lines.map((line) => ({ ...line, values }));
    const { shapes } = figure([[progressPanel(own, { ...options, at })]]);
    return [...allShapes(shapes)].filter(({ role }) => role === "position").length;
  };
  assertEquals([0, 1, 3, 5].map((at) => count(at, values)), [0, 1, 1, 1]);
  assertEquals(count(4, [0.9, 0.5, 0.3, NaN, NaN]), 0);
});

Deno.test("the dot's height follows the value", () => {
  const heights = [1, 2, 3].map((at) => {
    const svg = figure([[progressPanel(lines, { ...options, at })]]);
    const dot = readSvg(svg).findLast(({ attributes }) => attributes["stroke-width"] === "2.5");
    return Number(dot?.attributes.d.match(/^M\S+ (\S+?)a/)?.[1]);
  });
  // From 0.9 to 0.5 it is twice as far as from 0.5 to 0.3; y grows downwards.
  assert(heights[1] > heights[0]);
  assertAlmostEquals((heights[1] - heights[0]) / (heights[2] - heights[1]), 2, 1e-3);
});

Deno.test("axes and legend are those of the whole curves, wherever they have come to", () => {
  const texts = (svg: Drawn) => readSvg(svg).filter(({ name }) => name === "text");
  const whole = texts(figure([[linePanel(lines, options)]]));
  for (const at of [0, 1, 4]) {
    assertEquals(texts(figure([[progressPanel(lines, { ...options, at })]])), whole);
  }
});

Deno.test("a logarithmic x axis has no place for 0: all is pale", () => {
  const svg = figure([[progressPanel(lines, { ...options, xScale: "log", at: 0 })]]);
  assert(!/NaN|Infinity/.test(textOf(svg)));
  assertEquals(curvesOf(svg).drawn.length, 0);
});

Deno.test("a place that is no number is refused", () => {
  assertThrows(() => progressPanel(lines, { at: NaN }), RangeError, "at must be a finite number");
});
