/** Panels of networks from inside: diagrams, kinks, and bent grids, read back from their shapes. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  contourPanel,
  figure,
  foldPanel,
  kinkPanel,
  networkPanel,
  type Panel,
  scatterPanel,
  sizeNames,
  textsOf,
  themeNames,
  type UnitMaps,
} from "../../../mod.ts";
import { makeScale } from "../../../lib/plots/axes/scale.ts";
import { drawSignedMap } from "../../../lib/plots/marks/signed_map.ts";
import type { Plot } from "../../../lib/plots/panel.ts";
import { placeNetwork } from "../../../lib/plots/panels/network_layout.ts";
import { allShapes, type Shape } from "../../../lib/plots/shape.ts";
import { seriesColor, themeNamed, tint } from "../../../lib/plots/theme.ts";
import { fieldOf, pointsOf } from "../fields.ts";
import { canvasSize, drawable, textFaults } from "../read_svg.ts";

/** Maps of layers of these widths, of which the first `shown` units of each have one. */
function mapsOf(widths: readonly number[], { shown = 64, weight = 1 } = {}): UnitMaps {
  return {
    ...{ x: [-1, 1], y: [-1, 1], size: [3, 3] },
    layers: widths.map((width, layer) => {
      const count = Math.min(shown, width);
      const before = layer === 0 ? 0 : Math.min(shown, widths[layer - 1]);
      return {
        width,
        units: Array.from({ length: count }, (_, unit) => unit),
        weights: Float32Array.from({ length: count * before }, (_, at) => at % 2 ? -weight : 1),
        values: Float32Array.from({ length: 9 * count }, (_, at) => at % 9 - 4),
      };
    }),
  };
}

/** A square plot of 100 units from -1 to 1 along both axes. */
const plot: Plot = {
  rectangle: { left: 0, top: 0, width: 100, height: 100 },
  x: makeScale("linear", { domain: [-1, 1], range: [0, 100] }),
  y: makeScale("linear", { domain: [-1, 1], range: [100, 0] }),
  theme: themeNamed(),
  slotOf: () => 0,
};

const guidesOf = (panel: Panel): Shape[] =>
  drawable(panel).draw(plot).filter(({ role }) => role === "guide");
const numbersIn = (d: unknown) => (String(d).match(/-?[\d.]+/g) ?? []).map(Number);

const halves = fieldOf([(x) => x, (x) => -x], { reach: 1 });
const points = pointsOf([0.5, 0.5, 0], [-0.5, 0.5, 1]);

Deno.test("maps of eight units in a layer are large enough on a phone and on half a slide", () => {
  const output = contourPanel(halves, { points });
  const panel = networkPanel(mapsOf([2, 8, 8, 2]), { output });
  for (const look of [{ width: 600, height: "auto", fontSize: 21 }, { size: "half" }] as const) {
    const made = figure([[panel]], look);
    const frames = [...allShapes(made.shapes)].filter(({ name, attributes }) =>
      name === "rect" && attributes.fill === "none"
    ).map(({ attributes }) => Number(attributes.width));
    const share = Math.min(...frames) / canvasSize(made).width;
    assert(share > 0.055, `${look.width} ${share}`);
    assertEquals(textFaults(made), []);
  }
});

Deno.test("a diagram has a map for each unit, and lines as wide as their weights", () => {
  const panel = networkPanel(mapsOf([2, 3, 2], { weight: 0.5 }));
  const shapes = drawable(panel).draw(plot);
  const { positive, negative } = { positive: 2, negative: 4 };
  const frames = shapes.filter(({ name, attributes }) =>
    name === "rect" && attributes.fill === "none"
  );
  assertEquals(frames.length, 7);
  const [thin, wide, ...more] = guidesOf(panel);
  assertEquals(more, []);
  assertEquals(thin.attributes.stroke, seriesColor(plot.theme, negative));
  assertEquals(wide.attributes.stroke, seriesColor(plot.theme, positive));
  assert(thin.attributes["stroke-dasharray"] !== undefined);
  assertEquals(wide.attributes["stroke-dasharray"], undefined);
  assert(Number(thin.attributes["stroke-width"]) < Number(wide.attributes["stroke-width"]));
  const lines = [thin, wide].map(({ attributes }) => String(attributes.d).match(/M/g)?.length);
  assertEquals(lines, [6, 6]);
});

