/** Panels of runs: what they show, read back from the figure. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  boundaryPanels,
  type Figure,
  figure,
  type FigureOptions,
  linePanel,
  type LinePanelOptions,
  lossLines,
  lossPanel,
  lossScale,
  type RunCurves,
  type RunField,
  textsOf,
} from "../../../mod.ts";
import { allShapes } from "../../../lib/plots/shape.ts";
import { themeNamed } from "../../../lib/plots/theme.ts";
import { constantField, fieldOf, pointsOf } from "../fields.ts";
import { type Drawn, readSvg, textOf } from "../read_svg.ts";

/** A run with these losses in training and test; NaN from the epoch of its divergence on. */
function runOf(name: string, losses: readonly number[]): RunCurves {
  const end = losses.findIndex(Number.isNaN);
  return { name, trainLoss: losses, testLoss: losses, divergedAtEpoch: end < 0 ? null : end + 1 };
}

/** Asserts that each of the texts stands in the figure. */
function assertSays(drawn: Figure, ...texts: string[]): void {
  const said = textsOf(drawn);
  const missing = texts.filter((text) => !said.some((each) => each.includes(text)));
  assertEquals(missing, [], said.join(" | "));
}

/** How many lines are drawn dashed. */
function dashedLines(svg: Drawn): number {
  return readSvg(svg).filter(({ attributes }) => "stroke-dasharray" in attributes).length;
}

Deno.test("a loss panel names its runs, and dashes a test curve for each", () => {
  const one = figure([[lossPanel([runOf("tanh", [0.7, 0.5, 0.4])])]], { title: "Losses on moons" });
  assertSays(one, "Losses on moons", "loss", "epoch");
  const runs = ["sigmoid", "tanh", "relu"].map((name, at) => runOf(name, [0.7, 0.5 - at / 10]));
  const three = figure([[lossPanel(runs)]], { title: "Three" });
  assertSays(three, "Three", "sigmoid", "tanh", "relu");
  assert(dashedLines(three) >= 3 && dashedLines(three) > dashedLines(one));
});

Deno.test("a loss panel shows runs that diverged, were it in the first epoch", () => {
  const runs = [runOf("calm", [0.7, 0.5]), runOf("wild", [0.9, NaN]), runOf("lost", [NaN, NaN])];
  const svg = figure([[lossPanel(runs)]], { title: "Rates" });
  assertSays(svg, "Rates", "calm", "wild");
  assert(!textOf(svg).includes("NaN"));
  assert(readSvg(figure([[lossPanel([runs[2]])]], { title: "Nothing at all" })).length > 0);
});

Deno.test("a loss panel takes hundreds of thousands of epochs", () => {
  const losses = Array.from({ length: 300_000 }, (_, epoch) => 1 / (1 + epoch / 1000));
  assertSays(figure([[lossPanel([runOf("long", losses)])]], { title: "Long" }), "Long");
});

Deno.test("both lines of a run end where it diverged", () => {
  const lines = lossLines([{ ...runOf("wild", [1, 2, NaN]), testLoss: [3, NaN, NaN] }]);
  assertEquals(lines.map(({ stoppedAt }) => stoppedAt), [{ x: 3 }, { x: 3 }]);
  assertEquals(lossLines([runOf("calm", [1, 2])]).map(({ stoppedAt }) => stoppedAt), [
    undefined,
    undefined,
  ]);
});

Deno.test("a lone run whose losses span more than a thousandfold has a logarithmic axis", () => {
  assertEquals(lossScale([runOf("a", [1, 0.01])]), "linear");
  assertEquals(lossScale([runOf("a", [1, 0.0001])]), "log");
  assertEquals(lossScale([runOf("a", [1, 0.0001]), runOf("b", [1, 2])]), "linear");
  assertEquals(lossScale([]), "linear");
});

Deno.test("a run mostly far above the others asks for a logarithmic axis, which says so", () => {
  const calm = ["a", "b"].map((name) => runOf(name, [0.7, 0.6, 0.5, 0.4]));
  const high = runOf("c", [8e16, 40, 30, 25.6]);
  assertEquals(lossScale([...calm, high]), "log");
  assertSays(figure([[lossPanel([...calm, high])]]), "loss (log scale)", "c: max 8×10¹⁶");
  assertEquals(lossScale([...calm, runOf("c", [9, 0.7, 0.5, 0.4])]), "linear");
  assertEquals(lossScale([...calm, runOf("c", [8e16, 8e30, NaN, NaN])]), "linear");
});

Deno.test("a record of a run, as JSON keeps it, is a run as well", () => {
  const record = { ...runOf("relu", [0.7, 0.5]), status: "ok", epochs: 2, seconds: 1.5 };
  assertEquals(lossPanel([record]).summary, "loss against epoch: relu.");
});

const halves = fieldOf([() => 0, (x) => x], { side: 8 });

Deno.test("boundaries are named where there are several, and say how good they are", () => {
  const runs: RunField[] = [
    { name: "good", field: halves, finalTestAccuracy: 0.9375, divergedAtEpoch: null },
    { name: "wild", field: constantField(NaN, NaN), finalTestAccuracy: NaN, divergedAtEpoch: 3 },
    { name: "plain", field: halves },
  ];
  const panels = boundaryPanels(runs, { xLabel: "x1" });
  assertEquals(panels.map(({ title, note }) => [title, note]), [
    ["good", "test accuracy 93.8%"],
    ["wild", "diverged, epoch 3 · the model gives no numbers"],
    ["plain", ""],
  ]);
  assertEquals(boundaryPanels(runs.slice(0, 1))[0].title, "");
  assertSays(figure([panels]), "good", "x1");
});

