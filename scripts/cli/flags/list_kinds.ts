/** The kinds of flag that are lists of values, joined by commas. */

import { type Bounds, checkNumber, MAX_FLOAT32, validationMessage } from "../../../lib/check.ts";
import { ACTION, bounds, boundsText, type FlagOptions, shared, toNumber } from "./flag_kinds.ts";
import type { Flag } from "./flags.ts";

/** A kind of list: its placeholder in the help text, what is allowed, and how its entries are read. */
interface ListKind<Value> {
  readonly placeholder: string;
  /** The allowed texts, in words. */
  readonly allowed: string;
  /** Reads a text; undefined if it is not allowed. */
  readonly read: (text: string, name: string) => Value | undefined;
}

/** A flag of a kind of list, which refuses texts that are not allowed. */
function listFlag<Value, Default extends Value | undefined>(
  options: FlagOptions<Default>,
  { placeholder, allowed, read }: ListKind<Value>,
): Flag<Value | Default> {
  return {
    ...shared(options),
    ...{ placeholder, allowed, range: "" },
    read: (text, name) => {
      const value = read(text, name);
      if (value !== undefined) return value;
      throw new RangeError(validationMessage(ACTION, name, allowed, text));
    },
  };
}

/** Whether no entry stands in a list twice. */
const isOnce = (entries: readonly unknown[]) => new Set(entries).size === entries.length;

/**
 * A flag that is a list of layer sizes, such as `2,32,2`.
 *
 * @param options Its help line and default
 */
export function sizes<Default extends readonly number[] | undefined = undefined>(
  options: FlagOptions<Default> & { maximum?: number },
): Flag<readonly number[] | Default> {
  return counts({ ...options, least: 2, example: "2,32,2" });
}

/** Numbers of entries in words, for errors. */
const LEAST = { 1: "", 2: "two or more " } as const;

/**
 * A flag that is a list of whole numbers from 1 up, such as `1,2,4,8`.
 *
 * @param options Its help line and default, the largest number, how many there are at least, and an example
 */
export function counts<Default extends readonly number[] | undefined = undefined>(
  options: FlagOptions<Default> & {
    maximum?: number;
    least: keyof typeof LEAST;
    example: string;
  },
): Flag<readonly number[] | Default> {
  const { maximum, least, example } = options;
  const range = boundsText({ minimum: 1, ...bounds({ maximum }) });
  const isCount = (entry: number | string) =>
    Number.isSafeInteger(entry) && Number(entry) >= 1 && Number(entry) <= (maximum ?? Infinity);
  return listFlag<readonly number[], Default>(options, {
    placeholder: "N,N,…",
    allowed: `${LEAST[least]}whole numbers, ${range}, joined by commas, such as ${example}`,
    read: (text) => {
      const entries = text.split(",").map(toNumber);
      return entries.length >= least && entries.every(isCount) ? entries.map(Number) : undefined;
    },
  });
}

/**
 * A flag that is a list of finite numbers, such as `0.1,0.3`.
 *
 * @param options Its help line, default, other names, and the bounds of each number
 */
export function numbers(
  options: FlagOptions<readonly number[]> & { default: readonly number[] } & Bounds,
): Flag<readonly number[]> {
  return listFlag<readonly number[], readonly number[]>(options, {
    placeholder: "X,…",
    allowed: "different numbers joined by commas, such as 0.1,0.3",
    read: (text, name) => {
      const values = text.split(",").map((part) =>
        checkNumber(ACTION, `each of ${name}`, toNumber(part), bounds(options))
      );
      return isOnce(values) ? values : undefined;
    },
  });
}

/**
 * A flag that is a list of values of another flag, joined by commas.
 *
 * @param one The flag of one value
 * @param options Its help line and default
 */
export function listOf<Value>(
  one: Flag<Value>,
  options: { help: string; default: readonly NonNullable<Value>[] },
): Flag<readonly NonNullable<Value>[]> {
  return {
    ...one,
    ...shared<readonly NonNullable<Value>[]>(options),
    placeholder: `${one.placeholder},…`,
    allowed: `${one.allowed}, or several joined by commas`,
    read: (text, name) => {
      const values = text.split(",").map((each) => one.read(each.trim(), name)!);
      if (isOnce(values)) return values;
      const allowed = "values of which each is different";
      throw new RangeError(validationMessage(ACTION, name, allowed, text));
    },
  };
}

/**
 * A flag that is a list of epochs in ascending order, such as `0,1,10`.
 *
 * @param options Its help line
 */
