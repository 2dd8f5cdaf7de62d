/** The plan of a map of trainings over two learning rates, as plain data. */

import { checkCount, checkNumber, checkSeed, validationMessage } from "../check.ts";
import {
  checkList,
  checkNumbers,
  checkOptions,
  checkShape,
  isArray,
  isTyped,
  optionNames,
} from "../check_shape.ts";
import { checkDataset } from "../datasets/check_dataset.ts";
import type { Dataset } from "../datasets/dataset.ts";
import { type DescentProblem, descentUnits } from "../kernels/descent.ts";
import { Generator } from "../random/torch.ts";
import { hashOf } from "../store/hash.ts";
import type { StoreHeader } from "../store/read_lines.ts";

/** The version of the results: files of another version are refused. */
const version = 1;

/** The settings of a map. */
export interface FractalOptions {
  /** The points that all networks are trained on: the first `points` of them. */
  readonly data: Dataset;
  /** The middle of the map: the decimal logarithms of both learning rates, [3.4, 1.4] by default. */
  readonly center?: readonly [input: number, output: number];
  /** The side of the map, in decimal logarithms: 1 by default. */
  readonly width?: number;
  /** The columns and rows of the map, a network each: 64 by default. */
  readonly pixels?: number;
  /** The steps of each training: 500 by default. */
  readonly steps?: number;
  /**
   * The number of points. By default there are as many targets as parameters, as in the paper, or as the
   * data have if these are fewer.
   */
  readonly points?: number;
  /** The seed of the initial weights, which all networks share: 42 by default. */
  readonly seed?: number;
}

/** A row of a map before its training: networks of one learning rate of the output layer. */
export interface FractalRow {
  /** The hash of all settings of its networks and of the data. */
  readonly key: string;
  /** The learning rate of the output layer. */
  readonly outputRate: number;
}

/** A map before its training, as plain data. */
export interface FractalPlan {
  /** The first line of its file. */
  readonly header: StoreHeader;
  /** The middle of the map: the decimal logarithms of both learning rates. */
  readonly center: readonly [input: number, output: number];
  /** The side of the map, in decimal logarithms. */
  readonly width: number;
  /** The columns and rows of the map. */
  readonly pixels: number;
  /** The number of points that the networks are trained on. */
  readonly points: number;
  /** The learning rate of the input layer of each column. */
  readonly inputRates: readonly number[];
  /** The rows, from the lowest learning rate of the output layer. */
  readonly rows: readonly FractalRow[];
  /** What all networks share: the points, the initial weights, and the number of steps. */
  readonly problem: DescentProblem;
}

const optionList = optionNames<FractalOptions>({
  ...{ data: true, center: true, width: true, pixels: true, steps: true, points: true, seed: true },
});

const ACTION = "plan the map";

const maxPixels = 2048;
const stepLimits = { minimum: 20, maximum: 100_000 };

/** Code is generated for each feature and output. */
const maxFeatures = 256;
const maxOutputs = 64;

/** Beyond this a power of ten is near the largest numbers. */
const maxExponent = 100;

/**
 * Plans a map of trainings over two learning rates, whose boundary between convergence and divergence is a
 * fractal (Sohl-Dickstein, "The boundary of neural network trainability is fractal", 2024, arXiv
 * 2402.06184).
 *
 * Taken from the paper and its program: one hidden layer of 16 tanh units without biases, in mean-field
 * parameterization, `y = 1/16 W₁ tanh(√(2 / features) W₀ x)`; initial weights from the standard normal
 * distribution, the same for all pixels; full-batch gradient descent on the mean squared error, with one
 * learning rate for W₀ (along x) and one for W₁ (along y); 500 steps, in float64; as many points as
 * parameters; and the measure of {@linkcode convergenceMeasure}.
 *
 * Not from the paper: the points, which are data (there random numbers, 16 inputs and one target each);
 * hence as many inputs as the data have features, not 16, and an output for each target; two classes are
 * targets of -1 and 1, more classes an output each, 1 for the class and else 0. The stream of random
 * numbers is torch's, not JAX's, and the window is one for these data.
 *
 * Where training is chaotic, rounding errors grow with each step: after some tens of steps the numbers of
 * such pixels are those of this arithmetic alone, and another order of the same operations gives other
 * ones. The derivative of tanh is `1 - tanh²`, as JAX and torch have it, which is a rounding error for
 * saturated units. Pixels without chaos agree with other float64 computations in six digits.
 *
 * @param options The data, the window, and the trainings.
 * @returns The plan, for {@linkcode fractal}.
 * @throws {TypeError} if an option is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds, the data have too many features or
 * outputs, or neighbouring pixels would have equal rates
 *
 * @example The rates of four columns
 * ```ts
 * import { makeMoons, planFractal } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const data = makeMoons(100, { seed: 1 });
 * const plan = await planFractal({ data, center: [2, 2], width: 4, pixels: 4 });
 * assertEquals(plan.inputRates.map((rate) => Math.log10(rate)), [0.5, 1.5, 2.5, 3.5]);
 * assertEquals([plan.points, plan.problem.weights.length], [48, 48]);
 * ```
 */
