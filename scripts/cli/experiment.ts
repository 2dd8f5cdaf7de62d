/** Experiments: their interface, and their execution from settings to text, figures and JSON. */

import {
  curvesToCsv,
  type Dataset,
  type DatasetName,
  type Device,
  type DeviceChoice,
  Generator,
  type PairedDifference,
  type RunRecord,
  type RunSettings,
  type SeedGroupRecord,
} from "../../mod.ts";
import { wordsIn } from "../../lib/plots/words.ts";
import { keepTables, type Picture, type Section, type Table } from "../gallery/section.ts";
import type { AnimationSettings } from "./animate.ts";
import type { Tools } from "./command.ts";
import {
  type DataRecord,
  dataRecord,
  type DataSettings,
  type DataSource,
  openData,
} from "./data.ts";
import type { Flags } from "./flags/flags.ts";
import {
  checkLabTraining,
  type ComparedTraining,
  createLab,
  type Lab,
  type LabSettings,
  openLabDevice,
  type TrainingInputs,
  workOf,
} from "./lab.ts";
import {
  checkFigures,
  figureOptionsOf,
  type FigureSettings,
  runListsOf,
} from "./figure_options.ts";
import { isChosen, renamed } from "./files/figure_names.ts";
import type { Output } from "./output/output.ts";
import type { PngRenderer } from "./png/png.ts";
import { commandText, type DataOrigin, provenanceOption } from "./provenance.ts";
import { checkRecords } from "./rerun.ts";

/** An experiment: what it trains, draws and reports. */
export interface Experiment {
  /** The name of its task, as in `deno task NAME`. */
  readonly name: string;
  /** The comparison, in one sentence. */
  readonly summary: string;
  /** Its own seed, for an experiment that needs no data and trains nothing. */
  readonly seed?: number;
  /** Its own datasets, which replace the lab's data. */
  readonly datasets?: readonly DatasetName[];
  /** The number of classes in its figures: that of the lab's data by default. */
  readonly classes?: number;
  /** The first part of its figures' names, which `--name` replaces: its own name by default. */
  readonly stem?: string;
  /** Flags of figures that are about the lab's own data and runs, not about its: none by default. */
  readonly ignores?: readonly (keyof FigureSettings)[];
  /** Axes of its figures that are logarithmic in any case: none by default. */
  readonly logAxes?: readonly ("x" | "y")[];
  /** The names of the runs in its figures, for `--run-names`: those of its trainings by default. */
  series?(device: Device): readonly string[];
  /**
   * Checks what `trainings` does not contain, before the data is generated.
   *
   * @throws {UsageError} if the experiment could not be run
   */
  check?(): void;
  /**
   * All its trainings in order, for experiments that train. They are checked with a small dataset of the
   * same kind before the data is generated, and `--from` compares their settings with those of a file.
   */
  trainings?(inputs: TrainingInputs): readonly ComparedTraining[];
  /** The same on the complete data, for an experiment with its own datasets: `trainings` by default. */
  trainingsOn?(lab: Lab): Promise<readonly ComparedTraining[]>;
  /** Trains, draws and shows; its result is computed from this run. */
  run(lab: Lab): Promise<ExperimentResult>;
}

/** An experiment that is a command of its own and a part of `deno task lab`. */
export interface LabExperiment extends Experiment {
  /** The figures that it draws. */
  readonly files: readonly string[];
  /** The experiment with an animation; one without this method has no flag `--animate`. */
  moving?(flags: MovingSettings): Experiment;
}

/** An experiment at the end of `deno task lab` that is made from its flags. */
export interface ClosingExperiment {
  /** The name of its task. */
  readonly name: string;
  /** The figures that it draws. */
  readonly files: readonly string[];
  /** Makes it. On own data it has nothing to show, and is left out. */
  make(flags: ClosingSettings): Experiment;
}

/** The flags of the lab that such an experiment needs. */
export type ClosingSettings = DataSettings & Pick<LabSettings, "seed">;

/** The flags that an animated experiment needs before it starts. */
export type MovingSettings = AnimationSettings & Pick<LabSettings, "epochs">;

/** The result of an experiment. */
export interface ExperimentResult {
  /** The findings of this run, a sentence each. */
  readonly takeaways: readonly string[];
  /** Further results for the JSON, next to runs and figures. */
  readonly checks?: readonly { readonly passed: boolean }[];
  /** Results of a study, which have keys of their own in the JSON. */
  readonly results?: Readonly<Record<string, unknown>>;
}

