/** One ensemble of networks in training, and its results so far. */

import type { Dataset } from "../datasets/dataset.ts";
import type { Device, EpochScores, Session } from "../devices/device.ts";
import type { Mlp } from "../models/mlp.ts";
import { type Curves, divergenceOf, firstEpochs, recordEpoch, scoresOf } from "./curves.ts";
import { orderSettings, type PlannedGroup } from "./plan.ts";
import { evaluateModels } from "./evaluate.ts";
import { accuracyOfRows } from "./predict.ts";
import { type RegressionScores, regressionScores } from "./regression.ts";
import type { Run, Snapshot } from "./run.ts";
import type { EpochOfRun, NetworkSettings, SharedSettings } from "./spec.ts";

/** An ensemble in training; its lists have an entry for each member. */
export interface TrainedGroup extends PlannedGroup {
  readonly settings: readonly NetworkSettings[];
  readonly session: Session;
  readonly curves: readonly Curves[];
  /** The snapshots of each member, in ascending order of epochs. */
  readonly snapshots: readonly Snapshot[][];
  seconds: number;
}

/** Snapshots to take during a training, and a callback after each epoch. */
interface Watch {
  readonly signal: AbortSignal | undefined;
  /** The epochs after which its networks are kept. */
  readonly keep: readonly number[];
  readonly onEpoch?: (epoch: number, runs: readonly EpochOfRun[]) => void;
}

/** Trains an ensemble up to epoch `end`, or up to its last epoch if it has fewer. */
export async function advanceGroup(
  group: TrainedGroup,
  end: number,
  { signal, keep, onEpoch }: Watch,
): Promise<void> {
  const { session, plan, curves } = group;
  if (keep.includes(session.epoch)) keepModels(group, session.epoch, await modelsOf(group));
  const epochs = Math.min(end, plan.epochs) - session.epoch;
  if (epochs <= 0) return;
  const started = performance.now();
  try {
    await session.advance(epochs, {
      signal,
      keep: keep.filter((epoch) => epoch > session.epoch && epoch <= plan.epochs),
      onEpoch: (epoch, scores) => {
        const meant = scores.map((own, member) => withoutClasses(own, group.models[member]));
        meant.forEach((own, member) => recordEpoch(curves[member], epoch, own));
        onEpoch?.(epoch, namedScores(group, meant));
      },
      onKeep: (epoch, parameters) => keepModels(group, epoch, modelsWith(group, parameters)),
    });
  } finally {
    group.seconds += (performance.now() - started) / 1000;
  }
}

/** The scores of an epoch; a regression has no accuracy, though devices count one. */
function withoutClasses(scores: EpochScores, { task }: Mlp): EpochScores {
  return task === "regression" ? { ...scores, trainAccuracy: NaN, testAccuracy: NaN } : scores;
}

/** Adds snapshots of an epoch, unless an earlier call that ended at this epoch has added them. */
function keepModels({ snapshots }: TrainedGroup, epoch: number, models: readonly Mlp[]): void {
  snapshots.forEach((kept, member) => {
    if (kept.at(-1)?.epoch !== epoch) kept.push({ epoch, model: models[member] });
  });
}

/** The current networks of an ensemble. */
export async function modelsOf(group: TrainedGroup): Promise<Mlp[]> {
  return modelsWith(group, await group.session.parameters());
}

function modelsWith({ models }: TrainedGroup, parameters: readonly Float32Array[]): Mlp[] {
  return models.map((model, member) => ({ ...model, parameters: parameters[member] }));
}

/** The scores of an epoch, or of the ensemble's last if it has fewer. */
export function scoresAt(group: TrainedGroup, epoch: number): EpochOfRun[] {
  const last = Math.min(epoch, group.plan.epochs);
  return namedScores(group, group.curves.map((curves) => scoresOf(curves, last)));
}

function namedScores({ settings }: TrainedGroup, scores: readonly EpochScores[]): EpochOfRun[] {
  return scores.map((own, member) => ({ name: settings[member].name, ...own }));
}

/** The scores of a trained network on one dataset. */
interface FinalScores {
  /** NaN for a regression. */
  readonly accuracy: number;
  readonly regression?: RegressionScores;
}

/** Computes the scores of models of equal sizes on a dataset. */
async function finalScores(
  models: readonly Mlp[],
  { device, data }: { device: Device; data: Dataset | undefined },
): Promise<ReadonlyMap<Mlp, FinalScores>> {
  if (!data || models.length === 0) return new Map();
  const found = await evaluateModels(
    models,
    { device, data },
    (rows, data): FinalScores =>
      data.task === "regression"
        ? { accuracy: NaN, regression: regressionScores(rows, data) }
        : { accuracy: accuracyOfRows(rows, data) },
  );
  return new Map(models.map((model, index) => [model, found[index]]));
}

/** The runs of an ensemble, with the final scores of those that did not diverge. */
export async function runsOf(
  group: TrainedGroup,
  { device, ...shared }: { readonly device: Device } & SharedSettings,
): Promise<Run[]> {
  const { data, test } = shared;
  const { session: { epoch }, plan: { epochs } } = group;
  const models = await modelsOf(group);
  const divergences = group.curves.map((curves) => divergenceOf(curves, epoch));
  const finite = models.filter((_, member) => divergences[member] === null);
  // Concurrently, because each waits for a readback from the GPU.
  const [onTrain, onTest] = await Promise.all(
    [data, test].map((data) => finalScores(finite, { device, data })),
  );
  return divergences.map((divergedAtEpoch, member): Run => {
    const { name, initializer, optimizer, loss, batchSize, seed } = group.settings[member];
    const stopped = epoch < epochs && divergedAtEpoch === null;
    const [train, test] = [onTrain, onTest].map((scores) => scores.get(models[member]));
    return {
      name,
      model: models[member],
      initializer,
      optimizer,
      loss,
      batchSize,
      epochs,
      seed,
      ...orderSettings(shared),
      ...firstEpochs(group.curves[member], epoch),
      status: divergedAtEpoch !== null ? "diverged" : stopped ? "stopped" : "ok",
      divergedAtEpoch,
      stoppedAtEpoch: epoch < epochs ? epoch : null,
      finalTrainAccuracy: train?.accuracy ?? NaN,
      finalTestAccuracy: test?.accuracy ?? NaN,
      ...(train?.regression && { finalTrainRegression: train.regression }),
      ...(test?.regression && { finalTestRegression: test.regression }),
      seconds: group.seconds / models.length,
      snapshots: [...group.snapshots[member]],
    };
  });
}
