/** Starts training sessions: new ones, or from a saved state. */

import { checkCount, validationMessage } from "../check.ts";
import { checkOptions, optionNames } from "../check_shape.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Device } from "../devices/device.ts";
import { headOf } from "../kernels/losses.ts";
import { Generator } from "../random/torch.ts";
import { parameterCount } from "../models/layout.ts";
import type { GroupState, NetworkRecord, TrainingState } from "./checkpoint.ts";
import { type PlannedGroup, planTraining } from "./plan.ts";
import type { TrainedGroup } from "./group.ts";
import { checkNetworks, checkSameData, checkTrainingState, readGroups } from "./read_checkpoint.ts";
import { startGroup } from "./start_group.ts";
import { TrainingSession } from "./session.ts";
import { checkEpochs, resolveNetworks } from "./resolve_settings.ts";
import type { NetworkSettings, SharedSettings, TrainingOptions, TrainingSpec } from "./spec.ts";

/**
 * Starts a training session, which can be advanced epoch by epoch, inspected and saved.
 *
 * @param specs The networks, as for `train`.
 * @param options The device, the data, and the settings that the networks share.
 * @returns The session, before its first epoch. Close it after use, for example by `await using`.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds
 * @throws The signal's reason, if it is aborted
 *
 * @example Train until the loss is low enough
 * ```ts
 * import { adam, makeMoons, openDevice, startTraining } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * await using device = await openDevice();
 * await using session = await startTraining(
 *   [{ sizes: [2, 16, 2], optimizer: adam({ learningRate: 0.05 }) }],
 *   { device, data: makeMoons(100, { seed: 1 }), epochs: 200 },
 * );
 * for await (const { runs: [run] } of session) if (run.trainLoss < 0.3) break;
 * assert(session.epoch < 200);
 * ```
 */
export async function startTraining(
  specs: readonly TrainingSpec[],
  options: TrainingOptions,
): Promise<TrainingSession> {
  return await openSession(resolveNetworks(specs, options), options);
}

/** The options of a resumed training. */
export interface ResumeOptions {
  /** The device that computes. */
  readonly device: Device;
  /** The training data, the same as before. */
  readonly data: Dataset;
  /** The weight of each sample of the training data, the same as before. */
  readonly sampleWeights?: ArrayLike<number>;
  /** The test data, the same as before. */
  readonly test?: Dataset;
  /** The total number of epochs, including those already trained; the same as before by default. */
  readonly epochs?: number;
  /** Aborts the training within about a second. */
  readonly signal?: AbortSignal;
}

const resumeNames = optionNames<ResumeOptions>({
  ...{ device: true, data: true, sampleWeights: true, test: true, epochs: true, signal: true },
});

/**
 * Continues a training from a saved state. On the same device its curves and networks are identical, bit
 * for bit, to those of a training without interruption.
 *
 * @param state The state from `session.state()`; it may have been converted to JSON and back.
 * @param options The device, the same data as before, and optionally another total number of epochs.
 * @returns The session, at the epoch of the state.
 * @throws {TypeError} if an argument is of the wrong kind, or a key of the state is unknown or missing
 * @throws {SyntaxError} if the state cannot be read
 * @throws {RangeError} if the data are not the same, or the number of epochs is below those already
 * trained
 *
 * @example A training that is saved as JSON after 5 epochs and continued to 8
 * ```ts
 * import { adam, makeMoons, openDevice, resumeTraining, startTraining } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const data = makeMoons(100, { seed: 1 });
 * await using first = await startTraining(
 *   [{ sizes: [2, 8, 2], optimizer: adam() }],
 *   { device, data, epochs: 5 },
 * );
 * await first.advance(5);
 * const file = JSON.stringify(await first.state());
 *
 * await using second = await resumeTraining(JSON.parse(file), { device, data, epochs: 8 });
 * await second.advance(3);
 * const [{ trainLoss }] = await second.runs();
 * assertEquals([second.epoch, trainLoss.length], [8, 8]);
 * ```
 */
export async function resumeTraining(
  state: TrainingState,
  options: ResumeOptions,
): Promise<TrainingSession> {
  const action = "resume the training";
  checkOptions(action, options, resumeNames);
  const { specs, groups, generator, total } = readState(action, state, options.epochs);
  const { device, data, sampleWeights, test, signal } = options;
  const consumeTestLoaderRng = state.consumeTestLoaderRng ?? undefined;
  const orders = { consumeTestLoaderRng, sharedOrder: state.sharedOrder };
  const shared = { data, sampleWeights, test, signal, ...orders };
  const networks = resolveNetworks(specs, { ...shared, device });
  if (total !== undefined) checkEpochs(action, networks.map(() => ({ epochs: total })));
  checkSameData(action, state, shared);
  return await openSession(networks, { ...shared, device, generator, total }, groups);
}

