/** What a measurement of sharpness has found, computed from its runs. */

import { lossText, percentText, type SharpnessRun, type SharpnessStep } from "../../../mod.ts";

/** The share of the limit from which on a run counts as at it: measurements lie a few steps apart. */
const reached = 0.95;

/** The measurements of a run from the first one on that is at the limit; undefined if none is. */
export function atEdge({ steps, limit }: SharpnessRun): readonly SharpnessStep[] | undefined {
  const first = steps.findIndex(({ sharpness }) => sharpness >= reached * limit);
  return first < 0 ? undefined : steps.slice(first);
}

/** The largest sharpness of a run. */
export function largestOf({ steps }: SharpnessRun): number {
  return Math.max(...steps.map(({ sharpness }) => sharpness));
}

/** A number in three digits. */
export const threeDigits = (value: number): string => String(Number(value.toPrecision(3)));

/** The findings, a sentence each; the first two say what to look for in the figure. */
export function describeSharpness(runs: readonly SharpnessRun[], tolerance: number): string[] {
  const measured = runs.filter(({ steps }) => steps.length > 0);
  return [
    ...lookFor(measured),
    ...measured.flatMap((run) => [courseOf(run), ...divergenceOf(run)]),
    ...runs.filter(({ steps }) => steps.length === 0).map(({ name }) =>
      `${name} diverged before anything was measured.`
    ),
    ...convergenceOf(measured, tolerance),
    "These are full-batch steps of one initial network: mini-batches hold the sharpness lower.",
  ];
}

/** What both panels show: of the first run that is at the edge, or else of the one nearest to it. */
function lookFor(runs: readonly SharpnessRun[]): string[] {
  if (runs.length === 0) return [];
  const shares = runs.map((run) => largestOf(run) / run.limit);
  const run = runs.find(atEdge) ?? runs[shares.indexOf(Math.max(...shares))];
  const edge = atEdge(run);
  const { name, limit, losses } = run;
  const from = edge?.[0].step ?? 0;
  const after = losses.slice(from);
  const rises = after.filter((loss, at) => at > 0 && loss > after[at - 1]).length;
  const last = lossText(losses[losses.length - 1]);
  const course = edge === undefined
    ? `Above, its loss rises in ${rises} of ${losses.length - 1} steps`
    : `Above, its loss rises in ${rises} of the ${after.length - 1} steps from there on`;
  return [
    edge === undefined
      ? `Look at the distance of each curve from its dotted line: ${name} comes to ` +
        `${percentText(largestOf(run) / limit)} of 2/η = ${threeDigits(limit)}, and gradient ` +
        "descent is stable there."
      : `Look at where a curve meets its dotted line: ${name} is at 2/η = ${threeDigits(limit)} ` +
        `after ${from} steps.`,
    `${course}, and goes from ${lossText(after[0])} to ${last}.`,
  ];
}

/** Where a run begins and ends. */
function courseOf(run: SharpnessRun): string {
  const { name, steps, limit } = run;
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const edge = atEdge(run);
  const [from, to] = [first, last].map(({ sharpness }) => threeDigits(sharpness));
  const course = `${name}: the sharpness goes from ${from} to ${to} in ${last.step} steps`;
  if (edge === undefined) {
    return `${course}, at most ${percentText(largestOf(run) / limit)} of 2/η.`;
  }
  const values = edge.map(({ sharpness }) => threeDigits(sharpness / limit));
  const [low, high] = [Math.min(...values.map(Number)), Math.max(...values.map(Number))];
  return `${course}; from step ${edge[0].step} on it is ${low} to ${high} times 2/η.`;
}

function divergenceOf({ name, divergedAtStep }: SharpnessRun): string[] {
  return divergedAtStep === null ? [] : [`${name} diverged in step ${divergedAtStep}.`];
}

/** Tells of eigenvalues that did not come within the tolerance. */
function convergenceOf(runs: readonly SharpnessRun[], tolerance: number): string[] {
  const isWide = ({ sharpness, lowest, error }: SharpnessStep) =>
    error > tolerance * Math.max(Math.abs(sharpness), Math.abs(lowest));
  const wide = runs.flatMap(({ steps }) => steps.filter(isWide));
  if (wide.length === 0) return [];
  const most = threeDigits(Math.max(...wide.map(({ error }) => error)));
  return [`${wide.length} measurements are known to within ${most} alone: --memory allows more.`];
}
