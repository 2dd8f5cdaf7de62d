import { assertEquals, assertThrows } from "@std/assert";
import { type CurvesRecord, curvesToCsv, runRecord } from "../../mod.ts";
import { pythonTest } from "../python.ts";
import { runOf } from "../scripts/fixtures.ts";

const header = "run,epoch,trainLoss,testLoss,trainAccuracy,testAccuracy";

Deno.test("curves are a row for each run and epoch", () => {
  const runs = [runOf("tanh", [0.7, 1e-7]), runOf("relu", [0.5], { testLoss: [0.25] })];
  assertEquals(
    curvesToCsv(runs.map(runRecord)),
    [
      header,
      "tanh,1,0.7,0.7,0.5,0.75",
      "tanh,2,1e-7,1e-7,0.5,0.75",
      "relu,1,0.5,0.25,0.5,0.75",
      "",
    ].join("\r\n"),
  );
  assertEquals(curvesToCsv([]), `${header}\r\n`);
});

Deno.test("what is not finite or missing is an empty field", () => {
  const run = runOf("lost", [0.5, NaN], { testLoss: [], testAccuracy: new Float64Array() });
  assertEquals(
    curvesToCsv([runRecord(run)]),
    `${header}\r\nlost,1,0.5,,0.5,\r\nlost,2,,,0.5,\r\n`,
  );
});

Deno.test("experiments and seeds come first, and only if a run has one", () => {
  const [run] = [runRecord(runOf("a", [1]))];
  assertEquals(curvesToCsv([{ ...run, seed: 7 }, run]).split("\r\n"), [
    `seed,${header}`,
    "7,a,1,1,1,0.5,0.75",
    ",a,1,1,1,0.5,0.75",
    "",
  ]);
  assertEquals(curvesToCsv([{ ...run, experiment: "depth" }]).split("\r\n"), [
    `experiment,${header}`,
    "depth,a,1,1,1,0.5,0.75",
    "",
  ]);
});

Deno.test("a regression has no columns of accuracies", () => {
  const { trainAccuracyPerEpoch: _, testAccuracyPerEpoch: __, ...rest } = runRecord(
    runOf("a", [1]),
  );
  assertEquals(curvesToCsv([rest]), "run,epoch,trainLoss,testLoss\r\na,1,1,1\r\n");
});

/** Names that a careless reader or writer splits. */
const names = ['a,"b"', "two\nlines", "\r\n", '"', "=1+1", " a ", "é 日本 🙂", ""];

Deno.test("names are in quotes where RFC 4180 has them so", () => {
  const rows = curvesToCsv(names.map((name) => runRecord(runOf(name, [1]))));
  const start = names.slice(0, 4).map((name) => `"${name.replaceAll('"', '""')}",1,1`);
  for (const each of [...start, "=1+1,1,1", " a ,1,1", "é 日本 🙂,1,1", "\r\n,1,1"]) {
    assertEquals(rows.includes(each), true, each);
  }
});

pythonTest("Python's csv reads what is written", ["csv"], async (python) => {
  const path = await Deno.makeTempFile();
  Deno.writeTextFileSync(path, curvesToCsv(names.map((name) => runRecord(runOf(name, [0.1])))));
  const program = "import csv, json, sys\\n" +
    "print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline='', encoding='utf-8')))))";
  const rows = JSON.parse(await python(["-c", program.replace("\\n", "\n"), path]));
  assertEquals(rows.map(({ run }: { run: string }) => run), names);
  assertEquals(rows[0].trainLoss, "0.1");
  await Deno.remove(path);
});

Deno.test("what is no record of a run is refused in one line", () => {
  const run: CurvesRecord = runRecord(runOf("a", [1]));
  const wrong: [unknown, string][] = [
    [{ ...run, testLoss: "0.5" }, "testLoss of runs[0] must be a list of numbers"],
    [{ ...run, trainLoss: ["0.5"] }, "[0] of trainLoss of runs[0] must be a number or null"],
    [{ ...run, testLoss: Array(2 ** 32 - 1) }, "[0] of testLoss of runs[0] must be a number"],
    [{ ...run, seed: "7" }, "seed of runs[0] must be a number or null"],
    [{ ...run, experiment: 7 }, "experiment of runs[0] must be text"],
    [runOf("a", [1]), "trainLoss of runs[0] must be a list of numbers"],
  ];
  for (const [each, says] of wrong) {
    const { message } = assertThrows(() => curvesToCsv([each as CurvesRecord]), TypeError, says);
    assertEquals(message.includes("\n"), false);
  }
});
