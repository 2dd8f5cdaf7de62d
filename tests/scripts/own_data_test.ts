/** `--data FILE.csv`: own data from the file to figures, JSON and a run again. */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { modelFromJson } from "../../mod.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { labProgram } from "../../scripts/cli/experiment_commands.ts";
import { inside } from "../../scripts/lab.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { runHere } from "../fuzz/programs.ts";
import { textBoxes } from "../plots/read_svg.ts";
import regression from "../reference/regression.json" with { type: "json" };
import { assertSameCurve } from "../training/reference_curves.ts";
import { finite, jsonOf, runTask, twice } from "./tasks.ts";

const iris = new URL("../reference/iris.csv", import.meta.url).pathname;
const quick = ["--epochs", "12", "--optimizer", "adam", "--learning-rate", "0.02"];

/** The texts of a figure; lines of one text are apart. */
function textsIn(svg: string): string[] {
  return textBoxes(svg).map(({ text }) => text);
}

/** Writes a file and returns its path. */
function written(folder: string, name: string, content: string | Uint8Array): string {
  const path = `${folder}/${name}`;
  if (typeof content === "string") Deno.writeTextFileSync(path, content);
  else Deno.writeFileSync(path, content);
  return path;
}

const line = ["x,y", ...regression.x.map((x, at) => `${x},${regression.y[at]}`)].join("\n");

/** A table of a value over two features. */
const surface = ["u,v,y", ...regression.x.map((x, at) => `${x},${at % 7},${regression.y[at]}`)]
  .join("\n");

Deno.test("a table of x and y has PyTorch's curves and scikit-learn's R²", () =>
  withFolder(async (folder) => {
    const args = [
      ...["--data", written(folder, "line.csv", line), "--target", "y", "--sizes", "1,32,1"],
      ...["--activation", "tanh", "--optimizer", "momentum", "--batch-size", "32"],
      ...["--epochs", "100"],
    ];
    const { runs: [run], data, figures } = await jsonOf("train", `${folder}/out`, args);
    assertSameCurve(finite(run.trainLoss), regression.trainLoss, {
      tolerance: 1e-5,
      name: "train",
    });
    assertSameCurve(finite(run.testLoss), regression.testLoss, { tolerance: 1e-5, name: "test" });
    assertAlmostEquals(run.testR2!, regression.testR2, 1e-5);
    assertAlmostEquals(run.testMeanAbsoluteError!, regression.testMeanAbsoluteError, 1e-5);
    assertEquals("testAccuracy" in run, false);
    assertEquals((data as { task?: string }).task, "regression");
    assertEquals(figures.map((path) => path.split("/").at(-1)), [
      "train-loss.svg",
      "train-fit.svg",
    ]);
    const fit = Deno.readTextFileSync(`${folder}/out/train-fit.svg`);
    for (const text of ["x", "y", "train", "test", "Test R² 0.888"]) {
      assert(textsIn(fit).includes(text), text);
    }
  }));

Deno.test("names of features and classes are in figures, tables, JSON and the model", () =>
  withFolder(async (folder) => {
    const model = `${folder}/model.json`;
    const out = `${folder}/out`;
    const args = [...quick, "--data", iris, "--save", model, "--device", "cpu", "--out", out];
    const { code, stdout, stderr } = await runTask("train", args);
    assertEquals(code, 0, stderr);
    assertMatch(stdout, /actual \\ predicted +setosa +versicolor +virginica\n/);
    assertStringIncludes(stderr, "learning species (3 classes: setosa, versicolor and virginica)");
    assertEquals(namesIn(out), ["train-boundary.svg", "train-confusion.svg", "train-loss.svg"]);
    const boundary = textsIn(Deno.readTextFileSync(`${out}/train-boundary.svg`)).join(" ");
    assertStringIncludes(
      boundary,
      "first two principal components, 96% of the variance",
    );
    for (const name of ["setosa", "versicolor", "virginica", "principal component 1"]) {
      assertStringIncludes(boundary, name);
    }
    const confusion = textsIn(Deno.readTextFileSync(`${out}/train-confusion.svg`)).join(" ");
    for (const name of ["setosa", "virginica", "predicted", "actual"]) {
      assertStringIncludes(confusion, name);
    }
    const { featureNames, classNames, scaler } = modelFromJson(Deno.readTextFileSync(model));
    assertEquals(featureNames, ["sepal_length", "sepal_width", "petal_length", "petal_width"]);
    assertEquals(classNames, ["setosa", "versicolor", "virginica"]);
    // The mean and the deviation of all 150 flowers, by NumPy.
    assertAlmostEquals(scaler!.mean[2], 3.758, 1e-9);
    assertAlmostEquals(scaler!.scale[2], 1.759404065775303, 1e-9);
  }));