Deno.test("weights that are small or no numbers have no lines, and all are relative to the largest", () => {
  const maps = mapsOf([2, 1]);
  const withWeights = (...weights: number[]): UnitMaps => ({
    ...maps,
    layers: [maps.layers[0], { ...maps.layers[1], weights: Float32Array.from(weights) }],
  });
  const widths = (weights: number[], options = {}) =>
    guidesOf(networkPanel(withWeights(...weights), options)).map(({ attributes }) =>
      Number(attributes["stroke-width"])
    );
  assertEquals(widths([NaN, Infinity]), []);
  assertEquals(widths([10, 0.1]), [7]);
  assertEquals(widths([10, -0.1], { maxWeight: 0.1 }), [7, 7]);
  assert(widths([10, 0], { maxWeight: 40 })[0] < 4);
  const texts = (weights: number[]) => textsOf(figure([[networkPanel(withWeights(...weights))]]));
  assert(texts([2.5, -1]).includes("negative, down to −2.5"));
  assert(!texts([NaN, NaN]).some((text) => text.includes("weights")));
});

Deno.test("maps lie inside the plot, beside each other, whatever the number of units", () => {
  const rectangle = { left: 10, top: 20, width: 600, height: 300 };
  for (const counts of [[2, 2], [2, 1, 1, 2], [2, 8, 2], [4, 16, 16, 3], [2, 64, 64, 16]]) {
    const { units, output } = placeNetwork({ counts, hasOutput: true }, rectangle);
    const boxes = [...units.flat(), output!];
    for (const [at, { left, top, width, height }] of boxes.entries()) {
      assert(left >= 10 - 1e-9 && left + width <= 610 + 1e-9);
      assert(top >= 20 - 1e-9 && top + height <= 320 + 1e-9);
      for (const other of boxes.slice(at + 1)) {
        const isBeside = left + width <= other.left || other.left + other.width <= left;
        const isBelow = top + height <= other.top || other.top + other.height <= top;
        assert(isBeside || isBelow, `${counts}: ${at}`);
      }
    }
  }
  // Names of a few inputs have room below their maps; those of many would make the maps too small.
  const named = (count: number) => {
    const shape = { counts: [count, 2], hasOutput: false, names: [30, 0] };
    const [[one, two]] = placeNetwork(shape, rectangle).units;
    return { space: two.top - one.top - one.height, isBeside: two.left > one.left };
  };
  assertEquals([named(4).space >= 30, named(4).isBeside], [true, false]);
  assertEquals([named(16).space >= 30, named(16).isBeside], [false, true]);
  // On a slide, the sixteen maps of a layer are twice as high as a line of text.
  const slide = { left: 0, top: 0, width: 1216, height: 410 };
  const [, [map]] = placeNetwork({ counts: [2, 16, 16, 2], hasOutput: true }, slide).units;
  assert(map.height > 40);
});

Deno.test("a map has the colour of the sign, stronger for a larger value, and grey without numbers", () => {
  const box = { left: 0, top: 0, width: 20, height: 20 };
  const slots = { negative: 4, positive: 2 };
  const fills = (...values: number[]) =>
    drawSignedMap({ size: [2, 2], values: Float32Array.from(values), most: 1 }, box, {
      ...{ theme: plot.theme, slots },
    }).map(({ attributes }) => attributes.fill);
  const { background, unknown } = plot.theme.colors;
  assertEquals(fills(0, 0, 0, 0), [background]);
  assertEquals(fills(0, NaN, 0, 0), [unknown]);
  assertEquals(fills(1, 1, 1, 1).at(-1), tint(plot.theme, 2, 1.8));
  assertEquals(fills(0.1, 0.1, 0.1, 0.1), [background, tint(plot.theme, 2, 0.24)]);
  assertEquals(fills(-1, -1, -1, -1).at(-1), tint(plot.theme, 4, 1.8));
});

Deno.test("the note counts units without maps; the legend and the columns have words", () => {
  const panel = networkPanel(mapsOf([2, 20, 2], { shown: 16 }), { note: "trained" });
  assertEquals(panel.note, "trained · 20 of 24 units shown");
  assertEquals(networkPanel(mapsOf([2, 2])).note, "");
  const output = contourPanel(halves, { points });
  const made = figure([[networkPanel(mapsOf([2, 3, 2]), {
    ...{ output, inputNames: ["age", "height"], outputNames: ["no", "yes"] },
  })]], { classNames: ["no", "yes"] });
  const texts = textsOf(made);
  for (
    const text of [
      "inputs",
      "layer 1",
      "outputs",
      "age",
      "height",
      "positive weights, up to 1",
      "yes",
    ]
  ) {
    assert(texts.includes(text), `${text}: ${texts}`);
  }
  assert(textsOf(figure([[panel]], { language: "de" })).includes("Schicht 1"));
});

