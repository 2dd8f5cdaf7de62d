/** Draws all random numbers of a training in advance: settings become plans, which are plain data. */

import type { PlanMember, TrainingPlan } from "../devices/device.ts";
import { type DataDescription, descriptionOf } from "../data_description.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { headOf } from "../kernels/losses.ts";
import { classesOf, createMlp, type Mlp } from "../models/mlp.ts";
import { orderSeeds } from "../random/loader.ts";
import { Generator } from "../random/torch.ts";
import { createYield } from "../yield_to_event_loop.ts";
import { learningRatesOf } from "./learning_rates.ts";
import { toSamples } from "./samples.ts";
import { weightSamples, weightTestSamples } from "./weight_samples.ts";
import type { NetworkSettings, SharedSettings } from "./spec.ts";

/** The plan of one ensemble, and the networks that are its members. */
export interface PlannedGroup {
  readonly plan: TrainingPlan;
  /** Indices of the members' networks. */
  readonly networks: readonly number[];
  /** The members' models before training. */
  readonly models: readonly Mlp[];
}

/** The shared settings, the generator, and the number of epochs. */
export interface PlanOptions extends SharedSettings {
  /** The generator for all networks without a seed. Its state is advanced. */
  readonly generator: Generator;
  /**
   * The number of epochs of each network, if it differs from the networks' settings. Seeds of additional
   * epochs are drawn from a copy of the generator, so that the draws of later networks do not change.
   */
  readonly epochs?: number;
}

/** The random parts of a network: its first parameters, and the seeds of its shuffle orders. */
interface DrawnNetwork {
  readonly model: Mlp;
  readonly orderSeeds: Uint32Array;
}

/**
 * Draws the first parameters and the seeds of the shuffle orders. The draws are those of a PyTorch
 * program that builds and trains one network after the other, with one pass over the training loader
 * and one over the test loader per epoch.
 *
 * @param networks The networks to train.
 * @param options The settings that they share.
 * @returns One group for each set of networks that kernels can train together, which have equal sizes,
 * loss, batch size and epochs; in order of first appearance.
 * @throws The signal's reason, if it is aborted
 */
export async function planTraining(
  networks: readonly NetworkSettings[],
  options: PlanOptions,
): Promise<PlannedGroup[]> {
  const drawn = options.sharedOrder
    ? await drawShared(networks, options)
    : await drawInTurn(networks, options);
  const samples = createSampleCache(options);
  const rates = createRateCache(options);
  const groups = Map.groupBy(networks.keys(), (index) => groupKey(networks[index]));
  return [...groups.values()].map((members) => {
    const { sizes, loss, batchSize } = networks[members[0]];
    const outputs = sizes[sizes.length - 1];
    return {
      plan: {
        sizes,
        loss,
        batchSize,
        epochs: drawn[members[0]].orderSeeds.length,
        ...samples(outputs, networks[members[0]]),
        members: members.map((index): PlanMember => ({
          parameters: drawn[index].model.parameters,
          activation: drawn[index].model.activation,
          optimizer: networks[index].optimizer,
          learningRates: rates(networks[index], drawn[index].orderSeeds.length),
          orderSeeds: drawn[index].orderSeeds,
          l1: networks[index].l1,
          clipNorm: networks[index].clipNorm,
        })),
      },
      networks: members,
      models: members.map((index) => drawn[index].model),
    };
  });
}

/** A key that is equal for all networks that kernels can train together. */
export function groupKey({ sizes, loss, batchSize, epochs, ...settings }: NetworkSettings): string {
  const { labelSmoothing, classWeights } = settings;
  return JSON.stringify([sizes, loss, batchSize, epochs, labelSmoothing, classWeights]);
}

/** Computes learning rates, once for all networks with the same ones: devices upload them once. */
function createRateCache({ data }: SharedSettings) {
  const cache = new Map<string, Float64Array | undefined>();
  return ({ schedule, optimizer, batchSize, ...network }: NetworkSettings, epochs: number) => {
    const { learningRate } = optimizer;
    const stepsPerEpoch = Math.ceil(data.samples / batchSize);
    const length = { epochs, scheduledEpochs: network.epochs, stepsPerEpoch };
    // Each network has rates of its own, as its plateau changes them.
    if (schedule.kind === "plateau") return learningRatesOf(schedule, learningRate, length);
    const key = JSON.stringify([schedule, learningRate, batchSize, network.epochs, epochs]);
    if (!cache.has(key)) cache.set(key, learningRatesOf(schedule, learningRate, length));
    return cache.get(key);
  };
}

