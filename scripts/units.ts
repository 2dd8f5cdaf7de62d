/**
 * Units: a trained network from inside. Each hidden unit is a small map of its activation over the plane,
 * each weight a line; and the lines on which the units of the first layer switch lie over the data.
 */

import { divergenceNotes, figure, type Run } from "../mod.ts";
import { translated, type Word } from "./cli/words.ts";
import { animatePanels, animationFiles, animationFlags, planAnimation } from "./cli/animate.ts";
import { type Command, createProgram, runProgram } from "./cli/command.ts";
import { type ClosingExperiment, type Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { headed, shownName } from "./cli/figure_words.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { sizes } from "./cli/flags/list_kinds.ts";
import type { Values } from "./cli/flags/flags.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { commonFlags, withDefaults } from "./cli/flags/lab_flags.ts";
import type { ComparedTraining, Lab, TrainingInputs } from "./cli/lab.ts";
import { networkFlags, networkTraining } from "./cli/network.ts";
import { checkBoundaryChart, topicWithPlane } from "./cli/prediction_charts.ts";
import { scorePhrase } from "./cli/scores.ts";
import { showRuns } from "./cli/show_runs.ts";
import { closingFlags } from "./cli/closing_flags.ts";
import { MOST, studyUnits, type UnitStudy } from "./cli/units/importance.ts";
import { diagramOf, diagramsThrough, kinksOf } from "./cli/units/unit_panels.ts";
import { UsageError } from "./cli/usage_error.ts";

/** The hidden layers without `--sizes`. */
const hidden = [8, 8];

/** A diagram of more hidden layers is illegible. */
const MAX_HIDDEN = 10;

const flags = {
  ...dataFlags,
  ...withDefaults(networkFlags, { optimizer: "adam", learningRate: 0.01, epochs: 100 }),
  sizes: sizes({
    maximum: 65_536,
    help:
      "units a layer, from the inputs to the classes (default: INPUTS,8,8,CLASSES); of a layer " +
      "of more than 16 units the most important 16 are shown",
  }),
  ...animationFlags,
  ...commonFlags,
};

type UnitsFlags = Values<typeof flags>;

const files = ["units-network.svg", "units-kinks.svg"];

const command: Command<typeof flags> = {
  name: "units",
  summary:
    "Draws a trained network as a diagram of its units, and where those of its first layer " +
    "switch. Takes about 1 s on two cores, with --animate 3 s.",
  example: "deno task units --dataset circles --sizes 2,16,16,2 --animate",
  flags,
  files: (flags) =>
    figureFiles([...files, ...flags.animate ? animationFiles("units") : []], flags, "units"),
};

const comparison = { file: "units", topic: "{run} on {data}" } as const;

/** Creates the experiment. */
function lookInside(settings: UnitsFlags): Experiment {
  const plan = planAnimation("units", settings);
  const trainingOf = ({ data: { all } }: TrainingInputs): ComparedTraining => {
    if (all.features < 2) {
      throw new UsageError(
        "Units are drawn as maps of a plane: the data must have at least 2 features (see --features)",
      );
    }
    const label = "Training";
    return networkTraining(settings, all, { label, comparison, hidden, keep: plan?.at });
  };
  return {
    name: "units",
    summary: "a trained network from inside, unit by unit",
    check: () => checkSizes(settings),
    trainings: (inputs) => [trainingOf(inputs)],
    async run(lab) {
      const [run] = await lab.train(trainingOf(lab));
      const study = await studyUnits(lab, run);
      const isLost = run.status === "diverged";
      const headingOf = (topic: Word, finding: string | undefined) => ({
        topic: topicOf(lab, run, topic),
        finding: isLost ? lab.words.say("Every training diverges") : finding,
      });
      const heading = headingOf(NETWORK, importanceFinding(lab, study));
      await lab.draw(files[0], async () => {
        const panel = await diagramOf(lab, run, study);
        const options = headed(lab, heading);
        return (look) => figure([[panel]], { ...options, ...look });
      });
      await lab.draw(files[1], async () => {
        const panel = await kinksOf(lab, run, study);
        const options = headed(lab, headingOf(KINKS, crossingFinding(lab, study)));
        return (look) => figure([[panel]], { ...options, ...look });
      });
      if (plan) {
        await animatePanels(lab, () => diagramsThrough(lab, run, { study, plan }), {
          ...plan,
          heading,
        });
      }
      showRuns(lab.output, [run]);
      showLayers(lab, study);
      return {
        takeaways: [...divergenceNotes([run]), ...describe(run, study)],
        results: {
          importance: study.importance.map((own) => Array.from(own, finiteOrNull)),
          layers: study.layers,
          crossing: study.crosses.filter(Boolean).length,
        },
      };
    },
  };
}

const NETWORK = "{run} on {data}: each unit as a map";
const KINKS = "{run} on {data}: where the units of the first layer switch";

const finiteOrNull = (value: number) => Number.isFinite(value) ? value : null;

function checkSizes({ sizes }: UnitsFlags): void {
  if (sizes === undefined) return;
  checkBoundaryChart(sizes);
  if (sizes.length - 2 <= MAX_HIDDEN) return;
  throw new UsageError(
    `Flag --sizes has ${sizes.length - 2} hidden layers: a diagram has room for ${MAX_HIDDEN}`,
  );
}

function topicOf(lab: Lab, run: Run, topic: Word): string {
  const values = {
    run: shownName(lab, run.name),
    data: translated(lab.words, lab.data.all.name),
  };
  return topicWithPlane(lab, lab.words.say(topic, values));
}

/** How few of the hidden units matter; undefined if none does. */
function importanceFinding({ words }: Lab, { layers }: UnitStudy): string | undefined {
  const { needed, total } = totals(layers);
  if (needed === 0) return undefined;
  return words.say(
    "{n} of {total} hidden units carries {share} of the importance|{n} of {total} hidden units carry {share} of the importance",
    { n: needed, total, share: words.digits(`${100 * MOST}%`) },
  );
}

function totals(layers: UnitStudy["layers"]) {
  const sum = (count: "units" | "needed") => layers.reduce((sum, layer) => sum + layer[count], 0);
  return { total: sum("units"), needed: sum("needed") };
}

function crossingFinding({ words }: Lab, { crosses }: UnitStudy): string | undefined {
  if (crosses.length === 0) return undefined;
  const n = crosses.filter(Boolean).length;
  return words.say("{n} of {total} lines crosses the data|{n} of {total} lines cross the data", {
    n,
    total: crosses.length,
  });
}

/** Writes a row for each hidden layer. */
function showLayers({ output }: Lab, { layers }: UnitStudy): void {
  if (layers.length === 0) return;
  output.say();
  output.table(
    ["layer", ...["units", "constant", "for 90%"].map((title) => ({ title, decimals: 0 }))],
    layers.map(({ units, constant, needed }, at) => [`${at + 1}`, units, constant, needed]),
  );
}

/** What to look for in the two figures, and what the units do. */
function describe(run: Run, { layers, crosses }: UnitStudy): string[] {
  if (run.status === "diverged") return [];
  const score = `On data not seen the network gets ${scorePhrase(run)}.`;
  if (layers.length === 0) {
    return [
      "There is no hidden layer: each output map is a tilted plane of the inputs.",
      "The boundary is a straight line, as nothing bends it.",
      score,
    ];
  }
  const { needed, total } = totals(layers);
  const crossing = crosses.filter(Boolean).length;
  const share = `${100 * MOST}%`;
  const isPiecewise = layers.length === 1 && run.model.activation === "relu";
  return [
    `In the diagram, follow the wide lines from the maps on top: ${needed} of ${total} hidden units ` +
    `${
      needed === 1 ? "has" : "have"
    } ${share} of the importance of their layers, which is the norm ` +
    "of the outgoing weights times the standard deviation of the activation.",
    `In the other figure, look where the boundary meets the lines: ${crossing} of ${crosses.length} ` +
    `units of layer 1 ${crossing === 1 ? "changes" : "change"} sign within the data, and ` +
    (isPiecewise
      ? "the boundary is straight between their lines."
      : layers.length === 1
      ? "the boundary bends around their lines."
      : "the later layers bend the boundary further."),
    ...layers.flatMap(({ units, constant }, at) =>
      constant === 0 ? [] : [
        `Layer ${at + 1}: the activation of ${constant} of ${units} units is the same for all ` +
        "training samples, and adds nothing but a bias.",
      ]
    ),
    score,
  ];
}

/** The end of the lab, with the defaults of this command. */
export const units: ClosingExperiment = {
  name: command.name,
  files,
  make: (settings) => lookInside(closingFlags(flags, settings)),
};

/** The command. */
export const program = createProgram(command, async (tools) => {
  const [record] = await runAll([lookInside(tools.flags)], tools);
  return record;
});

if (import.meta.main) await runProgram(program);
