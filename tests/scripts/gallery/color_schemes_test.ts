/** Figures that follow the colour scheme of their reader. */

import { assert, assertEquals } from "@std/assert";
import {
  boundaryMatrix,
  contourPanel,
  type Figure,
  figure,
  linePanel,
  type ThemeName,
  toSvg,
} from "../../../mod.ts";
import { withColorSchemes } from "../../../scripts/gallery/color_schemes.ts";

const values = Float32Array.of(1, 0, 0.7, 0.3, 0.2, 0.8, 0, 1);
const field = { x: [0, 1], y: [0, 1], size: [2, 2], classes: 2, values } as const;

/** The same figures in a theme. */
function drawnIn(theme: ThemeName): Figure[] {
  const losses = linePanel([{ name: "#0072b2", values: [0.7, 0.4] }], { yLabel: "loss" });
  const rows = [{ name: "halves", points: [], cells: [{ field, score: 0.5 }] }];
  return [
    figure([[losses], [contourPanel(field)]], { theme, title: "A color: #0072b2" }),
    boundaryMatrix(rows, { columns: ["logistic"], theme }),
  ];
}

/** The figure that a reader with that scheme sees: every variable has its value. */
function seenIn(scheme: "light" | "dark", svg: string): string {
  const [, light, dark] = svg.match(
    /<style>:root\{(.*?)\}@media \(prefers-color-scheme:dark\)\{:root\{(.*?)\}\}<\/style>/,
  )!;
  const colors = new Map(
    (scheme === "light" ? light : dark).split(";").map((each) =>
      each.split(":") as [string, string]
    ),
  );
  return svg.replace(/<style>.*?<\/style>/, "").replace(/var\((--c\d+)\)/g, (_, name) => {
    return colors.get(name)!;
  });
}

Deno.test("one figure is the bright one by day and the dark one by night, to the byte", () => {
  const [light, dark] = [drawnIn("light"), drawnIn("dark")];
  for (const [at, bright] of light.entries()) {
    const both = withColorSchemes(bright, dark[at]);
    assert(both !== undefined);
    const svg = toSvg(both);
    assertEquals(seenIn("light", svg), toSvg(bright));
    assertEquals(seenIn("dark", svg), toSvg(dark[at]));
    assert(svg.length < 1.2 * toSvg(bright).length + 1000);
  }
});

Deno.test("figures that differ in more than colours are not joined", () => {
  const [[light], [dark]] = [drawnIn("light"), drawnIn("dark")];
  const [ground, ...rest] = dark.shapes;
  const wider = { ...ground, attributes: { ...ground.attributes, width: 1 } };
  const more = { ...ground, attributes: { ...ground.attributes, stroke: "#000000" } };
  const named = { ...ground, attributes: { ...ground.attributes, fill: "black" } };
  const filled = { ...ground, children: ["text"] };
  const other = { ...ground, name: "path" } as const;
  for (const first of [wider, more, named, filled, other]) {
    assertEquals(withColorSchemes(light, { ...dark, shapes: [first, ...rest] }), undefined);
  }
  assertEquals(withColorSchemes(light, { ...dark, shapes: rest }), undefined);
  const [title] = light.shapes.filter(({ children }) => typeof children[0] === "string");
  const renamed = dark.shapes.map((shape, at) =>
    light.shapes[at] === title ? { ...shape, children: ["B"] } : shape
  );
  assertEquals(withColorSchemes(light, { ...dark, shapes: renamed }), undefined);
});
