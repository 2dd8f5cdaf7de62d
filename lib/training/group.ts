/** One ensemble of networks in training, and its results so far. */

import type { Dataset } from "../datasets/dataset.ts";
import type {
  Device,
  EnsembleState,
  MemberState,
  Session,
  TrainingPlan,
} from "../devices/device.ts";
import type { Mlp } from "../models/mlp.ts";
import type { GroupState } from "./checkpoint.ts";
import type { MemberControl } from "./control.ts";
import type { GroupCurves } from "./curves.ts";
import { orderSettings, type PlannedGroup } from "./plan.ts";
import { evaluateModels, type RowsOfModel } from "./evaluate.ts";
import type { GroupProbes } from "./probes.ts";
import { accuracyOfRows } from "./predict.ts";
import { type RegressionScores, regressionScores } from "./regression.ts";
import type { Run, Snapshot } from "./run.ts";
import type { EpochOfRun, NetworkSettings, SharedSettings } from "./spec.ts";

/** An ensemble in training; its lists have an entry for each member of the plan. */
export interface TrainedGroup extends PlannedGroup {
  readonly settings: readonly NetworkSettings[];
  readonly device: Device;
  /** The session on the device; undefined once all members have stopped. */
  session: Session | undefined;
  /** The members in the session, in order; more of them may have stopped. */
  active: readonly number[];
  /** The number of epochs trained. */
  epoch: number;
  readonly curves: GroupCurves;
  /** The control of each member; undefined if it is trained to the end at planned learning rates. */
  readonly controls: readonly (MemberControl | undefined)[];
  /** The snapshots of each member, in ascending order of epochs. */
  readonly snapshots: readonly Snapshot[][];
  readonly probes: GroupProbes;
  seconds: number;
}

