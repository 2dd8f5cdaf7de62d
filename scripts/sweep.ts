/** Trains a network for each combination of one or two settings, and shows where it learns. */

import {
  planSweep,
  quartileLine,
  type SweepPlan,
  type SweepResult,
  type SweptRun,
} from "../mod.ts";
import { type Command, createProgram, runProgram, type Tools } from "./cli/command.ts";
import { type Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { choice, count, path, toggle } from "./cli/flags/flag_kinds.ts";
import { flagName } from "./cli/flags/flags.ts";
import { commonFlags, dataFlags } from "./cli/flags/lab_flags.ts";
import type { Lab } from "./cli/lab.ts";
import { networkFlags, networkOf } from "./cli/network.ts";
import { type Axis, axisFlag, withSettings } from "./cli/sweep/axes.ts";
import { describeCells } from "./cli/sweep/describe.ts";
import { type Measure, measures, type SweptPlane } from "./cli/sweep/plane.ts";
import { runStored, storeName } from "./cli/sweep/run_stored.ts";
import { sweepChart } from "./cli/sweep/sweep_chart.ts";
import { asUsageError, UsageError } from "./cli/usage_error.ts";

const flags = {
  x: axisFlag({
    default: "learning-rate:1e-3..10:log:13",
    help: "first setting and its values, such as learning-rate:1e-4..10:log:64",
  }),
  y: axisFlag({
    help: "second setting and its values, such as init-std:0.01,0.1,1 or optimizer:sgd,adam",
  }),
  ...dataFlags,
  ...networkFlags,
  seeds: count({
    default: 1,
    maximum: 10_000,
    help: "networks a cell, of seeds from --seed on; figures show their median",
  }),
  measure: choice({ default: "testLoss", choices: measures, help: "final loss that is shown" }),
  store: path({
    placeholder: "FILE.jsonl",
    endings: [".jsonl"],
    help: "results so far, with which the sweep goes on (default: sweep.jsonl in --out)",
  }),
  fresh: toggle({ help: "start over in a new file; an older one gets another name" }),
  memory: count({
    default: 256,
    minimum: 1,
    maximum: 1_000_000,
    help: "MiB for the networks that are trained together",
  }),
  ...commonFlags,
};

const command: Command<typeof flags> = {
  name: "sweep",
  summary: "Trains a network for each combination of one or two settings; goes on after a stop.",
  example:
    "deno task sweep --x learning-rate:1e-3..10:log:16 --y init-std:0.01..3:log:12 --epochs 40",
  flags,
  files: (flags) => [
    ...figureFiles(["sweep-loss.svg"], flags, "sweep"),
    ...(flags.store === undefined ? [storeName] : []),
  ],
};

type SweepTools = Tools<typeof flags>;

/** The axes, which must be of different settings that no flag sets. */
function axesOf({ flags: { x, y, schedule }, command }: SweepTools): readonly Axis[] {
  if (y !== undefined && x.key === y.key) {
    throw new UsageError(`Flags --x and --y both have ${x.label}: give each its own setting`);
  }
  const axes = y === undefined ? [x] : [x, y];
  for (const { key, label } of axes) {
    const flag = flagName(key === "initStd" ? "initializer" : key);
    if (!command.flags.includes(flag)) continue;
    throw new UsageError(`${flag} changes nothing with an axis of ${label}: leave it out`);
  }
  const keys = axes.map(({ key }) => key);
  if (keys.includes("initStd") && keys.includes("initializer")) {
    throw new UsageError(
      "Axes of init-std and initializer exclude each other: both set the weights",
    );
  }
  if (axes.some(({ key }) => key === "learningRate") && schedule.startsWith("one-cycle")) {
    throw new UsageError(
      `An axis of learning rate changes nothing with --schedule ${schedule}, which has a maximum ` +
        "of its own",
    );
  }
  return axes;
}

/** Creates the experiment. */
function sweepOver(tools: SweepTools): Experiment {
  const axes = axesOf(tools);
  const { measure, seeds } = tools.flags;
  return {
    name: "sweep",
    summary: axes.map(({ label, values }) => `${values.length} of ${label}`).join(" by "),
    series: () => ["loss"],
    async run(lab) {
      const plan = await planOf(lab, tools, axes);
      const results = await runStored(lab, tools.flags, plan);
      const plane = planeOf(plan, results, { axes, measure });
      await lab.draw("sweep-loss.svg", () => sweepChart(lab, plane));
      const cells = plan.cells.map(({ settings }, at) => ({
        ...settings,
        ...summaryOf(results[at].runs),
        ...(seeds > 1 && { runs: results[at].runs }),
      }));
      return { takeaways: describeCells(plane), results: { cells, measure } };
    },
  };
}

/** Plans the sweep with the settings of the flags. */
async function planOf(lab: Lab, { flags }: SweepTools, axes: readonly Axis[]): Promise<SweepPlan> {
  const { data: { all, train, test }, device, settings: { seed } } = lab;
  try {
    return await planSweep((settings) => networkOf(withSettings(flags, settings), all), {
      axes: Object.fromEntries(axes.map(({ key, values }) => [key, values])),
      seeds: Array.from({ length: flags.seeds }, (_, at) => seed + at),
      ...{ device, data: train, test },
    });
  } catch (error) {
    throw asUsageError(error);
  }
}

/** The median losses of a cell's networks; null if most of them diverged. */
function summaryOf(runs: readonly SweptRun[]) {
  const median = (measure: Measure) => medianOf(runs, measure);
  const epochs = runs.flatMap(({ divergedAtEpoch }) => divergedAtEpoch ?? []);
  const [finalTrainLoss, finalTestLoss] = [median("trainLoss"), median("testLoss")].map((loss) =>
    Number.isFinite(loss) ? loss : null
  );
  const divergedAtEpoch = 2 * epochs.length > runs.length ? Math.min(...epochs) : null;
  return { finalTrainLoss, finalTestLoss, divergedAtEpoch };
}

function medianOf(runs: readonly SweptRun[], measure: Measure): number {
  const losses = runs.map((
    run,
  ) => [(measure === "trainLoss" ? run.finalTrainLoss : run.finalTestLoss) ?? NaN]);
  return quartileLine("", losses).values[0];
}

/** The results as a plane of numbers. */
function planeOf(
  plan: SweepPlan,
  results: readonly SweepResult[],
  parts: Pick<SweptPlane, "axes" | "measure">,
): SweptPlane {
  const { measure } = parts;
  const isDiverged = ({ runs }: SweepResult) => summaryOf(runs).divergedAtEpoch !== null;
  const cells = plan.cells.map(({ at, settings }, index) => ({
    ...{ at, settings, runs: results[index].runs },
    value: isDiverged(results[index]) ? Infinity : medianOf(results[index].runs, measure),
    diverged: isDiverged(results[index]),
  }));
  return { ...parts, seeds: plan.seeds, cells };
}

/** The command. */
export const program = createProgram(command, async (tools) => {
  const [record] = await runAll([sweepOver(tools)], tools);
  return record;
});

if (import.meta.main) await runProgram(program);
