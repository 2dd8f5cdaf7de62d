/** `deno task train --data FILE --weights NAME`: the weights of rows, from the file to the training. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  adam,
  createDataset,
  openDevice,
  standardScale,
  train as trainNetworks,
  trainTestSplit,
} from "../../mod.ts";
import { program as train } from "../../scripts/train.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { withFolder } from "../cli/fixtures/deno.ts";
import { runHere } from "../fuzz/programs.ts";
import { pythonTest } from "../python.ts";
import { runPrograms } from "../training/pytorch_programs.ts";
import { assertSameCurve } from "../training/reference_curves.ts";
import { assertRefused } from "./refused.ts";

const iris = Deno.readTextFileSync(new URL("../reference/iris.csv", import.meta.url));
const [header, ...rows] = iris.trim().split("\n").map((line) => line.split(","));

/** The weight of a flower, by its sepal length and petal length. */
const weightOf = (sepal: string, petal: string) => Number(sepal) * Number(petal) / 10;

/** A table of flowers with weights between the features; some rows lack a weight or a feature. */
const table = [
  ["importance", ...header],
  ...rows.map(([sepal, width, petal, ...rest], at) => {
    const weight = at % 10 === 3 ? "" : String(weightOf(sepal, petal));
    return [weight, sepal, at % 10 === 7 ? "NA" : width, petal, ...rest];
  }),
].map((fields) => fields.join(",")).join("\n");

const quick = ["--device=cpu", "--epochs=8", "--optimizer=adam", "--learning-rate=0.02"];
const weights = "--weights=importance";

/** Trains on a table in this process; returns the record that `--json` wrote. */
async function trained(folder: string, args: readonly string[]): Promise<ExperimentRecord> {
  const json = `${folder}/record.json`;
  const all = ["--quiet", `--out=${folder}/out`, `--json=${json}`, ...args];
  const { code, stderr } = await runHere(train, all);
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(Deno.readTextFileSync(json));
}

/** Writes the table; returns the flags that read it. */
function flagsOf(folder: string, content = table): string[] {
  const path = `${folder}/flowers.csv`;
  Deno.writeTextFileSync(path, content);
  return [`--data=${path}`, "--missing=drop"];
}

const classes = ["setosa", "versicolor", "virginica"];

Deno.test("each training row has its own weight, whichever rows are left out", () =>
  withFolder(async (folder) => {
    const args = [...flagsOf(folder), ...quick, "--class-weights=1,2,0.5"];
    const { data, runs: [run] } = await trained(folder, [...args, weights]);
    const kept = rows.filter((_, at) => at % 10 !== 3 && at % 10 !== 7);
    // The weights are computed of the features, once the rows are split.
    const all = createDataset({
      inputs: kept.map((fields) => fields.slice(0, 4).map(Number)),
      labels: kept.map((fields) => classes.indexOf(fields[4])),
    });
    const options = { testSize: 0.3, seed: 42, stratify: true };
    const raw = trainTestSplit(all, options).train;
    const sampleWeights = Array.from({ length: raw.samples }, (_, at) => {
      return weightOf(String(raw.inputs[4 * at]), String(raw.inputs[4 * at + 2]));
    });
    const { train: seen, test } = trainTestSplit(standardScale(all), options);
    await using device = await openDevice("cpu");
    const optimizer = adam({ learningRate: 0.02 });
    const [expected] = await trainNetworks(
      [{ sizes: [4, 32, 3], optimizer, classWeights: [1, 2, 0.5] }],
      { device, data: seen, test, sampleWeights, epochs: 8, seed: 42 },
    );
    assertEquals(run.trainLoss, [...expected.trainLoss]);
    assertEquals(run.testLoss, [...expected.testLoss]);
    const { features, weights: column, samples } = data as {
      features?: string[];
      weights?: string;
      samples?: number;
    };
    assertEquals([features, column, samples], [header.slice(0, 4), "importance", kept.length]);
    const without = await trained(folder, [...args, `--features=${header.slice(0, 4)}`]);
    assert("weights" in (without.data as object) === false);
    assert(without.runs[0].trainLoss[0] !== run.trainLoss[0]);
  }));

Deno.test("weights that are all alike change nothing", () =>
  withFolder(async (folder) => {
    const alike = iris.trim().split("\n").map((line, row) => `${line},${row ? 4 : "w"}`);
    const args = [...flagsOf(folder, alike.join("\n")), ...quick];
    const { runs: [weighted] } = await trained(folder, [...args, "--weights=w"]);
    const plain = ["--target=species", `--features=${header.slice(0, 4)}`];
    const { runs: [run] } = await trained(folder, [...args, ...plain]);
    assertEquals(weighted.trainLoss, run.trainLoss);
  }));

