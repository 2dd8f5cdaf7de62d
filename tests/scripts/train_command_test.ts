/** `deno task train`: PyTorch's curves by flags, and one clear line where it is called wrongly. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { modelFromJson, openDevice, predict } from "../../mod.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { assertSameCurve } from "../training/reference_curves.ts";
import { dataOf, type FurtherRun, furtherRun } from "../training/further_runs.ts";
import { finite, jsonOf, runTask } from "./tasks.ts";

/** The settings of a reference run as a user types them. */
function flagsOf(run: FurtherRun): string[] {
  const flags = {
    "--dataset": run.dataset,
    "--samples": run.samples,
    "--noise": run.noise,
    "--factor": run.factor,
    "--test-size": run.testSize,
    "--sizes": run.sizes,
    "--activation": run.activation,
    "--initializer": run.initializer,
    "--optimizer": run.optimizer,
    "--learning-rate": run.learningRate,
    "--weight-decay": run.weightDecay,
    "--loss": run.loss,
    "--epochs": run.epochs,
    "--batch-size": run.batchSize,
    "--seed": run.seed,
  };
  return Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? [] : [flag, String(value)]
  );
}

for (
  const name of [
    "circles",
    "blobs of three classes",
    "batches of seven",
    "nesterov",
    "adamw with strong decay",
    "orthogonal",
    "a deviation of its own",
    "squared error of one output",
    "the largest seed",
  ]
) {
  Deno.test(`deno task train has PyTorch's curves: ${name}`, () =>
    withFolder(async (folder) => {
      const reference = furtherRun(name);
      const { experiment, seed, runs } = await jsonOf("train", folder, flagsOf(reference));
      assertEquals([experiment, seed, runs.length], ["train", reference.seed, 1]);
      const [run] = runs;
      for (const curve of ["trainLoss", "testLoss"] as const) {
        assertSameCurve(finite(run[curve]), reference[curve], { tolerance: 1e-5, name: curve });
      }
      const { sizes, activation, initializer, optimizer } = reference;
      assertEquals([run.sizes, run.activation, run.initializer, run.optimizer], [
        sizes,
        activation,
        initializer,
        optimizer,
      ]);
      assertEquals(namesIn(folder), ["train-boundary.svg", "train-loss.svg"]);
    }));
}

Deno.test("the model that --save keeps is the one whose accuracy was told", () =>
  withFolder(async (folder) => {
    const reference = furtherRun("circles");
    const path = `${folder}/models/circles.json`;
    const { runs: [run] } = await jsonOf("train", folder, [
      ...flagsOf(reference),
      "--save",
      path,
    ]);
    const model = modelFromJson(Deno.readTextFileSync(path));
    await using device = await openDevice();
    const { test } = dataOf(reference);
    const { labels } = await predict(model, { device, inputs: test.inputs });
    const right = labels.filter((label, sample) => label === test.labels[sample]).length;
    assertEquals(right / test.samples, run.testAccuracy);
    assert(right / test.samples > 0.8);
  }));

