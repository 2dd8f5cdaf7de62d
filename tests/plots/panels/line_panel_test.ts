import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { Line } from "../../../lib/plots/marks/ready_line.ts";
import { figure } from "../../../lib/plots/figure.ts";
import { markerOf, markerPath } from "../../../lib/plots/markers.ts";
import { contourPanel } from "../../../lib/plots/panels/contour_panel.ts";
import type { LinePanelOptions } from "../../../lib/plots/panels/line_options.ts";
import { linePanel } from "../../../lib/plots/panels/line_panel.ts";
import { allShapes } from "../../../lib/plots/shape.ts";
import { themeNamed } from "../../../lib/plots/theme.ts";
import { drawable, readSvg } from "../read_svg.ts";

/** The drawn curves: paths with a line's width and no fill, by colour and dash. */
function curvesOf(lines: readonly Line[], options: LinePanelOptions = {}) {
  const svg = figure([[linePanel(lines, { markers: false, ...options })]], { legend: false });
  const elements = readSvg(svg);
  return {
    texts: elements.filter(({ name }) => name === "text").map(({ text }) => text),
    curves: elements.filter(({ attributes }) => attributes["stroke-width"] === "3.5")
      .map(({ attributes }) => attributes),
    crosses: elements.filter(({ attributes }) => attributes["stroke-width"] === "4")
      .map(({ attributes }) => attributes),
  };
}

/** Numbers of path data, in pairs. */
function places(data: string): number[][] {
  const numbers = (data.match(/-?[\d.]+/g) ?? []).map(Number);
  return numbers.flatMap((x, at) => at % 2 === 0 ? [[x, numbers[at + 1]]] : []);
}

Deno.test("the legend names pale areas as quartiles, by another name, or not at all", () => {
  const line = { name: "a", values: [1, 2], band: { low: [0, 1], high: [2, 3] } };
  const named = (bandName?: string) =>
    drawable(linePanel([line], { bandName })).legend.map(({ label }) => label);
  assertEquals(named(), ["a", "median, quartiles"]);
  assertEquals(named("spread"), ["a", "spread"]);
  assertEquals(named(""), ["a"]);
  const wrong = { bandName: 1 as unknown as string };
  assertThrows(() => linePanel([line], wrong), TypeError, "bandName must be text");
});

Deno.test("a vertical label that is too long has two lines, the whole of it", () => {
  const line = { name: "a", values: [1, 2] };
  const label = "gradient norm";
  const small = (yLabel: string) =>
    figure(
      Array.from({ length: 3 }, () => [linePanel([line], { yLabel, yScale: "log", title: "t" })]),
      { size: "half" },
    );
  const linesOf = (yLabel: string) =>
    readSvg(small(yLabel)).filter(({ text, attributes }) =>
      attributes.transform?.includes("rotate") && text !== ""
    ).map(({ text }) => text);
  assertEquals(new Set(linesOf("loss")), new Set(["loss (log scale)"]));
  const lines = linesOf(label);
  assertEquals(lines.length, 6);
  assertEquals(lines.slice(0, 2).join(" "), `${label} (log scale)`);
});

Deno.test("train and test curves of a run share a colour; the test curve is dashed", () => {
  const { curves } = curvesOf([
    { name: "a", values: [3, 2, 1] },
    { name: "a", values: [3, 2.5, 2], dashed: true },
    { name: "b", values: [1, 2, 3] },
  ]);
  const [test, train, other] = curves;
  assertEquals(test.stroke, train.stroke);
  assert(other.stroke !== train.stroke);
  assertEquals([test, train, other].map((curve) => curve["stroke-dasharray"]), [
    "9 7",
    undefined,
    undefined,
  ]);
});

Deno.test("a value is drawn where the axes say", () => {
  const { curves } = curvesOf([{ name: "a", values: [0, 1, 0] }]);
  const [[x0, y0], [x1, y1], [x2, y2]] = places(curves[0].d);
  assertAlmostEquals(x1 - x0, x2 - x1, 0.011);
  assertEquals(y0, y2);
  assert(y1 < y0);
});

