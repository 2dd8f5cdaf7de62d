/** The options by which a caller words and shapes a figure. */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  boundaryMatrix,
  boundaryPanels,
  contourPanel,
  createDataset,
  type Figure,
  figure,
  type FigureOptions,
  linePanel,
  lossPanel,
  shareLegend,
  textsOf,
  toSvg,
} from "../../mod.ts";
import { allShapes } from "../../lib/plots/shape.ts";
import { figureSize, textFaults } from "./read_svg.ts";

const run = { name: "relu", trainLoss: [0.7, 0.5, 0.3], testLoss: [0.7, 0.6, 0.5] };
const other = { ...run, name: "tanh", trainLoss: [0.8, 0.6, 0.4] };
const values = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1);
const field = { x: [0, 4], y: [0, 2], size: [2, 2], classes: 2, values } as const;

const shapesIn = ({ shapes }: Figure) => [...allShapes(shapes)];

/** The texts of a figure of losses. */
const losses = (options: FigureOptions) => textsOf(figure([[lossPanel([run, other])]], options));
/** The texts of a figure of a boundary. */
const boundary = (options: FigureOptions) => textsOf(figure([[contourPanel(field)]], options));

Deno.test("title and subtitle stand above all else, and the description begins with the subtitle", () => {
  const drawn = figure([[lossPanel([run])]], { title: "It falls", subtitle: "One run" });
  assertEquals(textsOf(drawn).slice(0, 2), ["It falls", "One run"]);
  assertEquals(drawn.description, "One run. loss against epoch: relu.");
});

Deno.test("width and height may be any, and replace those of the size", () => {
  const options = { size: "half", width: 900, height: 300.5 } as const;
  assertEquals(figureSize(toSvg(figure([[lossPanel([run])]], options))), {
    width: 900,
    height: 300.5,
  });
  const tall = figure([[contourPanel(field)]], { height: 1000 });
  assertEquals([tall.width, tall.height, tall.canvas], [1280, 1000, undefined]);
  assertEquals(textFaults(toSvg(tall)), []);
});

Deno.test("a height of auto is what the plots need at that width, on a canvas of its scale", () => {
  const lines = lossPanel([run, other]);
  const map = contourPanel(field);
  const rowsOf = { one: [[lines]], three: [[map, map, map]], story: [[lines], [map, map, map]] };
  const heights = Object.values(rowsOf).map((rows) => {
    const drawn = figure(rows, { width: 600, height: "auto", spanRows: rows.length > 1 });
    assertEquals([drawn.width, drawn.canvas, textFaults(drawn)], [600, undefined, []]);
    assertEquals(figureSize(drawn).height, drawn.height);
    return drawn.height;
  });
  // The map is twice as wide as high; all of them stand below each other, as wide as the figure.
  assert(heights[0] > 330 && heights[0] < 600, String(heights));
  assert(heights[1] > 3 * 230 && heights[1] < 3 * 360, String(heights));
  assert(heights[2] > heights[1] + 300 && heights[2] < heights[0] + heights[1], String(heights));
  const rows = [{ name: "halves", points: [], cells: [{ field, score: 0.5 }] }];
  const matrix = boundaryMatrix(rows, { columns: ["a"], width: 600, height: "auto" });
  assert(matrix.height > 150 && matrix.height < 400 && matrix.canvas === undefined);
  assertEquals(textFaults(matrix), []);
});

Deno.test("a label below a plot that is too narrow for it has two lines", () => {
  const xLabel = "step size of the differences (log scale)";
  const wide = losses({ xLabel });
  assert(wide.includes(xLabel));
  const narrow = figure([[lossPanel([run])]], { xLabel, width: 480 });
  const texts = textsOf(narrow);
  assert(
    texts.includes("step size of the") && texts.includes("differences (log scale)"),
    String(texts),
  );
  assertEquals(textFaults(narrow), []);
});

Deno.test("fonts replace those of the theme, and a wider one gets more space", () => {
  const svg = toSvg(figure([[lossPanel([run])]], { fonts: ["Fira Sans", "serif"] }));
  assertStringIncludes(svg, 'font-family="Fira Sans, serif"');
  const title = "word ".repeat(12);
  const lines = (fonts?: string[]) => {
    const texts = textsOf(figure([[lossPanel([run])]], { title, fonts }));
    return texts.filter((text) => text.includes("word")).length;
  };
  assertEquals([lines(), lines(["Helvetica"]), lines(["Verdana"])], [1, 1, 2]);
});

