/** Experiments: their interface, and the record of their results. */

import type {
  DatasetName,
  Device,
  PairedDifference,
  RunRecord,
  SeedGroupRecord,
} from "../../mod.ts";
import type { AnimationSettings } from "./animate.ts";
import type { DataRecord, DataSettings } from "./data.ts";
import type { FigureSettings } from "./figure_options.ts";
import type { ComparedTraining, Lab, LabSettings, TrainingInputs } from "./lab.ts";

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
  /**
   * Whether it draws from a generator of its own, from the seed, as when it is run alone: by default it
   * draws from the lab's, after the experiments before it.
   */
  readonly ownGenerator?: boolean;
  /** Whether it is left out, with a note, where the data are none that it can show: by default an error. */
  readonly isOptional?: boolean;
  /** Who trains, if this process does not: in place of its own device in the line about the device. */
  readonly trainedBy?: string;
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
  /** What its help says of it: its summary by default. */
  readonly about?: string;
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
  /** Makes it. One with its own datasets has nothing to show of own data, and is left out with them. */
  make(flags: ClosingSettings): Experiment;
}

/** The flags of the lab that such an experiment needs. */
export type ClosingSettings = DataSettings & Pick<LabSettings, "seed" | "epochs">;

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
