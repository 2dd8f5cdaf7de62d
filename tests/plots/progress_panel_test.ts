/** Curves on the way: what is to come is veiled, and the dot rides where the curve has come to. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { figure, linePanel, progressPanel } from "../../mod.ts";
import { type Drawn, type ReadElement, readSvg, textOf } from "./read_svg.ts";

const values = [0.9, 0.5, 0.3, 0.2, 0.1];
const lines = [{ name: "run", values }, { name: "run", values, dashed: true }];
const options = { markers: false, yLabel: "loss" };

function veilOf(svg: Drawn): ReadElement | undefined {
  return readSvg(svg).find(({ attributes }) => attributes["fill-opacity"] === "0.8");
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

Deno.test("the veil begins where the curves have come to, and reaches their end", () => {
  for (const at of [2, 3, 4]) {
    const svg = figure([[progressPanel(lines, { ...options, at })]]);
    const { x, width } = veilOf(svg)?.attributes ?? {};
    assertAlmostEquals(epochAt(svg, Number(x)), at, 1e-2);
    assert(epochAt(svg, Number(x) + Number(width)) >= 5);
  }
});

Deno.test("before the first value all is veiled, at the last nothing is", () => {
  const before = figure([[progressPanel(lines, { ...options, at: 0 })]]);
  assert(epochAt(before, Number(veilOf(before)?.attributes.x)) <= 1);
  assertEquals(veilOf(figure([[progressPanel(lines, { ...options, at: 5 })]])), undefined);
});

Deno.test("one dot rides on each solid curve, at its value, none where it has no value yet or any more", () => {
  const plain = readSvg(figure([[linePanel(lines, options)]])).length;
  const count = (at: number, values: readonly number[]) => {
    const own = lines.map((line) => ({ ...line, values }));
    const svg = figure([[progressPanel(own, { ...options, at })]]);
    const veils = veilOf(svg) === undefined ? 0 : 1;
    const still = readSvg(figure([[linePanel(own, options)]])).length;
    return readSvg(svg).length - veils - still;
  };
  assert(plain > 0);
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

Deno.test("a logarithmic x axis has no place for 0: all is veiled", () => {
  const svg = figure([[progressPanel(lines, { ...options, xScale: "log", at: 0 })]]);
  assert(!/NaN|Infinity/.test(textOf(svg)));
  assert(veilOf(svg) !== undefined);
});

Deno.test("a place that is no number is refused", () => {
  assertThrows(() => progressPanel(lines, { at: NaN }), RangeError, "at must be a finite number");
});
