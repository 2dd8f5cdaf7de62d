/** Trains a network for each combination of one or two settings, and shows where it learns. */

import {
  planSweep,
  quartileLine,
  type SweepPlan,
  type SweepResult,
  type SweptRun,
} from "../mod.ts";
import { seedsFrom } from "../lib/check.ts";
import { type Command, createProgram, runProgram, type Tools } from "./cli/command.ts";
import type { Experiment, ExperimentRecord } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { choice, count, paths, toggle } from "./cli/flags/flag_kinds.ts";
import { flagName } from "./cli/flags/flags.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { commonFlags } from "./cli/flags/lab_flags.ts";
import type { Lab } from "./cli/lab.ts";
import { networkFlags, networkOf } from "./cli/network.ts";
import { settingsLine } from "./cli/provenance.ts";
import { queueFlag } from "./cli/queue/address.ts";
import type { ActiveWorker } from "./cli/queue/chunk_queue.ts";
import { connect, type Connection } from "./cli/queue/redis.ts";
import { type Axis, axisFlag, withSettings } from "./cli/sweep/axes.ts";
import { storeFlags } from "./cli/stored.ts";
import { describeCells, describeShard } from "./cli/sweep/describe.ts";
import { type Measure, measures, type SweptPlane } from "./cli/sweep/plane.ts";
import { runStored, storeName, storePath } from "./cli/sweep/run_stored.ts";
import { shardFlag } from "./cli/sweep/shard.ts";
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
  marginals: toggle({
    help: "with --y: add the losses along each axis, the lowest and the quartiles over the other",
  }),
  ...storeFlags("sweep", storeName(undefined)),
  memory: count({
    default: 256,
    minimum: 1,
    maximum: 1_000_000,
    help: "MiB for the networks that are trained together",
  }),
  queue: queueFlag({
    help:
      "let the workers of that queue train (deno task worker): redis://HOST:6379, rediss:// for " +
      "TLS; the password in it, or in LAB_QUEUE_PASSWORD",
  }),
  chunk: count({
    maximum: 1_000_000,
    help: "with --queue: cells that a worker takes at a time (default: about a second's)",
  }),
  shard: shardFlag({
    help: "train every N-th cell alone, into a file of its own, and draw nothing",
  }),
  merge: paths({
    placeholder: "FILE.jsonl",
    endings: [".jsonl"],
    help: "bring the results of these files together and draw them; settings are theirs",
  }),
  ...commonFlags,
};

const command: Command<typeof flags> = {
  name: "sweep",
  summary: "Trains a network for each combination of one or two settings; goes on after a stop. " +
    "The defaults take about 1 s on two cores.",
  example:
    "deno task sweep --x learning-rate:1e-3..10:log:16 --y init-std:0.01..3:log:12 --epochs 40",
  flags,
  files: (flags) => [
    ...figureFiles(["sweep-loss.svg"], flags, "sweep"),
    ...(flags.store === undefined ? [storeName(flags.shard)] : []),
  ],
  onlyFile: (flags) => flags.shard === undefined ? undefined : storePath(flags),
};

type SweepTools = Tools<typeof flags>;

