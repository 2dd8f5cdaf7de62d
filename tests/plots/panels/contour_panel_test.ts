import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { Dataset } from "../../../lib/datasets/dataset.ts";
import type { Field } from "../../../lib/models/field.ts";
import { contourPanel, type ContourPanelOptions } from "../../../lib/plots/panels/contour_panel.ts";
import { figure } from "../../../lib/plots/figure.ts";
import { textsOf } from "../../../lib/plots/figure_tree.ts";
import { linePanel } from "../../../lib/plots/panels/line_panel.ts";
import { sizeNames, themeNamed } from "../../../lib/plots/theme.ts";
import { constantField, fieldOf, pointsOf } from "../fields.ts";
import { drawable, type Drawn, readSvg } from "../read_svg.ts";

const { series: SERIES, ink: INK } = themeNamed().colors;

function draw(field: Field, options?: ContourPanelOptions) {
  return readSvg(figure([[contourPanel(field, options)]], { legend: false }));
}

const HALVES = fieldOf([() => 0, (x) => x], { side: 25 });

Deno.test("the background has the colour of the points of the class that is likely there", () => {
  const elements = draw(HALVES, { points: pointsOf([-2, 0, 0], [2, 0, 1]) });
  const fills = elements.map(({ attributes }) => attributes.fill);
  const distance = (one: string, other: string) =>
    [1, 3, 5].reduce((sum, at) => {
      return sum +
        Math.abs(parseInt(one.slice(at, at + 2), 16) - parseInt(other.slice(at, at + 2), 16));
    }, 0);
  for (const [label, color] of SERIES.slice(0, 2).entries()) {
    const dot = elements[fills.indexOf(color)];
    const dotX = Number(dot.attributes.d.match(/[\d.]+/)?.[0]);
    const under = elements.findLast(({ attributes: { d, "fill-rule": rule } }) => {
      const xs = (d?.match(/[\d.]+/g) ?? []).map(Number).filter((_, at) => at % 2 === 0);
      return rule === "evenodd" && Math.min(...xs) <= dotX && dotX <= Math.max(...xs);
    });
    const background = under?.attributes.fill ?? "";
    assert(distance(background, color) < distance(background, SERIES[1 - label]), background);
  }
});

Deno.test("points and field share one space: a point at p = 0.5 lies on the boundary", () => {
  const elements = draw(HALVES, { points: pointsOf([0, 1, 0]) });
  const boundary = elements.find(({ attributes }) => attributes.stroke === INK);
  const dot = elements.find(({ attributes }) => attributes.fill === SERIES[0]);
  const lineX = Number(boundary?.attributes.d.match(/[\d.]+/)?.[0]);
  const left = Number(dot?.attributes.d.match(/[\d.]+/)?.[0]);
  assertAlmostEquals(left + themeNamed().sizes.pointMarker[1], lineX, 0.02);
});

Deno.test("row 0 of the field is at the bottom, as the points have it", () => {
  const field = fieldOf([() => 0, (_, y) => 3 * (y - 2)], { side: 25 });
  const elements = draw(field, { points: pointsOf([0, 2, 0]) });
  const boundary = elements.find(({ attributes }) => attributes.stroke === INK);
  const dot = elements.find(({ attributes }) => attributes.fill === SERIES[0]);
  const [lineY, dotY] = [boundary, dot].map((element) => {
    return Number(element?.attributes.d.match(/[\d.]+/g)?.[1]);
  });
  assertAlmostEquals(dotY, lineY, 0.02);
});

