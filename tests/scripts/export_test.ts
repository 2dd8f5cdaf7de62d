/** Models, programs and curves that tasks write: all are of the run that the JSON tells of. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import * as onnxruntime from "onnxruntime-web";
import {
  type Mlp,
  modelFromJson,
  modelFromNpz,
  modelFromSafetensors,
  modelToOnnx,
  modelToPyTorch,
  modelToSafetensors,
} from "../../mod.ts";
import { activations } from "../../scripts/activations.ts";
import { experimentProgram } from "../../scripts/cli/experiment_commands.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { program as compare } from "../../scripts/compare.ts";
import { program as lab } from "../../scripts/lab.ts";
import { program as train } from "../../scripts/train.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { runHere } from "../fuzz/programs.ts";
import { assertClose } from "../oracle.ts";
import { pythonTest } from "../python.ts";
import { assertSameCurve } from "../training/reference_curves.ts";
import { runPrograms } from "../training/pytorch_programs.ts";
import { runTask } from "./tasks.ts";

onnxruntime.env.wasm.numThreads = 1;

const quick = ["--quiet", "--device=cpu", "--epochs=4", "--samples=80"];

/** What is added to `quick` unless it is typed otherwise, or read from a state. */
function flagsOf(args: readonly string[]): string[] {
  const isTyped = (flag: string) => args.some((each) => each.startsWith(flag.split("=")[0]));
  const isResumed = args.some((each) => each.startsWith("--resume"));
  const hasData = args.some((each) => each.startsWith("--data="));
  const added = isResumed ? quick.slice(0, 2) : hasData ? quick.slice(0, 3) : quick;
  return [...added.filter((flag) => !isTyped(flag)), ...args];
}

/** Trains in this process; returns the record that `--json` wrote. */
async function trained(folder: string, args: readonly string[]): Promise<ExperimentRecord> {
  const json = `${folder}/record.json`;
  const all = flagsOf([`--out=${folder}/out`, `--json=${json}`, ...args]);
  const { code, stderr } = await runHere(train, all);
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(Deno.readTextFileSync(json));
}

const readJson = (path: string) => modelFromJson(Deno.readTextFileSync(path));

Deno.test("--save writes the same model in the format of each ending, in any case", () =>
  withFolder(async (folder) => {
    const [json, ...others] = ["json", "safetensors", "npz", "onnx", "PY"]
      .map((ending) => `${folder}/model.${ending}`);
    for (const path of [json, ...others]) await trained(folder, ["--seed=5", `--save=${path}`]);
    const model = readJson(json);
    const [safetensors, npz, onnx, python] = others;
    const [inputs] = model.sizes;
    assertEquals([inputs, model.scaler?.mean.length], [2, 2]);
    assertEquals(modelFromSafetensors(Deno.readFileSync(safetensors)), model);
    assertEquals(await modelFromNpz(Deno.readFileSync(npz)), model);
    assertEquals(Deno.readFileSync(onnx), new Uint8Array(modelToOnnx(model)));
    assertEquals(Deno.readTextFileSync(python), modelToPyTorch(model));
    const session = await onnxruntime.InferenceSession.create(Deno.readFileSync(onnx));
    assertEquals(session.outputNames, ["logits", "probabilities"]);
    await session.release();
  }));

Deno.test("--model starts from the model of a file, whatever its format", () =>
  withFolder(async (folder) => {
    const start = `${folder}/start.json`;
    const { runs: [first] } = await trained(folder, ["--activation=tanh", `--save=${start}`]);
    assertEquals([first.activation, first.initializer], ["tanh", "torch"]);
    const curves: (number | null)[][] = [];
    for (const ending of ["json", "safetensors", "npz"]) {
      const path = `${folder}/start.${ending}`;
      if (ending !== "json") {
        await trained(folder, ["--activation=tanh", `--save=${path}`]);
      }
      const { runs: [run], command } = await trained(folder, [`--model=${path}`]);
      assertEquals([run.activation, run.initializer, run.sizes], ["tanh", null, [2, 32, 2]]);
      assertStringIncludes(command, "start.");
      curves.push(run.trainLoss);
    }
    assertEquals(curves[1], curves[0]);
    assertEquals(curves[2], curves[0]);
    assert(curves[0][0]! < first.trainLoss[3]!, `${curves[0]} after ${first.trainLoss}`);
  }));

/** A file without the lab's own words, as PyTorch writes it. */
function foreign(path: string, model: Mlp): void {
  const text = new TextDecoder("latin1").decode(modelToSafetensors(model));
  const bytes = Uint8Array.from(text.replace("neural-lab", "elsewhere!"), (c) => c.charCodeAt(0));
  Deno.writeFileSync(path, bytes);
}

