/** Trains an ensemble up to an epoch: some of its members may stop before others. */

import type { EpochScores } from "../devices/device.ts";
import type { MemberControl } from "./control.ts";
import type { Place } from "./curves.ts";
import {
  isDone,
  keepModels,
  modelsOf,
  modelsWith,
  scoresOfMember,
  startMembers,
  type TrainedGroup,
} from "./group.ts";
import { GroupProbes, type Probe } from "./probes.ts";
import type { EpochOfRun } from "./spec.ts";

/** Snapshots and statistics to take during a training, and a callback after each epoch. */
interface Watch {
  readonly signal: AbortSignal | undefined;
  /** The epochs after which its networks are kept. */
  readonly keep: readonly number[];
  /** The epochs after which its layers are measured; none by default. */
  readonly probe: Probe | undefined;
  readonly onEpoch?: (epoch: number, runs: readonly EpochOfRun[]) => void;
}

const noProbe: Probe = { at: [] };

/** Trains an ensemble up to epoch `end`, up to its last epoch, or until all members have stopped. */
export async function advanceGroup(
  group: TrainedGroup,
  end: number,
  watch: Watch,
): Promise<void> {
  const { keep, probe = noProbe, signal } = watch;
  if (keep.includes(group.epoch)) {
    keepModels(group, group.epoch, { places: placesOf(group), models: await modelsOf(group) });
  }
  if (group.session && GroupProbes.epochsOf(probe).includes(group.epoch)) {
    const { epoch, curves } = group;
    collect(group, {
      ...{ probe, epoch, parameters: await group.session.parameters() },
      isDiverged: ({ member }) => epoch > 0 && Number.isNaN(curves.at(member, epoch).trainLoss),
    });
  }
  while (group.epoch < end && !isDone(group)) {
    const decision = group.epoch + epochsToDecision(group);
    const full = group.probes.lastEpoch(probe, group.epoch);
    await timed(group, async () => {
      await trainMembers(group, Math.min(end, group.plan.epochs, decision, full), watch);
      await removeStopped(group, signal);
    });
    if (group.epoch >= full) await group.probes.measure(signal);
  }
  await group.probes.measure(signal);
}

/** Adds the time of some work to that of the training. */
async function timed(group: TrainedGroup, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  try {
    await work();
  } finally {
    group.seconds += (performance.now() - started) / 1000;
  }
}

/** Takes the parameters of the members that are still trained, for a probe. */
function collect(
  group: TrainedGroup,
  { probe, epoch, parameters, places = placesOf(group), isDiverged }: {
    readonly probe: Probe;
    readonly epoch: number;
    readonly parameters: readonly Float32Array[];
    readonly places?: readonly Place[];
    readonly isDiverged: (place: Place) => boolean;
  },
): void {
  const networks = places.map((place) => ({
    member: place.member,
    parameters: parameters[place.at],
    isDiverged: isDiverged(place),
  }));
  group.probes.collect(probe, epoch, networks);
}

const hasStopped = (control: MemberControl | undefined) =>
  control !== undefined && control.stoppedAtEpoch !== null;

/** The members that are still trained, and their places in the device's session. */
function placesOf({ active, controls }: TrainedGroup): Place[] {
  return active.flatMap((member, at) => hasStopped(controls[member]) ? [] : [{ member, at }]);
}

/** The number of epochs at whose end a member may stop or a learning rate may change, at the earliest. */
function epochsToDecision({ active, controls }: TrainedGroup): number {
  return active.reduce(
    (least, member) => Math.min(least, controls[member]?.epochsToDecision ?? Infinity),
    Infinity,
  );
}

/** Trains up to epoch `end`, before which nothing is decided. */
async function trainMembers(
  group: TrainedGroup,
  end: number,
  { signal, keep, probe = noProbe, onEpoch }: Watch,
): Promise<void> {
  const session = group.session!;
  const places = placesOf(group);
  const controlled = places.filter(({ member }) => group.controls[member]);
  const controls = controlled.map(({ member }) => group.controls[member]!);
  const first = group.epoch + 1;
  const probed = new Set(GroupProbes.epochsOf(probe));
  const snapshots = new Set(keep);
  /** Of the last epoch: a snapshot follows the scores. */
  let trainLoss: ArrayLike<number> = [];
  const kept = Array.from({ length: end - group.epoch }, (_, at) => first + at)
    .filter((epoch) =>
      snapshots.has(epoch) || probed.has(epoch) || controls.some(({ keepsBest }) => keepsBest)
    );
  try {
    await session.advance(end - group.epoch, {
      signal,
      keep: kept,
      onEpoch: (epoch, scores) => {
        group.epoch = epoch;
        trainLoss = scores.trainLoss;
        group.curves.record(epoch, meantScores(scores, group), places);
        for (const { member } of controlled) {
          group.controls[member]!.observe(epoch, scoresOfMember(group, member, epoch));
        }
        if (!onEpoch) return;
        onEpoch(epoch, places.map(({ member }) => scoresOfMember(group, member, epoch)));
      },
      onKeep: (epoch, parameters) => {
        keepBest(group, parameters);
        if (probed.has(epoch)) {
          const isDiverged = ({ at }: Place) => Number.isNaN(trainLoss[at]);
          collect(group, { probe, epoch, parameters, places, isDiverged });
        }
        if (!snapshots.has(epoch)) return;
        keepModels(group, epoch, { places, models: modelsWith(group, parameters) });
      },
    });
  } catch (error) {
    // An error of `onEpoch` comes between an epoch and its snapshot. The first error names the cause.
    if (controls.some(({ lacksBest }) => lacksBest)) {
      keepBest(group, await session.parameters().catch(() => []));
    }
    throw error;
  }
}

/** The scores of an epoch; a regression has no accuracy, though devices count one. */
function meantScores(scores: EpochScores, { models }: TrainedGroup): EpochScores {
  if (models[0].task !== "regression") return scores;
  const none = new Float64Array(scores.trainLoss.length).fill(NaN);
  return { ...scores, trainAccuracy: none, testAccuracy: none };
}

/** Keeps the parameters of members for which this epoch is the best so far. */
function keepBest({ active, controls }: TrainedGroup, parameters: readonly Float32Array[]): void {
  for (const [at, own] of parameters.entries()) controls[active[at]]?.keepBest(own);
}

/** Goes on without the members that have stopped, once that is half of them. */
async function removeStopped(group: TrainedGroup, signal: AbortSignal | undefined): Promise<void> {
  const { session, active } = group;
  const places = placesOf(group);
  if (2 * places.length > active.length) return;
  const members = places.map(({ member }) => member);
  if (members.length > 0) {
    const { epoch, members: all } = await session!.state();
    const state = { epoch, members: places.map(({ at }) => all[at]) };
    group.session = await startMembers(group, { members, state, signal });
  } else {
    group.session = undefined;
  }
  group.active = members;
  await session!.close();
}
