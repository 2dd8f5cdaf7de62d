/** Fits, surfaces and confusion matrices: what is drawn where, in which colour, and what is refused. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  confusionPanel,
  createDataset,
  figure,
  fitPanel,
  type Panel,
  scaleTargets,
  sizeNames,
  standardScale,
  surfacePanel,
  themeNames,
  toSvg,
} from "../../../mod.ts";
import { readSvg, textBoxes, textFaults } from "../read_svg.ts";

const regression = (inputs: number[][], targets: number[]) =>
  createDataset({ inputs, targets: targets.map((target) => [target]), task: "regression" });

const slope = {
  x: [0, 10],
  y: [0, 1],
  size: [3, 2],
  values: Float64Array.of(0, 50, 100, 0, 50, 100),
} as const;
const points = [
  { name: "train", data: regression([[1, 0.5], [9, 0.5]], [10, 90]) },
  { name: "test", data: regression([[5, 0.25]], [100]) },
];
const fits = [{ name: "net", x: [0, 1, 2], values: [0, 1, 4] }];
const line = { name: "train", data: regression([[0], [2]], [-8, 8]) };

const panels: Readonly<Record<string, Panel>> = {
  confusion: confusionPanel([[12, 3], [0, 2000]], { classNames: ["a", "a class of a long name"] }),
  surface: surfacePanel(slope, { points, xLabel: "age", yLabel: "size", valueName: "price" }),
  fit: fitPanel(fits, { points: [line], xLabel: "age", yLabel: "price" }),
};

/** The elements of a panel with a role of a fill, in document order. */
function shapesOf(panel: Panel, name: string) {
  return readSvg(toSvg(figure([[panel]]))).filter((element) => element.name === name);
}

Deno.test("texts fit and do not overlap in any theme and size", () => {
  for (const [name, panel] of Object.entries(panels)) {
    for (const theme of themeNames) {
      for (const size of sizeNames) {
        assertEquals(
          textFaults(figure([[panel]], { theme, size })),
          [],
          `${name} ${theme} ${size}`,
        );
      }
    }
  }
});

Deno.test("a cell of a confusion matrix has its number, and the colour of its share of the row", () => {
  const panel = confusionPanel([[3, 7], [5, 9]], { classNames: ["cat", "dog"] });
  const svg = toSvg(figure([[panel]]));
  const boxes = textBoxes(svg);
  const at = (text: string) => {
    const box = boxes.find((each) => each.text === text)!;
    return [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  };
  // A column is what is predicted, a row what is right.
  assertAlmostEquals(at("3")[0], at("5")[0], 0.1);
  assertAlmostEquals(at("3")[1], at("7")[1], 0.1);
  assert(at("7")[0] > at("3")[0] && at("5")[1] > at("3")[1]);
  const names = boxes.filter(({ text }) => text === "cat" || text === "dog");
  assertEquals(names.map(({ text }) => text).sort(), ["cat", "cat", "dog", "dog"]);
  const cells = shapesOf(panel, "rect").map(({ attributes }) => attributes.fill).slice(-4);
  assertEquals(new Set(cells).size, 4);
});

Deno.test("points of a surface have the colour of their own target", () => {
  const fills = shapesOf(panels.surface, "path").filter(({ attributes }) =>
    attributes.stroke !== undefined && attributes["fill-rule"] === undefined &&
    attributes.fill?.startsWith("#")
  ).map(({ attributes }) => attributes.fill);
  const bands = shapesOf(panels.surface, "path")
    .filter(({ attributes }) => attributes["fill-rule"] === "evenodd");
  // Tenths of 0 to 100: nine bounds inside, the highest of which is reached by 100.
  assertEquals(bands.length, 9);
  assertEquals(new Set(bands.map(({ attributes }) => attributes.fill)).size, 9);
  assert(new Set(fills).size >= 3);
  assertEquals(
    panels.surface.summary,
    "Predicted price over the plane, from 0 to 100, with the points.",
  );
});

Deno.test("scaled points are drawn in their own units", () => {
  const heights = regression([[10], [30]], [100, 300]);
  const scaled = standardScale(scaleTargets(heights));
  const curve = [{ name: "net", x: [10, 30], values: [100, 300] }];
  const drawn = [heights, scaled].map((data) =>
    toSvg(figure([[fitPanel(curve, { points: [{ name: "train", data }] })]]))
  );
  assertEquals(drawn[1], drawn[0]);
});

Deno.test("the axis of a fit has room for points that the curve does not reach", () => {
  const texts = textBoxes(toSvg(figure([[panels.fit]]))).map(({ text }) => text);
  assert(texts.includes("−5") || texts.includes("−10"), texts.join());
  assertEquals(panels.fit.summary, "price against age: net, with the points.");
});

Deno.test("what cannot be drawn is refused in one line", () => {
  const { RangeError: range, TypeError: type } = globalThis;
  const cases: [draw: () => unknown, kind: typeof RangeError, says: string][] = [
    [() => confusionPanel([[1, 2]]), range, "counts[0] must be a row of 1 numbers"],
    [() => confusionPanel([[1, 2], [3, 0.5]]), range, "counts[1][1] must be a whole number"],
    [() => confusionPanel([[-1]]), range, "counts[0][0] must be a whole number, at least 0"],
    [() => confusionPanel([[1]], { classNames: ["a", "b"] }), range, "one a class, 1"],
    [() => surfacePanel({ ...slope, values: new Float64Array(5) }), range, "3 × 2 numbers"],
    [() => surfacePanel({ ...slope, x: [1, 1] }), range, "x must be [minimum, maximum]"],
    [() => surfacePanel({ ...slope, values: [1] as never }), type, "must be a Float64Array"],
    [() => surfacePanel(slope, { points: [line] }), range, "of two features and one target"],
    [() => fitPanel(fits, { points }), range, "of one feature and one target"],
    [() => fitPanel([{ name: "net", x: [0], values: [0, 1] }]), range, "as many as its values, 2"],
  ];
  for (const [draw, kind, says] of cases) assertThrows(draw, kind, says);
  const broken = { ...slope, values: slope.values.map(() => NaN) };
  const texts = textBoxes(toSvg(figure([[surfacePanel(broken)]]))).map(({ text }) => text);
  assert(texts.includes("the model gives no numbers"));
});