Deno.test("the boundary of two chosen features has their units, the others at their mean", () =>
  withFolder(async (folder) => {
    const args = [...quick, "--data", iris, "--plane", "petal_length,sepal_width"];
    await jsonOf("train", folder, args);
    const texts = textsIn(Deno.readTextFileSync(`${folder}/train-boundary.svg`));
    for (const text of ["petal_length", "sepal_width"]) assert(texts.includes(text), text);
    assertStringIncludes(texts.join(" "), "2 other features at their mean");
  }));

Deno.test("one feature: the probability of each class; two of a value: a surface", () =>
  withFolder(async (folder) => {
    const one = ["--data", iris, "--features", "petal_length", ...quick];
    await jsonOf("train", `${folder}/one`, one);
    const curves = textsIn(Deno.readTextFileSync(`${folder}/one/train-boundary.svg`));
    for (const text of ["petal_length", "probability", "setosa"]) {
      assert(curves.includes(text), text);
    }
    const two = [
      ...["--data", iris, "--target", "petal_width", "--features", "petal_length,sepal_width"],
    ];
    const { runs: [run] } = await jsonOf("train", `${folder}/two`, [...two, ...quick]);
    assert(run.testR2! > 0.8);
    const surface = textsIn(Deno.readTextFileSync(`${folder}/two/train-fit.svg`));
    for (const text of ["petal_length", "sepal_width", "petal_width"]) {
      assert(surface.includes(text), text);
    }
  }));

Deno.test("standard input, other encodings and decimal commas are the same data", () =>
  withFolder(async (folder) => {
    const text = Deno.readTextFileSync(iris);
    const rows = text.trim().split("\n").map((row) => row.split(","));
    const semicolons = rows.map((row) => row.map((field) => field.replace(".", ",")).join(";"));
    const umlauts = `${semicolons.join("\r\n")}\r\n`.replaceAll("setosa", "Größte");
    const latin = Uint8Array.from(umlauts, (letter) => letter.charCodeAt(0));
    const wide = new Uint8Array(
      Uint16Array.from(`\ufeff${umlauts}`, (c) => c.charCodeAt(0)).buffer,
    );
    const train = (path: string) =>
      jsonOf("train", `${folder}/out`, [...quick, "--data", path, "--target", "species"]);
    const expected = await train(iris);
    const losses = ({ runs: [run] }: ExperimentRecord) => run.trainLoss;
    for (const [name, bytes] of Object.entries({ latin, wide })) {
      const record = await train(written(folder, `${name}.csv`, bytes));
      assertEquals((record.data as { classNames?: string[] }).classNames![0], "Größte");
      assertEquals(losses(record), losses(expected), name);
    }
    const child = new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "train", ...quick, "--data", "-", "--json", "-", "--device", "cpu"]
        .concat("--quiet", "--out", `${folder}/out`),
      cwd: new URL("../../", import.meta.url),
      ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
    const { code, stdout } = await child.output();
    assertEquals(code, 0);
    assertEquals(losses(JSON.parse(new TextDecoder().decode(stdout))), losses(expected));
  }));