export async function planFractal(options: FractalOptions): Promise<FractalPlan> {
  const { data, center = [3.4, 1.4], width = 1, pixels = 64, steps = 500, points, seed = 42 } =
    checkOptions(ACTION, options, optionList);
  checkDataset(ACTION, "data", data);
  const middle = checkCenter(center);
  checkNumber(ACTION, "width", width, { above: 0, maximum: maxExponent });
  checkCount(ACTION, "pixels", pixels, { minimum: 2, maximum: maxPixels });
  checkCount(ACTION, "steps", steps, stepLimits);
  checkSeed(ACTION, seed);
  const problem = problemOf(data, { steps, points, seed });
  const rates = middle.map((log) => ratesOf(log, { width, pixels }));
  const id = await hashOf({ version, problem, rates });
  const rows = await Promise.all(
    rates[1].map(async (outputRate, row): Promise<FractalRow> => ({
      key: await hashOf({ id, row }),
      outputRate,
    })),
  );
  const count = problem.samples.length / (problem.features + problem.outputs);
  const description = `center ${middle}, width ${width}, ${pixels} pixels, ${steps} steps on ` +
    `${count} points of ${data.name}, seed ${seed}`;
  return {
    header: { kind: "fractal", version, id, description },
    ...{ center: middle, width, pixels, points: count, inputRates: rates[0], rows, problem },
  };
}

function checkCenter(center: readonly number[]): [number, number] {
  if (!isArray(center) || center.length !== 2) {
    throw new TypeError(validationMessage(ACTION, "center", "two numbers", center));
  }
  const bounds = { minimum: -maxExponent, maximum: maxExponent };
  const [input, output] = [0, 1].map((at) =>
    checkNumber(ACTION, `center[${at}]`, center[at], bounds)
  );
  return [input, output];
}

/** The rates at the middles of pixels. */
function ratesOf(middle: number, { width, pixels }: { width: number; pixels: number }): number[] {
  const rates = Array.from(
    { length: pixels },
    (_, at) => 10 ** (middle + width * ((at + 0.5) / pixels - 0.5)),
  );
  if (rates.every((rate, at) => at === 0 || rate > rates[at - 1])) return rates;
  const allowed = "so large that neighbouring pixels differ in float64";
  throw new RangeError(validationMessage(ACTION, "width", allowed, width));
}

/** Checks a plan, which a caller may have put together or changed. */
export function checkFractalPlan(action: string, plan: FractalPlan): FractalPlan {
  const { rows, inputRates, problem } = checkShape(action, "plan", plan, "fractalPlan");
  const limits = { minimum: 1, maximum: maxPixels };
  checkList(action, "rows of plan", rows, "a list of rows");
  checkCount(action, "the number of the plan's rows", rows.length, limits);
  checkList(action, "inputRates of plan", inputRates, "a list of numbers");
  checkCount(action, "the number of the plan's columns", inputRates.length, limits);
  checkNumbers(action, "inputRates of plan", inputRates);
  for (const row of rows) checkShape(action, "each of the plan's rows", row, "fractalRow");
  const { features, outputs, steps, samples, weights } = problem;
  checkCount(action, "the number of the plan's features", features, { maximum: maxFeatures });
  checkCount(action, "the number of the plan's outputs", outputs, { maximum: maxOutputs });
  checkCount(action, "steps of plan", steps, stepLimits);
  const width = features + outputs;
  const isWhole = (values: unknown, rows?: number) =>
    isTyped(values, Float64Array) && values.length > 0 && values.length % width === 0 &&
    (rows === undefined || values.length === rows * width);
  if (!isWhole(samples) || !isWhole(weights, descentUnits)) {
    const allowed = "with samples and weights of its features and outputs";
    throw new TypeError(validationMessage(action, "the plan's problem", allowed, problem));
  }
  return plan;
}

/** The points and the initial weights, W₀ drawn before W₁. */
function problemOf(
  data: Dataset,
  { steps, points, seed }: { steps: number; points: number | undefined; seed: number },
): DescentProblem {
  const { features, samples, inputs } = data;
  const { targets, outputs } = targetsOf(data);
  checkCount(ACTION, "the number of features", features, { minimum: 1, maximum: maxFeatures });
  checkCount(ACTION, "the number of outputs", outputs, { minimum: 1, maximum: maxOutputs });
  const usual = Math.ceil(descentUnits * (features + outputs) / outputs);
  const count = checkCount(ACTION, "points", points ?? Math.min(usual, samples), {
    minimum: 1,
    maximum: samples,
  });
  const rows = Array.from({ length: count }, (_, at) => [
    ...inputs.subarray(at * features, (at + 1) * features),
    ...targets.subarray(at * outputs, (at + 1) * outputs),
  ]);
  const generator = new Generator(seed);
  const [first, second] = [features, outputs].map((width) => generator.randn(descentUnits * width));
  const weights = Array.from({ length: descentUnits }, (_, unit) => [
    ...first.subarray(unit * features, (unit + 1) * features),
    ...second.subarray(unit * outputs, (unit + 1) * outputs),
  ]);
  return {
    ...{ features, outputs, steps },
    samples: Float64Array.from(rows.flat()),
    weights: Float64Array.from(weights.flat()),
  };
}

/** The values that the outputs are to have. */
function targetsOf(
  { targets, labels, classes, samples }: Dataset,
): { targets: Float64Array; outputs: number } {
  if (targets !== undefined) return { targets, outputs: targets.length / samples };
  if (classes === 2) return { targets: Float64Array.from(labels, (y) => 2 * y - 1), outputs: 1 };
  const oneHot = new Float64Array(samples * classes);
  labels.forEach((label, at) => oneHot[at * classes + label] = 1);
  return { targets: oneHot, outputs: classes };
}
