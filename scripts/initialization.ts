/**
 * Initialization: the same deep network with He initialization, with tiny and with large weights.
 *
 * With tiny weights all units are nearly equal and all gradients are small. Large weights saturate the
 * softmax, so that the first losses are many times that of random guessing.
 */

import {
  curveStatistics,
  type Dataset,
  divergenceNotes,
  figure,
  lossPanel,
  lossText,
  type Run,
  sgd,
} from "../mod.ts";
import type { LabExperiment } from "./cli/experiment.ts";
import { runProgram } from "./cli/command.ts";
import { experimentProgram } from "./cli/experiment_commands.ts";
import { headed, topicOn } from "./cli/figure_words.ts";
import { learningFinding } from "./cli/findings.ts";
import type { ComparedTraining, TrainingInputs } from "./cli/lab.ts";
import { guessingOf, showRuns } from "./cli/show_runs.ts";
import { scorePhrase } from "./cli/scores.ts";
import { ranked } from "./cli/ranked.ts";

const epochs = 120;
const hidden = [64, 64];
const learningRate = 0.01;
const compared = ["he", "small", "large"] as const;
const about = "Initial weights on {data}";

/** The experiment. */
export const initialization: LabExperiment = {
  name: "initialization",
  summary: "He's initial weights, tiny ones (0.001) and large ones (1) in a deep ReLU network",
  files: ["initialization-loss.svg"],
  logAxes: ["y"],
  trainings: (inputs) => [trainingOf(inputs)],
  async run(lab) {
    const { data, output } = lab;
    const runs = await lab.train(trainingOf(lab));

    const topic = topicOn(lab, about, data.all);
    const finding = learningFinding(lab, runs, {
      task: data.all.task,
      guessing: guessOf(data.train).loss,
    });
    const losses = lossPanel(runs, { yScale: "log", guessing: guessingOf(data, runs) });
    const options = headed(lab, { topic, finding });
    await lab.draw(
      "initialization-loss.svg",
      () => (look) => figure([[losses]], { ...options, ...look }),
    );

    showRuns(output, runs);
    return { takeaways: [...divergenceNotes(runs), ...compare(runs, data.train)] };
  },
};

/** The networks, which differ in their initial weights only. */
function trainingOf({ data: { all } }: TrainingInputs): ComparedTraining {
  return {
    label: "Training three initializations",
    comparison: { file: "initialization", topic: about },
    epochs,
    specs: compared.map((initializer) => ({
      name: initializer,
      sizes: [all.features, ...hidden, all.classes],
      activation: "relu",
      initializer,
      optimizer: sgd({ learningRate }),
    })),
  };
}

/** Describes runs that do not learn, runs with a high initial loss, and the run that generalizes best. */
function compare(runs: readonly Run[], data: Dataset): string[] {
  const { loss: guessing, text: guess } = guessOf(data);
  const finished = ranked(runs, (run) => curveStatistics(run).finalTrainLoss);
  const stuck = finished.filter((run) =>
    Math.abs(curveStatistics(run).finalTrainLoss - guessing) < 0.01
  );
  const wild = finished.filter((run) => run.trainLoss[0] > 2 * guessing);
  const [best] = ranked(runs, (run) => curveStatistics(run).finalTestLoss);
  return [
    ...stuck.map((run) =>
      `${run.name} has learned nothing: its loss stays at ${finalText(run, "finalTrainLoss")}, ` +
      `what ${guess}.`
    ),
    ...wild.map((run) =>
      `${run.name} starts at a loss of ${lossText(run.trainLoss[0])}, ` +
      `${(run.trainLoss[0] / guessing).toFixed(0)} times what guessing costs, ` +
      `and ends at ${finalText(run, "finalTrainLoss")} in training, ` +
      `${finalText(run, "finalTestLoss")} in test.`
    ),
    ...(best
      ? [
        `${best.name} has the lowest test loss, ${finalText(best, "finalTestLoss")}, ` +
        `with ${scorePhrase(best)}.`,
      ]
      : []),
  ];
}

/** The loss of a model that has learned nothing: random classes, or the mean of all values. */
function guessOf({ task, classes, targets, samples }: Dataset): { loss: number; text: string } {
  if (task !== "regression") {
    const loss = Math.log(classes);
    const text = `guessing among ${classes} classes costs (ln ${classes} = ${lossText(loss)})`;
    return { loss, text };
  }
  const mean = targets!.reduce((sum, value) => sum + value, 0) / samples;
  const loss = targets!.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples;
  return { loss, text: `the mean as the only answer costs (${lossText(loss)})` };
}

function finalText(run: Run, which: "finalTrainLoss" | "finalTestLoss"): string {
  return lossText(curveStatistics(run)[which]);
}

if (import.meta.main) await runProgram(experimentProgram(initialization));
