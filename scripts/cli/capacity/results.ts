/** The results of a study of capacity: losses over widths, over numbers of samples, and over epochs. */

import { quartileLine, type Run, type SeedGroup } from "../../../mod.ts";
import { type CapacityPlan, nameOf } from "./plan.ts";

/** The training and the test loss over a quantity: medians and quartiles of the seeds. */
export interface LossCurves {
  /** The quantity. */
  readonly x: readonly number[];
  readonly train: MedianCurve;
  readonly test: MedianCurve;
  /** Where the median of the test loss is lowest; undefined if none is finite. */
  readonly lowest: number | undefined;
}

/** The median of a loss, and its quartiles. */
export interface MedianCurve {
  readonly values: readonly number[];
  readonly band: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
}

/** All results. */
export interface CapacityResults {
  readonly plan: CapacityPlan;
  readonly groups: readonly SeedGroup[];
  /** Final losses over the widths, on few samples. */
  readonly widths: LossCurves;
  /** Final losses over the numbers of samples, with many units. */
  readonly counts: LossCurves;
  /** Losses over the epochs, with many units on few samples. */
  readonly epochs: LossCurves;
}

/** Collects the results of the runs. */
export function resultsOf(plan: CapacityPlan, runs: readonly Run[]): CapacityResults {
  const { widths, many, counts, few } = plan;
  const byName = Map.groupBy(runs, ({ name }) => name);
  const runsOf = (width: number, count: number) => byName.get(nameOf(width, count)) ?? [];
  const groups = [...byName].map(([name, runs]): SeedGroup => {
    return { name, runs, seeds: runs.map(({ seed }) => seed!) };
  });
  const example = runsOf(many, few);
  return {
    ...{ plan, groups },
    widths: finalCurves(widths, widths.map((width) => runsOf(width, few))),
    counts: finalCurves(counts, counts.map((count) => runsOf(many, count))),
    epochs: curvesOf(
      Array.from({ length: example[0].trainLoss.length }, (_, at) => at + 1),
      example.map(({ trainLoss, testLoss }) => ({ train: trainLoss, test: testLoss })),
    ),
  };
}

/** Final losses over a quantity. */
function finalCurves(x: readonly number[], runs: readonly (readonly Run[])[]): LossCurves {
  const last = (losses: Float64Array) => losses[losses.length - 1];
  const bySeed = runs[0].map((_, seed) => ({
    train: runs.map((own) => last(own[seed].trainLoss)),
    test: runs.map((own) => last(own[seed].testLoss)),
  }));
  return curvesOf(x, bySeed);
}

function curvesOf(
  x: readonly number[],
  bySeed: readonly Readonly<Record<"train" | "test", ArrayLike<number>>>[],
): LossCurves {
  const [train, test] = (["train", "test"] as const).map((side) =>
    quartileLine(side, bySeed.map((curves) => curves[side]))
  );
  const { values } = test;
  const best = values.reduce((best, value, at) => value < values[best] ? at : best, 0);
  return { x, train, test, lowest: Number.isFinite(values[best]) ? best : undefined };
}

/** Curves as plain data for JSON. */
export function curvesRecord({ x, train, test, lowest }: LossCurves, name: string) {
  const loss = ({ values, band }: MedianCurve) => {
    return {
      median: values,
      lowerQuartile: Array.from(band.low),
      upperQuartile: Array.from(band.high),
    };
  };
  return {
    ...{ [name]: x, trainLoss: loss(train), testLoss: loss(test) },
    lowest: lowest === undefined ? null : x[lowest],
  };
}
