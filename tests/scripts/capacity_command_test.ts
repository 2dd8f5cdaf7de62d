/**
 * The command `capacity`: that networks really overfit, that its medians are those of its runs, and
 * refusals.
 */

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { quantile } from "../../mod.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { readSvg, textFaults } from "../plots/read_svg.ts";
import { assertRefused } from "./refused.ts";
import { finite, jsonOf, twice } from "./tasks.ts";

interface Losses {
  readonly median: readonly number[];
  readonly lowerQuartile: readonly number[];
  readonly upperQuartile: readonly number[];
}

interface Curves {
  readonly trainLoss: Losses;
  readonly testLoss: Losses;
  readonly lowest: number;
}

interface Record extends Omit<ExperimentRecord, "data"> {
  readonly widths: Curves & { readonly units: readonly number[] };
  readonly samples: Curves & { readonly samples: readonly number[] };
  readonly epochs: Curves & { readonly epochs: readonly number[] };
}

const capacityOf = (folder: string, args: readonly string[]) =>
  jsonOf<Record>("capacity", folder, args);

Deno.test("by its own settings networks underfit with few units and overfit with many", () =>
  withFolder(async (folder) => {
    const { widths, samples, epochs, takeaways, runs, groups = [] } = await capacityOf(folder, []);
    const { testLoss: { median: test }, trainLoss: { median: train }, units, lowest } = widths;
    const best = units.indexOf(lowest);
    assertEquals(test[best], Math.min(...test));
    assert(best > 0 && best < units.length - 1, `lowest with ${lowest} units`);
    assert(test[0] > 1.3 * test[best] && test.at(-1)! > 1.3 * test[best], String(test));
    assert(train.at(-1)! < 0.3 * train[0]);
    assert(
      epochs.lowest < 200 &&
        epochs.testLoss.median.at(-1)! > 1.3 * epochs.testLoss.median[epochs.lowest - 1],
    );
    const gaps = samples.samples.map((_, at) =>
      samples.testLoss.median[at] - samples.trainLoss.median[at]
    );
    assert(gaps[0] > 5 * gaps.at(-1)! && gaps.at(-1)! > 0, String(gaps));
    assertEquals(samples.samples, [21, 42, 60, 105, 210, 420]);
    assertStringIncludes(takeaways[0], `the test loss is lowest with ${lowest} units`);
    assertStringIncludes(takeaways[0], `${test.at(-1)!.toFixed(3)} with 256 units`);
    assertStringIncludes(takeaways[1], `look for the line at epoch ${epochs.lowest}`);
    // Nine widths on 60 samples, and five other numbers of samples.
    assertEquals([runs.length, groups.length], [5 * 14, 14]);
    assertEquals(namesIn(folder), ["capacity.svg"]);
    const svg = Deno.readTextFileSync(`${folder}/capacity.svg`);
    assertEquals(textFaults(svg), []);
    const texts = readSvg(svg).map(({ text }) => text);
    for (
      const text of [
        ...[`stop here: epoch ${epochs.lowest}`, `${lowest} hidden units`, "median, quartiles"],
        ...["train loss", "test loss", "lowest test loss", "training samples (log scale)"],
      ]
    ) {
      assert(texts.join(" ").includes(text), text);
    }
  }));

const quick = [
  ...["--units", "2,8", "--many", "4", "--train-sizes", "10,20", "--few", "12"],
  ...["--samples", "60", "--seeds", "3", "--epochs", "4", "--seed", "7"],
];

