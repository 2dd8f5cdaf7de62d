/** The flags that control a training: PyTorch's runs by flags, what is recorded, and what is refused. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import reference from "../reference/training.json" with { type: "json" };
import { scheduleOf } from "../../scripts/cli/flags/control_flags.ts";
import { withFolder } from "../cli/fixtures/deno.ts";
import { programs, runHere } from "../fuzz/programs.ts";
import { assertSameCurve } from "../training/reference_curves.ts";

const program = programs.find(({ name }) => name === "train")!;

/** The flags of each reference run besides the common ones. */
const runs: Readonly<Record<string, string>> = {
  constant: "--learning-rate 0.1",
  step: "--learning-rate 0.1 --schedule step:8:0.3",
  exponential: "--learning-rate 0.1 --schedule exponential:0.93",
  cosine: "--learning-rate 0.1 --schedule cosine",
  "linear warm-up": "--learning-rate 0.1 --schedule warm-up:5:0.1",
  "one-cycle": "--schedule one-cycle:0.4",
  "reduce on plateau": "--learning-rate 0.1 --schedule plateau:2:0.5:0.001",
  "label smoothing": "--learning-rate 0.1 --label-smoothing 0.1",
  "class weights": "--learning-rate 0.1 --class-weights 1,3",
  "gradient clipping": "--learning-rate 0.1 --clip 0.05",
  l1: "--learning-rate 0.1 --l1 0.001",
  "weight decay, adam":
    "--optimizer adam --learning-rate 0.01 --weight-decay 0.01 --betas 0.9,0.999 --epsilon 1e-8",
  "cosine, adam": "--optimizer adam --learning-rate 0.01 --schedule cosine:30",
  "cosine, momentum": "--optimizer sgd --momentum 0.9 --learning-rate 0.1 --schedule cosine:30:0",
};

Deno.test("deno task train has PyTorch's curves by flags, and runs again from its JSON", () =>
  withFolder(async (folder) => {
    assertEquals(Object.keys(runs), reference.runs.map(({ name }) => name));
    for (const { name, trainLoss, testLoss } of reference.runs) {
      const json = `${folder}/run.json`;
      const common = ["--device", "cpu", "--quiet", "--out", folder, "--json", json];
      const { code, stderr } = await runHere(program, [
        ...common,
        ...["--epochs", "30", ...runs[name].split(" ")],
      ]);
      assertEquals([code, stderr], [0, ""], name);
      const first = JSON.parse(await Deno.readTextFile(json));
      const [run] = first.runs;
      assertSameCurve(run.trainLoss, trainLoss, { tolerance: 1e-5, name });
      assertSameCurve(run.testLoss, testLoss, { tolerance: 1e-5, name });
      const again = await runHere(program, ["--from", json, ...common.slice(0, 5)]);
      assertEquals([again.code, again.stderr], [0, ""], name);
    }
  }));

Deno.test("a training that stops early says so, in its JSON and its takeaways", () =>
  withFolder(async (folder) => {
    const json = `${folder}/run.json`;
    const { code } = await runHere(program, [
      ...["--device", "cpu", "--out", folder, "--json", json, "--learning-rate", "2"],
      ...["--epochs", "300", "--patience", "4", "--min-delta", "0.001"],
      ...["--save", `${folder}/model.json`],
    ]);
    assertEquals(code, 0);
    const { runs: [run], takeaways } = JSON.parse(await Deno.readTextFile(json));
    assertEquals(run.status, "stopped");
    assertEquals(run.stoppedAtEpoch, run.bestEpoch + 4);
    assertEquals([run.trainLoss.length, run.testLoss.length, run.epochs], [
      ...[run.stoppedAtEpoch, run.stoppedAtEpoch, 300],
    ]);
    assertEquals(run.stop, { patience: 4, minDelta: 0.001 });
    const { stoppedAtEpoch: last, bestEpoch: best } = run;
    const said = `The training stopped after epoch ${last}; the network is that of epoch ${best},`;
    assertStringIncludes(takeaways.join(" "), said);
    assert((await Deno.stat(`${folder}/model.json`)).isFile);
  }));

