/** What runs from several seeds show: medians, and whether a difference exceeds the spread. */

import {
  finalTestLosses,
  listText,
  lossText,
  pairedDifference,
  percentText,
  quantile,
  type SeedGroup,
} from "../../mod.ts";
import type { SeedDifference } from "./experiment.ts";
import { counted } from "./text_layout.ts";
import { r2Text, scoreName, testScore } from "./scores.ts";

/** With fewer pairs all of them agree by chance in more than 5% of cases: 2 / 2⁵. */
const ENOUGH = 6;

/** Draws of all resamples of a difference, at most: about a second. */
const DRAWS = 1e7;

/** The takeaway of results from a single seed. */
export function oneSeedTakeaway(seed: number): string {
  return `All of this is from one seed, ${seed}: --seeds 8 tells how much of it is chance.`;
}

/** What groups of runs show, and the differences that were computed for it. */
export interface SeedFindings {
  readonly takeaways: readonly string[];
  readonly differences: readonly SeedDifference[];
}

/**
 * Compares networks by their final test losses. The one with the lowest median is compared with the next
 * one and with the last one.
 *
 * @param groups The runs of each network from the same seeds
 */
export function compareSeeds(groups: readonly SeedGroup[]): SeedFindings {
  const ordered = rankedGroups(groups);
  const lost = groups.flatMap(divergence);
  const [best, ...others] = ordered;
  if (best === undefined) return { takeaways: lost, differences: [] };
  const compared = [...new Set([others[0], others[others.length - 1]])].filter((other) =>
    other !== undefined
  );
  const differences = compared.map((other) => differenceOf(best, other));
  const found = differences.map(describeDifference);
  return {
    takeaways: [
      ...lost,
      ...describeGroup(best, groups.length > 1),
      ...found,
    ],
    differences,
  };
}

/** The groups with a finite median test loss, in ascending order of it. */
export function rankedGroups(groups: readonly SeedGroup[]): SeedGroup[] {
  return groups.map((group) => ({ group, median: medianLoss(group) }))
    .filter(({ median }) => Number.isFinite(median))
    .sort((one, other) => one.median - other.median)
    .map(({ group }) => group);
}

/** The median of the final test losses. */
export function medianLoss(group: SeedGroup): number {
  return quantile(finalTestLosses(group), 0.5);
}

/** The difference of two groups' final test losses, with its interval. */
export function differenceOf(first: SeedGroup, second: SeedGroup): SeedDifference {
  const resamples = Math.max(1000, Math.min(10_000, Math.floor(DRAWS / first.seeds.length)));
  const losses = [first, second].map(finalTestLosses);
  const difference = pairedDifference(losses[0], losses[1], { seed: first.seeds[0], resamples });
  return { names: [first.name, second.name], ...difference };
}

function describeGroup(group: SeedGroup, isBest: boolean): string[] {
  const { name, seeds } = group;
  const [from, to] = [seeds[0], seeds[seeds.length - 1]];
  const losses = finalTestLosses(group);
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => lossText(quantile(losses, share)));
  const over = seeds.length === 1
    ? `From seed ${from}`
    : `Over ${seeds.length} seeds, ${from} to ${to},`;
  const what = isBest
    ? `${name} has the lowest median test loss, ${median}`
    : `the test loss of ${name} ends at ${median} in the median`;
  const takeaways = [`${over} ${what} (quartiles ${low} and ${high}).`];
  const [run] = group.runs;
  const scores = group.runs.map(testScore).filter(Number.isFinite);
  if (scores.length === 0) return takeaways;
  const text = run.model.task === "regression" ? r2Text : percentText;
  const [least, middle, most] = [0.25, 0.5, 0.75].map((share) => text(quantile(scores, share)));
  return [
    ...takeaways,
    `Its test ${scoreName(run)} is ${middle} in the median (quartiles ${least} and ${most}).`,
  ];
}

function describeDifference(
  { names, n, median, interval, lower, ...rest }: SeedDifference,
): string {
  const [best, other] = names;
  const [low, high] = interval.map((bound) => signedText(-bound)).reverse();
  const amount = `${signedText(-median)} in the median, interval ${low} to ${high}`;
  const count = `${best} ends lower than ${other} from ${lower} of ${n} seeds`;
  if (n < ENOUGH) {
    return `${count}, by ${amount}: too few seeds to tell this from chance, ${ENOUGH} are the least.`;
  }
  return rest.exceedsSpread
    ? `${count}, by ${amount}: the difference exceeds the spread of the seeds.`
    : `${count}, by ${amount}: the difference does not exceed the spread of the seeds.`;
}

/** A difference of losses with its sign. */
function signedText(difference: number): string {
  if (difference === 0) return "0";
  const text = lossText(Math.abs(difference));
  return difference < 0 ? `−${text}` : text;
}

/** How the differences were computed. */
export function describeMethod({ level, resamples, seed }: SeedDifference): string {
  return `Differences are paired by seed; their intervals are bootstrap intervals of the median at ` +
    `${100 * level}% (${resamples.toLocaleString("en")} resamples, generator seeded with ${seed}).`;
}

/** From which seeds trainings diverged; nothing if none did. */
function divergence({ name, runs }: SeedGroup): string[] {
  const lost = runs.filter(({ status }) => status === "diverged");
  if (lost.length === 0) return [];
  const epochs = lost.map(({ divergedAtEpoch }) => divergedAtEpoch ?? NaN);
  const latest = counted(Math.max(...epochs), "epoch");
  const which = lost.length === runs.length || lost.length > 8
    ? ""
    : ` (${listText(lost.map(({ seed }) => String(seed)))})`;
  return [
    `${name} diverged from ${lost.length} of ${runs.length} seeds${which}, within ${latest}.`,
  ];
}