Deno.test("the legend explains classes, sets, boundary and bands, in that order", () => {
  const data = pointsOf([0.5, 0.5, 0]);
  const points = [
    { name: "train", data },
    { name: "test", data },
    { name: "without points", data: pointsOf() },
  ];
  const { legend } = drawable(contourPanel(HALVES, { points, classNames: ["lower", "upper"] }));
  assertEquals(legend.map(({ label }) => label), [
    "lower",
    "upper",
    "train",
    "test",
    "decision boundary",
    "probability of upper",
  ]);
  const ramp = legend.find((entry) => entry.kind === "ramp");
  assertEquals(ramp?.ends, ["0", "1"]);
  assertEquals(ramp?.steps.map(({ slot }) => slot), [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  const certainties = ramp?.steps.map(({ certainty }) => Math.round(certainty * 10));
  assertEquals(certainties, [9, 7, 5, 3, 1, 1, 3, 5, 7, 9]);
});

Deno.test("a field that says nothing is told in the panel", () => {
  const note = (field: Field) => contourPanel(field).note;
  assertEquals(note(constantField(0.27, 0.73)), "class 1 everywhere, probability 0.73");
  assertEquals(note(constantField(0.5, 0.5)), "undecided everywhere");
  assertEquals(note(constantField(NaN, NaN)), "the model gives no numbers");
  assertEquals(note(constantField(1)), "one class, nothing to separate");
  const partly = {
    ...HALVES,
    values: HALVES.values.map((p, at) => at === 0 ? NaN : p),
  };
  assertEquals(note(partly), "gray: no numbers");
  assertEquals(note(HALVES), "");
  assertEquals(contourPanel(constantField(1), { note: "0.5" }).note.startsWith("0.5 · "), true);
});

Deno.test("such fields are drawn all the same, points and all", () => {
  const points = pointsOf([0.5, 0.5, 0]);
  for (const values of [[0.3, 0.7], [0.5, 0.5], [NaN, NaN], [1], [0.2, 0.5, 0.3]]) {
    const elements = draw(constantField(...values), { points });
    assert(elements.some(({ attributes }) => attributes.fill === SERIES[0]), String(values));
  }
});

Deno.test("bands end exactly at the edges of the plot", () => {
  const elements = draw(HALVES);
  const bands = elements.filter(({ attributes }) => attributes["fill-rule"] === "evenodd");
  const frame = elements.find(({ attributes }) => attributes.stroke === "#8a8a8a");
  const numbers = (d = "") => (d.match(/[\d.]+/g) ?? []).map(Number);
  const [left, top, right, , , bottom] = numbers(frame?.attributes.d);
  const all = bands.flatMap(({ attributes }) => numbers(attributes.d));
  const [xs, ys] = [0, 1].map((odd) => all.filter((_, at) => at % 2 === odd));
  assertEquals([Math.min(...xs), Math.max(...xs)], [left, right]);
  assertEquals([Math.min(...ys), Math.max(...ys)], [top, bottom]);
});

Deno.test("boundaries run under the points, on a halo", () => {
  const strokes = draw(HALVES, { points: pointsOf([0, 1, 0], [0.1, 1, 1]) })
    .filter(({ attributes }) =>
      [...SERIES, INK].some((color) => {
        return color === attributes.fill || color === attributes.stroke;
      }) || attributes.stroke === "#ffffff"
    ).map(({ attributes }) => attributes);
  assertEquals(strokes.slice(-2).map(({ fill }) => fill), SERIES.slice(0, 2));
  const [halo, line] = strokes.slice(0, 2);
  assertEquals([halo.d, halo.stroke, line.stroke], [line.d, "#ffffff", INK]);
  assert(Number(halo["stroke-width"]) > Number(line["stroke-width"]));
});

Deno.test("where one class wins everywhere, the legend speaks of no boundary", () => {
  const always = fieldOf([() => 3, (x) => x / 10], { side: 10 });
  const labels = drawable(contourPanel(always)).legend.map(({ label }) => label);
  assertEquals(labels, ["class 0", "probability of class 1"]);
});

Deno.test("the legend has the classes that have a point or an area, in their order", () => {
  const labels = (field: Field, options: ContourPanelOptions = {}) =>
    drawable(contourPanel(field, options)).legend.flatMap((entry) =>
      entry.kind === "point" && entry.slot !== undefined ? [entry.label] : []
    );
  const never = fieldOf([() => 0, () => -9, (x) => x], { side: 10 });
  assertEquals(labels(never), ["class 0", "class 2"]);
  assertEquals(labels(never, { points: pointsOf([0, 0, 2], [1, 0, 0]) }), ["class 0", "class 2"]);
  assertEquals(labels(never, { points: pointsOf([1, 1, 1]) }), ["class 0", "class 1", "class 2"]);
  const lost = constantField(NaN, NaN, NaN);
  assertEquals(labels(lost, { points: pointsOf([1, 1, 2], [1, 0, 0]) }), ["class 0", "class 2"]);
  const parts = [contourPanel(never), contourPanel(never, { points: pointsOf([1, 1, 1]) })];
  const texts = textsOf(figure([parts])).filter((text) => /^class/.test(text));
  assertEquals(texts, ["class 0", "class 1", "class 2"]);
});

Deno.test("more classes than there are colours are told in the panel", () => {
  const many = (count: number) =>
    contourPanel(fieldOf(Array.from({ length: count }, (_, at) => (x) => at * x), { side: 4 }))
      .note;
  assertEquals(many(16), "");
  assertEquals(many(17), "17 classes share 16 colors");
});

Deno.test("a field of a thousand classes is drawn, one of more is refused", () => {
  const fieldOfClasses = (classes: number): Field => {
    const values = Float32Array.from({ length: 4 * classes }, (_, at) => at % classes);
    return { x: [0, 1], y: [0, 1], size: [2, 2], classes, values, measure: "score" };
  };
  const { summary } = contourPanel(fieldOfClasses(1000));
  assertEquals(summary, "Which of 1,000 classes a model gives the highest score over the plane.");
  assertThrows(
    () => contourPanel(fieldOfClasses(1001)),
    RangeError,
    "Cannot draw the field as classes must be a whole number, at least 1 and at most 1000: current value is 1001",
  );
});

/** Figure units per unit of data along x and y, from the frame of each plot. */
function scalesOf(drawn: Drawn, { x, y }: Pick<Field, "x" | "y">): [number, number][] {
  return readSvg(drawn).filter(({ attributes }) => attributes.stroke === "#8a8a8a")
    .map(({ attributes }) => (attributes.d.match(/[\d.]+/g) ?? []).map(Number))
    .map(([left, top, right, , , bottom]) => [
      (right - left) / (x[1] - x[0]),
      (bottom - top) / (y[1] - y[0]),
    ]);
}

Deno.test("x and y have one scale in every figure, so that circles are circles", () => {
  const planes: Pick<Field, "x" | "y">[] = [
    { x: [-3, 3], y: [-3, 3] },
    { x: [0, 9], y: [-1, 1] },
    { x: [0, 2], y: [0, 11] },
  ];
  const curves = linePanel([{ name: "a", values: [1, 2] }]);
  for (const plane of planes) {
    const panel = contourPanel({ ...HALVES, ...plane });
    const rows = [[[panel]], [[panel, panel]], [[panel, curves]], [[panel], [curves]]];
    for (const panels of [...rows, [Array.from({ length: 7 }, () => panel)]]) {
      for (const size of sizeNames) {
        for (const [across, up] of scalesOf(figure(panels, { size }), plane).slice(0, 1)) {
          assertAlmostEquals(across / up, 1, 2e-3, `${plane.x} ${plane.y} ${size}`);
        }
      }
    }
  }
});

Deno.test("planes of other proportions keep one scale beside one another, each in its place", () => {
  const [wide, tall] = [{ x: [0, 4], y: [0, 1] }, { x: [0, 1], y: [0, 4] }] as const;
  const panels = [wide, tall].map((plane) => contourPanel({ ...HALVES, ...plane }));
  for (const rows of [[panels], panels.map((panel) => [panel])]) {
    const drawn = figure(rows);
    const [first] = scalesOf(drawn, wide);
    const [, second] = scalesOf(drawn, tall);
    for (const [across, up] of [first, second]) assertAlmostEquals(across / up, 1, 2e-3);
  }
});

Deno.test("a field that shares its axes with another keeps its own place under its points", () => {
  const [one, other] = [[-3, 3], [0, 9]].map(([start, end]): Field => {
    return { ...HALVES, x: [start, end] };
  });
  const points = { points: pointsOf([0, 1, 0]) };
  const panels = [[contourPanel(one, points)], [contourPanel(other)]];
  const drawn = figure(panels, { shareX: true, legend: false });
  const elements = readSvg(drawn);
  const boundary = elements.find(({ attributes }) => attributes.stroke === INK);
  const dot = elements.find(({ attributes }) => attributes.fill === SERIES[0]);
  const lineX = Number(boundary?.attributes.d.match(/[\d.]+/)?.[0]);
  const dotX = Number(dot?.attributes.d.match(/[\d.]+/)?.[0]);
  assertAlmostEquals(dotX + themeNamed().sizes.pointMarker[1], lineX, 0.02);
});

Deno.test("a plane ten times as long as wide is shown as one, a longer one says that its scales differ", () => {
  assertEquals(contourPanel({ ...HALVES, x: [0, 10], y: [0, 1] }).note, "");
  assertEquals(contourPanel({ ...HALVES, x: [0, 99], y: [0, 1] }).note, "axes of different scales");
});

Deno.test("what does not fit together is refused in one line", () => {
  const attempt = (part: object, options: ContourPanelOptions = {}) => () =>
    contourPanel({ ...HALVES, ...part }, options);
  assertThrows(
    attempt({ classes: 3 }),
    RangeError,
    "Cannot draw the field as probabilities must be 3 × 25 × 25 = 1875 numbers: current value is 1250",
  );
  assertThrows(
    attempt({ size: [1, 25] }),
    RangeError,
    "columns must be a whole number, at least 2",
  );
  assertThrows(attempt({ size: 5 }), TypeError, "size must be [columns, rows]");
  assertThrows(attempt({ x: [3, -3] }), RangeError, "the maximum of x must be");
  assertThrows(attempt({ y: [NaN, 1] }), RangeError, "the minimum of y must be");
  assertThrows(attempt({ values: [1] }), TypeError, "probabilities must be a Float32Array");
  assertThrows(
    attempt({}, { classNames: ["one"] }),
    RangeError,
    "classNames must be one a class, 2",
  );
  assertThrows(attempt({}, { points: {} as Dataset }), TypeError, "points must be a dataset");
  const line = { ...pointsOf([0, 0, 0]), features: 1 };
  assertThrows(attempt({}, { points: line }), RangeError, "features of points must be");
  const short = { ...pointsOf([0, 0, 0]), samples: 2 };
  assertThrows(attempt({}, { points: short }), RangeError, "inputs of points must be 4 long");
  for (const label of [-1, 2]) {
    assertThrows(
      attempt({}, { points: pointsOf([0, 0, label]) }),
      RangeError,
      `labels of points must be classes of the field, 0 to 1: current value is ${label}`,
    );
  }
  assertThrows(attempt({ x: [1, 1] }), RangeError, "the maximum of x must be");
  assertThrows(() => contourPanel(null as unknown as Field), TypeError, "field must be");
});

Deno.test("points that say little are told in the panel: none, in one place, of one class", () => {
  const note = (...places: [number, number, number][]) =>
    contourPanel(HALVES, { points: pointsOf(...places), classNames: ["left", "right"] }).note;
  assertEquals(note(), "no points");
  assertEquals(note([NaN, 0, 1]), "no points");
  assertEquals(note([1, 1, 0], [1, 1, 1]), "all points are in one place");
  assertEquals(note([1, 1, 1], [1, 2, 1]), "all points are of right");
  assertEquals(note([1, 1, 1], [1, 2, 0]), "");
  assertEquals(contourPanel(HALVES).note, "");
  const sets = [[1, 1, 1], [2, 1, 0]].map(([x, y, label]) => ({
    name: "",
    data: pointsOf([x, y, label]),
  }));
  assertEquals(contourPanel(HALVES, { points: sets }).note, "");
});