Deno.test("a diverged curve is drawn up to its last number, with a cross and a label", () => {
  const { curves, crosses, texts } = curvesOf([
    { name: "tame", values: [0.7, 0.6, 0.5, 0.4] },
    { name: "wild", values: [0.7, 0.68, NaN, 0.5] },
  ]);
  const [tame, wild] = curves.map(({ d }) => places(d));
  assertEquals(wild.length, 2);
  assertEquals(wild[0], tame[0]);
  assertEquals(texts.includes("wild: diverged, epoch 3"), true);
  assertEquals(crosses.length, 1);
  const [first, second] = places(crosses[0].d);
  assertAlmostEquals((first[0] + second[0]) / 2, wild[1][0], 0.02);
});

Deno.test("a value of 1e30 leaves through the edge of the plot and flattens nothing", () => {
  const { curves, crosses } = curvesOf([
    { name: "tame", values: [0.7, 0.6, 0.4] },
    { name: "wild", values: [0.6, 1e30, Infinity] },
  ]);
  const [tame, wild] = curves.map(({ d }) => places(d));
  const spread = tame[2][1] - tame[0][1];
  assert(spread > 400, `the tame curve spans ${spread} units`);
  const heights = wild.map(([, y]) => y);
  assert(Math.min(...heights) >= 0 && heights[1] <= tame[0][1]);
  assertEquals(crosses.length, 1);
});

Deno.test("a run that diverges out of the plot has one cross there, with its largest value", () => {
  const wild = [{ name: "wild", values: [1e16, 1e35, NaN] }, {
    name: "wild",
    values: [1e20, NaN, NaN],
    stoppedAt: { x: 3 },
    dashed: true,
  }];
  const { curves, crosses, texts } = curvesOf([{ name: "tame", values: [0.7, 0.6, 0.4] }, ...wild]);
  assertEquals([curves.length, crosses.length], [1, 1]);
  const labels = texts.filter((text) => text.startsWith("wild"));
  assertEquals(labels, ["wild: diverged, epoch 3, max 10³⁵"]);
});

Deno.test("a cross on the scale speaks for one off it, and gives the largest value", () => {
  const { texts, crosses } = curvesOf([
    { name: "wild", values: [0.7, NaN] },
    { name: "wild", values: [1e35, NaN], dashed: true },
  ]);
  assertEquals(texts.filter((text) => text.startsWith("wild")), [
    "wild: diverged, epoch 2, max 10³⁵",
  ]);
  assertEquals(crosses.length, 1);
});

Deno.test("a run that comes back into the plot before it diverges has its largest value too", () => {
  const lines = [
    { name: "sgd 0.05", values: Array.from({ length: 80 }, (_, at) => 0.7 * Math.exp(-at / 40)) },
    { name: "sgd 100", values: [8e16, 1e12, 1e9, 1e4, 25.6, 30, 28, NaN] },
    { name: "sgd 3", values: [1, 2, 5, 9, 11, 10, 12, 14, 30] },
    { name: "up", values: Array.from({ length: 80 }, (_, at) => at < 70 ? 0.5 : 1e6) },
  ];
  for (const yScale of ["linear", "log"] as const) {
    const { texts, crosses } = curvesOf(lines, { yScale });
    assertEquals(crosses.length, 1);
    assertEquals(texts.filter((text) => /diverged|m(ax|in) /.test(text)), [
      "sgd 100: diverged, epoch 8, max 8×10¹⁶",
      "up: max 10⁶",
    ]);
  }
  const low = [...tame, { name: "deep", values: [-1e8, 0.5, NaN] }];
  assert(curvesOf(low).texts.includes("deep: diverged, epoch 3, min −10⁸"));
});

Deno.test("the label of a long name in a narrow plot keeps the largest value", () => {
  const wild = { name: "momentum, learning rate 0.5, batch 16", values: [8e16, 0.5, NaN] };
  const panel = linePanel([...tame, wild]);
  const texts = readSvg(figure([[panel, panel, panel, panel]])).map(({ text }) => text);
  assertEquals(texts.filter((text) => text.includes("8×10¹⁶")).length, 4);
});

