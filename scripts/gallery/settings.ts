/** Settings of an experiment: those that all its runs share, and those in which they differ. */

import { percentText, type RunRecord } from "../../mod.ts";
import type { PageWords } from "./page_words.ts";
import type { DataSettings, Section } from "./section.ts";

/** A setting: its name, and its value as text. */
export type Setting = readonly [name: string, value: string];

/** A setting in which runs differ, with one value per run. */
export interface Difference {
  readonly name: string;
  readonly values: readonly string[];
}

const OF_A_RUN: readonly (readonly [name: string, value: (run: RunRecord) => string])[] = [
  ["layers", ({ sizes }) => sizes.join("-")],
  ["activation", ({ activation }) => [activation].flat().join(", ")],
  ["initializer", ({ initializer }) => initializer ?? "–"],
  ["optimizer", ({ optimizer }) => optimizer],
  ["learning rate", ({ learningRate }) => String(learningRate)],
  ["weight decay", ({ weightDecay }) => String(weightDecay)],
  ["epochs", ({ epochs }) => String(epochs)],
  ["batch size", ({ batchSize }) => String(batchSize)],
];

/**
 * Returns the settings that all runs of an experiment share. The settings of the data are included only
 * if there are runs.
 *
 * @param section The experiment
 * @param words The language
 * @returns The settings in the order in which they are shown
 */
export function sharedSettings({ runs, data, seed, device }: Section, words: PageWords): Setting[] {
  const shared = OF_A_RUN.flatMap(([name, value]): Setting[] => {
    const values = new Set(runs.map(value));
    return values.size === 1 ? [[name, [...values][0]]] : [];
  });
  const settings: Setting[] = [
    ...(runs.length > 0 ? dataSettings(data, words) : []),
    ["seed", String(seed)],
    ["device", device.name],
    ...shared,
  ];
  return settings.map(([name, value]) => [words.name(name), valueOf(value, words)]);
}

/** A number, with a sign of comparison before it. */
const NUMBER = /^[<>≤≥]? ?-?\d[\d.]*(e[+-]?\d+)?%?$/;

/** Numbers and ranges in the language of the page, or a name. */
export function valueOf(value: string, words: PageWords): string {
  // Every other part is what separates two numbers.
  const parts = value.split(/(; | … )/);
  const isNumeric = parts.every((part, at) => at % 2 === 1 || NUMBER.test(part));
  return isNumeric
    ? parts.map((part, at) => at % 2 === 1 ? part : words.digits(part)).join("")
    : words.name(value);
}

/**
 * Returns the settings in which the runs of an experiment differ, except those that are equal to the
 * names of the runs.
 *
 * @param runs All runs of the experiment
 * @returns The settings, each with one value per run
 */
export function differences(runs: readonly RunRecord[]): Difference[] {
  return OF_A_RUN.map(([name, value]) => ({ name, values: runs.map(value) }))
    .filter(({ values }) => new Set(values).size > 1)
    .filter(({ values }) => values.some((value, at) => value !== runs[at].name));
}

function dataSettings(
  { dataset, samples, noise, factor, testSize }: DataSettings,
  words: PageWords,
): Setting[] {
  const circles: Setting[] = dataset === "circles" ? [["factor", String(factor)]] : [];
  return [
    ["data", dataset],
    [
      "points",
      words.say("{n}, {share} of them held out for the test", {
        n: samples,
        share: words.digits(percentText(testSize).replace(".0%", "%")),
      }),
    ],
    ...(noise === undefined ? [] : [["noise", String(noise)] as const]),
    ...circles,
  ];
}
