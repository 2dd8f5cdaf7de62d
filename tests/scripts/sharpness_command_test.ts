/** The command `sharpness`: PyTorch's measurements, its figure, and what it refuses. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import reference from "../reference/sharpness.json" with { type: "json" };
import type { SharpnessStep } from "../../mod.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { assertRefused } from "./refused.ts";
import { jsonOf, twice } from "./tasks.ts";

interface Record {
  readonly experiment: string;
  readonly steps: readonly SharpnessStep[];
  readonly runs: readonly {
    readonly name: string;
    readonly limit: number;
    readonly learningRate: number;
    readonly steps: readonly SharpnessStep[];
    readonly trainLoss: readonly number[];
    readonly status: string;
  }[];
  readonly takeaways: readonly string[];
}

Deno.test("sharpness gives PyTorch's measurements, in its figure and JSON", () =>
  withFolder(async (folder) => {
    const flags = ["--learning-rate", "0.3", "--epochs", "200"];
    const several = ["--sizes", "2-32-2,2-32-32-2", ...flags];
    const found = await jsonOf<Record>("sharpness", folder, several);
    assertEquals(found.experiment, "sharpness");
    assertEquals(found.runs.map(({ name }) => name), ["2-32-2", "2-32-32-2"]);
    assertEquals(found.steps, found.runs[0].steps);
    for (const [at, { steps, limit, trainLoss }] of found.runs.entries()) {
      assertEquals([limit, trainLoss.length], [2 / 0.3, 201]);
      for (const expected of reference.runs[at].steps.filter(({ step }) => step <= 200)) {
        const own = steps.find(({ step }) => step === expected.step)!;
        for (const name of ["loss", "sharpness", "second", "lowest"] as const) {
          const error = Math.abs(own[name] - expected[name]) / expected.sharpness;
          assert(error < 1e-3, `${name} at step ${own.step}: off by ${error}`);
        }
      }
    }
    assertEquals(namesIn(folder), ["sharpness.svg"]);
    const svg = Deno.readTextFileSync(`${folder}/sharpness.svg`);
    for (const text of ["sharpness", "step", "2-32-2", "2-32-32-2"]) {
      assertStringIncludes(svg, text);
    }
    assertMatch(found.takeaways[0], /^Look at /);
    assert(found.takeaways.every((takeaway) => takeaway.endsWith(".")));
  }));

Deno.test("a run that is at the edge or beyond is told as such, in any language", () =>
  withFolder(async (folder) => {
    const flags = ["--sizes", "2,16,2", "--epochs", "100", "--language", "de"];
    const found = await jsonOf<Record>("sharpness", folder, [...flags, "--learning-rate", "2"]);
    assertEquals(found.runs.map(({ name }) => name), ["tanh"]);
    assertStringIncludes(found.takeaways[0], "tanh is at 2/η = 1 after 0 steps");
    const svg = Deno.readTextFileSync(`${folder}/sharpness.svg`);
    for (const text of ["Schärfe", "Schritt", "2/η = 1"]) assertStringIncludes(svg, text);
    const loss = ["--activation", "leakyRelu", "--loss", "meanSquaredError"];
    const lost = await jsonOf<Record>("sharpness", folder, [
      ...[...flags, ...loss, "--learning-rate", "0.1,50", "--every", "5"],
    ]);
    assertEquals(lost.runs.map(({ name, status }) => [name, status]), [
      ["sgd lr=0.1", "ok"],
      ["sgd lr=50", "diverged"],
    ]);
    assertStringIncludes(lost.takeaways.join("\n"), "sgd lr=50 diverged in step ");
    assertStringIncludes(Deno.readTextFileSync(`${folder}/sharpness.svg`), "divergiert");
  }));

Deno.test("a measurement is repeated from its JSON, and own data have a sharpness", () =>
  withFolder(async (folder) => {
    const quick = ["--sizes", "4,6,3", "--epochs", "20", "--learning-rate", "0.1"];
    const data = ["--data", "tests/reference/iris.csv", "--target", "species"];
    const [first, again] = await twice<Record>("sharpness", folder, [...data, ...quick]);
    assertEquals(again.runs, first.runs);
    assertEquals(again.steps.map(({ step }) => step), [0, 10, 20]);
  }));

Deno.test("what cannot be measured is refused in one line", () =>
  withFolder(async (folder) => {
    const cases: [string[], string][] = [
      [["--learning-rate", "0"], "each of --learning-rate must be a finite number, above 0"],
      [["--learning-rate", "0.1,0.1"], "--learning-rate must be different numbers"],
      [["--sizes", "2"], "--sizes must be two or more whole numbers, 1 to 65536"],
      [["--sizes", "2-4-2,2-4-2"], "--sizes must be two or more"],
      [["--sizes", "3,2"], "the first of --sizes must be 2"],
      [["--epochs", "0"], "--epochs must be a whole number, at least 1"],
      [["--sizes", "2,3000,3000,2"], "the memory in MiB must be at least"],
      [["--optimizer", "adam"], "Unknown flag --optimizer"],
    ];
    for (const [args, message] of cases) {
      await assertRefused("sharpness", args, { folder, says: message });
    }
  }));
