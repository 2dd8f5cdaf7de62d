/** How experiments show runs: in order, in a table, and in a figure that is read back from its SVG. */

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
import { englishWords } from "../../lib/plots/words.ts";
import { predictionChart } from "../../scripts/cli/prediction_charts.ts";
import { ranked } from "../../scripts/cli/ranked.ts";
import { showRuns } from "../../scripts/cli/show_runs.ts";
import { counted } from "../../scripts/cli/text_layout.ts";
import { type Drawn, readSvg, textOf } from "../plots/read_svg.ts";
import { listen, runOf } from "../scripts/fixtures.ts";

/** As it looks without flags. */
const look = { figureOptions: {}, words: englishWords, titleStyle: "topic" } as const;

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
  const svg = (await predictionChart(lab, runs, "Boundaries"))({});
  return { svg, runs, data };
}

Deno.test("boundaries stand side by side, each with its name, wrong points and all points", async () => {
  await using device = await openDevice("cpu");
  const { svg, runs, data } = await boundaries(["one", "two"], device);
  assertSays(svg, "Boundaries", "one", "two");
  for (const { finalTestAccuracy } of runs) {
    const { samples } = data.test;
    assertSays(svg, `test: ${Math.round((1 - finalTestAccuracy) * samples)} of ${samples} wrong`);
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

Deno.test("runs are ranked best first, those that diverged left out, and the list stays", () => {
  const runs = [runOf("b", [2]), runOf("wild", [1, NaN]), runOf("a", [1]), runOf("c", [3])];
  assertEquals(ranked(runs, ({ trainLoss }) => trainLoss[0]).map(({ name }) => name), [
    "a",
    "b",
    "c",
  ]);
  assertEquals(ranked(runs, ({ trainLoss }) => -trainLoss[0]).map(({ name }) => name), [
    "c",
    "b",
    "a",
  ]);
  assertEquals(runs.map(({ name }) => name), ["b", "wild", "a", "c"]);
});

Deno.test("one epoch is not 1 epochs", () => {
  assertEquals([1, 2, 150].map((count) => counted(count, "epoch")), [
    "1 epoch",
    "2 epochs",
    "150 epochs",
  ]);
});

Deno.test("the table of runs has a column on divergence only where a run diverged", () => {
  const { output, tables } = listen();
  const calm = runOf("calm", [1, 0.5]);
  showRuns(output, [calm]);
  showRuns(output, [calm, runOf("wild", [0.7, NaN])]);
  const titles = tables.map(([columns]) => (columns as unknown[]).length);
  assertEquals(titles, [5, 6]);
  assertEquals(tables[0][1], [["calm", 0.5, 0.5, 50, 75]]);
  assertEquals(tables[1][1], [
    ["calm", 0.5, 0.5, 50, 75],
    ["wild", NaN, NaN, NaN, NaN, "diverged in epoch 2"],
  ]);
});

Deno.test("a run that stopped early has the losses of its best epoch, and says so", () => {
  const { output, tables } = listen();
  const stopped = runOf("early", [0.9, 0.5, 0.4, 0.3], {
    testLoss: [0.8, 0.6, 0.7, 0.75],
    ...{ status: "stopped", stoppedAtEpoch: 4, bestEpoch: 2, epochs: 100 },
  });
  const whole = runOf("all", [0.9, 0.5], { bestEpoch: 2 });
  showRuns(output, [stopped, whole, runOf("plain", [0.9, 0.6])]);
  const [[, rows]] = tables as [unknown, unknown[][]][];
  assertEquals(rows.map(([name, train, test, , , note]) => [name, train, test, note]), [
    ["early", 0.5, 0.6, "stopped after 4, best of epoch 2"],
    ["all", 0.5, 0.5, "best of epoch 2"],
    ["plain", 0.6, 0.6, undefined],
  ]);
});
