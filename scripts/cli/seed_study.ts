/** Experiments over several seeds: each network is trained from each seed, on the same data. */

import { type Run, seedGroupRecord, seedGroups, seedSpecs } from "../../mod.ts";
import type { Experiment, ExperimentResult } from "./experiment.ts";
import type { ComparedTraining, Lab } from "./lab.ts";
import { predictionChart, predictionFile } from "./prediction_charts.ts";
import { seedChart, type Studied, topicOfSeeds } from "./seed_chart.ts";
import { compareSeeds, describeMethod, oneSeedTakeaway } from "./seed_takeaways.ts";
import { showSeeds } from "./show_seeds.ts";
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
