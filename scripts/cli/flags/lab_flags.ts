/**
 * The flags of the lab, in several tables: a script combines those that it
 * needs, and replaces defaults with `withDefaults`.
 */

import {
  activationNames,
  type Activations,
  checkInitializer,
  deviceChoices,
  type Initializer,
  initializerNames,
  optimizerNames,
} from "../../../mod.ts";
import { figureFlags, panelFlags } from "./figure_flags.ts";
import type { Flag, Flags, ValueOf, Values } from "./flags.ts";
import { readEndings, writtenEndings } from "../model_files.ts";
import { choice, count, number, path, text, toggle } from "./flag_kinds.ts";
import { sizes } from "./list_kinds.ts";

/** The network. */
export const modelFlags = {
  sizes: sizes({
    default: [2, 32, 2],
    maximum: 65_536,
    help: "units a layer, from the inputs to the classes",
    aliases: ["layers", "hidden"],
  }),
  activation: activations(),
  initializer: initializer({ help: "of the weights (default: torch)" }),
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

/** The files of `train`: models, programs, and states to continue from. */
export const saveFlags = {
  model: path({
    placeholder: "FILE",
    endings: readEndings,
    help: "start from the model in that file: .json, or PyTorch's weights as .safetensors or .npz",
  }),
  save: path({
    placeholder: "FILE",
    endings: writtenEndings,
    help: "write the trained model there: .json, .safetensors, .npz, .onnx, or .py for PyTorch",
  }),
  torch: path({
    placeholder: "FILE.py",
    endings: [".py"],
    help: "write a PyTorch program there that reproduces the training",
  }),
  checkpoint: path({
    placeholder: "FILE",
    help: "write the state of the training there, at the end and on Ctrl-C",
  }),
  resume: path({
    placeholder: "FILE",
    help: "go on from such a state, with its settings, to --epochs epochs in all",
  }),
};

/** The flags of experiments that train. */
export const curveFlags = {
  seeds: count({
    maximum: 100_000,
    help: "train each network from so many seeds, --seed and those after it, on the same data " +
      "(default: one seed)",
    aliases: ["runs", "repeat", "repeats", "n-seeds"],
  }),
  csv: path({
    placeholder: "FILE",
    dash: "standard output",
    help: "write the curves there as CSV, a row for each run and epoch; - is standard output",
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
    help: "threads that train and predict on the CPU, at most (default: one a processor)",
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
    dash: "standard output",
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

/** The flag `--activation`: one name, or one for each hidden layer, in any case, with dashes or without. */
function activations(): Flag<Activations | undefined> {
  const help =
    "of the hidden layers, or one for each, such as relu,tanh (default: relu, or that of --model)";
  const one = choice({ choices: activationNames, help });
  return {
    ...one,
    read(typed, name) {
      const names = typed.split(",").map((each) => one.read(each, name)!);
      return names.length === 1 ? names[0] : names;
    },
  };
}

/** The flag `--initializer`; letter case and dashes of its names do not matter. */
function initializer(options: { help: string }): Flag<Initializer | undefined> {
  return text<Initializer>({
    ...options,
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
