/**
 * Training by threads: each thread trains a network of its own, in registers and arrays that are its
 * alone.
 *
 * A CPU runs eight threads as the lanes of its vectors. What lies in an array of a thread it reads at a
 * computed index with a few instructions a lane, but what threads share only in a loop over the lanes,
 * which takes about five times as long. So eight networks take hardly longer than one that eight
 * threads share.
 */

import type { TrainingPlan } from "../../lib/devices/device.ts";
import { parameterCount } from "../../lib/models/layout.ts";
import { maxLoopTurns } from "../loop_limits.ts";
import { threadStep } from "../wgsl.ts";
import { type AdapterLimits, threadsFor } from "./adapter_limits.ts";
import { vectorsOf } from "./layout.ts";
import { threadCode } from "./thread_code.ts";
import { bufferVectorsOf, packThread, type ThreadShape, unpackThread } from "./thread_memory.ts";
import { shapeOf, type Trainer, type TrainingShape } from "./training_shape.ts";

/** Vectors of four rows at once: more take little off the time, and much longer to compile. */
const vectors = 2;
/**
 * Parameters, at the most: the adapter sets arrays to zero element by element, and compiles that in time
 * with their square.
 */
const maxParameters = 400;
/** Inputs and outputs together, at the most: there is code for each of them. */
const maxColumns = 12;
/** Seconds for a hidden unit at a row, forward and backward, of eight networks with a thread each. */
const secondsByThread = 29e-9;
/** Seconds for one of a single network that eight threads share. */
const secondsByTiles = 24e-9;
/** Share of compilations that are not saved, as the device keeps kernels, and Mesa does on disk. */
const compiledAnew = 1 / 5;

/**
 * The trainer, or null where it does not pay: on hardware, which has threads by the thousand to keep
 * busy; for few networks or short trainings; and for any but small networks with one hidden layer.
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

/** Hidden units of a member, times the rows that each of them sees; a test goes a third of the way. */
const unitsOf = ({ sizes: [, hidden], batchSize, epoch, epochs }: TrainingShape) =>
  hidden * epochs * (batchSize * epoch.steps + epoch.tests / 3);

/** Seconds that a training takes, once its kernel is compiled. */
function secondsByThreads(shape: TrainingShape, adapter: AdapterLimits): number {
  const groups = Math.ceil(shape.members / threadsFor(1, adapter));
  return secondsByThread * unitsOf(shape) * Math.ceil(groups / adapter.cores);
}

/** Seconds to compile the kernel. */
const secondsToCompile = (shape: TrainingShape) => 0.6 + 2.8e-5 * parameterCount(shape.sizes) ** 2;

/**
 * Steps that one dispatch may take: the turns that a whole test leaves, as any slice may end an
 * epoch, are taken by steps that each bear their share of the tests to come. Every loop counts one
 * turn more than it goes round, even where it is not entered.
 */
function maxSteps(shape: TrainingShape, adapter: AdapterLimits): number {
  const { sizes: [, hidden], batchSize, epoch } = shape;
  const rows = 4 * vectors;
  const parameters = parameterCount(shape.sizes);
  const block = 1 + (rows + 1) + 2 * (hidden + 1) + 1;
  const step = 2 + Math.ceil(batchSize / rows) * block + parameters;
  const test = Math.ceil(epoch.tests / rows) * block;
  const loading = 2 * (vectorsOf(parameters) + 1) + 1;
  return Math.floor((maxLoopTurns(adapter) - loading - test) / (step + test / epoch.steps));
}

/** Seconds that the CPU device takes for a hidden unit at a row, forward and backward: relu's. */
const secondsOnCpu = 6.5e-9;
/** Seconds that have to be saved: less is not worth another device. */
const minSaved = 2;

/**
 * Whether a plan is trained so much faster on a software adapter that its first use pays, with all
 * there is to compile. Both estimates come from two cores of an AMD EPYC; they are for relu, as the
 * one that the CPU device is best at.
 */
export function isFarFaster(adapter: AdapterLimits, plan: TrainingPlan): boolean {
  const shape = shapeOf(plan);
  if (!threadTrainer(shape, adapter)) return false;
  // Threads side by side go through the code of all activations that occur.
  const there = shape.activations.length * secondsByThreads(shape, adapter);
  const onCpu = secondsOnCpu * unitsOf(shape) * shape.members;
  return onCpu - there - secondsToCompile(shape) > minSaved;
}
