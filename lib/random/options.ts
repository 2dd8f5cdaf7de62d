/** Settings that the draws of both streams take. */

import { optionNames } from "../check_shape.ts";

/** Bounds of uniform numbers. */
export interface UniformOptions {
  /** Lower bound; 0 where none is given. */
  low?: number;
  /** Upper bound; 1 where none is given. */
  high?: number;
}

/** Shape of normal numbers. */
export interface NormalOptions {
  /** Mean; 0 where none is given. */
  mean?: number;
  /** Standard deviation, at least 0; 1 where none is given. */
  standardDeviation?: number;
}

/** So many numbers of one draw still fit into memory. */
export const MAX_DRAWS = 2 ** 28;

export const uniformNames = optionNames<UniformOptions>({ low: true, high: true });
export const normalNames = optionNames<NormalOptions>({ mean: true, standardDeviation: true });
