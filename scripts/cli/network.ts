/** One network as flags specify it, for studies that train it under several settings. */

import { type Dataset, lossNames, type TrainingSpec } from "../../mod.ts";
import type { ComparedTraining } from "./lab.ts";
import { controlFlags, controlOf, optimizerOf } from "./flags/control_flags.ts";
import { choice } from "./flags/flag_kinds.ts";
import { sizes } from "./flags/list_kinds.ts";
import type { Values } from "./flags/flags.ts";
import { modelFlags, trainingFlags } from "./flags/lab_flags.ts";

/** The flags of a network and its training, as `train` has them. */
export const networkFlags = {
  ...modelFlags,
  sizes: sizes({
    maximum: 65_536,
    help: "units a layer, from the inputs to the classes (default: INPUTS,32,CLASSES)",
  }),
  ...trainingFlags,
  ...controlFlags,
  loss: choice({
    choices: lossNames,
    help: "what is minimized (default: crossEntropy, of values meanSquaredError)",
  }),
};

/** The values of the flags. */
export type NetworkFlags = Values<typeof networkFlags>;

/**
 * The network that the flags specify for a dataset.
 *
 * @param hidden Its hidden layers without `--sizes`
 * @throws {UsageError} if a setting is wrong
 */
export function networkOf(
  flags: NetworkFlags,
  data: Dataset,
  hidden: readonly number[] = [32],
): TrainingSpec {
  const { sizes = [data.features, ...hidden, outputsOf(data)], activation, initializer } = flags;
  const { epochs, batchSize, loss } = flags;
  const network = { sizes, activation, initializer, optimizer: optimizerOf(flags) };
  return { ...network, ...controlOf(flags), epochs, batchSize, loss };
}

/** The number of outputs that a network for a dataset has: a class each, or the values of a sample. */
export function outputsOf({ classes, targets, samples, task }: Dataset): number {
  return task === "regression" && targets ? targets.length / samples : classes;
}

/** What else there is to say of a training of that network. */
export type NetworkTraining =
  & Pick<ComparedTraining, "label" | "comparison" | "keep">
  & { readonly hidden: readonly number[] };

/**
 * The training of the network that the flags specify, alone.
 *
 * @throws {UsageError} if a setting is wrong
 */
export function networkTraining(
  flags: NetworkFlags,
  data: Dataset,
  { hidden, ...training }: NetworkTraining,
): ComparedTraining & { readonly specs: readonly [TrainingSpec] } {
  const { batchSize: _, epochs: _epochs, loss, ...spec } = networkOf(flags, data, hidden);
  return { ...training, epochs: flags.epochs, loss, specs: [spec] };
}
