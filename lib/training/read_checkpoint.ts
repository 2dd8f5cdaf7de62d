/** Checks a saved state, and reads the ensembles in it. */

import { float32FromBase64, float64FromBase64 } from "../base64.ts";
import { checkCount, checkNumber, show, validationMessage } from "../check.ts";
import { checkList, checkRecord, checkShape, isObject, optionNames } from "../check_shape.ts";
import { adagrad, adam, rmsprop, sgd } from "../kernels/create_optimizer.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import {
  fingerprintOf,
  format,
  type GroupState,
  type MemberRecord,
  type NetworkRecord,
  type TrainingState,
  version,
} from "./checkpoint.ts";
import { forCurves } from "./curves.ts";
import { keysOfSchedule, type Schedule, scheduleKinds } from "./schedules.ts";
import type { SharedSettings } from "./spec.ts";
import { stoppingNames } from "./stopping.ts";

const stateKeys = optionNames<TrainingState>({
  ...{ format: true, version: true, generator: true, consumeTestLoaderRng: true },
  ...{ sharedOrder: true, epochs: true, data: true, test: true, networks: true, groups: true },
});
const networkKeys = optionNames<NetworkRecord>({
  ...{ name: true, sizes: true, activation: true, initializer: true, fromModel: true },
  ...{ optimizer: true, schedule: true, clipNorm: true, l1: true, seed: true, loss: true },
  ...{ labelSmoothing: true, classWeights: true, batchSize: true, epochs: true, stop: true },
});
const groupKeys = optionNames<TrainingState["groups"][number]>({
  ...{ epoch: true, seconds: true, members: true },
});
const memberKeys = optionNames<MemberRecord>({
  ...{ network: true, parameters: true, optimizerState: true, divergedAtEpoch: true, best: true },
  ...{ trainLoss: true, trainAccuracy: true, testLoss: true, testAccuracy: true },
});
/** An optimizer of each kind, which has all keys of its kind. */
const optimizers: { readonly [Kind in Optimizer["kind"]]: Optimizer } = {
  ...{ sgd: sgd(), adam: adam(), rmsprop: rmsprop(), adagrad: adagrad() },
};

/**
 * Checks the format, version and keys of a saved training; its parts are checked when they are read.
 *
 * @throws {TypeError} if it is not an object, or a key is unknown or missing
 * @throws {SyntaxError} if its format or version is another one
 */
export function checkTrainingState(action: string, state: unknown): asserts state is TrainingState {
  const found: Record<string, unknown> = isObject(state) ? { ...state } : {};
  // The format comes first, as another format or version has other keys.
  for (const [name, wanted] of Object.entries({ format, version })) {
    if (found[name] === wanted || found[name] === undefined) continue;
    const allowed = JSON.stringify(wanted);
    throw new SyntaxError(validationMessage(action, `the state's ${name}`, allowed, found[name]));
  }
  checkRecord(action, "the state", state, "trainingState", stateKeys);
}

/** Reads the ensembles of a saved training. The device checks their array lengths. */
export function readGroups(action: string, { groups, test }: TrainingState): GroupState[] {
  return checkList(action, "the state's groups", groups, "a list").map((group, at) => {
    const name = `groups[${at}] of the state`;
    const { epoch, seconds, members } = checkRecord(action, name, group, "groupRecord", groupKeys);
    checkCount(action, "a group's epoch", epoch, { minimum: 0 });
    checkNumber(action, "a group's seconds", seconds, { minimum: 0 });
    for (
      const [index, member] of checkList(action, "a group's members", members, "a list").entries()
    ) {
      checkRecord(action, `members[${index}] of ${name}`, member, "memberRecord", memberKeys);
    }
    const tested = test === null ? 0 : epoch;
    const lengths = {
      trainLoss: epoch,
      trainAccuracy: epoch,
      testLoss: tested,
      testAccuracy: tested,
    };
    return {
      seconds,
      networks: members.map(({ network }) => network),
      best: members.map(({ best }) => best === null ? null : float32FromBase64(best)),
      curves: members.map((member) =>
        forCurves((name) => readCurve(action, name, member[name], lengths[name]))
      ),
      state: {
        epoch,
        members: members.map(({ parameters, optimizerState, divergedAtEpoch }) => ({
          parameters: float32FromBase64(parameters),
          optimizerState: float32FromBase64(optimizerState),
          divergedAtEpoch,
        })),
      },
    };
  });
}

function readCurve(action: string, name: string, text: string, length: number): Float64Array {
  const curve = float64FromBase64(text);
  if (curve.length === length) return curve;
  const what = `the length of a member's ${name}`;
  throw new RangeError(validationMessage(action, what, `${length}, one per epoch`, curve.length));
}

/** Checks and returns the settings of the networks. */
export function checkNetworks(action: string, { networks }: TrainingState): NetworkRecord[] {
  return checkList(action, "the state's networks", networks, "a list").map((network, at) => {
    const name = `networks[${at}] of the state`;
    checkRecord(action, name, network, "networkRecord", networkKeys);
    checkOptimizerRecord(action, `the optimizer of ${name}`, network.optimizer);
    checkScheduleRecord(action, `the schedule of ${name}`, network.schedule);
    const { stop } = network;
    if (stop !== null) checkRecord(action, `stop of ${name}`, stop, "stopping", stoppingNames);
    return network;
  });
}

/** Checks the keys of an optimizer of its kind; its kind and values are checked with the other settings. */
function checkOptimizerRecord(action: string, name: string, optimizer: Optimizer): void {
  const { kind } = checkShape(action, name, optimizer, "optimizer");
  const isKnown = Object.hasOwn(optimizers, kind);
  if (!isKnown && kind !== undefined) return;
  const of = isKnown ? [optimizers[kind]] : Object.values(optimizers);
  checkRecord(action, name, optimizer, "optimizer", [...new Set(of.flatMap(Object.keys))]);
}

/** Checks the keys of a schedule of its kind; see `checkOptimizerRecord`. */
function checkScheduleRecord(action: string, name: string, schedule: Schedule): void {
  const { kind } = checkShape(action, name, schedule, "schedule");
  if (kind !== undefined && !scheduleKinds.includes(kind)) return;
  checkRecord(action, name, schedule, "schedule", keysOfSchedule(kind));
}

/** Checks by fingerprint that the data are the same as at the start of the training. */
export function checkSameData(
  action: string,
  state: TrainingState,
  { data, sampleWeights, test }: Pick<SharedSettings, "data" | "sampleWeights" | "test">,
): void {
  const found = {
    data: fingerprintOf(data, sampleWeights),
    test: test ? fingerprintOf(test) : null,
  };
  for (const name of ["data", "test"] as const) {
    if (found[name] === state[name]) continue;
    const allowed = `those that the training was started with, ${show(state[name])}`;
    throw new RangeError(validationMessage(action, name, allowed, found[name]));
  }
}
