/** Training sessions, which can be advanced, inspected, saved and resumed; `train` uses one too. */

import { checkCount } from "../check.ts";
import { checkCallback, checkOptions, optionNames } from "../check_shape.ts";
import { checkKeep } from "../devices/checks.ts";
import type { Device } from "../devices/device.ts";
import type { Mlp } from "../models/mlp.ts";
import type { GeneratorState } from "../random/state.ts";
import { type GroupState, type TrainingState, writeState } from "./checkpoint.ts";
import { advanceGroup } from "./advance_group.ts";
import { isDone, modelsOf, runsOf, scoresAt, stateOf, type TrainedGroup } from "./group.ts";
import { checkProbe } from "./probes.ts";
import type { Run } from "./run.ts";
import type { EpochOfRun, NetworkSettings, SharedSettings, WatchOptions } from "./spec.ts";

/** The scores of all networks of a session in one epoch. */
export interface TrainingEpoch {
  /** The number of the epoch, from 1. */
  readonly epoch: number;
  /** The total number of epochs. */
  readonly epochs: number;
  /** Each network's scores, in the order of the specs; those of its last epoch if it has fewer. */
  readonly runs: readonly EpochOfRun[];
}

const watchNames = optionNames<WatchOptions>({ keep: true, probe: true, onEpoch: true });

/** The parts of a session. */
interface Parts {
  readonly device: Device;
  readonly shared: SharedSettings;
  readonly networks: readonly NetworkSettings[];
  readonly groups: readonly TrainedGroup[];
  /** The state of the generator before the first draw. */
  readonly generator: GeneratorState;
  /** The number of epochs of all networks, if it differs from their settings. */
  readonly total: number | undefined;
}

/**
 * A training in progress, which stops only between two epochs. `for await` trains one epoch at a time.
 * The loop can be left after any epoch to read `models`, `runs` or `state`, and a new loop continues
 * the training. On a GPU each call of `advance` waits about 10 ms for the readback, so it is faster to
 * advance by several epochs at once.
 *
 * @example One epoch after the other
 * ```ts
 * import { makeMoons, openDevice, sgd, startTraining } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * await using session = await startTraining(
 *   [{ sizes: [2, 4, 2], optimizer: sgd() }],
 *   { device, data: makeMoons(50), epochs: 3 },
 * );
 * const losses: number[] = [];
 * for await (const { runs: [run] } of session) losses.push(run.trainLoss);
 * assertEquals(losses, [...(await session.runs())[0].trainLoss]);
 * ```
 */
export class TrainingSession implements AsyncDisposable, AsyncIterable<TrainingEpoch> {
  readonly #parts: Parts;

  /** @ignore Made by {@linkcode startTraining} and {@linkcode resumeTraining}. */
  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * The number of epochs that all networks have been trained for, except those that have fewer or have
   * stopped before.
   */
  get epoch(): number {
    const { groups } = this.#parts;
    const behind = groups.filter((group) => !isDone(group));
    return behind.length === 0
      ? Math.max(...groups.map(({ epoch }) => epoch))
      : Math.min(...behind.map(({ epoch }) => epoch));
  }

  /** Whether no epochs are left: each network has been trained for all of its epochs, or has stopped. */
  get done(): boolean {
    return this.#parts.groups.every(isDone);
  }

