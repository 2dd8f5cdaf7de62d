import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertNotMatch,
  assertThrows,
} from "@std/assert";
import { contourPanel } from "../../lib/plots/panels/contour_panel.ts";
import { figure, type FigureOptions } from "../../lib/plots/figure.ts";
import { linePanel } from "../../lib/plots/panels/line_panel.ts";
import type { Panel } from "../../lib/plots/panel.ts";
import { allShapes } from "../../lib/plots/shape.ts";
import type { SizeName } from "../../lib/plots/theme.ts";
import { themeNames } from "../../lib/plots/palettes.ts";
import { sizeNames, themeNamed } from "../../lib/plots/theme.ts";
import datasets from "../reference/datasets.json" with { type: "json" };
import reference from "../reference/sections.json" with { type: "json" };
import { constantField, fieldOf } from "./fields.ts";
import {
  canvasSize,
  type Drawn,
  figureSize,
  readSvg,
  textBoxes,
  textFaults,
  textOf,
} from "./read_svg.ts";

const MARKUP = `<script>alert("1")</script> & 'x' \0\x07 ]]> `;

const runs = reference.sections.activations.flatMap(({ name, trainLoss, testLoss }) => [
  { name, values: trainLoss },
  { name, values: testLoss, dashed: true },
]);
const losses = linePanel(runs, { title: "loss", yLabel: "cross-entropy" });
const logLosses = linePanel(runs, { title: "loss", yLabel: "cross-entropy", yScale: "log" });

const moons = {
  name: "moons",
  inputs: Float64Array.from(datasets.moons.x.flat()),
  labels: Int32Array.from(datasets.moons.y),
  samples: 600,
  features: 2,
  classes: 2,
};
const wave = fieldOf([() => 0, (x, y) => 2 * y - 3 * Math.sin(2 * x)], { side: 200 });
const boundary = contourPanel(wave, { title: "wave", note: "test accuracy 0.94", points: moons });
const three = fieldOf([(x) => -x, (_, y) => y, (x, y) => x - y], { side: 20 });
const small = contourPanel(three, { title: "three classes", note: "accuracy 0.9" });

const nine = contourPanel(
  fieldOf(
    Array.from({ length: 9 }, (_, at) => (x: number, y: number) => {
      return x * Math.sin(at) + y * Math.cos(at);
    }),
    { side: 9 },
  ),
  { title: "nine classes" },
);

const diverging = ["sgd", "momentum", "adam", "nesterov", "too large"].map((name, at) => ({
  name,
  values: [0.7 * 2 ** at, 0.9 * 7 ** at, at > 2 ? NaN : 0.5, 0.4, 0.3],
}));
const steps = Array.from({ length: 12 }, (_, at) => 10 ** (at - 12));
const gradients = linePanel(
  ["central", "forward", "float32"].map((name, at) => ({
    name,
    x: steps,
    values: steps.map((step) => 10 ** (-16 + 4 * at) / step + step ** (2 - at / 2)),
    marker: true,
  })),
  { xLabel: "step ε", yLabel: "largest error", xScale: "log", yScale: "log" },
);
const twelve = linePanel(Array.from({ length: 12 }, (_, at) => ({
  name: `run number ${at + 1}`,
  values: [at + 3, at + 1, at],
})));
const hostile = linePanel(
  [MARKUP, "مرحبا بالعالم ".repeat(40), "x".repeat(10_000), "", "\ud800"].map((name, at) => ({
    name,
    values: [at, NaN],
  })),
  {
    title: "שלום " + MARKUP.repeat(50),
    note: "漢字".repeat(300),
    xLabel: MARKUP.repeat(30),
    yLabel: "y".repeat(10_000),
  },
);

