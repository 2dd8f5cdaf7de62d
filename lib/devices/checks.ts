/** Checks of what a device is handed: the same for every device. */

import { checkChoice, checkCount, checkNumber, validationMessage } from "../check.ts";
import { checkCallback, checkOptions, checkShape } from "../check_shape.ts";
import { type Loss, lossNames } from "../kernels/losses.ts";
import { stateVectorCount } from "../kernels/optimizer_step.ts";
import { checkOptimizer } from "../kernels/optimizers.ts";
import { activationNames } from "../models/activations.ts";
import { checkMlp, type Mlp } from "../models/mlp.ts";
import { checkSizes, parameterCount } from "../models/layout.ts";
import type {
  EnsembleState,
  Grid,
  MatmulShape,
  SampleMatrix,
  TrainingPlan,
  TrainingWatch,
} from "./device.ts";

/**
 * Checks that a plan's parts fit each other.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a length does not fit the sizes, a sample is not finite, or a setting is
 * out of bounds
 */
export function checkPlan(plan: TrainingPlan): void {
  const action = "start the training";
  checkShape(action, "plan", plan, "plan");
  checkSizes(action, plan.sizes);
  checkChoice(action, "loss", plan.loss, lossNames);
  checkCount(action, "epochs", plan.epochs);
  checkCount(action, "batchSize", plan.batchSize);
  checkSamples(action, plan.train, plan.sizes);
  if (plan.test) checkSamples(action, plan.test, plan.sizes);
  checkLength(action, "members", plan.members, Math.max(1, plan.members.length));
  const parameters = parameterCount(plan.sizes);
  for (const member of plan.members) {
    checkShape(action, "each of members", member, "member");
    checkLength(action, "a member's parameters", member.parameters, parameters);
    checkChoice(action, "a member's activation", member.activation, activationNames);
    checkOptimizer(action, member.optimizer);
    if (!(member.orderSeeds instanceof Uint32Array)) {
      const allowed = "a Uint32Array";
      throw new TypeError(
        validationMessage(action, "a member's orderSeeds", allowed, member.orderSeeds),
      );
    }
    checkLength(action, "a member's orderSeeds", member.orderSeeds, plan.epochs);
  }
}

/**
 * Checks that a state is one of the plan's ensemble.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if it is of other networks, or of more epochs
 */
export function checkState(plan: TrainingPlan, state: EnsembleState): void {
  const action = "start from the state";
  checkShape(action, "state", state, "ensembleState");
  checkCount(action, "the state's epoch", state.epoch, { minimum: 0, maximum: plan.epochs });
  checkLength(action, "the state's members", state.members, plan.members.length);
  const count = parameterCount(plan.sizes);
  for (const [index, member] of state.members.entries()) {
    checkShape(action, "each of the state's members", member, "memberState");
    checkFloats(action, "a member's parameters", member.parameters, count);
    const vectors = stateVectorCount(plan.members[index].optimizer);
    checkFloats(action, "a member's optimizerState", member.optimizerState, vectors * count);
    if (member.divergedAtEpoch === null) continue;
    const bounds = { minimum: 1, maximum: state.epoch };
    checkCount(action, "a member's divergedAtEpoch", member.divergedAtEpoch, bounds);
  }
}

function checkFloats(action: string, name: string, values: Float32Array, length: number): void {
  if (!(values instanceof Float32Array)) {
    throw new TypeError(validationMessage(action, name, "a Float32Array", values));
  }
  checkLength(action, name, values, length);
}

/** Checks a list of epochs, each later than the one before. */
export function checkKeep(action: string, keep: readonly number[], epochs: number): void {
  if (!Array.isArray(keep)) {
    throw new TypeError(validationMessage(action, "keep", "a list of epochs", keep));
  }
  keep.forEach((epoch, index) => {
    const minimum = index === 0 ? 0 : keep[index - 1] + 1;
    checkCount(action, `keep[${index}]`, epoch, { minimum, maximum: epochs });
  });
}

/** Checks who watches a piece of work. */
export function checkWatch(action: string, watch: TrainingWatch): void {
  const { signal, onEpoch } = checkOptions(action, watch);
  if (signal !== undefined) checkShape(action, "signal", signal, "signal");
  checkCallback(action, "onEpoch", onEpoch);
}

