/** Which units of a trained network matter, and which of them figures show. */

import { type Dataset, layerValues, type Mlp, type Run, unitImportance } from "../../../mod.ts";
import type { Lab } from "../lab.ts";

/** More maps of a layer are too small to be seen from the last row. */
export const MAX_SHOWN = 16;

/** The share of the importance of a layer that its units are counted by. */
export const MOST = 0.9;

/** What is known of the units of a network over the training data. */
export interface UnitStudy {
  /** For the inputs and each hidden layer the importance of each unit. */
  readonly importance: readonly Float64Array[];
  /** The hidden layers, from the first. */
  readonly layers: readonly LayerStudy[];
  /** Whether the pre-activation of each unit of the first hidden layer has both signs over the data. */
  readonly crosses: readonly boolean[];
}

/** What is known of a hidden layer. */
export interface LayerStudy {
  /** The number of its units. */
  readonly units: number;
  /** The number of units that have the same activation for all samples. */
  readonly constant: number;
  /** The smallest number of units with `MOST` of the layer's importance. */
  readonly needed: number;
}

/** Measures the units of a run's network over the training data. */
export async function studyUnits(
  { data: { train }, device, signal }: Pick<Lab, "data" | "device" | "signal">,
  { model }: Pick<Run, "model">,
): Promise<UnitStudy> {
  const importance = await unitImportance(model, { device, data: train, signal });
  const hidden = model.sizes.slice(1, -1).map((_, at) => at + 1);
  const values = await layerValues(model, {
    ...{ device, signal, inputs: train.inputs, layers: hidden },
  });
  return {
    importance,
    layers: values.map(({ width, activations, layer }) => ({
      units: width,
      constant: columns(activations, width).filter(({ low, high }) => low === high).length,
      needed: neededFor(importance[layer]),
    })),
    crosses: values.slice(0, 1).flatMap(({ width, preActivations }) =>
      columns(preActivations, width).map(({ low, high }) => low < 0 && high > 0)
    ),
  };
}

/** The lowest and the highest value of each column of rows of that width; NaN if one is not finite. */
function columns(values: Float32Array, width: number): { low: number; high: number }[] {
  const ends = Array.from({ length: width }, () => ({ low: Infinity, high: -Infinity }));
  values.forEach((value, at) => {
    const end = ends[at % width];
    end.low = Math.min(end.low, value);
    end.high = Math.max(end.high, value);
  });
  return ends;
}

/** The smallest number of units that have `MOST` of the sum; 0 if there is none. */
function neededFor(importance: Float64Array): number {
  const sorted = Float64Array.from(importance).sort().reverse();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  if (!(total > 0)) return 0;
  let sum = 0;
  return 1 + sorted.findIndex((value) => (sum += value) >= MOST * total);
}

/**
 * The units of each layer that figures show: of a hidden layer the most important ones, the most important
 * first; of the inputs too, but in their order; of the outputs the first ones.
 */
export function shownUnits({ sizes }: Mlp, importance: readonly Float64Array[]): number[][] {
  return sizes.map((width, layer) => {
    const all = Array.from({ length: width }, (_, unit) => unit);
    const own = importance[layer];
    if (own === undefined) return all.slice(0, MAX_SHOWN);
    // Of a diverged network all are equal.
    const order = (unit: number) => Number.isNaN(own[unit]) ? 0 : own[unit];
    const ranked = all.toSorted((a, b) => order(b) - order(a)).slice(0, MAX_SHOWN);
    return layer === 0 ? ranked.sort((a, b) => a - b) : ranked;
  });
}

/** The names of the inputs: `x` and `y` in the plane of two. */
export function inputNames({ features, featureNames }: Dataset): readonly string[] {
  if (featureNames !== undefined) return featureNames;
  if (features === 2) return ["x", "y"];
  return Array.from({ length: features }, (_, at) => `feature ${at + 1}`);
}