const FIGURES: Record<string, [Panel[][], FigureOptions]> = {
  "three runs, train and test": [[[losses]], { title: "Activations" }],
  "logarithmic": [[[logLosses]], {}],
  "linear beside logarithmic": [[[losses, logLosses]], { title: "Both" }],
  "shared axes": [[[losses, losses, losses]], { shareY: true, shareX: true }],
  "diverged runs": [[[linePanel(diverging, { title: "d" }), linePanel(diverging)]], {}],
  "gradient check": [[[gradients]], { title: "Gradient check" }],
  "one boundary": [[[boundary]], { title: "Boundary" }],
  "three boundaries": [[[boundary, boundary, boundary]], { title: "Boundaries" }],
  "four by two": [[[small, small, small, small], [small, small, small, small]], { title: "8" }],
  "ragged rows": [[[small, losses], [small], [losses, small, gradients]], { title: "Ragged" }],
  "eight in a row": [[[losses, small, losses, small, gradients, twelve, small, small]], {}],
  "heads of unlike height": [[[
    linePanel(runs, {
      title: "a title of so many words that it takes two lines, not one",
      note: "and a note",
    }),
    linePanel(runs, { title: "short" }),
  ]], { title: "Heads" }],
  "twelve runs": [[[twelve]], { title: "Twelve" }],
  "hostile texts": [[[
    hostile,
    contourPanel(wave, { title: "w ".repeat(5000), classNames: [MARKUP, ""] }),
  ]], {
    title: "A very long title ".repeat(600),
    description: MARKUP.repeat(100),
  }],
  "right to left, piled marks, line breaks": [[[
    linePanel([{ name: "\u202eسطر\u2028", values: [1, 2] }], {
      title: "שלום עולם ".repeat(1000),
      note: `z${"\u0301\u0327".repeat(5000)}`,
      yLabel: "\ufdfd".repeat(40),
    }),
    contourPanel(wave, { title: "one\ntwo\r\nthree\tfour", classNames: ["\u200f", "\u{1242b}"] }),
  ]], { title: `"'&<>]]>\u0000${"ᄀᄂ".repeat(5000)}` }],
  "one boundary, long names": [[[
    contourPanel(wave, { points: moons, classNames: ["x".repeat(10_000), "مرحبا ".repeat(99)] }),
  ]], { title: "Long" }],
  "a legend too tall for the gap in the last row": [[[nine, nine, nine]], { title: "Nine" }],
  "one column of boundaries": [[[small], [boundary]], { title: "Column" }],
  "nothing to see": [[
    [contourPanel(constantField(0.3, 0.7)), contourPanel(constantField(NaN, NaN))],
    [linePanel([]), linePanel([{ name: "one", values: [0.5] }])],
  ], {}],
  "extreme numbers": [[
    [linePanel([{ name: "a", values: [1e-308, 1e308] }], { yScale: "log" })],
    [linePanel([{ name: "b", values: [-1e308, 1e308] }])],
    [linePanel([{ name: "c", values: [12345.6781, 12345.6782], x: [1e6, 2e6] }])],
  ], {}],
};