Deno.test("a diagram fits every theme and size, up to the units and layers that it may have", () => {
  const output = contourPanel(halves, { points });
  for (const widths of [[2, 2], [2, 1, 2], [2, 16, 16, 2], [30, 64, 3], Array(12).fill(4)]) {
    for (const theme of themeNames) {
      for (const size of sizeNames) {
        const panel = networkPanel(mapsOf(widths), { output, note: "note" });
        const made = figure([[panel]], { theme, size, title: "A network" });
        assertEquals(textFaults(made), [], `${widths} ${theme} ${size}`);
      }
    }
  }
});

Deno.test("a kink is drawn where its line is, with ticks to its positive side", () => {
  const panel = kinkPanel(contourPanel(halves), {
    lines: [{ normal: [2, 0], offset: -1 }, { normal: [0, 0], offset: 1 }, {
      normal: [NaN, 1],
      offset: 0,
    }],
  });
  const [line, ...others] = guidesOf(panel);
  assertEquals(others, []);
  const [x1, y1, x2, y2, tickX, tickY, endX, endY] = numbersIn(line.attributes.d);
  // 2 x - 1 is 0 at x = 0.5, three quarters of the way; it grows to the right.
  assertEquals([x1, x2, Math.abs(y2 - y1)], [75, 75, 100]);
  assertEquals([tickX, endX, endY - tickY], [75, 89, 0]);
  const roles = drawable(panel).draw(plot).map(({ role }) => role);
  assert(roles.lastIndexOf("region") < roles.indexOf("guide"));
  assert(roles.indexOf("guide") < roles.indexOf("boundary"));
});

Deno.test("an important kink is wider, a sloping one is where both coordinates say", () => {
  const lines = [{ normal: [1, 1], offset: 0 }, { normal: [1, -1], offset: 0 }] as const;
  const [one, other] = guidesOf(
    kinkPanel(scatterPanel(points), { lines, importance: [4, 1] }),
  );
  assert(Number(one.attributes["stroke-width"]) > Number(other.attributes["stroke-width"]));
  for (const [shape, sign] of [[one, 1], [other, -1]] as const) {
    const [x1, y1, x2, y2] = numbersIn(shape.attributes.d);
    for (const [x, y] of [[x1, y1], [x2, y2]]) {
      assertAlmostEquals((x / 50 - 1) + sign * (1 - y / 50), 0, 1e-3);
    }
  }
});

Deno.test("a bent grid is drawn inside the plot, without places that are no numbers", () => {
  const lines = [
    Float32Array.of(-1, 0, 3, 0),
    Float32Array.of(0, -1, 0, 0, NaN, 0, 0, 0.5, 0, 1),
  ];
  const [grid] = guidesOf(foldPanel(contourPanel(halves), { grid: { lines } }));
  assertEquals(grid.attributes.d, "M0 50L100 50M50 100L50 50M50 25L50 0");
});

Deno.test("panels of networks refuse what they cannot draw", () => {
  const maps = mapsOf([2, 3, 2]);
  const changed = (layer: number, part: object): UnitMaps => ({
    ...maps,
    layers: maps.layers.map((own, at) => at === layer ? { ...own, ...part } : own),
  });
  const panel = contourPanel(halves);
  const line = { normal: [1, 0], offset: 0 } as const;
  const refused: [() => unknown, string][] = [
    [() => networkPanel(changed(1, { weights: new Float32Array(5) })), "weights of layers[1]"],
    [() => networkPanel(changed(1, { values: new Float32Array(5) })), "3 × 3 × 3 = 27 numbers"],
    [() => networkPanel(changed(1, { width: 2 })), "width of layers[1] must be a whole number"],
    [() => networkPanel(mapsOf([2, 65, 2], { shown: 65 })), "the number of units of layers[1]"],
    [() => networkPanel(mapsOf(Array(15).fill(1))), "the number of layers must be"],
    [() => networkPanel(maps, { inputNames: ["a"] }), "inputNames must be one for each map, 2"],
    [() => networkPanel(maps, { maxWeight: 0 }), "maxWeight must be a finite number, above 0"],
    [() => networkPanel(maps, { output: {} as Panel }), "output must be a panel"],
    [
      () => kinkPanel(panel, { lines: [line], importance: [1, 2] }),
      "importance must be one for each line, 1",
    ],
    [() => kinkPanel(panel, { lines: [{} as typeof line] }), "lines[0] must be a line"],
    [
      () => foldPanel(panel, { grid: { lines: [new Float32Array(3)] } }),
      "lines[0] of the grid must be a Float32Array of places",
    ],
  ];
  for (const [call, message] of refused) assertThrows(call, Error, message);
});