Deno.test("weights of another program need --activation, and loss and sizes are the model's", () =>
  withFolder(async (folder) => {
    const own = `${folder}/own.json`;
    await trained(folder, [`--save=${own}`, "--sizes=2,5,1", "--loss=meanSquaredError"]);
    const path = `${folder}/torch.safetensors`;
    foreign(path, readJson(own));
    const { code, stderr } = await runHere(train, [...quick, `--out=${folder}`, `--model=${path}`]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, `Cannot read --model ${path}: its activation must be named by`);
    const { runs: [run] } = await trained(folder, [`--model=${path}`, "--activation=silu"]);
    assertEquals([run.sizes, run.activation, run.loss], [[2, 5, 1], "silu", "meanSquaredError"]);
  }));

Deno.test("what cannot be read or contradicts a model is told in one line, before any data", () =>
  withFolder(async (folder) => {
    const model = `${folder}/model.json`;
    await trained(folder, [`--save=${model}`, "--sizes=2,6,2"]);
    const wide = `${folder}/wide.json`;
    Deno.writeTextFileSync(wide, Deno.readTextFileSync(model).replace("[2,6,2]", "[3,6,2]"));
    const three = `${folder}/three.npz`;
    Deno.writeFileSync(three, new Uint8Array(10));
    const features = `${folder}/features.safetensors`;
    foreign(features, {
      ...readJson(model),
      sizes: [5, 2],
      scaler: undefined,
      parameters: new Float32Array(12),
    });
    const before = namesIn(folder);
    const wrong: [args: string[], says: string][] = [
      [["--save=model"], "--save must be a path that ends in one of .json, .safetensors, .npz"],
      [["--save=model.pt"], "--save must be a path that ends in one of"],
      [["--save=.json.bak"], "--save must be a path that ends in one of"],
      [["--torch=run.txt"], "--torch must be a path that ends in one of .py"],
      [["--model=model.onnx"], "--model must be a path that ends in one of .json, .safetensors"],
      [[`--model=${wide}`], `--model ${wide}: the length of a row of layer 1's weight must be 3`],
      [
        [`--model=${three}`],
        `Cannot read --model ${three}: the file must be an npz file: it is no zip`,
      ],
      [[`--model=${features}`], `--model ${features} has inputs for 5 features, and moons has 2`],
      [[`--model=${model}`, "--sizes=2,5,2"], `contradicts --model ${model}, which has 2,6,2`],
      [[`--model=${model}`, "--activation=tanh"], `contradicts --model ${model}, which has relu`],
      [[`--model=${model}`, "--initializer=he"], "Flags --model and --initializer exclude"],
      [[`--model=${model}`, "--dataset=blobs"], "3, the number of the data's classes"],
      [["--json=-", "--csv=-"], "--json and --csv both name standard output"],
      [[`--csv=${folder}/a.py`, `--torch=${folder}/a.py`], "--torch and --csv name the same file"],
      [[`--save=${folder}/a.py`, `--torch=${folder}/a.py`], "--save and --torch name the same"],
      [[`--csv=${folder}/a.json`, `--json=${folder}/a.json`], "--csv and --json name the same"],
      [[`--csv=${folder}/out/train-loss.svg`], "which is the place of"],
    ];
    for (const [args, says] of wrong) {
      const all = flagsOf([`--out=${folder}/out`, "--samples=1000000", ...args]);
      const { code, stderr, milliseconds } = await runHere(train, all);
      assertEquals(code, 2, `${args}: ${stderr}`);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      assertStringIncludes(stderr, says);
      assert(milliseconds < 1_000, `${args} took ${milliseconds} ms`);
    }
    assertEquals(namesIn(folder), before);
  }));

Deno.test("a model that diverged is not saved in any format, and its program and curves are", () =>
  withFolder(async (folder) => {
    for (const ending of ["safetensors", "npz", "onnx", "py"]) {
      const paths = [`--save=${folder}/model.${ending}`, `--torch=${folder}/run.py`];
      const args = [
        "--learning-rate=1e6",
        "--batch-size=8",
        ...paths,
        `--csv=${folder}/curves.csv`,
      ];
      const { code, stderr } = await runHere(train, [...quick, `--out=${folder}/out`, ...args]);
      assertEquals(code, 1);
      assertMatch(stderr, /^error: The model was not saved [^\n]+ diverged\n$/);
      assertEquals(namesIn(folder), ["curves.csv", "out", "run.py"]);
    }
  }));

/** Rows of fields without quotes. */
function rowsOf(text: string): Record<string, string>[] {
  const [header, ...rows] = text.trimEnd().split("\r\n").map((row) => row.split(","));
  return rows.map((row) => Object.fromEntries(row.map((field, at) => [header[at], field])));
}