/** The arrows on the edge of a plot, as the heights of their tips and bases. */
function arrowsOf(lines: readonly Line[], options: LinePanelOptions = {}): number[][] {
  const { shapes } = figure([[linePanel(lines, { markers: false, ...options })]], {
    legend: false,
  });
  return [...allShapes(shapes)].filter(({ role, name, attributes }) =>
    role === "divergence" && name === "path" && attributes.fill !== "none"
  ).map(({ attributes }) => places(String(attributes.d)).map(([, y]) => y));
}

const tame = [
  { name: "one", values: [0.7, 0.6, 0.5, 0.4] },
  { name: "two", values: [0.6, 0.5, 0.4, 0.3] },
];

Deno.test("a run that leaves the frame of most others is cut there, under an arrow with its value", () => {
  const values = [8e16, 300, 40, 25.6].map((value) => 1e3 * value);
  const lines = [...tame, { name: "huge", values }, {
    name: "huge",
    values: [5e19, 1e9, 4e5, 1e5],
    dashed: true,
  }];
  const { curves, texts, crosses } = curvesOf(lines);
  assertEquals([curves.length, crosses.length], [2, 0]);
  assertEquals(texts.filter((text) => text.startsWith("huge")), ["huge: max 8×10¹⁹"]);
  assertEquals(drawable(linePanel(lines)).y.range, [0.3, 0.7]);
  const [[tip, base], ...others] = arrowsOf(lines);
  assert(tip < base && others.length === 0);
});

Deno.test("a run that falls below the frame has an arrow down and its smallest value", () => {
  const lines = [...tame, { name: "deep", values: [0.5, 0.4, -1e7, -2e7] }];
  assert(curvesOf(lines).texts.includes("deep: min −2×10⁷"));
  const [[tip, base]] = arrowsOf(lines);
  assert(tip > base);
  assertEquals(arrowsOf(tame), []);
});

Deno.test("a logarithmic axis says so in its label, of y and of x", () => {
  const { texts } = curvesOf(tame, { yScale: "log", yLabel: "loss", xScale: "log", xLabel: "" });
  assert(texts.includes("loss (log scale)") && texts.includes("log scale"));
  assert(!curvesOf(tame, { yLabel: "loss" }).texts.some((text) => text.includes("log scale")));
});

Deno.test("runs take the colours after those of classes, and their markers", () => {
  const colors = (classes: number) =>
    curvesOf(tame, { classes }).curves.map(({ stroke }) => stroke);
  const { series } = themeNamed().colors;
  assertEquals([colors(0), colors(2)], [series.slice(0, 2), series.slice(2, 4)]);
  assertThrows(() => linePanel(tame, { classes: -1 }), RangeError, "classes must be");
  assertThrows(
    () => linePanel(tame, { classes: "2" as unknown as number }),
    TypeError,
    "classes must be",
  );
});

Deno.test("where runs and classes share colours, a note says so, and their markers differ", () => {
  const drawn = (options: LinePanelOptions, lines: readonly Line[] = tame) =>
    readSvg(figure([[linePanel(lines, options)]]));
  const notes = (options: LinePanelOptions, lines?: readonly Line[]) =>
    drawn(options, lines).map(({ text }) => text).filter((text) => text.includes("share colors"));
  const note = "runs and classes share colors";
  assertEquals([notes({ classes: 14 }), notes({})], [[], []]);
  for (const classes of [15, 16, 17, 40]) {
    assertEquals(notes({ classes }), [note]);
    assertEquals(notes({ classes, markers: false, note: "two runs" }), [`two runs · ${note}`]);
  }
  const many = Array.from({ length: 17 }, (_, at) => ({ name: `run ${at}`, values: [at, at + 1] }));
  assertEquals([notes({}, many), notes({ classes: 1 }, many)], [[], [note]]);
  const chosen = tame.map((line, at) => ({ ...line, color: at }));
  assertEquals(notes({ classes: 16 }, chosen), []);

  const { series } = themeNamed().colors;
  for (const classes of [16, 17]) {
    const runs = drawn({ classes }).filter(({ attributes: { fill } }) => series.includes(fill))
      .map(({ attributes: { fill, d } }) => `${fill} ${shapeOf(d)}`);
    const ofClasses = Array.from({ length: classes }, (_, slot) => {
      return `${series[slot % series.length]} ${shapeOf(markerPath(markerOf(slot), [0, 0], 7))}`;
    });
    assert(runs.length > 0);
    assertEquals(runs.filter((run) => ofClasses.includes(run)), []);
  }
});

