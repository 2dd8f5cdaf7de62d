/** Loss landscapes: their levels, the paths over them, and what cannot be drawn. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  type Figure,
  figure,
  landscapePanel,
  type Path,
  type Surface,
  textsOf,
} from "../../../mod.ts";
import { allShapes } from "../../../lib/plots/shape.ts";
import { sizeNames, themeNamed } from "../../../lib/plots/theme.ts";
import { languageNames } from "../../../lib/plots/words.ts";
import { textFaults } from "../read_svg.ts";

/** A bowl: the loss `e^(distance)` over [-2, 2] × [-2, 2]. */
function bowl(change: (value: number, at: number) => number = (value) => value): Surface {
  const side = 41;
  const values = Float64Array.from({ length: side ** 2 }, (_, at) => {
    const [x, y] = [at % side, Math.floor(at / side)].map((step) => step / 10 - 2);
    return change(Math.exp(Math.hypot(x, y)), at);
  });
  return { x: [-2, 2], y: [-2, 2], size: [side, side], values };
}

const paths: Path[] = [
  { name: "sgd", x: [1.5, 1, 0.5], y: [1.5, 0.2, 0] },
  { name: "adam", x: [1.5, 0, -1], y: [1.5, 1, -1] },
];
const shapesOf = ({ shapes }: Figure) => [...allShapes(shapes)];
const drawn = (surface: Surface, options: Parameters<typeof landscapePanel>[1] = {}) => {
  const made = figure([[landscapePanel(surface, options)]]);
  assertEquals(textFaults(made), []);
  return made;
};

Deno.test("levels are in a geometric sequence, from pale to dark", () => {
  const made = drawn(bowl());
  const bands = shapesOf(made).filter(({ role }) => role === "region");
  const fills = bands.map(({ attributes: { fill } }) => fill);
  assertEquals([bands.length, new Set(fills).size], [12, 12]);
  // The logarithm of this loss is the distance, so that circles of equal steps are its levels.
  const widthOf = (ring: string) => {
    const xs = [...ring.matchAll(/(-?[\d.]+)[ ,]-?[\d.]+/g)].map(([, x]) => Number(x));
    return Math.max(...xs) - Math.min(...xs);
  };
  // The area from a level on has a hole, up to where the level leaves the plane.
  const holes = bands.slice(1, 7).map(({ attributes: { d } }) =>
    Math.min(...String(d).split("M").slice(1).map(widthOf))
  );
  holes.forEach((width, at) => assertAlmostEquals(width / holes[0], at + 1, 0.1, `${holes}`));
  assert(textsOf(made).includes("loss (log scale)") && textsOf(made).includes("1"));
});

Deno.test("a path has its run's colour, a hollow start, and its marker at the end", () => {
  const made = drawn(bowl(), { paths });
  const { colors } = themeNamed("light");
  const curves = shapesOf(made).filter(({ role, attributes }) =>
    role === "curve" && attributes.stroke !== colors.halo
  );
  assertEquals(curves.map(({ label }) => label), ["sgd", "adam"]);
  assertEquals(curves.map(({ attributes }) => attributes.stroke), colors.series.slice(0, 2));
  const markers = shapesOf(made).filter(({ role }) => role === "marker");
  assertEquals(markers.map(({ attributes }) => attributes.fill), [
    ...[colors.halo, colors.series[0], colors.halo, colors.series[1]],
  ]);
  for (const text of ["sgd", "adam", "start"]) assert(textsOf(made).includes(text), text);
  assertEquals(
    landscapePanel(bowl(), { paths }).summary,
    "The loss over a plane of parameters, from 1 to 16.9: sgd, adam.",
  );
});

Deno.test("a single place is a marker, and a path that leaves the plane or diverged ends at its edge", () => {
  const alone = drawn(bowl(), { paths: [{ name: "sgd", x: [0], y: [0] }] });
  assertEquals(shapesOf(alone).filter(({ role }) => role === "curve").length, 0);
  assertEquals(shapesOf(alone).filter(({ role }) => role === "marker").length, 1);
  assert(!textsOf(alone).includes("start"));
  const far = { name: "sgd", x: [0, 1, 1e30, NaN], y: [0, 1, 1e30, NaN] };
  const left = drawn(bowl(), { paths: [far] });
  assertEquals(shapesOf(left).filter(({ role }) => role === "marker").length, 1);
  const lost = drawn(bowl(), { paths: [{ ...far, diverged: true }] });
  assert(textsOf(lost).includes("sgd: diverged"), `${textsOf(lost)}`);
  assert(!JSON.stringify(lost.shapes).includes("NaN"));
});

Deno.test("losses of 0, of one value, and that are no numbers are drawn", () => {
  for (const change of [() => 0.5, () => 0, () => NaN]) {
    const made = drawn(bowl(change), { paths });
    const isEmpty = !(change() > 0);
    assertEquals(textsOf(made).includes("no data"), isEmpty);
  }
  const some = drawn(
    bowl((value, at) => at === 0 ? Infinity : at === 1 ? NaN : at === 2 ? 0 : value),
  );
  assert(shapesOf(some).filter(({ role }) => role === "region").length > 5);
  const cut = drawn(bowl(), { limits: [1, 5] });
  assert(textsOf(cut).includes("≥ 5"), `${textsOf(cut)}`);
});

Deno.test("the figure fits at every size in every language", () => {
  for (const size of sizeNames) {
    for (const language of languageNames) {
      const panel = landscapePanel(bowl(), { paths, limits: [1.05, 5.55] });
      const made = figure([[panel]], { size, language });
      assertEquals(textFaults(made), [], `${size} ${language}`);
    }
  }
});

Deno.test("what is no landscape is refused in one line", () => {
  const cases: [() => unknown, string][] = [
    [() => landscapePanel({ ...bowl(), x: [1, 1] }), "x must be [minimum, maximum]"],
    [
      () => landscapePanel(bowl(), { limits: [0, 1] }),
      "the minimum of limits must be a finite number",
    ],
    [
      () => landscapePanel(bowl(), { limits: [2, 1] }),
      "the maximum of limits must be a finite number",
    ],
    [
      () => landscapePanel(bowl(), { path: [] } as never),
      'no option "path" (did you mean "paths"?)',
    ],
    [
      () => landscapePanel(bowl(), { paths: [{ name: "a", x: [1], y: [] }] }),
      "y of paths[0] must be as many as its x, 1",
    ],
    [
      () => landscapePanel(bowl(), { paths: [5 as never] }),
      "paths[0] must be a path: { name, x, y }",
    ],
    [
      () => landscapePanel(bowl(), { paths: [{ x: [1], y: [1] } as never] }),
      "the name of paths[0] must be text",
    ],
  ];
  for (const [call, message] of cases) assertThrows(call, Error, message);
});
