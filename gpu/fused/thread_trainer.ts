/**
 * Training with one thread per network, in registers and private arrays.
 *
 * A software adapter runs eight threads as the lanes of a vector. At a computed index it reads a private
 * array with a few instructions per lane, but shared memory in a loop over the lanes, which takes about
 * five times as long. Eight networks on one thread each therefore take hardly longer than one network
 * that is divided among eight threads.
 */

import type { TrainingPlan } from "../../lib/devices/device.ts";
import { parameterCount } from "../../lib/models/layout.ts";
import { maxLoopIterations } from "../loop_limits.ts";
import { threadStep } from "../wgsl.ts";
import { type AdapterLimits, threadsFor } from "./adapter_limits.ts";
import { vectorsOf } from "./layout.ts";
import { threadCode } from "./thread_code.ts";
import { bufferVectorsOf, packThread, type ThreadShape, unpackThread } from "./thread_memory.ts";
import { shapeOf, type Trainer, type TrainingShape } from "./training_shape.ts";

/** Vectors of four rows in a block: more are hardly faster, and take much longer to compile. */
const vectors = 2;
/**
 * The maximum number of parameters. The adapter's compiler sets arrays to zero element by element, and
 * the time to compile that grows with the square of their length.
 */
const maxParameters = 400;
/** The maximum number of inputs plus outputs, because each has separate code. */
const maxColumns = 12;
/** Seconds per hidden unit and row, forward and backward, for eight networks on one thread each. */
const secondsByThread = 29e-9;
/** Seconds per hidden unit and row for one network that is divided among eight threads. */
const secondsByTiles = 24e-9;
/** The share of kernels that are not found in the cache of the device, or in Mesa's on disk. */
const compiledAnew = 1 / 5;

/**
 * Returns the trainer, or null if another one is better: on hardware, which needs thousands of threads;
 * for few networks or short trainings; and for all except small networks with one hidden layer.
 */
export function threadTrainer(shape: TrainingShape, adapter: AdapterLimits): Trainer | null {
  const { sizes } = shape;
  if (!adapter.software || sizes.length !== 3) return null;
  if (sizes[0] + sizes[2] > maxColumns || parameterCount(sizes) > maxParameters) return null;
  const threads = threadsFor(1, adapter);
  if (!pays(shape, adapter)) return null;
  const own: ThreadShape = { ...shape, vectors };
  const steps = maxSteps(shape, adapter);
  if (steps < 1) return null;
  return {
    code: `${threadStep}\n${threadCode(own)}`,
    threads,
    networks: threads,
    stateVectors: bufferVectorsOf(own),
    maxSteps: steps,
    pack: (network, state) => packThread(own, network, state),
    unpack: (state, network) => unpackThread(own, state, network),
  };
}

function pays(shape: TrainingShape, adapter: AdapterLimits): boolean {
  const byTiles = secondsByTiles * unitsOf(shape) * Math.ceil(shape.members / adapter.cores);
  const here = secondsByThreads(shape, adapter) + compiledAnew * secondsToCompile(shape);
  return here < byTiles;
}

/** Hidden units of a member, times the rows of its training; a test row costs a third of a training row. */
const unitsOf = ({ sizes: [, hidden], batchSize, epoch, epochs }: TrainingShape) =>
  hidden * epochs * (batchSize * epoch.steps + epoch.tests / 3);

/** Seconds of a training without compilation of its kernel. */
function secondsByThreads(shape: TrainingShape, adapter: AdapterLimits): number {
  const groups = Math.ceil(shape.members / threadsFor(1, adapter));
  return secondsByThread * unitsOf(shape) * Math.ceil(groups / adapter.cores);
}

/** Seconds to compile the kernel. */
const secondsToCompile = (shape: TrainingShape) => 0.6 + 2.8e-5 * parameterCount(shape.sizes) ** 2;

/**
 * Returns the maximum number of steps in one dispatch. The limit on loop iterations has to cover loading
 * the network, one complete test pass, because any dispatch may end an epoch, and for each step the step
 * itself and its share of further test passes. Each loop counts one iteration more than it runs, even if
 * it is not entered.
 */
function maxSteps(shape: TrainingShape, adapter: AdapterLimits): number {
  const { sizes: [, hidden], batchSize, epoch } = shape;
  const rows = 4 * vectors;
  const parameters = parameterCount(shape.sizes);
  const block = 1 + (rows + 1) + 2 * (hidden + 1) + 1;
  const step = 2 + Math.ceil(batchSize / rows) * block + parameters;
  const test = Math.ceil(epoch.tests / rows) * block;
  const loading = 2 * (vectorsOf(parameters) + 1) + 1;
  return Math.floor((maxLoopIterations(adapter) - loading - test) / (step + test / epoch.steps));
}

/** Seconds per hidden unit and row on the device `cpu`, forward and backward, with relu. */
const secondsOnCpu = 6.5e-9;
/** The minimum time saved, in seconds, for which a second device is opened. */
const minSaved = 2;

/**
 * Whether a software adapter trains a plan so much faster than the device `cpu` that it saves time even
 * if the kernel has to be compiled first. Both estimates were measured on two cores of an AMD EPYC, with
 * relu, which is the fastest activation on the device `cpu`.
 */
export function isFarFaster(adapter: AdapterLimits, plan: TrainingPlan): boolean {
  const shape = shapeOf(plan);
  if (!threadTrainer(shape, adapter)) return false;
  // The lanes of a vector execute the code of all activations that occur.
  const there = shape.activations.length * secondsByThreads(shape, adapter);
  const onCpu = secondsOnCpu * unitsOf(shape) * shape.members;
  return onCpu - there - secondsToCompile(shape) > minSaved;
}
