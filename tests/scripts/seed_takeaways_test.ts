/** What is said of several seeds, of runs that are made up. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type SeedGroup, seedGroups } from "../../mod.ts";
import { compareSeeds, describeMethod } from "../../scripts/cli/seed_takeaways.ts";
import { listen, runOf } from "./fixtures.ts";
import { showSeeds } from "../../scripts/cli/seed_study.ts";

/** A network with these final losses from the seeds 1, 2, 3, … */
function groupOf(name: string, losses: readonly number[]): SeedGroup {
  const runs = losses.map((loss, at) => runOf(name, [0.7, loss], { seed: at + 1 }));
  return seedGroups(runs, { seeds: losses.length })[0];
}

const low = groupOf("low", [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
const shifted = groupOf("shifted", [0.16, 0.25, 0.36, 0.45, 0.56, 0.65]);
const mixed = groupOf("mixed", [0.11, 0.19, 0.32, 0.39, 0.51, 0.6]);
const lost = groupOf("lost", [NaN, 0.2, NaN, NaN, NaN, 0.1]);

Deno.test("a difference from every seed exceeds the spread, although the losses overlap", () => {
  const { takeaways, differences: [difference] } = compareSeeds([shifted, low]);
  assertEquals(difference.names, ["low", "shifted"]);
  assertEquals(takeaways, [
    "Over 6 seeds, 1 to 6, low has the lowest median test loss, 0.350 (quartiles 0.225 and 0.475).",
    "Its test accuracy is 75.0% in the median (quartiles 75.0% and 75.0%).",
    "low ends lower than shifted from 6 of 6 seeds, by 0.055 in the median, interval 0.050 to " +
    "0.060: the difference exceeds the spread of the seeds.",
  ]);
  assertMatch(
    describeMethod(difference),
    /^Differences are paired by seed; .+ bootstrap .+ 95% \(10,000 resamples, generator seeded with 1\)\.$/,
  );
});

Deno.test("a difference of changing sign does not exceed the spread", () => {
  const { takeaways } = compareSeeds([low, mixed]);
  assertMatch(takeaways[2], /from 3 of 6 seeds, by .+: the difference does not exceed the spread/);
});

Deno.test("few seeds tell nothing, even if all of them agree", () => {
  const few = ({ name, runs }: SeedGroup) => ({ name, seeds: [1, 2, 3], runs: runs.slice(0, 3) });
  const { takeaways, differences: [{ exceedsSpread }] } = compareSeeds([low, shifted].map(few));
  assertEquals(exceedsSpread, false);
  assertMatch(takeaways[2], /from 3 of 3 seeds, .+: too few seeds to tell this from chance, 6 are/);
});

Deno.test("a network that mostly diverged is named with its seeds, and is not compared", () => {
  const { takeaways, differences } = compareSeeds([lost, low]);
  assertEquals(differences, []);
  assertStringIncludes(takeaways[0], "lost diverged from 4 of 6 seeds (1, 3, 4 and 5)");
  const all = compareSeeds([groupOf("lost", [NaN, NaN])]);
  assertEquals(all.takeaways, ["lost diverged from 2 of 2 seeds, within 2 epochs."]);
});

Deno.test("the best is compared with the next one and with the last one", () => {
  const worst = groupOf("worst", [1, 2, 3, 4, 5, 6]);
  const { differences } = compareSeeds([worst, shifted, low, mixed]);
  assertEquals(differences.map(({ names }) => names), [["low", "mixed"], ["low", "worst"]]);
});

Deno.test("a single network and a single seed are described, and not compared", () => {
  const { takeaways, differences } = compareSeeds([groupOf("one", [0.25])]);
  assertEquals(differences, []);
  assertEquals(
    takeaways[0],
    "From seed 1 the test loss of one ends at 0.250 in the median (quartiles 0.250 and 0.250).",
  );
});

Deno.test("the table has medians, quartiles, and how many diverged", () => {
  const { output, tables: [[, rows]] } = (() => {
    const all = listen();
    showSeeds(all.output, [low, lost]);
    return all;
  })();
  void output;
  const [first, second] = rows as (string | number)[][];
  assertEquals(first.map((each) => typeof each === "number" ? Number(each.toFixed(4)) : each), [
    ...["low", 6, 0.35, 0.35, 0.225, 0.475, 75, 0],
  ]);
  assertEquals(second.slice(0, 4), ["lost", 6, NaN, NaN]);
  assertEquals(second.at(-1), 4);
});
