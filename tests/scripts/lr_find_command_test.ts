/** The command `lr-find`: PyTorch's range tests, its figure, and what it refuses. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import reference from "../reference/lr_find.json" with { type: "json" };
import type { RangeTest } from "../../mod.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { assertRefused } from "./refused.ts";
import { jsonOf } from "./tasks.ts";

interface Record extends RangeTest {
  readonly experiment: string;
  readonly takeaways: readonly string[];
}

for (const run of reference.runs) {
  Deno.test(`lr-find with ${run.optimizer} gives PyTorch's losses`, () =>
    withFolder(async (folder) => {
      const found = await jsonOf<Record>("lr-find", folder, [
        ...["--activation", run.activation, "--optimizer", run.optimizer],
        ...["--from-rate", `${run.start}`, "--to-rate", `${run.end}`, "--steps", `${run.steps}`],
      ]);
      assertEquals([found.experiment, found.losses.length], ["lr-find", run.losses.length]);
      for (const name of ["losses", "smoothed", "learningRates"] as const) {
        const errors = run[name].map((value, at) => Math.abs(value - found[name][at]));
        assert(Math.max(...errors) < 1e-5, name);
      }
      assertEquals(found.steepest!.step, run.steepest.step);
      assertStringIncludes(found.takeaways.join("\n"), "Suggested is ");
      assertEquals(namesIn(folder), ["lr-find-loss.svg"]);
      const svg = Deno.readTextFileSync(`${folder}/lr-find-loss.svg`);
      for (const text of ["loss of a batch", "smoothed", "steepest fall", "suggested rate"]) {
        assertStringIncludes(svg, text);
      }
    }));
}

Deno.test("a suggestion below all rates of the test is told as one", () =>
  withFolder(async (folder) => {
    // Rates so low change no weight, so that the losses are those of the batches alone.
    const flags = ["--from-rate", "1e-30", "--to-rate", "1e-20", "--steps", "20"];
    const { takeaways } = await jsonOf<Record>("lr-find", folder, flags);
    assertStringIncludes(takeaways.join("\n"), "That is below all rates of the test");
  }));

Deno.test("what a range test cannot take is refused in one line", async () => {
  const cases: [string[], string][] = [
    [["--from-rate", "1", "--to-rate", "0.1"], "--from-rate 1 must be below --to-rate 0.1"],
    [["--from-rate", "0"], "--from-rate must be a finite number, above 0"],
    [["--steps", "1"], "--steps must be a whole number, at least 2"],
    [["--schedule", "cosine"], "Unknown flag --schedule"],
    [["--sizes", "3,2"], "sizes"],
  ];
  await withFolder(async (folder) => {
    for (const [args, message] of cases) {
      await assertRefused("lr-find", args, { folder, says: message });
    }
  });
});

Deno.test("the figure is in its language: curves, points, axes and title", () =>
  withFolder(async (folder) => {
    await jsonOf("lr-find", folder, ["--steps", "30", "--language", "de"]);
    const svg = Deno.readTextFileSync(`${folder}/lr-find-loss.svg`);
    for (
      const text of [
        ...["Verlust eines Batches", "geglättet", "steilster Abfall", "Lernrate (logarithmisch)"],
        ...["Bereichstest der Lernrate, Monde", "Vorgeschlagen wird eine Lernrate von 0,"],
      ]
    ) {
      assertStringIncludes(svg, text);
    }
    for (const text of ["loss", "rate of", "smoothed"]) {
      assert(!svg.replace(/<desc.*?<\/desc>/, "").includes(text), text);
    }
  }));
