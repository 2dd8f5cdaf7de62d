/** Checkpoints: the state of a training as plain data, which JSON preserves to the bit. */

import { toBase64 } from "../base64.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { EnsembleState } from "../devices/device.ts";
import type { Loss } from "../kernels/losses.ts";
import type { Optimizer } from "../kernels/optimizers.ts";
import type { Activations } from "../models/activations.ts";
import type { Initializer } from "../models/initializers.ts";
import type { GeneratorState } from "../random/state.ts";
import { type Curves, forCurves } from "./curves.ts";
import type { Schedule } from "./schedules.ts";
import type { EarlyStopping } from "./stopping.ts";
import type { ClassWeights } from "./weight_samples.ts";
import type { NetworkSettings, SharedSettings } from "./spec.ts";

/** The format of a state. */
export const format = "neural-lab-training";
/** The version of the format. */
export const version = 2;

/** All settings of a network of a saved training. */
export interface NetworkRecord {
  /** The network's name. */
  readonly name: string;
  /** Width of the input, of each hidden layer, and of the output. */
  readonly sizes: readonly number[];
  /** The activation of all hidden layers, or a list with that of each. */
  readonly activation: Activations;
  /** The initializer of the parameters; null if a model was given without one. */
  readonly initializer: Initializer | null;
  /** Whether the training started from a given model, so that no parameters were drawn. */
  readonly fromModel: boolean;
  /** The optimizer with all its settings. */
  readonly optimizer: Optimizer;
  /** The schedule of the learning rate. */
  readonly schedule: Schedule;
  /** The maximum norm of the gradients, or null. */
  readonly clipNorm: number | null;
  /** The factor of the L1 penalty. */
  readonly l1: number;
  /** The seed of the network's own generator, or null. */
  readonly seed: number | null;
  /** The loss that is minimized. */
  readonly loss: Loss;
  /** The share of each target that is spread evenly over all classes. */
  readonly labelSmoothing: number;
  /** The weights of the classes, or null. */
  readonly classWeights: ClassWeights | null;
  /** The number of samples per step. */
  readonly batchSize: number;
  /** The number of epochs that was planned when its shuffle orders were first drawn. */
  readonly epochs: number;
  /** When its training ends early, or null. */
  readonly stop: EarlyStopping | null;
}

/**
 * One network of a saved training. Arrays are little-endian base64, because JSON has no NaN and
 * `JSON.stringify` loses the sign of -0.
 */
export type MemberRecord = {
  /** Its index among the networks. */
  readonly network: number;
  /** The parameters in float32, in the layout of `layersOf`. */
  readonly parameters: string;
  /** The optimizer state in float32. */
  readonly optimizerState: string;
  /** Number of the first epoch, from 1, whose training loss was not finite, or null. */
  readonly divergedAtEpoch: number | null;
  /**
   * The parameters with the lowest test loss so far, with early stopping. Otherwise null, and for a network
   * that has stopped: its parameters are the best ones then, and it has no optimizer state.
   */
  readonly best: string | null;
} & { readonly [Name in keyof Curves]: string };

/** A training as plain data: everything needed to continue it, except its data. */
export interface TrainingState {
  /** Distinguishes a state from other JSON. */
  readonly format: "neural-lab-training";
  /** The version of the format. */
  readonly version: 2;
  /** The generator of networks without a seed, in its state before the first draw. */
  readonly generator: GeneratorState;
  /**
   * Whether each epoch draws the random numbers of a `DataLoader` pass over the test data. Null for the
   * default: true if there is test data.
   */
  readonly consumeTestLoaderRng: boolean | null;
  /** Whether all networks use the same shuffle order. */
  readonly sharedOrder: boolean;
  /** The total number of epochs if a resumption has changed it, or null. */
  readonly epochs: number | null;
  /** A fingerprint of the training data, to check that they are the same at resumption. */
  readonly data: string;
  /** A fingerprint of the test data; null without test data. */
  readonly test: string | null;
  /** The networks, in the order of the specs. */
  readonly networks: readonly NetworkRecord[];
  /** The ensembles that they are trained in. */
  readonly groups: readonly {
    /** The number of epochs trained. */
    readonly epoch: number;
    /** The time of these epochs in seconds. */
    readonly seconds: number;
    /** The networks of the ensemble. */
    readonly members: readonly MemberRecord[];
  }[];
}

/** The parts of an ensemble that are saved. */
export interface GroupState {
  readonly state: EnsembleState;
  /** Indices of the members' networks. */
  readonly networks: readonly number[];
  /** The curves of each member, with the epochs that have been trained. */
  readonly curves: readonly Curves[];
  readonly seconds: number;
  /** The best parameters of each member, where it has some and has not stopped. */
  readonly best: readonly (Float32Array | null)[];
}

/** The parts of a session except its device. */
export interface SessionParts {
  readonly generator: GeneratorState;
  readonly shared: SharedSettings;
  readonly total: number | undefined;
  readonly networks: readonly NetworkSettings[];
  readonly groups: readonly GroupState[];
}

/** Converts a session to plain data. */
export function writeState(parts: SessionParts): TrainingState {
  const { generator, shared, total, networks, groups } = parts;
  return {
    format,
    version,
    generator,
    consumeTestLoaderRng: shared.consumeTestLoaderRng ?? null,
    sharedOrder: shared.sharedOrder ?? false,
    epochs: total ?? null,
    data: fingerprintOf(shared.data, shared.sampleWeights),
    test: shared.test ? fingerprintOf(shared.test) : null,
    networks: networks.map(({ model, sizes, ...settings }) => ({
      ...settings,
      sizes: [...sizes],
      initializer: settings.initializer ?? null,
      fromModel: model !== undefined,
      seed: settings.seed ?? null,
      clipNorm: settings.clipNorm ?? null,
      classWeights: settings.classWeights ?? null,
      stop: settings.stop ?? null,
    })),
    groups: groups.map(({ state: { epoch, members }, networks, curves, seconds, best }) => ({
      epoch,
      seconds,
      members: members.map(({ parameters, optimizerState, divergedAtEpoch }, index) => ({
        network: networks[index],
        parameters: toBase64(parameters),
        optimizerState: toBase64(optimizerState),
        divergedAtEpoch,
        best: encoded(best[index]),
        ...forCurves((name) => toBase64(curves[index][name])),
      })),
    })),
  };
}

function encoded(parameters: Float32Array | null): string | null {
  return parameters && toBase64(parameters);
}

/** `420 x 2, 1a2b3c4d`: the size of a dataset, and a hash of all its numbers and weights (FNV-1a). */
export function fingerprintOf(
  { inputs, labels, targets, samples, features }: Dataset,
  weights: ArrayLike<number> = [],
): string {
  let hash = 0x811c9dc5;
  const none = new Float64Array();
  for (const array of [inputs, labels, targets ?? none, Float64Array.from(weights)]) {
    for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength)) {
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
  }
  return `${samples} x ${features}, ${(hash >>> 0).toString(16).padStart(8, "0")}`;
}