Deno.test("--from runs own data again, and refuses a file that has changed", () =>
  withFolder(async (folder) => {
    const path = written(folder, "flowers.csv", Deno.readTextFileSync(iris));
    const args = [...quick, "--data", path, "--features", "petal_length,petal_width"];
    const [first, again, file] = await twice("train", `${folder}/out`, args);
    assertEquals(again.runs[0].testLoss, first.runs[0].testLoss);
    assertEquals(again.data, first.data);
    Deno.writeTextFileSync(path, `${Deno.readTextFileSync(path)}5,3,1,0.2,setosa\n`);
    const { code, stderr } = await runTask("train", ["--from", file, "--out", `${folder}/again`]);
    assertEquals(code, 2);
    assertMatch(stderr, /^error: [^\n]+ data\.sha256 [^\n]+\n$/);
  }));

Deno.test("every experiment runs on own data, classes and values", () =>
  withFolder(async (folder) => {
    const values = written(folder, "line.csv", line);
    for (const [name, path] of [["lab", iris], ["lab", values]]) {
      const args = ["--data", path, "--epochs", "3", "--device", "cpu", "--out", `${folder}/out`];
      const { code, stderr } = await runTask(name, args);
      assertEquals(code, 0, stderr);
    }
    const page = Deno.readTextFileSync(`${folder}/out/index.html`);
    assertEquals(/NaN|undefined/.test(page.replace(/<script[\s\S]*?<\/script>/g, "")), false);
    assert(namesIn(`${folder}/out`).includes("activations-fit.svg"));
  }));

Deno.test("a single test row has no R²: no text says that one network is better by it", () =>
  withFolder(async (folder) => {
    const values = written(folder, "few.csv", "u,v,y\n1,2,3.5\n2,1,40.25\n3,3,9.75\n");
    const shared = ["--data", values, "--epochs", "2", "--device", "cpu", "--out", folder];
    const words: string[] = [];
    for (const name of ["train", "units", "activations", "initialization", "depth"]) {
      const { code, stdout, stderr } = await runTask(name, [...shared]);
      assertEquals(code, 0, stderr);
      words.push(stdout);
    }
    const svgs = namesIn(folder).filter((name) => name.endsWith(".svg"));
    words.push(...svgs.map((name) => Deno.readTextFileSync(`${folder}/${name}`)));
    for (const text of words) assert(!/NaN|is best on data/.test(text), text.slice(0, 2000));
    assertStringIncludes(words.join(""), "the model has no R², which takes two test samples.");
    assertStringIncludes(words.join(""), "test R² –");
  }));

Deno.test("a test loss that is not finite is told as one, without an R²", () =>
  withFolder(async (folder) => {
    const rows = Array.from({ length: 60 }, (_, at) => `${Math.sin(at)},${100 + at / 7}`);
    const data = written(folder, "far.csv", `u,y\n${rows.join("\n")}\n`);
    const flags = ["--data", data, "--target-scaling", "none", "--epochs", "3", "--device", "cpu"];
    const args = [...flags, "--learning-rate", "10", "--out", folder];
    const { code, stdout, stderr } = await runTask("train", args);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "the loss is not finite, and the model has no finite R².");
    for (const name of namesIn(folder).filter((name) => name.endsWith(".svg"))) {
      assert(!/NaN|Infinity/.test(Deno.readTextFileSync(`${folder}/${name}`)), name);
    }
  }));

Deno.test("lab --inside leaves out what own data do not have, and says so", () =>
  withFolder(async (folder) => {
    const program = labProgram([], [], inside);
    const args = ["--inside", "--epochs", "2", "--device", "cpu", "--out", folder];
    const cases: [content: string, left: string[]][] = [
      [line, ["units", "folding", "mistakes"]],
      [surface, ["folding", "mistakes"]],
    ];
    for (const [content, left] of cases) {
      const file = written(folder, "own.csv", content);
      const json = `${folder}/lab.json`;
      const { code, stderr } = await runHere(program, [...args, "--data", file, "--json", json]);
      assertEquals(code, 0, stderr);
      for (const name of left) assertStringIncludes(stderr, `${name} is left out: `);
      const records: ExperimentRecord[] = JSON.parse(Deno.readTextFileSync(json));
      const names = inside.map(({ name }) => name).filter((name) => !left.includes(name));
      assertEquals(records.map(({ experiment }) => experiment), names);
    }
  }));

