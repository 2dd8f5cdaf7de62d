/** Fields made up for the tests, with a known answer at every point. */

import type { Dataset } from "../../lib/datasets/dataset.ts";
import type { Field } from "../../lib/models/field.ts";

/** A field of softmax probabilities from one score a class. */
export function fieldOf(
  scores: readonly ((x: number, y: number) => number)[],
  { side = 30, reach = 3 }: { side?: number; reach?: number } = {},
): Field {
  const count = side * side;
  const probabilities = new Float32Array(scores.length * count);
  for (let at = 0; at < count; at++) {
    const x = -reach + 2 * reach * (at % side) / (side - 1);
    const y = -reach + 2 * reach * Math.floor(at / side) / (side - 1);
    const powers = scores.map((score) => Math.exp(score(x, y)));
    const sum = powers.reduce((total, power) => total + power, 0);
    powers.forEach((power, label) => probabilities[label * count + at] = power / sum);
  }
  return {
    x: [-reach, reach],
    y: [-reach, reach],
    size: [side, side],
    classes: scores.length,
    values: probabilities,
  };
}

/** A field of the same probabilities everywhere. */
export function constantField(...probabilities: number[]): Field {
  const size = [4, 4] as const;
  return {
    x: [0, 1],
    y: [0, 1],
    size,
    classes: probabilities.length,
    values: Float32Array.from(
      probabilities.flatMap((value) => Array.from({ length: 16 }, () => value)),
    ),
  };
}

/** A dataset of points given as `[x, y, class]`. */
export function pointsOf(...points: [number, number, number][]): Dataset {
  return {
    name: "points",
    inputs: Float64Array.from(points.flatMap(([x, y]) => [x, y])),
    labels: Int32Array.from(points.map(([, , label]) => label)),
    samples: points.length,
    features: 2,
    classes: 2,
  };
}
