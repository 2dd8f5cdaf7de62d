/**
 * The kinds of flag. Each has a help line, bounds or choices, and a default;
 * without a default the value of a flag that is not given is `undefined`.
 */

import {
  type Bounds,
  checkChoice,
  checkCount,
  checkNumber,
  MAX_FLOAT32,
  validationMessage,
} from "../../../lib/check.ts";
import type { Flag } from "./flags.ts";

/** The options of every kind of flag. */
export interface FlagOptions<Default> {
  /** The line of the help text. */
  help: string;
  /** The value of a flag that is not given. */
  default?: Default;
  /** Other common names, for which an error suggests this flag. */
  aliases?: readonly string[];
}

const ACTION = "read the flags";

/**
 * A flag that is a finite number, as `Number()` reads it: `0.05`, `5e-2`, `.05`, `-1`.
 *
 * @param options Its help line, default and bounds
 */
export function number<Default extends number | undefined = undefined>(
  options: FlagOptions<Default> & Bounds,
): Flag<number | Default> {
  return {
    ...shared(options),
    placeholder: "X",
    allowed: ["a number", boundsText(options)].filter(Boolean).join(", "),
    range: boundsText(options),
    read: (text, name) => checkNumber(ACTION, name, toNumber(text), bounds(options)),
  };
}

/**
 * A flag that is a whole number, from 1 up where no bounds are given.
 *
 * @param options Its help line, default and bounds
 */
export function count<Default extends number | undefined = undefined>(
  options: FlagOptions<Default> & { minimum?: number; maximum?: number },
): Flag<number | Default> {
  const limits = { minimum: 1, ...bounds(options) };
  return {
    ...shared(options),
    placeholder: "N",
    allowed: `a whole number, ${boundsText(limits)}`,
    range: boundsText(limits),
    read: (text, name) => checkCount(ACTION, name, toNumber(text), limits),
  };
}

/**
 * A flag that is one of a list of words, in any case, with dashes or without:
 * `leakyRelu` may be typed as `leaky-relu`.
 *
 * @param options Its help line, default and the words
 */
export function choice<
  Choice extends string,
  Default extends NoInfer<Choice> | undefined = undefined,
>(
  options: FlagOptions<Default> & { choices: readonly Choice[] },
): Flag<Choice | Default> {
  const { choices } = options;
  return {
    ...shared(options),
    placeholder: "NAME",
    allowed: `one of ${choices.join(", ")}`,
    range: choices.join(", "),
    read: (text, name) =>
      choices.find((each) => plain(each) === plain(text)) ??
        checkChoice(ACTION, name, text, choices),
  };
}

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
  const limits = { minimum: 1, ...bounds({ maximum }) };
  const allowed = `whole numbers, ${boundsText(limits)}, joined by commas, such as ${example}`;
  return {
    ...shared(options),
    placeholder: "N,N,…",
    allowed,
    range: "",
    read: (text, name) => {
      const entries = text.split(",").map(toNumber);
      const isCount = (entry: number | string) =>
        Number.isSafeInteger(entry) && Number(entry) >= 1 && Number(entry) <= (maximum ?? Infinity);
      if (entries.length < least || !entries.every(isCount)) {
        throw new RangeError(validationMessage(ACTION, name, `${LEAST[least]}${allowed}`, text));
      }
      return entries.map(Number);
    },
  };
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
      if (new Set(values).size === values.length) return values;
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
  const allowed = "whole numbers from 0, in ascending order, joined by commas, such as 0,1,10";
  return {
    ...shared(options),
    placeholder: "N,N,…",
    allowed,
    range: "",
    read: (text, name) => {
      const epochs = text.split(",").map(toNumber);
      const isRight = (epoch: number | string, at: number) =>
        Number.isSafeInteger(epoch) && Number(epoch) >= (at === 0 ? 0 : Number(epochs[at - 1]) + 1);
      if (epochs.every(isRight)) return epochs.map(Number);
      throw new RangeError(validationMessage(ACTION, name, allowed, text));
    },
  };
}

/**
 * A flag that is the path of a file or folder.
 *
 * @param options Its help line, default, its placeholder in the help text,
 * what `-` denotes, if it is allowed, and the endings that its name must have one
 * of, in any case
 */
export function path<Default extends string | undefined = undefined>(
  options: FlagOptions<Default> & {
    placeholder: string;
    dash?: "standard input" | "standard output";
    endings?: readonly string[];
  },
): Flag<string | Default> {
  const { placeholder, dash, endings } = options;
  const ending = endings === undefined ? "" : ` that ends in one of ${endings.join(", ")}`;
  const allowed = dash ? `a path, or - for ${dash}` : `a path${ending}`;
  return {
    ...shared(options),
    placeholder: dash ? `${placeholder}|-` : placeholder,
    allowed,
    range: "",
    read: (text, name) => {
      const ends = endings?.some((each) => text.toLowerCase().endsWith(each)) ?? true;
      if (text.trim() === "" || text.includes("\0") || (text === "-" && !dash) || !ends) {
        throw new RangeError(validationMessage(ACTION, name, allowed, text));
      }
      return text;
    },
  };
}

/**
 * A flag that is the paths of one or more files, as a shell writes them for `*.jsonl`.
 *
 * @param options Its help line, and what `path` takes
 */