Deno.test("a panel of runs beside one of more classes than there are colours says that they share", () => {
  const values = Float32Array.from({ length: 4 * 16 }, (_, at) => at % 17 === 0 ? 1 : 0);
  const field = { x: [0, 1], y: [0, 1], size: [2, 2], classes: 16, values } as const;
  const texts = readSvg(figure([[contourPanel(field), linePanel(tame)]])).map(({ text }) => text);
  assertEquals(texts.filter((text) => text === "runs and classes share colors").length, 1);
});

/** The first marker of path data, without its place. */
function shapeOf(data: string): string {
  return data.split("Z")[0].replace(/^M\S+ [^al]+/, "");
}

Deno.test("a lone value bears a marker, unless a cross stands there", () => {
  const markers = (values: number[]) =>
    readSvg(figure([[linePanel([{ name: "a", values }])]], { legend: false }))
      .filter(({ attributes: { d } }) => d?.includes("a7 7")).length;
  assertEquals([markers([0.7]), markers([0.7, NaN])], [1, 0]);
});

Deno.test("a run that never gave a number has its cross and label all the same", () => {
  const { curves, crosses, texts } = curvesOf([{ name: "dead", values: [NaN, NaN] }]);
  assertEquals([curves.length, crosses.length], [0, 1]);
  assert(texts.includes("dead: diverged, epoch 1"));
});

Deno.test("a caller may say where a run stopped, and why", () => {
  const { curves, texts } = curvesOf([
    { name: "early", values: [3, 2, 1, 9, 9], stoppedAt: { x: 3, label: "stopped early" } },
  ]);
  assert(texts.includes("stopped early"));
  assertEquals(places(curves[0].d).length, 2, "three values on a straight line");
});

Deno.test("the x axis reaches the epoch at which a run broke down, though nothing is drawn there", () => {
  assertEquals(drawable(linePanel([{ name: "wild", values: [0.7, 0.8, NaN] }])).x.range, [1, 3]);
});

Deno.test("markers are filled on solid lines and hollow on dashed ones", () => {
  const svg = figure([[linePanel([
    { name: "a", values: [3, 2, 1], marker: true },
    { name: "a", values: [4, 3, 2], marker: true, dashed: true },
  ])]], { legend: false });
  const markers = readSvg(svg).filter(({ attributes: { d } }) => d?.includes("a7 7"));
  assertEquals(markers.map(({ attributes: { fill, stroke } }) => [fill, stroke]), [
    ["#ffffff", "#0072b2"],
    ["#0072b2", "#ffffff"],
  ]);
});

Deno.test("a logarithmic axis leaves out what is not positive, as a gap", () => {
  const { curves } = curvesOf([{ name: "a", values: [1, 0.1, 0, 0.01, 0.02, -1] }], {
    yScale: "log",
  });
  assertEquals(curves[0].d.match(/M/g)?.length, 2);
});

Deno.test("a hundred thousand epochs are one short path", () => {
  const values = Float64Array.from({ length: 100_000 }, (_, at) => Math.exp(-at / 2e4));
  const { curves } = curvesOf([{ name: "long", values }]);
  assertEquals(curves.length, 1);
  assert(curves[0].d.length < 3000, String(curves[0].d.length));
});

Deno.test("a panel without values says so", () => {
  for (const lines of [[], [{ name: "none", values: [] }]]) {
    assert(curvesOf(lines).texts.includes("no data"));
  }
});

Deno.test("the legend names runs once, and train and test only where there are both", () => {
  const labels = (lines: Line[]) => drawable(linePanel(lines)).legend.map(({ label }) => label);
  const train = { name: "a", values: [1, 2] };
  assertEquals(labels([train, { name: "b", values: [1] }]), ["a", "b"]);
  assertEquals(labels([train, { ...train, dashed: true }]), ["a", "train", "test"]);
});

