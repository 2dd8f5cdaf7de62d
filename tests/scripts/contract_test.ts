/** What the experiments write: their JSON, their figures, and what goes to which stream. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import type { RunRecord } from "../../mod.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { jsonOf, runTask, task } from "./tasks.ts";

const figures: Record<string, string[]> = {
  activations: ["activations-loss.svg", "activations-boundary.svg", "activations-story.svg"],
  initialization: ["initialization-loss.svg"],
  depth: ["depth-loss.svg", "depth-boundary.svg", "width-loss.svg", "width-boundary.svg"],
  optimizers: ["optimizers-loss.svg", "learning-rates-loss.svg"],
  gradcheck: ["gradcheck.svg"],
  compare: ["comparison.svg"],
};
const experimentKeys = [
  "command",
  "data",
  "device",
  "experiment",
  "figures",
  "runs",
  "seed",
  "takeaways",
];
const runKeys = [
  "activation",
  "batchSize",
  "bestEpoch",
  "classWeights",
  "clipNorm",
  "consumeTestLoaderRng",
  "divergedAtEpoch",
  "epochs",
  "initializer",
  "l1",
  "labelSmoothing",
  "learningRate",
  "learningRates",
  "loss",
  "name",
  "optimizer",
  "optimizerSettings",
  "schedule",
  "seconds",
  "seed",
  "sharedOrder",
  "sizes",
  "status",
  "stop",
  "stoppedAtEpoch",
  "testAccuracy",
  "testAccuracyPerEpoch",
  "testLoss",
  "trainAccuracy",
  "trainAccuracyPerEpoch",
  "trainLoss",
  "weightDecay",
];

const moons = {
  dataset: "moons",
  samples: 600,
  noise: 0.25,
  testSize: 0.3,
  seed: 42,
  scaling: "standard",
} as const;

interface GradientCheck {
  device: string;
  parameter: string;
  maxAbsoluteError: number;
  maxRelativeError: number;
  passed: boolean;
}

/** What must hold of every run, whatever came out. */
function assertRun(run: RunRecord, batchSize: number): void {
  const { name, epochs, trainLoss, testLoss } = run;
  const { trainAccuracyPerEpoch = [], testAccuracyPerEpoch = [] } = run;
  assertEquals(Object.keys(run).sort(), runKeys);
  const curves = [trainLoss, testLoss, trainAccuracyPerEpoch, testAccuracyPerEpoch];
  assertEquals(curves.map(({ length }) => length), [epochs, epochs, epochs, epochs], name);
  assert(run.seconds > 0 && run.learningRate > 0 && run.weightDecay === 0, name);
  assertEquals(run.batchSize, batchSize);
  if (run.status === "diverged") {
    assert(run.divergedAtEpoch !== null && run.divergedAtEpoch <= epochs, name);
    assertEquals([run.trainAccuracy, run.testAccuracy], [null, null]);
    for (const curve of curves) {
      const end = run.divergedAtEpoch - 1;
      // The loss on the test data, scored after an epoch, may overflow before that of the training.
      const start = curve.slice(0, curve === testLoss ? end - 1 : end);
      assert(start.every((value) => value !== null), name);
      assert(curve.slice(end).every((value) => value === null), name);
    }
    return;
  }
  assertEquals([run.status, run.divergedAtEpoch], ["ok", null]);
  assert(curves.every((curve) => curve.every((value) => typeof value === "number")), name);
  // Two ways to the same share: scored in training, and predicted afterwards.
  assertEquals(run.testAccuracy, testAccuracyPerEpoch.at(-1), name);
}