export function paths(
  options: { help: string; placeholder: string; endings?: readonly string[] },
): Flag<readonly string[] | undefined> {
  const { read, placeholder, ...one } = path(options);
  return {
    ...one,
    default: undefined,
    placeholder: `${placeholder}…`,
    takesSeveral: true,
    // Read one by one, and listed by `parseFlags`.
    read: read as unknown as Flag<readonly string[] | undefined>["read"],
  };
}

/**
 * A flag with text that a function of the library checks.
 *
 * @param options Its help line, default, the allowed values in words, and `check`,
 * which returns the value or throws a TypeError, RangeError or SyntaxError
 */
export function text<Value, Default extends Value | undefined = undefined>(
  options: FlagOptions<Default> & {
    placeholder: string;
    allowed: string;
    check: (text: string, name: string) => Value;
  },
): Flag<Value | Default> {
  const { placeholder, allowed, check } = options;
  return { ...shared(options), placeholder, allowed, range: allowed, read: check };
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
  const allowed = 'names of columns joined by commas, such as age,height or "a, b",c';
  return {
    ...shared(options),
    placeholder: options.placeholder ?? "A,B,…",
    allowed,
    range: "",
    read: (text, name) => {
      const fields = text.match(/^\s*("(?:[^"]|"")*"|[^",]+)\s*(,\s*("(?:[^"]|"")*"|[^",]+)\s*)*$/)
        ? text.match(/"(?:[^"]|"")*"|[^",]+/g) ?? []
        : [];
      const names = fields.map((field) => field.trim()).filter((field) => field !== "")
        .map((field) => field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field);
      if (names.length > 0) return new ColumnNames(names);
      throw new RangeError(validationMessage(ACTION, name, allowed, text));
    },
  };
}

/**
 * A flag that is any text, such as a title.
 *
 * @param options Its help line, default, and its placeholder in the help text
 */
export function words<Default extends string | undefined = undefined>(
  options: FlagOptions<Default> & { placeholder: string },
): Flag<string | Default> {
  const { placeholder } = options;
  return { ...shared(options), placeholder, allowed: "a text", range: "", read: (text) => text };
}

/**
 * A flag that is a list of texts joined by commas, such as `A,B`; spaces around them do not count.
 *
 * @param options Its help line, default, and one entry's placeholder in the help text
 */
export function list<Default extends readonly string[] | undefined = undefined>(
  options: FlagOptions<Default> & { placeholder: string },
): Flag<readonly string[] | Default> {
  const { placeholder } = options;
  const allowed = "texts joined by commas, none of them empty";
  return {
    ...shared(options),
    placeholder: `${placeholder},…`,
    allowed,
    range: "",
    read: (text, name) => {
      const entries = text.split(",").map((entry) => entry.trim());
      if (!entries.includes("")) return entries;
      throw new RangeError(validationMessage(ACTION, name, allowed, text));
    },
  };
}

/**
 * A flag that is a range of numbers, such as `-3,3`.
 *
 * @param options Its help line and default
 */
export function range<Default extends readonly [number, number] | undefined = undefined>(
  options: FlagOptions<Default>,
): Flag<readonly [number, number] | Default> {
  const allowed = "two numbers joined by a comma, the smaller one first, such as -3,3, " +
    "finite in float32";
  return {
    ...shared(options),
    placeholder: "X,X",
    allowed,
    range: "",
    read: (text, name) => {
      const [low, high, ...more] = text.split(",").map(toNumber);
      const isNumber = (value: number | string | undefined) =>
        typeof value === "number" && Math.abs(value) <= MAX_FLOAT32;
      if (isNumber(low) && isNumber(high) && low < high && more.length === 0) {
        return [Number(low), Number(high)];
      }
      throw new RangeError(validationMessage(ACTION, name, allowed, text));
    },
  };
}

/**
 * A switch: true if it is given, else false.
 *
 * @param options Its help line
 */
export function toggle(options: { help: string }): Flag<boolean> {
  return {
    help: options.help,
    default: false,
    placeholder: "",
    allowed: "",
    range: "",
    read: () => true,
  };
}

function shared<Default>(
  options: FlagOptions<Default>,
): Pick<Flag<Default>, "help" | "default" | "aliases"> {
  return {
    help: options.help,
    default: options.default as Default,
    aliases: options.aliases,
  };
}

/** The number in a text, or the text itself for the error message. */
function toNumber(typed: string): number | string {
  const value = typed.trim() === "" ? NaN : Number(typed);
  return Number.isNaN(value) ? typed : value + 0;
}

function plain(word: string): string {
  return word.replace(/[-_\s]/g, "").toLowerCase();
}

function bounds({ minimum, maximum, above, below }: Bounds): Bounds {
  const entries = Object.entries({ minimum, maximum, above, below });
  return Object.fromEntries(entries.filter(([, bound]) => bound !== undefined));
}

function boundsText({ minimum, maximum, above, below }: Bounds): string {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  const parts: [string, number | undefined][] = [
    ["at least", minimum],
    ["above", above],
    ["at most", maximum],
    ["below", below],
  ];
  return parts.filter(([, bound]) => bound !== undefined).map((part) => part.join(" "))
    .join(" and ");
}