/** Calls that are wrong, and what the one line says of each. */
const wrongCalls: [flags: string, says: string][] = [
  ["--activation rellu", '(did you mean "relu"?)'],
  ["--optimizer amad", '(did you mean "adam"?)'],
  ["--initializer xaver", '(did you mean "xavier"?)'],
  ["--initializer normal:-1", "at least 0"],
  ["--initializer normal:x", "normal: and a number"],
  ["--loss crosentropy", '(did you mean "crossEntropy"?)'],
  ["--dataset mons", '(did you mean "moons"?)'],
  ["--device tfsj", '(did you mean "tfjs"?)'],
  ["--epochs 0", "at least 1"],
  ["--epochs 2.5", "a whole number"],
  ["--epochs 1e9999", "at most 1000000"],
  ["--epochs NaN", "a whole number"],
  ["--batch-size 0", "at least 1"],
  ["--batch-size -7", "at least 1"],
  ["--learning-rate 0", "above 0"],
  ["--learning-rate NaN", "a finite number"],
  ["--learning-rate Infinity", "a finite number"],
  ["--weight-decay -0.1", "at least 0"],
  ["--noise -0.1", "at least 0"],
  ["--noise 1e300", "(see --noise)"],
  ["--dataset blobs --noise 1e160", "(see --noise)"],
  ["--factor 0.3", "--factor changes nothing with --dataset moons"],
  ["--dataset xor --factor 0.5", "--factor changes nothing with --dataset xor"],
  ["--dataset circles --factor 1", "below 1"],
  ["--test-size 0", "above 0"],
  ["--test-size 1", "below 1"],
  ["--test-size -0.3", "above 0"],
  ["--test-size 0.999", "none of its 600 samples would be left"],
  ["--samples 1", "at least 2"],
  ["--samples 3", "each class must have at least 2 samples"],
  ["--dataset blobs --samples 2", "(see --samples)"],
  ["--samples 6 --test-size 0.1", "at least one sample for each of 2 classes"],
  ["--samples 6 --test-size 0.9", "(see --samples and --test-size)"],
  ["--seed -1", "at least 0"],
  ["--seed 4294967296", "at most 4294967295"],
  ["--sizes 2", "two or more"],
  ["--sizes 2,,2", "two or more"],
  ["--sizes 2,0,2", "two or more"],
  ["--sizes 2,8.5,2", "two or more"],
  ["--sizes 3,8,2", "2, the number of the data's features"],
  ["--sizes 2,8,1", "2, the number of the data's classes"],
  ["--dataset blobs --sizes 2,8,2", "3, the number of the data's classes"],
  ["--dataset blobs --sizes 2,8,1 --loss meanSquaredError", "3, the number of the data's classes"],
  ["--sizes 2,60000,60000,2", "the number of parameters"],
];

Deno.test("a wrong call ends with 2 and one line, and leaves --out and --json alone", () =>
  withFolder(async (folder) => {
    const out = `${folder}/out`;
    const call = async ([flags, says]: [string, string]) => {
      const args = [...flags.split(" "), "--out", out, "--json", `${folder}/train.json`];
      const { code, stdout, stderr } = await runTask("train", args);
      assertEquals([flags, code, stdout], [flags, 2, ""], stderr);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      assertStringIncludes(stderr, says);
    };
    // Two at a time: each is a process of its own, and mostly waits for its start.
    const left = wrongCalls.values();
    const worker = async () => {
      for (const each of left) await call(each);
    };
    Deno.mkdirSync(out);
    await Promise.all([worker(), worker()]);
    assertEquals([namesIn(folder), namesIn(out)], [["out"], []]);
  }));

Deno.test("an --out that is a file is left as it is: one line, exit code 1", () =>
  withFolder(async (folder) => {
    const file = `${folder}/file`;
    Deno.writeTextFileSync(file, "kept");
    for (const out of [file, `${file}/deeper`]) {
      const { code, stdout, stderr } = await runTask("train", ["--epochs", "1", "--out", out]);
      assertEquals([code, stdout], [1, ""]);
      assertMatch(stderr, /^error: [^\n]+\n$/);
    }
    assertEquals([Deno.readTextFileSync(file), namesIn(folder)], ["kept", ["file"]]);
  }));

Deno.test("a training that diverges is told, keeps no model, and ends with 1 only for --save", () =>
  withFolder(async (folder) => {
    const args = ["--learning-rate", "1e6", "--epochs", "5", "--out", folder];
    const told = await runTask("train", args);
    assertEquals(told.code, 0, told.stderr);
    assertStringIncludes(told.stdout, "diverged: its loss stopped being finite in epoch ");
    const path = `${folder}/model.json`;
    const saved = await runTask("train", [...args, "--save", path, "--quiet"]);
    assertEquals([saved.code, saved.stdout], [1, ""]);
    assertMatch(saved.stderr, /^error: The model was not saved [^\n]+ diverged\n$/);
    assertEquals(namesIn(folder), ["train-boundary.svg", "train-loss.svg"]);
  }));
