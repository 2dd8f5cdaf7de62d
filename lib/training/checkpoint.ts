/** Trainings as plain data that JSON keeps to the bit. */

import { float32FromBase64, float64FromBase64, toBase64 } from "../base64.ts";
import { checkCount, checkNumber, show, validationMessage } from "../check.ts";
import { checkList, checkShape } from "../check_shape.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { EnsembleState } from "../devices/device.ts";
import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Activation } from "../models/activations.ts";
import type { Initializer } from "../models/initializers.ts";
import type { GeneratorState } from "../random/state.ts";
import { type Curves, forCurves } from "./curves.ts";
import type { NetworkSettings, SharedSettings } from "./spec.ts";

const format = "neural-lab-training";
const version = 1;

/** All settings of a network of a saved training. */
export interface NetworkRecord {
  /** What it is called. */
  readonly name: string;
  /** Width of the input, of each hidden layer, and of the output. */
  readonly sizes: readonly number[];
  /** Behind each hidden layer. */
  readonly activation: Activation;
  /** Null where a model was given. */
  readonly initializer: Initializer | null;
  /** Whether it began as a given model, so that no parameters were drawn. */
  readonly fromModel: boolean;
  /** With all its settings. */
  readonly optimizer: Optimizer;
  /** Of the network's own generator, or null. */
  readonly seed: number | null;
  /** What is minimized. */
  readonly loss: Loss;
  /** Samples a step. */
  readonly batchSize: number;
  /** Epochs that it was planned for when its orders were first drawn. */
  readonly epochs: number;
}

/** One network of a saved training; arrays in base64, little-endian, as JSON keeps no NaN and no -0. */
export type MemberRecord = {
  /** Its index among the networks. */
  readonly network: number;
  /** Float32: laid out as `layersOf` says. */
  readonly parameters: string;
  /** Float32: what the optimizer keeps. */
  readonly optimizerState: string;
  /** Number of the first epoch, from 1, whose training loss was not finite, or null. */
  readonly divergedAtEpoch: number | null;
} & { readonly [Name in keyof Curves]: string };

/** A training as plain data: all that is needed to go on with it, given its data. */
export interface TrainingState {
  /** Tells such a state from other JSON. */
  readonly format: "neural-lab-training";
  /** Of the format. */
  readonly version: 1;
  /** The generator of networks without a seed, as it was before anything was drawn. */
  readonly generator: GeneratorState;
  /** Whether each epoch draws what a pass over the test data draws; null for torch's way. */
  readonly consumeTestLoaderRng: boolean | null;
  /** Whether all networks see the samples in the same order. */
  readonly sharedOrder: boolean;
  /** Epochs in all, where a resumption has set them anew, or null. */
  readonly epochs: number | null;
  /** Tells whether the data are the same when it goes on. */
  readonly data: string;
  /** The same of the test data; null without any. */
  readonly test: string | null;
  /** The networks, in the order of the specs. */
  readonly networks: readonly NetworkRecord[];
  /** The ensembles that they are trained in. */
  readonly groups: readonly {
    /** Epochs trained. */
    readonly epoch: number;
    /** Time that they took. */
    readonly seconds: number;
    /** The networks of the ensemble. */
    readonly members: readonly MemberRecord[];
  }[];
}

/** An ensemble of a session, as it is saved. */
export interface GroupState {
  readonly state: EnsembleState;
  /** Indices of the members' networks. */
  readonly networks: readonly number[];
  /** One a member; those of epochs to come are NaN. */
  readonly curves: readonly Curves[];
  readonly seconds: number;
}

/** What a session is made of, besides its device. */
export interface SessionParts {
  readonly generator: GeneratorState;
  readonly shared: SharedSettings;
  readonly total: number | undefined;
  readonly networks: readonly NetworkSettings[];
  readonly groups: readonly GroupState[];
}

/** Writes a session down. */
export function writeState(parts: SessionParts): TrainingState {
  const { generator, shared, total, networks, groups } = parts;
  return {
    format,
    version,
    generator,
    consumeTestLoaderRng: shared.consumeTestLoaderRng ?? null,
    sharedOrder: shared.sharedOrder ?? false,
    epochs: total ?? null,
    data: fingerprintOf(shared.data),
    test: shared.test ? fingerprintOf(shared.test) : null,
    networks: networks.map(({ model, initializer, seed, sizes, ...settings }) => ({
      ...settings,
      sizes: [...sizes],
      initializer: initializer ?? null,
      fromModel: model !== undefined,
      seed: seed ?? null,
    })),
    groups: groups.map(({ state: { epoch, members }, networks, curves, seconds }) => ({
      epoch,
      seconds,
      members: members.map(({ parameters, optimizerState, divergedAtEpoch }, index) => ({
        network: networks[index],
        parameters: toBase64(parameters),
        optimizerState: toBase64(optimizerState),
        divergedAtEpoch,
        ...forCurves((name) => toBase64(curves[index][name].subarray(0, epoch))),
      })),
    })),
  };
}

/**
 * Checks that a value is a saved training, as far as can be told before its parts are read.
 *
 * @throws {TypeError} if it is no object
 * @throws {SyntaxError} if it is of another format
 */
export function checkTrainingState(action: string, state: unknown): asserts state is TrainingState {
  checkShape(action, "state", state, "trainingState");
  const found = state as Record<string, unknown>;
  for (const [name, wanted] of Object.entries({ format, version })) {
    if (found[name] === wanted) continue;
    const allowed = JSON.stringify(wanted);
    throw new SyntaxError(validationMessage(action, `the state's ${name}`, allowed, found[name]));
  }
}

/** Reads the ensembles of a saved training. Devices check that they fit the networks. */
export function readGroups(action: string, { groups, test }: TrainingState): GroupState[] {
  return checkList(action, "the state's groups", groups, "a list").map((group) => {
    const { epoch, seconds, members } = checkShape(action, "each group", group, "groupRecord");
    checkCount(action, "a group's epoch", epoch, { minimum: 0 });
    checkNumber(action, "a group's seconds", seconds, { minimum: 0 });
    for (const member of checkList(action, "a group's members", members, "a list")) {
      checkShape(action, "each member", member, "memberRecord");
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
  throw new RangeError(validationMessage(action, what, `${length}, one an epoch`, curve.length));
}

/** Returns the settings of the networks, if they are a list of such. */
export function checkNetworks(action: string, { networks }: TrainingState): NetworkRecord[] {
  return checkList(action, "the state's networks", networks, "a list").map((network) =>
    checkShape(action, "each of networks", network, "networkRecord")
  );
}

/** Checks that the data are those that the training was begun with. */
export function checkSameData(
  action: string,
  state: TrainingState,
  { data, test }: Pick<SharedSettings, "data" | "test">,
): void {
  const found = { data: fingerprintOf(data), test: test ? fingerprintOf(test) : null };
  for (const name of ["data", "test"] as const) {
    if (found[name] === state[name]) continue;
    const allowed = `those that the training was begun with, ${show(state[name])}`;
    throw new RangeError(validationMessage(action, name, allowed, found[name]));
  }
}

/** `420 x 2, 1a2b3c4d`: the size of a dataset, and a hash of all its numbers (FNV-1a). */
function fingerprintOf({ inputs, labels, targets, samples, features }: Dataset): string {
  let hash = 0x811c9dc5;
  for (const array of [inputs, labels, targets ?? new Float64Array()]) {
    for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength)) {
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
  }
  return `${samples} x ${features}, ${(hash >>> 0).toString(16).padStart(8, "0")}`;
}
