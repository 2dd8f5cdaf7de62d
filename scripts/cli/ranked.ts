/** Runs in the order of a measure. */

import type { Run } from "../../mod.ts";

/** The runs that did not diverge, in ascending order of a measure. */
export function ranked(runs: readonly Run[], measure: (run: Run) => number): Run[] {
  return runs.filter(({ status }) => status !== "diverged").toSorted((a, b) =>
    measure(a) - measure(b)
  );
}
