/** The statistics of layers as plain data for JSON. */

import { checkNumber } from "../check.ts";
import { checkList, checkNumbers, checkRecord, isArray, optionNames } from "../check_shape.ts";
import type { HiddenStatistics } from "../kernels/unit_totals.ts";
import type { EpochStatistics } from "./probes.ts";

/** Data in which each number may be null: JSON has no NaN. */
export type Recorded<Value> = Value extends number ? number | null
  : Value extends readonly (infer Entry)[] ? Recorded<Entry>[]
  : Value extends object ? { -readonly [Name in keyof Value]: Recorded<Value[Name]> }
  : Value;

/** The statistics after an epoch in JSON; numbers that are not finite are null. */
export type EpochStatisticsRecord = Recorded<EpochStatistics>;

const names = optionNames<EpochStatistics>({
  ...{ epoch: true, layers: true, loss: true, gradientNorm: true, biasGradientNorm: true },
  ...{ weightNorm: true, hidden: true, updateRatio: true },
});
const hiddenNames = optionNames<HiddenStatistics>({
  ...{ activationMean: true, activationStd: true, saturated: true, dead: true },
});
const listNames = ["layers", "gradientNorm", "biasGradientNorm", "weightNorm"] as const;

/** Converts the statistics of a run; they are checked, as runs can be made by hand. */
export function statisticsRecords(
  action: string,
  statistics: readonly EpochStatistics[],
): EpochStatisticsRecord[] {
  checkList(action, "run.statistics", statistics, "a list of statistics");
  return statistics.map((each, at) => {
    const name = `run.statistics[${at}]`;
    checkRecord(action, name, each, "epochStatistics", names);
    checkNumber(action, `${name}.epoch`, each.epoch);
    for (const list of listNames) checkNumbers(action, `${name}.${list}`, each[list]);
    if (each.updateRatio !== null) checkNumbers(action, `${name}.updateRatio`, each.updateRatio);
    checkList(action, `${name}.hidden`, each.hidden, "a list of statistics of hidden layers");
    each.hidden.forEach((layer, index) =>
      checkRecord(action, `${name}.hidden[${index}]`, layer, "epochStatistics", hiddenNames)
    );
    return recorded(each) as EpochStatisticsRecord;
  });
}

function recorded(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  if (isArray(value)) return Array.from(value, recorded);
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, recorded(own)]));
}
