/** The size of plots: what they gain where a legend leaves them little, and where they keep it. */

import { assert, assertEquals } from "@std/assert";
import { figure, type FigureOptions } from "../../../lib/plots/figure.ts";
import { type Figure, textsOf } from "../../../lib/plots/figure_tree.ts";
import { contourPanel } from "../../../lib/plots/panels/contour_panel.ts";
import { kinkPanel } from "../../../lib/plots/panels/kink_panel.ts";
import { linePanel } from "../../../lib/plots/panels/line_panel.ts";
import { allShapes } from "../../../lib/plots/shape.ts";
import { fieldOf, pointsOf } from "../fields.ts";
import { canvasSize, textFaults } from "../read_svg.ts";

const title = "What the network has found out, and how often it is right about it";

/** A plane under a long legend, in one panel or several. */
function planeIn(options: FigureOptions, panels = 1): Figure {
  const points = ["train", "test"].map((name) => ({
    name,
    data: pointsOf([0, 0, 0], [1, 1, 1]),
    predicted: [0, 0],
  }));
  const plane = contourPanel(fieldOf([() => 0, (x) => x], { side: 8 }), { points });
  const panel = kinkPanel(plane, { lines: [{ normal: [1, 1], offset: 0 }] });
  return figure([Array.from({ length: panels }, () => panel)], { title, ...options });
}

/** The height of the first plot, whose ground is a polygon, as a share of the figure's. */
function plotShare(made: Figure): number {
  const ground = [...allShapes(made.shapes)].find(({ role }) => role === "region")!;
  const numbers = String(ground.attributes.d).match(/-?[\d.]+/g)!.map(Number);
  const places = numbers.filter((_, at) => at % 2 === 1);
  return (Math.max(...places) - Math.min(...places)) / canvasSize(made).height;
}

Deno.test("a plot that is low under a long legend gets larger, and text at most a fifth smaller", () => {
  const made = planeIn({ size: "half" });
  const { width } = canvasSize(made);
  assert(width > 640 && width <= 1.25 * 640, `${width}`);
  assertEquals([made.width, made.height], [640, 720]);
  assertEquals(textFaults(made), []);
  // With text of the size that was asked for, the same plot is lower.
  const fixed = planeIn({ size: "half", fontSize: 24 });
  assertEquals(canvasSize(fixed).width, 640);
  assert(plotShare(made) > 1.25 * plotShare(fixed), `${plotShare(made)} ${plotShare(fixed)}`);
});

Deno.test("plots that are large, or gain less than the text loses, leave the text as it is", () => {
  assertEquals(canvasSize(planeIn({ size: "wide" })).width, 1280);
  assertEquals(canvasSize(planeIn({ size: "half", legend: false })).width, 640);
  assertEquals(canvasSize(planeIn({ width: 600, height: "auto" })).width, 600);
});

Deno.test("on a phone three columns need a canvas that leaves text legible, with whole titles", () => {
  const line = { name: "16-hidden", values: [1, 10, 100] };
  for (const title of ["sigmoid large weights", "Sigmoid große Gewichte"]) {
    const options = { title, yLabel: "Gradientennorm", yScale: "log" } as const;
    const row = Array.from({ length: 3 }, () => linePanel([line], options));
    const made = figure([row, row], { width: 600, height: "auto", fontSize: 21, language: "de" });
    assert(canvasSize(made).width < 1.3 * 600, String(canvasSize(made).width));
    assertEquals(textsOf(made).filter((text) => text.includes("…")), []);
    assertEquals(textFaults(made), []);
  }
});
