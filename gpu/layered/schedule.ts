/** The passes of a training in order: each epoch's steps and tests, cohort by cohort. */

import type { Cohort } from "./cohort.ts";

/** One pass of a cohort over a batch, or over a block of the test samples. */
export interface Pass {
  /** From 0. */
  readonly epoch: number;
  readonly cohort: number;
  /** Number of the step in its epoch, or null for a test. */
  readonly step: number | null;
  /** Number of the block of test samples, or null for a step. */
  readonly block: number | null;
  /** Whether the epoch ends with it. */
  readonly isLast: boolean;
}

/** Finds passes by their number. */
export interface Schedule {
  /** How many there are. */
  readonly count: number;
  /** The passes from `first` up to `last`. */
  passes(first: number, last: number): Pass[];
}

/** Lays out the passes of `epochs` epochs of `steps` steps each. */
export function createSchedule(
  cohorts: readonly Pick<Cohort, "testPasses">[],
  { epochs, steps }: { epochs: number; steps: number },
): Schedule {
  const epoch = cohorts.flatMap(({ testPasses }, cohort) => [
    ...Array.from({ length: steps }, (_, step) => ({ cohort, step, block: null })),
    ...Array.from(testPasses, (_, block) => ({ cohort, step: null, block })),
  ]);
  return {
    count: epochs * epoch.length,
    passes: (first, last) =>
      Array.from({ length: last - first }, (_, index) => {
        const within = (first + index) % epoch.length;
        return {
          ...epoch[within],
          epoch: Math.floor((first + index) / epoch.length),
          isLast: within === epoch.length - 1,
        };
      }),
  };
}