/** Checks that a batch fits the sizes of a network, and is finite. */
export function checkSamples(
  action: string,
  samples: SampleMatrix,
  sizes: readonly number[],
): void {
  const { count, inputs, targets } = checkShape(action, "samples", samples, "samples");
  checkCount(action, "the number of samples", count);
  checkLength(action, "the samples' inputs", inputs, count * sizes[0]);
  checkLength(action, "the samples' targets", targets, count * sizes[sizes.length - 1]);
  checkFinite(action, "the samples' inputs", inputs);
  checkFinite(action, "the samples' targets", targets);
}

/** Checks a batch that a gradient is taken over, and the loss that it is of. */
export function checkBatch(
  action: string,
  batch: { samples: SampleMatrix; loss: Loss },
  sizes: readonly number[],
): void {
  const { samples, loss } = checkOptions(action, batch);
  checkSamples(action, samples, sizes);
  checkChoice(action, "loss", loss, lossNames);
}

/** Only a network may bring forth numbers that are not finite, so that they show it diverged. */
function checkFinite(action: string, name: string, values: Float32Array): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new RangeError(validationMessage(action, `all of ${name}`, "finite", values[wrong]));
  }
}

/** Checks that there are models and that all are of the same sizes. */
export function checkModels(action: string, models: readonly Mlp[]): void {
  if (!Array.isArray(models)) {
    throw new TypeError(validationMessage(action, "models", "a list of MLPs", models));
  }
  checkLength(action, "models", models, Math.max(1, models.length));
  for (const model of models) {
    checkMlp(action, model);
    if (model.sizes.join() === models[0].sizes.join()) continue;
    throw new RangeError(
      validationMessage(
        action,
        "all sizes",
        `[${models[0].sizes}], as the first model's`,
        model.sizes,
      ),
    );
  }
}

/** Checks that points are finite rows of as many features as the model takes. */
export function checkPoints(action: string, { sizes }: Mlp, inputs: Float32Array): void {
  if (!(inputs instanceof Float32Array)) {
    throw new TypeError(validationMessage(action, "inputs", "a Float32Array", inputs));
  }
  if (inputs.length === 0 || inputs.length % sizes[0] !== 0) {
    const allowed = `a multiple of ${sizes[0]}, above 0`;
    throw new RangeError(validationMessage(action, "the length of inputs", allowed, inputs.length));
  }
  checkFinite(action, "inputs", inputs);
}

/** Points of a grid that are evaluated at once: their outputs alone take hundreds of megabytes. */
const maxPoints = 2 ** 25;

/** Checks a grid, and that the model takes points of the plane. */
export function checkGrid(action: string, { sizes }: Mlp, grid: Grid): void {
  checkShape(action, "grid", grid, "grid");
  if (sizes[0] !== 2) {
    throw new RangeError(validationMessage(action, "the first of sizes", "2, x and y", sizes));
  }
  for (const name of ["x", "y"] as const) {
    const [minimum, maximum] = pairOf(action, name, grid[name]);
    checkNumber(action, `the minimum of ${name}`, minimum);
    checkNumber(action, `the maximum of ${name}`, maximum, { above: minimum });
  }
  const [columns, rows] = pairOf(action, "size", grid.size);
  checkCount(action, "the grid's columns", columns, { minimum: 2 });
  checkCount(action, "the grid's rows", rows, { minimum: 2 });
  checkCount(action, "columns times rows", columns * rows, { maximum: maxPoints });
}

function pairOf(action: string, name: string, pair: readonly [number, number]) {
  if (Array.isArray(pair) && pair.length === 2) return pair;
  throw new TypeError(validationMessage(action, name, "two numbers", pair));
}

/** Checks that two operands are as long as their shape says. */
export function checkOperands(
  action: string,
  operands: { a: Float32Array; b: Float32Array },
  shape: MatmulShape,
): void {
  const { a, b } = checkShape(action, "operands", operands, "operands");
  const { batch, rows, inner, columns } = checkShape(action, "shape", shape, "options");
  for (const [name, value] of Object.entries({ batch, rows, inner, columns })) {
    checkCount(action, name, value);
  }
  checkLength(action, "a", a, batch * rows * inner);
  checkLength(action, "b", b, batch * inner * columns);
}

/** Checks the length of a list or matrix. */
function checkLength(
  action: string,
  name: string,
  { length }: { readonly length: number },
  expected: number,
): void {
  if (length === expected) return;
  throw new RangeError(
    validationMessage(action, `the length of ${name}`, String(expected), length),
  );
}
