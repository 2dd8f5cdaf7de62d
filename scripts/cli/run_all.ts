/** The execution of experiments, from settings to text, figures and JSON. */

import { curvesToCsv, type Device, type DeviceChoice, Generator } from "../../mod.ts";
import { wordsIn } from "./words.ts";
import { keepTables, type Section, type Table } from "../gallery/section.ts";
import type { Tools } from "./command.ts";
import { type DataSettings, type DataSource, openData } from "./data.ts";
import type { Experiment, ExperimentRecord } from "./experiment.ts";
import {
  dataOriginOf,
  dataSettingsOf,
  type Looks,
  looksOf,
  type Origin,
  originOf,
  plan,
} from "./experiment_plan.ts";
import type { FigureSettings } from "./figure_options.ts";
import type { Flags } from "./flags/flags.ts";
import {
  checkLabTraining,
  createLab,
  type Lab,
  type LabSettings,
  openLabDevice,
  workOf,
} from "./lab.ts";
import type { Output } from "./output/output.ts";
import type { PngRenderer } from "./png/png.ts";
import { commandText, provenanceOption } from "./provenance.ts";
import { checkRecords } from "./rerun.ts";
import { UsageError } from "./usage_error.ts";

/** The tools of a command, with the flags that all experiments on data have. */
type RunTools = Omit<Tools<Flags>, "flags"> & {
  readonly flags: DataSettings & FigureSettings & LabSettings & {
    device: DeviceChoice;
    workers?: number;
    from?: string;
  };
};

/** An experiment with all that is known of it before it is run. */
interface Planned {
  readonly experiment: Experiment;
  readonly origin: Origin;
  readonly looks: Looks;
}

/** What all experiments of a command share. */
interface Shared {
  readonly tools: RunTools;
  readonly source: DataSource;
  readonly lab: Lab;
  /** Adds a line that is written with the announcement of the next training. */
  beforeNext(write: () => void): void;
}

/**
 * Runs experiments in order, with one generator for all of them.
 *
 * @param onDone Called after each experiment with its section of the gallery
 * @returns Their records
 */
export async function runAll(
  experiments: readonly Experiment[],
  tools: RunTools,
  onDone?: (section: Section) => void,
): Promise<ExperimentRecord[]> {
  const { flags, output, signal, fail } = tools;
  const source = await openData(flags);
  const drafts = draft(experiments, tools, source);
  const work = totalWork(drafts, flags, source);
  await using device = await openLabDevice(flags.device, output, { workers: flags.workers, work });
  const planned = check(drafts, tools, { device, source });
  const data = source.make();
  using png = flags.png ? await openPng(output) : undefined;
  const trainedBy = experiments.find((each) => each.trainedBy !== undefined)?.trainedBy ??
    `${device.name} (${device.reason})`;
  const pending = [() => output.note(`Device: ${trainedBy}`)];
  const { note } = source;
  if (note !== undefined) pending.push(() => output.note(note));
  const lab = createLab({
    ...{ data, device, settings: flags, output, signal, png },
    page: onDone && { theme: flags.theme, fontSize: flags.fontSize },
    announce: () => pending.splice(0).forEach((write) => write()),
  });
  const shared = {
    tools,
    source,
    lab,
    beforeNext: (write: () => void) => void pending.push(write),
  };
  const records: ExperimentRecord[] = [];
  for (const each of planned) {
    const { record, section } = await runOne(each, shared);
    records.push(record);
    onDone?.(section);
    const failed = record.checks?.filter(({ passed }) => !passed).length ?? 0;
    if (failed > 0) fail(`${failed} of ${record.checks?.length} checks failed`);
  }
  await writeCurves(records, output, fail);
  return records;
}

/** An experiment's origin and its trainings, before the device is known. */
type Draft = ReturnType<typeof plan> & { readonly experiment: Experiment; readonly origin: Origin };

/** Checks what needs neither device nor data. */
function draft(
  experiments: readonly Experiment[],
  { flags, output }: RunTools,
  source: DataSource,
): Draft[] {
  return experiments.flatMap((experiment) => {
    const origin = originOf(experiment, flags, source);
    const { small } = source;
    try {
      return { experiment, origin, ...plan(experiment, { flags, small, seed: origin.seed }) };
    } catch (error) {
      if (!experiment.isOptional || !(error instanceof UsageError)) throw error;
      output.note(`${experiment.name} is left out: ${error.message}`);
      return [];
    }
  });
}

