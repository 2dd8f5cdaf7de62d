/** What a map of trainings over two learning rates tells: convergence, and the boundary's dimension. */

import { validationMessage } from "../check.ts";
import { checkList, checkNumbers } from "../check_shape.ts";

/** Losses count as at most this many times the first one. */
const largest = 1e6;

/** The mean of the last losses decides, which averages over oscillations. */
const lastLosses = 20;

/**
 * The convergence of a training as one number, after Sohl-Dickstein (2024, arXiv 2402.06184): its losses
 * are divided by the first one and limited to a million, which also stands for what is not finite. If the
 * mean of the last 20 is below 1, the training converged, and the number is minus the sum of the losses:
 * the nearer to 0, the faster. Otherwise it diverged, and the number is the sum of their inverses: the
 * smaller, the faster.
 *
 * @param losses The loss before each step.
 * @returns A negative number if the training converged, a positive one if it diverged.
 * @throws {TypeError} if it is no list of numbers
 * @throws {RangeError} if there are fewer than 20 losses
 *
 * @example Halved losses, and doubled ones
 * ```ts
 * import { convergenceMeasure } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const losses = Array.from({ length: 20 }, (_, step) => 3 * 2 ** step);
 * const measures = [losses.map((loss) => 1 / loss), losses].map(convergenceMeasure);
 * assertEquals(measures.map((measure) => measure.toFixed(3)), ["-2.000", "2.000"]);
 * ```
 */
export function convergenceMeasure(losses: ArrayLike<number>): number {
  const action = "measure the convergence";
  const { length } = checkNumbers(action, "losses", losses);
  if (length < lastLosses) {
    const allowed = `at least ${lastLosses} numbers`;
    throw new RangeError(validationMessage(action, "losses", allowed, losses));
  }
  let [sum, inverses, last] = [0, 0, 0];
  for (let step = 0; step < length; step++) {
    const ratio = Math.min(largest, losses[step] / losses[0]);
    // A loss of 0 has no inverse; none below this differs from it.
    const loss = Number.isFinite(ratio) ? Math.max(ratio, 1 / Number.MAX_VALUE) : largest;
    sum += loss;
    inverses += 1 / loss;
    if (step >= length - lastLosses) last += loss;
  }
  return last < lastLosses ? -sum : Math.min(inverses, Number.MAX_VALUE);
}

/** The boxes of one size that cover a boundary. */
export interface BoxCount {
  /** The side of a box, in pixels. */
  readonly size: number;
  /** The number of boxes with a part of the boundary. */
  readonly count: number;
}

/** An estimate of the dimension of a boundary. */
export interface BoundaryDimension {
  /** The estimate; null if there are fewer than three sizes of boxes, or no boundary. */
  readonly dimension: number | null;
  /** The boxes that it is from, from the smallest ones. */
  readonly boxes: readonly BoxCount[];
}

/** The largest boxes divide the side of a map into at least so many. */
const leastBoxes = 4;

/** A slope through fewer points tells nothing. */
const leastSizes = 3;

/**
 * Estimates the dimension of the boundary between convergence and divergence by counting boxes: the slope
 * of the logarithm of their number over that of their inverse size, by least squares. The boundary is
 * where four neighbouring pixels differ in sign. A smooth line has dimension 1. The estimate is of one map
 * at scales between a pixel and a quarter of the map, which are few: that of other windows differs.
 *
 * @param measures Rows of measures as {@linkcode convergenceMeasure} gives them, as many as columns.
 * @returns The estimate and the numbers of boxes.
 * @throws {TypeError} if it is no list of rows of numbers
 * @throws {RangeError} if there are no two rows, or a row has not as many numbers as there are rows
 *
 * @example A straight line
 * ```ts
 * import { boundaryDimension } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = Array.from({ length: 33 }, (_, row) => new Float64Array(33).fill(row < 16 ? -1 : 1));
 * const { dimension, boxes } = boundaryDimension(rows);
 * assertEquals([dimension?.toFixed(3), boxes[0]], ["1.000", { size: 1, count: 32 }]);
 * ```
 */
export function boundaryDimension(measures: readonly ArrayLike<number>[]): BoundaryDimension {
  const side = checkMap("estimate the dimension", measures) - 1;
  const isBoundary = (row: number, column: number) => {
    const four = [0, 1].flatMap((up) => [0, 1].map((right) => measures[row + up][column + right]));
    return Math.min(...four) < 0 && Math.max(...four) >= 0;
  };
  let map = Array.from(
    { length: side },
    (_, row) => Array.from({ length: side }, (_, column) => isBoundary(row, column)),
  );
  const boxes: BoxCount[] = [];
  for (let size = 1; size === 1 || leastBoxes * size <= side; size *= 2) {
    if (size > 1) map = halved(map);
    const count = map.reduce((sum, row) => sum + row.filter(Boolean).length, 0);
    if (count > 0) boxes.push({ size, count });
  }
  return { dimension: boxes.length < leastSizes ? null : slopeOf(boxes), boxes };
}

/** Boxes of twice the size: whether any of four has a part of the boundary. */
function halved(map: readonly (readonly boolean[])[]): boolean[][] {
  const side = Math.ceil(map.length / 2);
  const at = (row: number, column: number) => map[row]?.[column] ?? false;
  return Array.from(
    { length: side },
    (_, row) =>
      Array.from(
        { length: side },
        (_, column) =>
          [0, 1].some((up) => [0, 1].some((right) => at(2 * row + up, 2 * column + right))),
      ),
  );
}

/** The slope of the least-squares line. */
function slopeOf(boxes: readonly BoxCount[]): number {
  const points = boxes.map(({ size, count }) => [-Math.log(size), Math.log(count)]);
  const mean = (index: number) =>
    points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const [products, squares] = [1, 0].map((index) =>
    points.reduce((sum, point) => sum + (point[0] - x) * (point[index] - [x, y][index]), 0)
  );
  return products / squares;
}

/**
 * Checks a square map of numbers.
 *
 * @returns The number of its rows
 * @throws {TypeError} if it is no list of rows of numbers
 * @throws {RangeError} if there are no two rows, or a row has not as many numbers as there are rows
 */
function checkMap(action: string, measures: readonly ArrayLike<number>[]): number {
  const { length } = checkList(action, "measures", measures, "a list of rows");
  measures.forEach((row, at) => checkNumbers(action, `measures[${at}]`, row));
  if (length >= 2 && measures.every((row) => row.length === length)) return length;
  const allowed = "as many rows as columns, at least 2";
  throw new RangeError(validationMessage(action, "measures", allowed, measures));
}
