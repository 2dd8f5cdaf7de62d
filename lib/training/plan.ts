/** Draws all random numbers of a training in advance: settings become plans, which are plain data. */

import { arrayBlocks } from "../array_blocks.ts";
import type { PlanMember, TrainingPlan } from "../devices/device.ts";
import { headOf } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Mlp } from "../models/mlp.ts";
import { orderSeeds } from "../random/loader.ts";
import { Generator } from "../random/torch.ts";
import { createYield } from "../yield_to_event_loop.ts";
import { createDrawing, haveSameSizes } from "./drawing.ts";
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
  const keys = keysOfGroups(networks);
  const groups = Map.groupBy(networks.keys(), (index) => keys[index]);
  const optimizers = distinctOptimizers();
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
          optimizer: optimizers(networks[index].optimizer),
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

/** The key of each network's group. That of a network like the one before is not computed again. */
function keysOfGroups(networks: readonly NetworkSettings[]): string[] {
  let last: NetworkSettings | undefined;
  let key = "";
  return networks.map((network) => {
    if (!last || !isSameGroup(last, network)) key = groupKey(network);
    last = network;
    return key;
  });
}

/** Whether two networks certainly have the same key: lists are compared by their identity alone. */
const isSameGroup = (one: NetworkSettings, other: NetworkSettings) =>
  haveSameSizes(one, other) && one.loss === other.loss && one.batchSize === other.batchSize &&
  one.epochs === other.epochs && one.labelSmoothing === other.labelSmoothing &&
  one.classWeights === other.classWeights;

/** Returns the same object for equal optimizers: devices upload and check them once. */
function distinctOptimizers(): (optimizer: Optimizer) => Optimizer {
  const found = new Map<string, Optimizer>();
  return (optimizer) => {
    const key = JSON.stringify(optimizer);
    const known = found.get(key) ?? optimizer;
    found.set(key, known);
    return known;
  };
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
    if (schedule.kind === "constant") return undefined;
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

/** The number of parameters and epochs for which numbers are drawn without a pause. */
const numbersAtOnce = 100_000;

/** Draws each network and then its orders, as a PyTorch program that trains them one after the other. */
async function drawInTurn(
  networks: readonly NetworkSettings[],
  options: PlanOptions,
): Promise<DrawnNetwork[]> {
  const pause = createYield(options.signal);
  const drawModel = createDrawing(options);
  const allocate = arrayBlocks(Uint32Array);
  const drawn: DrawnNetwork[] = [];
  let numbers = 0;
  await pause();
  for (const network of networks) {
    const { model, generator } = drawModel(network);
    const orderSeeds = allocate(options.epochs ?? network.epochs);
    numbers += model.parameters.length;
    for (const count of drawOrderSeeds(generator, network, orderSeeds, options)) {
      numbers += count;
      if (numbers < numbersAtOnce) continue;
      await pause();
      numbers = 0;
    }
    drawn.push({ model, orderSeeds });
  }
  return drawn;
}

/** Draws all networks, and then one sequence of orders that all of them share. */
async function drawShared(
  networks: readonly NetworkSettings[],
  options: PlanOptions,
): Promise<DrawnNetwork[]> {
  const drawModel = createDrawing(options);
  const models = networks.map((network) => drawModel(network).model);
  const longest = networks.reduce((one, other) => one.epochs >= other.epochs ? one : other);
  const pause = createYield(options.signal);
  const seeds = new Uint32Array(options.epochs ?? longest.epochs);
  for (const _ of drawOrderSeeds(options.generator, longest, seeds, options)) await pause();
  // One array object per length: devices generate an order once for all members with the same array.
  const byLength = new Map<number, Uint32Array>();
  return models.map((model, index) => {
    const length = options.epochs ?? networks[index].epochs;
    const orderSeeds = byLength.get(length) ?? seeds.subarray(0, length);
    byLength.set(length, orderSeeds);
    return { model, orderSeeds };
  });
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

/**
 * Draws one seed per epoch, in the way in which PyTorch's loaders draw.
 *
 * @param seeds The array to fill. The generator is advanced by the epochs of the settings only, so that the
 * draws of later networks do not depend on its length.
 * @returns The number of epochs of each part, after which the caller may pause.
 */
function* drawOrderSeeds(
  generator: Generator,
  { epochs }: NetworkSettings,
  seeds: Uint32Array,
  options: PlanOptions,
): globalThis.Generator<number> {
  const { consumeTestLoaderRng: testLoader } = orderSettings(options);
  const ends = [Math.min(epochs, seeds.length), epochs, seeds.length];
  let source = generator;
  for (let epoch = 0; epoch < Math.max(epochs, seeds.length);) {
    if (epoch === epochs) source = Generator.from(generator.state());
    const end = Math.min(epoch + epochsAtOnce, ends.find((each) => each > epoch)!);
    // Those of epochs that are not trained are drawn and not kept.
    const part = epoch < seeds.length ? seeds.subarray(epoch, end) : new Uint32Array(end - epoch);
    orderSeeds(source, part, { testLoader });
    yield end - epoch;
    epoch = end;
  }
}
