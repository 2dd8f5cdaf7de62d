/** The loss over a plane of parameters. */

import { checkNumber, validationMessage } from "../check.ts";
import {
  checkCallback,
  checkNumbers,
  checkOptions,
  checkShape,
  optionNames,
} from "../check_shape.ts";
import { checkSignal } from "../devices/checks.ts";
import type { Dataset } from "../datasets/dataset.ts";
import type { Device } from "../devices/device.ts";
import { scoreBatch } from "../kernels/losses.ts";
import type { Mlp } from "../models/mlp.ts";
import { evaluateModels } from "../training/evaluate.ts";
import { toSamples } from "../training/samples.ts";
import { createYield } from "../yield_to_event_loop.ts";
import { checkParameterPlane, type ParameterPlane } from "./parameter_plane.ts";

/** The settings of a landscape. */
export interface LandscapeOptions {
  /** The device that computes. */
  readonly device: Device;
  /** The data whose mean loss is computed. */
  readonly data: Dataset;
  /** The places along the first direction, 41 from -1 to 1 by default. */
  readonly x?: ArrayLike<number>;
  /** The places along the second direction, 41 from -1 to 1 by default. */
  readonly y?: ArrayLike<number>;
  /** Aborts the computation within about a second. */
  readonly signal?: AbortSignal;
  /** Called with the share of the networks that are evaluated, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** The loss over a plane. */
export interface Landscape {
  /** The places along the first direction. */
  readonly x: Float64Array;
  /** The places along the second direction. */
  readonly y: Float64Array;
  /**
   * The loss at each place, a row for each of `y`, with a number for each of `x`: cross-entropy of networks
   * with logits, and the mean squared error of values. It is infinite or NaN where the outputs overflow.
   */
  readonly loss: readonly Float64Array[];
}

const names = optionNames<LandscapeOptions>({
  ...{ device: true, data: true, x: true, y: true, signal: true, onProgress: true },
});

const ACTION = "compute the landscape";

/** The maximum number of networks: more places cannot be seen. */
const maxPlaces = 2 ** 20;

/** The maximum number of parameters of the networks that are evaluated together: 64 MB. */
const maxParameters = 2 ** 24;

/** The maximum number of multiplications between two pauses. */
const maxProducts = 2e9;

/**
 * Computes the mean loss of the networks of a plane over a grid of places. The device evaluates many networks
 * together.
 *
 * Source: H. Li et al., "Visualizing the loss landscape of neural nets", NeurIPS 2018.
 *
 * @param plane The plane, as {@linkcode filterPlane} and {@linkcode trajectoryPlane} return it.
 * @param options The device, the data, and the places of the grid.
 * @returns The loss at each place.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is unknown, the network does not fit the data, or the grid is too large
 * @throws The signal's reason, if it is aborted
 *
 * @example The loss at the origin is that of the network
 * ```ts
 * import { createMlp, filterPlane, landscape, makeMoons, openDevice } from "@neural-lab/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const plane = filterPlane(createMlp([2, 8, 2]), { seed: 1 });
 * const { loss } = await landscape(plane, {
 *   ...{ device, data: makeMoons(100) },
 *   ...{ x: [-1, 0, 1], y: [0, 0.5] },
 * });
 * assertEquals(loss.map((row) => row.length), [3, 3]);
 * assert(loss[0][1] > 0.5 && loss[0][1] < 1);
 * ```
 */
export async function landscape(
  plane: ParameterPlane,
  options: LandscapeOptions,
): Promise<Landscape> {
  checkParameterPlane(ACTION, plane);
  const { device, data, signal, onProgress, ...axes } = checkOptions(ACTION, options, names);
  checkShape(ACTION, "device", device, "device");
  checkSignal(ACTION, signal);
  checkCallback(ACTION, "onProgress", onProgress);
  const [x, y] = (["x", "y"] as const).map((name) => checkPlaces(name, axes[name]));
  if (x.length * y.length > maxPlaces) {
    const name = "the number of places";
    const allowed = `at most ${maxPlaces}`;
    throw new RangeError(validationMessage(ACTION, name, allowed, x.length * y.length));
  }
  const { origin } = plane;
  const score = createScore(origin, data);
  const pause = createYield(signal);
  const { length } = origin.parameters;
  const atOnce = Math.max(
    1,
    Math.floor(Math.min(maxParameters / length, maxProducts / (length * data.samples))),
  );
  const total = x.length * y.length;
  const losses = new Float64Array(total);
  for (let first = 0; first < total; first += atOnce) {
    await pause();
    const count = Math.min(atOnce, total - first);
    const models = Array.from({ length: count }, (_, index) => {
      const at = first + index;
      return modelAt(plane, x[at % x.length], y[Math.floor(at / x.length)]);
    });
    losses.set((await evaluateModels(models, { device, sets: [data] }, score)).flat(), first);
    onProgress?.((first + count) / total);
  }
  await pause();
  const rows = Array.from(y, (_, row) => losses.slice(row * x.length, (row + 1) * x.length));
  return { x, y, loss: rows };
}

function checkPlaces(name: string, places: ArrayLike<number> | undefined): Float64Array {
  if (places === undefined) return Float64Array.from({ length: 41 }, (_, at) => (at - 20) / 20);
  checkNumbers(ACTION, name, places);
  if (places.length === 0) {
    throw new RangeError(validationMessage(ACTION, name, "at least one number", places));
  }
  for (let at = 0; at < places.length; at++) checkNumber(ACTION, `each of ${name}`, places[at]);
  return Float64Array.from(places);
}

/** The network at a place of a plane. */
function modelAt(
  { origin, directions: [one, other] }: ParameterPlane,
  x: number,
  y: number,
): Mlp {
  const parameters = new Float32Array(origin.parameters.length);
  for (let at = 0; at < parameters.length; at++) {
    parameters[at] = origin.parameters[at] + x * one[at] + y * other[at];
  }
  const { sizes, activation, head } = origin;
  return { sizes, activation, head, parameters };
}

/**
 * A function that computes the mean loss from outputs; the loss is the one that networks of the head have.
 */
function createScore({ sizes, head }: Mlp, data: Dataset) {
  const width = sizes[sizes.length - 1];
  if (data?.features !== undefined && data.features !== sizes[0]) {
    const allowed = `${sizes[0]}, the network's inputs`;
    throw new RangeError(validationMessage(ACTION, "data.features", allowed, data.features));
  }
  const { targets, count } = toSamples(data, { outputs: width, head });
  const loss = head === "logits" ? "crossEntropy" : "meanSquaredError";
  const gradient = new Float64Array(targets.length);
  return ({ outputs: all, start }: { outputs: Float32Array; start: number }): number => {
    const outputs = all.subarray(start, start + targets.length);
    const batch = { outputs, targets, gradient };
    return scoreBatch(loss, batch, { rows: count, width }).lossSum / count;
  };
}
