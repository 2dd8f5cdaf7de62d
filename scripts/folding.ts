/**
 * Folding: how a network whose last hidden layer has two units bends the plane until a straight line
 * separates the classes there. A linear network, which cannot bend it, is the comparison.
 */

import { animation, divergenceNotes, figure, Generator, percentText } from "../mod.ts";
import { translated } from "./cli/words.ts";
import {
  animatePanels,
  animationFiles,
  animationFlags,
  movingFigures,
  planAnimation,
} from "./cli/animate.ts";
import { type Command, createProgram, runProgram } from "./cli/command.ts";
import { type ClosingExperiment, type Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { headed, type Heading, shareIn, shownName } from "./cli/figure_words.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { figureFlags, panelFlags } from "./cli/flags/figure_flags.ts";
import { sizes } from "./cli/flags/list_kinds.ts";
import type { Values } from "./cli/flags/flags.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { placeFlags, resultFlags, withDefaults } from "./cli/flags/lab_flags.ts";
import type { ComparedTraining, Lab, TrainingInputs } from "./cli/lab.ts";
import { networkFlags, networkTraining } from "./cli/network.ts";
import { checkBoundaryChart, topicWithPlane } from "./cli/prediction_charts.ts";
import { showRuns } from "./cli/show_runs.ts";
import { bendingPanels } from "./cli/units/bend_panels.ts";
import { closingFlags } from "./cli/closing_flags.ts";
import { foldedPlanes, type Folding, planeLayers, planesThrough } from "./cli/units/fold_panels.ts";
import { UsageError } from "./cli/usage_error.ts";

/** The hidden layers without `--sizes`. */
const hidden = [16, 2];

// The axes of hidden layers are not those of the data.
const { runNames, runColors, ...axisFlags } = panelFlags;

const flags = {
  ...dataFlags,
  ...withDefaults(networkFlags, { optimizer: "adam", learningRate: 0.01, epochs: 150 }),
  sizes: sizes({
    maximum: 65_536,
    help: "units a layer, from the inputs to the classes, with 2 in the last hidden layer " +
      "(default: INPUTS,16,2,CLASSES)",
  }),
  activation: {
    ...networkFlags.activation,
    help: "of the hidden layers, or one for each, such as relu,tanh (default: tanh)",
  },
  ...animationFlags,
  ...placeFlags,
  ...figureFlags,
  ...{ runNames, runColors },
  ...resultFlags,
};

type FoldingFlags = Values<typeof flags>;

const files = ["folding-planes.svg"];

/** The plane on its way from the inputs to the last hidden layer. */
const BENDING = "folding-bending.svg";

const command: Command<typeof flags> = {
  name: "folding",
  summary:
    "Draws the plane and its grid as the layers of a network bend it, until a straight line " +
    "separates the classes. Takes about 1 s on two cores, with --animate 4 s.",
  example: "deno task folding --dataset circles --sizes 2,16,2,2 --animate",
  flags,
  files: (flags) =>
    figureFiles(
      [...files, ...flags.animate ? [...animationFiles("folding"), BENDING] : []],
      flags,
      "folding",
    ),
};

const comparison = { file: "folding", topic: "{run} on {data}" } as const;

/** Creates the experiment. */
function foldPlane(settings: FoldingFlags): Experiment {
  const plan = planAnimation("folding", settings);
  const trainingsOf = (inputs: TrainingInputs): ComparedTraining[] => {
    const { all } = inputs.data;
    checkData(all);
    const own = { ...settings, activation: settings.activation ?? "tanh" };
    const shared = { label: "Training", comparison };
    const bent = networkTraining(own, all, { ...shared, hidden, keep: plan?.at });
    const straight = { ...own, sizes: undefined, activation: "identity" } as const;
    const linear = networkTraining(straight, all, { ...shared, hidden: [] });
    const specs = linear.specs.map((spec) => ({ ...spec, name: "logistic" }));
    // A generator of its own, so that the network is that of `train`.
    return [bent, { ...linear, specs, generator: new Generator(inputs.settings.seed) }];
  };
  return {
    name: "folding",
    summary: "the plane as the layers of a network bend it",
    check: () => checkSizes(settings),
    trainings: trainingsOf,
    async run(lab) {
      const [bent, straight] = trainingsOf(lab);
      const [run] = await lab.train(bent);
      const [linear] = await lab.train(straight);
      const folding = { run, linear };
      const heading = headingOf(lab, folding);
      await lab.draw(files[0], async () => {
        const panels = await foldedPlanes(lab, folding);
        const options = headed(lab, heading);
        return (look) => figure([panels], { ...options, ...look });
      });
      if (plan) {
        const make = () => planesThrough(lab, folding, plan);
        await animatePanels(lab, make, { ...plan, heading });
        await lab.draw(BENDING, async () => {
          const rows = (await bendingPanels(lab, folding)).map((panel) => [panel]);
          return animation(await movingFigures(lab, rows, { ...plan, heading }), {
            secondsPerFigure: 0.15,
          });
        });
      }
      showRuns(lab.output, [run, linear]);
      return { takeaways: [...divergenceNotes([run, linear]), ...describe(folding)] };
    },
  };
}

function checkData({ task, features }: TrainingInputs["data"]["all"]): void {
  if (task === "regression") {
    throw new UsageError(
      "Folding separates classes, and the target has values (see --target and --task)",
    );
  }
  if (features >= 2) return;
  throw new UsageError(
    "Folding bends a plane: the data must have at least 2 features (see --features)",
  );
}

function checkSizes({ sizes }: FoldingFlags): void {
  if (sizes === undefined) return;
  checkBoundaryChart(sizes);
  if (planeLayers({ sizes }).at(-1) === sizes.length - 2) return;
  throw new UsageError(
    `Flag --sizes must have 2 units in the last hidden layer, as in 2,16,2,2: it is ${sizes}`,
  );
}

/** How many test points a straight line separates after the layers, and how many before. */
function headingOf(lab: Lab, { run, linear }: Folding): Heading {
  const { words } = lab;
  const topic = words.say("{run} on {data}: the plane, layer by layer", {
    run: shownName(lab, run.name),
    data: translated(words, lab.data.all.name),
  });
  const isLost = [run, linear].some(({ status }) => status === "diverged");
  const finding = isLost
    ? run.status === linear.status ? words.say("Every training diverges") : undefined
    : words.say("A straight line separates {share} after the hidden layers, {other} before", {
      share: shareIn(lab, run.finalTestAccuracy),
      other: shareIn(lab, linear.finalTestAccuracy),
    });
  return { topic: topicWithPlane(lab, topic), finding };
}

/** What to look for in the planes, and how much the folding is worth. */
function describe({ run, linear }: Folding): string[] {
  if ([run, linear].some(({ status }) => status === "diverged")) return [];
  const [bent, straight] = [run, linear].map(({ finalTestAccuracy }) => finalTestAccuracy);
  const last = run.model.sizes.length - 2;
  return [
    "Follow the grid from the first plane to the last: where the boundary of the inputs turns, the " +
    `layers bend the grid, until after layer ${last} the same boundary is a straight line, with ` +
    `${percentText(bent)} of the test points on the right side.`,
    "Compare the dashed line in the plane of the inputs, which a linear network finds there: " +
    `${percentText(straight)} of the test points are on its right side` +
    (bent > straight ? "." : ", so that nothing is gained by bending the plane."),
    ...(bent > straight
      ? [
        `Bending the plane brings a further ${
          percentText(bent - straight)
        } of the test points to the ` +
        "right side of a straight line.",
      ]
      : []),
  ];
}

const axisFlagNames = Object.keys(axisFlags) as (keyof typeof axisFlags)[];

/** The end of the lab, with the defaults of this command. */
export const folding: ClosingExperiment = {
  name: command.name,
  files,
  make: (settings) => ({
    ...foldPlane(closingFlags(flags, settings)),
    ignores: axisFlagNames,
  }),
};

/** The command. */
export const program = createProgram(command, async (tools) => {
  const [record] = await runAll([foldPlane(tools.flags)], tools);
  return record;
});

if (import.meta.main) await runProgram(program);
