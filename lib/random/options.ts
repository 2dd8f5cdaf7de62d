/** Options of the draws of both random streams. */

import { optionNames } from "../check_shape.ts";

/** Bounds of uniform numbers. */
export interface UniformOptions {
  /** Lower bound; 0 by default. */
  low?: number;
  /** Upper bound; 1 by default. */
  high?: number;
}

/** Mean and standard deviation of normal numbers. */
export interface NormalOptions {
  /** Mean; 0 by default. */
  mean?: number;
  /** Standard deviation, at least 0; 1 by default. */
  standardDeviation?: number;
}

/** The maximum number of draws in one call, which still fit in memory. */
export const MAX_DRAWS = 2 ** 28;

export const uniformNames = optionNames<UniformOptions>({ low: true, high: true });
export const normalNames = optionNames<NormalOptions>({ mean: true, standardDeviation: true });
