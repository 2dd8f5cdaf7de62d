/** `--from FILE`: every task runs again what it wrote, and its curves are the same to the bit. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
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

for (const [name, flags] of Object.entries(own)) {
  Deno.test(`deno task ${name} --from FILE writes the same curves and figures again`, () =>
    withFolder(async (folder) => {
      const file = `${folder}/first.json`;
      const [out, again] = [`${folder}/out`, `${folder}/again`];
      const first = await jsonOf<unknown>(name, out, flags);
      Deno.writeTextFileSync(file, JSON.stringify(first));
      const second = await jsonOf<unknown>(name, again, ["--from", file]);
      const moved = JSON.parse(JSON.stringify(first).replaceAll(`${out}/`, `${again}/`));
      assertEquals(timeless(second), timeless(moved));
      for (const figure of namesIn(out).filter((each) => each.endsWith(".svg"))) {
        const texts = [out, again].map((each) => Deno.readTextFileSync(`${each}/${figure}`));
        assertEquals(texts[1], texts[0], figure);
      }
    }));
}

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
      [text.replace('"samples":70', '"samples":71'), 2, "not those of its command"],
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
