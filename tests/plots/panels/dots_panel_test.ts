/** Panels of dots, read back from their SVG. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { dotsPanel, figure, type Panel, textsOf, toSvg } from "../../../mod.ts";
import { allShapes } from "../../../lib/plots/shape.ts";
import { textFaults } from "../read_svg.ts";

const samples = [
  { name: "tanh", values: [0.31, 0.33, 0.32, 0.3, 0.34] },
  { name: "relu", values: [0.21, 0.2, Infinity, NaN, 0.22] },
];

/** The paths of a role and a sample. */
function pathsOf(panel: Panel, role: string, label: string): string[] {
  return [...allShapes(figure([[panel]]).shapes)]
    .filter((shape) => shape.role === role && shape.label === label)
    .map(({ attributes }) => String(attributes.d));
}

/** The numbers of the first path of a role and a sample. */
function numbersIn(panel: Panel, role: string, label: string): number[] {
  return (pathsOf(panel, role, label)[0].match(/-?[\d.]+/g) ?? []).map(Number);
}

Deno.test("each finite value is a dot, over a box of quartiles with a line at the median", () => {
  const panel = dotsPanel(samples);
  const dots = (name: string) => pathsOf(panel, "marker", name)[0].match(/M/g)?.length;
  assertEquals([dots("tanh"), dots("relu")], [5, 3]);
  const [, upper, , , , lower] = numbersIn(panel, "band", "tanh");
  const [, median] = numbersIn(panel, "curve", "tanh");
  // Of 0.30 to 0.34 the quartiles are as far from the median.
  assert(Math.abs((upper + lower) / 2 - median) < 0.02 && upper < lower);
  // The upper quartile of two infinite values of five is infinite: its box goes to the edge.
  const [, edge] = numbersIn(panel, "band", "relu");
  assert(edge < upper);
});

Deno.test("the summary and the legend name the samples", () => {
  const panel = dotsPanel(samples, { yLabel: "test loss", note: "5 seeds" });
  assertEquals(panel.summary, "test loss: tanh, relu.");
  const texts = textsOf(figure([[panel]], { runNames: { relu: "ReLU" } }));
  for (const text of ["tanh", "ReLU", "5 seeds", "test loss"]) assert(texts.includes(text), text);
});

Deno.test("a panel is drawn with dots outside the range, on both scales and without values", () => {
  for (const yScale of ["linear", "log"] as const) {
    const svg = toSvg(figure([[dotsPanel(samples, { yScale, yLimits: [0.25, 0.4] })]]));
    assertEquals(textFaults(svg), []);
    assert(!/NaN|Infinity/.test(svg));
  }
  for (const values of [[], [NaN], [1]]) {
    const svg = toSvg(figure([[dotsPanel([{ name: "a", values }])]]));
    assert(!/NaN|Infinity/.test(svg));
    assertEquals(svg.includes("no data"), !values.includes(1));
  }
});

Deno.test("limits of a logarithmic axis are positive, and options are known", () => {
  assertThrows(() => dotsPanel(samples, { yScale: "log", yLimits: [0, 1] }), RangeError, "above 0");
  assertThrows(() => dotsPanel(samples, { xLabel: "a" } as never), RangeError, "no option");
  assertThrows(() => dotsPanel([{ name: "a" }] as never), TypeError, "values of samples[0]");
});
