/**
 * Mistakes: what a network gets wrong on the test data, how certain it is of that, and whether its
 * probabilities come true. Its own settings overfit, so that it is more certain than right.
 */

import { divergenceNotes, Generator, type Run } from "../mod.ts";
import { closingFlags } from "./cli/closing_flags.ts";
import { type Command, createProgram, runProgram } from "./cli/command.ts";
import type { ClosingExperiment, Experiment, ExperimentResult } from "./cli/experiment.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { count } from "./cli/flags/flag_kinds.ts";
import { sizes } from "./cli/flags/list_kinds.ts";
import type { Values } from "./cli/flags/flags.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { commonFlags, curveFlags, withDefaults } from "./cli/flags/lab_flags.ts";
import type { ComparedTraining, Lab, TrainingInputs } from "./cli/lab.ts";
import { calibrationChart, planeChart } from "./cli/mistakes/charts.ts";
import { describeExamined, inputsOf, showMistakes } from "./cli/mistakes/describe.ts";
import { examine } from "./cli/mistakes/examine.ts";
import { networkFlags, networkOf } from "./cli/network.ts";
import { confusionChart, showConfusion } from "./cli/prediction_charts.ts";
import { runAll } from "./cli/run_all.ts";
import { showRuns } from "./cli/show_runs.ts";
import { usage, UsageError } from "./cli/usage_error.ts";

/** Units of the hidden layers without --sizes: enough to learn the noise of the training data. */
const hidden = [64, 64];

// Probabilities are those of cross-entropy.
const { loss: _, ...probabilityFlags } = networkFlags;

const flags = {
  ...dataFlags,
  ...withDefaults(probabilityFlags, { optimizer: "adam", learningRate: 0.01, epochs: 400 }),
  sizes: sizes({
    maximum: 65_536,
    help: `units a layer, from the inputs to the classes (default: INPUTS,${hidden},CLASSES)`,
  }),
  bins: count({
    default: 10,
    maximum: 1000,
    help: "equal intervals of the probability, from 0 to 1",
  }),
  rings: count({
    default: 5,
    minimum: 0,
    maximum: 100,
    help: "most certain mistakes that have a ring and a number",
  }),
  csv: curveFlags.csv,
  ...commonFlags,
};

const files = ["mistakes-confusion.svg", "mistakes-plane.svg", "mistakes-calibration.svg"];

const command: Command<typeof flags> = {
  name: "mistakes",
  summary:
    "Shows what a network gets wrong, how certain it is, and whether its probabilities come " +
    "true. The network is large and its training long, so that it is overconfident. Takes about " +
    "2 seconds on two cores.",
  example: "deno task mistakes --data tests/reference/iris.csv --target species --epochs 50",
  flags,
  files: (flags) => figureFiles(files, flags, "mistakes"),
};

/** The flags that the experiment needs. */
type MistakeSettings = Values<typeof probabilityFlags> & {
  readonly bins: number;
  readonly rings: number;
};

/** Creates the experiment. */
function findMistakes(settings: MistakeSettings): Experiment {
  const { bins, rings } = settings;
  const trainingOf = (inputs: TrainingInputs) => oneTraining(inputs, settings);
  return {
    name: command.name,
    summary: "what a network gets wrong, and how certain it is",
    trainings: (inputs) => [trainingOf(inputs)],
    async run(lab) {
      const [run] = await lab.train(trainingOf(lab));
      showRuns(lab.output, [run]);
      if (run.status === "diverged") return await lost(lab, run);
      const { data: { test }, settings: { seed } } = lab;
      const examined = await examine(lab, run, bins);
      const { confusion, calibration, wrong } = examined;
      await lab.draw(files[0], () => confusionChart(lab, run, confusion));
      await lab.draw(files[1], () => planeChart(lab, examined, rings));
      await lab.draw(files[2], () => calibrationChart(lab, examined));
      showConfusion(lab.output, run, confusion);
      showMistakes(lab.output, examined, { test, shown: rings });
      return {
        takeaways: describeExamined(examined, { test, seed }),
        results: {
          ...{ confusion, calibration },
          mistakes: wrong.map((each) => ({ ...each, inputs: inputsOf(test, each.sample) })),
        },
      };
    },
  };
}

/** The training of the network, with a generator of its own: it is the same alone and in the lab. */
function oneTraining(
  { data: { all }, settings: { seed } }: TrainingInputs,
  settings: MistakeSettings,
): ComparedTraining {
  if (all.task === "regression") {
    throw new UsageError(
      "Cannot find the mistakes of a regression: the target is a value, and mistakes are of classes " +
        "(--task classification takes its values as classes)",
    );
  }
  if (all.classes < 2) {
    throw new UsageError(
      "Cannot find the mistakes of one class: no sample can be taken for another",
    );
  }
  const sizes = settings.sizes ?? [all.features, ...hidden, all.classes];
  const network = usage(() => networkOf({ ...settings, sizes, loss: undefined }, all));
  const { epochs = settings.epochs, batchSize: _, loss: _loss, ...spec } = network;
  return {
    ...{ label: "Training", specs: [spec], epochs, generator: new Generator(seed) },
    comparison: { file: command.name, topic: "{run} on {data}" },
  };
}

/** A network that diverged has no probabilities: its plane says so. */
async function lost(lab: Lab, run: Run): Promise<ExperimentResult> {
  const none = { run, wrong: [] };
  await lab.draw(files[1], () => planeChart(lab, none, 0));
  return { takeaways: divergenceNotes([run]) };
}

/** A part of the lab's page: with the command's own settings, on the lab's data. */
export const mistakesInside: ClosingExperiment = {
  name: command.name,
  files,
  make: (settings) => findMistakes(closingFlags(flags, settings)),
};

/** The command. */
export const program = createProgram(command, async (tools) => {
  const [record] = await runAll([findMistakes(tools.flags)], tools);
  return record;
});

if (import.meta.main) await runProgram(program);
