/** Trains one MLP on one dataset, both chosen by flags, and shows its loss and its boundary. */

import {
  checkResume,
  createOptimizer,
  curveStatistics,
  divergenceNotes,
  epochReaching,
  lossNames,
  lossText,
  type Mlp,
  modelToJson,
  percentText,
  type Run,
  type TrainingState,
} from "../mod.ts";
import { translated } from "../lib/plots/words.ts";
import { animateBoundaries, animationFiles, animationFlags, planAnimation } from "./cli/animate.ts";
import {
  boundaryChart,
  checkBoundaryChart,
  epochsText,
  lossChart,
  showRuns,
} from "./cli/show_runs.ts";
import { type Command, createProgram, runProgram, type Tools } from "./cli/command.ts";
import { commandText } from "./cli/provenance.ts";
import { type Experiment, runAll } from "./cli/experiment.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { shownName } from "./cli/figure_words.ts";
import { fallFinding } from "./cli/findings.ts";
import { writeFile } from "./cli/files/files.ts";
import { choice, sizes } from "./cli/flags/flag_kinds.ts";
import {
  commonFlags,
  dataFlags,
  modelFlags,
  saveFlags,
  trainingFlags,
} from "./cli/flags/lab_flags.ts";
import type { LabTraining, TrainingInputs } from "./cli/lab.ts";
import type { SavedTraining } from "./cli/training.ts";
import { usage } from "./cli/usage_error.ts";

const flags = {
  ...dataFlags,
  ...modelFlags,
  sizes: sizes({
    maximum: 65_536,
    help: "units a layer, from the inputs to the classes (default: 2,32,CLASSES)",
  }),
  ...trainingFlags,
  loss: choice({ default: "crossEntropy", choices: lossNames, help: "what is minimized" }),
  ...saveFlags,
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
    const moving = flags.animate ? animationFiles("train") : [];
    return figureFiles(["train-loss.svg", "train-boundary.svg", ...moving], flags, "train");
  },
};

/** Creates the experiment. */
function trainOne(tools: Tools<typeof flags>): Experiment {
  const { flags: settings, fail } = tools;
  const { activation, initializer, optimizer: name, learningRate, weightDecay } = settings;
  const optimizer = usage(() => createOptimizer(name, { learningRate, weightDecay }));
  const motion = planAnimation("train", settings);
  const saved = savedTraining(tools);
  const { epochs, loss } = settings;
  const trainingOf = ({ data: { all: { features, classes } } }: TrainingInputs): LabTraining => ({
    ...{ label: "Training", epochs, loss, keep: motion?.at, saved },
    specs: [{
      ...{ activation, initializer, optimizer },
      sizes: settings.sizes ?? [features, 32, classes],
    }],
  });
  return {
    name: "train",
    summary: `one MLP on ${settings.dataset}`,
    check() {
      if (settings.sizes !== undefined) checkBoundaryChart(settings.sizes);
      if (saved?.resume) usage(() => checkResume(saved.resume!, { epochs }));
    },
    trainings: (inputs) => [trainingOf(inputs)],
    async run(lab) {
      const [run] = await lab.train(trainingOf(lab));
      const topic = lab.words.say("{run} on {data}", {
        run: shownName(lab, run.name),
        data: translated(lab.words, lab.data.all.name),
      });
      const finding = fallFinding(lab, run);
      await lab.draw("train-loss.svg", () => lossChart(lab, [run], { topic, finding }));
      await lab.draw("train-boundary.svg", () => boundaryChart(lab, [run], topic));
      if (motion) await animateBoundaries(lab, [run], { ...motion, topic });
      showRuns(lab.output, [run]);
      if (settings.save !== undefined) {
        if (run.status === "ok") await saveModel(settings.save, run.model, fail);
        else fail(`The model was not saved to ${settings.save}, as its training diverged`);
      }
      return { takeaways: [...divergenceNotes([run]), ...describe(run)] };
    },
  };
}

/** Writes a model; a failure does not keep the results from being shown and written. */
async function saveModel(path: string, model: Mlp, fail: (why: string) => void): Promise<void> {
  try {
    await writeFile(path, modelToJson(model));
  } catch (error) {
    fail((error as Error).message);
  }
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
        `half of that took ${epochsText(half ?? epochs)}.`
      : `The training loss did not fall: ${lossText(first)} at first, ${lossText(last)} at last.`,
    `On data not seen the loss is ${lossText(Math.abs(gap))} ${gap >= 0 ? "higher" : "lower"}, ` +
    `and ${percentText(run.finalTestAccuracy)} are classified right.`,
  ];
}

/** The command. */
export const program = createProgram(command, async (tools) => {
  const [record] = await runAll([trainOne(tools)], tools);
  return record;
});

if (import.meta.main) await runProgram(program);
