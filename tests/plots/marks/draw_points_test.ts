import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Dataset } from "../../../lib/datasets/dataset.ts";
import { contourPanel, type ContourPanelOptions } from "../../../lib/plots/panels/contour_panel.ts";
import { figure } from "../../../lib/plots/figure.ts";
import { textsOf } from "../../../lib/plots/figure_tree.ts";
import { allShapes } from "../../../lib/plots/shape.ts";
import { themeNamed } from "../../../lib/plots/theme.ts";
import { constantField, fieldOf, pointsOf } from "../fields.ts";
import { type Drawn, readSvg, textFaults, textOf } from "../read_svg.ts";

const { series: SERIES } = themeNamed().colors;
const HALVES = fieldOf([() => 0, (x) => x], { side: 25 });

function draw(field: typeof HALVES, options?: ContourPanelOptions) {
  return readSvg(figure([[contourPanel(field, options)]], { legend: false }));
}

/** So many points of class 0, on a spiral that fills the field. */
function cloud(count: number): Dataset {
  return pointsOf(...Array.from({ length: count }, (_, at): [number, number, number] => {
    const radius = 3 * Math.sqrt(at / count);
    return [radius * Math.cos(2.4 * at), radius * Math.sin(2.4 * at), 0];
  }));
}

/** Radii of all circles in the panels. */
function radii(drawn: Drawn): number[] {
  return readSvg(drawn).flatMap(({ attributes: { d } }) => [...d?.matchAll(/a([\d.]+) /g) ?? []])
    .map(([, radius]) => Number(radius)).filter((_, at) => at % 2 === 0);
}

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

Deno.test("markers shrink as points get more, within what can be seen", () => {
  const [few, some, many] = [10, 600, 1000].map((count) => {
    const svg = figure([Array.from({ length: 4 }, () => {
      return contourPanel(HALVES, { points: cloud(count) });
    })], { legend: false });
    return radii(svg)[0];
  });
  assert(few > some && some > many, `${few} ${some} ${many}`);
  assertEquals([few, many], [...themeNamed().sizes.pointMarker].reverse());
});

Deno.test("of a hundred thousand points a share is shown, which the panel says", () => {
  const points = [{ name: "train", data: cloud(70_000) }, { name: "test", data: cloud(30_000) }];
  const panel = contourPanel(HALVES, { points, note: "accuracy 0.9" });
  assertEquals(
    panel.note,
    "accuracy 0.9 · all points are of class 0 · 1,000 of 100,000 points shown",
  );
  const svg = figure([[panel, panel, panel]]);
  const inLegend = themeNamed().sizes.lineMarker;
  const shown = radii(svg).filter((radius) => radius < inLegend);
  assertEquals(shown.length, 3 * 1000);
  assert(new TextEncoder().encode(textOf(svg)).length < 300_000);
  assertEquals(contourPanel(HALVES, { points: cloud(1000) }).note, "all points are of class 0");
});

Deno.test("no points, equal points, one class only and points that are no numbers are all drawn", () => {
  const sets: Record<string, Dataset> = {
    none: pointsOf(),
    equal: pointsOf(...Array.from({ length: 50 }, (): [number, number, number] => [1, 1, 0])),
    "one class": pointsOf([0, 0, 1], [1, 1, 1], [2, 0, 1]),
    "no numbers": pointsOf([NaN, 0, 0], [Infinity, 1, 1], [-Infinity, NaN, 0]),
  };
  for (const [name, points] of Object.entries(sets)) {
    for (const field of [HALVES, constantField(NaN, NaN)]) {
      const svg = figure([[contourPanel(field, { points })]], { title: name });
      assertEquals(textFaults(svg), [], name);
      assertEquals(/NaN|Infinity|undefined/.test(textOf(svg)), false, name);
    }
  }
});

Deno.test("wrong points have rings and lie over all others, correct ones are quiet", () => {
  const data = pointsOf([-1, 1, 0], [1, 1, 0], [-1, -1, 1], [1, -1, 1]);
  const drawn = figure([[contourPanel(HALVES, {
    points: [{ name: "train", data, predicted: Int32Array.of(0, 1, 0, 1) }],
  })]]);
  const shapes = [...allShapes(drawn.shapes)];
  const roles = shapes.map(({ role }) => role).filter((role) =>
    role === "points" || role === "wrong"
  );
  assertEquals(roles, ["points", "points", "points", "points", "wrong"]);
  const fills = shapes.filter(({ role }) => role === "points").map(({ attributes }) =>
    attributes.fill
  );
  assertEquals(fills.slice(2), SERIES.slice(0, 2));
  assert(fills.slice(0, 2).every((fill) => !SERIES.includes(String(fill))));
  const rings = shapes.find(({ role }) => role === "wrong");
  assertEquals(String(rings?.attributes.d).split("M").length - 1, 2);
  assert(textsOf(drawn).includes("wrong"));
  const right = contourPanel(HALVES, { points: [{ name: "", data, predicted: data.labels }] });
  assert(!textsOf(figure([[right]])).includes("wrong"));
});

Deno.test("predictions must be one for each point", () => {
  const data = pointsOf([-1, 1, 0], [1, 1, 0]);
  const draw = (predicted: unknown) =>
    contourPanel(HALVES, { points: [{ name: "a", data, predicted: predicted as number[] }] });
  assertThrows(() => draw([1]), RangeError, "predicted of points[0] must be 2 long");
  assertThrows(() => draw("01"), TypeError, "predicted of points[0] must be a list of numbers");
});
