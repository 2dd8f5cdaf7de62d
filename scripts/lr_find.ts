/** The learning-rate range test: one step at each of many rates, to find one to train with. */

import {
  figure,
  type FigureOptions,
  linePanel,
  lossText,
  type RangeTest,
  rangeTest,
} from "../mod.ts";
import { type Command, createProgram, runProgram } from "./cli/command.ts";
import type { Experiment } from "./cli/experiment.ts";
import { runAll } from "./cli/run_all.ts";
import { headed, topicOn } from "./cli/figure_words.ts";
import { figureFiles } from "./cli/files/figure_names.ts";
import { count, number } from "./cli/flags/flag_kinds.ts";
import type { Values } from "./cli/flags/flags.ts";
import { dataFlags } from "./cli/flags/data_flags.ts";
import { commonFlags } from "./cli/flags/lab_flags.ts";
import type { Lab } from "./cli/lab.ts";
import { networkFlags, networkOf } from "./cli/network.ts";
import { asUsageError, UsageError } from "./cli/usage_error.ts";

const { learningRate: _, schedule, epochs, patience, minDelta, ...ownFlags } = networkFlags;

const flags = {
  ...dataFlags,
  ...ownFlags,
  fromRate: number({ default: 1e-4, above: 0, help: "learning rate of the first step" }),
  toRate: number({ default: 10, above: 0, help: "learning rate of the last step" }),
  steps: count({ default: 100, minimum: 2, maximum: 100_000, help: "steps between both rates" }),
  ...commonFlags,
};

const command: Command<typeof flags> = {
  name: "lr-find",
  summary: "Takes one step at each of many learning rates, and suggests one to train with. " +
    "The defaults take less than 1 s on two cores.",
  example: "deno task lr-find --dataset spiral --optimizer adam --from-rate 1e-5 --to-rate 1",
  flags,
  files: (flags) => figureFiles(["lr-find-loss.svg"], flags, "lr-find"),
};

const names = {
  batch: "loss of a batch",
  smoothed: "smoothed",
  steepest: "steepest fall",
  suggestion: "suggested rate",
} as const;

/** The experiment. */
function findRate(settings: Values<typeof flags>): Experiment {
  const { fromRate, toRate, steps } = settings;
  return {
    name: "lr-find",
    summary: `${steps} steps at learning rates from ${rateText(fromRate)} to ${rateText(toRate)}`,
    logAxes: ["x"],
    series: () => Object.values(names),
    check() {
      if (fromRate < toRate) return;
      throw new UsageError(
        `--from-rate ${fromRate} must be below --to-rate ${toRate}: the rates grow`,
      );
    },
    async run(lab) {
      const found = await testRates(lab, settings);
      await lab.draw("lr-find-loss.svg", () => chartOf(lab, found));
      const { learningRates, losses, smoothed, steepest, lowest, suggestion, end } = found;
      return {
        takeaways: describe(found, steps),
        results: {
          ...{ fromRate, toRate, steps, learningRates, losses, smoothed },
          ...{ steepest, lowest, suggestion, end },
        },
      };
    },
  };
}

/** Runs the test on the lab's data, with the same draws as a training with the lab's seed. */
async function testRates(lab: Lab, settings: Values<typeof flags>): Promise<RangeTest> {
  const { data, device, generator, signal, output } = lab;
  const { fromRate, toRate, steps } = settings;
  const untrained = {
    ...{ learningRate: fromRate, schedule: schedule.default, epochs: epochs.default },
    ...{ patience: patience.default, minDelta: minDelta.default },
  };
  const all = networkOf({ ...settings, ...untrained }, data.all);
  const { epochs: _, schedule: _schedule, stop: _stop, ...spec } = all;
  lab.announce();
  using progress = output.progress("Testing learning rates", steps);
  try {
    return await rangeTest(spec, {
      ...{ device, data: data.train, generator, signal },
      ...{ fromRate, toRate, steps, onStep: (step) => progress.update(step) },
    });
  } catch (error) {
    throw asUsageError(error);
  }
}

/** The raw and the smoothed loss over the rates, with the steepest point and the suggestion. */
function chartOf(
  lab: Lab,
  { learningRates: x, losses, smoothed, steepest, suggestion }: RangeTest,
) {
  const { words } = lab;
  const point = (name: string, step: number, rate = x[step]) => {
    return { name, x: [rate], values: [smoothed[step]], marker: true };
  };
  const panel = linePanel([
    { name: names.batch, x, values: losses },
    { name: names.smoothed, x, values: smoothed },
    ...(steepest ? [point(names.steepest, steepest.step)] : []),
    ...(suggestion ? [point(names.suggestion, nearest(x, suggestion), suggestion)] : []),
  ], {
    ...{ xLabel: words.say("learning rate"), xScale: "log" },
    ...{ yLabel: words.say("loss"), markers: false },
  });
  const options: FigureOptions = headed(lab, {
    topic: topicOn(lab, "Learning-rate range test on {data}", lab.data.all),
    finding: suggestion === null
      ? words.say("No learning rate lowers the loss")
      : words.say("A learning rate of {rate} is suggested", {
        rate: words.digits(rateText(suggestion)),
      }),
  });
  return figure([[panel]], options);
}

/** The index of the nearest value of a geometric sequence. */
function nearest(values: Float64Array, wanted: number): number {
  const distance = (value: number) => Math.abs(Math.log(value / wanted));
  return values.reduce(
    (best, value, at) => distance(value) < distance(values[best]) ? at : best,
    0,
  );
}

function describe({ smoothed, steepest, lowest, suggestion, ...found }: RangeTest, steps: number) {
  const { end, learningRates } = found;
  const taken = learningRates.length;
  const last = taken === 0 ? "" : ` at a rate of ${rateText(learningRates[taken - 1])}`;
  const reason = {
    completed: [],
    exceeded: [
      `The test ended after ${taken} of ${steps} steps,${last}: the smoothed loss was above four ` +
      "times its minimum.",
    ],
    diverged: [
      `The test ended after ${taken} of ${steps} steps${last}: the next loss was not finite.`,
    ],
  }[end];
  return [
    ...(steepest === null
      ? []
      : [`The smoothed loss falls most at a learning rate of ${rateText(steepest.learningRate)}.`]),
    suggestion === null || lowest === null
      ? "No learning rate lowered the smoothed loss: start at a lower one by --from-rate."
      : `Suggested is ${rateText(suggestion)}, a tenth of ${
        rateText(lowest.learningRate)
      }, where the ` +
        `smoothed loss is lowest, ${lossText(smoothed[lowest.step])}.`,
    ...(suggestion !== null && suggestion < learningRates[0]
      ? [
        "That is below all rates of the test, as the smoothed loss falls no further after the first " +
        "ones: test others by --from-rate and --to-rate.",
      ]
      : []),
    ...(end === "completed" && lowest?.step === steps - 1
      ? ["The smoothed loss was still falling at the last rate: a higher --to-rate tells more."]
      : []),
    ...reason,
    "These are the losses of one network with one order of the batches: other seeds give other rates.",
  ];
}

/** A learning rate in three digits. */
const rateText = (rate: number) => String(Number(rate.toPrecision(3)));

/** The command. */
export const program = createProgram(command, async (tools) => {
  const all = { ...tools, flags: { ...tools.flags, epochs: undefined } };
  const [record] = await runAll([findRate(tools.flags)], all);
  return record;
});

if (import.meta.main) await runProgram(program);