/** The difference of two networks' final test losses, paired by seed. */
export interface SeedDifference extends PairedDifference {
  /** The names of the networks; the difference is the first one's loss minus the second one's. */
  readonly names: readonly [first: string, second: string];
}

/** The record of an experiment in JSON. */
export interface ExperimentRecord {
  experiment: string;
  /** The command line, with all flags that affect the figures. */
  command: string;
  seed: number;
  /** Its data: a list if it has several datasets, null if it needs none. */
  data: DataRecord | readonly DataRecord[] | null;
  device: { kind: string; name: string; software: boolean };
  runs: RunRecord[];
  checks?: readonly { readonly passed: boolean }[];
  groups?: readonly SeedGroupRecord[];
  differences?: readonly SeedDifference[];
  takeaways: readonly string[];
  figures: string[];
}

/**
 * Runs experiments in order, with one generator for all of them.
 *
 * @param onDone Called after each experiment with its section of the gallery
 * @returns Their records
 */
export async function runAll(
  experiments: readonly Experiment[],
  { flags, command, earlier, output, signal, fail }:
    & Omit<Tools<Flags>, "flags">
    & {
      flags: DataSettings & FigureSettings & LabSettings & {
        device: DeviceChoice;
        workers?: number;
        from?: string;
      };
    },
  onDone?: (section: Section) => void,
): Promise<ExperimentRecord[]> {
  const source = await openData(flags);
  const { small } = source;
  const origins = experiments.map((experiment) => originOf(experiment, flags, source));
  const planned = experiments.map((experiment, index) => ({
    ...origins[index],
    ...plan(experiment, { flags, small, seed: origins[index].seed }),
  }));
  const { workers } = flags;
  const all = source.own === undefined ? flags.samples : small.samples;
  const samples = Math.max(1, Math.ceil(all * (1 - flags.testSize)));
  const work = planned.flatMap(({ trainings }) => trainings)
    .reduce((sum, training) => sum + workOf(training, { epochs: flags.epochs, samples }), 0);
  await using device = await openLabDevice(flags.device, output, { workers, work });
  const checked = planned.map(({ trainings, inputs, ...origin }) => ({
    ...origin,
    runs: trainings.flatMap((training) => checkLabTraining(training, { ...inputs, device })),
  }));
  const looks = looksOf(experiments, { flags, device, small, checked });
  if (flags.from !== undefined) checkRecords(earlier, checked, flags.from);
  const data = source.make();
  using png = flags.png ? await openPng(output) : undefined;
  const pending = [() => output.note(`Device: ${device.name} (${device.reason})`)];
  const { note } = source;
  if (note !== undefined) pending.push(() => output.note(note));
  const lab = createLab({
    data,
    device,
    settings: flags,
    output,
    signal,
    png,
    page: onDone && { theme: flags.theme, fontSize: flags.fontSize },
    announce: () => pending.splice(0).forEach((write) => write()),
  });
  const records: ExperimentRecord[] = [];
  for (const [index, experiment] of experiments.entries()) {
    const { name, summary } = experiment;
    const { seed } = origins[index];
    pending.push(() => output.say(`\n${name}: ${summary}\n`));
    const tables: Table[] = [];
    const { fileOf } = looks[index];
    const { record, pictures, trained } = await runOne(experiment, {
      ...lab,
      async draw(name, make) {
        const file = fileOf(name);
        if (file !== undefined) await lab.draw(file, make);
      },
      output: keepTables(output, tables),
      fileOf,
      words: wordsIn("draw the figure", flags.language),
      titleStyle: flags.titleStyle,
      figureOptions: {
        ...looks[index].figureOptions,
        ...provenanceOption(flags, {
          command,
          seed,
          data: experiment.seed === undefined ? dataOriginOf(experiment, flags, source) : undefined,
          device,
        }),
      },
    }, seed);
    const { data } = origins[index];
    records.push({ experiment: name, command: commandText(command), seed, data, ...record });
    onDone?.({
      ...record,
      // A study's results may have runs of another kind.
      runs: trained,
      name,
      seed,
      summary,
      tables,
      data: dataSettingsOf(flags, source, experiment.datasets),
      theme: flags.theme,
      pictures,
    });
    const failed = record.checks?.filter(({ passed }) => !passed).length ?? 0;
    if (failed > 0) fail(`${failed} of ${record.checks?.length} checks failed`);
  }
  await writeCurves(records, output, fail);
  return records;
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

/** The appearance and the names of the figures of each experiment. */
type Looks = Pick<Lab, "figureOptions" | "fileOf">;

/**
 * Finds how each experiment draws its figures, before anything is trained.
 *
 * @throws {UsageError} if a figure could not be drawn
 */
function looksOf(
  experiments: readonly Experiment[],
  { flags, device, small, checked }: {
    flags: FigureSettings;
    device: Device;
    small: Dataset;
    checked: readonly { readonly runs: readonly RunSettings[] }[];
  },
): Looks[] {
  const names = experiments.map(({ series }, at) =>
    series?.(device) ?? [...new Set(checked[at].runs.map(({ name }) => name))]
  );
  const named = names.map((runs, at) => experiments[at].ignores?.includes("runNames") ? [] : runs);
  const lists = runListsOf(flags, named);
  return experiments.map(({ name, stem = name, logAxes, classes = small.classes, ignores }, at) => {
    const own = {
      ...flags,
      ...Object.fromEntries(ignores?.map((flag) => [flag, undefined]) ?? []),
    };
    const figureOptions = figureOptionsOf(own, names[at], ignores ? {} : lists[at]);
    checkFigures(figureOptions, { classes, logAxes });
    const first = experiments.length > 1 ? "" : stem;
    const fileOf = (file: string) =>
      isChosen(file, flags.figures) ? renamed(file, flags.name, first) : undefined;
    return { figureOptions, fileOf };
  });
}

/** The trainings of an experiment, before its data are generated: on a small dataset of the same kind. */
function plan(
  { check, trainings }: Experiment,
  { flags, small, seed }: { flags: LabSettings; small: Dataset; seed: number },
): { trainings: readonly ComparedTraining[]; inputs: TrainingInputs } {
  check?.();
  const inputs = {
    data: { all: small, train: small, test: small },
    settings: { ...flags, seed },
    generator: new Generator(seed),
  };
  return { trainings: trainings?.(inputs) ?? [], inputs };
}

/** Loads the PNG renderer, which takes long, only if it is needed. */
async function openPng({ note }: Output): Promise<PngRenderer> {
  return (await import("./png/png.ts")).openPng({ note });
}

/** The parts of a record that are known before the experiment is run. */
type Origin = Pick<ExperimentRecord, "experiment" | "seed" | "data">;

function originOf(
  { name, seed, datasets }: Experiment,
  flags: DataSettings,
  { own }: DataSource,
): Origin {
  const recordOf = (dataset: DatasetName) => dataRecord({ ...flags, dataset });
  const data = datasets ? datasets.map(recordOf) : own ?? recordOf(flags.dataset);
  return { experiment: name, seed: seed ?? flags.seed, data: seed === undefined ? data : null };
}

/** The origin of the data, for the provenance of figures. */
function dataOriginOf(
  { datasets }: Experiment,
  flags: DataSettings,
  { name, own, small }: DataSource,
): DataOrigin {
  if (own === undefined) return { ...flags, datasets: datasets ?? [flags.dataset] };
  return { own: name, samples: small.samples, testSize: flags.testSize };
}

/** The data as the gallery shows it. */
function dataSettingsOf(
  flags: DataSettings,
  { name, own, small }: DataSource,
  datasets?: readonly DatasetName[],
): Section["data"] {
  const { testSize } = flags;
  if (datasets !== undefined) return { ...flags, dataset: datasets.join(", ") };
  if (own !== undefined) return { dataset: name, samples: small.samples, testSize };
  return { ...flags, noise: dataRecord(flags).noise };
}

async function runOne(
  experiment: Experiment,
  lab: Lab,
  seed: number,
): Promise<{
  record: Omit<ExperimentRecord, keyof Origin | "command">;
  pictures: Picture[];
  trained: RunRecord[];
}> {
  const { output, device, settings } = lab;
  const { takeaways, checks, results } = await experiment.run({
    ...lab,
    settings: { ...settings, seed },
  });
  const { runs, figures, pictures } = lab.collect();
  conclude(output, takeaways, figures);
  const record = {
    device: { kind: device.kind, name: device.name, software: device.software },
    runs,
    ...(checks && { checks }),
    ...results,
    takeaways,
    figures,
  };
  return { record, pictures, trained: runs };
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