for (const [name, [panels, options]] of Object.entries(FIGURES)) {
  const svg = figure(panels, options);

  Deno.test(`${name}: well-formed, and no text outside or over another, at any size`, () => {
    for (const size of sizeNames) {
      assertEquals(textFaults(figure(panels, { ...options, size })), []);
    }
  });

  Deno.test(`${name}: nothing that presentation programs drop, nothing that runs`, () => {
    const allowed = ["circle", "desc", "g", "path", "rect", "svg", "text", "title"];
    for (const { name, attributes } of readSvg(svg)) {
      assert(allowed.includes(name), name);
      for (const [attribute, value] of Object.entries(attributes)) {
        assertNotMatch(attribute, /^(style|class|clip-path|mask|filter|href|xlink:href|on.*)$/);
        if (attribute === "fill" || attribute === "stroke") {
          assertMatch(value, /^(none|#[0-9a-f]{6})$/);
        }
        if (attribute === "font-size") assert(Number(value) >= 20, value);
        if (attribute === "d") assertNotMatch(value, /NaN|Infinity|undefined|e[+-]/);
        assertNotMatch(value, /\d\.\d{3}/);
      }
    }
  });

  Deno.test(`${name}: a theme changes colours and nothing else`, () => {
    const shapes = (drawn: Drawn) => textOf(drawn).replace(/#[0-9a-f]{6}/g, "");
    for (const theme of themeNames) {
      assertEquals(shapes(figure(panels, { ...options, theme })), shapes(svg));
    }
  });

  Deno.test(`${name}: the same panels give the same text`, () => {
    assertEquals(figure(panels, options), svg);
  });
}

/** Every figure at every size. */
const EVERY = Object.entries(FIGURES).flatMap(([name, [panels, options]]) =>
  sizeNames.map((size) => ({ name: `${name}, ${size}`, svg: figure(panels, { ...options, size }) }))
);

Deno.test("every shape of a figure lies inside it", () => {
  for (const { name, svg } of EVERY) {
    const { width, height } = canvasSize(svg);
    for (const { attributes: { d } } of readSvg(svg)) {
      for (const [, x, y] of d?.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g) ?? []) {
        assert(Number(x) >= 0 && Number(x) <= width, `${name}: ${x}`);
        assert(Number(y) >= 0 && Number(y) <= height, `${name}: ${y}`);
      }
    }
  }
});

Deno.test("one panel fills a slide, half of one, or a square", () => {
  for (const panel of [losses, boundary]) {
    assertEquals(figureSize(figure([[panel]])), { width: 1280, height: 720 });
    assertEquals(figureSize(figure([[panel]], { size: "half" })), { width: 640, height: 720 });
    assertEquals(figureSize(figure([[panel]], { size: "square" })), { width: 720, height: 720 });
  }
});

Deno.test("a figure has its size whatever is in it: what does not fit is drawn smaller", () => {
  const many = linePanel(
    Array.from({ length: 60 }, (_, at) => ({ name: `a rather long name, ${at}`, values: [1, at] })),
  );
  const contents: Panel[][][] = [
    [Array.from({ length: 6 }, () => small)],
    [Array.from({ length: 20 }, () => boundary)],
    Array.from({ length: 12 }, () => [losses]),
    [[small, many, small]],
    [[many, many], [many, many]],
  ];
  const sizes = { wide: [1280, 720], half: [640, 720], square: [720, 720] } as const;
  for (const [at, panels] of contents.entries()) {
    for (const size of sizeNames) {
      const [width, height] = sizes[size];
      const drawn = figure(panels, { title: "Much", size });
      assertEquals(figureSize(drawn), { width, height });
      assertEquals([drawn.width, drawn.height], [width, height]);
      const canvas = canvasSize(drawn);
      assertAlmostEquals(canvas.width / canvas.height, width / height, 1e-3);
      assertEquals(textFaults(drawn), [], `${at} ${size}`);
      if (size === "half") assert(canvas.width > width);
    }
  }
});

/** Where the frames of boundaries are: left, top, right, bottom. */
function framesOf(drawn: Drawn): number[][] {
  return readSvg(drawn).filter(({ attributes }) => attributes.stroke === "#8a8a8a")
    .map(({ attributes }) => (attributes.d.match(/[\d.]+/g) ?? []).map(Number))
    .map(([left, top, right, , , bottom]) => [left, top, right, bottom]);
}

Deno.test("a row goes on below where its panels do not fit side by side", () => {
  const frames = (count: number, size: SizeName) =>
    framesOf(figure([Array.from({ length: count }, () => small)], { size }));
  const rows = (count: number, size: SizeName) => {
    const tops = frames(count, size).map(([, top]) => top);
    return [...Map.groupBy(tops, (top) => top).values()].map(({ length }) => length);
  };
  assertEquals([rows(4, "wide"), rows(5, "wide"), rows(8, "wide")], [[4], [3, 2], [4, 4]]);
  assertEquals([rows(2, "half"), rows(3, "half"), rows(3, "square")], [[2], [2, 1], [2, 1]]);
});

Deno.test("rows that span the figure go on below one by one", () => {
  const panel = contourPanel(wave);
  const drawn = figure([[linePanel([])], [panel, panel, panel]], { width: 700, spanRows: true });
  assert(drawn.canvas === undefined || drawn.canvas.width < 2 * 700);
  assertEquals(textFaults(drawn), []);
});

Deno.test("panels that share an axis still do where their row goes on below", () => {
  const panels = [[0, 1], [5, 9], [2, 3]].map((values) => linePanel([{ name: "a", values }]));
  const labels = textBoxes(figure([panels], { size: "half", shareY: true, legend: false }));
  const numbers = labels.map(({ text }) => text).filter((text) => text === "0" || text === "5");
  assertEquals(numbers, ["0", "5", "0", "5"], "once a row");
});

Deno.test("a legend stands in the gap that a last row leaves, if it is large enough", () => {
  const svg = figure([[boundary, boundary, boundary]], { size: "half" });
  const [, second, third] = framesOf(svg);
  const legend = textBoxes(svg).filter(({ text }) => /^(class|train|decision)/.test(text));
  assertEquals(legend.length, 3);
  for (const { text, left, top } of legend) {
    assert(left > third[2] && top > second[3], text);
  }
});

Deno.test("train and test stand in one row of the legend", () => {
  for (const size of sizeNames) {
    const lines = ["stochastic gradient descent", "momentum and more", "adam"].flatMap((name) => [
      { name, values: [1, 2] },
      { name, values: [2, 3], dashed: true },
    ]);
    const boxes = textBoxes(figure([[linePanel(lines)]], { size }));
    const [train, test] = ["train", "test"].map((word) => boxes.find(({ text }) => text === word));
    assertEquals(train?.top, test?.top, size);
  }
});

Deno.test("three boundaries on a 200 × 200 grid with 600 points each stay under 300 KB", () => {
  const svg = figure([[boundary, boundary, boundary]]);
  const bytes = new TextEncoder().encode(textOf(svg)).length;
  assert(bytes < 300_000, String(bytes));
});

Deno.test("the legend of a lone boundary stands beside it, and leaves it the height of the slide", () => {
  const svg = figure([[boundary]], { title: "Boundary" });
  const frame = readSvg(svg).find(({ attributes }) => attributes.stroke === "#8a8a8a");
  const [, top, right, , , bottom] = (frame?.attributes.d.match(/[\d.]+/g) ?? []).map(Number);
  assert(bottom - top > 500, String(bottom - top));
  const legend = textBoxes(svg).filter(({ text }) => /^(class|decision|probability)/.test(text));
  assertEquals(legend.length, 4);
  for (const { text, left } of legend) assert(left > right, text);
});

Deno.test("a legend of many classes stands over a lone boundary", () => {
  const scores = Array.from(
    { length: 12 },
    (_, at) => (x: number, y: number) => x * Math.sin(at) + y * Math.cos(at),
  );
  const svg = figure([[contourPanel(fieldOf(scores, { side: 9 }), { points: moons })]]);
  assertEquals(textFaults(svg), []);
  const frame = readSvg(svg).find(({ attributes }) => attributes.stroke === "#8a8a8a");
  const [, top] = (frame?.attributes.d.match(/[\d.]+/g) ?? []).map(Number);
  const names = textBoxes(svg).filter(({ text }) => text.startsWith("class"));
  assertEquals(names.length, 12);
  for (const { text, bottom } of names) assert(bottom < top, text);
});

Deno.test("neighbours with equal axes name the numbers once", () => {
  const labels = (panels: Panel[][], options = {}) =>
    textBoxes(figure(panels, { legend: false, ...options })).map(({ text }) => text);
  const count = (texts: string[], text: string) => texts.filter((other) => other === text).length;
  assertEquals(count(labels([[small, small]]), "−2"), 3);
  assertEquals(count(labels([[small], [small]]), "−2"), 3);
  assertEquals(count(labels([[losses, losses]]), "cross-entropy"), 1);
});

Deno.test("sharing brings a row to one range", () => {
  const [low, high] = [[0, 1], [5, 9]].map((values) => linePanel([{ name: "a", values }]));
  const labels = (shareY: boolean) =>
    textBoxes(figure([[low, high]], { shareY, legend: false })).map(({ text }) => text);
  assertEquals(labels(false).includes("0.2"), true);
  assertEquals(labels(true).includes("0.2"), false);
  assertThrows(
    () => figure([[losses, logLosses]], { shareY: true }),
    RangeError,
    "Cannot draw the figure as the axes under shareY must be of one kind",
  );
});

Deno.test("runs have no colour and no marker of a class of the same figure", () => {
  const lines = ["one", "two", "three"].map((name) => ({ name, values: [3, 2, 1], marker: true }));
  for (const panels of [[[boundary, linePanel(lines)]], [[linePanel(lines)], [small]]]) {
    const roles = Map.groupBy(allShapes(figure(panels).shapes), ({ role }) => role);
    const [ofRuns, ofPoints] = (["curve", "points"] as const).map((role) =>
      (roles.get(role) ?? []).map(({ attributes }) => [attributes.fill, attributes.stroke]).flat()
        .filter((color) => color !== "none" && color !== "#ffffff")
    );
    const { series } = themeNamed().colors;
    const first = panels[0].length === 2 ? 2 : 3;
    assertEquals(ofRuns, series.slice(first, first + 3));
    assert(ofPoints.every((color) => !ofRuns.includes(color)));
  }
});

Deno.test("a run has one colour in all panels, and one entry in the legend", () => {
  const first = linePanel([{ name: "x", values: [1, 2] }, { name: "shared", values: [2, 1] }]);
  const second = linePanel([{ name: "shared", values: [3, 4] }]);
  const elements = readSvg(figure([[first, second]]));
  assertEquals(elements.filter(({ text }) => text === "shared").length, 1);
  const strokes = elements.filter(({ attributes }) => attributes["stroke-width"] === "3.5")
    .map(({ attributes }) => attributes.stroke);
  assertEquals(new Set(strokes).size, 2);
});

Deno.test("heads stand over the plots, the tallest of a row deciding", () => {
  const svg = figure(...FIGURES["heads of unlike height"]);
  const grid = readSvg(svg).filter(({ attributes }) => attributes.stroke === "#e4e4e4")
    .flatMap(({ attributes }) => [...attributes.d.matchAll(/M[\d.]+ ([\d.]+)/g)]);
  const top = Math.min(...grid.map(([, y]) => Number(y)));
  const heads = textBoxes(svg).filter(({ text }) =>
    /title of|lines, not one|and a note|short/.test(text)
  );
  assertEquals(heads.length, 4);
  for (const { text, bottom } of heads) assert(bottom < top, text);
});

Deno.test("the legend names runs first, then kinds of lines, of all panels", () => {
  const panels = ["a", "b"].map((name) =>
    linePanel([{ name, values: [1, 2] }, { name, values: [2, 3], dashed: true }])
  );
  const legend = textBoxes(figure([panels])).slice(0, 4).map(({ text }) => text);
  assertEquals(legend, ["a", "b", "train", "test"]);
});

Deno.test("title and description reach those who do not see the figure", () => {
  const [root, title, description] = readSvg(figure([[losses]], { title: "Loss & co" }));
  assertEquals(root.attributes.role, "img");
  assertEquals(title.text, "Loss & co");
  assertEquals(description.text, "loss: cross-entropy against epoch: sigmoid, tanh, relu.");
  assertEquals(
    root.attributes["aria-labelledby"],
    `${title.attributes.id} ${description.attributes.id}`,
  );
});

Deno.test("where a figure comes from stands in its description, and changes nothing else", () => {
  const provenance = { command: "deno task train", flags: [`"&<>\0`], seed: 7 };
  const plain = figure([[losses]], { title: "Loss" });
  const [, , description] = readSvg(figure([[losses]], { title: "Loss", provenance }));
  assertEquals(
    description.text,
    'loss: cross-entropy against epoch: sigmoid, tanh, relu. Made by: deno task train "&<>. Seed: 7.',
  );
  const without = (drawn: Drawn) => textOf(drawn).replace(/<desc[^]*<\/desc>/, "");
  assertEquals(without(figure([[losses]], { title: "Loss", provenance })), without(plain));
});

Deno.test("a transparent figure lacks its background and nothing else", () => {
  for (const theme of themeNames) {
    const whole = figure([[boundary]], { theme });
    const bare = figure([[boundary]], { theme, transparent: true });
    const [[, , , background], others] = [readSvg(whole), readSvg(bare)];
    assertEquals([background.attributes.width, background.attributes.height], ["1280", "720"]);
    assertEquals(others, readSvg(whole).toSpliced(3, 1));
  }
});

Deno.test("a vertical label that is longer than its axis is whole: it ends beside the axis below", () => {
  const strip = linePanel([{ name: "a", values: [1, 2, 3] }], { yLabel: "Trainingsverlust" });
  const svg = figure([[strip], [small], [small]], { size: "wide" });
  const label = textBoxes(svg).find(({ text }) => text.startsWith("Trainingsv"));
  assertEquals(label?.text, "Trainingsverlust");
  assertEquals(textFaults(svg), []);
});

Deno.test("a long title is smaller and not cut, down to the size of labels", () => {
  const title = "ReLU erreicht einen Verlust von 0,320 nach 21 Epochen, Sigmoid nach 136";
  const svg = figure([[losses]], { title, size: "half" });
  const lines = readSvg(svg).filter(({ attributes }) => attributes["font-weight"] === "bold")
    .map(({ attributes }) => Number(attributes["font-size"]));
  assert(Math.max(...lines) < 34 && Math.min(...lines) >= 24, `${lines}`);
  assertEquals(textFaults(svg), []);
  const shown = textBoxes(svg).map(({ text }) => text).join(" ");
  assert(shown.includes(title), shown);
});

Deno.test("a legend of hundreds of runs is cut, not endless", () => {
  const lines = Array.from({ length: 300 }, (_, at) => ({ name: `run ${at}`, values: [at, 1] }));
  const svg = figure([[linePanel(lines)]]);
  assertEquals(textFaults(svg), []);
  assert(textBoxes(svg).some(({ text }) => text === "and 260 more"));
});

Deno.test("what is no figure is refused in one line", () => {
  const attempt = (panels: unknown, options = {}) => () => figure(panels as Panel[][], options);
  assertThrows(
    attempt([]),
    RangeError,
    "Cannot draw the figure as panels must be rows of at least one panel",
  );
  assertThrows(attempt([[losses], []]), RangeError, "rows of at least one panel");
  assertThrows(attempt([losses]), TypeError, "panels must be rows of panels");
  assertThrows(attempt([[undefined]]), TypeError, "panels[0][0] must be a panel, as linePanel");
  assertThrows(attempt([[{}]]), TypeError, "panels[0][0] must be a panel, as linePanel");
  for (const part of ["title", "note", "summary"] as const) {
    for (const value of [3, null, undefined, ["a"]]) {
      const message = `${part} of panels[0][0] must be text`;
      assertThrows(attempt([[{ ...losses, [part]: value }]]), TypeError, message);
    }
  }
  assertThrows(attempt([[losses]], { theme: "drak" }), RangeError, 'did you mean "dark"');
  assertThrows(attempt([[losses]], { title: 3 }), TypeError, "title must be text");
});