/** Converts the samples to float32, once for all groups with the same outputs and weights of classes. */
function createSampleCache({ data, sampleWeights, test }: SharedSettings) {
  const cache = new Map<string, Pick<TrainingPlan, "train" | "test">>();
  return (
    outputs: number,
    { loss, labelSmoothing, classWeights, batchSize }: NetworkSettings,
  ) => {
    const head = headOf(loss);
    const settings = { labelSmoothing, classWeights };
    const key = JSON.stringify([outputs, head, settings, batchSize]);
    const cached = cache.get(key);
    if (cached) return cached;
    const samples = toSamples(data, { outputs, head });
    const made = {
      train: weightSamples(samples, data, { ...settings, sampleWeights }),
      test: test && weightTestSamples(
        toSamples(test, { outputs, head }),
        { data: test, train: data },
        { ...settings, batchSize },
      ),
    };
    cache.set(key, made);
    return made;
  };
}

/** Draws each network and then its orders, as a PyTorch program that trains them one after the other. */
async function drawInTurn(
  networks: readonly NetworkSettings[],
  options: PlanOptions,
): Promise<DrawnNetwork[]> {
  const pause = createYield(options.signal);
  const drawn: DrawnNetwork[] = [];
  for (const network of networks) {
    const { seed } = network;
    const generator = seed === undefined ? options.generator : new Generator(seed);
    const model = drawModel(generator, network, options.data);
    drawn.push({ model, orderSeeds: await drawOrderSeeds(generator, network, options, pause) });
  }
  return drawn;
}

/** Draws all networks, and then one sequence of orders that all of them share. */
async function drawShared(
  networks: readonly NetworkSettings[],
  options: PlanOptions,
): Promise<DrawnNetwork[]> {
  const { generator } = options;
  const models = networks.map((network) =>
    drawModel(
      network.seed === undefined ? generator : new Generator(network.seed),
      network,
      options.data,
    )
  );
  const longest = networks.reduce((one, other) => one.epochs >= other.epochs ? one : other);
  const seeds = await drawOrderSeeds(generator, longest, options, createYield(options.signal));
  // One array object per length: devices generate an order once for all members with the same array.
  const byLength = new Map<number, Uint32Array>();
  return models.map((model, index) => {
    const length = options.epochs ?? networks[index].epochs;
    const orderSeeds = byLength.get(length) ?? seeds.subarray(0, length);
    byLength.set(length, orderSeeds);
    return { model, orderSeeds };
  });
}

function drawModel(
  generator: Generator,
  { model, ...network }: NetworkSettings,
  data: Dataset,
): Mlp {
  const head = headOf(network.loss);
  const { sizes, activation, initializer } = network;
  const start = model ?? createMlp(sizes, { activation, initializer, head, generator });
  return { ...start, head, ...descriptionFor(data, { sizes, head }) };
}

/** The description of the data, with names for all classes of a network: it may have more outputs. */
function descriptionFor(data: Dataset, network: Pick<Mlp, "sizes" | "head">): DataDescription {
  const { targetNames, classNames, ...description } = descriptionOf(data);
  if (data.task === "regression") return { targetNames, ...description };
  if (classNames === undefined) return description;
  const classes = classesOf(network);
  const more = Array.from({ length: classes }, (_, label) => classNames[label] ?? `class ${label}`);
  return { ...description, classNames: more };
}

/** The settings of the shuffle orders, with their defaults. */
export function orderSettings(
  { test, consumeTestLoaderRng = test !== undefined, sharedOrder = false }: Omit<
    SharedSettings,
    "data"
  >,
): { readonly consumeTestLoaderRng: boolean; readonly sharedOrder: boolean } {
  return { consumeTestLoaderRng, sharedOrder };
}

/** The number of epochs whose seeds are drawn without a pause. */
const epochsAtOnce = 100_000;

/** Draws one seed per epoch, in the way in which PyTorch's loaders draw. */
async function drawOrderSeeds(
  generator: Generator,
  { epochs }: NetworkSettings,
  options: PlanOptions,
  pause: () => Promise<void>,
): Promise<Uint32Array> {
  const { consumeTestLoaderRng: testLoader } = orderSettings(options);
  const seeds = new Uint32Array(options.epochs ?? epochs);
  let source = generator;
  // The generator is advanced by the epochs of the settings only, so later networks' draws do not change.
  for (let epoch = 0; epoch < Math.max(epochs, seeds.length);) {
    if (epoch === epochs) source = Generator.from(generator.state());
    const end = Math.min(epoch + epochsAtOnce, epoch < epochs ? epochs : seeds.length);
    const drawn = orderSeeds(source, end - epoch, { testLoader });
    if (epoch < seeds.length) seeds.set(drawn.subarray(0, seeds.length - epoch), epoch);
    epoch = end;
    await pause();
  }
  return seeds;
}
