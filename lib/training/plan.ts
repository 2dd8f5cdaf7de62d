/** Spends all the randomness of a training: from specs to plans that are plain data. */

import type { PlanMember, TrainingPlan } from "../devices/device.ts";
import { Pacer } from "../yield_to_event_loop.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import { createMlp, type Mlp } from "../models/mlp.ts";
import { dataLoaderOrder } from "../random/loader.ts";
import { Generator } from "../random/torch.ts";
import { toSamples } from "./samples.ts";
import { sizesOf, type TrainingOptions, type TrainingSpec } from "./spec.ts";

/** A plan for those of the specs that are of one shape, and which they are. */
export interface PlannedGroup {
  readonly plan: TrainingPlan;
  /** Indices of the members' specs. */
  readonly specs: readonly number[];
  /** The members' models before training. */
  readonly models: readonly Mlp[];
}

/**
 * Draws models and orders, spec by spec, as a PyTorch program does that builds a model, trains it,
 * and goes on to the next: per epoch one pass of the training loader and one of the test loader.
 *
 * @param specs The networks to train.
 * @param options What they have in common; checked by `checkTraining` before.
 * @returns One group for each shape, in order of first appearance.
 * @throws The signal's reason, if it is aborted
 */
export async function planTraining(
  specs: readonly TrainingSpec[],
  options: TrainingOptions,
): Promise<PlannedGroup[]> {
  const generator = options.generator ?? new Generator(options.seed ?? 42);
  const drawn = options.sharedOrder
    ? await drawShared(generator, specs, options)
    : await drawInTurn(generator, specs, options);
  const groups = Map.groupBy(drawn, ({ model }) => model.sizes.join());
  return [...groups.values()].map((group) => ({
    plan: createPlan(
      group[0].model.sizes,
      group.map(({ model: { parameters, activation }, optimizer, orders }) => ({
        parameters,
        activation,
        optimizer,
        orders,
      })),
      options,
    ),
    specs: group.map(({ index }) => index),
    models: group.map(({ model }) => model),
  }));
}

/** Each network and its orders in turn, as one PyTorch program after the other draws them. */
async function drawInTurn(
  generator: Generator,
  specs: readonly TrainingSpec[],
  options: TrainingOptions,
): Promise<DrawnMember[]> {
  const drawn: DrawnMember[] = [];
  for (const [index, spec] of specs.entries()) {
    const model = drawModel(generator, spec);
    const orders = await drawOrders(generator, options);
    drawn.push({ index, optimizer: spec.optimizer, model, orders });
  }
  return drawn;
}

/** All networks, and then one order for all of them. */
async function drawShared(
  generator: Generator,
  specs: readonly TrainingSpec[],
  options: TrainingOptions,
): Promise<DrawnMember[]> {
  const models = specs.map((spec) => drawModel(generator, spec));
  const orders = await drawOrders(generator, options);
  return specs.map(({ optimizer }, index) => ({ index, optimizer, model: models[index], orders }));
}

function drawModel(generator: Generator, spec: TrainingSpec): Mlp {
  const { activation, initializer } = spec;
  return spec.model ?? createMlp(sizesOf(spec), { activation, initializer, generator });
}

/** A member as it has been drawn, and which spec it is of. */
interface DrawnMember {
  readonly index: number;
  readonly optimizer: Optimizer;
  readonly model: Mlp;
  readonly orders: Uint32Array[];
}

async function drawOrders(generator: Generator, options: TrainingOptions): Promise<Uint32Array[]> {
  const { data, test, epochs = 100, consumeTestLoaderRng = test !== undefined, signal } = options;
  const pacer = new Pacer(signal);
  const orders: Uint32Array[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    orders.push(dataLoaderOrder(generator, data.samples, { shuffle: true }));
    // Drawn for the stream's sake: the order of a pass that does not shuffle is of no use.
    if (consumeTestLoaderRng) dataLoaderOrder(generator, test?.samples ?? 1, { shuffle: false });
    await pacer.pause();
  }
  return orders;
}

function createPlan(
  sizes: readonly number[],
  members: readonly PlanMember[],
  { data, test, epochs = 100, batchSize = 64, loss = "crossEntropy" }: TrainingOptions,
): TrainingPlan {
  const width = sizes[sizes.length - 1];
  return {
    sizes,
    loss,
    epochs,
    batchSize,
    train: toSamples(data, width),
    test: test && toSamples(test, width),
    members,
  };
}