Deno.test("an early stop survives a checkpoint", () =>
  withFolder(async (folder) => {
    const run = async (...flags: string[]) => {
      const json = `${folder}/run.json`;
      const common = ["--device", "cpu", "--quiet", "--out", folder, "--json", json];
      const { code, stderr } = await runHere(program, [...common, ...flags]);
      assertEquals([code, stderr], [0, ""]);
      const { seconds: _, ...rest } = JSON.parse(await Deno.readTextFile(json)).runs[0];
      return rest;
    };
    const flags = ["--learning-rate", "2", "--patience", "6", "--schedule", "plateau:1:0.5"];
    const whole = await run(...flags, "--epochs", "200");
    assertEquals(whole.status, "stopped");
    const checkpoint = `${folder}/state.json`;
    await run(...flags, "--epochs", "9", "--checkpoint", checkpoint);
    const resumed = await run(
      "--resume",
      checkpoint,
      "--epochs",
      "200",
      "--checkpoint",
      checkpoint,
    );
    assertEquals({ ...resumed }, whole);
    // It has stopped, so that further epochs change nothing.
    assertEquals(await run("--resume", checkpoint, "--epochs", "300"), { ...whole, epochs: 300 });
  }));

const refused: readonly [flags: string, message: string][] = [
  ["--schedule cosin", 'did you mean "cosine"?'],
  ["--schedule step", "must be one of constant, step:EPOCHS[:FACTOR]"],
  ["--schedule cosine:3:0:1", "must be one of constant, step:EPOCHS[:FACTOR]"],
  ["--schedule cosine:a", 'each part of --schedule must be a number: current value is "a"'],
  ["--schedule cosine:", 'each part of --schedule must be a number: current value is ""'],
  ["--schedule step:0", "every must be a whole number, at least 1"],
  ["--schedule one-cycle:0.4 --learning-rate 0.1", "--learning-rate changes nothing with"],
  ["--schedul cosine", "--schedule"],
  ["--clip 0", "--clip must be a finite number, above 0"],
  ["--l1 -1", "--l1 must be a finite number, at least 0"],
  ["--label-smoothing 1", "--label-smoothing must be"],
  ["--class-weights 1,x", 'each part of --class-weights must be a number: current value is "x"'],
  ["--class-weights 1,2,3", '--class-weights must be "balanced", or a list of 2 weights'],
  ["--class-weights 1,0", "--class-weights[1] must be a finite number, above 0"],
  ["--loss mean-squared-error --class-weights 1,3", "left out with the loss meanSquaredError"],
  ["--min-delta 0.1", "--min-delta changes nothing without --patience"],
  ["--patience 0", "--patience must be a whole number"],
  ["--patience 5 --animate", "Flags --animate and --patience exclude each other"],
  [
    "--optimizer adam --momentum 0.5",
    "--momentum changes nothing with --optimizer adam: it is of sgd,",
  ],
  ["--betas 0.9,0.99", "--betas changes nothing with --optimizer sgd: it is of adam, adamw"],
  ["--epsilon 0.1", "--epsilon changes nothing with --optimizer sgd: it is of rmsprop,"],
  ["--optimizer adam --betas 0.9", "--betas must be two numbers"],
  ["--optimizer adam --betas 0.9,1", "--betas must be two numbers"],
];

Deno.test("wrong flags of control are refused by one line", () =>
  withFolder(async (folder) => {
    for (const [flags, message] of refused) {
      const args = [...flags.split(" "), "--device", "cpu", "--out", folder];
      const { code, stderr } = await runHere(program, args);
      assertEquals(code, 2, `${flags}: ${stderr}`);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      assertStringIncludes(stderr, message);
    }
  }));

Deno.test("parts of a schedule that are left out have the library's defaults", () => {
  assertEquals(scheduleOf("COSINE"), { kind: "cosine", epochs: null, minimum: 0 });
  assertEquals(scheduleOf("step:4"), { kind: "step", every: 4, factor: 0.1 });
  assertEquals(scheduleOf("warm-up"), { kind: "warm-up", epochs: 5, start: 0.1 });
  assertEquals(scheduleOf("constant"), { kind: "constant" });
  const parts = { patience: 3, factor: 0.1, threshold: 1e-4 };
  assertEquals(scheduleOf("plateau:3"), { kind: "plateau", ...parts });
});
