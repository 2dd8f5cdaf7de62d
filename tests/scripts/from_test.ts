/** `--from FILE`: every task runs again what it wrote, and its curves are the same to the bit. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { show } from "../../lib/check.ts";
import type { RunRecord } from "../../mod.ts";
import type { Program } from "../../scripts/cli/command.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { UsageError } from "../../scripts/cli/usage_error.ts";
import { program as compare } from "../../scripts/compare.ts";
import { program as lab } from "../../scripts/lab.ts";
import { program as train } from "../../scripts/train.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { gpuTest } from "../gpu/adapter.ts";
import { jsonOf, runTask } from "./tasks.ts";

/** Flags that change what is computed, so that a run by defaults alone would be another. */
const quick = ["--samples", "70", "--epochs", "3", "--seed", "9", "--noise", "0.1"];
const own: Readonly<Record<string, readonly string[]>> = {
  activations: [...quick, "--dataset", "circles", "--factor", "0.4"],
  initialization: [...quick, "--batch-size", "16"],
  depth: [...quick, "--test-size", "0.4"],
  optimizers: quick,
  gradcheck: ["--seed", "5"],
  lab: quick,
  compare: [...quick, "--optimizer", "sgd", "--learning-rate", "0.2"],
  train: [
    ...[...quick, "--sizes", "2,5,2", "--activation", "tanh", "--initializer", "normal:0.5"],
    ...["--optimizer", "momentum", "--loss", "meanSquaredError", "--weight-decay", "0.01"],
  ],
};

/** A record without the times, which are never the same. */
function timeless(record: unknown): unknown {
  return JSON.parse(JSON.stringify(record, (key, value) => key === "seconds" ? undefined : value));
}

/** Runs a task, and runs again what it wrote: all but the times is equal to the bit. */
function assertRunsAgain(name: string, flags: readonly string[], device: string): Promise<void> {
  return withFolder(async (folder) => {
    const file = `${folder}/first.json`;
    const [out, again] = [`${folder}/out`, `${folder}/again`];
    const first = await jsonOf<unknown>(name, out, [...flags, "--device", device]);
    for (const { device: { kind } } of [first].flat() as Pick<ExperimentRecord, "device">[]) {
      assertEquals(kind, device);
    }
    Deno.writeTextFileSync(file, JSON.stringify(first));
    const second = await jsonOf<unknown>(name, again, ["--from", file, "--device", device]);
    const moved = JSON.parse(JSON.stringify(first).replaceAll(`${out}/`, `${again}/`));
    assertEquals(timeless(second), timeless(moved));
    for (const figure of namesIn(out).filter((each) => each.endsWith(".svg"))) {
      const texts = [out, again].map((each) => Deno.readTextFileSync(`${each}/${figure}`));
      assertEquals(texts[1], texts[0], figure);
    }
  });
}

for (const [name, flags] of Object.entries(own)) {
  Deno.test(`deno task ${name} --from FILE writes the same curves and figures again`, () =>
    assertRunsAgain(name, flags, "cpu"));
}

// The lab runs all experiments.
for (const name of ["lab", "compare", "train"]) {
  const title = (device: string) =>
    `deno task ${name} --from FILE is equal to the bit on ${device}`;
  Deno.test(title("tfjs"), () => assertRunsAgain(name, own[name], "tfjs"));
  gpuTest(title("webgpu"), () => assertRunsAgain(name, own[name], "webgpu"));
}

/** All paths to the settings of a run's record, such as `optimizerSettings.momentum`. */
function settingPaths(run: RunRecord): string[][] {
  const results = /Loss$|Accuracy|^status$|AtEpoch$|^bestEpoch$|^learningRates$|^seconds$/;
  return Object.entries(run).filter(([key]) => !results.test(key)).flatMap(([key, value]) =>
    key === "optimizerSettings" ? Object.keys(value).map((name) => [key, name]) : [[key]]
  );
}

/** A value of the same kind that differs. */
function changed(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value)) return value.toReversed().slice(1);
  return value === null ? 7 : `${value}x`;
}

