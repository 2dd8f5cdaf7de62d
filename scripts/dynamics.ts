/**
 * Dynamics: what happens to the gradient on its way through the layers of deep networks.
 *
 * Networks of several activations, initial weights and depths are trained alike, and the statistics of
 * their layers are computed after some of the epochs.
 */

import {
  type Activation,
  activationNames,
  divergenceNotes,
  type Initializer,
  listText,
  percentText,
  type Run,
  sgd,
} from "../mod.ts";
import { createProgram, runProgram } from "./cli/command.ts";
import { type ClosingExperiment, type Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import {
  changeOf,
  type Combination,
  descending,
  drawDynamics,
  type Measured,
  nameOf,
  saturatedShare,
  shownDepth,
} from "./cli/dynamics_charts.ts";
import { choice, count, number } from "./cli/flags/flag_kinds.ts";
import { listOf } from "./cli/flags/list_kinds.ts";
import type { Values } from "./cli/flags/flags.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { commonFlags, modelFlags, trainingFlags } from "./cli/flags/lab_flags.ts";
import { digitsText, growingEpochs, lastStatistics, shrinkFactor } from "./cli/layer_statistics.ts";
import type { ComparedTraining, TrainingInputs } from "./cli/lab.ts";

/** Epochs of networks with one hidden layer of 32 units, and of the others. */
const shallow = { epochs: 150, units: 32 };
const deepEpochs = 30;

/** A gradient that changes by this factor a layer, or by more, vanishes or explodes in a deep network. */
const limit = 2;

const defaults = {
  activations: ["sigmoid", "tanh", "relu"] as const,
  initializers: ["torch", "he", "large"] as const,
  depths: [2, 4, 8, 16],
  units: 16,
  learningRate: 0.05,
};

const flags = {
  ...dataFlags,
  activations: listOf<Activation | undefined>(
    choice({ choices: activationNames, help: "" }),
    { default: defaults.activations, help: "what the hidden layers have" },
  ),
  initializers: listOf<Initializer | undefined>(modelFlags.initializer, {
    default: defaults.initializers,
    help: "of the weights",
  }),
  depths: listOf<number | undefined>(count({ minimum: 2, maximum: 64, help: "" }), {
    default: defaults.depths,
    help: "numbers of hidden layers",
  }),
  units: count({ default: defaults.units, maximum: 1024, help: "units of a hidden layer" }),
  learningRate: number({ default: defaults.learningRate, above: 0, help: "size of a step of SGD" }),
  epochs: count({
    maximum: 100_000,
    help: `passes over the data (default: ${deepEpochs}, and ${shallow.epochs} with one layer)`,
  }),
  batchSize: trainingFlags.batchSize,
  ...commonFlags,
};

const files = ["dynamics-gradients.svg", "dynamics-epochs.svg", "dynamics-saturation.svg"];

const command = {
  name: "dynamics",
  summary:
    "Compares gradients and activations of the layers of deep networks, in 4 s on two cores.",
  example: "deno task dynamics --activations tanh,relu --initializers xavier,he --depths 2,8",
  flags,
  files: (settings: Values<typeof flags>) => figureFiles(files, settings, "dynamics"),
};

/** What is compared. */
type Settings = Pick<
  Values<typeof flags>,
  "activations" | "initializers" | "depths" | "units" | "learningRate" | "seed"
>;

/** Networks that are trained first, under these names, in this order. */
const firstNames = ["sigmoid torch 8", "tanh torch 8", "relu torch 8", "relu he 8", "tanh large 8"];

/** All combinations of one hidden layer or more; those of `firstNames` come first. */
function combinationsOf({ activations, initializers, depths }: Settings) {
  const one = activations.map((activation) => ({ activation, initializer: "torch", depth: 1 }));
  const several = activations.flatMap((activation) =>
    initializers.flatMap((initializer) =>
      depths.map((depth) => ({ activation, initializer, depth }))
    )
  );
  const rank = (combination: Combination) => {
    const at = firstNames.indexOf(nameOf(combination));
    return at < 0 ? firstNames.length : at;
  };
  return { one, several: several.sort((a, b) => rank(a) - rank(b)) } as {
    one: Combination[];
    several: Combination[];
  };
}

/** A training of some combinations. Each has a generator of its own, as if it were trained alone. */
function trainingOf(
  combinations: readonly Combination[],
  { units, learningRate }: Pick<Settings, "units" | "learningRate">,
  own: { epochs: number; label: string },
  { data: { all }, settings }: TrainingInputs,
): ComparedTraining {
  const outputs = all.task === "regression" ? all.targets!.length / all.samples : all.classes;
  return {
    ...own,
    comparison: { file: "dynamics", topic: "Gradients by layer on {data}, after the last epoch" },
    ...(all.task === "regression" && { loss: "meanSquaredError" as const }),
    probe: { at: growingEpochs(settings.epochs ?? own.epochs) },
    specs: combinations.map(({ activation, initializer, depth, ...rest }) => ({
      name: nameOf({ activation, initializer, depth, ...rest }),
      sizes: [all.features, ...new Array<number>(depth).fill(units), outputs],
      activation,
      initializer,
      optimizer: sgd({ learningRate }),
      seed: settings.seed,
    })),
  };
}

/** Creates the experiment. */
function compareDynamics(settings: Settings): Experiment {
  const { one, several } = combinationsOf(settings);
  const trainings = (inputs: TrainingInputs) => [
    trainingOf(
      one,
      { ...settings, units: shallow.units },
      { epochs: shallow.epochs, label: "Training one hidden layer" },
      inputs,
    ),
    trainingOf(several, settings, { epochs: deepEpochs, label: "Training deep networks" }, inputs),
  ];
  const { activations, initializers, depths } = settings;
  return {
    name: command.name,
    summary: "gradients and saturation in deep networks, layer by layer",
    logAxes: ["y"],
    series: () => [
      ...depths.map((depth) => `${depth}-hidden`),
      ...activations.flatMap((activation) => initializers.map((each) => `${activation} ${each}`)),
    ],
    trainings,
    async run(lab) {
      const runs: Run[] = [];
      for (const training of trainings(lab)) runs.push(...await lab.train(training));
      const all = [...one, ...several].map((combination, at): Measured => ({
        ...combination,
        run: runs[at],
        factor: factorOf(runs[at]),
      }));
      await drawDynamics(lab, all, settings);
      showFactors(lab, all, settings);
      return {
        takeaways: [...describe(all, depths), ...divergenceNotes(runs)],
        results: {
          factors: all.map(({ run, factor, activation, initializer, depth }) => ({
            ...{ name: run.name, activation, initializer, depth },
            factor: Number.isFinite(factor) ? factor : null,
          })),
        },
      };
    },
  };
}

function factorOf(run: Run): number {
  const statistics = lastStatistics(run);
  return statistics === undefined ? NaN : shrinkFactor(statistics);
}

/** Writes by what factor the gradient shrinks a layer, a row for each activation and initializer. */
function showFactors(
  { output }: Pick<Parameters<Experiment["run"]>[0], "output">,
  all: readonly Measured[],
  { activations, initializers, depths }: Settings,
): void {
  output.table(
    ["gradient shrinks a layer by", ...depths.map((depth) => `${depth} layers`)],
    activations.flatMap((activation) =>
      initializers.map((initializer) => [
        `${activation} ${initializer}`,
        ...depths.map((depth) => {
          const found = all.find((each) =>
            nameOf(each) === nameOf({ activation, initializer, depth })
          );
          return digitsText(found?.factor ?? NaN);
        }),
      ])
    ),
  );
}

/** What to look for in the figures, and which gradients vanish or explode. */
function describe(all: readonly Measured[], depths: readonly number[]): string[] {
  const depth = shownDepth(depths);
  const shown = all.filter(({ depth: own, factor, run }) =>
    own === depth && Number.isFinite(factor) && run.status !== "diverged"
  );
  const order = descending(shown, changeOf);
  const [worst, best] = [order[0], order[order.length - 1]];
  if (worst === undefined) {
    return ["No network of several hidden layers has a gradient at the end."];
  }
  const saturated = descending(shown, saturatedShare);
  const those = (which: (factor: number) => boolean) => {
    const found = shown.filter(({ factor }) => which(factor)).map(({ run }) => run.name);
    return found.length === 0 ? "in none" : `in ${listText(found)}`;
  };
  return [
    `Look for steep lines and for colours that fade from layer to layer: with ${depth} hidden layers ` +
    `the gradient of ${worst.run.name} ${
      changeText(worst)
    } from layer to layer towards the input, ` +
    `that of ${best.run.name} ${changeText(best)}.`,
    `Look for dark rows where units are saturated: most are in ${saturated[0].run.name}, ` +
    `${percentText(saturatedShare(saturated[0]))} of all at the end.`,
    `Gradients that shrink ${limit} times a layer or more vanish: ` +
    `${those((factor) => factor >= limit)}. Those that grow as much explode: ` +
    `${those((factor) => factor <= 1 / limit)}.`,
  ];
}

/** How the gradient changes a layer: `shrinks 4.3 times`. */
function changeText({ factor }: Measured): string {
  return factor >= 1
    ? `shrinks ${digitsText(factor)} times`
    : `grows ${digitsText(1 / factor)} times`;
}

/** The part of the lab. */
export const dynamics: ClosingExperiment = {
  name: command.name,
  files,
  make: ({ seed }) => compareDynamics({ ...defaults, seed }),
};

/** The command. */
export const program = createProgram(command, async (tools) => {
  const [record] = await runAll([compareDynamics(tools.flags)], tools);
  return record;
});

if (import.meta.main) await runProgram(program);