Deno.test("targets in another unit are scaled, and errors told in that unit", () =>
  withFolder(async (folder) => {
    const rows = regression.x.map((x, at) => `${x},${250000 + 80000 * regression.y[at]}`);
    const path = written(folder, "prices.csv", ["x,price", ...rows].join("\n"));
    const args = ["--data", path, "--epochs", "60", ...quick.slice(2)];
    const { data, runs: [run] } = await jsonOf("train", `${folder}/out`, args);
    const { targetScaling, targetScaler } = data as {
      targetScaling?: string;
      targetScaler?: { mean: number[] };
    };
    assertEquals(targetScaling, "standard");
    assert(Math.abs(targetScaler!.mean[0] - 250000) < 80000);
    assert(run.trainLoss[59]! < 1 && run.testR2! > 0.5, `${run.testR2}`);
    assert(run.testMeanAbsoluteError! > 1000 && run.testMeanAbsoluteError! < 80000);
  }));

Deno.test("what is no data ends with one line that names file, row and column, and writes nothing", () =>
  withFolder(async (folder) => {
    const cases: [content: string, flags: string[], says: string][] = [
      ["a,b\n1,x\n2,y\n", ["--target", "c"], "target must be one of a, b"],
      ["a,b\n1,x\n2\n", [], "the number of fields in row 3 must be 2"],
      ["a,b,c\n1,5,x\n2,5,y\n", [], 'column "b" is 5 in all rows'],
      ["a,b\n1,x\n2,x\n", [], 'the targets in column "b" must be of two classes'],
      ["a,b\n1,x\n2,x\n3,y\n4,x\n", [], 'the class "y" of column "b" has a single row, row 4'],
      ["a,b\n1,x\nno,x\n3,y\n4,y\n", [], 'row 3, column "a" must be a number'],
      ["", [], "it is empty"],
      ["a,a\n1,x\n", [], "the name of column 2 in row 1 must be another"],
      ["a,b\n1,x\n,y\n3,y\n4,x\n", [], 'row 3, column "a" has no value'],
    ];
    for (const [content, flags, says] of cases) {
      const path = written(folder, "bad.csv", content);
      const args = [
        "--data",
        path,
        ...flags,
        "--out",
        `${folder}/out`,
        "--json",
        `${folder}/j.json`,
      ];
      const { code, stdout, stderr } = await runTask("train", args);
      assertEquals([code, stdout], [2, ""], stderr);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      assertStringIncludes(stderr, "bad.csv");
      assertStringIncludes(stderr, says);
      assertEquals(namesIn(folder), ["bad.csv"]);
    }
  }));

Deno.test("flags of other data are refused, not ignored", () =>
  withFolder(async (folder) => {
    const cases: [flags: string[], says: string][] = [
      [["--data", iris, "--samples", "50"], "--samples changes nothing with --data"],
      [["--data", iris, "--dataset", "xor"], "--dataset changes nothing with --data"],
      [["--target", "y"], "--target changes nothing without --data"],
      [
        ["--data", iris, "--target-scaling", "none"],
        "--target-scaling changes nothing for classes",
      ],
      [["--data", iris, "--plane", "petal_length"], "--plane needs two features"],
      [["--data", iris, "--plane", "petal_width,petal_width"], "it names petal_width twice"],
      [
        ["--data", iris, "--plane", "petal_width,petal_wide"],
        "as --plane[1] must be one of sepal_",
      ],
      [["--dataset", "blobs", "--turns", "2"], "--turns changes nothing with --dataset blobs"],
      [["--dataset", "xor", "--balance", "0.3"], "it is a setting of moons and circles"],
      [["--classes", "3"], "--classes changes nothing with --dataset moons"],
    ];
    for (const [flags, says] of cases) {
      const { code, stderr } = await runTask("train", [...flags, "--out", `${folder}/out`]);
      assertEquals(code, 2, stderr);
      assertStringIncludes(stderr, says);
    }
    assertEquals(namesIn(folder), []);
  }));

