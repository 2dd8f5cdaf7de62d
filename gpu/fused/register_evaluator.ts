/**
 * Evaluation in registers: a thread takes some points of its own from the inputs to the outputs, and
 * shares with its workgroup nothing but the parameters.
 *
 * For each output of a layer it reads a row of weights, and multiplies with it the inputs of all its
 * points, which lie at constant places. On a CPU that is what counts: such a place is read as one
 * vector for all threads, but an index that is computed as one scalar a thread, so that a weight is
 * read at the price of eight, and the more points share it the better.
 */

import { type AdapterLimits, threadsFor } from "./adapter_limits.ts";
import { type Evaluator, parameterBytes } from "./evaluation_kernel.ts";
import type { PaddedLayout } from "./layout.ts";
import { hiddenOf, lastOf, registerCode } from "./register_code.ts";

/** Multiply-adds a second with so many vectors of four points a thread, on two cores. */
const speeds = { 1: 9e9, 2: 15e9 } as const;
const vectorChoices = [1, 2] as const;
/** Outputs of a network, at the most: each is stored by code of its own for each point. */
const maxOutputs = 16;
/** Multiply-adds that are spelled out, at the most: compilation takes time with their square. */
const maxCode = 1200;
/** Seconds of it for one squared; a fifth, as the device keeps kernels, and Mesa does on disk. */
const compilation = 2.4e-6 / 5;

/**
 * The evaluator, or null where it does not pay: on hardware, whose threads have too few registers, and
 * where there is too much code to compile, or too many parameters for workgroup memory.
 *
 * @param points How many there are to evaluate.
 * @param memory Bytes of workgroup memory.
 */
export function registerEvaluator(
  layout: PaddedLayout,
  { points, memory, ...capacity }: AdapterLimits & {
    readonly points: number;
    readonly memory: number;
  },
): Evaluator | null {
  if (!capacity.software || parameterBytes(layout) > memory) return null;
  if (lastOf(layout).outputs > maxOutputs) return null;
  const choices = vectorChoices.filter((vectors) => codeLength(layout, vectors) <= maxCode);
  if (choices.length === 0) return null;
  const work = points *
    layout.layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const cost = (vectors: typeof vectorChoices[number]) =>
    compilation * codeLength(layout, vectors) ** 2 + work / speeds[vectors];
  const vectors = choices.reduce((best, choice) => cost(choice) < cost(best) ? choice : best);
  const threads = threadsFor(1, capacity);
  return {
    code: registerCode(layout, vectors),
    rows: 4 * vectors * threads,
    threads,
    turns: hiddenOf(layout).reduce((sum, { outputs }) => sum + outputs + 1, 1),
    bytes: 0,
  };
}

/**
 * Multiply-adds that the code spells out: layers of loops aside, all of it. Fetching a network's input
 * takes the code of about three more.
 */
function codeLength(layout: PaddedLayout, vectors: number): number {
  const hidden = hiddenOf(layout);
  const { inputs, outputs } = lastOf(layout);
  const fetching = 3 * layout.layers[0].inputs;
  const rows = hidden.reduce((sum, { inputs }) => sum + inputs, 0);
  return 4 * vectors * (fetching + (hidden.length > 0 ? rows + outputs : inputs * outputs));
}