/**
 * Checks a saved state as `resumeTraining` does, but without the data: a command can report an error
 * before it generates them.
 *
 * @param state The state from `session.state()`; it may have been converted to JSON and back.
 * @param options Optionally another total number of epochs.
 * @throws {TypeError} if an argument is of the wrong kind, or a key of the state is unknown or missing
 * @throws {SyntaxError} if the state cannot be read
 * @throws {RangeError} if the number of epochs is below those already trained
 *
 * @example A training of 5 epochs cannot be continued to 3
 * ```ts
 * import { checkResume, makeMoons, openDevice, sgd, startTraining } from "@neural-lab/lab";
 * import { assertThrows } from "@std/assert";
 *
 * await using device = await openDevice();
 * await using session = await startTraining(
 *   [{ sizes: [2, 8, 2], optimizer: sgd() }],
 *   { device, data: makeMoons(100), epochs: 5 },
 * );
 * await session.advance(5);
 * const state = await session.state();
 * assertThrows(() => checkResume(state, { epochs: 3 }), RangeError, "at least 5");
 * ```
 */
export function checkResume(
  state: TrainingState,
  options: Pick<ResumeOptions, "epochs"> = {},
): void {
  const action = "resume the training";
  const { epochs } = checkOptions(action, options, ["epochs"]);
  readState(action, state, epochs);
}

/** The parts of a state: networks, ensembles, generator, and total of epochs, which `epochs` replaces. */
function readState(action: string, state: TrainingState, epochs: number | undefined) {
  checkTrainingState(action, state);
  const specs = checkNetworks(action, state).map(specOf);
  const groups = readGroups(action, state);
  const generator = Generator.from(state.generator);
  const total = epochs ?? state.epochs ?? undefined;
  if (total !== undefined) {
    const minimum = groups.reduce((most, { state }) => Math.max(most, state.epoch), 1);
    checkCount(action, "epochs", total, { minimum });
  }
  return { specs, groups, generator, total };
}

/** The spec of a saved network; the parameters of a given model are those of the state. */
function specOf({ fromModel, ...record }: NetworkRecord): TrainingSpec {
  const { sizes, activation, initializer, seed, clipNorm, classWeights, stop, ...settings } =
    record;
  const spec = {
    ...settings,
    initializer: initializer ?? undefined,
    seed: seed ?? undefined,
    clipNorm: clipNorm ?? undefined,
    stop: stop ?? undefined,
    classWeights: classWeights ?? undefined,
  };
  if (!fromModel) return { ...spec, sizes, activation };
  const parameters = new Float32Array(parameterCount(sizes));
  return { ...spec, model: { sizes, activation, head: headOf(record.loss), parameters } };
}

/** Draws parameters and orders, and starts a session of each ensemble on the device. */
export async function openSession(
  networks: readonly NetworkSettings[],
  options: Pick<TrainingOptions, "device" | "generator" | "seed"> & SharedSettings & {
    readonly total?: number;
    /** Whether an abort ends the preparation as well, or the training alone; true by default. */
    readonly abortable?: boolean;
  },
  saved?: readonly GroupState[],
): Promise<TrainingSession> {
  const { device, generator = new Generator(options.seed ?? 42), total } = options;
  const { abortable = true } = options;
  const { data, sampleWeights, test, consumeTestLoaderRng, sharedOrder, signal } = options;
  const shared = { data, sampleWeights, test, consumeTestLoaderRng, sharedOrder, signal };
  const before = generator.state();
  const ending = abortable ? signal : undefined;
  const planned = await planTraining(networks, {
    ...shared,
    signal: ending,
    generator,
    epochs: total,
  });
  if (saved) checkGroups(planned, saved);
  const groups: TrainedGroup[] = [];
  try {
    for (const [index, own] of planned.entries()) {
      const settings = own.networks.map((network) => networks[network]);
      const group = { ...own, settings, device };
      groups.push(await startGroup(group, { saved: saved?.[index], signal: ending }));
    }
  } catch (error) {
    for (const { session } of groups) await session?.close();
    throw error;
  }
  return new TrainingSession({ device, shared, networks, groups, generator: before, total });
}

/** Checks that the saved ensembles have the planned networks. */
function checkGroups(planned: readonly PlannedGroup[], saved: readonly GroupState[]): void {
  const membersOf = (groups: readonly { readonly networks: readonly number[] }[]) =>
    JSON.stringify(groups.map(({ networks }) => networks));
  if (membersOf(planned) === membersOf(saved)) return;
  throw new RangeError(
    validationMessage(
      "resume the training",
      "the state's groups",
      `of networks ${membersOf(planned)}`,
      membersOf(saved),
    ),
  );
}