/** Starts a session of some of the members. */
export function startMembers(
  { device, plan }: Pick<TrainedGroup, "device" | "plan">,
  { members, state, signal }: {
    readonly members: readonly number[];
    /** The state of these members to continue from; their initial parameters by default. */
    readonly state: EnsembleState | undefined;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Session> {
  const own = { ...plan, members: members.map((member) => plan.members[member]) };
  return device.start(own, state, { signal });
}

/** Whether no epochs are left: all are trained, or all members have stopped. */
export function isDone({ epoch, plan, controls }: TrainedGroup): boolean {
  return epoch >= plan.epochs || controls.every((control) => control?.stoppedAtEpoch != null);
}

/** Adds snapshots of an epoch, unless an earlier call that ended at this epoch has added them. */
export function keepModels(
  { snapshots }: TrainedGroup,
  epoch: number,
  { places, models }: {
    /** The members that are trained. */
    readonly places: readonly { readonly member: number }[];
    readonly models: readonly Mlp[];
  },
): void {
  for (const { member } of places) {
    const kept = snapshots[member];
    if (kept.at(-1)?.epoch !== epoch) kept.push({ epoch, model: models[member] });
  }
}

/** The current networks of an ensemble; the best ones of members whose training has ended. */
export async function modelsOf(group: TrainedGroup): Promise<Mlp[]> {
  const { session, controls, epoch, plan } = group;
  const current = modelsWith(group, await session?.parameters() ?? []);
  return current.map((model, member) => {
    const parameters = controls[member]?.finalParameters({ isLast: epoch >= plan.epochs });
    return parameters ? { ...model, parameters } : model;
  });
}

/** The networks with the parameters of the members in the session; others have their initial ones. */
export function modelsWith(
  { models, active }: TrainedGroup,
  parameters: readonly Float32Array[],
): Mlp[] {
  const all = [...models];
  for (const [at, own] of parameters.entries()) {
    all[active[at]] = { ...models[active[at]], parameters: own };
  }
  return all;
}

/** The number of epochs that a member has been trained for. */
function epochsOf({ epoch, controls }: TrainedGroup, member: number): number {
  return controls[member]?.stoppedAtEpoch ?? epoch;
}

/** The scores of each member in an epoch, or in its last one if it has fewer. */
export function scoresAt(group: TrainedGroup, epoch: number): EpochOfRun[] {
  return group.settings.map((_, member) =>
    scoresOfMember(group, member, Math.min(epoch, epochsOf(group, member)))
  );
}

/** The learning rate at the start of each of a member's first epochs. */
function epochRatesOf(plan: TrainingPlan, member: number, epochs: number): Float64Array {
  const { optimizer, learningRates } = plan.members[member];
  const rates = new Float64Array(epochs);
  if (!learningRates) return rates.fill(optimizer.learningRate);
  const perEpoch = learningRates.length / plan.epochs;
  for (let epoch = 0; epoch < epochs; epoch++) rates[epoch] = learningRates[epoch * perEpoch];
  return rates;
}

/** The scores of a member in an epoch that has been recorded, with its name. */
export function scoresOfMember(
  { settings, curves }: TrainedGroup,
  member: number,
  epoch: number,
): EpochOfRun {
  return { name: settings[member].name, ...curves.at(member, epoch) };
}

/** The scores of a trained network on one dataset. */
interface FinalScores {
  /** NaN for a regression. */
  readonly accuracy: number;
  readonly regression?: RegressionScores;
}

/** Scores the rows of a trained network's outputs. */
function finalScore(rows: RowsOfModel, data: Dataset): FinalScores {
  return data.task === "regression"
    ? { accuracy: NaN, regression: regressionScores(rows, data) }
    : { accuracy: accuracyOfRows(rows, data) };
}

/** The scores of a trained network on the training data and on the test data. */
type ScoresOfData = readonly (FinalScores | undefined)[];

/** Computes the scores of the networks that did not diverge, in the order of the members. */
async function finalScores(
  models: readonly Mlp[],
  divergences: readonly (number | null)[],
  { device, data, test }: { device: Device; data: Dataset; test?: Dataset },
): Promise<(ScoresOfData | undefined)[]> {
  const finite = models.filter((_, member) => divergences[member] === null);
  if (finite.length === 0) return [];
  const sets = test ? [data, test] : [data];
  const scores = (await evaluateModels(finite, { device, sets }, finalScore)).values();
  return divergences.map((divergedAt) => divergedAt === null ? scores.next().value : undefined);
}

/** The runs of an ensemble, with the final scores of those that did not diverge. */
export async function runsOf(
  group: TrainedGroup,
  { device, ...shared }: { readonly device: Device } & SharedSettings,
): Promise<Run[]> {
  await group.probes.measure();
  const models = await modelsOf(group);
  const divergences = models.map((_, member) =>
    group.curves.divergenceOf(member, epochsOf(group, member))
  );
  const scores = await finalScores(models, divergences, { ...shared, device });
  const orders = orderSettings(shared);
  const seconds = group.seconds / models.length;
  return models.map((model, member) =>
    runOf(group, member, {
      ...{ model, orders, seconds },
      divergedAtEpoch: divergences[member],
      scores: scores[member],
    })
  );
}

/** The run of one member. */
function runOf(
  group: TrainedGroup,
  member: number,
  { model, scores, divergedAtEpoch, orders, seconds }: {
    readonly model: Mlp;
    readonly scores: ScoresOfData | undefined;
    readonly divergedAtEpoch: number | null;
    readonly orders: ReturnType<typeof orderSettings>;
    readonly seconds: number;
  },
): Run {
  const { plan: { epochs }, settings: { [member]: settings }, controls: { [member]: control } } =
    group;
  const epoch = epochsOf(group, member);
  const curves = group.curves.first(member, epoch);
  const [train, test] = scores ?? [];
  const stopped = epoch < epochs && divergedAtEpoch === null;
  return {
    name: settings.name,
    model,
    initializer: settings.initializer,
    optimizer: settings.optimizer,
    schedule: settings.schedule,
    learningRates: epochRatesOf(group.plan, member, epoch),
    stop: settings.stop,
    clipNorm: settings.clipNorm,
    l1: settings.l1,
    loss: settings.loss,
    labelSmoothing: settings.labelSmoothing,
    classWeights: settings.classWeights,
    batchSize: settings.batchSize,
    epochs,
    seed: settings.seed,
    consumeTestLoaderRng: orders.consumeTestLoaderRng,
    sharedOrder: orders.sharedOrder,
    trainLoss: curves.trainLoss,
    trainAccuracy: curves.trainAccuracy,
    testLoss: curves.testLoss,
    testAccuracy: curves.testAccuracy,
    status: divergedAtEpoch !== null ? "diverged" : stopped ? "stopped" : "ok",
    divergedAtEpoch,
    stoppedAtEpoch: epoch < epochs ? epoch : null,
    bestEpoch: control?.finalEpoch({ isLast: group.epoch >= epochs }) ?? null,
    finalTrainAccuracy: train?.accuracy ?? NaN,
    finalTestAccuracy: test?.accuracy ?? NaN,
    ...(train?.regression && { finalTrainRegression: train.regression }),
    ...(test?.regression && { finalTestRegression: test.regression }),
    seconds,
    snapshots: [...group.snapshots[member]],
    statistics: [...group.probes.statistics[member]],
  };
}

/** The state of an ensemble; that of a member that has stopped are its best parameters. */
export async function stateOf(group: TrainedGroup): Promise<GroupState> {
  const { session, active, networks, curves, seconds, controls, epoch } = group;
  const own = new Map<number, MemberState>();
  const state = await session?.state();
  state?.members.forEach((member, at) => own.set(active[at], member));
  for (const [member, control] of controls.entries()) {
    if (control?.stoppedAtEpoch == null) continue;
    const parameters = control.bestParameters ?? own.get(member)!.parameters;
    own.set(member, { parameters, optimizerState: new Float32Array(), divergedAtEpoch: null });
  }
  return {
    state: { epoch, members: networks.map((_, member) => own.get(member)!) },
    networks,
    curves: networks.map((_, member) => curves.first(member, epoch)),
    seconds,
    best: controls.map((control) =>
      control?.stoppedAtEpoch === null ? control.bestParameters ?? null : null
    ),
  };
}
