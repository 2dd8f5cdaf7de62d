import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { Dataset } from "../../lib/datasets/dataset.ts";
import type { Field } from "../../lib/models/field.ts";
import { contourPanel, type ContourPanelOptions } from "../../lib/plots/contour_panel.ts";
import { figure } from "../../lib/plots/figure.ts";
import { themeNamed } from "../../lib/plots/theme.ts";
import { constantField, fieldOf } from "./fields.ts";
import { drawable, readSvg } from "./read_svg.ts";

const { series: SERIES, ink: INK } = themeNamed().colors;

/** A dataset of points given as `[x, y, class]`. */
function pointsOf(...points: [number, number, number][]): Dataset {
  return {
    name: "points",
    inputs: Float64Array.from(points.flatMap(([x, y]) => [x, y])),
    labels: Int32Array.from(points.map(([, , label]) => label)),
    samples: points.length,
    features: 2,
    classes: 2,
  };
}

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
  const points = [{ name: "train", data: pointsOf() }, { name: "test", data: pointsOf() }];
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

Deno.test("test points are hollow, train points are filled", () => {
  const points = [
    { name: "test", data: pointsOf([1, 1, 1]), hollow: true },
    { name: "train", data: pointsOf([-1, 1, 1]), hollow: false },
  ];
  const own = draw(HALVES, { points }).filter(({ attributes }) =>
    attributes.fill === SERIES[1] || attributes.stroke === SERIES[1]
  );
  assertEquals(own.map(({ attributes: { fill, stroke } }) => [fill, stroke]), [
    [SERIES[1], "#ffffff"],
    ["#ffffff", SERIES[1]],
  ]);
});

Deno.test("points outside the field are left out", () => {
  const count = (points: Dataset) => draw(HALVES, { points }).length;
  assertEquals(count(pointsOf([99, 0, 0], [0, -99, 1])), draw(HALVES).length);
  assertEquals(count(pointsOf([3, 3, 0])), draw(HALVES).length + 1);
});

Deno.test("no class lies on top of all others", () => {
  const points = pointsOf(...Array.from({ length: 60 }, (_, at): [number, number, number] => {
    return [at / 30 - 1, 0, at < 30 ? 0 : 1];
  }));
  const fills = draw(HALVES, { points }).map(({ attributes }) => attributes.fill)
    .filter((fill) => SERIES.includes(fill));
  assertEquals(fills, [0, 1, 0, 1, 0, 1].map((label) => SERIES[label]));
});

Deno.test("a field that says nothing is told in the panel", () => {
  const note = (field: Field) => contourPanel(field).note;
  assertEquals(note(constantField(0.27, 0.73)), "class 1 everywhere, probability 0.73");
  assertEquals(note(constantField(0.5, 0.5)), "undecided everywhere");
  assertEquals(note(constantField(NaN, NaN)), "the model gives no numbers");
  assertEquals(note(constantField(1)), "one class, nothing to separate");
  const partly = {
    ...HALVES,
    probabilities: HALVES.probabilities.map((p, at) => at === 0 ? NaN : p),
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
  assertThrows(attempt({ probabilities: [1] }), TypeError, "probabilities must be a Float32Array");
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
  assertThrows(() => contourPanel(null as unknown as Field), TypeError, "field must be");
});