  /** The total number of epochs: the maximum over all networks. */
  get epochs(): number {
    return Math.max(...this.#parts.groups.map(({ plan }) => plan.epochs));
  }

  /**
   * Trains all networks for further epochs.
   *
   * @param epochs The number of epochs, 1 by default.
   * @param options The epochs after which networks are kept, which `runs` returns as snapshots, those after
   * which statistics of their layers are computed, and a callback for each epoch. Networks that differ in
   * sizes, loss, batch size or epochs are trained one ensemble after the other.
   * @returns The scores of the networks in the last of these epochs.
   * @throws {TypeError} if an argument is of the wrong kind
   * @throws {RangeError} if fewer epochs are left, an epoch to keep or to probe is not among these epochs, a
   * network has no such layer, or an option is unknown
   * @throws The signal's reason, if it is aborted: the session is then between two epochs and remains
   * usable, as it does after an error of a callback or of a worker
   *
   * @example Ten epochs, and the networks after some of them
   * ```ts
   * import { makeMoons, openDevice, sgd, startTraining } from "@neural-lab/lab";
   * import { assertEquals } from "@std/assert";
   *
   * await using device = await openDevice();
   * await using session = await startTraining(
   *   [{ sizes: [2, 4, 2], optimizer: sgd() }],
   *   { device, data: makeMoons(50), epochs: 10 },
   * );
   * const shares: number[] = [];
   * await session.advance(10, { keep: [0, 5], onEpoch: ({ done }) => shares.push(done) });
   * const [{ snapshots }] = await session.runs();
   * assertEquals(snapshots.map(({ epoch }) => epoch), [0, 5]);
   * assertEquals([shares.length, shares[9]], [10, 1]);
   * ```
   */
  async advance(epochs = 1, options: WatchOptions = {}): Promise<TrainingEpoch> {
    const action = "advance the training";
    const { groups, networks, shared: { signal } } = this.#parts;
    const maximum = this.epochs - this.epoch;
    if (this.done) {
      const why = maximum === 0
        ? `all ${this.epochs} epochs are done`
        : "all networks have stopped early";
      throw new RangeError(`Cannot ${action} as ${why}`);
    }
    checkCount(action, "epochs", epochs, { minimum: 1, maximum });
    const { keep = [], probe, onEpoch } = checkOptions(action, options, watchNames);
    checkCallback(action, "onEpoch", onEpoch);
    const end = this.epoch + epochs;
    const within = { first: this.epoch, last: end };
    checkKeep(action, keep, within);
    checkProbe(action, probe, { ...within, networks });
    for (const group of groups) {
      const report = onEpoch &&
        ((epoch: number, runs: readonly EpochOfRun[]) =>
          onEpoch({ epoch, epochs: group.plan.epochs, done: this.#doneAt(group, epoch), runs }));
      await advanceGroup(group, end, { signal, keep, probe, onEpoch: report });
    }
    const runs = this.#inOrder(groups.map((group) => scoresAt(group, end)));
    const reached = Math.max(...groups.map(({ epoch }) => epoch));
    return { epoch: Math.min(end, reached), epochs: this.epochs, runs };
  }

  /** The share of the whole training that is done when a group has reached an epoch. */
  #doneAt(group: TrainedGroup, epoch: number): number {
    const { groups } = this.#parts;
    const shares = groups.map((each) =>
      each === group ? epoch / each.plan.epochs : isDone(each) ? 1 : each.epoch / each.plan.epochs
    );
    return shares.reduce((sum, share) => sum + share, 0) / groups.length;
  }

  /** Trains one epoch at a time, up to the last. */
  async *[Symbol.asyncIterator](): AsyncGenerator<TrainingEpoch, void, void> {
    while (!this.done) yield await this.advance();
  }

  /** The current networks, in the order of the specs; the best one of a network that has stopped early. */
  async models(): Promise<Mlp[]> {
    const models: Mlp[][] = [];
    for (const group of this.#parts.groups) models.push(await modelsOf(group));
    return this.#inOrder(models);
  }

  /**
   * The results of the training so far: a run for each spec, `stopped` if epochs are left, with the
   * snapshots that `advance` has kept, and the statistics that it has computed.
   */
  async runs(): Promise<Run[]> {
    const { device, groups, shared } = this.#parts;
    const runs: Run[][] = [];
    for (const group of groups) runs.push(await runsOf(group, { ...shared, device }));
    return this.#inOrder(runs);
  }

  /**
   * Everything that {@linkcode resumeTraining} needs to continue the training, as plain data that JSON
   * preserves to the bit.
   */
  async state(): Promise<TrainingState> {
    const groups: GroupState[] = [];
    for (const group of this.#parts.groups) groups.push(await stateOf(group));
    return writeState({ ...this.#parts, groups });
  }

  /** Frees the resources of the session. */
  async close(): Promise<void> {
    for (const { session, probes } of this.#parts.groups) {
      probes.close();
      await session?.close();
    }
  }

  /** Frees the resources of the session at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Puts values of all members of all groups in the order of the specs. */
  #inOrder<Part>(parts: readonly (readonly Part[])[]): Part[] {
    const all: Part[] = [];
    this.#parts.groups.forEach(({ networks }, group) =>
      networks.forEach((network, member) => all[network] = parts[group][member])
    );
    return all;
  }
}