/** The record with another value at a path into one of its runs; without it if `value` is undefined. */
function edited<Record extends { runs: RunRecord[] }>(
  record: Record,
  [index, ...path]: readonly [number, ...string[]],
  edit: (value: unknown) => unknown,
): Record {
  const copy = structuredClone(record);
  // deno-lint-ignore no-explicit-any
  const owner = path.slice(0, -1).reduce((part: any, key) => part[key], copy.runs[index]);
  const key = path[path.length - 1];
  owner[key] = edit(owner[key]);
  return copy;
}

/** Runs a record again in this process, up to its first line of output, which is an error. */
async function errorOf(program: Program, record: unknown): Promise<string> {
  let message = "";
  await withFolder(async (folder) => {
    const file = `${folder}/run.json`;
    Deno.writeTextFileSync(file, JSON.stringify(record));
    const args = ["--from", file, "--out", `${folder}/out`, "--quiet"];
    const error = await assertRejects(
      () => program.run(args, new AbortController().signal),
      UsageError,
    );
    assertEquals(namesIn(folder).filter((name) => name !== "run.json"), []);
    message = error.message.replace(file, "FILE");
  });
  return message;
}

Deno.test("a setting of a run that was edited or removed is refused, with its name and both values", () =>
  withFolder(async (folder) => {
    const record = await jsonOf("train", folder, own.train);
    const [run] = record.runs;
    const paths = settingPaths(run);
    assertEquals(paths.length, 24);
    for (const path of paths) {
      // deno-lint-ignore no-explicit-any
      const value = path.reduce((part: any, key) => part[key], run);
      for (const edit of [changed, () => undefined]) {
        const message = await errorOf(train, edited(record, [0, ...path], edit));
        const found = edit(value) === undefined ? "none" : show(edit(value));
        assertEquals(
          message,
          `Cannot run again what --from FILE holds: run "2-5-2 tanh" of train has ${
            path.join(".")
          } ` +
            `${found}, but its command has ${show(value)}`,
        );
      }
    }
    const extra = edited(record, [0, "momentun"], () => 0.5);
    assertStringIncludes(
      await errorOf(train, extra),
      'has "momentun", which is no setting of a run',
    );
    const misspelt = edited(record, [0, "learningrate"], () => 0.5);
    assertStringIncludes(await errorOf(train, misspelt), '(did you mean "learningRate"?)');
    const result = edited(record, [0, "trainAccuracy"], () => 0.5);
    assertEquals(typeof result.runs[0].trainAccuracy, "number");
  }));

Deno.test("an edited run of any experiment is refused before work starts", () =>
  withFolder(async (folder) => {
    const records = await jsonOf<ExperimentRecord[]>("lab", folder, quick);
    const last = { activations: 2, initialization: 2, depth: 6, optimizers: 5, compare: 19 };
    for (const [index, { experiment, runs }] of records.entries()) {
      if (experiment === "gradcheck") continue;
      assertEquals(runs.length - 1, last[experiment as keyof typeof last]);
      const edit = edited(records[index], [runs.length - 1, "learningRate"], () => 3);
      const message = await errorOf(lab, records.with(index, edit));
      assertStringIncludes(
        message,
        `run "${runs.at(-1)?.name}" of ${experiment} has learningRate 3`,
      );
    }
    const fewer = { ...records[0], runs: records[0].runs.slice(1) };
    assertStringIncludes(
      await errorOf(lab, records.with(0, fewer)),
      "activations has number of runs 2, but its command has 3",
    );
    const more = { ...records[4], runs: records[0].runs };
    assertStringIncludes(
      await errorOf(lab, records.with(4, more)),
      "gradcheck has number of runs 3, but its command has 0",
    );
    assertStringIncludes(await errorOf(lab, records.slice(1)), "the file has experiment [");
    const comparison = await jsonOf("compare", folder, own.compare);
    const edit = edited(comparison, [19, "optimizerSettings", "momentum"], () => 0.9);
    assertStringIncludes(
      await errorOf(compare, edit),
      'run "xor relu 32-32" of compare has optimizerSettings.momentum 0.9, but its command has 0',
    );
  }));

