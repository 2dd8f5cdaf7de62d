/** A training that is advanced, looked at, saved and gone on with: the one way networks are trained. */

import { checkCount } from "../check.ts";
import { checkList } from "../check_shape.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Device, EpochScores, Session } from "../devices/device.ts";
import type { Mlp } from "../models/mlp.ts";
import type { GeneratorState } from "../random/state.ts";
import { type GroupState, type TrainingState, writeState } from "./checkpoint.ts";
import { type Curves, divergenceOf, firstEpochs, recordEpoch, scoresOf } from "./curves.ts";
import type { PlannedGroup } from "./plan.ts";
import { accuraciesOf } from "./predict.ts";
import type { Run, Snapshot } from "./run.ts";
import type { EpochOfRun, NetworkSettings, SharedSettings } from "./spec.ts";

/** What all networks of a session came to in one epoch. */
export interface TrainingEpoch {
  /** Its number, from 1. */
  readonly epoch: number;
  /** How many there are. */
  readonly epochs: number;
  /** Each network's scores, in the order of the specs; of one that has fewer epochs, its last. */
  readonly runs: readonly EpochOfRun[];
}

/** Networks that are trained as one ensemble. */
export interface TrainedGroup extends PlannedGroup {
  readonly session: Session;
  /** One a member. */
  readonly curves: readonly Curves[];
  seconds: number;
}

/** What a session is made of. */
interface Parts {
  readonly device: Device;
  readonly shared: SharedSettings;
  readonly networks: readonly NetworkSettings[];
  readonly groups: readonly TrainedGroup[];
  /** The generator as it was before anything was drawn. */
  readonly generator: GeneratorState;
  /** Epochs of all networks, where they are not those of their settings. */
  readonly total: number | undefined;
}

