/** Settings of an experiment: those that all its runs share, and those in which they differ. */

import { percentText } from "../../mod.ts";
import type { RunRecord } from "../cli/records.ts";
import type { DataSettings, Section } from "./section.ts";

/** A setting: what it is called, and its value in words. */
export type Setting = readonly [name: string, value: string];

/** A setting in which runs differ: its value in each, in their order. */
export interface Difference {
  readonly name: string;
  readonly values: readonly string[];
}

const OF_A_RUN: readonly (readonly [name: string, value: (run: RunRecord) => string])[] = [
  ["layers", ({ sizes }) => sizes.join("-")],
  ["activation", ({ activation }) => activation],
  ["initializer", ({ initializer }) => initializer ?? "–"],
  ["optimizer", ({ optimizer }) => optimizer],
  ["learning rate", ({ learningRate }) => String(learningRate)],
  ["weight decay", ({ weightDecay }) => String(weightDecay)],
  ["epochs", ({ epochs }) => String(epochs)],
  ["batch size", ({ batchSize }) => String(batchSize)],
];

/**
 * The settings that hold for the whole experiment. Data and training are
 * told only where there was training.
 *
 * @param section The experiment
 * @returns Settings in the order in which a reader asks for them
 */
export function sharedSettings({ runs, data, seed, device }: Section): Setting[] {
  const shared = OF_A_RUN.flatMap(([name, value]): Setting[] => {
    const values = new Set(runs.map(value));
    return values.size === 1 ? [[name, [...values][0]]] : [];
  });
  return [
    ...(runs.length > 0 ? dataSettings(data) : []),
    ["seed", String(seed)],
    ["device", device.name],
    ...shared,
  ];
}

/**
 * The settings in which the runs of an experiment differ, but for those that only repeat the names
 * of the runs.
 *
 * @param runs All runs of the experiment
 * @returns A value for each run
 */
export function differences(runs: readonly RunRecord[]): Difference[] {
  return OF_A_RUN.map(([name, value]) => ({ name, values: runs.map(value) }))
    .filter(({ values }) => new Set(values).size > 1)
    .filter(({ values }) => values.some((value, at) => value !== runs[at].name));
}

function dataSettings({ dataset, samples, noise, factor, testSize }: DataSettings): Setting[] {
  const circles: Setting[] = dataset === "circles" ? [["factor", String(factor)]] : [];
  return [
    ["data", dataset],
    [
      "points",
      `${samples}, ${percentText(testSize).replace(".0%", "%")} of them held out for the test`,
    ],
    ["noise", String(noise)],
    ...circles,
  ];
}