Deno.test("medians are those of the runs, of which each has its seed", () =>
  withFolder(async (folder) => {
    const { widths, samples, epochs, runs } = await capacityOf(folder, quick);
    assertEquals(
      runs.map(({ name, seed }) => `${name}, ${seed}`).sort(),
      [
        ...[7, 8, 9].flatMap((seed) =>
          [
            ...["2 units, 12 samples", "4 units, 12 samples", "8 units, 12 samples"],
            ...["4 units, 10 samples", "4 units, 20 samples"],
          ].map((name) => `${name}, ${seed}`)
        ),
      ].sort(),
    );
    const finals = (name: string, side: "trainLoss" | "testLoss") =>
      runs.filter((run) => run.name === name).map((run) => finite(run[side]).at(-1)!);
    const wanted: [Losses, readonly string[], "trainLoss" | "testLoss"][] = [
      [widths.testLoss, ["2 units, 12 samples", "8 units, 12 samples"], "testLoss"],
      [widths.trainLoss, ["2 units, 12 samples", "8 units, 12 samples"], "trainLoss"],
      [samples.testLoss, ["4 units, 10 samples", "4 units, 20 samples"], "testLoss"],
    ];
    for (const [losses, names, side] of wanted) {
      const keys = [["lowerQuartile", 0.25], ["median", 0.5], ["upperQuartile", 0.75]] as const;
      for (const [key, share] of keys) {
        names.forEach((name, at) =>
          assertAlmostEquals(losses[key][at], quantile(finals(name, side), share), 1e-12)
        );
      }
    }
    assertEquals(epochs.epochs, [1, 2, 3, 4]);
    const last = quantile(finals("4 units, 12 samples", "testLoss"), 0.5);
    assertAlmostEquals(epochs.testLoss.median[3], last, 1e-12);
  }));

Deno.test("a file of results runs again to the same, and seeds are those of a longer study", () =>
  withFolder(async (folder) => {
    const [before, again] = await twice<Record>("capacity", folder, quick);
    assertEquals(again.widths, before.widths);
    const one = await capacityOf(
      `${folder}/one`,
      [...quick, "--seeds", "1"].filter((_, at, all) =>
        at >= all.length - 2 || !["--seeds", "3"].includes(all[at])
      ),
    );
    const curveOf = ({ runs }: Record) =>
      runs.find(({ name, seed }) => name === "8 units, 12 samples" && seed === 7)?.testLoss;
    assertEquals(curveOf(one), curveOf(before));
    assertStringIncludes(one.takeaways.at(-1)!, "All of this is from one seed");
  }));

Deno.test("values are studied too, and trainings that diverge count as the worst", () =>
  withFolder(async (folder) => {
    const table = `${folder}/values.csv`;
    const rows = Array.from(
      { length: 60 },
      (_, at) => `${at / 10},${Math.sin(at / 10).toFixed(3)}`,
    );
    Deno.writeTextFileSync(table, ["length,height", ...rows].join("\n"));
    const own = ["--data", table, "--units", "1,8", "--seeds", "2", "--epochs", "10"];
    const { runs, samples } = await capacityOf(folder, own);
    const [narrow] = runs.filter(({ name }) => name.startsWith("1 units"));
    assertEquals([narrow.loss, narrow.sizes], ["meanSquaredError", [1, 1, 1]]);
    assertEquals(samples.samples.at(-1), 42);
    const lost = await capacityOf(`${folder}/lost`, [...quick, "--learning-rate", "1e30"]);
    assertMatch(lost.takeaways.join("\n"), /diverges|diverged/);
    assert(!/NaN|undefined|Infinity/.test(Deno.readTextFileSync(`${folder}/lost/capacity.svg`)));
  }));

Deno.test("what is no study is refused in one line", () =>
  withFolder(async (folder) => {
    const cases: [string[], string][] = [
      [["--few", "421"], "--few has 421: training sizes must be from 2 to 418, or all 420"],
      [["--train-sizes", "20,419"], "--train-sizes has 419"],
      [["--train-sizes", "1"], "--train-sizes has 1"],
      [["--units", "1,0"], "--units must be whole numbers"],
      [["--units", ","], "--units must be whole numbers"],
      [["--seeds", "0"], "--seeds must be a whole number"],
      [
        ["--seed", "4294967295", "--seeds", "2"],
        "--seeds must be at most 1 from seed 4294967295 on",
      ],
      [["--patience", "3"], "Unknown flag --patience"],
      [["--sizes", "2,8,2"], "Unknown flag --sizes"],
    ];
    for (const [args, message] of cases) {
      await assertRefused("capacity", args, { folder, says: message });
    }
  }));
