/** The inputs of the tasks, which are the same for all contenders. */

import {
  createMlp,
  Generator,
  makeMoons,
  type Mlp,
  type SampleMatrix,
  standardScale,
  toSamples,
  trainTestSplit,
} from "../../mod.ts";
import type { GridTask, MatmulTask } from "./tasks.ts";

/** The seed of all random numbers, as in the lab. */
export const seed = 42;

const moons = standardScale(makeMoons(600, { noise: 0.25, seed }));

/** The lab's moons, and their training and test data. */
export const data = {
  all: moons,
  ...trainTestSplit(moons, { testSize: 0.3, seed, stratify: true }),
};

/** The training data as float32 matrices. */
export const samples = toSamples(data.train, { outputs: data.train.classes });

/** The seed of the sample order in all epochs of an exact training. */
export const orderSeed = 7;

/** The training data in that order, for contenders without shuffling. */
export function orderedSamples(): SampleMatrix {
  const { count } = samples;
  const order = new Generator(orderSeed).randperm(count);
  const gathered = (rows: Float32Array) => {
    const width = rows.length / count;
    return Float32Array.from(
      rows,
      (_, at) => rows[order[Math.floor(at / width)] * width + at % width],
    );
  };
  return { count, inputs: gathered(samples.inputs), targets: gathered(samples.targets) };
}

/** The network that is evaluated over a grid, or from which an exact training starts. */
export function firstModel(sizes: readonly number[]): Mlp {
  return createMlp(sizes, { seed });
}

/** The interval of a grid on both axes. */
export const span = [-3, 3] as const;

/** The points of a grid `[rows × columns × 2]`, for contenders without grids. */
export function gridPoints({ side }: GridTask): Float32Array {
  const [from, to] = span;
  const axis = Float32Array.from(
    { length: side },
    (_, at) => from + (to - from) * at / (side - 1),
  );
  const points = new Float32Array(side * side * 2);
  for (let point = 0; point < side * side; point++) {
    points[2 * point] = axis[point % side];
    points[2 * point + 1] = axis[Math.floor(point / side)];
  }
  return points;
}

/** Two batches of matrices with entries from -0.5 to 0.5. */
export function operands({ batch, size }: MatmulTask): { a: Float32Array; b: Float32Array } {
  const generator = new Generator(seed);
  const random = () =>
    Float32Array.from(generator.rand(batch * size * size), (entry) => entry - 0.5);
  return { a: random(), b: random() };
}
