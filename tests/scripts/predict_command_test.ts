/** `deno task predict`: a saved model on new rows, held against the arithmetic of its file. */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { createMlp, type Mlp, modelFromJson, modelToJson, parseTable } from "../../mod.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { pythonTest } from "../python.ts";
import { runTask } from "./tasks.ts";

const iris = new URL("../reference/iris.csv", import.meta.url).pathname;

/** The outputs of one hidden layer of rectifiers, read off the file of a model. */
function outputsBy(file: string, inputs: readonly number[]): number[] {
  const { scaler, layers } = JSON.parse(file) as {
    scaler: { mean: number[]; scale: number[] };
    layers: { weight: number[][]; bias: number[] }[];
  };
  let values = inputs.map((value, at) => (value - scaler.mean[at]) / scaler.scale[at]);
  for (const [index, { weight, bias }] of layers.entries()) {
    const sums = weight.map((row, unit) =>
      row.reduce((sum, factor, at) => sum + factor * values[at], bias[unit])
    );
    values = index < layers.length - 1 ? sums.map((sum) => Math.max(0, sum)) : sums;
  }
  return values;
}

/** Trains and saves a model of flowers. */
async function saveFlowers(folder: string, flags: readonly string[] = []): Promise<string> {
  const path = `${folder}/model.json`;
  const args = ["--data", iris, "--epochs", "15", "--device", "cpu", "--quiet", ...flags];
  const optimizer = ["--optimizer", "adam", "--learning-rate", "0.02"];
  const figures = ["--out", `${folder}/figures`, "--save", path];
  const { code, stderr } = await runTask("train", [...args, ...optimizer, ...figures]);
  assertEquals([code, stderr], [0, ""]);
  Deno.removeSync(`${folder}/figures`, { recursive: true });
  return path;
}

/** Columns by name, of a table in a file. */
async function columnsIn(path: string): Promise<Map<string, readonly string[]>> {
  const { names, columns } = await parseTable(Deno.readTextFileSync(path));
  return new Map(names.map((name, at) => [name, columns[at]]));
}

Deno.test("classes and probabilities are those of the file; features are found by name", () =>
  withFolder(async (folder) => {
    const model = await saveFlowers(folder);
    const rows = Deno.readTextFileSync(iris).trim().split("\n").map((row) => row.split(","));
    // Other order, an additional column of text, and without the classes.
    const turned = rows.map(([a, b, c, d], at) => [d, at === 0 ? "id" : `no ${at}`, b, c, a]);
    const [data, csv] = [`${folder}/new.csv`, `${folder}/predicted.csv`];
    Deno.writeTextFileSync(data, turned.map((row) => row.join(",")).join("\n"));
    const args = ["--model", model, "--data", data, "--csv", csv];
    const { code, stdout, stderr } = await runTask("predict", args);
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /^150 rows of [^\n]+new\.csv predicted: \d+ setosa, \d+ versicolor, /);

    const columns = await columnsIn(csv);
    const classes = ["setosa", "versicolor", "virginica"];
    const own = ["petal_width", "id", "sepal_width", "petal_length", "sepal_length"];
    const predicted = ["predicted", ...classes.map((name) => `probability ${name}`)];
    assertEquals([...columns.keys()], [...own, ...predicted]);
    const file = Deno.readTextFileSync(model);
    let right = 0;
    for (const [at, [a, b, c, d, species]] of rows.slice(1).entries()) {
      const outputs = outputsBy(file, [a, b, c, d].map(Number));
      const total = outputs.reduce((sum, output) => sum + Math.exp(output), 0);
      const likeliest = classes[outputs.indexOf(Math.max(...outputs))];
      assertEquals(columns.get("predicted")![at], likeliest);
      classes.forEach((name, label) =>
        assertAlmostEquals(
          Number(columns.get(`probability ${name}`)![at]),
          Math.exp(outputs[label]) / total,
          1e-5,
        )
      );
      if (likeliest === species) right++;
    }
    assert(right > 135, `${right} of 150`);
    // A prediction of what was predicted before has the same columns.
    const again = await runTask("predict", ["--model", model, "--data", csv]);
    assertEquals([again.code, again.stdout], [0, Deno.readTextFileSync(csv)], again.stderr);
  }));

