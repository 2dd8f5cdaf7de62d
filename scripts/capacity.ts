/**
 * Capacity: the losses of networks of several widths, on several numbers of samples, and over the epochs.
 * Where does a network learn too little of its training data, and where too much?
 */

import { closingFlags } from "./cli/closing_flags.ts";
import { type Command, createProgram, runProgram } from "./cli/command.ts";
import { capacityChart } from "./cli/capacity/chart.ts";
import { describeCapacity, showCapacity } from "./cli/capacity/describe.ts";
import {
  type CapacityPlan,
  type CapacitySettings,
  capacityTrainings,
  planCapacity,
} from "./cli/capacity/plan.ts";
import { curvesRecord, resultsOf } from "./cli/capacity/results.ts";
import type { ClosingExperiment, Experiment } from "./cli/experiment.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { figureFlags } from "./cli/flags/figure_flags.ts";
import { count } from "./cli/flags/flag_kinds.ts";
import { counts } from "./cli/flags/list_kinds.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { curveFlags, placeFlags, resultFlags, withDefaults } from "./cli/flags/lab_flags.ts";
import type { DataSettings } from "./cli/data.ts";
import type { ComparedTraining, TrainingInputs } from "./cli/lab.ts";
import { networkFlags } from "./cli/network.ts";
import { runAll } from "./cli/run_all.ts";
import { type Run, seedGroupRecord } from "../mod.ts";

// Widths are what is compared, and a training that stops early has no losses after.
const { sizes: _, patience, minDelta, ...ownFlags } = networkFlags;

const flags = {
  units: counts({
    default: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    least: 1,
    maximum: 65_536,
    example: "1,8,64",
    help: "units of the hidden layer that are compared, on few samples",
  }),
  many: count({
    default: 128,
    maximum: 65_536,
    help: "units for the numbers of samples and for the epochs, many enough to overfit",
  }),
  trainSizes: counts({
    least: 1,
    maximum: 1_000_000,
    example: "20,100,400",
    help:
      "numbers of training samples that are compared, with many units (default: from a twentieth " +
      "of the training data to all)",
  }),
  few: count({
    maximum: 1_000_000,
    help: "training samples for the widths and for the epochs, few enough to be learned by heart " +
      "(default: a seventh of the training data)",
  }),
  ...dataFlags,
  ...withDefaults(ownFlags, { optimizer: "adam", learningRate: 0.01, epochs: 300 }),
  seeds: count({
    default: 5,
    maximum: 1000,
    help: "networks of each kind, of seeds from --seed on, which draw weights and training samples",
  }),
  csv: curveFlags.csv,
  ...placeFlags,
  ...figureFlags,
  ...resultFlags,
};

const files = ["capacity.svg"];

const command: Command<typeof flags> = {
  name: "capacity",
  summary:
    "Shows under- and overfitting: losses over widths, numbers of samples and epochs. Noisy " +
    "moons, 60 training samples, Adam at 0.01 and 300 epochs are its own choice, as they overfit. " +
    "Takes about 5 seconds on two cores.",
  example: "deno task capacity --dataset circles --noise 0.2 --seeds 3 --units 1,4,16,64",
  flags,
  files: (flags) => figureFiles(files, flags, "capacity"),
};

/** The flags that the experiment needs. */
type StudySettings =
  & Omit<CapacitySettings, "patience" | "minDelta">
  & Pick<DataSettings, "data" | "samples" | "testSize">;

/** Creates the experiment. */
function studyCapacity(given: StudySettings): Experiment {
  const settings = { ...given, patience: patience.default, minDelta: minDelta.default };
  const planOf = ({ data: { all } }: Pick<TrainingInputs, "data">): CapacityPlan => {
    // Generated data are planned before they are there.
    const total = given.data === undefined ? given.samples : all.samples;
    const samples = total - Math.ceil(given.testSize * total);
    return planCapacity(settings, { samples, classes: all.classes });
  };
  const trainingsOf = (inputs: TrainingInputs): ComparedTraining[] =>
    capacityTrainings(planOf(inputs), {
      ...{ data: inputs.data, seed: inputs.settings.seed, settings },
    }).map((training) => ({
      ...training,
      comparison: { file: command.name, topic: "Width, samples and epochs on {data}" },
    }));
  return {
    name: command.name,
    summary: "losses over widths, numbers of samples and epochs",
    logAxes: ["y"],
    series: () => [],
    trainings: trainingsOf,
    async run(lab) {
      const runs: Run[] = [];
      for (const training of trainingsOf(lab)) runs.push(...await lab.train(training));
      const results = resultsOf(planOf(lab), runs);
      await lab.draw(files[0], () => capacityChart(lab, results));
      showCapacity(lab.output, results);
      return {
        takeaways: describeCapacity(results, runs),
        results: {
          groups: results.groups.map(seedGroupRecord),
          widths: curvesRecord(results.widths, "units"),
          samples: curvesRecord(results.counts, "samples"),
          epochs: curvesRecord(results.epochs, "epochs"),
        },
      };
    },
  };
}

/** A part of the lab's page: with the command's own settings, on the lab's data. */
export const capacityInside: ClosingExperiment = {
  name: command.name,
  files,
  make: (settings) => ({
    ...studyCapacity(closingFlags(flags, settings)),
    ignores: [
      "runNames",
      "runColors",
      "xLabel",
      "yLabel",
      "xLimits",
      "yLimits",
      "xTicks",
      "yTicks",
    ],
  }),
};

/** The command. */
export const program = createProgram(command, async (tools) => {
  const [record] = await runAll([studyCapacity(tools.flags)], tools);
  return record;
});

if (import.meta.main) await runProgram(program);
