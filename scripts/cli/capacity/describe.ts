/** What a study of capacity has found, in sentences computed from its results. */

import { divergenceNotes, lossText, type Run } from "../../../mod.ts";
import type { Output } from "../output/output.ts";
import { counted } from "../text_layout.ts";
import type { CapacityResults, LossCurves } from "./results.ts";

/** The findings, of which the first two say what to look for. */
export function describeCapacity(results: CapacityResults, runs: readonly Run[]): string[] {
  const { widths, counts, epochs, groups, plan: { few, many } } = results;
  const seeds = groups[0].seeds.length;
  return [
    `Widths, on ${few} training samples: ${widthSentence(widths)}`,
    `Epochs, with ${many} units on ${few} samples: ${epochSentence(epochs)}`,
    `Samples, with ${many} units: ${countSentence(counts)}`,
    ...divergenceNotes(runs).slice(0, 1),
    seeds === 1
      ? "All of this is from one seed: --seeds 8 tells how much of it is chance."
      : `Losses are medians of ${seeds} seeds, each with training samples and weights of its own.`,
  ];
}

const unitsText = (units: number) => units === 1 ? "1 unit" : `${units} units`;

function widthSentence({ x, train, test, lowest }: LossCurves): string {
  if (lowest === undefined) return "every training diverges.";
  const last = x.length - 1;
  const [low, high] = [test.values[lowest], test.values[last]];
  const under = lowest > 0
    ? `with ${unitsText(x[0])} both losses are high, ${
      lossText(train.values[0])
    } in training and ` +
      `${lossText(test.values[0])} in the test, which is underfitting; `
    : "";
  const lowestText = `the test loss is lowest with ${unitsText(x[lowest])}, ${lossText(low)}`;
  if (lowest === last) return `${under}${lowestText}, the widest network: it does not overfit yet.`;
  return `${under}${lowestText}; look how it rises from there, to ${lossText(high)} with ` +
    `${unitsText(x[last])}, ${timesText(high / low)}, while the training loss falls to ` +
    `${lossText(train.values[last])}: overfitting.`;
}

function epochSentence({ x, train, test, lowest }: LossCurves): string {
  if (lowest === undefined) return "every training diverges.";
  const last = x.length - 1;
  const [low, high] = [test.values[lowest], test.values[last]];
  if (lowest === last) {
    return `the test loss still falls, to ${
      lossText(low)
    }: there is no reason to stop before epoch ` +
      `${x[last]}.`;
  }
  return `look for the line at epoch ${x[lowest]}, where the test loss is lowest, ${
    lossText(low)
  }; ` +
    `${counted(last - lowest, "epoch")} later it is ${lossText(high)}, ${
      timesText(high / low)
    }, and the ` +
    `training loss ${lossText(train.values[last])}.`;
}

function countSentence({ x, train, test, lowest }: LossCurves): string {
  if (lowest === undefined) return "every training diverges.";
  const gap = (at: number) => test.values[at] - train.values[at];
  const [first, last] = [0, x.length - 1];
  return `the test loss is ${lossText(Math.abs(gap(first)))} ${
    aboveText(gap(first))
  } the training ` +
    `loss with ${x[first]} samples, and ${lossText(Math.abs(gap(last)))} ${
      aboveText(gap(last))
    } it ` +
    `with ${x[last]}.`;
}

const aboveText = (gap: number) => gap < 0 ? "below" : "above";

/** How many times as high: `2.4 times as high`. */
function timesText(factor: number): string {
  return Number.isFinite(factor) ? `${factor.toPrecision(2)} times as high` : "as it diverged";
}

/** Writes a table of the losses over the widths, and one over the numbers of samples. */
export function showCapacity(output: Output, { widths, counts }: CapacityResults): void {
  const parts = [["units", widths], ["samples", counts]] as const;
  for (const [at, [title, { x, train, test }]] of parts.entries()) {
    if (at > 0) output.say();
    output.table(
      [
        { title, decimals: 0 },
        ...["train loss", "test loss", "lower quartile", "upper quartile"].map((title) => ({
          ...{ title, decimals: 3 },
        })),
      ],
      x.map((value, at) => [
        ...[value, train.values[at], test.values[at], test.band.low[at], test.band.high[at]],
      ]),
    );
  }
}