Deno.test("the font size is that of labels, and other sizes are in proportion", () => {
  const sizes = (fontSize?: number) => {
    const svg = toSvg(figure([[lossPanel([run])]], { title: "T", fontSize }));
    return [...new Set([...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size)))];
  };
  assertEquals(sizes().toSorted((a, b) => a - b), [22, 24, 34]);
  assertEquals(sizes(36).toSorted((a, b) => a - b), [33, 36, 51]);
});

Deno.test("runs have the names and colours given, in curves, legends, titles and marks", () => {
  const runNames = { relu: "ReLU", unknown: "nobody" };
  const runColors = { relu: "#f00", tanh: "rebeccapurple" };
  const drawn = figure([[lossPanel([run, other])]], { runNames, runColors });
  assert(textsOf(drawn).includes("ReLU") && textsOf(drawn).includes("tanh"));
  assertEquals(drawn.description, "loss against epoch: ReLU, tanh.");
  const strokes = shapesIn(drawn).filter(({ role }) => role === "curve")
    .map(({ label, attributes }) => [label, attributes.stroke]);
  assertEquals(new Set(strokes.map(String)), new Set(["ReLU,#ff0000", "tanh,#663399"]));
  const panels = boundaryPanels([run, other].map((run) => ({ ...run, field })));
  const titles = textsOf(figure([panels], { runNames }));
  assert(titles.includes("ReLU") && titles.includes("tanh") && !titles.includes("relu"));
  const lost = { ...run, trainLoss: [0.7, NaN], divergedAtEpoch: 2 };
  assertStringIncludes(
    textsOf(figure([[lossPanel([lost])]], { runNames })).join(" "),
    "ReLU: diverged",
  );
});

Deno.test("classes have the names and colours given, over those of the panel", () => {
  const options = { classNames: ["no", "yes"], classColors: ["navy", "#fa0"] };
  const texts = boundary(options);
  assert(["no", "yes", "probability of yes"].every((text) => texts.includes(text)));
  const svg = toSvg(figure([[contourPanel(field, { classNames: ["a", "b"] })]], options));
  assert(svg.includes("#000080") && svg.includes("#ffaa00") && !svg.includes(">b<"));
  const matrix = boundaryMatrix(
    [{ name: "d", points: [], cells: [{ field, score: 1 }] }],
    { columns: ["m"], ...options, legend: true },
  );
  assert(toSvg(matrix).includes("#f") && !textsOf(matrix).includes("class 0"));
});

Deno.test("labels of axes replace those of all panels; an empty one leaves them out", () => {
  const texts = losses({ xLabel: "Durchgang", yLabel: "" });
  assert(texts.includes("Durchgang") && !texts.includes("epoch") && !texts.includes("loss"));
  assert(boundary({ xLabel: "length" }).includes("length"));
  const log = textsOf(figure([[lossPanel([run], { yScale: "log" })]], { yLabel: "cost" }));
  assert(log.includes("cost (log scale)"));
});

Deno.test("limits cut curves at the edge, and name them where they leave the plot", () => {
  const drawn = figure([[lossPanel([run, other])]], { xLimits: [1, 2], yLimits: [0.4, 0.9] });
  assertEquals(textFaults(toSvg(drawn)), []);
  const texts = textsOf(drawn);
  assert(!texts.includes("3") && texts.includes("relu") && texts.includes("tanh"), String(texts));
  const ticks = texts.filter((text) => /^0\.\d$/.test(text)).map(Number);
  assertEquals([Math.min(...ticks), Math.max(...ticks)], [0.4, 0.9]);
});

Deno.test("the range of y follows the values within the limits of x", () => {
  const line = { name: "a", values: [100, 1, 2, 1] };
  const texts = textsOf(figure([[linePanel([line], { xLimits: [2, 4] })]]));
  assert(texts.every((text) => !(Number(text) > 10)), String(texts));
});

