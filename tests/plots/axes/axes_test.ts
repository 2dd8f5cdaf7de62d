/** Labels of axes: whole words beside a low plot, and names that stay within their figure. */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import { figure } from "../../../lib/plots/figure.ts";
import { cellsPanel } from "../../../lib/plots/panels/cells_panel.ts";
import { linePanel } from "../../../lib/plots/panels/line_panel.ts";
import { allShapes } from "../../../lib/plots/shape.ts";
import { canvasSize, textBoxes, textFaults } from "../read_svg.ts";

Deno.test("a vertical label whose word is longer than the plot gets smaller, and is not broken", () => {
  const line = { name: "a", values: [1, 2] };
  const options = { yLabel: "Gradientennorm (logarithmisch)", xLabel: "Schicht" };
  const panels = Array.from({ length: 3 }, () => [linePanel([line], options)]);
  const made = figure(panels, { size: "half", shareX: true });
  const labels = textBoxes(made).filter(({ text }) => /Gradienten|logarithmisch/.test(text));
  assertEquals(
    [...new Set(labels.map(({ text }) => text))],
    ["Gradientennorm", "(logarithmisch)"],
  );
  assertEquals(textFaults(made), []);
});

Deno.test("names at the marks of an axis need space outside the plot only where they go beyond it", () => {
  const cells = {
    x: ["the first of all", "the second", "the last of all"],
    y: [1],
    values: [[1, 2, 3]],
  };
  const made = figure([[cellsPanel(cells)]], { legend: false });
  const frame = [...allShapes(made.shapes)].find(({ role, name }) =>
    role === "axis" && name === "path"
  )!;
  const numbers = String(frame.attributes.d).match(/[\d.]+/g)!.map(Number);
  const right = Math.max(...numbers.filter((_, at) => at % 2 === 0));
  // Names of half a cell's width stay above it: the plot ends at the margin.
  assertAlmostEquals(right, canvasSize(made).width - 32, 0.1);
  assertEquals(textFaults(made), []);
});
