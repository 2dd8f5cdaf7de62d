/** The sharpness of the loss along gradient descent: the largest eigenvalue of its Hessian. */

import { checkCount, checkNumber, validationMessage } from "../check.ts";
import { checkCallback, checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { sgd } from "../kernels/create_optimizer.ts";
import { createHessian, type Hessian, hessianBytes } from "../kernels/hessian.ts";
import { lanczos } from "../kernels/lanczos.ts";
import type { Loss } from "../kernels/losses.ts";
import type { Activations } from "../models/activations.ts";
import type { Mlp } from "../models/mlp.ts";
import { Generator } from "../random/torch.ts";
import { planTraining } from "../training/plan.ts";
import { resolveNetworks } from "../training/resolve_settings.ts";
import type { TrainingOptions, TrainingSpec } from "../training/spec.ts";
import { createYield } from "../yield_to_event_loop.ts";

/** A network that full-batch gradient descent trains. */
export interface SharpnessSpec extends
  Pick<
    TrainingSpec,
    "name" | "sizes" | "activation" | "initializer" | "model" | "loss" | "seed"
  > {
  /** The learning rate η, which does not change. */
  readonly learningRate: number;
}

/** The settings of a measurement of sharpness. */
export interface SharpnessOptions
  extends Pick<TrainingOptions, "data" | "loss" | "seed" | "generator" | "signal"> {
  /** The number of steps of gradient descent, 1000 by default. */
  readonly steps?: number;
  /** The number of steps between two measurements, 50 by default. The last step is measured too. */
  readonly every?: number;
  /**
   * The error bound of the eigenvalues, as a share of the largest absolute one: 1e-4 by default. It takes
   * 20 to 60 products with the Hessian.
   */
  readonly tolerance?: number;
  /**
   * The maximum memory in bytes for the network's buffers and the vectors of Lanczos' method: 1 GiB by
   * default.
   */
  readonly memory?: number;
  /** Called after each step, with its number from 1. */
  readonly onStep?: (step: number) => void;
}

/** The loss and the ends of its Hessian's spectrum after a number of steps. */
export interface SharpnessStep {
  /** The number of steps before: 0 for the first parameters. */
  readonly step: number;
  /** The mean loss over all samples. */
  readonly loss: number;
  /** The largest eigenvalue. */
  readonly sharpness: number;
  /** The second largest eigenvalue. */
  readonly second: number;
  /** The lowest eigenvalue, negative where the loss is not convex. */
  readonly lowest: number;
  /**
   * The norm of the largest residual: an eigenvalue lies within this distance of each of the three. Many
   * eigenvalues are near 0, where a lower one than `lowest` may be missed.
   */
  readonly error: number;
}

/** Gradient descent with the sharpness along it. */
export interface SharpnessRun {
  /** The spec's name; by default the sizes and the activation. */
  readonly name: string;
  /** Width of the input, of each hidden layer, and of the output. */
  readonly sizes: readonly number[];
  /** The activation of all hidden layers, or a list with that of each. */
  readonly activation: Activations;
  /** The loss that is minimized. */
  readonly loss: Loss;
  /** The learning rate η. */
  readonly learningRate: number;
  /** `2 / η`: gradient descent on a quadratic function of a larger sharpness diverges. */
  readonly limit: number;
  /** The loss before each step, and after the last one; those of a diverged run end before it diverged. */
  readonly losses: Float64Array;
  /** The measurements, in order; those of a diverged run end before it diverged. */
  readonly steps: readonly SharpnessStep[];
  /** The number of the first step after which the loss or its Hessian was not finite; null if all were. */
  readonly divergedAtStep: number | null;
  /** The trained network, rounded to float32. */
  readonly model: Mlp;
}

const specNames = optionNames<SharpnessSpec>({
  ...{ name: true, sizes: true, activation: true, initializer: true, model: true },
  ...{ loss: true, seed: true, learningRate: true },
});

const names = optionNames<SharpnessOptions>({
  ...{ data: true, loss: true, seed: true, generator: true, signal: true },
  ...{ steps: true, every: true, tolerance: true, memory: true, onStep: true },
});

const ACTION = "measure the sharpness";

/** The products after which an eigenvalue is taken as it is, with its error bound. */
const maxProducts = 300;

/** The fewest vectors of Lanczos' method that memory must hold: most measurements need no more. */
const fewestProducts = 60;

/** The seed of the start vectors, which differ from measurement to measurement. */
const startSeed = 0;

/**
 * Trains a network by full-batch gradient descent in float64, and measures the largest, the second largest
 * and the lowest eigenvalue of the loss's Hessian along the way. Networks sharpen until the largest one
 * is near `2 / η`, the edge of stability, and then stay there. Eigenvalues come from Lanczos' method on exact
 * products with the Hessian, which is never stored: of a million parameters it would have a trillion entries.
 *
 * Sources: J. Cohen et al., "Gradient descent on neural networks typically occurs at the edge of stability",
 * ICLR 2021; B. A. Pearlmutter, "Fast exact multiplication by the Hessian", Neural Computation 6, 1994.
 *
 * @param spec The network and its learning rate. A given model is not changed.
 * @param options The data, the number of steps, and how often to measure.
 * @returns The measurements, and the trained network.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if a setting is unknown or out of bounds, the sizes do not fit the data, or the
 * network does not fit in the memory
 * @throws The signal's reason, if it is aborted
 *
 * @example The loss falls, and its sharpness stays below the limit
 * ```ts
 * import { makeMoons, sharpness } from "@neural-lab/lab";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const { steps, limit } = await sharpness(
 *   { sizes: [2, 8, 2], activation: "tanh", learningRate: 0.1 },
 *   { data: makeMoons(100, { seed: 1 }), steps: 40, every: 20 },
 * );
 * assertEquals(steps.map(({ step }) => step), [0, 20, 40]);
 * assert(steps[2].loss < steps[0].loss && steps[2].sharpness < limit);
 * ```
 */
export async function sharpness(
  spec: SharpnessSpec,
  options: SharpnessOptions,
): Promise<SharpnessRun> {
  checkShape(ACTION, "spec", spec, "spec");
  checkOptions(ACTION, spec, specNames, "spec");
  checkOptions(ACTION, options, names);
  const { steps = 1000, every = 50, tolerance = 1e-4, memory = 2 ** 30, onStep, ...training } =
    options;
  checkCount(ACTION, "steps", steps, { minimum: 1, maximum: 1e7 });
  checkCount(ACTION, "every", every);
  checkNumber(ACTION, "tolerance", tolerance, { above: 0, below: 1 });
  checkNumber(ACTION, "memory", memory, { above: 0 });
  checkCallback(ACTION, "onStep", onStep);
  const { learningRate } = spec;
  // The limit of smaller ones, 2 / η, is infinite.
  checkNumber(ACTION, "learningRate", learningRate, { minimum: 2 ** -1022 });
  const { name, hessian, model, loss } = await createProblem(spec, training, memory);
  const measured = await descend(hessian, model, {
    ...{ learningRate, steps, every, tolerance, onStep, signal: training.signal },
    products: productsIn(memory, model, training.data),
  });
  const { sizes, activation } = model;
  return { name, sizes, activation, loss, learningRate, limit: 2 / learningRate, ...measured };
}

/** Checks the settings, draws the first parameters, and allocates the buffers. */
async function createProblem(
  { learningRate, ...network }: SharpnessSpec,
  training: Omit<TrainingOptions, "device">,
  memory: number,
) {
  const { samples: batchSize } = checkShape(ACTION, "data", training.data, "dataset");
  const full = { ...network, optimizer: sgd({ learningRate }), epochs: 1, batchSize };
  const [settings] = resolveNetworks([full], training, names);
  const { name, loss } = settings;
  productsIn(memory, settings, training.data);
  const { data, signal, generator = new Generator(training.seed ?? 42) } = training;
  const [{ plan, models: [model] }] = await planTraining([settings], { data, signal, generator });
  const { sizes, activation } = model;
  const hessian = createHessian({ sizes, activation, loss, samples: plan.train });
  return { name, loss, model, hessian };
}

/**
 * The number of products of a measurement, each of which needs a vector of memory.
 *
 * @throws {RangeError} if there is not enough memory
 */
function productsIn(
  memory: number,
  { sizes }: Pick<Mlp, "sizes">,
  { samples }: { readonly samples: number },
): number {
  const { parameters, bytes } = hessianBytes(sizes, samples);
  const fitting = Math.floor((memory - bytes) / (8 * parameters)) - 1;
  const most = Math.min(parameters, maxProducts);
  const fewest = Math.min(parameters, fewestProducts);
  if (fitting >= fewest) return Math.min(most, fitting);
  const needed = Math.ceil((bytes + 8 * parameters * (fewest + 1)) / 2 ** 20);
  const allowed = `at least ${needed} for ${parameters} parameters and ${samples} samples`;
  const given = Math.floor(memory / 2 ** 20);
  throw new RangeError(validationMessage(ACTION, "the memory in MiB", allowed, given));
}

/** Takes all steps, and measures the spectrum after some of them. */
async function descend(
  hessian: Hessian,
  first: Mlp,
  { learningRate, steps, every, tolerance, products, onStep, signal }:
    & Required<Pick<SharpnessOptions, "steps" | "every" | "tolerance">>
    & Pick<SharpnessOptions, "onStep" | "signal">
    & { readonly learningRate: number; readonly products: number },
): Promise<Pick<SharpnessRun, "losses" | "steps" | "divergedAtStep" | "model">> {
  const parameters = Float64Array.from(first.parameters);
  const { length: size } = parameters;
  const generator = new Generator(startSeed);
  const pause = createYield(signal);
  const draw = () => generator.normal(size);
  const found: SharpnessStep[] = [];
  const losses: number[] = [];
  const result = (divergedAtStep: number | null) => ({
    ...{ losses: Float64Array.from(losses), steps: found, divergedAtStep },
    model: { ...first, parameters: Float32Array.from(parameters) },
  });
  for (let step = 0;; step++) {
    await pause();
    const loss = hessian.at(parameters);
    if (!Number.isFinite(loss)) return result(step);
    losses.push(loss);
    if (step % every === 0 || step === steps) {
      hessian.prepare();
      const operator = { size, multiply: hessian.multiply };
      const ends = await lanczos(operator, { draw, tolerance, maxProducts: products, pause });
      const { largest, second, lowest, error } = ends;
      if (!Number.isFinite(largest)) return result(step);
      found.push({ step, loss, sharpness: largest, second, lowest, error });
    }
    if (step === steps) return result(null);
    for (let at = 0; at < size; at++) parameters[at] -= learningRate * hessian.gradients[at];
    onStep?.(step + 1);
  }
}