/** The folder holds the figures that the JSON names, whole, and nothing else. */
function assertFigures(folder: string, paths: readonly string[], names: readonly string[]): void {
  assertEquals(paths, names.map((name) => `${folder}/${name}`));
  for (const path of paths) {
    const svg = Deno.readTextFileSync(path);
    assertMatch(svg, /^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    assertMatch(svg.trimEnd(), /<\/svg>$/);
    assert(!/NaN|undefined|Infinity/.test(svg), path);
  }
}

Deno.test("lab writes every experiment's JSON and figures, as the contract has them", () =>
  withFolder(async (folder) => {
    const records = await jsonOf<ExperimentRecord[]>("lab", folder);
    assertEquals(records.map(({ experiment }) => experiment), Object.keys(figures));
    for (const record of records) {
      const { experiment, runs, device, seed, takeaways, data } = record;
      const keys = experiment === "gradcheck" ? ["checks", ...experimentKeys] : experimentKeys;
      assertEquals(record.command, "deno task lab --device cpu");
      const first = Array.isArray(data) ? data[0] : data;
      assertEquals(first, experiment === "gradcheck" ? null : moons);
      assertEquals(Array.isArray(data), experiment === "compare");
      assertEquals(Object.keys(record).sort(), keys);
      assertEquals(seed, experiment === "gradcheck" ? 0 : 42);
      assertEquals([device.kind, device.software], ["cpu", true]);
      assertStringIncludes(device.name, "WebAssembly SIMD kernels");
      assertEquals(runs.length > 0, experiment !== "gradcheck");
      for (const run of runs) assertRun(run, 64);
      assertFigures(folder, record.figures, figures[experiment]);
      assert(takeaways.length > 0 && takeaways.every((takeaway) => takeaway.endsWith(".")));
    }
    assertEquals(namesIn(folder), [...Object.values(figures).flat(), "index.html"].sort());
    const runs = records.flatMap((record) => record.runs);
    assertEquals(runs.filter(({ status }) => status === "diverged").map(({ name }) => name), [
      "sgd lr=100",
    ]);
    assertEquals(new Set(runs.map(({ initializer }) => initializer)).size, 4);
  }));

Deno.test("lab writes all it has though its reader leaves after the first line", () =>
  withFolder(async (folder) => {
    const child = task("lab", ["--epochs", "2", "--out", folder]).spawn();
    const errors = child.stderr.text();
    const reader = child.stdout.getReader();
    await reader.read();
    await reader.cancel();
    assertEquals((await child.status).code, 0);
    assertMatch(await errors, /^Device: [^\n]+\n$/);
    assertEquals(namesIn(folder), [...Object.values(figures).flat(), "index.html"].sort());
  }));

Deno.test("lab writes the same figures, gallery and JSON again, but for the seconds", () =>
  withFolder(async (folder) => {
    const write = async () => {
      const json = await jsonOf<unknown[]>("lab", folder);
      const text = JSON.stringify(json, (key, value) => key === "seconds" ? undefined : value);
      return { text, files: namesIn(folder).map((name) => Deno.readFileSync(`${folder}/${name}`)) };
    };
    const first = await write();
    const second = await write();
    assertEquals(second.text, first.text);
    assertEquals(second.files, first.files);
  }));

Deno.test("gradcheck writes the notebook's checks first, then all others, and all pass", () =>
  withFolder(async (folder) => {
    const { checks } = await jsonOf<{ checks: GradientCheck[] }>("gradcheck", folder);
    const tensors = ["layer 1 weight", "layer 1 bias", "layer 2 weight", "layer 2 bias"];
    const head = checks.slice(0, 8).map(({ device, parameter }) => `${device} ${parameter}`);
    assertEquals(head, ["float64", "cpu"].flatMap((each) => tensors.map((t) => `${each} ${t}`)));
    // 13 activations, 2 losses, 4 tensors; float64 by differences and the device by float64.
    assertEquals(checks.length, 8 + 13 * 2 * 4 * 2);
    for (const { passed, device, maxAbsoluteError, maxRelativeError } of checks) {
      assertEquals(passed, true);
      assert(maxAbsoluteError < (device === "float64" ? 1e-8 : 1e-4));
      assert(maxRelativeError >= 0);
    }
    assertFigures(folder, [`${folder}/gradcheck.svg`], figures.gradcheck);
  }));

Deno.test("another seed, other data and settings reach the runs", () =>
  withFolder(async (folder) => {
    const flags = "--seed 7 --dataset blobs --samples 90 --epochs 4 --batch-size 16".split(" ");
    const { seed, runs } = await jsonOf("activations", folder, flags);
    assertEquals(seed, 7);
    assertEquals(runs.map(({ sizes, epochs }) => [sizes, epochs]), Array(3).fill([[2, 32, 3], 4]));
    for (const run of runs) assertRun(run, 16);
    assertEquals((await jsonOf("gradcheck", folder, ["--seed", "5"])).seed, 5);
  }));

Deno.test("with --json - standard output is JSON alone, and the story goes to standard error", () =>
  withFolder(async (folder) => {
    const args = ["--epochs", "3", "--out", folder];
    const told = await runTask("optimizers", args);
    const written = await runTask("optimizers", [...args, "--json", "-"]);
    assertEquals([told.code, written.code], [0, 0]);
    assertEquals(JSON.parse(written.stdout).experiment, "optimizers");
    assertStringIncludes(told.stderr, "Device: WebAssembly");
    for (const part of ["momentum", "- ", `Figures: ${folder}/optimizers-loss.svg`]) {
      assertStringIncludes(told.stdout, part);
      assertStringIncludes(written.stderr, part);
    }
  }));

Deno.test("--json FILE holds what --json - would have written", () =>
  withFolder(async (folder) => {
    const file = `${folder}/new/depth.json`;
    const args = ["--epochs", "2", "--out", folder, "--quiet", "--json"];
    const { code, stdout, stderr } = await runTask("depth", [...args, file]);
    assertEquals([code, stdout, stderr], [0, "", ""]);
    const piped = await runTask("depth", [...args, "-"]);
    const timeless = (text: string) => text.replace(/"seconds": [\d.e-]+/g, "");
    assertEquals(timeless(Deno.readTextFileSync(file)), timeless(piped.stdout));
  }));
