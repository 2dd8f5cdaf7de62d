/** What the experiments' figures show, read back from their SVG. */

import { assert, assertEquals } from "@std/assert";
import {
  type Device,
  makeMoons,
  openDevice,
  sgd,
  standardScale,
  train,
  trainTestSplit,
} from "../../mod.ts";
import { boundaryChart, lossChart } from "../../scripts/cli/charts.ts";
import { type Drawn, readSvg, textOf } from "../plots/read_svg.ts";
import { listen, runOf } from "./fixtures.ts";

/** As it looks without flags. */
const look = { figureOptions: {} };

function textsOf(svg: Drawn): string[] {
  return readSvg(svg).filter(({ name }) => name === "text").map(({ text }) => text);
}

/** Asserts that each of the texts stands in the figure. */
function assertSays(svg: Drawn, ...texts: string[]): void {
  const said = textsOf(svg);
  const missing = texts.filter((text) => !said.some((each) => each.includes(text)));
  assertEquals(missing, [], said.join(" | "));
}

/** How many lines are drawn dashed. */
function dashedLines(svg: Drawn): number {
  return readSvg(svg).filter(({ attributes }) => "stroke-dasharray" in attributes).length;
}

Deno.test("a loss chart names its runs, and dashes a test curve for each", () => {
  const one = lossChart(look, [runOf("tanh", [0.7, 0.5, 0.4])], { title: "Losses on moons" });
  assertSays(one, "Losses on moons", "loss", "epoch");
  const runs = ["sigmoid", "tanh", "relu"].map((name, at) => runOf(name, [0.7, 0.5 - at / 10]));
  const three = lossChart(look, runs, { title: "Three" });
  assertSays(three, "Three", "sigmoid", "tanh", "relu");
  assert(dashedLines(three) >= 3 && dashedLines(three) > dashedLines(one));
});

Deno.test("a loss chart shows runs that diverged, were it in the first epoch", () => {
  const runs = [runOf("calm", [0.7, 0.5]), runOf("wild", [0.9, NaN]), runOf("lost", [NaN, NaN])];
  const svg = lossChart(look, runs, { title: "Rates" });
  assertSays(svg, "Rates", "calm", "wild");
  assert(!textOf(svg).includes("NaN"));
  assert(readSvg(lossChart(look, [runs[2]], { title: "Nothing at all" })).length > 0);
});

Deno.test("a loss chart takes hundreds of thousands of epochs", () => {
  const losses = Array.from({ length: 300_000 }, (_, epoch) => 1 / (1 + epoch / 1000));
  assertSays(lossChart(look, [runOf("long", losses)], { title: "Long" }), "Long");
});

/** Boundaries of so many networks on a few moons. */
async function boundaries(names: readonly string[], device: Device) {
  const all = standardScale(makeMoons(60, { seed: 2 }));
  const data = { all, ...trainTestSplit(all, { seed: 2, stratify: true }) };
  const specs = names.map((name) => ({
    name,
    sizes: [2, 8, 2],
    optimizer: sgd({ learningRate: name === "wild" ? 1e30 : 0.5 }),
  }));
  const runs = await train(specs, { device, data: data.train, test: data.test, epochs: 30 });
  const lab = { data, device, ...look, ...listen(), signal: new AbortController().signal };
  const svg = await boundaryChart(lab, runs, { title: "Boundaries" });
  return { svg, runs, data };
}

Deno.test("boundaries stand side by side, each with its name, accuracy and all points", async () => {
  await using device = await openDevice("cpu");
  const { svg, runs } = await boundaries(["one", "two"], device);
  assertSays(svg, "Boundaries", "one", "two");
  for (const { finalTestAccuracy } of runs) {
    assertSays(svg, `test accuracy ${(100 * finalTestAccuracy).toFixed(1)}%`);
  }
  const lone = await boundaries(["one"], device);
  assert(
    textOf(svg).length > 1.5 * textOf(lone.svg).length,
    "two panels hold about twice as much as one",
  );
});

Deno.test("the boundary of a network that diverged says so, and claims no accuracy", async () => {
  await using device = await openDevice("cpu");
  const { svg, runs: [run] } = await boundaries(["wild"], device);
  assertEquals(run.status, "diverged");
  assertSays(svg, `diverged, epoch ${run.divergedAtEpoch}`);
  assert(!textsOf(svg).some((text) => text.includes("accuracy")));
  assert(!textOf(svg).includes("NaN"));
});