Deno.test("--csv has the curves of the JSON, run by run and epoch by epoch", () =>
  withFolder(async (folder) => {
    const files = [`--csv=${folder}/curves.csv`, `--json=${folder}/record.json`];
    for (const program of [train, compare, experimentProgram(activations)]) {
      const { code } = await runHere(program, [...quick, `--out=${folder}/out`, ...files]);
      assertEquals(code, 0, program.name);
      const { runs }: ExperimentRecord = JSON.parse(Deno.readTextFileSync(`${folder}/record.json`));
      const expected = runs.flatMap((run) =>
        run.trainLoss.map((loss, at) => ({
          run: run.name,
          epoch: String(at + 1),
          trainLoss: String(loss),
          testLoss: String(run.testLoss[at]),
          trainAccuracy: String(run.trainAccuracyPerEpoch?.[at]),
          testAccuracy: String(run.testAccuracyPerEpoch?.[at]),
        }))
      );
      assertEquals(rowsOf(Deno.readTextFileSync(`${folder}/curves.csv`)), expected, program.name);
    }
  }));

Deno.test("the lab's curves name their experiments; diverged ones are empty fields", () =>
  withFolder(async (folder) => {
    const files = [`--out=${folder}/out`, `--csv=${folder}/curves.csv`];
    const args = [...quick, "--batch-size=8", ...files];
    assertEquals((await runHere(lab, args)).code, 0);
    const rows = rowsOf(Deno.readTextFileSync(`${folder}/curves.csv`));
    const names = [...new Set(rows.map(({ experiment }) => experiment))];
    assertEquals(names, ["activations", "initialization", "depth", "optimizers", "compare"]);
    assertEquals(rows.findLast(({ experiment }) => experiment === "optimizers"), {
      ...{ experiment: "optimizers", run: "sgd lr=100", epoch: "4" },
      ...{ trainLoss: "", testLoss: "", trainAccuracy: "", testAccuracy: "" },
    });
  }));

Deno.test("--csv - leaves standard output to the CSV alone, and --json may have a file beside", () =>
  withFolder(async (folder) => {
    const args = ["--device=cpu", "--epochs=2", "--samples=40", `--out=${folder}/out`];
    const json = `${folder}/record.json`;
    const { code, stdout, stderr } = await runTask("train", [...args, "--csv=-", `--json=${json}`]);
    assertEquals(code, 0, stderr);
    assertEquals(rowsOf(stdout).map(({ epoch }) => epoch), ["1", "2"]);
    assertStringIncludes(stderr, "Figures: ");
    assertEquals(JSON.parse(Deno.readTextFileSync(json)).runs.length, 1);
  }));

/** A table with classes and values, and one with another name of a column. */
function tables(folder: string): { own: string; others: string } {
  const rows = Array.from({ length: 40 }, (_, at) => {
    const [year, size] = [1980 + at, Math.round(100 * Math.sin(at)) / 10];
    return `${year},${size},${size > 0 ? "big 🙂" : "small"},${3 * size + year / 100}`;
  });
  const files = { own: "year,size,kind,price", others: "year,length,kind,price" };
  for (const [name, header] of Object.entries(files)) {
    Deno.writeTextFileSync(`${folder}/${name}.csv`, [header, ...rows, ""].join("\n"));
  }
  return { own: `${folder}/own.csv`, others: `${folder}/others.csv` };
}

const features = "--features=year,size";

Deno.test("a model of own data takes numbers in their own units in ONNX, and names its classes", () =>
  withFolder(async (folder) => {
    const { own, others } = tables(folder);
    const data = [`--data=${own}`, "--target=kind", features];
    const json = `${folder}/model.json`;
    for (const path of [json, `${folder}/model.onnx`]) {
      await trained(folder, [...data, "--learning-rate=0.5", "--epochs=60", `--save=${path}`]);
    }
    const model = readJson(json);
    assertEquals(model.featureNames, ["year", "size"]);
    const session = await onnxruntime.InferenceSession.create(
      Deno.readFileSync(`${folder}/model.onnx`),
    );
    const inputs = new onnxruntime.Tensor("float64", Float64Array.of(2000, 9, 2001, -9), [2, 2]);
    const { probabilities } = await session.run({ inputs });
    const big = model.classNames!.indexOf("big 🙂");
    const of = probabilities.data as Float32Array;
    assert(of[big] > 0.9 && of[2 + big] < 0.1, `${of}`);
    await session.release();
    const other = ["--target=kind", "--features=year,length", `--model=${json}`];
    const { code, stderr } = await runHere(
      train,
      [...quick.slice(0, 3), `--data=${others}`, ...other, `--out=${folder}/out`],
    );
    assertEquals(code, 2);
    assertStringIncludes(stderr, `--model ${json} takes year, size, and others has year, length`);
  }));

