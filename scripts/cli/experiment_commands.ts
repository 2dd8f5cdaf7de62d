/** Experiments as commands: each alone, and all of them in order with their gallery. */

import { PAGE, type Section } from "../gallery/section.ts";
import { animationFiles, animationFlags, type AnimationSettings } from "./animate.ts";
import { type Command, createProgram, type Program, type Tools } from "./command.ts";
import {
  type ClosingExperiment,
  type Experiment,
  type ExperimentRecord,
  type LabExperiment,
  type MovingSettings,
} from "./experiment.ts";
import { figureFiles } from "./files/figure_names.ts";
import { count, toggle } from "./flags/flag_kinds.ts";
import { parseFlags, type Values } from "./flags/flags.ts";
import { overSeeds } from "./seed_study.ts";
import { possibleFiles } from "./prediction_charts.ts";
import { runAll } from "./run_all.ts";
import { dataFlags } from "./flags/data_flags.ts";
import { commonFlags, curveFlags, trainingFlags, withDefaults } from "./flags/lab_flags.ts";

/** The flags of every experiment on data. */
export const experimentFlags = {
  ...dataFlags,
  epochs: count({
    maximum: 1_000_000,
    help: "passes over the data (default: the experiment's own)",
  }),
  batchSize: trainingFlags.batchSize,
  ...curveFlags,
  ...commonFlags,
};

/** The flags of experiments on data of which one can be animated. */
const movingFlags = { ...experimentFlags, ...animationFlags };

/** The program of one experiment, with a generator of its own. */
export function experimentProgram(experiment: LabExperiment): Program {
  const { name, summary, about = summary, seed, files } = experiment;
  if (seed !== undefined) return loneProgram(experiment, seed);
  const example = `deno task ${name} --dataset circles --seed 7 --out figures`;
  const command = { name, summary: about, example };
  if (experiment.moving === undefined) {
    return createProgram(
      {
        ...command,
        flags: experimentFlags,
        files: (flags) => figureFiles(possibleFiles(files, flags.data), flags, name),
      },
      (tools) => runOnly(experiment, tools),
    );
  }
  return createProgram(
    {
      ...command,
      flags: movingFlags,
      files: (flags) => figureFiles(filesOf(experiment, flags), flags, name),
    },
    (tools) => runOnly(inMotion(experiment, tools.flags), tools),
  );
}

async function runOnly(
  experiment: Experiment,
  tools: Tools<typeof experimentFlags>,
): Promise<ExperimentRecord> {
  const [record] = await runAll([overSeeds(experiment, tools.flags.seeds)], tools);
  return record;
}

function inMotion(experiment: LabExperiment, flags: MovingSettings): Experiment {
  return experiment.moving?.(flags) ?? experiment;
}

function filesOf(
  { name, files, moving }: LabExperiment,
  flags: AnimationSettings & { readonly data: unknown },
): string[] {
  const animated = moving && flags.animate ? animationFiles(name) : [];
  return [...possibleFiles(files, flags.data), ...animated];
}

/** The program of an experiment that needs no data: it has no flags about data. */
function loneProgram(experiment: LabExperiment, seed: number): Program {
  const { name, summary, about = summary, files } = experiment;
  const example = `deno task ${name} --seed 7 --json ${name}.json`;
  const flags = withDefaults(commonFlags, { seed });
  return createProgram({
    name,
    summary: about,
    example,
    flags,
    files: (flags) => figureFiles(files, flags, name),
  }, (tools) => {
    const all = { ...parseFlags([], experimentFlags), ...tools.flags };
    return runOnly({ ...experiment, seed: all.seed }, { ...tools, flags: all });
  });
}

/** The flags of the whole lab. */
const labFlags = {
  ...movingFlags,
  inside: toggle({
    help: "add the inside of networks to the page: takes half a minute longer on two cores",
  }),
};

type LabFlags = Values<typeof labFlags>;

/**
 * The program that runs all experiments in order with one generator, and writes their gallery.
 *
 * @param experiments Those of the notebook
 * @param closing The last ones, unless there are own data
 * @param inside Those that `--inside` adds, each with the numbers of its own command
 */
export function labProgram(
  experiments: readonly LabExperiment[],
  closing: readonly ClosingExperiment[],
  inside: readonly ClosingExperiment[],
): Program {
  const names = experiments.map(({ name }) => name).join(", ");
  const closingOf = ({ data }: LabFlags) => data === undefined ? closing : [];
  const insideOf = (flags: LabFlags) => flags.inside ? inside : [];
  const command: Command<typeof labFlags> = {
    name: "lab",
    summary: `Runs all experiments, as the notebook runs from top to bottom: ${names}; ` +
      `then ${closing.map(({ name }) => name).join(", ")}.`,
    example: "deno task lab --device cpu --json lab.json",
    flags: labFlags,
    files: (flags) => [
      ...figureFiles(
        [
          ...experiments.flatMap((each) => filesOf(each, flags)),
          ...[...closingOf(flags), ...insideOf(flags)].flatMap(({ files }) => files),
        ],
        flags,
        "",
      ),
      PAGE,
    ],
  };
  return createProgram(command, async (tools) => {
    const { flags, output } = tools;
    const sections: Section[] = [];
    const all = [
      ...experiments.map((experiment) => overSeeds(inMotion(experiment, flags), flags.seeds)),
      ...closingOf(flags).map((last) => overSeeds(last.make(flags), flags.seeds)),
      ...insideOf(flags).map((last) => ({
        ...last.make(flags),
        ...{ ownGenerator: true, isOptional: true },
      })),
    ];
    const isInside = (at: number) => at >= all.length - insideOf(flags).length;
    const records = await runAll(all, tools, (section) => {
      sections.push({ ...section, isInside: isInside(sections.length) });
    });
    const { writeGallery } = await import("../gallery/page.ts");
    const { out, language } = flags;
    output.say(`\nGallery: ${await writeGallery(out, sections, language)}`);
    return records;
  });
}