export function epochList(
  options: FlagOptions<undefined>,
): Flag<readonly number[] | undefined> {
  return listFlag<readonly number[], undefined>(options, {
    placeholder: "N,N,…",
    allowed: "whole numbers from 0, in ascending order, joined by commas, such as 0,1,10",
    read: (text) => {
      const epochs = text.split(",").map(toNumber);
      const isRight = (epoch: number | string, at: number) =>
        Number.isSafeInteger(epoch) && Number(epoch) >= (at === 0 ? 0 : Number(epochs[at - 1]) + 1);
      return epochs.every(isRight) ? epochs.map(Number) : undefined;
    },
  });
}

/**
 * A flag that is a range of numbers, such as `-3,3`.
 *
 * @param options Its help line and default
 */
export function range<Default extends readonly [number, number] | undefined = undefined>(
  options: FlagOptions<Default>,
): Flag<readonly [number, number] | Default> {
  const isNumber = (value: number | string | undefined): value is number =>
    typeof value === "number" && Math.abs(value) <= MAX_FLOAT32;
  return listFlag<readonly [number, number], Default>(options, {
    placeholder: "X,X",
    allowed: "two numbers joined by a comma, the smaller one first, such as -3,3, " +
      "finite in float32",
    read: (text) => {
      const [low, high, ...more] = text.split(",").map(toNumber);
      const isRange = isNumber(low) && isNumber(high) && low < high && more.length === 0;
      return isRange ? [low, high] : undefined;
    },
  });
}

/** Names of columns; as text they can be read again. */
export class ColumnNames {
  constructor(readonly names: readonly string[]) {}

  /** Names joined by commas, quoted where they contain one. */
  toString(): string {
    return this.names.map((name) =>
      /[",]|^\s|\s$/.test(name) ? `"${name.replaceAll('"', '""')}"` : name
    ).join(",");
  }
}

/**
 * A flag that is a list of names of columns, such as `age,height`. A name that contains a comma is quoted.
 *
 * @param options Its help line and its placeholder in the help text
 */
export function columnNames(
  options: FlagOptions<undefined> & { placeholder?: string },
): Flag<ColumnNames | undefined> {
  return listFlag<ColumnNames, undefined>(options, {
    placeholder: options.placeholder ?? "A,B,…",
    allowed: 'names of columns joined by commas, such as age,height or "a, b",c',
    read: (text) => {
      const fields = text.match(/^\s*("(?:[^"]|"")*"|[^",]+)\s*(,\s*("(?:[^"]|"")*"|[^",]+)\s*)*$/)
        ? text.match(/"(?:[^"]|"")*"|[^",]+/g) ?? []
        : [];
      const names = fields.map((field) => field.trim()).filter((field) => field !== "")
        .map((field) => field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
      return names.length > 0 ? new ColumnNames(names) : undefined;
    },
  });
}

/**
 * A flag that is a list of texts joined by commas, such as `A,B`; spaces around them do not count.
 *
 * @param options Its help line, default, and one entry's placeholder in the help text
 */
export function list<Default extends readonly string[] | undefined = undefined>(
  options: FlagOptions<Default> & { placeholder: string },
): Flag<readonly string[] | Default> {
  return listFlag<readonly string[], Default>(options, {
    placeholder: `${options.placeholder},…`,
    allowed: "texts joined by commas, none of them empty",
    read: (text) => {
      const entries = text.split(",").map((entry) => entry.trim());
      return entries.includes("") ? undefined : entries;
    },
  });
}

/** The sizes of several networks; as text they can be read again. */
export class Networks {
  constructor(readonly sizes: readonly (readonly number[])[]) {}

  /** The networks joined by commas, their sizes by hyphens. */
  toString(): string {
    return this.sizes.map((sizes) => sizes.join("-")).join(",");
  }
}

/**
 * A flag that is the sizes of a network, `2,32,2`, or of several, `2-32-2,2-32-32-2`.
 *
 * @param options Its help line and other names
 */
export function networks(options: FlagOptions<undefined>): Flag<Networks | undefined> {
  return listFlag<Networks, undefined>(options, {
    placeholder: "N,N,…",
    allowed: "two or more whole numbers, 1 to 65536, such as 2,32,2, or networks such as " +
      "2-32-2,2-32-32-2",
    read: (text) => {
      const all = (text.includes("-") ? text.split(",") : [text.replaceAll(",", "-")])
        .map((each) => each.split("-").map(toNumber).map(Number));
      const isSize = (size: number) => Number.isInteger(size) && size >= 1 && size <= 65_536;
      const isRight = all.every((sizes) => sizes.length >= 2 && sizes.every(isSize));
      return isRight && isOnce(all.map((sizes) => sizes.join("-"))) ? new Networks(all) : undefined;
    },
  });
}
