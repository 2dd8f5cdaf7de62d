/** Predictions of a model over a grid of the plane. */

import { validationMessage } from "../check.ts";
import { checkList, checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { checkPlane, type Plane } from "../datasets/plane.ts";
import { checkSignal } from "../devices/checks.ts";
import { checkGrid, checkRanges } from "../devices/check_evaluation.ts";
import type { Device, Grid } from "../devices/device.ts";
import type { Field, Surface } from "../models/field.ts";
import { checkMlp, classesOf, type Mlp } from "../models/mlp.ts";
import { inChunks } from "./evaluate.ts";
import { softmax, valuesOf } from "./predict.ts";

/** Settings of {@linkcode predictGrid}. */
export interface GridOptions extends Omit<Grid, "size"> {
  /** The device that computes. */
  device: Device;
  /** The number of points along x and along y, 200 each by default. */
  size?: readonly [columns: number, rows: number];
  /** The plane of the grid, for a network of any number of inputs; by default the inputs are x and y. */
  plane?: Plane;
  /** Aborts the prediction. */
  signal?: AbortSignal;
}

const gridNames = optionNames<GridOptions>({
  ...{ device: true, x: true, y: true, size: true, plane: true, signal: true },
});

/** The maximum number of inputs in memory at once: 64 MB. */
const maxInputs = 2 ** 24;

/**
 * Computes a model's class probabilities over a grid of the plane, for a figure of the decision boundary.
 *
 * @param model A network of two inputs, or of any number with a `plane`.
 * @param options `device`: the device; `x` and `y`: the intervals that the grid covers, both ends
 * included; `size`: the number of points along each, 200 × 200 by default; `plane`: the plane of the
 * grid; `signal`: aborts the prediction.
 * @returns The probability of each class at each point, or its score if the outputs are values; the
 * scores of a single value `v` are `1 - v` for class 0 and `v` for class 1.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the model does not have two inputs, an interval is empty, or there are more
 * than 2²⁵ points
 * @throws The signal's reason, if it is aborted
 *
 * @example The probabilities of the two classes add up to 1 at each point
 * ```ts
 * import { createMlp, openDevice, predictGrid } from "@neural-lab/lab";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const model = createMlp([2, 8, 2]);
 * const field = await predictGrid(model, { device, x: [-1, 1], y: [-1, 1], size: [3, 3] });
 * assertAlmostEquals(field.values[0] + field.values[9], 1, 1e-6);
 * ```
 */
export async function predictGrid(
  model: Mlp,
  options: GridOptions,
): Promise<Field> {
  const [field] = await predictGrids([model], options);
  return field;
}

const action = "predict the grid";

/**
 * Computes the class probabilities of several models over the same grid, as {@linkcode predictGrid} does
 * for one. The device evaluates models of equal sizes together.
 *
 * @param models Networks of two inputs.
 * @param options See {@linkcode predictGrid}.
 * @returns The probabilities or scores of each model, in order.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a model does not have two inputs, an interval is empty, or there are more than
 * 2²⁵ points
 * @throws The signal's reason, if it is aborted
 *
 * @example Two models over the same four points
 * ```ts
 * import { createMlp, openDevice, predictGrids } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const models = [createMlp([2, 8, 2]), createMlp([2, 3])];
 * const fields = await predictGrids(models, { device, x: [-1, 1], y: [-1, 1], size: [2, 2] });
 * assertEquals(fields.map(({ classes }) => classes), [2, 3]);
 * ```
 */
export async function predictGrids(
  models: readonly Mlp[],
  options: GridOptions,
): Promise<Field[]> {
  checkList(action, "models", models, "a list of MLPs");
  for (const model of models) {
    if (checkMlp(action, model).task !== "regression") continue;
    const allowed = '"classification": predictSurface predicts values';
    throw new RangeError(validationMessage(action, "model.task", allowed, model.task));
  }
  const fields = new Map<Mlp, Field>();
  await overGrid(action, models, options, (model, outputs, grid) => {
    fields.set(model, { ...grid, ...fieldOf(model, outputs) });
  });
  return models.map((model) => fields.get(model)!);
}

/** The values of a field from the outputs of a model at its points. */
function fieldOf(
  model: Mlp,
  outputs: Float32Array,
): Pick<Field, "classes" | "values" | "measure"> {
  const classes = classesOf(model);
  const width = model.sizes[model.sizes.length - 1];
  return model.head === "logits"
    ? { classes, values: softmax(outputs, width, { byClass: true }), measure: "probability" }
    : { classes, values: scoresOf(outputs, width), measure: "score" };
}

/**
 * Computes the values that a regression predicts over a grid of the plane, for a figure of its surface.
 *
 * @param model A network of a regression with one output.
 * @param options As for {@linkcode predictGrid}.
 * @returns The value at each point, in the target's own unit.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the model is no regression of one output, does not have two inputs or those of
 * the plane, an interval is empty, or there are more than 2²⁵ points
 * @throws The signal's reason, if it is aborted
 *
 * @example The sum of two numbers
 * ```ts
 * import { openDevice, predictSurface } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const parameters = Float32Array.of(1, 1, 0);
 * const settings = { activation: "identity", head: "values", task: "regression" } as const;
 * const model = { sizes: [2, 1], ...settings, parameters };
 * const surface = await predictSurface(model, { device, x: [0, 1], y: [0, 10], size: [2, 2] });
 * assertEquals([...surface.values], [0, 1, 10, 11]);
 * ```
 */
export async function predictSurface(model: Mlp, options: GridOptions): Promise<Surface> {
  const action = "predict the surface";
  checkMlp(action, model);
  const width = model.sizes[model.sizes.length - 1];
  if (model.task !== "regression" || width !== 1) {
    const allowed = "a regression of one output";
    throw new RangeError(
      validationMessage(action, "model", allowed, model.task ?? "classification"),
    );
  }
  const surfaces: Surface[] = [];
  await overGrid(action, [model], options, (model, outputs, grid) => {
    surfaces.push({ ...grid, values: valuesOf(outputs, model) });
  });
  return surfaces[0];
}

/** Calls `take` with the outputs `[rows × columns × outputs]` of each model over a grid, and the grid. */
export async function overGrid(
  action: string,
  models: readonly Mlp[],
  options: GridOptions,
  take: (model: Mlp, outputs: Float32Array, grid: Grid) => void,
): Promise<void> {
  const { device, x, y, size = [200, 200], plane, signal } = checkOptions(
    action,
    options,
    gridNames,
  );
  checkShape(action, "device", device, "device");
  checkSignal(action, signal);
  const grid = { x, y, size };
  for (const model of models) if (plane === undefined) checkGrid(action, model, grid);
  signal?.throwIfAborted();
  for (const alike of Map.groupBy(models, ({ sizes }) => sizes.join()).values()) {
    for (const some of inChunks(alike, size[0] * size[1])) {
      if (plane !== undefined) {
        for (const model of some) {
          take(model, await overPlane(action, model, { device, ...grid, plane, signal }), grid);
        }
        continue;
      }
      const outputs = await device.predictGrid(some, grid, { signal });
      // A device may have computed all points without checking the signal.
      signal?.throwIfAborted();
      const length = outputs.length / some.length;
      for (const [index, model] of some.entries()) {
        take(model, outputs.subarray(index * length, (index + 1) * length), grid);
      }
    }
  }
}

/** The outputs over a grid in a plane, some rows of the grid at a time. */
async function overPlane(
  action: string,
  model: Mlp,
  { device, plane, signal, ...grid }: Grid & Required<Pick<GridOptions, "device" | "plane">> & {
    readonly signal: AbortSignal | undefined;
  },
): Promise<Float32Array> {
  const [features, width] = [model.sizes[0], model.sizes[model.sizes.length - 1]];
  checkPlane(action, plane, features);
  checkRanges(action, grid);
  const { x, y, size: [columns, rows] } = grid;
  const outputs = new Float32Array(columns * rows * width);
  const atOnce = Math.max(1, Math.floor(maxInputs / (columns * features)));
  for (let first = 0; first < rows; first += atOnce) {
    const inputs = new Float32Array(Math.min(atOnce, rows - first) * columns * features);
    for (let at = 0; at < inputs.length; at++) {
      const [point, feature] = [Math.floor(at / features), at % features];
      const u = x[0] + (point % columns) / (columns - 1) * (x[1] - x[0]);
      const row = first + Math.floor(point / columns);
      const v = y[0] + row / (rows - 1) * (y[1] - y[0]);
      inputs[at] = plane.origin[feature] + u * plane.x[feature] + v * plane.y[feature];
    }
    outputs.set(await device.predict([model], inputs), first * columns * width);
    signal?.throwIfAborted();
  }
  return outputs;
}

/** Computes the scores `[classes × points]` from outputs `[points × width]` that are values. */
function scoresOf(outputs: Float32Array, width: number): Float32Array {
  const points = outputs.length / width;
  if (width === 1) {
    const scores = new Float32Array(2 * points);
    for (let point = 0; point < points; point++) scores[point] = 1 - outputs[point];
    scores.set(outputs, points);
    return scores;
  }
  const scores = new Float32Array(outputs.length);
  for (let point = 0; point < points; point++) {
    for (let k = 0; k < width; k++) scores[k * points + point] = outputs[point * width + k];
  }
  return scores;
}