Deno.test("values come in their own unit, with the marks of a German table", () =>
  withFolder(async (folder) => {
    const [train, model, csv] = ["a.csv", "model.json", "out.csv"].map((name) =>
      `${folder}/${name}`
    );
    const rows = Array.from({ length: 80 }, (_, at) => `${at / 10};${250000 + 1000 * at}`);
    const german = ["Größe;Preis", ...rows].join("\r\n").replaceAll(".", ",");
    Deno.writeTextFileSync(train, german);
    const flags = ["--data", train, "--save", model, "--epochs", "60", "--out", `${folder}/out`];
    assertEquals((await runTask("train", [...flags, "--quiet", "--device", "cpu"])).code, 0);
    const { code, stderr } = await runTask("predict", [
      ...["--model", model, "--data", train, "--csv", csv],
    ]);
    assertEquals(code, 0, stderr);
    const text = Deno.readTextFileSync(csv);
    assertMatch(text, /^Größe;Preis;predicted\n0;250000;\d+(,\d+)?\n0,1;251000;/);
    const file = Deno.readTextFileSync(model);
    const { targetScaler } = modelFromJson(file);
    const { columns } = await parseTable(text);
    for (const at of [0, 40, 79]) {
      const [output] = outputsBy(file, [at / 10]);
      const expected = targetScaler!.mean[0] + targetScaler!.scale[0] * output;
      const found = Number(columns[2][at].replace(",", "."));
      assertAlmostEquals(found / expected, 1, 1e-5);
      assertAlmostEquals(found / (250000 + 1000 * at), 1, 0.05);
    }
  }));

Deno.test("a table that a spreadsheet wrote comes back as it reads it, with a byte order mark", () =>
  withFolder(async (folder) => {
    const [data, model, csv] = ["a.csv", "model.json", "out.csv"].map((name) =>
      `${folder}/${name}`
    );
    const text = "Größe;Käufer\n" + "1,5;Ja\n2,5;Nein\n".repeat(6);
    const utf8 = new TextEncoder().encode(text);
    const windows1252 = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const utf16 = new Uint8Array([
      ...[0xff, 0xfe],
      ...Array.from(text, (character) => [character.charCodeAt(0), 0]).flat(),
    ]);
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...utf8]);
    Deno.writeFileSync(data, utf8);
    const flags = ["--data", data, "--save", model, "--epochs", "2", "--out", `${folder}/out`];
    assertEquals((await runTask("train", [...flags, "--quiet"])).code, 0);
    for (
      const [bytes, hasMark] of [[utf8, false], [marked, true], [windows1252, true], [utf16, true]]
    ) {
      Deno.writeFileSync(data, bytes as Uint8Array);
      const { code, stderr } = await runTask("predict", [
        ...["--model", model, "--data", data, "--csv", csv],
      ]);
      assertEquals(code, 0, stderr);
      const written = Deno.readFileSync(csv);
      assertEquals(written[0] === 0xef, hasMark);
      assertMatch(new TextDecoder().decode(written), /^Größe;Käufer;predicted;/);
    }
  }));

Deno.test("missing values are refused, left out, or filled with the mean of the training data", () =>
  withFolder(async (folder) => {
    const model = await saveFlowers(folder, ["--features", "petal_length,petal_width"]);
    const data = `${folder}/new.csv`;
    Deno.writeTextFileSync(data, "petal_width,petal_length\n0.2,1.4\n,4\n1.5,NA\n");
    const predicted = (missing: readonly string[]) =>
      runTask("predict", ["--model", model, "--data", data, ...missing]);
    const refused = await predicted([]);
    assertEquals([refused.code, refused.stdout], [2, ""]);
    assertStringIncludes(refused.stderr, 'row 3, column "petal_width" has no value');
    const dropped = await predicted(["--missing", "drop"]);
    assertEquals(dropped.stdout.trim().split("\n").length, 2);
    assertStringIncludes(dropped.stderr, "2 rows with missing values left out");
    const filled = await predicted(["--missing", "mean"]);
    const file = Deno.readTextFileSync(model);
    const { scaler } = modelFromJson(file);
    const outputs = outputsBy(file, [4, scaler!.mean[1]]);
    const total = outputs.reduce((sum, output) => sum + Math.exp(output), 0);
    const [, , second] = filled.stdout.split("\n").map((row) => row.split(","));
    assertAlmostEquals(Number(second[3]), Math.exp(outputs[0]) / total, 1e-5);
    assertStringIncludes(filled.stderr, "2 missing values filled with means");
  }));

