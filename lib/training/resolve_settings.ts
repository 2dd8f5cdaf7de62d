/** Checks specs and options before a training, and adds the defaults. */

import {
  checkBoolean,
  checkChoice,
  checkCount,
  checkSeed,
  show,
  validationMessage,
} from "../check.ts";
import { checkList, checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { checkSignal } from "../devices/checks.ts";
import type { Device } from "../devices/device.ts";
import { headOf, lossNames } from "../kernels/losses.ts";
import { checkOptimizer } from "../kernels/optimizers.ts";
import { checkGradientSettings } from "../kernels/transform_gradients.ts";
import { checkActivations } from "../models/activations.ts";
import { checkInitializer } from "../models/initializers.ts";
import { checkSizes } from "../models/layout.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import { checkWatched } from "./control.ts";
import { checkOutputs } from "./samples.ts";
import { checkSchedule } from "./schedules.ts";
import { checkStopping } from "./stopping.ts";
import { checkSampleWeights, checkWeighting } from "./weight_samples.ts";
import type {
  LearningSettings,
  NetworkSettings,
  SharedSettings,
  TrainingOptions,
  TrainingSpec,
} from "./spec.ts";

/** The maximum of networks times epochs: their curves take 32 bytes per epoch. */
const maxEpochs = 2.5e7;

const learningNames = {
  ...({ loss: true, batchSize: true, epochs: true } as const),
  ...({ labelSmoothing: true, classWeights: true, stop: true } as const),
};

const specNames = optionNames<TrainingSpec>({
  ...{ name: true, sizes: true, activation: true, initializer: true, model: true },
  ...{ optimizer: true, schedule: true, seed: true },
  ...{ clipNorm: true, l1: true },
  ...learningNames,
});

/** The names of all settings of a training. */
export const trainingNames: Record<keyof TrainingOptions, true> = {
  ...learningNames,
  data: true,
  sampleWeights: true,
  test: true,
  consumeTestLoaderRng: true,
  sharedOrder: true,
  signal: true,
  device: true,
  seed: true,
  generator: true,
};

/** The options of a training, of which a study without a device has none. */
export type ResolvedOptions = Omit<TrainingOptions, "device"> & { readonly device?: Device };

/**
 * Checks specs and options before anything is drawn or computed, and adds the defaults.
 *
 * @param specs The networks.
 * @param options The settings that they share.
 * @param names The names of all allowed options; a device is needed if it is among them.
 * @returns The settings of each network.
 */
export function resolveNetworks(
  specs: readonly TrainingSpec[],
  options: ResolvedOptions,
  names: readonly string[] = Object.keys(trainingNames),
): NetworkSettings[] {
  const action = "train";
  checkOptions(action, options, names);
  const allowed = "a list of at least one network";
  if (checkList(action, "specs", specs, allowed).length === 0) {
    throw new TypeError(validationMessage(action, "specs", allowed, specs));
  }
  if (names.includes("device")) checkShape(action, "device", options.device as Device, "device");
  checkShared(action, options);
  checkLearning(action, options);
  if (options.seed !== undefined) checkSeed(action, options.seed);
  if (options.generator !== undefined) {
    checkShape(action, "generator", options.generator, "generator");
  }
  const networks = specs.map((spec) => resolveNetwork(action, spec, options));
  checkEpochs(action, networks);
  return networks;
}

/** Checks that the curves of all epochs fit in memory. */
export function checkEpochs(
  action: string,
  networks: readonly { readonly epochs: number }[],
): void {
  const total = networks.reduce((sum, { epochs }) => sum + epochs, 0);
  checkCount(action, "networks times epochs", total, { maximum: maxEpochs });
}

/** Checks the data and the other settings that all networks share. */
function checkShared(action: string, options: SharedSettings): void {
  const { data, sampleWeights, test, signal, consumeTestLoaderRng, sharedOrder } = options;
  checkDataset(action, "data", data);
  if (test !== undefined) checkDataset(action, "test", test);
  if (sampleWeights !== undefined) checkSampleWeights(action, sampleWeights, data);
  checkSignal(action, signal);
  checkBoolean(action, "consumeTestLoaderRng", consumeTestLoaderRng);
  checkBoolean(action, "sharedOrder", sharedOrder);
  const [task, testTask] = [data, test ?? data].map(({ task = "classification" }) => task);
  if (testTask !== task) {
    throw new RangeError(validationMessage(action, "the test data's task", show(task), testTask));
  }
  if (test && test.features !== data.features) {
    throw new RangeError(
      validationMessage(action, "the test data's features", `${data.features}`, test.features),
    );
  }
}

function checkLearning(action: string, { epochs, batchSize, loss, stop }: LearningSettings): void {
  if (stop !== undefined) checkStopping(action, stop);
  if (epochs !== undefined) checkCount(action, "epochs", epochs);
  if (batchSize !== undefined) checkCount(action, "batchSize", batchSize);
  if (loss !== undefined) checkChoice(action, "loss", loss, lossNames);
}

/** Checks a given model, and that the spec does not contradict it. */
function checkModelSpec(action: string, spec: TrainingSpec, model: Mlp): void {
  checkMlp(action, model);
  for (const name of ["sizes", "activation"] as const) {
    const value: unknown = spec[name];
    if (value === undefined || show(value) === show(model[name])) continue;
    const allowed = `${show(model[name])}, as the given model's, or left out`;
    throw new RangeError(validationMessage(action, name, allowed, value));
  }
}

/** Throws if model and data both name their features, and a name differs. */
function checkSameFeatures(action: string, { featureNames }: Mlp, data: Dataset): void {
  const { featureNames: found } = data;
  if (featureNames === undefined || found === undefined || show(featureNames) === show(found)) {
    return;
  }
  const allowed = `${show(featureNames)}, as the given model's`;
  throw new RangeError(validationMessage(action, "the data's featureNames", allowed, found));
}

/** Checks what does not depend on other settings. */
export function checkSpec(action: string, spec: TrainingSpec): void {
  checkShape(action, "each of specs", spec, "spec");
  checkOptions(action, spec, specNames);
  checkLearning(action, spec);
  const { model, initializer, optimizer, schedule, seed } = spec;
  if (model !== undefined) checkModelSpec(action, spec, model);
  checkOptimizer(action, optimizer);
  if (schedule !== undefined) checkSchedule(action, schedule);
  checkGradientSettings(action, spec);
  if (initializer !== undefined) checkInitializer(action, initializer);
  if (seed !== undefined) checkSeed(action, seed);
}

/** Checks that the data fit a network, and have what its settings need. */
function checkData(
  action: string,
  { sizes, loss, schedule, stop, ...weighting }: Omit<NetworkSettings, "name">,
  { data, test, sampleWeights }: SharedSettings,
): void {
  if (sizes[0] !== data.features) {
    const features = `${data.features}, the number of the data's features`;
    throw new RangeError(validationMessage(action, "the first of sizes", features, sizes));
  }
  const outputs = { outputs: sizes[sizes.length - 1], head: headOf(loss) };
  checkOutputs(action, data, outputs);
  if (test) checkOutputs(action, test, outputs);
  checkWeighting(action, { ...weighting, sampleWeights }, { ...outputs, loss, data });
  checkWatched(action, { stop, schedule }, { hasTest: test !== undefined });
}

const constant = { kind: "constant" } as const;

function resolveNetwork(
  action: string,
  spec: TrainingSpec,
  options: ResolvedOptions,
): NetworkSettings {
  checkSpec(action, spec);
  const { model } = spec;
  if (model !== undefined) checkSameFeatures(action, model, options.data);
  const sizes = checkSizes(action, model?.sizes ?? spec.sizes as readonly number[]);
  const hasValues = options.data.task === "regression" || model?.head === "values";
  const settings: Omit<NetworkSettings, "name"> = {
    sizes,
    activation: checkActivations(action, (model ?? spec).activation ?? "relu", sizes),
    initializer: spec.initializer ?? (model ? undefined : "torch"),
    model,
    optimizer: spec.optimizer,
    schedule: spec.schedule ?? constant,
    clipNorm: spec.clipNorm,
    l1: spec.l1 ?? 0,
    seed: spec.seed,
    loss: spec.loss ?? options.loss ?? (hasValues ? "meanSquaredError" : "crossEntropy"),
    labelSmoothing: spec.labelSmoothing ?? options.labelSmoothing ?? 0,
    classWeights: spec.classWeights ?? options.classWeights,
    batchSize: spec.batchSize ?? options.batchSize ?? 64,
    epochs: spec.epochs ?? options.epochs ?? 100,
    stop: spec.stop ?? options.stop,
  };
  checkData(action, settings, options);
  const { name = `${sizes.join("-")} ${[settings.activation].flat().join(", ")}` } = spec;
  if (typeof name !== "string") {
    throw new TypeError(validationMessage(action, "name", "text", name));
  }
  return { name, ...settings };
}
