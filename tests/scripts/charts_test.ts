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
import { boundaryChart } from "../../scripts/cli/charts.ts";
import { type Drawn, readSvg, textOf } from "../plots/read_svg.ts";
import { listen } from "./fixtures.ts";

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
  const svg = await boundaryChart(lab, runs, "Boundaries");
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
