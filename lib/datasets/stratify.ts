/** Stratified splits, like scikit-learn's `StratifiedShuffleSplit`. */

import type { RandomState } from "../random/numpy.ts";

/**
 * Draws the indices of a split in which both parts have the class proportions of all samples. The draws
 * are in the order of `StratifiedShuffleSplit`: the number of samples of each class in each part, then
 * one permutation per class, then one shuffle of each part.
 *
 * @param labels the class of each sample, `[samples]`
 * @param options the number of samples of each part, which add up to all samples, and the random stream
 * @returns the indices of both parts
 * @throws {RangeError} if a class has fewer than 2 samples, or a part has fewer samples than there are
 * classes
 */
export function stratifiedIndices(
  labels: Int32Array,
  options: { train: number; test: number; state: RandomState },
): { train: Uint32Array; test: Uint32Array } {
  const { state } = options;
  const members = membersByClass(labels);
  checkMembers(members, options);

  const counts = members.map((indices) => indices.length);
  const trainCounts = apportion(counts, options.train, state);
  const testCounts = apportion(counts.map((n, i) => n - trainCounts[i]), options.test, state);
  const orders = members.map((indices) =>
    Array.from(state.permutation(indices.length), (place) => indices[place])
  );
  const train = orders.flatMap((order, index) => order.slice(0, trainCounts[index]));
  const test = orders.flatMap((order, index) =>
    order.slice(trainCounts[index], trainCounts[index] + testCounts[index])
  );
  state.shuffle(train);
  state.shuffle(test);
  return { train: Uint32Array.from(train), test: Uint32Array.from(test) };
}

/**
 * Divides `draws` among classes in proportion to their counts by the largest remainder method: each class
 * gets its share rounded down, and those with the largest remainders get one more. Among equal
 * remainders the choice is random. Like scikit-learn it draws a permutation even if all of them are
 * chosen.
 */
function apportion(counts: readonly number[], draws: number, state: RandomState): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.map((count) => count / total * draws);
  const result = shares.map(Math.floor);
  let left = draws - result.reduce((sum, count) => sum + count, 0);
  const remainders = shares.map((share, index) => share - result[index]);
  const descending = [...new Set(remainders)].sort((a, b) => b - a);
  for (const value of descending) {
    if (left === 0) break;
    const equal = [...remainders.keys()].filter((index) => remainders[index] === value);
    const chosen = state.permutation(equal.length).subarray(0, left);
    chosen.forEach((place) => result[equal[place]]++);
    left -= chosen.length;
  }
  return result;
}

/** Returns the sample indices of each class that occurs, in ascending order of classes and samples. */
function membersByClass(labels: Int32Array): number[][] {
  const members = new Map<number, number[]>();
  labels.forEach((label, index) => {
    const found = members.get(label);
    if (found === undefined) members.set(label, [index]);
    else found.push(index);
  });
  return [...members].sort(([a], [b]) => a - b).map(([, indices]) => indices);
}

const action = "Cannot split the dataset class by class as";

function checkMembers(members: number[][], sides: { train: number; test: number }): void {
  const smallest = Math.min(...members.map((indices) => indices.length));
  if (smallest < 2) {
    throw new RangeError(
      `${action} each class must have at least 2 samples: the smallest has ${smallest}`,
    );
  }
  checkSides(members.length, sides);
}

/**
 * Checks that both sides of a split have room for each class.
 *
 * @throws {RangeError} if a side has fewer samples than there are classes
 */
export function checkSides(classes: number, sides: { train: number; test: number }): void {
  for (const side of ["train", "test"] as const) {
    if (sides[side] >= classes) continue;
    throw new RangeError(
      `${action} the ${side} side must have at least one sample for each of ` +
        `${classes} classes: it would have ${sides[side]}`,
    );
  }
}