Deno.test("limits cut fields and points, and a wider plane leaves the rest empty", () => {
  const data = createDataset({ inputs: [[0.5, 0.5], [3.5, 1.5]], labels: [0, 1] });
  for (const xLimits of [[0, 1], [-4, 8]] as const) {
    const drawn = figure([[contourPanel(field, { points: data })]], { xLimits });
    const frame = drawn.width;
    const paths = shapesIn(drawn).filter(({ role }) => role === "region" || role === "points");
    assert(paths.length > 0);
    for (const { attributes: { d } } of paths) {
      const xs = [...String(d).matchAll(/[ML]([-\d.]+) /g)].map(([, x]) => Number(x));
      assert(xs.every((x) => x >= 0 && x <= frame));
    }
    const points = paths.filter(({ role }) => role === "points");
    assertEquals(points.length, xLimits[0] === 0 ? 1 : 2);
  }
});

Deno.test("about as many ticks as asked for", () => {
  const xOf = (texts: string[]) => texts.filter((text) => /^\d+$/.test(text)).length;
  const long = { name: "a", values: Array.from({ length: 100 }, (_, at) => at / 1000) };
  const count = (xTicks?: number) => xOf(textsOf(figure([[linePanel([long])]], { xTicks })));
  assert(count(3) <= 4 && count(3) >= 2 && count(20) > count() && count(20) <= 22, `${count(20)}`);
  const log = { name: "a", values: [1e-6, 1e-3, 1] };
  const powers = (yTicks: number) =>
    textsOf(figure([[linePanel([log], { yScale: "log" })]], { yTicks }))
      .filter((text) => text.startsWith("10")).length;
  assertEquals([powers(7), powers(3)], [7, 3]);
});

Deno.test("a panel's own axes hold where the figure asks for none", () => {
  const panel = linePanel([{ name: "a", values: [1, 2, 3] }], { xLimits: [1, 2], yTicks: 2 });
  const texts = textsOf(figure([[panel]]));
  assert(!texts.includes("3"));
  const over = textsOf(figure([[panel]], { xLimits: [1, 3] }));
  assert(over.includes("3"));
});

Deno.test("what a caller wrote over a panel's title and note is kept in any style", () => {
  const [panel] = boundaryPanels([{ ...run, field, finalTestAccuracy: 0.5 }]);
  const texts = textsOf(figure([[{ ...panel, title: "mine" }]], { classNames: ["u", "v"] }));
  assert(texts.includes("mine") && texts.includes("test accuracy 50.0%") && texts.includes("u"));
  const renamed = textsOf(figure([[{ ...panel, title: "relu" }]], { runNames: { relu: "ReLU" } }));
  assert(renamed.includes("ReLU") && !renamed.includes("relu"));
  const [shared] = shareLegend([contourPanel(field)]);
  assert(textsOf(figure([[shared]], { classNames: ["u", "v"] })).includes("u"));
});

Deno.test("options that cannot be are refused, each by its name", () => {
  const refused: [Record<string, unknown>, string][] = [
    [{ width: 50 }, "width must be a finite number, at least 100 and at most 10000"],
    [{ height: NaN }, "height must be a finite number"],
    [{ fontSize: 0 }, "fontSize must be a finite number, at least 4"],
    [{ fonts: [] }, "fonts must be font families"],
    [{ fonts: ['Ari"al'] }, "fonts[0] must be font families of letters"],
    [{ fonts: ["Arial", "a;b"] }, "fonts[1] must be font families of letters"],
    [{ classColors: ["blu"] }, "classColors[0] must be a color"],
    [{ runColors: { relu: "x" } }, 'the color of run "relu" must be a color'],
    [
      { runNames: { relu: "A", tanh: "A" } },
      'runNames must be different names: current value is "A"',
    ],
    [{ xLimits: [2, 1] }, "the maximum of xLimits must be a finite number, above 2"],
    [{ yLimits: [1] }, "yLimits must be [minimum, maximum]"],
    [{ xTicks: 1 }, "xTicks must be a whole number, at least 2 and at most 50"],
    [{ classNames: ["one"] }, "classNames must be one a class, 2"],
    [{ language: "deutsch" }, "language must be one of"],
    [{ xlabel: "a" }, 'there is no option "xlabel" (did you mean "xLabel"?)'],
  ];
  for (const [options, message] of refused) {
    assertThrows(() => boundary(options), Error, message);
  }
  const log = linePanel([run].map(({ name }) => ({ name, values: [1, 2] })), { yScale: "log" });
  assertThrows(
    () => figure([[log]], { yLimits: [0, 1] }),
    RangeError,
    "yLimits must be above 0 on a logarithmic axis: current value is [0,1]",
  );
});