Deno.test("--from, --resume and --seeds keep the weights", () =>
  withFolder(async (folder) => {
    const args = [...flagsOf(folder), weights, ...quick];
    const whole = await trained(folder, args);
    const again = await trained(folder, [`--from=${folder}/record.json`]);
    const settingsOf = ({ runs: [{ seconds: _, ...run }], data }: ExperimentRecord) => [run, data];
    assertEquals(settingsOf(again), settingsOf(whole));
    const state = `${folder}/state.json`;
    await trained(folder, [...args.with(-3, "--epochs=3"), `--checkpoint=${state}`]);
    const resumed = await trained(folder, [`--resume=${state}`, "--epochs=8"]);
    assertEquals(settingsOf(resumed), settingsOf(whole));
    const { runs } = await trained(folder, [...args, "--seeds=2"]);
    assertEquals(runs[0].trainLoss, whole.runs[0].trainLoss);
  }));

pythonTest(
  "programs of --torch have the weights",
  ["torch"],
  (python) =>
    withFolder(async (folder) => {
      const programs = [[], ["--class-weights=balanced", "--label-smoothing=0.1"], ["--resume"]];
      const paths = programs.map((_, at) => `${folder}/run-${at}.py`);
      const args = [...flagsOf(folder), weights, ...quick];
      const records = [];
      for (const [at, more] of programs.slice(0, 2).entries()) {
        const torch = [`--torch=${paths[at]}`, `--checkpoint=${folder}/state.json`];
        records.push(await trained(folder, [...args, ...more, ...torch]));
      }
      const resumed = [`--resume=${folder}/state.json`, "--epochs=12", `--torch=${paths[2]}`];
      records.push(await trained(folder, resumed));
      const said = await runPrograms(python, paths);
      for (const [at, { runs: [run] }] of records.entries()) {
        for (const name of ["trainLoss", "testLoss"] as const) {
          const place = `${programs[at].join(" ")}, ${name}`;
          assertSameCurve(run[name] as number[], said[at].curves[name], {
            tolerance: 1e-5,
            name: place,
          });
        }
      }
    }),
);

Deno.test("the first lines say that the training is weighted", () =>
  withFolder(async (folder) => {
    const args = [...flagsOf(folder), weights, ...quick, `--out=${folder}/out`];
    const { code, stderr } = await runHere(train, args);
    assertEquals(code, 0);
    assertStringIncludes(stderr, "training rows weighted by importance; 30 rows with missing");
    assertEquals(stderr.includes("not used"), false);
  }));

const refused: [flags: string[], says: string][] = [
  [["--weights=Importance"], '(did you mean "importance"?)'],
  [["--weights=species"], 'row 2, column "species" must be a number'],
  [["--weights=species", "--target=species"], "weights must be another column than the target"],
  [[weights, "--features=importance"], "another column than the weights"],
  [[weights, "--plane=importance,petal_width"], "importance"],
  [[weights, "--missing=error"], 'row 5, column "importance" has no value'],
  [[weights, "--missing=mean"], 'row 5, column "importance", a weight, has no value'],
  [[weights, "--target=petal_width"], "--weights needs classes, and petal_width has values"],
  [[weights, "--loss=mean-squared-error"], "--weights and --loss meanSquaredError exclude"],
];

Deno.test("weights that cannot be used are refused in one line, and nothing is written", () =>
  withFolder(async (folder) => {
    const data = flagsOf(folder);
    const bad = `${folder}/bad.csv`;
    Deno.writeTextFileSync(bad, "a,k,w\n1,x,1\n2,y,0\n3,x,1\n4,y,1\n");
    const cases: typeof refused = [
      ...refused.map(([flags, says]): typeof refused[number] => {
        const isTyped = flags.some((flag) => flag.startsWith("--missing"));
        return [[...(isTyped ? data.slice(0, 1) : data), ...flags], says];
      }),
      [[`--data=${bad}`, "--weights=w"], 'bad.csv as row 3, column "w", a weight, must be above 0'],
      [["--weights=w"], "--weights changes nothing without --data"],
    ];
    for (const [flags, says] of cases) await assertRefused("train", flags, { folder, says });
  }));