Deno.test("files that are no text are refused by what they are", () =>
  withFolder(async (folder) => {
    const cases: [content: string, says: string][] = [
      ["PK\x03\x04\x14\0\x06\0,\n1,2\n", "it is a ZIP file, as spreadsheets save by default"],
      ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "it is an old spreadsheet: save it as CSV"],
      ["\x1f\x8b\x08\0\n\n", "it is a gzip file: unpack it"],
      ["%PDF-1.4\n1 0 obj\n", "it is a PDF file"],
      ["a\0,\0b\0\n\0", "byte 2 is 0"],
    ];
    const data = `${folder}/table.csv`;
    for (const [content, says] of cases) {
      Deno.writeFileSync(data, Uint8Array.from(content, (each) => each.charCodeAt(0)));
      const { code, stderr } = await runTask("train", ["--data", data, "--out", `${folder}/out`]);
      assertEquals(code, 2, stderr);
      assertMatch(stderr, /^error: Cannot load [^\n]+\n$/);
      assertStringIncludes(stderr, says);
    }
    assertEquals(namesIn(folder), ["table.csv"]);
  }));

Deno.test("names with line breaks and terminal codes are told on one line", () =>
  withFolder(async (folder) => {
    const data = `${folder}/odd.csv`;
    const rows = Array.from(
      { length: 12 },
      (_, at) => `${at},${at % 2 ? '"yes\n\u001b[31m"' : "no"}`,
    );
    Deno.writeTextFileSync(data, ['"a\nb",t', ...rows].join("\n"));
    const args = ["--data", data, "--epochs", "1", "--out", `${folder}/out`];
    const { code, stdout, stderr } = await runTask("train", args);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "learning t (2 classes: no and yes [31m) from a b\n");
    assert(!`${stdout}${stderr}`.includes("\u001b"));
  }));

Deno.test("--classes, --centers, --turns and --balance are settings of their datasets", () =>
  withFolder(async (folder) => {
    const cases: [flags: string[], recorded: Record<string, unknown>, classes: number][] = [
      [["--dataset", "spiral", "--classes", "3", "--turns", "1"], { classes: 3, turns: 1 }, 3],
      [["--dataset", "blobs", "--centers", "5"], { centers: 5 }, 5],
      [["--balance", "0.2"], { balance: 0.2 }, 2],
    ];
    for (const [flags, recorded, classes] of cases) {
      const { data, runs: [run] } = await jsonOf("train", folder, [...flags, "--epochs", "2"]);
      assertEquals({ ...data, ...recorded }, data);
      assertEquals(run.sizes, [2, 32, classes]);
    }
    const file = written(
      folder,
      "b.json",
      JSON.stringify(
        await jsonOf("train", folder, [
          ...["--balance", "0.2", "--epochs", "2"],
        ]),
      ),
    );
    await jsonOf("train", folder, ["--from", file]);
  }));

Deno.test("several panels and animations say in their title which plane they show", () =>
  withFolder(async (folder) => {
    const says = "on iris: first two principal components, 96% of the variance";
    const shared = ["--data", iris, "--epochs", "3"];
    await jsonOf("activations", folder, shared);
    await jsonOf("train", folder, [...shared, "--animate", "--frames", "2"]);
    const files = ["activations-boundary.svg", "train-animation.svg", "train-frames/frame-002.svg"];
    for (const file of files) {
      const texts = textsIn(Deno.readTextFileSync(`${folder}/${file}`)).join(" ");
      assertStringIncludes(texts, says, file);
    }
  }));
