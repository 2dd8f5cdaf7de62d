/**
 * The flags of the lab, in several tables: a script combines those that it
 * needs, and replaces defaults with `withDefaults`.
 */

import {
  activationNames,
  checkInitializer,
  datasetNames,
  deviceChoices,
  type Initializer,
  initializerNames,
  optimizerNames,
} from "../../../mod.ts";
import { figureFlags, panelFlags } from "./figure_flags.ts";
import type { Flag, Flags, ValueOf, Values } from "./flags.ts";
import { choice, count, number, path, sizes, text, toggle } from "./flag_kinds.ts";

/** The dataset and its split. */
export const dataFlags = {
  dataset: choice({ default: "moons", choices: datasetNames, help: "what to classify" }),
  samples: count({
    default: 600,
    maximum: 1_000_000,
    help: "points to make",
    aliases: ["n", "points", "n-samples"],
  }),
  noise: number({
    minimum: 0,
    help: "standard deviation of the noise (default: the dataset's own; moons 0.25)",
  }),
  factor: number({
    default: 0.5,
    minimum: 0,
    below: 1,
    help: "circles: inner radius over outer radius",
  }),
  testSize: number({ default: 0.3, above: 0, below: 1, help: "share of points held out" }),
};

/** The network. */
export const modelFlags = {
  sizes: sizes({
    default: [2, 32, 2],
    maximum: 65_536,
    help: "units a layer, from the inputs to the classes",
    aliases: ["layers", "hidden"],
  }),
  activation: choice({ default: "relu", choices: activationNames, help: "of the hidden layers" }),
  initializer: initializer({ default: "torch" }),
};

/** The training. */
export const trainingFlags = {
  optimizer: choice({
    default: "sgd",
    choices: optimizerNames,
    help: "how weights follow gradients",
  }),
  learningRate: number({
    default: 0.05,
    above: 0,
    help: "size of a step",
    aliases: ["lr", "rate"],
  }),
  weightDecay: number({
    minimum: 0,
    help: "pull of the weights towards zero (default: the optimizer's own; 0, adamw 0.01)",
    aliases: ["wd", "l2"],
  }),
  epochs: count({ default: 150, maximum: 1_000_000, help: "passes over the data" }),
  batchSize: count({
    default: 64,
    maximum: 1_000_000,
    help: "samples a step",
    aliases: ["bs"],
  }),
};

/** The files of `train`: models, and states to continue from. */
export const saveFlags = {
  save: path({ placeholder: "FILE", help: "write the trained model there, as JSON" }),
  checkpoint: path({
    placeholder: "FILE",
    help: "write the state of the training there, at the end and on Ctrl-C",
  }),
  resume: path({
    placeholder: "FILE",
    help: "go on from such a state, with its settings, to --epochs epochs in all",
  }),
};

/** What computes, and where figures go. */
export const placeFlags = {
  seed: count({
    default: 42,
    minimum: 0,
    maximum: 0xffffffff,
    help: "of everything random",
    aliases: ["random-state"],
  }),
  device: choice({
    default: "auto",
    choices: deviceChoices,
    help: "what computes (cpu: the lab's own kernels, tfjs: TensorFlow.js)",
  }),
  workers: count({
    maximum: 256,
    help: "workers that train several networks on the CPU, at most (default: one a processor)",
  }),
  out: path({
    default: "out",
    placeholder: "FOLDER",
    help: "folder of the figures",
    aliases: ["o"],
  }),
};

/** What is written besides figures. */
export const resultFlags = {
  from: path({
    placeholder: "FILE",
    help: "run again what --json wrote there, with its settings",
  }),
  json: path({
    placeholder: "FILE",
    dash: true,
    help: "write the results there as JSON; - is standard output, which then carries nothing else",
  }),
  quiet: toggle({ help: "no tables and no progress" }),
  help: toggle({ help: "show this text" }),
};

/** The flags of every experiment with panels. */
export const commonFlags = { ...placeFlags, ...figureFlags, ...panelFlags, ...resultFlags };

/** The type of a table with other defaults: a flag with a default always has a value. */
export type WithDefaults<Table extends Flags, Defaults> = {
  readonly [Name in keyof Table]: Name extends keyof Defaults
    ? Flag<Exclude<ValueOf<Table[Name]>, undefined>>
    : Table[Name];
};

/**
 * Replaces defaults of a table, as experiments differ in their epochs.
 *
 * @param table The flags
 * @param defaults The new defaults, by key
 * @returns A new table
 *
 * @example Fewer epochs
 * ```ts
 * import { parseFlags } from "./flags.ts";
 * import { count } from "./flag_kinds.ts";
 * import { withDefaults } from "./lab_flags.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const training = { epochs: count({ default: 100, help: "passes over the data" }) };
 * assertEquals(parseFlags([], withDefaults(training, { epochs: 80 })), { epochs: 80 });
 * ```
 */
export function withDefaults<Table extends Flags, Defaults extends Partial<Values<Table>>>(
  table: Table,
  defaults: Defaults & Record<Exclude<keyof Defaults, keyof Table>, never>,
): WithDefaults<Table, Defaults> {
  return Object.fromEntries(
    Object.entries(table).map(([key, flag]) => [
      key,
      Object.hasOwn(defaults, key) ? { ...flag, default: defaults[key] } : flag,
    ]),
  ) as WithDefaults<Table, Defaults>;
}

/** The flag `--initializer`; letter case and dashes of its names do not matter. */
function initializer(options: { default: Initializer }): Flag<Initializer> {
  return text<Initializer, Initializer>({
    default: options.default,
    help: "of the weights",
    placeholder: "NAME",
    allowed: `${initializerNames.join(", ")} or normal:STD, such as normal:0.5`,
    aliases: ["init"],
    check: (typed, name) => {
      const plain = typed.toLowerCase();
      const bare = plain.replace(/[-_]/g, "");
      const known = initializerNames.find((name) => name.toLowerCase() === bare);
      const value = known ?? (plain.startsWith("normal:") ? plain : typed);
      return checkInitializer(`read ${name}`, value);
    },
  });
}
