/** Spends all the randomness of a training: from specs to plans that are plain data. */

import type { PlanMember, TrainingPlan } from "../devices/device.ts";
import { headOf } from "../kernels/losses.ts";
import { createMlp, type Mlp } from "../models/mlp.ts";
import { dataLoaderSeed } from "../random/loader.ts";
import { Generator } from "../random/torch.ts";
import { createYield } from "../yield_to_event_loop.ts";
import { toSamples } from "./samples.ts";
import type { NetworkSettings, SharedSettings } from "./spec.ts";

/** A plan for those of the networks that can be trained as one ensemble, and which they are. */
export interface PlannedGroup {
  readonly plan: TrainingPlan;
  /** Indices of the members' networks. */
  readonly networks: readonly number[];
  /** The members' models before training. */
  readonly models: readonly Mlp[];
}

/** What is drawn from, and for how many epochs. */
export interface PlanOptions extends SharedSettings {
  /** The generator of those networks that have no seed of their own. It moves on. */
  readonly generator: Generator;
  /**
   * Epochs of each network: the first epochs of its settings are drawn in turn, what goes beyond them
   * from a copy of the network's generator, so that the others' draws stay as they are.
   */
  readonly epochs?: number;
}

/** A network as it has been drawn. */
interface DrawnNetwork {
  readonly model: Mlp;
  readonly orderSeeds: Uint32Array;
}

/**
 * Draws models and orders, network by network, as a PyTorch program does that builds a model, trains
 * it, and goes on to the next: per epoch one pass of the training loader and one of the test loader.
 *
 * @param networks The networks to train.
 * @param options What they share.
 * @returns One group for each set of networks that kernels can train together, in order of first
 * appearance: equal sizes, loss, batch size and epochs.
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
  const groups = Map.groupBy(networks.keys(), (index) => groupKey(networks[index]));
  return [...groups.values()].map((members) => {
    const { sizes, loss, batchSize } = networks[members[0]];
    return {
      plan: {
        sizes,
        loss,
        batchSize,
        epochs: drawn[members[0]].orderSeeds.length,
        ...samples(sizes[sizes.length - 1], headOf(loss)),
        members: members.map((index): PlanMember => ({
          parameters: drawn[index].model.parameters,
          activation: drawn[index].model.activation,
          optimizer: networks[index].optimizer,
          orderSeeds: drawn[index].orderSeeds,
        })),
      },
      networks: members,
      models: members.map((index) => drawn[index].model),
    };
  });
}

/** Equal for networks that kernels can train together. */
function groupKey({ sizes, loss, batchSize, epochs }: NetworkSettings): string {
  return JSON.stringify([sizes, loss, batchSize, epochs]);
}

/** Samples in float32, once for all groups whose outputs are alike. */
function createSampleCache({ data, test }: SharedSettings) {
  const cache = new Map<string, Pick<TrainingPlan, "train" | "test">>();
  return (outputs: number, head: Mlp["head"]) => {
    const key = `${outputs} ${head}`;
    const cached = cache.get(key);
    if (cached) return cached;
    const train = toSamples(data, { outputs, head });
    const made = { train, test: test && toSamples(test, { outputs, head }) };
    cache.set(key, made);
    return made;
  };
}

/** Each network and its orders in turn, as one PyTorch program after the other draws them. */
async function drawInTurn(
  networks: readonly NetworkSettings[],
  options: PlanOptions,
): Promise<DrawnNetwork[]> {
  const pause = createYield(options.signal);
  const drawn: DrawnNetwork[] = [];
  for (const network of networks) {
    const { seed } = network;
    const generator = seed === undefined ? options.generator : new Generator(seed);
    const model = drawModel(generator, network);
    drawn.push({ model, orderSeeds: await drawOrderSeeds(generator, network, options, pause) });
  }
  return drawn;
}

/** All networks, and then one sequence of orders for all of them. */
async function drawShared(
  networks: readonly NetworkSettings[],
  options: PlanOptions,
): Promise<DrawnNetwork[]> {
  const { generator } = options;
  const models = networks.map((network) =>
    drawModel(network.seed === undefined ? generator : new Generator(network.seed), network)
  );
  const longest = networks.reduce((one, other) => one.epochs >= other.epochs ? one : other);
  const seeds = await drawOrderSeeds(generator, longest, options, createYield(options.signal));
  // One array for all that are as long, as devices draw an order that members share once.
  const byLength = new Map<number, Uint32Array>();
  return models.map((model, index) => {
    const length = options.epochs ?? networks[index].epochs;
    const orderSeeds = byLength.get(length) ?? seeds.subarray(0, length);
    byLength.set(length, orderSeeds);
    return { model, orderSeeds };
  });
}

function drawModel(generator: Generator, { model, ...network }: NetworkSettings): Mlp {
  const head = headOf(network.loss);
  if (model) return { ...model, head };
  const { sizes, activation, initializer } = network;
  return createMlp(sizes, { activation, initializer, head, generator });
}

/** The seeds of a network's orders, drawn as the passes of its loaders draw. */
async function drawOrderSeeds(
  generator: Generator,
  { epochs }: NetworkSettings,
  options: PlanOptions,
  pause: () => Promise<void>,
): Promise<Uint32Array> {
  const { test, consumeTestLoaderRng = test !== undefined } = options;
  const seeds = new Uint32Array(options.epochs ?? epochs);
  let source = generator;
  // What networks after this one draw depends on the epochs of its settings alone.
  for (let epoch = 0; epoch < Math.max(epochs, seeds.length); epoch++) {
    if (epoch === epochs) source = Generator.from(generator.state());
    const seed = dataLoaderSeed(source);
    if (epoch < seeds.length) seeds[epoch] = seed;
    // A pass that does not shuffle draws a number too.
    if (consumeTestLoaderRng) source.randomInt64();
    await pause();
  }
  return seeds;
}
