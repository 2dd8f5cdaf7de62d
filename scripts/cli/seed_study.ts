/** Experiments over several seeds: each network is trained from each seed, on the same data. */

import {
  quantile,
  type Run,
  type SeedGroup,
  seedGroupRecord,
  seedGroups,
  seedSpecs,
} from "../../mod.ts";
import type { Experiment, ExperimentResult } from "./experiment.ts";
import type { ComparedTraining, Lab } from "./lab.ts";
import type { Output } from "./output/output.ts";
import { predictionChart, predictionFile } from "./prediction_charts.ts";
import { seedChart, type Studied, topicOfSeeds } from "./seed_chart.ts";
import { compareSeeds, describeMethod, oneSeedTakeaway } from "./seed_takeaways.ts";
import { testScore } from "./scores.ts";
import { usage } from "./usage_error.ts";

/**
 * The experiment from as many seeds as requested. Without a request it is the experiment itself, whose
 * takeaways say that they are from one seed.
 *
 * @param experiment The experiment; without trainings, or with seeds of its own, it stays as it is
 * @param seeds The number of seeds that were requested; undefined for one generator of all networks
 */
export function overSeeds(experiment: Experiment, seeds: number | undefined): Experiment {
  const { trainings, trainingsOn = trainings } = experiment;
  if (trainings === undefined || trainingsOn === undefined) return experiment;
  if (seeds === undefined) {
    return {
      ...experiment,
      async run(lab) {
        const result = await experiment.run(lab);
        const takeaways = [...result.takeaways, oneSeedTakeaway(lab.settings.seed)];
        return { ...result, takeaways };
      },
    };
  }
  const expand = (training: ComparedTraining, seed: number): ComparedTraining => ({
    ...training,
    specs: usage(() => seedSpecs(training.specs, { seed, seeds })),
  });
  return {
    ...experiment,
    trainings: (inputs) => trainings(inputs).map((each) => expand(each, inputs.settings.seed)),
    async run(lab) {
      const all = await trainingsOn(lab);
      return studyTrainings(lab, all.map((each) => expand(each, lab.settings.seed)), seeds);
    },
  };
}

/** Trains, draws a figure for each comparison, and shows the results. */
async function studyTrainings(
  lab: Lab,
  trainings: readonly ComparedTraining[],
  seeds: number,
): Promise<ExperimentResult> {
  const studied: Studied[] = [];
  for (const training of trainings) {
    const groups = seedGroups(await lab.train(training), { seeds });
    studied.push({ comparison: training.comparison, groups });
  }
  const merged = mergePanels(studied);
  for (const own of Map.groupBy(merged, ({ comparison }) => comparison.file).values()) {
    const [{ comparison: { file, ending = "-loss" } }] = own;
    await lab.draw(`${file}${ending}.svg`, () => seedChart(lab, own));
    await drawPredictions(lab, own);
  }
  const groups = studied.flatMap((each) => each.groups);
  showSeeds(lab.output, groups);
  const compared = merged.map((each) => compareSeeds(each.groups));
  const differences = compared.flatMap((each) => each.differences);
  const takeaways = compared.flatMap((each) => each.takeaways);
  return {
    takeaways: [...takeaways, ...differences.slice(0, 1).map(describeMethod)],
    results: { groups: groups.map(seedGroupRecord), differences },
  };
}

/** Joins the groups of trainings that share their panels. */
function mergePanels(studied: readonly Studied[]): Studied[] {
  const keyOf = ({ comparison: { file, panel } }: Studied) => JSON.stringify([file, panel]);
  return [...Map.groupBy(studied, keyOf).values()].map((own) => ({
    comparison: own[0].comparison,
    groups: own.flatMap(({ groups }) => groups),
  }));
}

/** Draws what the networks from the first seed predict, if the comparison asks for it. */
async function drawPredictions(lab: Lab, studied: readonly Studied[]): Promise<void> {
  for (const each of studied) {
    const { comparison, groups } = each;
    if (!comparison.predictions) continue;
    const runs: Run[] = groups.map((group) => group.runs[0]);
    const seed = lab.words.say("seed {seed}", { seed: String(groups[0].seeds[0]) });
    const topic = `${topicOfSeeds(lab, each)}, ${seed}`;
    await lab.draw(
      predictionFile(comparison.file, lab.data),
      () => predictionChart(lab, runs, topic),
    );
  }
}

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
