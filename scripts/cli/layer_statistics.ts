/** Statistics of layers in commands: the epochs, the table, and by what factor the gradient shrinks. */

import { type EpochStatistics, percentText, type Run } from "../../mod.ts";
import type { Output } from "./output/output.ts";

/** The epochs 0, 1, 2, 5, 10, 20, 50, … up to the last one, which is among them. */
export function growingEpochs(last: number): number[] {
  const epochs = [0];
  for (let power = 1; power < last; power *= 10) {
    epochs.push(...[power, 2 * power, 5 * power].filter((epoch) => epoch < last));
  }
  return [...epochs, last];
}

/** Writes a table of a run's statistics, a row for each layer of each epoch. */
export function showStatistics(output: Output, { statistics }: Run): void {
  if (statistics.length === 0) return;
  output.say();
  output.table(
    ["epoch", "layer", "gradient", "weights", "update", "saturated %", "dead %"],
    statistics.flatMap(({ epoch, layers, gradientNorm, weightNorm, updateRatio, hidden }) =>
      layers.map((layer, at) => [
        at === 0 ? String(epoch) : "",
        String(layer),
        digitsText(gradientNorm[at]),
        digitsText(weightNorm[at]),
        digitsText(updateRatio?.[at] ?? NaN),
        hidden[at] === undefined ? "–" : shareText(hidden[at].saturated),
        hidden[at] === undefined ? "–" : shareText(hidden[at].dead),
      ])
    ),
  );
}

const shareText = (share: number) =>
  Number.isFinite(share) ? percentText(share).replace("%", "") : "–";

/** A number in three digits, in powers of ten if it is small. */
export function digitsText(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toPrecision(3);
}

/** The last statistics of a run before it diverged; undefined if there are none. */
export function lastStatistics({ statistics }: Pick<Run, "statistics">) {
  return statistics.findLast(({ loss }) => Number.isFinite(loss));
}

/**
 * By what factor the gradient shrinks from a hidden layer to the one before: the geometric mean of the
 * ratios of the norms of neighbouring hidden layers. It is below 1 if the gradient grows, and NaN with fewer
 * than two hidden layers or without any gradient.
 */
export function shrinkFactor({ gradientNorm }: Pick<EpochStatistics, "gradientNorm">): number {
  const hidden = gradientNorm.slice(0, -1);
  return hidden.length < 2
    ? NaN
    : (hidden[hidden.length - 1] / hidden[0]) ** (1 / (hidden.length - 1));
}
