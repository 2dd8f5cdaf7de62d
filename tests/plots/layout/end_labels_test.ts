import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Line } from "../../../lib/plots/marks/ready_line.ts";
import { figure, type FigureOptions } from "../../../lib/plots/figure.ts";
import { linePanel } from "../../../lib/plots/panels/line_panel.ts";
import { themeNamed } from "../../../lib/plots/theme.ts";
import { type Drawn, readSvg, textBoxes, textFaults } from "../read_svg.ts";

const { label: LABEL } = themeNamed().text;

/** The figure of some lines: where its plot ends, and the middles of the names right of it. */
function namesOf(lines: readonly Line[], options: FigureOptions = {}) {
  const svg = figure([[linePanel(lines)]], options);
  assertEquals(textFaults(svg), []);
  const axis = readSvg(svg).find(({ attributes }) => attributes.stroke === "#8a8a8a");
  const [, right] = [...axis?.attributes.d.matchAll(/[ML]([\d.]+)/g) ?? []].map(([, x]) =>
    Number(x)
  );
  const names = lines.map(({ name }) => name);
  const boxes = textBoxes(svg).filter(({ text }) => names.includes(text));
  const atEnds = boxes.filter(({ left }) => left > right);
  return {
    svg,
    right,
    legend: boxes.filter((box) => !atEnds.includes(box)).map(({ text }) => text),
    names: atEnds.map(({ text }) => text),
    // The box reaches from 0.75 of the font size over the baseline to 0.22 below.
    middles: atEnds.map(({ bottom }) => bottom - (0.22 + 0.35) * LABEL),
  };
}

/** Where the curve of that colour ends. */
function endOf(drawn: Drawn, stroke: string): number[] {
  const curve = readSvg(drawn).find(({ attributes }) => {
    return attributes.stroke === stroke && attributes["stroke-width"] === "3.5";
  });
  return (curve?.attributes.d.match(/[\d.]+/g) ?? []).map(Number).slice(-2);
}

Deno.test("a name stands beside the end of its curve, and not in the legend", () => {
  const { svg, names, middles, legend, right } = namesOf([
    { name: "low", values: [3, 2, 1.5] },
    { name: "high", values: [1, 5, 4] },
  ]);
  assertEquals([names, legend], [["high", "low"], []]);
  for (const [at, color] of ["#d55e00", "#0072b2"].entries()) {
    const [x, y] = endOf(svg, color);
    assertAlmostEquals(x, right, 0.02);
    assertAlmostEquals(y, middles[at], 0.02);
  }
});

Deno.test("names keep apart, in the order of their curves, where those end together", () => {
  const { names, middles } = namesOf(
    [0.3, 0.1, 0.2, 0.15].map((end, at) => ({ name: `run ${at}`, values: [9, end] })),
  );
  assertEquals(names, ["run 0", "run 2", "run 3", "run 1"]);
  for (const [at, middle] of middles.slice(1).entries()) {
    assertAlmostEquals(middle - middles[at], 1.25 * LABEL, 0.02);
  }
});

Deno.test("only the line of train or test that is drawn solid is named, once", () => {
  const { names, svg } = namesOf([
    { name: "a", values: [3, 2] },
    { name: "a", values: [3, 2.5], dashed: true },
  ]);
  assertEquals(names, ["a"]);
  assert(textBoxes(svg).some(({ text }) => text === "test"), "the legend tells train from test");
});

Deno.test("a curve that ends early is in the legend, beside names at ends", () => {
  const { names, legend } = namesOf([
    { name: "whole", values: [3, 2, 1] },
    { name: "wild", values: [3, NaN, NaN] },
    { name: "short", values: [3, 2] },
    { name: "off", values: [1, 1, 1e9] },
  ]);
  assertEquals([names, legend], [["whole"], ["wild", "short", "off"]]);
});

Deno.test("names that are too long, too many or too close are all in the legend", () => {
  const curves = (names: readonly string[]) => {
    return names.map((name, at) => ({ name, values: [9, at / 1e3] }));
  };
  const many = Array.from({ length: 9 }, (_, at) => `run ${at}`);
  const crowd = many.slice(0, 8).concat();
  for (const names of [[`${"long ".repeat(9)}`.trim(), "b"], many, crowd]) {
    const { names: atEnds, legend } = namesOf(curves(names));
    assertEquals([atEnds, legend], [[], names]);
  }
  assertEquals(namesOf(curves(["a name of some length"]), { size: "half" }).names, []);
});

Deno.test("names stay in the legend where there are several plots, and leave with it", () => {
  const panel = linePanel([{ name: "a", values: [1, 2] }]);
  const boxes = textBoxes(figure([[panel, panel]])).filter(({ text }) => text === "a");
  assertEquals(boxes.length, 1);
  assertEquals(namesOf([{ name: "a", values: [1, 2] }], { legend: false }).names, []);
});