/**
 * A training under way, always between two epochs. `for await` over it trains an epoch at a time; leave
 * the loop at any epoch, look at `models`, `runs` or `state`, and go on. On a GPU each epoch that is
 * looked at costs a wait of about 10 ms: `advance` by several where that matters.
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

  /** Epochs that all networks have been trained for that have so many. */
  get epoch(): number {
    const behind = this.#parts.groups.filter(({ session, plan }) => session.epoch < plan.epochs);
    return behind.length === 0
      ? this.epochs
      : Math.min(...behind.map(({ session }) => session.epoch));
  }

  /** How many epochs there are: the most of any network. */
  get epochs(): number {
    return Math.max(...this.#parts.groups.map(({ plan }) => plan.epochs));
  }

  /**
   * Trains on.
   *
   * @param epochs How many more: 1 by default.
   * @returns What the networks came to in the last of them.
   * @throws {TypeError | RangeError} if it is not a number of epochs that are left
   * @throws The signal's reason, if it is aborted: the session stays between two epochs, and usable
   */
  async advance(epochs = 1): Promise<TrainingEpoch> {
    const maximum = this.epochs - this.epoch;
    if (maximum === 0) {
      throw new RangeError(`Cannot advance the training as all ${this.epochs} epochs are done`);
    }
    checkCount("advance the training", "epochs", epochs, { minimum: 1, maximum });
    const end = this.epoch + epochs;
    for (let group = 0; group < this.#parts.groups.length; group++) {
      await this.advanceGroup(group, end);
    }
    return { epoch: end, epochs: this.epochs, runs: this.#scoresAt(end) };
  }

  /** Trains epoch by epoch to the last. */
  async *[Symbol.asyncIterator](): AsyncGenerator<TrainingEpoch, void, void> {
    while (this.epoch < this.epochs) yield await this.advance();
  }

  /**
   * Trains one group to an epoch, or to its last.
   *
   * @ignore For `train`, which takes one group after the other.
   */
  async advanceGroup(
    index: number,
    end: number,
    { keep, onEpoch, onKeep }: {
      readonly keep?: readonly number[];
      readonly onEpoch?: (epoch: number, runs: readonly EpochOfRun[]) => void;
      readonly onKeep?: (epoch: number, models: readonly Mlp[]) => void;
    } = {},
  ): Promise<void> {
    const group = this.#parts.groups[index];
    const { session, plan, curves } = group;
    const epochs = Math.min(end, plan.epochs) - session.epoch;
    if (epochs <= 0) return;
    const started = performance.now();
    try {
      await session.advance(epochs, {
        signal: this.#parts.shared.signal,
        keep,
        onEpoch: (epoch, scores) => {
          scores.forEach((own, member) => recordEpoch(curves[member], epoch, own));
          onEpoch?.(epoch, scores.map((own, member) => this.#scored(group, member, own)));
        },
        onKeep: (epoch, parameters) => onKeep?.(epoch, modelsWith(group, parameters)),
      });
    } finally {
      group.seconds += (performance.now() - started) / 1000;
    }
  }

  /** @ignore For `train`. */
  get groups(): readonly Pick<TrainedGroup, "networks" | "plan" | "models">[] {
    return this.#parts.groups;
  }

  /** The networks now, in the order of the specs. */
  async models(): Promise<Mlp[]> {
    const models: Mlp[] = [];
    for (const group of this.#parts.groups) {
      const own = modelsWith(group, await group.session.parameters());
      group.networks.forEach((network, member) => models[network] = own[member]);
    }
    return models;
  }

  /**
   * What the training has come to so far: a run for each spec, `stopped` where epochs are left.
   *
   * @param snapshots Of each network; none by default.
   * @throws {TypeError} if they are no lists
   */
  async runs(snapshots: readonly (readonly Snapshot[])[] = []): Promise<Run[]> {
    const action = "tell the runs";
    const allowed = "a list of snapshots";
    checkList(action, "snapshots", snapshots, `${allowed} for each network`)
      .forEach((own, at) => checkList(action, `snapshots[${at}]`, own, allowed));
    const runs: Run[] = [];
    for (const group of this.#parts.groups) {
      const own = await this.#runsOf(group);
      group.networks.forEach((network, member) =>
        runs[network] = { ...own[member], snapshots: snapshots[network] ?? [] }
      );
    }
    return runs;
  }

  /**
   * All that is needed to go on, as plain data that JSON keeps to the bit: for
   * {@linkcode resumeTraining}.
   */
  async state(): Promise<TrainingState> {
    const groups: GroupState[] = [];
    for (const { session, networks, curves, seconds } of this.#parts.groups) {
      groups.push({ state: await session.state(), networks, curves, seconds });
    }
    return writeState({ ...this.#parts, groups });
  }

  /** Frees what the session holds. */
  async close(): Promise<void> {
    for (const { session } of this.#parts.groups) await session.close();
  }

  /** The same, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #scored({ networks }: TrainedGroup, member: number, scores: EpochScores): EpochOfRun {
    return { name: this.#parts.networks[networks[member]].name, ...scores };
  }

  #scoresAt(epoch: number): EpochOfRun[] {
    const runs: EpochOfRun[] = [];
    for (const group of this.#parts.groups) {
      const last = Math.min(epoch, group.plan.epochs);
      group.networks.forEach((network, member) => {
        runs[network] = this.#scored(group, member, scoresOf(group.curves[member], last));
      });
    }
    return runs;
  }

  /** The runs of a group, with the accuracies of those that did not diverge. */
  async #runsOf(group: TrainedGroup): Promise<Run[]> {
    const { session: { epoch }, plan: { epochs } } = group;
    const { data, test } = this.#parts.shared;
    const models = modelsWith(group, await group.session.parameters());
    const divergences = group.curves.map((curves) => divergenceOf(curves, epoch));
    const sound = models.filter((_, index) => divergences[index] === null);
    const accuracies = async (data: Dataset | undefined) => {
      if (!data || sound.length === 0) return new Map<Mlp, number>();
      const found = await accuraciesOf(sound, { device: this.#parts.device, data });
      return new Map(sound.map((model, index) => [model, found[index]]));
    };
    // Together, as a GPU lets each wait for its answer.
    const [onTrain, onTest] = await Promise.all([accuracies(data), accuracies(test)]);
    return divergences.map((divergedAtEpoch, index): Run => {
      const { name, initializer, optimizer, loss, batchSize, seed } =
        this.#parts.networks[group.networks[index]];
      const stopped = epoch < epochs && divergedAtEpoch === null;
      return {
        name,
        model: models[index],
        initializer,
        optimizer,
        loss,
        batchSize,
        epochs,
        seed,
        ...firstEpochs(group.curves[index], epoch),
        status: divergedAtEpoch !== null ? "diverged" : stopped ? "stopped" : "ok",
        divergedAtEpoch,
        stoppedAtEpoch: epoch < epochs ? epoch : null,
        finalTrainAccuracy: onTrain.get(models[index]) ?? NaN,
        finalTestAccuracy: onTest.get(models[index]) ?? NaN,
        seconds: group.seconds / models.length,
        snapshots: [],
      };
    });
  }
}

/** The models of a group with other parameters. */
function modelsWith({ models }: PlannedGroup, parameters: readonly Float32Array[]): Mlp[] {
  return models.map((model, member) => ({ ...model, parameters: parameters[member] }));
}
