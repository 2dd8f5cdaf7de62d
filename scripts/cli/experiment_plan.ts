/** What is known of an experiment before anything is trained: its trainings, its data, its looks. */

import {
  type Dataset,
  type DatasetName,
  type Device,
  Generator,
  type RunSettings,
} from "../../mod.ts";
import type { Section } from "../gallery/section.ts";
import { dataRecord, type DataSettings, type DataSource } from "./data.ts";
import type { Experiment, ExperimentRecord } from "./experiment.ts";
import {
  checkFigures,
  figureOptionsOf,
  type FigureSettings,
  runListsOf,
} from "./figure_options.ts";
import { isChosen, renamed } from "./files/figure_names.ts";
import type { ComparedTraining, Lab, LabSettings, TrainingInputs } from "./lab.ts";
import type { DataOrigin } from "./provenance.ts";

/** The trainings of an experiment, before its data are generated: on a small dataset of the same kind. */
export function plan(
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

/** The parts of a record that are known before the experiment is run. */
export type Origin = Pick<ExperimentRecord, "experiment" | "seed" | "data">;

/** The experiment, its seed, and the record of its data. */
export function originOf(
  { name, seed, datasets }: Experiment,
  flags: DataSettings,
  { own }: DataSource,
): Origin {
  const recordOf = (dataset: DatasetName) => dataRecord({ ...flags, dataset });
  const data = datasets ? datasets.map(recordOf) : own ?? recordOf(flags.dataset);
  return { experiment: name, seed: seed ?? flags.seed, data: seed === undefined ? data : null };
}

/** The origin of the data, for the provenance of figures. */
export function dataOriginOf(
  { datasets }: Experiment,
  flags: DataSettings,
  { name, own, small }: DataSource,
): DataOrigin {
  if (own === undefined) return { ...flags, datasets: datasets ?? [flags.dataset] };
  return { own: name, samples: small.samples, testSize: flags.testSize };
}

/** The data as the gallery shows it. */
export function dataSettingsOf(
  flags: DataSettings,
  { name, own, small }: DataSource,
  datasets?: readonly DatasetName[],
): Section["data"] {
  const { testSize } = flags;
  if (datasets !== undefined) return { ...flags, dataset: datasets.join(", ") };
  if (own !== undefined) return { dataset: name, samples: small.samples, testSize };
  return { ...flags, noise: dataRecord(flags).noise };
}

/** The appearance and the names of the figures of each experiment. */
export type Looks = Pick<Lab, "figureOptions" | "fileOf">;

/**
 * Finds how each experiment draws its figures, before anything is trained.
 *
 * @throws {UsageError} if a figure could not be drawn
 */
export function looksOf(
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
