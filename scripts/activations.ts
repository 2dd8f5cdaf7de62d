/**
 * Activations: the same network with sigmoid, tanh and ReLU in its hidden layer.
 *
 * All networks are trained on the same data with the same settings; only the activation and the random
 * initial weights differ. How fast does the loss fall, and which shape does the boundary have?
 */

import {
  curveStatistics,
  divergenceNotes,
  epochReaching,
  listText,
  lossText,
  type Panel,
  type Run,
  sgd,
} from "../mod.ts";
import { animateBoundaries, type AnimationPlan, planAnimation } from "./cli/animate.ts";
import { predictionFigure, predictionFile, predictionPanels } from "./cli/prediction_charts.ts";
import { lossChart, showRuns, storyFigure } from "./cli/show_runs.ts";
import { counted } from "./cli/text_layout.ts";
import { hasScore, scorePhrase, testScore } from "./cli/scores.ts";
import { ranked } from "./cli/ranked.ts";
import { topicOn } from "./cli/figure_words.ts";
import { speedFinding } from "./cli/findings.ts";
import type { ExperimentResult, LabExperiment } from "./cli/experiment.ts";
import { runProgram } from "./cli/command.ts";
import { experimentProgram } from "./cli/experiment_commands.ts";
import type { ComparedTraining, Lab, TrainingInputs } from "./cli/lab.ts";

const epochs = 150;
const hidden = 32;
const learningRate = 0.05;
const compared = ["sigmoid", "tanh", "relu"] as const;
const about = "Activations on {data}";

const parts = {
  name: "activations",
  summary: `${listText(compared)} in a network of one hidden layer`,
  files: ["activations-loss.svg", "activations-boundary.svg", "activations-story.svg"],
};

/** The experiment. */
export const activations: LabExperiment = {
  ...parts,
  trainings: (inputs) => [trainingOf(inputs)],
  run: (lab) => compareActivations(lab),
  moving: (flags) => {
    const motion = planAnimation(parts.name, { ...flags, epochs: flags.epochs ?? epochs });
    return {
      ...parts,
      trainings: (inputs) => [trainingOf(inputs, motion)],
      run: (lab) => compareActivations(lab, motion),
    };
  },
};

/** The networks, which differ in their activation only. */
function trainingOf({ data: { all } }: TrainingInputs, motion?: AnimationPlan): ComparedTraining {
  return {
    label: "Training three activations",
    comparison: { file: parts.name, topic: about, predictions: true },
    epochs,
    keep: motion?.at,
    specs: compared.map((activation) => ({
      name: activation,
      sizes: [all.features, hidden, all.classes],
      activation,
      optimizer: sgd({ learningRate }),
    })),
  };
}

/** Trains the networks, draws the figures and shows the results; with `motion` also an animation. */
async function compareActivations(lab: Lab, motion?: AnimationPlan): Promise<ExperimentResult> {
  const { data, output } = lab;
  const runs = await lab.train(trainingOf(lab, motion));

  const topic = topicOn(lab, about, data.all);
  const finding = speedFinding(lab, runs);
  await lab.draw("activations-loss.svg", () => lossChart(lab, runs, { topic, finding }));
  // Fields take long: they are computed once, and only if a figure shows them.
  let predictions: Promise<Panel[]> | undefined;
  const panels = () => predictions ??= predictionPanels(lab, runs);
  await lab.draw(predictionFile("activations", data), async () => {
    return predictionFigure(lab, runs, { topic, panels: await panels() });
  });
  await lab.draw("activations-story.svg", async () => {
    return storyFigure(lab, runs, { topic, finding, panels: await panels() });
  });

  if (motion) await animateBoundaries(lab, runs, { ...motion, topic });
  showRuns(output, runs);
  return { takeaways: [...divergenceNotes(runs), ...compare(runs)] };
}

/** Compares the runs with the lowest and the highest loss, and names the one that generalizes best. */
function compare(runs: readonly Run[]): string[] {
  const byLoss = ranked(runs, (run) => curveStatistics(run).finalTrainLoss);
  if (byLoss.length < 2) return [];
  const [best] = byLoss;
  const worst = byLoss[byLoss.length - 1];
  const { finalTrainLoss: lowest } = curveStatistics(best);
  const { finalTrainLoss: target } = curveStatistics(worst);
  const bestOnTest = ranked(runs, (run) => -testScore(run)).find(hasScore);
  return [
    `${best.name} ends with the lowest training loss, ${lossText(lowest)}; ` +
    `${worst.name} with the highest, ${lossText(target)}.`,
    `${best.name} is down to ${lossText(target)} after ` +
    `${counted(epochReaching(best, target) ?? epochs, "epoch")}; ` +
    `${worst.name} takes ${epochReaching(worst, target)}.`,
    ...(bestOnTest
      ? [`${bestOnTest.name} is best on data it has not seen: ${scorePhrase(bestOnTest)}.`]
      : []),
  ];
}

if (import.meta.main) await runProgram(experimentProgram(activations));
