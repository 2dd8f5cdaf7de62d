/**
 * Depth and width: from logistic regression to two hidden layers, then one hidden layer from 2 units
 * to 128.
 *
 * Without a hidden layer the boundary is a straight line, regardless of the training. How much does each
 * additional layer reduce the loss, and how much do additional units?
 */

import {
  createMlp,
  curveStatistics,
  divergenceNotes,
  Generator,
  lossText,
  type Run,
  sgd,
} from "../mod.ts";
import { predictionChart, predictionFile } from "./cli/prediction_charts.ts";
import { lossChart, showRuns } from "./cli/show_runs.ts";
import { hasScore, scoreName, scoreText } from "./cli/scores.ts";
import { ranked } from "./cli/ranked.ts";
import { topicOn } from "./cli/figure_words.ts";
import { growthFinding } from "./cli/findings.ts";
import type { LabExperiment } from "./cli/experiment.ts";
import { runProgram } from "./cli/command.ts";
import { experimentProgram } from "./cli/experiment_commands.ts";
import type { ComparedTraining, Lab, TrainingInputs } from "./cli/lab.ts";

const epochs = 150;
const learningRate = 0.05;
const depths = { "logistic": [], "1-hidden": [32], "2-hidden": [32, 32] };
const widths = [2, 8, 32, 128];
const ordered = { predictions: true, orderedRuns: true };
const ofDepth = { ...ordered, file: "depth", topic: "Depth on {data}" } as const;
const ofWidth = {
  ...ordered,
  file: "width",
  topic: "Width of one hidden layer on {data}",
} as const;

/** The experiment. */
export const depth: LabExperiment = {
  name: "depth",
  summary: "no hidden layer, one and two; then one hidden layer of 2 to 128 units",
  files: ["depth-loss.svg", "depth-boundary.svg", "width-loss.svg", "width-boundary.svg"],
  trainings: (inputs) => [trainingOfDepths(inputs), trainingOfWidths(inputs)],
  async run(lab) {
    const deeper = await lab.train(trainingOfDepths(lab));
    const wider = await lab.train(trainingOfWidths(lab));
    const { all } = lab.data;
    for (const [runs, { file, topic }] of [[deeper, ofDepth], [wider, ofWidth]] as const) {
      await drawRuns(lab, runs, { file, topic: topicOn(lab, topic, all) });
    }

    showRuns(lab.output, [...deeper, ...wider]);
    return {
      takeaways: [
        ...divergenceNotes([...deeper, ...wider]),
        ...compare(deeper, "Depth"),
        ...compare(wider, "Width"),
      ],
    };
  },
};

async function drawRuns(
  lab: Lab,
  runs: readonly Run[],
  { file, topic }: { file: string; topic: string },
): Promise<void> {
  const finding = growthFinding(lab, runs);
  await lab.draw(
    `${file}-loss.svg`,
    () => lossChart(lab, runs, { topic, finding }, { orderedRuns: true }),
  );
  await lab.draw(predictionFile(file, lab.data), () => predictionChart(lab, runs, topic));
}

/**
 * Three depths. Like the notebook, it builds all models before the first is trained, unless each network
 * has its own seed.
 */
function trainingOfDepths(inputs: TrainingInputs): ComparedTraining {
  const { generator, settings: { seeds } } = inputs;
  const specs = Object.entries(depths).map(([name, hidden]) => {
    const sizes = sizesWith(inputs, hidden);
    const network = seeds === undefined
      ? { model: createMlp(sizes, { activation: "relu", generator }) }
      : { sizes, activation: "relu" as const };
    const initializer = "torch" as const;
    return { name, initializer, ...network, optimizer: sgd({ learningRate }) };
  });
  return { label: "Training three depths", comparison: ofDepth, epochs, specs };
}

/** Four widths, with a separate generator, so that the draws of later notebook runs do not change. */
function trainingOfWidths(inputs: TrainingInputs): ComparedTraining {
  const specs = widths.map((width) => ({
    name: `width ${width}`,
    sizes: sizesWith(inputs, [width]),
    activation: "relu" as const,
    optimizer: sgd({ learningRate }),
  }));
  const generator = new Generator(inputs.settings.seed);
  return { label: "Training four widths", comparison: ofWidth, epochs, specs, generator };
}

function sizesWith({ data }: TrainingInputs, hidden: readonly number[]): number[] {
  return [data.all.features, ...hidden, data.all.classes];
}

/** Compares the first, simplest network of a series with the best one. */
function compare(runs: readonly Run[], what: string): string[] {
  const [simplest] = runs;
  const [best] = ranked(runs, (run) => curveStatistics(run).finalTestLoss);
  if (!best) return [];
  if (best === simplest) {
    return [`${what}: ${simplest.name}, the simplest, has the lowest test loss here.`];
  }
  const [from, to] = [simplest, best].map((run) => lossText(curveStatistics(run).finalTestLoss));
  const scores = [simplest, best].every(hasScore)
    ? `, the ${scoreName(best)} from ${scoreText(simplest)} to ${scoreText(best)}`
    : "";
  return [
    `${what}: from ${simplest.name} to ${best.name} the test loss goes from ${from} to ${to}${scores}.`,
  ];
}

if (import.meta.main) await runProgram(experimentProgram(depth));