/** Counts the multiplications of all trainings. */
function totalWork(
  drafts: readonly Draft[],
  flags: RunTools["flags"],
  { small, own }: DataSource,
): number {
  const all = own === undefined ? flags.samples : small.samples;
  const samples = Math.max(1, Math.ceil(all * (1 - flags.testSize)));
  return drafts.flatMap(({ trainings }) => trainings)
    .reduce((sum, training) => sum + workOf(training, { epochs: flags.epochs, samples }), 0);
}

/**
 * Checks the trainings on their device, and the figures, before data are generated.
 *
 * @throws {UsageError} if a training could not be run or a figure could not be drawn
 */
function check(
  drafts: readonly Draft[],
  { flags, earlier }: RunTools,
  { device, source: { small } }: { device: Device; source: DataSource },
): Planned[] {
  const checked = drafts.map(({ trainings, inputs, origin }) => ({
    ...origin,
    runs: trainings.flatMap((training) => checkLabTraining(training, { ...inputs, device })),
  }));
  const experiments = drafts.map(({ experiment }) => experiment);
  const looks = looksOf(experiments, { flags, device, small, checked });
  if (flags.from !== undefined) checkRecords(earlier, checked, flags.from);
  return drafts.map(({ experiment, origin }, at) => ({ experiment, origin, looks: looks[at] }));
}

/** Runs an experiment, and writes its takeaways and the paths of its figures. */
async function runOne(
  { experiment, origin, looks }: Planned,
  shared: Shared,
): Promise<{ record: ExperimentRecord; section: Section }> {
  const { tools: { flags, command, output }, source, beforeNext } = shared;
  const { name, summary } = experiment;
  beforeNext(() => output.say(`\n${name}: ${summary}\n`));
  const tables: Table[] = [];
  const lab = labOf({ experiment, origin, looks }, shared, tables);
  const { takeaways, checks, results } = await experiment.run(lab);
  const { runs, figures, pictures } = lab.collect();
  conclude(output, takeaways, figures);
  const { kind, name: deviceName, software } = lab.device;
  const record = {
    ...{ experiment: name, command: commandText(command), seed: origin.seed, data: origin.data },
    device: { kind, name: deviceName, software },
    runs,
    ...(checks && { checks }),
    ...results,
    ...{ takeaways, figures },
  };
  const section = {
    ...record,
    // A study's results may have runs of another kind, which are in the JSON alone.
    ...{ runs, name, summary, tables, pictures, theme: flags.theme },
    data: dataSettingsOf(flags, source, experiment.datasets),
  };
  return { record, section };
}

/** The environment of one experiment: its own names, looks and provenance of figures. */
function labOf(
  { experiment, origin: { seed }, looks: { fileOf, figureOptions } }: Planned,
  { tools: { flags, command, output }, source, lab }: Shared,
  tables: Table[],
): Lab {
  const { device, settings } = lab;
  const data = experiment.seed === undefined ? dataOriginOf(experiment, flags, source) : undefined;
  const generator = experiment.ownGenerator ? new Generator(seed) : lab.generator;
  return {
    ...lab,
    generator,
    train: (training) => lab.train({ generator, ...training }),
    settings: { ...settings, seed },
    async draw(name, make) {
      const file = fileOf(name);
      if (file !== undefined) await lab.draw(file, make);
    },
    output: keepTables(output, tables),
    fileOf,
    words: wordsIn(flags.language),
    titleStyle: flags.titleStyle,
    figureOptions: {
      ...figureOptions,
      ...provenanceOption(flags, { command, seed, data, device }),
    },
  };
}

/** Loads the PNG renderer, which takes long, only if it is needed. */
async function openPng({ note }: Output): Promise<PngRenderer> {
  return (await import("./png/png.ts")).openPng({ note });
}

/** Writes the curves of `--csv`; a failure does not keep the JSON from being written. */
async function writeCurves(
  records: readonly ExperimentRecord[],
  output: Output,
  fail: (why: string) => void,
): Promise<void> {
  const runs = records.flatMap(({ experiment, runs }) =>
    records.length > 1 ? runs.map((run) => ({ ...run, experiment })) : runs
  );
  try {
    await output.curves(() => curvesToCsv(runs));
  } catch (error) {
    fail((error as Error).message);
  }
}

function conclude(
  output: Output,
  takeaways: readonly string[],
  figures: readonly string[],
): void {
  output.say();
  for (const takeaway of takeaways) output.say(`- ${takeaway}`);
  if (figures.length > 0) output.say(`\nFigures: ${figures.join(", ")}`);
}
