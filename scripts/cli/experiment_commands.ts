/** Experiments as commands: each alone, and all of them in order with their gallery. */

import type { Section } from "../gallery/section.ts";
import { writeGallery } from "../gallery/write.ts";
import { animationFlags } from "./animate.ts";
import { runCommand, type Tools } from "./command.ts";
import {
  type Experiment,
  type ExperimentRecord,
  type MovingSettings,
  runAll,
} from "./experiment.ts";
import { count } from "./flag_kinds.ts";
import { parseFlags } from "./flags.ts";
import { commonFlags, dataFlags, trainingFlags, withDefaults } from "./lab_flags.ts";

/** What every experiment on data takes. */
export const experimentFlags = {
  ...dataFlags,
  epochs: count({
    maximum: 1_000_000,
    help: "passes over the data (default: the experiment's own)",
  }),
  batchSize: trainingFlags.batchSize,
  ...commonFlags,
};

/** What experiments on data take where one of them can move. */
const movingFlags = { ...experimentFlags, ...animationFlags };

/** Runs one experiment by itself, with a fresh generator. */
export function runExperiment(experiment: Experiment): Promise<never> {
  const { name, summary, seed } = experiment;
  if (seed !== undefined) return runAlone(experiment, seed);
  const example = `deno task ${name} --dataset circles --seed 7 --out figures`;
  const command = { name, summary, example };
  if (experiment.moving === undefined) {
    return runCommand(
      { ...command, flags: experimentFlags },
      (tools) => runOnly(experiment, tools),
    );
  }
  return runCommand(
    { ...command, flags: movingFlags },
    (tools) => runOnly(inMotion(experiment, tools.flags), tools),
  );
}

async function runOnly(
  experiment: Experiment,
  tools: Tools<typeof experimentFlags>,
): Promise<ExperimentRecord> {
  const [record] = await runAll([experiment], tools);
  return record;
}

function inMotion(experiment: Experiment, flags: MovingSettings): Experiment {
  return experiment.moving?.(flags) ?? experiment;
}

/** Runs one that needs no data: flags about data would change nothing, so it has none. */
function runAlone(experiment: Experiment, seed: number): Promise<never> {
  const { name, summary } = experiment;
  const example = `deno task ${name} --seed 7 --json ${name}.json`;
  const flags = withDefaults(commonFlags, { seed });
  return runCommand({ name, summary, example, flags }, (tools) => {
    const all = { ...parseFlags([], experimentFlags), ...tools.flags };
    return runOnly({ ...experiment, seed: all.seed }, { ...tools, flags: all });
  });
}

/** Runs experiments one after the other, with one generator running through them, and makes the gallery. */
export function runLab(experiments: readonly Experiment[]): Promise<never> {
  const names = experiments.map(({ name }) => name).join(", ");
  const command = {
    name: "lab",
    summary: `Runs all experiments, as the notebook runs from top to bottom: ${names}.`,
    example: "deno task lab --device cpu --json lab.json",
    flags: movingFlags,
  };
  return runCommand(command, async (tools) => {
    const sections: Section[] = [];
    const all = experiments.map((experiment) => inMotion(experiment, tools.flags));
    const records = await runAll(all, tools, (section) => void sections.push(section));
    tools.output.say(`\nGallery: ${writeGallery(tools.flags.out, sections)}`);
    return records;
  });
}
