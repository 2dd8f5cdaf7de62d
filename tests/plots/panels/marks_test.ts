/** Marks of panels: bands, histograms, points alone, cells, several boundaries, rows that span. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  cellsPanel,
  contourPanel,
  type Figure,
  figure,
  histogramPanel,
  linePanel,
  makeMoons,
  type Panel,
  quartileLine,
  scatterPanel,
  textsOf,
} from "../../../mod.ts";
import { countsIn } from "../../../lib/plots/panels/histogram_panel.ts";
import { allShapes } from "../../../lib/plots/shape.ts";
import { themeNamed } from "../../../lib/plots/theme.ts";
import { fieldOf } from "../fields.ts";
import { textFaults } from "../read_svg.ts";

const shapesIn = ({ shapes }: Figure) => [...allShapes(shapes)];
const drawn = (panel: Panel, options = {}) => {
  const made = figure([[panel]], options);
  assertEquals(textFaults(made), []);
  return made;
};

Deno.test("quartiles are those of NumPy's percentiles, and a lost run counts as the worst", () => {
  // numpy.percentile([1, 2, 4, 8], [25, 50, 75]) is [1.75, 3, 5].
  const line = quartileLine("a", [[1], [8], [2], [4]]);
  assertEquals([line.band?.low, line.values, line.band?.high], [[1.75], [3], [5]]);
  const lost = quartileLine("a", [[1, 1], [2, NaN], [3, NaN]]);
  assertEquals(lost.values, [2, Infinity]);
  assertEquals(quartileLine("a", [[7, 5]]).band, { low: [7, 5], high: [7, 5] });
  assertThrows(() => quartileLine("a", []), RangeError, "curves must be at least one");
  assertThrows(() => quartileLine("a", [[1], [1, 2]]), RangeError, "1 long");
});

Deno.test("a band lies under its curve, in its colour, and is in the range and the legend", () => {
  const line = { name: "a", values: [2, 1], band: { low: [1, 0.5], high: [9, 3] } };
  const made = drawn(linePanel([line]));
  const shapes = shapesIn(made);
  const band = shapes.findIndex(({ role }) => role === "band");
  const curve = shapes.findIndex(({ role }) => role === "curve");
  assert(band >= 0 && band < curve);
  assertEquals(shapes[band].attributes.fill, shapes[curve].attributes.stroke);
  assert(textsOf(made).some((text) => Number(text) >= 8), String(textsOf(made)));
  assert(textsOf(made).includes("median, quartiles"));
  const faults: [unknown, string][] = [
    [{ low: [1], high: [2, 3] }, "low of the band of series[0] must be 2 long"],
    [{ low: [1, 2] }, "high of the band of series[0] must be a list of numbers"],
    ["a", "the band of series[0] must be { low, high }"],
  ];
  for (const [band, message] of faults) {
    assertThrows(() => linePanel([{ ...line, band: band as typeof line.band }]), Error, message);
  }
});

Deno.test("a histogram counts values in equal intervals, the last with its end", () => {
  assertEquals(countsIn([0, 0.1, 0.5, 1, 1, 2], [0, 1], 2), [2, 3]);
  const made = drawn(histogramPanel([
    { name: "a", values: [0, 0.1, 0.5, 1, NaN] },
    { name: "b", values: Float32Array.of(0.2, 0.3) },
  ], { bins: 2, xLabel: "weight" }));
  assertEquals(made.description, "count against weight: a, b.");
  assert(["count", "weight", "a", "b"].every((text) => textsOf(made).includes(text)));
  assert(textsOf(drawn(histogramPanel([]))).includes("no data"));
  assertThrows(() => histogramPanel([], { bins: 0 }), RangeError, "bins must be a whole number");
  assertThrows(() => histogramPanel(7 as never), TypeError, "samples must be a list of samples");
});

Deno.test("points alone have the colours and markers that they have over a field", () => {
  const moons = makeMoons(40, { seed: 1 });
  const made = drawn(scatterPanel(moons, { xLabel: "length" }));
  const { series } = themeNamed().colors;
  const fills = new Set(
    shapesIn(made).filter(({ role }) => role === "points").map(({ attributes }) => attributes.fill),
  );
  assertEquals(fills, new Set(series.slice(0, 2)));
  assert(["class 0", "class 1", "length"].every((text) => textsOf(made).includes(text)));
  const named = drawn(scatterPanel([{ name: "train", data: moons }]), { classNames: ["a", "b"] });
  assert(["a", "b", "train"].every((text) => textsOf(named).includes(text)));
  assert(textsOf(drawn(scatterPanel([]))).includes("no points"));
});

Deno.test("lines of equal value run between cells, and end where a cell has no number", () => {
  const side = [0, 1, 2, 3];
  const values = side.map((row) => side.map((column) => row === 3 && column === 1 ? NaN : column));
  const cells = { x: side, y: side, values };
  const made = drawn(cellsPanel(cells, { levels: [0.5, 2.25], framed: [3, 0] }));
  const shapes = shapesIn(made);
  const rects = shapes.filter(({ role, name }) => role === "region" && name === "rect");
  const middle = (at: number, column: number) => {
    const { x, width } = rects[at].attributes;
    return Number(x) + Number(width) * (0.5 + column);
  };
  const paths = shapes.filter(({ role, name }) => role === "guide" && name === "path");
  const points = paths.map(({ attributes }) =>
    [...String(attributes.d).matchAll(/(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(([, x, y]) => [+x, +y])
  );
  assertEquals(points.length, 2);
  for (const [at, level] of [0.5, 2.25].entries()) {
    assert(points[at].every(([x]) => Math.abs(x - middle(0, level)) < 0.1), `${points[at]}`);
  }
  // The first line ends in the third row of four, beside the cell without a number.
  const [short, long] = points.map((line) => Math.min(...line.map(([, y]) => y)));
  assert(short > long);
  const { x, y } = rects[3].attributes;
  const frames = shapes.filter(({ name, attributes }) =>
    name === "rect" && attributes.fill === "none"
  )
    .filter(({ attributes }) => attributes.x === x && attributes.y === y);
  assertEquals(frames.length, 2);
  assertThrows(() => cellsPanel(cells, { framed: [4, 0] }), RangeError, "the column of framed");
  const named = textsOf(drawn(cellsPanel(cells, { emptyLabel: "diverged" })));
  assert(named.includes("diverged") && !textsOf(made).includes("diverged"));
  const whole = { ...cells, values: side.map(() => side) };
  assert(!textsOf(drawn(cellsPanel(whole, { emptyLabel: "diverged" }))).includes("diverged"));
});

Deno.test("cells have a colour by their number, and show it where it fits", () => {
  const cells = { x: [0.01, 0.1, 1], y: ["8", "32"], values: [[1, 10, 100], [NaN, 1, 0]] };
  const made = drawn(cellsPanel(cells, { scale: "log", valueLabel: "loss", xLabel: "rate" }));
  const rects = shapesIn(made).filter(({ role, name }) => role === "region" && name === "rect");
  const fills = rects.map(({ attributes }) => attributes.fill);
  const { unknown, ramp } = themeNamed().colors;
  assertEquals(fills.length, 6);
  assertEquals([fills[2], fills[3], fills[5]], [ramp[2], unknown, unknown]);
  assert(fills[0] === fills[4] && fills[0] !== fills[1]);
  const texts = textsOf(made);
  assert(
    ["0.01", "0.1", "1", "8", "32", "10", "100", "rate", "loss (log scale)"].every((t) =>
      texts.includes(t)
    ),
  );
  assert(textsOf(drawn(cellsPanel(cells, { valueLabel: "loss" }))).includes("loss"));
  // The first row of values is the lowest row of cells.
  const [low, , , high] = rects.map(({ attributes }) => Number(attributes.y));
  assert(low > high);
  assertThrows(() => cellsPanel({ ...cells, x: [1] }), RangeError, "2 rows of 1 numbers");
  assertThrows(() => cellsPanel(cells, { limits: [2, 1] }), RangeError, "maximum of limits");
  const german = textsOf(drawn(cellsPanel({ ...cells, y: ["v1.5", "b"] }), { language: "de" }));
  assert(german.includes("0,01") && german.includes("v1.5"), String(german));
  const many = Array.from({ length: 60 }, (_, at) => at);
  const wide = cellsPanel({ x: many, y: many, values: many.map(() => many) });
  assert(textsOf(drawn(wide)).length < 60);
});

Deno.test("boundaries of other models are in one panel, in colours of runs, with names", () => {
  const [first, second] = [fieldOf([() => 0, (x) => x]), fieldOf([() => 0, (_, y) => y])];
  const made = drawn(contourPanel(first, { boundaries: [{ name: "after 1", field: second }] }));
  const lines = shapesIn(made).filter(({ role }) => role === "boundary");
  assertEquals(lines.length, 4);
  assertEquals(lines.at(-1)?.attributes.stroke, themeNamed().colors.series[2]);
  assert(["after 1", "decision boundary"].every((text) => textsOf(made).includes(text)));
  const other = { ...second, x: [0, 9] as const };
  assertThrows(
    () => contourPanel(first, { boundaries: [{ name: "a", field: other }] }),
    RangeError,
    "the plane of boundaries[0] must be that of the field",
  );
});

Deno.test("rings have labels that overlap neither each other nor a ring, and lie in the plot", () => {
  const field = fieldOf([() => 0, (x) => x]);
  const rings = Array.from({ length: 8 }, (_, at) => {
    return { x: 0.1 * (at % 3), y: 0.1 * Math.floor(at / 3), label: `${at + 1}: 99.${at}%` };
  });
  const points = [{ name: "train", data: makeMoons(200, { seed: 1 }) }];
  const made = drawn(
    contourPanel(field, { points, rings: [...rings, { x: 9, y: 0, label: "out" }] }),
  );
  const guides = shapesIn(made).filter(({ role }) => role === "guide");
  const texts = guides.filter(({ name }) => name === "text").map(({ children }) => children[0]);
  assertEquals(texts, rings.map(({ label }) => label));
  const boxes = guides.filter(({ name }) => name === "rect").map(({ attributes }) => {
    const [left, top, width, height] = ["x", "y", "width", "height"].map((key) =>
      Number(attributes[key])
    );
    return { left, top, right: left + width, bottom: top + height };
  });
  assertEquals(boxes.length, 8);
  for (const [at, one] of boxes.entries()) {
    for (const other of boxes.slice(at + 1)) {
      const isApart = one.right <= other.left + 0.02 || other.right <= one.left + 0.02 ||
        one.bottom <= other.top + 0.02 || other.bottom <= one.top + 0.02;
      assert(isApart, `${at}`);
    }
  }
  const refused: [unknown, string][] = [
    [[{ x: NaN, y: 0, label: "" }], "x of rings[0] must be a finite number"],
    [[{ x: 0, y: 0, label: 1 }], "the label of rings[0] must be text"],
    [[5], "rings[0] must be a ring"],
    [5, "rings must be a list of rings"],
    [[{ x: 0, y: 0, label: "", name: "" }], 'no option "name"'],
  ];
  for (const [rings, message] of refused) {
    assertThrows(() => contourPanel(field, { rings: rings as [] }), Error, message);
  }
});

Deno.test("the label of an upright guide stands beside its upper end, where there is space", () => {
  const textOf = (x: number) => {
    const line = { name: "a", values: Array.from({ length: 100 }, (_, at) => at + 1) };
    const guides = [{ label: "stop here", ends: [[x, 0], [x, 1e6]] as const }];
    const made = drawn(linePanel([line], { guides: guides as never }));
    const shapes = shapesIn(made).filter(({ role }) => role === "guide");
    const [text] = shapes.filter(({ name }) => name === "text");
    const [path] = shapes.filter(({ name }) => name === "path");
    const at = Number(String(path.attributes.d).match(/M([\d.]+)/)?.[1]);
    return { side: Number(text.attributes.x) - at, anchor: text.attributes["text-anchor"] };
  };
  assertEquals(textOf(20).anchor, undefined);
  assert(textOf(20).side > 0);
  assertEquals(textOf(98).anchor, "end");
  assert(textOf(98).side < 0);
  // Where one line has no space there are two, so that a number at the end is not cut.
  const label = "stop here, where the test loss is lowest: epoch 68";
  const guides = [{ label, ends: [[1, 1], [1, 2]] as const }] as const;
  const line = { name: "a", values: [1, 2, 3] };
  const panels = [1, 2].map(() => linePanel([line], { guides }));
  const texts = textsOf(figure([panels], { size: "square" }));
  assert(!texts.includes(label) && texts.some((text) => text.endsWith("epoch 68")), String(texts));
});

Deno.test("a row of one panel spans the panels of the row below, where rows span", () => {
  const strip = linePanel([{ name: "a", values: [3, 2, 1] }]);
  const map = contourPanel(fieldOf([() => 0, (x) => x]));
  const axes = (made: Figure) =>
    shapesIn(made).filter(({ role, name }) => role === "axis" && name === "path").map((shape) => {
      const xs = [...String(shape.attributes.d).matchAll(/[ML]([\d.]+) /g)].map(([, x]) =>
        Number(x)
      );
      return [Math.min(...xs), Math.max(...xs)];
    });
  const made = figure([[strip], [map, map, map]], { spanRows: true });
  assertEquals(textFaults(made), []);
  assertEquals([made.width, made.height], [1280, 720]);
  const [top, first, , last] = axes(made);
  assert(top[1] - top[0] > 1000 && first[1] < last[0]);
  assertAlmostEquals(first[1] - first[0], last[1] - last[0], 8);
});
