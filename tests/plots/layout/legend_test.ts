/** Legends whose names are long or many, and axes whose numbers are: nothing is cut that tells them apart. */

import { assert, assertEquals } from "@std/assert";
import { createDataset } from "../../../lib/datasets/create.ts";
import { figure } from "../../../lib/plots/figure.ts";
import { contourPanel } from "../../../lib/plots/panels/contour_panel.ts";
import { linePanel } from "../../../lib/plots/panels/line_panel.ts";
import type { LinePanelOptions } from "../../../lib/plots/panels/line_options.ts";
import { surfacePanel } from "../../../lib/plots/panels/surface_panel.ts";
import { allShapes, round } from "../../../lib/plots/shape.ts";
import { sizeNames, themeNamed, tint } from "../../../lib/plots/theme.ts";
import { fieldOf, pointsOf } from "../fields.ts";
import { canvasSize, readSvg, textBoxes, textFaults } from "../read_svg.ts";

const texts = (drawn: Parameters<typeof textBoxes>[0]) => textBoxes(drawn).map(({ text }) => text);

Deno.test("the legend of boundaries is whole at every size, however many and however wide they are", () => {
  const field = fieldOf([() => 0, (x) => x], { side: 8 });
  const points = [{ name: "train", data: pointsOf([0, 0, 0], [1, 1, 1]) }];
  for (const size of sizeNames) {
    for (const height of [0.3, 1, 2.1, 4.5, 18]) {
      const panel = contourPanel({ ...field, y: [-height, height] }, { points });
      for (const count of [1, 2, 3, 4]) {
        const panels = Array.from({ length: count }, () => panel);
        for (const rows of [[panels], panels.map((panel) => [panel])]) {
          const drawn = figure(rows, { size });
          assert(texts(drawn).includes("decision boundary"), `${size} ${height} ${count}`);
          assert(texts(drawn).includes("probability of class 1"), `${size} ${height} ${count}`);
          assertEquals(textFaults(drawn), [], `${size} ${height} ${count}`);
        }
      }
    }
  }
});

Deno.test("the label of a colour scale is whole in German too, on half a slide and on a phone", () => {
  const field = fieldOf([() => 0, (x) => x], { side: 8 });
  const rows = [[contourPanel(field)]];
  for (const look of [{ size: "half" }, { width: 600, fontSize: 21 }] as const) {
    const drawn = figure(rows, { ...look, language: "de" });
    assert(texts(drawn).includes("Wahrscheinlichkeit von Klasse 1"), String(texts(drawn)));
    assertEquals(textFaults(drawn), []);
  }
});

Deno.test("fourteen long names are in columns, told apart, and leave the plot half of the figure", () => {
  const lines = Array.from({ length: 14 }, (_, at) => ({
    name: `network ${at} with a long name of its own that goes on and on`,
    values: [3, 2, 1 + at / 10],
  }));
  for (const size of sizeNames) {
    const drawn = figure([[linePanel(lines, { yLabel: "loss" })]], { size });
    assertEquals(textFaults(drawn), []);
    const names = textBoxes(drawn).filter(({ text }) => text.startsWith("network"));
    assertEquals(new Set(names.map(({ text }) => text)).size, 14);
    assert(new Set(names.map(({ top }) => top)).size <= 6, size);
    assert(new Set(names.map(({ left }) => left)).size <= 4, size);
    const last = Math.max(...names.map(({ bottom }) => bottom));
    assert(last < canvasSize(drawn).height / 2, size);
  }
});

Deno.test("names that only their ends tell apart are not cut to columns", () => {
  const lines = Array.from({ length: 14 }, (_, at) => ({
    name: `a network with a long name of its own that goes on until number ${at}`,
    values: [3, 2, 1 + at / 10],
  }));
  const drawn = figure([[linePanel(lines)]]);
  for (const { name } of lines) assert(texts(drawn).includes(name), name);
});

Deno.test("a label in one of four panels has its value, however long the run's name", () => {
  const panel = linePanel([
    { name: "W".repeat(40), values: [1, 2, 3, 1e9, NaN] },
    { name: "b", values: [1, 1, 1, 1, 1] },
  ]);
  for (const size of sizeNames) {
    const drawn = figure([[panel, panel, panel, panel]], { size });
    const lines = readSvg(drawn).filter(({ name }) => name === "text").map(({ text }) => text);
    assertEquals(lines.join(" ").match(/diverged, epoch 5, max 10⁹/g)?.length, 4, size);
  }
});