Deno.test("a record says whether the orders draw for the test data", () =>
  withFolder(async (folder) => {
    const drawn = async (name: string) =>
      (await jsonOf(name, folder, quick)).runs.map((run) => run.consumeTestLoaderRng);
    assertEquals(await drawn("activations"), [true, true, true]);
    assertEquals(await drawn("optimizers"), Array(6).fill(false));
  }));

Deno.test("the command of a record holds all flags that matter, and none that names a file", () =>
  withFolder(async (folder) => {
    const args = ["--theme=dark", "--epochs=2", `--save=${folder}/a b.json`, "--png"];
    const { command, data } = await jsonOf("train", folder, ["--dataset=circles", ...args]);
    assertEquals(
      command,
      "deno task train --dataset circles --epochs 2 --device cpu --theme dark",
    );
    const dataset = { dataset: "circles", samples: 600, noise: 0.1, factor: 0.5, testSize: 0.3 };
    assertEquals(data, { ...dataset, seed: 42, scaling: "standard" } as typeof data);
  }));

Deno.test("a comparison records the data of each dataset, with its own noise", () =>
  withFolder(async (folder) => {
    const { data } = await jsonOf("compare", folder, ["--samples=60", "--epochs=1"]);
    assert(Array.isArray(data));
    const names = data.map(({ dataset, noise }) => `${dataset} ${noise}`);
    assertEquals(names, ["moons 0.25", "circles 0.1", "blobs 1", "spiral 0.04", "xor 0.1"]);
  }));

Deno.test("flags beside --from may say what comes out of it, and contradict nothing", () =>
  withFolder(async (folder) => {
    const file = `${folder}/run.json`;
    Deno.writeTextFileSync(file, JSON.stringify(await jsonOf("train", folder, quick)));
    const allowed = ["--theme", "dark", "--size", "half", "--seed", "9", "--epochs", "3"];
    const { command } = await jsonOf("train", `${folder}/dark`, ["--from", file, ...allowed]);
    assertStringIncludes(command, "--seed 9 --device cpu --theme dark --size half");
    for (
      const [name, args, says] of [
        ["train", ["--seed", "8"], `--seed 8 contradicts --from ${file}, which has 9`],
        ["train", ["--factor", "0.3"], "--factor 0.3 contradicts"],
        ["train", ["--epochs", "4", "--quiet"], "--epochs 4 contradicts"],
        ["lab", [], "it was written by deno task train, not by deno task lab"],
      ] as const
    ) {
      const { code, stdout, stderr } = await runTask(name, ["--from", file, ...args]);
      assertEquals([code, stdout, stderr.split("\n").length], [2, "", 2], stderr);
      assertStringIncludes(stderr, says);
    }
  }));

Deno.test("a file that cannot be run again is refused in one line, before anything is written", () =>
  withFolder(async (folder) => {
    const record = await jsonOf("train", folder, quick);
    const text = JSON.stringify(record);
    const files: [content: string | null, code: number, says: string][] = [
      [null, 1, "there is no such file"],
      ["", 2, "it is not JSON"],
      [text.slice(0, 500), 2, "it is not JSON, or not whole"],
      ["[]", 2, "it is not JSON that --json wrote"],
      ["null", 2, "it is not JSON that --json wrote"],
      ['{"experiment":"train"}', 2, "it is not JSON that --json wrote"],
      [text.replace("--samples 70", "--sample 70"), 2, "its command cannot be read"],
      [
        text.replace('"samples":70', '"samples":71'),
        2,
        "train has data.samples 71, but its command has 70",
      ],
    ];
    for (const [content, expected, says] of files) {
      const file = `${folder}/file.json`;
      if (content !== null) Deno.writeTextFileSync(file, content);
      const args = ["--from", file, "--out", `${folder}/out`, "--device", "cpu"];
      const { code, stdout, stderr } = await runTask("train", args);
      assertEquals([code, stdout, stderr.split("\n").length], [expected, "", 2], stderr);
      assertStringIncludes(stderr, says);
      assertEquals(namesIn(folder).includes("out"), false);
    }
  }));
