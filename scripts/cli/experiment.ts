/** An experiment as a command: from its flags to its table, takeaways, figures and JSON. */

import { type DatasetName, defaultNoise, type DeviceChoice } from "../../mod.ts";
import { animationFlags, type AnimationSettings } from "./animate.ts";
import { runCommand, type Tools } from "./command.ts";
import { openLabDevice } from "./device.ts";
import { count } from "./flag_kinds.ts";
import { parseFlags, type Values, withDefaults } from "./flags.ts";
import { createLab, type Lab, type LabSettings, makeLabData } from "./lab.ts";
import { commonFlags, dataFlags, type figureFlags, trainingFlags } from "./lab_flags.ts";
import { keepTables } from "../gallery/keep_tables.ts";
import type { Picture, Section, Table } from "../gallery/section.ts";
import { writeGallery } from "../gallery/write.ts";
import type { Output } from "./output.ts";
import type { ToPng } from "./png.ts";
import { figureOptionsOf } from "./provenance.ts";
import type { RunRecord } from "../../mod.ts";

/** An experiment: a story about how networks learn. */
export interface Experiment {
  /** As in `deno task NAME`. */
  readonly name: string;
  /** What is compared, in one sentence. */
  readonly summary: string;
  /** Where it needs no data and trains nothing: the seed it has instead of the lab's. */
  readonly seed?: number;
  /** What it is done on instead of the lab's data. */
  readonly datasets?: readonly DatasetName[];
  /** Trains, draws and shows; what it returns it learned from this very run. */
  run(lab: Lab): Promise<ExperimentResult>;
  /** The same, with what `--animate` asks for; without this it does not take the flag. */
  moving?(flags: MovingSettings): Experiment;
}

/** What an experiment that moves needs to know of the flags before it starts. */
type MovingSettings = AnimationSettings & Pick<LabSettings, "epochs" | "out">;

/** What an experiment came to. */
export interface ExperimentResult {
  /** What this very run shows, a sentence each. */
  readonly takeaways: readonly string[];
  /** What the JSON holds besides runs and figures. */
  readonly checks?: readonly { readonly passed: boolean }[];
}

/** An experiment as it stands in JSON. */
export interface ExperimentRecord {
  experiment: string;
  seed: number;
  device: { kind: string; name: string; software: boolean };
  runs: RunRecord[];
  checks?: readonly { readonly passed: boolean }[];
  takeaways: readonly string[];
  figures: string[];
}

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
    example: "deno task lab --device tfjs --json lab.json",
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

/**
 * Runs experiments with one generator running through them; what it resolves to is their JSON.
 *
 * @param onDone Told of each experiment as the gallery shows it
 */
export async function runAll(
  experiments: readonly Experiment[],
  { flags, command, output, signal, fail }: Omit<Tools<typeof experimentFlags>, "flags"> & {
    flags: Values<typeof dataFlags & typeof figureFlags> & LabSettings & { device: DeviceChoice };
  },
  onDone?: (section: Section) => void,
): Promise<ExperimentRecord[]> {
  const data = makeLabData(flags);
  await using device = await openLabDevice(flags.device, output);
  const untold = [() => output.note(`Device: ${device.name} (${device.reason})`)];
  const lab = createLab({
    data,
    device,
    settings: flags,
    output,
    signal,
    toPng: flags.png ? await openPng(output) : undefined,
    announce: () => untold.splice(0).forEach((tell) => tell()),
  });
  const records: ExperimentRecord[] = [];
  for (const experiment of experiments) {
    const { name, summary } = experiment;
    untold.push(() => output.say(`\n${name}: ${summary}\n`));
    const tables: Table[] = [];
    const { record, pictures } = await runOne(experiment, {
      ...lab,
      output: keepTables(output, tables),
      figureOptions: figureOptionsOf(flags, {
        command,
        seed: experiment.seed ?? flags.seed,
        data: experiment.seed === undefined
          ? { ...flags, datasets: experiment.datasets ?? [flags.dataset] }
          : undefined,
        device,
      }),
    });
    records.push(record);
    onDone?.({
      ...record,
      name,
      summary,
      tables,
      data: { ...flags, noise: flags.noise ?? defaultNoise(flags.dataset) },
      theme: flags.theme,
      pictures,
    });
    const failed = record.checks?.filter(({ passed }) => !passed).length ?? 0;
    if (failed > 0) fail(`${failed} of ${record.checks?.length} checks failed`);
  }
  return records;
}

/** Loaded where it is asked for: it takes a while. */
async function openPng({ note }: Output): Promise<ToPng> {
  return await (await import("./png.ts")).openPng({ note });
}

async function runOne(
  experiment: Experiment,
  lab: Lab,
): Promise<{ record: ExperimentRecord; pictures: Picture[] }> {
  const { output, device, settings } = lab;
  const { name, seed = settings.seed } = experiment;
  const { takeaways, checks } = await experiment.run({ ...lab, settings: { ...settings, seed } });
  const { runs, figures, pictures } = lab.collect();
  conclude(output, takeaways, figures);
  const record = {
    experiment: name,
    seed,
    device: { kind: device.kind, name: device.name, software: device.software },
    runs,
    ...(checks && { checks }),
    takeaways,
    figures,
  };
  return { record, pictures };
}

function conclude(
  output: Output,
  takeaways: readonly string[],
  figures: readonly string[],
): void {
  output.say();
  for (const takeaway of takeaways) output.say(`- ${takeaway}`);
  output.say(`\nFigures: ${figures.join(", ")}`);
}
