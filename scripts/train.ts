/** Trains one MLP on one dataset, both chosen by flags, and shows its loss and its boundary. */

import {
  checkResume,
  curveStatistics,
  divergenceNotes,
  epochReaching,
  lossNames,
  lossText,
  type Mlp,
  percentText,
  type Run,
  type TrainingState,
} from "../mod.ts";
import { translated } from "./cli/words.ts";
import { animateBoundaries, animationFiles, animationFlags, planAnimation } from "./cli/animate.ts";
import {
  checkBoundaryChart,
  confusionChart,
  confusionOf,
  possibleFiles,
  predictionChart,
  predictionFile,
  showConfusion,
} from "./cli/prediction_charts.ts";
import { lossChart, showRuns } from "./cli/show_runs.ts";
import { counted } from "./cli/text_layout.ts";
import { showStatistics } from "./cli/layer_statistics.ts";
import { scorePhrase } from "./cli/scores.ts";
import { type Command, createProgram, runProgram, type Tools } from "./cli/command.ts";
import { commandText } from "./cli/provenance.ts";
import { type Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { shownName } from "./cli/figure_words.ts";
import { fallFinding } from "./cli/findings.ts";
import { writeFile } from "./cli/files/files.ts";
import { controlFlags, controlOf, optimizerOf } from "./cli/flags/control_flags.ts";
import { choice } from "./cli/flags/flag_kinds.ts";
import { epochList, sizes } from "./cli/flags/list_kinds.ts";
import { dataFlags, weightFlags } from "./cli/flags/data_flags.ts";
import {
  commonFlags,
  curveFlags,
  modelFlags,
  saveFlags,
  trainingFlags,
} from "./cli/flags/lab_flags.ts";
import type { ComparedTraining, Lab, TrainingInputs } from "./cli/lab.ts";
import { overSeeds } from "./cli/seed_study.ts";
import { checkInputs, readStart, writeModelFiles } from "./cli/train_files.ts";
import type { SavedTraining } from "./cli/training.ts";
import { usage, UsageError } from "./cli/usage_error.ts";

const flags = {
  ...dataFlags,
  ...weightFlags,
  ...modelFlags,
  sizes: sizes({
    maximum: 65_536,
    help:
      "units a layer, from the inputs to the classes (default: INPUTS,32,CLASSES, or that of --model)",
  }),
  ...trainingFlags,
  ...controlFlags,
  loss: choice({
    choices: lossNames,
    help:
      "what is minimized (default: crossEntropy, of values meanSquaredError, or that of --model)",
  }),
  probe: epochList({
    help: "epochs after which to show statistics of the layers; 0 is before the first step",
  }),
  ...saveFlags,
  ...curveFlags,
  ...animationFlags,
  ...commonFlags,
};

const command: Command<typeof flags> = {
  name: "train",
  summary: "Trains one MLP and draws its loss and its decision boundary.",
  example:
    "deno task train --dataset spiral --sizes 2,32,32,2 --optimizer adam --learning-rate 0.01",
  flags,
  files: (flags) => {
    const { data, animate } = flags;
    const files = [
      ...possibleFiles(["train-loss.svg", "train-boundary.svg"], data),
      ...(data === undefined ? [] : ["train-confusion.svg"]),
      ...(animate ? animationFiles("train") : []),
    ];
    return figureFiles(files, flags, "train");
  },
};

const comparison = { file: "train", topic: "{run} on {data}", predictions: true } as const;

/** Creates the experiment. */
function trainOne(tools: Tools<typeof flags>, model: Mlp | undefined): Experiment {
  const { flags: settings } = tools;
  const { activation, initializer } = settings;
  const optimizer = optimizerOf(settings);
  const control = controlOf(settings);
  const motion = planAnimation("train", settings);
  const saved = savedTraining(tools);
  const { epochs, loss } = settings;
  const trainingOf = ({ data: { all } }: TrainingInputs): ComparedTraining => {
    const { features, classes, sampleWeights } = all;
    if (sampleWeights !== undefined && loss !== undefined && loss !== "crossEntropy") {
      throw new UsageError(
        `Flags --weights and --loss ${loss} exclude each other: weights need the loss crossEntropy`,
      );
    }
    if (model !== undefined) checkInputs(settings.model!, model, all);
    const sizes = settings.sizes ?? [features, 32, classes];
    const network = model === undefined ? { activation, initializer, sizes } : { model };
    return {
      ...{ label: "Training", comparison, epochs, loss, keep: motion?.at, saved },
      probe: settings.probe && { at: settings.probe },
      specs: [{ ...network, optimizer, ...control }],
    };
  };
  return {
    name: "train",
    summary: `one MLP on ${settings.data === undefined ? settings.dataset : "own data"}`,
    check() {
      const sizes = model?.sizes ?? settings.sizes;
      if (sizes !== undefined) checkBoundaryChart(sizes);
      if (saved?.resume) usage(() => checkResume(saved.resume!, { epochs }));
    },
    trainings: (inputs) => [trainingOf(inputs)],
    async run(lab) {
      const [run] = await lab.train(trainingOf(lab));
      const topic = lab.words.say(comparison.topic, {
        run: shownName(lab, run.name),
        data: translated(lab.words, lab.data.all.name),
      });
      const finding = fallFinding(lab, run);
      await lab.draw("train-loss.svg", () => lossChart(lab, [run], { topic, finding }));
      await lab.draw(
        predictionFile("train", lab.data),
        () => predictionChart(lab, [run], topic),
      );
      const counts = await drawConfusion(lab, run, settings.data !== undefined);
      if (motion) await animateBoundaries(lab, [run], { ...motion, topic });
      showRuns(lab.output, [run]);
      showStatistics(lab.output, run);
      if (counts) showConfusion(lab.output, run, counts);
      await writeModelFiles(tools, { run, model, data: lab.data });
      return { takeaways: [...divergenceNotes([run]), ...describe(run)] };
    },
  };
}

/** Draws the confusion matrix of classes of own data, and returns it. */
async function drawConfusion(
  lab: Lab,
  run: Run,
  isOwn: boolean,
): Promise<number[][] | undefined> {
  if (!isOwn || run.model.task === "regression" || run.status === "diverged") return undefined;
  const counts = await confusionOf(lab, run.model);
  await lab.draw("train-confusion.svg", () => confusionChart(lab, run, counts));
  return counts;
}

/** The state to resume and the function that saves one, if `--checkpoint` or `--resume` is given. */
function savedTraining(
  { flags: { checkpoint, resume }, command, earlier, signal, fail }: Tools<typeof flags>,
): SavedTraining | undefined {
  if (checkpoint === undefined && resume === undefined) return undefined;
  // The file adds the command to the state. `resumeTraining` checks the state, before anything is trained.
  const { command: _, ...state } = (earlier ?? {}) as TrainingState & { command?: string };
  return {
    resume: resume === undefined ? undefined : state,
    save: async (state) => {
      if (checkpoint === undefined) return;
      const text = JSON.stringify({ ...state, command: commandText(command) });
      try {
        await writeFile(checkpoint, text);
      } catch (error) {
        if (signal.aborted) throw error;
        // Figures and results may lie where they can be written.
        fail((error as Error).message);
      }
    },
  };
}

/** Describes how far and how fast the loss fell, and how the network does on the test data. */
function describe(run: Run): string[] {
  if (run.status === "diverged") return [];
  const [first] = run.trainLoss;
  const { epochs, finalTrainLoss: last, gap } = curveStatistics(run);
  const half = epochReaching(run, (first + last) / 2);
  return [
    epochs === 1
      ? `The training loss was ${lossText(first)} over the one epoch there was.`
      : last < first
      ? `The training loss fell from ${lossText(first)} to ${lossText(last)}; ` +
        `half of that took ${counted(half ?? epochs, "epoch")}.`
      : `The training loss did not fall: ${lossText(first)} at first, ${lossText(last)} at last.`,
    (Number.isFinite(gap)
      ? `On data not seen the loss is ${lossText(Math.abs(gap))} ${gap >= 0 ? "higher" : "lower"}, `
      : "On data not seen the loss is not finite, ") +
    (run.model.task === "regression"
      ? `and the model has ${scorePhrase(run)}.`
      : `and ${percentText(run.finalTestAccuracy)} are classified right.`),
    ...describeControl(run),
  ];
}

/** Describes how the learning rate changed, and which network was kept. */
function describeControl({ schedule, learningRates, bestEpoch, ...run }: Run): string[] {
  const [first, last] = [learningRates[0], learningRates[learningRates.length - 1]];
  const rates = schedule.kind === "constant" ? [] : [
    `The learning rate (${schedule.kind}) was ${rateText(first)} in the first epoch, at most ` +
    `${rateText(Math.max(...learningRates))}, and ${rateText(last)} in the last.`,
  ];
  if (bestEpoch === null) return rates;
  const { stoppedAtEpoch } = run;
  const end = stoppedAtEpoch === null
    ? "All epochs were trained"
    : `The training stopped after epoch ${stoppedAtEpoch}`;
  return [
    ...rates,
    `${end}; the network is that of epoch ${bestEpoch}, with the lowest test loss.`,
  ];
}

/** A learning rate in three digits. */
const rateText = (rate: number) => String(Number(rate.toPrecision(3)));

/** The command. */
export const program = createProgram(command, async (tools) => {
  const experiment = trainOne(tools, await readStart(tools.flags));
  const [record] = await runAll([overSeeds(experiment, tools.flags.seeds)], tools);
  return record;
});

if (import.meta.main) await runProgram(program);