Deno.test("the legend names no curve, line style or marker that is not drawn", () => {
  const legend = (lines: Line[], options: LinePanelOptions = {}) =>
    drawable(linePanel(lines, options)).legend
      .map((entry) => entry.kind === "line" ? [entry.label, entry.dashed, entry.marker] : []);
  const train = { name: "a", values: [2, 1] };
  const test = { ...train, dashed: true };
  const solid = [["a", false, true]];
  const dashed = [["a", true, true]];
  for (const values of [[], [NaN], [NaN, 1]]) {
    assertEquals(legend([train, { ...test, values }]), solid);
    assertEquals(legend([{ ...train, values }, test]), dashed);
  }
  assertEquals(legend([test]), dashed);
  assertEquals(legend([train, { ...test, values: [0, -1] }], { yScale: "log" }), solid);
  assertEquals(legend([train, { ...test, x: [-1, 0] }], { xScale: "log" }), solid);
  assertEquals(legend([train, { name: "empty", values: [] }]), solid);
  assertEquals(legend([train, { name: "dead", values: [NaN] }]), [...solid, [
    "dead",
    false,
    false,
  ]]);
  const marked = [train, { ...test, values: [], marker: true }];
  assertEquals(legend(marked, { markers: false }), [["a", false, false]]);
});

Deno.test("what cannot be drawn is refused in one line", () => {
  const draw = (line: unknown, options = {}) => () => linePanel([line as Line], options);
  const line = { name: "a", values: [1] };
  assertThrows(
    draw({ ...line, x: [1, 2] }),
    RangeError,
    "Cannot draw the lines as the x of series[0] must be as many as its values, 1: current value is 2",
  );
  assertThrows(draw(null), TypeError, "series[0] must be a line");
  assertThrows(draw({ values: [1] }), TypeError, "the name of series[0] must be text");
  assertThrows(draw({ name: "a" }), TypeError, "the values of series[0] must be a list of numbers");
  assertThrows(
    draw({ name: "a", values: ["1"] }),
    TypeError,
    "[0] of the values of series[0] must be a number",
  );
  assertThrows(draw({ ...line, x: [NaN] }), RangeError, "every x of series[0]");
  assertThrows(draw({ ...line, color: -1 }), RangeError, "the color of series[0]");
  assertThrows(draw(line, { yScale: "lgo" }), RangeError, 'did you mean "log"');
  assertThrows(draw(line, { title: 3 }), TypeError, "title must be text");
  assertThrows(() => linePanel({} as Line[]), TypeError, "series must be a list");
});

Deno.test("runs are not named where a title does it, and train and test still are", () => {
  const lines = [{ name: "a", values: [2, 1] }, { name: "a", values: [3, 2], dashed: true }];
  const panel = drawable(linePanel(lines, { nameRuns: false, dashNames: ["seen", "unseen"] }));
  assertEquals(panel.legend.map(({ label }) => label), ["seen", "unseen"]);
  const texts = readSvg(figure([[panel]])).map(({ text }) => text);
  assertEquals(texts.filter((text) => text === "a"), []);
});

Deno.test("a restless curve of ten times the values takes about ten times as long, labels included", () => {
  const least = (length: number) => {
    const values = Float64Array.from({ length }, (_, at) => at % 997 === 500 ? 1e9 : 1 + at % 2);
    const times = Array.from({ length: 3 }, () => {
      const started = performance.now();
      const { texts } = curvesOf([{ name: "a", values }, { name: "b", values: [1, 2, 1] }]);
      assert(texts.includes("a: max 10⁹"), texts.join());
      return performance.now() - started;
    });
    return Math.min(...times);
  };
  const [short, long] = [least(8_000), least(80_000)];
  assert(long / short < 30, `${short} ms and ${long} ms`);
});

Deno.test("a curve of more values than can be seen keeps its peaks, and has a bounded number of points", () => {
  const length = 50_000;
  const values = Float64Array.from({ length }, (_, at) => at === 31_234 ? 1 : at === 777 ? -1 : 0);
  const { curves: [curve] } = curvesOf([{ name: "a", values }]);
  const { curves: [flat] } = curvesOf([{ name: "a", values: [0, 1, -1] }]);
  const [drawn, whole] = [curve, flat].map(({ d }) => places(d).map(([, y]) => y));
  assertEquals(Math.min(...drawn), Math.min(...whole));
  assertEquals(Math.max(...drawn), Math.max(...whole));
  assert(drawn.length < 20, `${drawn.length} points`);
});
