/** The table of networks that were trained from several seeds. */

import { type SeedGroup, seedGroupRecord } from "../../mod.ts";
import { quantile } from "../../mod.ts";
import type { Output } from "./output/output.ts";
import { testScore } from "./scores.ts";

/** Writes a table with a row for each network: medians over its seeds, and quartiles of the test loss. */
export function showSeeds(output: Output, groups: readonly SeedGroup[]): void {
  const isRegression = groups.some(({ runs }) => runs[0].model.task === "regression");
  const lost = groups.some(({ runs }) => runs.some(({ status }) => status === "diverged"));
  output.table(
    [
      "run",
      { title: "seeds", decimals: 0 },
      { title: "train loss", decimals: 3 },
      { title: "test loss", decimals: 3 },
      { title: "lower quartile", decimals: 3 },
      { title: "upper quartile", decimals: 3 },
      isRegression ? { title: "test R²", decimals: 3 } : { title: "test acc. %", decimals: 1 },
      ...(lost ? [{ title: "diverged", decimals: 0 }] : []),
    ],
    groups.map((group) => {
      const { n, diverged, ...quartiles } = seedGroupRecord(group);
      const [lower, median, upper] = quartiles.finalTestLossQuartiles ?? [];
      const scores = group.runs.map(testScore).map((each) => Number.isNaN(each) ? -Infinity : each);
      const score = quantile(scores, 0.5);
      return [
        group.name,
        n,
        quartiles.finalTrainLossQuartiles[1] ?? NaN,
        median ?? NaN,
        lower ?? NaN,
        upper ?? NaN,
        Number.isFinite(score) ? (isRegression ? score : 100 * score) : NaN,
        ...(lost ? [diverged] : []),
      ];
    }),
  );
}
