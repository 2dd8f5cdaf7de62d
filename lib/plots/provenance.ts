/** The provenance of a figure, as data and as text: what it takes to make it again. */

import { checkNumber, validationMessage } from "../check.ts";
import { checkList, checkOptions, checkShape, isArray } from "../check_shape.ts";
import { joinNames } from "./format.ts";
import { checkText } from "./text.ts";
import { type Language, translated, type Word, type Words, wordsIn } from "./words.ts";

/** The data that networks were trained on. */
export interface DataProvenance {
  /** Names of the datasets. */
  readonly datasets: readonly string[];
  /** Number of samples of each dataset. */
  readonly samples?: number;
  /** One for all datasets, or one for each. */
  readonly noise?: number | readonly number[];
  /** Ratio of the inner circle's radius to the outer one's. */
  readonly factor?: number;
  /** Share of the samples in the test set. */
  readonly testSize?: number;
}

/** The provenance of a figure; unknown parts are omitted. */
export interface Provenance {
  /** The command that made the figure, without flags: `deno task train`. */
  readonly command?: string;
  /** Flags of the command, as typed. */
  readonly flags?: readonly string[];
  /** Seed of all random numbers. */
  readonly seed?: number;
  /** Data that networks were trained on. */
  readonly data?: DataProvenance;
  /** Device that computed. */
  readonly device?: { readonly kind: string; readonly name: string };
  /** Versions of software, by name. */
  readonly versions?: Readonly<Record<string, string>>;
}

/**
 * Describes the provenance of a figure.
 *
 * @param provenance its known parts
 * @param language English by default
 * @returns a sentence for each part
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there is no part of that name
 *
 * @example A command and its seed
 * ```ts
 * import { provenanceText } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * const provenance = { command: "deno task train", flags: ["--epochs", "20"], seed: 7 };
 * assertEquals(provenanceText(provenance), "Made by: deno task train --epochs 20. Seed: 7.");
 * ```
 */
export function provenanceText(provenance: Provenance, language: Language = "en"): string {
  const action = "describe the provenance";
  const words = wordsIn(action, language);
  const { command, flags = [], seed, data, device, versions } = checkProvenance(action, provenance);
  const name = device && translated(words, device.name);
  return [
    command === undefined
      ? ""
      : words.say("Made by: {command}.", { command: [command, ...flags].join(" ") }),
    seed === undefined ? "" : words.say("Seed: {seed}.", { seed: String(seed) }),
    data === undefined ? "" : words.say("Data: {data}.", { data: dataText(data, words) }),
    name === undefined ? "" : words.say("Device: {name} ({kind}).", { kind: device!.kind, name }),
    versions === undefined
      ? ""
      : words.say("Versions: {versions}.", { versions: versionsText(versions) }),
  ].filter((sentence) => sentence !== "").join(" ");
}

function dataText(
  { datasets, samples, noise, factor, testSize }: DataProvenance,
  words: Words,
): string {
  const number = (value: number) => words.digits(String(value));
  const list = (texts: readonly string[]) => joinNames(texts, words.say("and"));
  const value = (word: Word, number: string) => words.say(word, { value: number });
  return [
    list(datasets.map((name) => translated(words, name))),
    samples === undefined ? "" : words.say("{n} sample|{n} samples", { n: samples }),
    noise === undefined ? "" : value("noise {value}", list([noise].flat().map(number))),
    factor === undefined ? "" : value("factor {value}", number(factor)),
    testSize === undefined ? "" : value("test size {value}", number(testSize)),
  ].filter((part) => part !== "").join(", ");
}

function versionsText(versions: Readonly<Record<string, string>>): string {
  return Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", ");
}

/**
 * Returns `value` if it is a valid provenance.
 *
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if there is no part of that name
 */
export function checkProvenance(action: string, value: Provenance): Provenance {
  checkShape(action, "provenance", value, "options");
  checkOptions(`${action} with this provenance`, value, PARTS);
  const { command, flags = [], seed, data, device, versions } = value;
  checkText(action, "command of the provenance", command);
  checkTexts(action, "flags of the provenance", flags);
  if (seed !== undefined) checkNumber(action, "seed of the provenance", seed);
  if (data !== undefined) checkData(action, data);
  if (device !== undefined) {
    checkShape(action, "device of the provenance", device, "options");
    checkTexts(action, "kind and name of the provenance's device", [device.kind, device.name]);
  }
  if (versions === undefined) return value;
  checkShape(action, "versions of the provenance", versions, "options");
  checkTexts(action, "versions of the provenance", Object.values(versions));
  return value;
}

const PARTS = ["command", "flags", "seed", "data", "device", "versions"];

const DATA_PARTS = ["datasets", "samples", "noise", "factor", "testSize"];

function checkData(action: string, data: DataProvenance): void {
  checkShape(action, "data of the provenance", data, "options");
  checkOptions(`${action} with the data of this provenance`, data, DATA_PARTS);
  const { datasets, samples, noise, factor, testSize } = data;
  checkTexts(action, "datasets of the provenance", datasets);
  const list = "noise of the provenance's data";
  const noises = isArray(noise) ? checkList(action, list, noise, "numbers") : [noise];
  for (const number of [samples, factor, testSize, ...noises]) {
    if (number !== undefined) checkNumber(action, "numbers of the provenance's data", number);
  }
}

function checkTexts(action: string, name: string, texts: readonly unknown[]): void {
  const wrong = checkList(action, name, texts, "a list of texts")
    .some((text) => typeof text !== "string");
  if (wrong) throw new TypeError(validationMessage(action, name, "a list of texts", texts));
}
