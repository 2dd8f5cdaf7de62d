/**
 * Optimizers and learning rates: SGD, momentum and Adam; then SGD at a usual, a high and an absurd rate.
 *
 * A rate that looks too large need not be: ten times the usual rate may end at a lower loss. Two thousand
 * times the usual rate diverges.
 */

import {
  createOptimizer,
  curveStatistics,
  divergenceNotes,
  epochReaching,
  figure,
  Generator,
  lossPanel,
  lossText,
  type Run,
  sgd,
} from "../mod.ts";
import type { LabExperiment } from "./cli/experiment.ts";
import { runProgram } from "./cli/command.ts";
import { experimentProgram } from "./cli/experiment_commands.ts";
import { headed, type Heading, topicOn } from "./cli/figure_words.ts";
import { lowestFinding, speedFinding } from "./cli/findings.ts";
import type { ComparedTraining, TrainingInputs } from "./cli/lab.ts";
import { guessingOf, showRuns } from "./cli/show_runs.ts";
import { ranked } from "./cli/ranked.ts";

const epochs = 80;
const hidden = 32;
const learningRate = 0.05;
const compared = ["sgd", "momentum", "adam"] as const;
const rates = [0.05, 0.5];
/** Diverges within three epochs on moons, for 20 of 20 seeds. */
const absurdRate = 100;
const byName = { file: "optimizers", topic: "Optimizers on {data}" } as const;
const byStep = {
  ...{ file: "learning-rates", topic: "Learning rates on {data}", orderedRuns: true } as const,
};

/** The experiment. */
export const optimizers: LabExperiment = {
  name: "optimizers",
  summary: "SGD, momentum and Adam; then SGD at learning rates from careful to absurd",
  files: ["optimizers-loss.svg", "learning-rates-loss.svg"],
  trainings: trainingsOf,
  async run(lab) {
    const [ofOptimizers, ...ofRates] = trainingsOf(lab);
    const byOptimizer = await lab.train(ofOptimizers);
    const byRate: Run[] = [];
    for (const training of ofRates) byRate.push(...await lab.train(training));

    const { all } = lab.data;
    const draw = (file: string, runs: readonly Run[], heading: Heading, orderedRuns = false) =>
      lab.draw(file, () => {
        const losses = lossPanel(runs, { guessing: guessingOf(lab.data, runs) });
        const options = { orderedRuns, ...headed(lab, heading) };
        return (look) => figure([[losses]], { ...options, ...look });
      });
    await draw("optimizers-loss.svg", byOptimizer, {
      topic: topicOn(lab, byName.topic, all),
      finding: speedFinding(lab, byOptimizer),
    });
    await draw("learning-rates-loss.svg", byRate, {
      topic: topicOn(lab, byStep.topic, all),
      finding: lowestFinding(lab, byRate),
    }, true);

    showRuns(lab.output, [...byOptimizer, ...byRate]);
    return {
      takeaways: [
        ...compare(byOptimizer),
        ...compare(byRate),
        ...divergenceNotes([...byOptimizer, ...byRate]),
      ],
    };
  },
};

/** The training of three optimizers, and those of learning rates. */
function trainingsOf(inputs: TrainingInputs): [ComparedTraining, ...ComparedTraining[]] {
  const shared = { epochs, consumeTestLoaderRng: false };
  const specsOf = (of: readonly number[]) =>
    of.map((rate) => specOf(inputs, `sgd lr=${rate}`, sgd({ learningRate: rate })));
  const byRate = { ...shared, label: "Training learning rates", comparison: byStep };
  return [
    {
      ...shared,
      label: "Training three optimizers",
      comparison: byName,
      specs: compared.map((name) => specOf(inputs, name, createOptimizer(name, { learningRate }))),
    },
    { ...byRate, specs: specsOf(rates) },
    // Not one of the notebook's runs, so it has a separate generator.
    { ...byRate, specs: specsOf([absurdRate]), generator: new Generator(inputs.settings.seed) },
  ];
}

function specOf({ data }: TrainingInputs, name: string, optimizer: Run["optimizer"]) {
  const sizes = [data.all.features, hidden, data.all.classes];
  return { name, sizes, activation: "relu" as const, optimizer };
}

/** Names the run with the lowest loss, and the epoch in which it reaches the final loss of the slowest. */
function compare(runs: readonly Run[]): string[] {
  const byLoss = ranked(runs, (run) => curveStatistics(run).finalTrainLoss);
  if (byLoss.length < 2) return [];
  const [best] = byLoss;
  const worst = byLoss[byLoss.length - 1];
  const { finalTrainLoss: lowest, epochs } = curveStatistics(best);
  const { finalTrainLoss: target } = curveStatistics(worst);
  return [
    `${best.name} ends lowest, at ${lossText(lowest)}; it is down to ${lossText(target)}, ` +
    `where ${worst.name} ends, after ${epochReaching(best, target)} of ${epochs} epochs.`,
  ];
}

if (import.meta.main) await runProgram(experimentProgram(optimizers));