Deno.test("JSON has classes and probabilities, and both cannot be standard output", () =>
  withFolder(async (folder) => {
    const [model, data] = [`${folder}/m.json`, `${folder}/d.csv`];
    const untitled: Mlp = createMlp([2, 3, 2]);
    Deno.writeTextFileSync(model, modelToJson(untitled));
    Deno.writeTextFileSync(data, "a,name,b\n1,x,2\n3,y,4\n");
    const args = ["--model", model, "--data", data, "--csv", `${folder}/p.csv`];
    const { code, stdout } = await runTask("predict", [...args, "--json", "-", "--quiet"]);
    assertEquals(code, 0);
    const { experiment, task, classes, probabilities } = JSON.parse(stdout);
    assertEquals([experiment, task, classes.length], ["predict", "classification", 2]);
    assertAlmostEquals(probabilities[0] + probabilities[1], 1, 1e-6);
    const both = await runTask("predict", [...args.slice(0, 4), "--json", "-"]);
    assertEquals(both.code, 2);
    assertStringIncludes(both.stderr, "--csv and --json cannot both be standard output");
  }));

Deno.test("what does not fit the model ends with one line, and nothing is written", () =>
  withFolder(async (folder) => {
    const model = `${folder}/model.json`;
    const named = { ...createMlp([2, 3, 2]), featureNames: ["age", "height"] };
    Deno.writeTextFileSync(model, modelToJson(named));
    const bare = `${folder}/bare.json`;
    Deno.writeTextFileSync(bare, modelToJson(createMlp([2, 3, 2])));
    const data = `${folder}/data.csv`;
    Deno.writeTextFileSync(data, "age,weight\n1,2\n");
    const one = `${folder}/one.csv`;
    Deno.writeTextFileSync(one, "age,name\n1,x\n");
    const csv = `${folder}/out.csv`;
    const broken = `${folder}/broken.npz`;
    Deno.copyFileSync(data, broken);
    const before = namesIn(folder);
    const cases: [args: string[], code: number, says: string][] = [
      [["--model", model, "--data", data], 2, "data.csv as it lacks height, which the model"],
      [["--model", bare, "--data", one], 2, "one.csv as it has 1 numeric columns, and the model"],
      [["--model", data, "--data", data], 2, "--model must be a path that ends in one of .json"],
      [["--model", broken, "--data", data], 2, `Cannot read --model ${broken}: the file must be`],
      [["--model", `${folder}/none.json`, "--data", data], 1, "there is no such file"],
      [["--model", model, "--data", `${folder}/none.csv`], 1, "there is no such file"],
      [["--data", data], 2, "--model is needed"],
      [["--model", model], 2, "--data is needed"],
    ];
    for (const [args, code, says] of cases) {
      const outcome = await runTask("predict", [...args, "--csv", csv]);
      assertEquals([outcome.code, outcome.stdout], [code, ""], outcome.stderr);
      assertMatch(outcome.stderr, /^error: [^\n]+\n$/);
      assertStringIncludes(outcome.stderr, says);
    }
    for (const flag of ["--csv", "--json"]) {
      const same = await runTask("predict", ["--model", model, "--data", data, flag, data]);
      assertEquals(same.code, 2);
      assertStringIncludes(same.stderr, `${flag} and --data name the same file`);
    }
    assertEquals(namesIn(folder), before);
  }));

const scikit = `
import json, sys
import numpy
from sklearn.preprocessing import StandardScaler

rows = [line.strip().split(",") for line in open(sys.argv[1])][1:]
inputs = numpy.array([[float(field) for field in row[:4]] for row in rows])
fitted = StandardScaler().fit(inputs)
print(json.dumps({"mean": fitted.mean_.tolist(), "scale": fitted.scale_.tolist()}))
`;

pythonTest(
  "the scaler of a saved model is scikit-learn's",
  ["sklearn"],
  (python) =>
    withFolder(async (folder) => {
      const { scaler } = modelFromJson(Deno.readTextFileSync(await saveFlowers(folder)));
      const expected = JSON.parse(await python(["-c", scikit, iris]));
      for (const part of ["mean", "scale"] as const) {
        scaler![part].forEach((value, at) => assertAlmostEquals(value, expected[part][at], 1e-12));
      }
    }) as Promise<void>,
);
