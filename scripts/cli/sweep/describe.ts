/** What a sweep has found, computed from its results. */

import type { SweepPlan } from "../../../mod.ts";
import { bestOf, lossOf, measureText, settingsText, type SweptPlane, valueText } from "./plane.ts";
import type { Shard } from "./shard.ts";

/** By how much a loss may be above the lowest to count as near it. */
const near = 0.1;

/** The findings, a sentence each. */
export function describeCells(plane: SweptPlane): string[] {
  const { cells, seeds } = plane;
  const best = bestOf(plane);
  if (best === undefined) return ["No cell has a finite loss: all trainings diverged."];
  const close = cells.filter(({ value }) => value <= (1 + near) * best.value);
  return [
    `The lowest ${measureText(plane)} is ${lossOf(best)}, at ${settingsText(plane, best)}.`,
    `${close.length} of ${cells.length} cells end at most ${100 * near}% above it${
      spanOf(plane, close)
    }.`,
    ...divergence(plane),
    seeds.length === 1
      ? "Each cell is one network: differences between neighbours may be those of its seed."
      : `Each cell is the median of ${seeds.length} seeds.`,
  ];
}

/** What a shard has done, and what is left to do. */
export function describeShard(
  shard: Shard,
  { of, plan, path }: { of: SweepPlan; plan: SweepPlan; path: string },
): string[] {
  return [
    `This is shard ${shard}: ${plan.cells.length} of ${of.cells.length} cells, in ${path}.`,
    `Once all ${shard.count} are there, deno task sweep --merge with all files draws the sweep.`,
  ];
}

/** Where cells lie on the numeric axes. */
function spanOf({ axes }: SweptPlane, cells: SweptPlane["cells"]): string {
  const spans = axes.filter(({ isNumeric }) => isNumeric).map(({ key, label }) => {
    const values = cells.map(({ settings }) => Number(settings[key]));
    const [low, high] = [Math.min(...values), Math.max(...values)].map(valueText);
    return low === high ? `${label} ${low}` : `${label} ${low} to ${high}`;
  });
  return spans.length === 0 ? "" : `: ${spans.join(", ")}`;
}

function divergence(plane: SweptPlane): string[] {
  const lost = plane.cells.filter(({ diverged }) => diverged);
  if (lost.length === 0) return [];
  return [`${lost.length} of ${plane.cells.length} cells diverged${spanOf(plane, lost)}.`];
}