Deno.test("what is no run is refused in one line", () => {
  const message = "must be a run with its name, trainLoss and testLoss";
  assertThrows(
    () => lossPanel({} as RunCurves[]),
    TypeError,
    "Cannot draw the losses as runs must be",
  );
  for (const wrong of [null, {}, { name: "a", trainLoss: [1] }, { ...runOf("a", [1]), name: 1 }]) {
    assertThrows(() => lossPanel([wrong as unknown as RunCurves]), TypeError, `runs[0] ${message}`);
  }
  const options = { ylabel: "loss" } as object;
  assertThrows(() => lossPanel([], options), RangeError, 'did you mean "yLabel"');
  assertThrows(
    () => boundaryPanels([null as unknown as RunField]),
    TypeError,
    "runs[0] must be a run",
  );
  assertThrows(() => boundaryPanels([], { title: "a" } as object), RangeError, 'no option "title"');
});

Deno.test("guessing among classes is a named line at the logarithm of their number", () => {
  const run = runOf("a", [2, 1, 0.2]);
  const drawn = figure([[lossPanel([run], { guessing: 3 })]]);
  assertSays(drawn, "guessing: ln 3");
  const guide = [...allShapes(drawn.shapes)].find(({ role }) => role === "guide");
  const [, y] = String(guide?.attributes.d).match(/M[\d.]+ ([\d.]+)/) ?? [];
  const at = (value: number) => {
    const label = readSvg(drawn).find(({ text }) => text === String(value));
    return Number(label?.attributes.y) - 0.35 * themeNamed().text.tick;
  };
  assertAlmostEquals(Number(y), at(0.5) + (at(1.5) - at(0.5)) * (Math.log(3) - 0.5), 0.05);
  assert(!textsOf(figure([[lossPanel([run])]])).some((text) => text.includes("guessing")));
  // Outside the range there is no line.
  const low = figure([[lossPanel([runOf("b", [0.2, 0.1])], { guessing: 9 })]]);
  assert(![...allShapes(low.shapes)].some(({ role }) => role === "guide"));
  assertThrows(
    () => lossPanel([run], { guessing: 1 }),
    RangeError,
    "guessing must be a whole number",
  );
});

Deno.test("guides join two places on any axes, and are checked", () => {
  const slope = { label: "∝ ε²", ends: [[1, 1], [100, 1e4]] as const };
  const line = { name: "a", values: [1, 10, 1e4], x: [1, 10, 100] };
  const drawn = figure([[linePanel([line], { xScale: "log", yScale: "log", guides: [slope] })]]);
  assertSays(drawn, "∝ ε²");
  const wrong: [unknown, string][] = [
    [[{ label: "a" }], "guides[0] must be a line with either y or ends"],
    [[{ label: "a", y: 0 }], "y of guides[0] must be a finite number, above 0"],
    [[{ label: "a", ends: [[1, 2]] }], "ends of guides[0] must be two places"],
    [[{ label: 1, y: 2 }], "the label of guides[0] must be text"],
    ["a", "guides must be a list of guides"],
  ];
  for (const [guides, message] of wrong) {
    const options = { yScale: "log", guides } as LinePanelOptions;
    assertThrows(() => linePanel([line], options), Error, message);
  }
});

Deno.test("with predictions for the test a panel says how many of its points are wrong", () => {
  const field = fieldOf([() => 0, (x) => x]);
  const data = pointsOf([-1, 1, 0], [1, 1, 0], [-1, -1, 1], [1, -1, 1]);
  const points = [
    { name: "train", data, predicted: [0, 0, 0, 0] },
    { name: "test", data, predicted: [0, 1, 1, 1] },
  ];
  const [panel] = boundaryPanels([{ name: "a", field, finalTestAccuracy: 0.75 }], { points });
  assertEquals(panel.note, "test: 1 of 4 wrong");
});

Deno.test("runs in order have colours from the start of a ramp to its end", () => {
  const runs = ["a", "b", "c"].map((name, at) => runOf(name, [0.7, 0.5 - at / 10]));
  const strokes = (options: FigureOptions) =>
    [...allShapes(figure([[lossPanel(runs)]], options).shapes)]
      .filter(({ role, attributes }) =>
        role === "curve" && attributes["stroke-dasharray"] === undefined
      )
      .map(({ attributes }) => attributes.stroke);
  assertEquals(strokes({ orderedRuns: true }), [...themeNamed().colors.ramp]);
  const own = strokes({ orderedRuns: true, runColors: { b: "red" } });
  assertEquals(own, [...themeNamed().colors.ramp].with(1, "#ff0000"));
});

Deno.test("the label of a level line is where it covers no curve", () => {
  const labelIn = (values: number[], band?: { low: number[]; high: number[] }) => {
    const line = { name: "a", values, ...(band && { band }) };
    const guides = [{ label: "level", y: 0.5 }];
    const made = figure([[linePanel([line], { guides, yLimits: [0, 1], markers: false })]]);
    const { attributes } = readSvg(made).find(({ text }) => text === "level")!;
    return { x: Number(attributes.x), y: Number(attributes.y) };
  };
  const flat = (value: number) => new Array<number>(11).fill(value);
  const free = labelIn(flat(0.1));
  // Just above the line: the label goes below it.
  const below = labelIn(flat(0.53));
  assertEquals(below.x, free.x);
  assert(below.y > free.y);
  // On both sides of the right end: it goes to the left.
  const across = labelIn(
    Array.from({ length: 100 }, (_, at) => at < 80 ? 0.1 : 0.5 + 0.1 * (-1) ** at),
  );
  assert(across.x < free.x - 50);
  // The edges of bands count as curves do.
  const banded = labelIn(flat(0.1), { low: flat(0.05), high: flat(0.53) });
  assert(banded.y > free.y);
});