Deno.test("numbers of many digits are on their axes whole, and in the figure", () => {
  const values = [0, 1, 2].map((at) => 1e15 + at);
  const [high, far] = [{ name: "a", values }, { name: "a", values: [1, 2, 3], x: values }];
  for (const size of sizeNames) {
    for (const line of [high, far]) {
      const drawn = figure([[linePanel([line])]], { size });
      assertEquals(textFaults(drawn), [], size);
      assert(texts(drawn).includes("10¹⁵") && texts(drawn).includes("+2"), texts(drawn).join());
    }
  }
  const odd = [0, 1, 2].map((at) => 1234567890123456 + at);
  for (const size of sizeNames) {
    const drawn = figure([[linePanel([{ name: "a", values: [1, 2, 3], x: odd }])]], { size });
    assertEquals(textFaults(drawn), [], size);
    assert(texts(drawn).includes("1.234567890123456×10¹⁵"), texts(drawn).join());
  }
});

Deno.test("the scale of a probability is a ruler, which the boundary crosses at a half", () => {
  const drawn = figure([[contourPanel(fieldOf([() => 0, (x) => x], { side: 8 }))]]);
  assertEquals(textFaults(drawn), []);
  const legend = [...allShapes(drawn.shapes)].filter(({ role }) => role === "legend");
  const swatches = legend.filter(({ name }) => name === "rect").map(({ attributes }) => attributes);
  const lefts = swatches.map(({ x }) => Number(x));
  const right = Math.max(...lefts) + Number(swatches[0].width);
  const center = (Math.min(...lefts) + right) / 2;
  const labels = ["0", "½", "1"].map((text) =>
    legend.find(({ name, children }) => name === "text" && children[0] === text)?.attributes.x
  );
  assertEquals(labels, [Math.min(...lefts), center, right].map(round));
  const crossing = legend.find(({ attributes }) =>
    String(attributes.d).startsWith(`M${round(center)} `) && attributes.stroke === "#1a1a1a"
  );
  assert(crossing !== undefined);
});

Deno.test("the sample of a line with a band of its own has the band, in the line's colour", () => {
  const band = { low: [0, 0], high: [1, 1] };
  const lines = [{ name: "saturated", values: [0, 1], band, color: 2 }, {
    name: "f",
    values: [1, 0],
  }];
  const bandsOf = (options: LinePanelOptions) => {
    const panel = linePanel(lines, options);
    const made = figure([[panel, panel]]);
    return [...allShapes(made.shapes)].filter(({ role, name }) =>
      role === "legend" && name === "rect"
    )
      .map(({ attributes }) => [attributes.fill, attributes["fill-opacity"]]);
  };
  const { colors } = themeNamed();
  assertEquals(bandsOf({ bandName: "" }), [[colors.series[2], 0.22]]);
  // An entry of its own stands for all bands.
  assertEquals(bandsOf({}), [[colors.muted, 0.22]]);
});

Deno.test("samples of the points of a surface have its colour, and the edges that the points have", () => {
  const data = createDataset({ inputs: [[0, 0], [1, 1]], targets: [[0], [1]], task: "regression" });
  const surface = {
    x: [0, 1],
    y: [0, 1],
    size: [2, 2],
    values: Float64Array.of(0, 1, 0, 1),
  } as const;
  const sets = [{ name: "train", data }, { name: "test", data }];
  const made = figure([[surfacePanel(surface, { points: sets })]]);
  const markers = (wanted: string) =>
    [...allShapes(made.shapes)].filter(({ role, name }) => role === wanted && name === "path")
      .map(({ attributes }) => [attributes.stroke, attributes["stroke-width"]].join(" "));
  assertEquals(markers("legend"), [...new Set(markers("points"))]);
  const [ground] = [...allShapes(made.shapes)].filter(({ role, name }) =>
    role === "legend" && name === "rect"
  );
  assertEquals(ground.attributes.fill, tint(themeNamed(), 0, 1));
});
