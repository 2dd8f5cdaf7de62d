/** `--seeds` and `--data-seed`: every experiment that trains, its JSON, its CSV and its figures. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import reference from "../reference/seeds.json" with { type: "json" };
import { withFolder } from "../cli/fixtures/deno.ts";
import { readSvg, textFaults } from "../plots/read_svg.ts";
import { assertSameCurve } from "../training/reference_curves.ts";
import { finite, jsonOf, runTask } from "./tasks.ts";

Deno.test("eight seeds of each activation have PyTorch's curves and quartiles", () =>
  withFolder(async (folder) => {
    const csv = `${folder}/curves.csv`;
    const args = ["--seeds", "8", "--epochs", "60", "--csv", csv];
    const { runs, groups = [], takeaways, figures, seed } = await jsonOf(
      "activations",
      folder,
      args,
    );
    assertEquals(seed, 42);
    const expected = reference.activations.flatMap(({ activation, runs }) =>
      runs.map((run) => ({ activation, ...run }))
    );
    assertEquals(
      runs.map(({ name, seed }) => [name, seed]),
      expected.map(({ activation, seed }) => [activation, seed]),
    );
    for (const [at, { activation, seed, trainLoss, testLoss }] of expected.entries()) {
      const name = `${activation} from seed ${seed}`;
      assertSameCurve(finite(runs[at].trainLoss), trainLoss, { tolerance: 1e-5, name });
      assertSameCurve(finite(runs[at].testLoss), testLoss, { tolerance: 1e-5, name });
    }
    for (const [at, { activation, finalTestLossQuartiles }] of reference.activations.entries()) {
      assertEquals([groups[at].name, groups[at].n], [activation, 8]);
      const quartiles = groups[at].finalTestLossQuartiles as number[];
      assertSameCurve(quartiles, finalTestLossQuartiles, { tolerance: 1e-5, name: activation });
    }
    assertMatch(takeaways.join(" "), /relu ends lower than tanh from 8 of 8 seeds, .+ exceeds the/);
    assertEquals(figures, ["loss", "boundary"].map((each) => `${folder}/activations-${each}.svg`));
    const texts = readSvg(Deno.readTextFileSync(figures[0])).map(({ text }) => text);
    for (const text of ["Activations on moons, 8 seeds", "median, quartiles", "test accuracy"]) {
      assert(texts.includes(text), text);
    }
    const rows = Deno.readTextFileSync(csv).trim().split("\r\n");
    assertEquals(rows.length, 1 + 24 * 60);
    assert(rows[0].startsWith("seed,run,epoch,") && rows[61].startsWith("43,sigmoid,1,"));
  }));

Deno.test("each run of several seeds is the run of train with that seed alone", () =>
  withFolder(async (folder) => {
    const shared = ["--data-seed=42", "--epochs=5", "--samples=100", "--activation=tanh"];
    const { runs } = await jsonOf("train", folder, [...shared, "--seed=7", "--seeds=3"]);
    assertEquals(runs.map(({ seed }) => seed), [7, 8, 9]);
    for (const run of runs) {
      const alone = (await jsonOf("train", folder, [...shared, `--seed=${run.seed}`])).runs[0];
      assertEquals([run.trainLoss, run.testLoss], [alone.trainLoss, alone.testLoss]);
    }
  }));

for (
  const [name, count, files] of [
    ["initialization", 3, ["initialization-loss"]],
    ["depth", 7, ["depth-loss", "depth-boundary", "width-loss", "width-boundary"]],
    ["optimizers", 6, ["optimizers-loss", "learning-rates-loss"]],
    ["compare", 20, ["comparison"]],
    ["train", 1, ["train-loss", "train-boundary"]],
  ] as const
) {
  Deno.test(`${name} over two seeds has every run, groups, and whole figures`, () =>
    withFolder(async (folder) => {
      const args = ["--seeds", "2", "--seed", "5", "--epochs", "4", "--samples", "80"];
      const record = await jsonOf(name, folder, args);
      const { runs, groups = [], figures } = record;
      assertEquals([runs.length, groups.length], [2 * count, count]);
      assert(groups.every(({ n, seeds }) => n === 2 && String(seeds) === "5,6"));
      assertEquals(groups.map(({ name }) => name), [...new Set(runs.map(({ name }) => name))]);
      assertEquals(figures, files.map((file) => `${folder}/${file}.svg`));
      for (const file of figures) assertEquals(textFaults(Deno.readTextFileSync(file)), [], file);
      const json = `${folder}/record.json`;
      Deno.writeTextFileSync(json, JSON.stringify(record));
      const again = await jsonOf(name, folder, ["--from", json]);
      assertEquals(again.runs.map(({ trainLoss }) => trainLoss), runs.map((run) => run.trainLoss));
      assertEquals(again.takeaways, record.takeaways);
    }));
}

Deno.test("own data with values have their R² over seeds", () =>
  withFolder(async (folder) => {
    const data = ["--data", "tests/reference/iris.csv", "--target", "petal_width"];
    const { takeaways, figures, data: found } = await jsonOf("train", folder, [
      ...data,
      ...["--seeds=2", "--epochs=5", "--data-seed=3"],
    ]);
    assertMatch(takeaways.join(" "), /Its test R² is 0\.\d+ in the median/);
    assertEquals((found as { seed: number }).seed, 3);
    const texts = readSvg(Deno.readTextFileSync(figures[0])).map(({ text }) => text);
    assert(texts.includes("test R²"));
  }));

Deno.test("a run from a single seed says so, and how to learn more", () =>
  withFolder(async (folder) => {
    const args = ["--epochs=2", "--samples=60", "--seed=9"];
    for (const name of ["activations", "compare", "train"]) {
      const { takeaways, groups } = await jsonOf(name, folder, args);
      assertStringIncludes(takeaways.at(-1) ?? "", "from one seed, 9: --seeds 8");
      assertEquals(groups, undefined);
    }
  }));

Deno.test("the data's seed changes the data alone, and the other seed the networks alone", () =>
  withFolder(async (folder) => {
    const shared = ["--epochs=1", "--samples=60", "--noise=0"];
    const of = async (...args: string[]) => {
      const { runs: [run], data, seed } = await jsonOf("train", folder, [...shared, ...args]);
      return { losses: run.trainLoss, data: (data as { seed: number }).seed, seed };
    };
    const [both, same, other] = [
      await of("--seed=3"),
      await of("--seed=3", "--data-seed=3"),
      await of("--seed=3", "--data-seed=4"),
    ];
    assertEquals(both, same);
    assertEquals([other.data, other.seed], [4, 3]);
    assert(String(other.losses) !== String(both.losses));
  }));

Deno.test("several seeds and what is of one seed exclude each other, in one line", async () => {
  for (const flag of ["--checkpoint=a", "--animate", "--save=a.json", "--torch=a.py"]) {
    const { code, stderr } = await runTask("train", ["--seeds=2", flag]);
    assertEquals(code, 2);
    assertMatch(stderr, /^error: Flags --seeds and --\w+ exclude each other: [^\n]+\n$/);
  }
});

Deno.test("a checkpoint of one seed is not resumed with several", () =>
  withFolder(async (folder) => {
    const state = `${folder}/state.json`;
    const first = ["--epochs=2", "--samples=60", `--checkpoint=${state}`, `--out=${folder}`];
    assertEquals((await runTask("train", first)).code, 0);
    const { code, stderr } = await runTask("train", [`--resume=${state}`, "--seeds=2"]);
    assertEquals(code, 2);
    assertMatch(stderr, /^error: [^\n]*--seeds[^\n]+\n$/);
  }));

Deno.test("figures over seeds show the loss of guessing, as those of one seed do", () =>
  withFolder(async (folder) => {
    const textsIn = async (name: string, args: readonly string[]) => {
      const { figures: [path] } = await jsonOf(name, folder, ["--seeds=2", "--epochs=2", ...args]);
      return readSvg(Deno.readTextFileSync(path)).map(({ text }) => text);
    };
    const labels = ["--samples=80", "--y-limits", "0,2"];
    assert((await textsIn("activations", labels)).includes("guessing: ln 2"));
    const blobs = await textsIn("train", [...labels, "--dataset", "blobs", "--sizes", "2,4,3"]);
    assert(blobs.includes("guessing: ln 3"));
    const values = ["--data", "tests/reference/iris.csv", "--target", "petal_width"];
    assert(!(await textsIn("train", values)).some((text) => text.startsWith("guessing")));
  }));
