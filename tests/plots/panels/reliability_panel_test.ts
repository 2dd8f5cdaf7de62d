/** Reliability diagrams: their curve, gaps and counts, their axes, and what is refused. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  calibration,
  type Figure,
  figure,
  type Panel,
  reliabilityPanel,
  sizeNames,
  textsOf,
} from "../../../mod.ts";
import type { DrawablePanel } from "../../../lib/plots/panel.ts";
import { allShapes } from "../../../lib/plots/shape.ts";
import { textFaults } from "../read_svg.ts";

// Eight samples: of four with 0.6 two are right, of four with 0.9 three.
const probabilities = [0.6, 0.6, 0.6, 0.6, 0.9, 0.9, 0.9, 0.9].flatMap((value) => [
  value,
  1 - value,
]);
const { bins } = calibration(probabilities, [0, 0, 1, 1, 0, 0, 0, 1], { bins: 5 });

const drawable = (panel: Panel) => panel as DrawablePanel;

const shapesOf = ({ shapes }: Figure, role: string, name = "path") =>
  [...allShapes(shapes)].filter((shape) => shape.role === role && shape.name === name);

/** The heights of the counts of samples. */
const countPlaces = (made: Figure) =>
  shapesOf(made, "points", "text").map(({ attributes }) => Number(attributes.y));

/** The points of a path. */
const pointsOf = (d: unknown) =>
  [...String(d).matchAll(/(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

Deno.test("the curve runs through the shares at the mean probabilities, with a gap to the diagonal", () => {
  const limits = { xLimits: [0, 1], yLimits: [0, 1] } as const;
  const made = figure([[reliabilityPanel(bins, { ...limits, note: "ECE 0.1" })]]);
  assertEquals(textFaults(made), []);
  const [diagonal] = shapesOf(made, "guide").map(({ attributes }) => pointsOf(attributes.d));
  const [[left, bottom], [right, top]] = diagonal;
  const place = (x: number, y: number) => [
    left + x * (right - left),
    bottom + y * (top - bottom),
  ];
  const near = (found: number[], wanted: number[]) =>
    found.forEach((value, at) => assertAlmostEquals(value, wanted[at], 0.02));
  const [curve] = shapesOf(made, "curve").map(({ attributes }) => pointsOf(attributes.d));
  near(curve.flat(), [...place(0.6, 0.5), ...place(0.9, 0.75)]);
  const gaps = shapesOf(made, "wrong").map(({ attributes }) => pointsOf(attributes.d).flat());
  near(gaps[0], [...place(0.6, 0.5), ...place(0.6, 0.6)]);
  near(gaps[1], [...place(0.9, 0.75), ...place(0.9, 0.9)]);
  const areas = shapesOf(made, "region", "rect");
  assertEquals(areas.length, 2);
  const [start] = place(0.4, 0);
  assertAlmostEquals(Number(areas[0].attributes.x), start + 1, 0.02);
  const counts = shapesOf(made, "points", "text").map(({ children }) => children[0]);
  assertEquals(counts, ["4", "4"]);
  for (const text of ["confidence", "accuracy", "perfect calibration", "ECE 0.1"]) {
    assert(textsOf(made).includes(text), text);
  }
});

Deno.test("axes begin at the first interval with samples, and counts have a place under the curve", () => {
  const { x, y } = drawable(reliabilityPanel(bins));
  assertEquals([x.range, y.range], [[0.4, 1], [0.3, 1]]);
  // A share of 0 leaves a place below it, where all counts are, also in a small plot.
  const wrong = calibration([0.7, 0.3, 0.95, 0.05], [1, 0]).bins;
  assertEquals(drawable(reliabilityPanel(wrong)).y.range, [-0.15, 1]);
  for (const size of sizeNames) {
    const panel = reliabilityPanel(wrong);
    const made = figure([[panel, panel]], { size });
    const [low, high] = countPlaces(made);
    assertEquals(low, high);
    const [curve] = shapesOf(made, "curve").map(({ attributes }) => pointsOf(attributes.d));
    assert(curve[0][1] + 4 < low - 0.7 * 22, size);
    // The area of an interval ends at an accuracy of 0, where the marker of the other one is.
    const areas = shapesOf(made, "region", "rect").map(({ attributes: { y, height } }) =>
      Number(y) + Number(height)
    );
    assertAlmostEquals(areas[1], curve[0][1], 0.02);
    assertEquals(textFaults(made), []);
  }
  // Limits that leave none: the count is right above its marker.
  const limited = figure([[reliabilityPanel(wrong, { yLimits: [0, 1] })]]);
  const [above, foot] = countPlaces(limited);
  assert(above < foot && above > foot - 30);
});

Deno.test("what lies outside the limits is not drawn", () => {
  const made = figure([[reliabilityPanel(bins, { xLimits: [0.8, 1] })]]);
  assertEquals(shapesOf(made, "region", "rect").length, 1);
  assertEquals(shapesOf(made, "wrong").length, 1);
  assertEquals(shapesOf(made, "points", "text").length, 1);
});

Deno.test("intervals without samples are left out, and without any there are no data", () => {
  const empty = { from: 0, to: 1, count: 0, meanProbability: null, share: null };
  for (const none of [[], [empty]]) {
    assert(textsOf(figure([[reliabilityPanel(none)]])).includes("no data"));
  }
  assertEquals(reliabilityPanel(bins).summary, "accuracy against confidence: 2 intervals.");
});

Deno.test("what is no interval is refused by its place", () => {
  const [, , full] = bins;
  const refused: [object, string][] = [
    [{ ...full, share: 2 }, "share of bins[0] must be a finite number, at least 0 and at most 1"],
    [{ ...full, share: null }, "share of bins[0] must be a finite number"],
    [{ ...full, to: 0.2 }, "to of bins[0] must be a finite number, above"],
    [{ ...full, count: -1 }, "count of bins[0] must be a whole number"],
    [{ ...full, size: 1 }, 'no option "size"'],
  ];
  for (const [bin, message] of refused) {
    assertThrows(() => reliabilityPanel([bin as typeof full]), Error, message);
  }
});