/** Runs that are written as programs, as a user types them. */
const typed = [
  ["--seed", "7"],
  ["--dataset", "circles", "--factor", "0.3", "--noise", "0.1", "--optimizer", "adam"],
  ["--dataset", "blobs", "--test-size", "0.25", "--initializer", "xavier", "--batch-size", "7"],
  [
    "--dataset",
    "spiral",
    "--sizes",
    "2,16,16,2",
    "--activation",
    "gelu",
    "--optimizer",
    "nesterov",
  ],
  ["--dataset", "xor", "--loss", "meanSquaredError", "--sizes", "2,9,1", "--weight-decay", "0.01"],
  ["--schedule", "cosine", "--clip", "0.1", "--class-weights", "balanced", "--patience", "10"],
  [
    ...["--dataset", "spiral", "--schedule", "one-cycle:0.4", "--momentum", "0.8", "--l1", "0.001"],
    ...["--sizes", "2,9,8,2", "--activation", "gelu,tanh", "--label-smoothing", "0.1"],
  ],
  ["--schedule", "plateau:1:0.5:0.1", "--noise", "0.5", "--class-weights", "1,3"],
];

/** A training that stops before its last epoch. */
const stopping = ["--noise=0.5", "--samples=80", "--optimizer=adam", "--patience=3", "--seed=2"];

pythonTest(
  "programs of --torch have the curves of --json in PyTorch",
  ["sklearn", "torch"],
  (python) =>
    withFolder(async (folder) => {
      const paths = [...typed, "own", "stopped", "resumed", "started"].map((_, at) =>
        `${folder}/run-${at}.py`
      );
      const settings = ["--epochs=15", "--learning-rate=0.02"];
      const records = [];
      for (const [at, flags] of typed.entries()) {
        // One cycle has a learning rate of its own.
        const own = flags.includes("one-cycle:0.4") ? settings.slice(0, 1) : settings;
        records.push(await trained(folder, [...own, ...flags, `--torch=${paths[at]}`]));
      }
      const own = [`--data=${tables(folder).own}`, features, `--torch=${paths[typed.length]}`];
      records.push(await trained(folder, [...settings, ...own, "--target=price"]));
      const kept = ["--epochs=100", "--learning-rate=0.1", `--save=${folder}/best.json`];
      const stop = [...stopping, ...kept, `--torch=${paths[typed.length + 1]}`];
      records.push(await trained(folder, stop));
      const saved = [`--checkpoint=${folder}/state.json`, `--save=${folder}/model.npz`];
      await trained(folder, ["--dataset=xor", "--epochs=3", ...saved]);
      const [resumed, started] = paths.slice(-2).map((path) => `--torch=${path}`);
      const resume = [`--resume=${folder}/state.json`, "--epochs=9", resumed];
      records.push(await trained(folder, resume));
      records.push(
        await trained(folder, [
          `--model=${folder}/model.npz`,
          "--dataset=xor",
          started,
          ...settings,
        ]),
      );
      const said = await runPrograms(python, paths);
      assertEquals(
        records.map(({ runs: [run] }) => run.epochs),
        [...typed.map(() => 15), 15, 100, 9, 15],
      );
      for (const [at, { runs: [run] }] of records.entries()) {
        assertSameCurves(said[at].curves, run, typed[at]);
        assertEquals(said[at].bestEpoch, run.bestEpoch);
      }
      const { runs: [{ status }] } = records[typed.length + 1];
      const best = modelFromJson(Deno.readTextFileSync(`${folder}/best.json`));
      assertEquals(status, "stopped");
      assertClose(best.parameters, said[typed.length + 1].parameters, 1e-5, "the best parameters");
    }),
);

function assertSameCurves(
  found: Record<string, number[]>,
  run: ExperimentRecord["runs"][number],
  flags: readonly string[] = [],
): void {
  const curves = {
    trainLoss: run.trainLoss,
    testLoss: run.testLoss,
    trainAccuracy: run.trainAccuracyPerEpoch,
    testAccuracy: run.testAccuracyPerEpoch,
  };
  // A regression has no accuracies.
  const given = Object.entries(curves).filter(([, curve]) => curve !== undefined);
  assertEquals(Object.keys(found).sort(), given.map(([name]) => name).sort());
  for (const [name, curve] of given) {
    const place = `${flags.join(" ")}, ${name}`;
    assertSameCurve(curve as number[], found[name], { tolerance: 1e-5, name: place });
  }
}
