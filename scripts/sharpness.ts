/**
 * Sharpness along gradient descent: the largest eigenvalue of the loss's Hessian, and the line 2/η.
 *
 * A quadratic function of a sharpness above 2/η makes gradient descent diverge. Networks sharpen until they
 * are there, and stay there, with a loss that goes on falling (Cohen et al., 2021).
 */

import { sharpness, type SharpnessRun } from "../mod.ts";
import { isObject } from "../lib/check_shape.ts";
import { closingFlags } from "./cli/closing_flags.ts";
import { type Command, createProgram, runProgram } from "./cli/command.ts";
import type { ClosingExperiment, Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { count } from "./cli/flags/flag_kinds.ts";
import type { Values } from "./cli/flags/flags.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { commonFlags, trainingFlags, withDefaults } from "./cli/flags/lab_flags.ts";
import { networks, numbers } from "./cli/flags/list_kinds.ts";
import type { Lab } from "./cli/lab.ts";
import { networkFlags, outputsOf } from "./cli/network.ts";
import { describeSharpness } from "./cli/sharpness/describe.ts";
import { sharpnessChart } from "./cli/sharpness/sharpness_chart.ts";
import { asUsageError } from "./cli/usage_error.ts";

const { activation, initializer } = withDefaults(networkFlags, { activation: "tanh" });

const flags = {
  ...dataFlags,
  sizes: networks({
    help: "units a layer, or several networks such as 2-32-2,2-32-32-2 (default: " +
      "INPUTS,32,32,CLASSES)",
    aliases: ["layers", "hidden", "networks"],
  }),
  ...{ activation, initializer, loss: networkFlags.loss },
  learningRate: numbers({
    default: [0.3, 0.6],
    above: 0,
    help: "size of a step, or several",
    aliases: ["lr", "rate", "learning-rates"],
  }),
  epochs: count({
    default: 800,
    maximum: 1_000_000,
    help: "steps, each over all training data",
    aliases: ["steps"],
  }),
  every: count({
    maximum: 1_000_000,
    help: "steps between two measurements (default: 10, 25 or 50, by --epochs)",
  }),
  memory: count({
    default: 1024,
    maximum: 1_000_000,
    help: "MiB for a network and the vectors of Lanczos' method",
  }),
  ...commonFlags,
};

/** The values of the flags. */
type SharpnessSettings = Values<typeof flags>;

const file = "sharpness.svg";

const command: Command<typeof flags> = {
  name: "sharpness",
  summary: "Measures the largest eigenvalue of the loss's Hessian along full-batch gradient " +
    "descent, beside 2/η. The defaults take 8 s on two cores.",
  example: "deno task sharpness --sizes 2,32,2 --learning-rate 1 --epochs 300",
  flags,
  files: (flags) => figureFiles([file], flags, "sharpness"),
};

/** The error bound of eigenvalues, as a share of the largest. */
const tolerance = 1e-3;

/** Few enough measurements not to take longer than the steps; multiples of 50 are among them. */
function intervalOf({ every, epochs }: SharpnessSettings): number {
  return every ?? (epochs <= 200 ? 10 : epochs <= 1000 ? 25 : 50);
}

/** A run before its data are known; without sizes it has the default ones. */
interface PlannedRun {
  readonly name: string;
  readonly sizes: readonly number[] | undefined;
  readonly learningRate: number;
}

/** Every network at every learning rate, named by what differs. */
function plannedRuns({ sizes, learningRate, activation }: SharpnessSettings): PlannedRun[] {
  const all = sizes?.sizes ?? [undefined];
  return all.flatMap((own) =>
    learningRate.map((rate) => {
      const network = all.length > 1 && own ? own.join("-") : undefined;
      const step = learningRate.length > 1 ? `lr=${rate}` : undefined;
      const name = step ? `${network ?? "sgd"} ${step}` : network ?? [activation].flat().join(", ");
      return { name, sizes: own, learningRate: rate };
    })
  );
}

/** The experiment. */
function measureSharpness(settings: SharpnessSettings): Experiment {
  const planned = plannedRuns(settings);
  return {
    name: command.name,
    summary: "the largest eigenvalue of the Hessian along full-batch gradient descent",
    logAxes: [],
    series: () => planned.map(({ name }) => name),
    async run(lab) {
      const runs = await measureAll(lab, settings, planned);
      await lab.draw(file, () => sharpnessChart(lab, runs));
      lab.output.table(
        ["run", ...["loss", "sharpness", "2/η"].map((title) => ({ title, decimals: 3 }))],
        runs.map(({ name, losses, steps, limit }) => [
          name,
          losses.at(-1) ?? NaN,
          steps.at(-1)?.sharpness ?? NaN,
          limit,
        ]),
      );
      const records = runs.map((run) => recordOf(run, { ...settings, seed: lab.settings.seed }));
      const takeaways = describeSharpness(runs, tolerance);
      return { takeaways, results: { runs: records, steps: records[0].steps } };
    },
  };
}

/** Measures the runs one after the other, each from the same seed. */
async function measureAll(
  { data, settings: { seed }, signal, output, announce }: Lab,
  settings: SharpnessSettings,
  planned: readonly PlannedRun[],
): Promise<SharpnessRun[]> {
  const { activation, initializer, loss, epochs, memory } = settings;
  const { features } = data.all;
  const usual = [features, 32, 32, outputsOf(data.all)];
  announce();
  using progress = output.progress("Measuring the sharpness", planned.length * epochs);
  const runs: SharpnessRun[] = [];
  for (const [at, { name, sizes = usual, learningRate }] of planned.entries()) {
    const spec = { name, sizes, activation, initializer, loss, learningRate };
    try {
      runs.push(
        await sharpness(spec, {
          ...{ data: data.train, seed, signal, steps: epochs, every: intervalOf(settings) },
          ...{ tolerance, memory: memory * 2 ** 20 },
          onStep: (step) => progress.update(at * epochs + step, name),
        }),
      );
    } catch (error) {
      throw asUsageError(error);
    }
  }
  return runs;
}

/** A run in JSON. */
function recordOf(
  { model: _, losses, divergedAtStep, ...run }: SharpnessRun,
  { initializer, epochs, seed }: SharpnessSettings,
) {
  const status = divergedAtStep === null ? "ok" : "diverged";
  const settings = { ...{ initializer: initializer ?? "torch", epochs, seed } };
  return { ...run, ...settings, trainLoss: Array.from(losses), status, divergedAtStep };
}

/** The experiment with its own defaults, on the lab's data. */
export const sharpnessInside: ClosingExperiment = {
  name: command.name,
  files: [file],
  make: (settings) => measureSharpness(closingFlags(flags, settings)),
};

/** The command. */
export const program = createProgram(command, async (tools) => {
  const all = { ...tools.flags, epochs: undefined, batchSize: trainingFlags.batchSize.default };
  // The runs of a file are measured again: what the command line says of them is all there is to check.
  const earlier = isObject(tools.earlier) ? { ...tools.earlier, runs: [] } : undefined;
  const [record] = await runAll([measureSharpness(tools.flags)], { ...tools, flags: all, earlier });
  return record;
});

if (import.meta.main) await runProgram(program);