/** The axes, which must be of different settings that no flag sets. */
function axesOf({ flags: { x, y, schedule, marginals }, command }: SweepTools): readonly Axis[] {
  if (y !== undefined && x.key === y.key) {
    throw new UsageError(`Flags --x and --y both have ${x.label}: give each its own setting`);
  }
  if (y === undefined && marginals) {
    throw new UsageError(
      "Flag --marginals changes nothing with one axis: add --y, or leave it out",
    );
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

/** Checks that the flags about who trains are not in each other's way. */
function checkPlaces({ flags: { queue, shard, merge, chunk, fresh } }: SweepTools): void {
  const given = Object.entries({ queue, shard, merge }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const [one, other] = given.map(([key]) => flagName(key));
    throw new UsageError(`Flags ${one} and ${other} exclude each other: give one of them`);
  }
  if (chunk !== undefined && queue === undefined) {
    throw new UsageError("--chunk changes nothing without --queue: it is what a worker takes");
  }
  if (fresh && merge !== undefined) {
    throw new UsageError(
      "Flags --fresh and --merge exclude each other: name a new file by --store",
    );
  }
}

/** Creates the experiment; with a connection, the workers of its queue train. */
function sweepOver(
  tools: SweepTools,
  { axes, connection }: { axes: readonly Axis[]; connection: Connection | undefined },
): Experiment {
  const { measure, seeds, shard, marginals, merge } = tools.flags;
  const trainedBy = connection !== undefined
    ? "those of the workers of the queue"
    : merge && "none (the files of --merge have the results)";
  return {
    name: "sweep",
    trainedBy,
    summary: axes.map(({ label, values }) => `${values.length} of ${label}`).join(" by "),
    series: () => ["loss"],
    async run(lab) {
      const whole = await planOf(lab, tools, axes);
      const plan = shard === undefined ? whole : { ...whole, cells: shard.of(whole.cells) };
      const header = { ...plan.header, command: settingsLine("sweep", flags, tools.flags) };
      const { results, workers } = await runStored(lab, tools.flags, {
        ...{ plan, header, connection },
      });
      const cells = plan.cells.map(({ settings }, at) => ({
        ...settings,
        ...summaryOf(results[at].runs),
        ...(seeds > 1 && { runs: results[at].runs }),
      }));
      if (shard !== undefined) {
        const takeaways = describeShard(shard, { of: whole, plan, path: storePath(tools.flags) });
        return { takeaways, results: { shard: String(shard), cells, measure } };
      }
      const plane = planeOf(plan, results, { axes, measure });
      const device = devicesOf(workers ?? []) ?? lab.device;
      await lab.draw(
        "sweep-loss.svg",
        () => sweepChart(trainedOn(lab, device), plane, { marginals }),
      );
      const takeaways = describeCells(plane);
      const others = workers && { workers, device };
      return { takeaways, results: { cells, measure, ...others } };
    },
  };
}

/** The devices of workers as one; undefined without workers. */
function devicesOf(workers: readonly ActiveWorker[]): ExperimentRecord["device"] | undefined {
  if (workers.length === 0) return undefined;
  const devices = workers.map(({ device }) => device);
  const distinct = (texts: readonly string[], between: string) => [...new Set(texts)].join(between);
  return {
    kind: distinct(devices.map(({ kind }) => kind), "+"),
    name: distinct(devices.map(({ name }) => name), ", "),
    software: devices.some(({ software }) => software),
  };
}

/** A lab whose figures name the device that trained. */
function trainedOn(
  lab: Lab,
  { kind, name }: Pick<ExperimentRecord["device"], "kind" | "name">,
): Lab {
  const { provenance } = lab.figureOptions;
  if (provenance === undefined) return lab;
  const device = { kind, name };
  return { ...lab, figureOptions: { ...lab.figureOptions, provenance: { ...provenance, device } } };
}

/** Plans the sweep with the settings of the flags. */
async function planOf(lab: Lab, { flags }: SweepTools, axes: readonly Axis[]): Promise<SweepPlan> {
  const { data: { all, train, test }, device, settings: { seed } } = lab;
  try {
    return await planSweep((settings) => networkOf(withSettings(flags, settings), all), {
      axes: Object.fromEntries(axes.map(({ key, values }) => [key, values])),
      seeds: seedsFrom("plan the sweep", seed, flags.seeds),
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
  checkPlaces(tools);
  const axes = axesOf(tools);
  const { flags: { queue }, output } = tools;
  // Before all else: a queue that does not answer is said at once.
  using connection = queue && await connect(queue, (line) => output.note(line));
  const [record] = await runAll([sweepOver(tools, { axes, connection })], tools);
  return record;
});

if (import.meta.main) {
  // The task has the permission for the network for its queue, and gives it up without one.
  const usesQueue = Deno.args.some((argument) => argument.split("=", 1)[0] === "--queue");
  if (!usesQueue) Deno.permissions.revokeSync({ name: "net" });
  await runProgram(program);
}
