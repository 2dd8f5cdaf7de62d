/** Splitting class by class, as scikit-learn's `StratifiedShuffleSplit` does. */

import type { RandomState } from "../random/numpy.ts";

/**
 * Draws the indices of a split whose sides have the classes in the whole's
 * proportions, draw for draw as `StratifiedShuffleSplit`: how many of each class
 * go where, then one permutation a class, then one of either side.
 *
 * @param labels class of each sample, `[samples]`
 * @param options how many samples each side gets, which are all of them together,
 * and the stream
 * @returns the indices of both sides
 * @throws {RangeError} if a class has fewer than 2 samples, or a side has fewer
 * samples than there are classes
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
 * Shares `draws` out among classes in proportion to their counts: each gets its
 * share rounded down, and what is left goes to the largest remainders, chosen
 * at random among equal ones. It draws at every remainder that it comes to, even
 * where all of them are chosen, because scikit-learn does.
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

/** The samples of each class that occurs, in their own order, the lowest class first. */
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
