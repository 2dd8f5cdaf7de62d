/**
 * The kinds of flag of a single value. Each has a help line, bounds or choices, and a default;
 * without a default the value of a flag that is not given is `undefined`.
 */

import {
  type Bounds,
  checkChoice,
  checkCount,
  checkNumber,
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

/** What flags are read for, in errors. */
export const ACTION = "read the flags";

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

/** The parts that all kinds of flag have in common. */
export function shared<Default>(
  options: FlagOptions<Default>,
): Pick<Flag<Default>, "help" | "default" | "aliases"> {
  return {
    help: options.help,
    default: options.default as Default,
    aliases: options.aliases,
  };
}

/** The number in a text, or the text itself for the error message. */
export function toNumber(typed: string): number | string {
  const value = typed.trim() === "" ? NaN : Number(typed);
  return Number.isNaN(value) ? typed : value + 0;
}

function plain(word: string): string {
  return word.replace(/[-_\s]/g, "").toLowerCase();
}

/** The bounds that are given. */
export function bounds({ minimum, maximum, above, below }: Bounds): Bounds {
  const entries = Object.entries({ minimum, maximum, above, below });
  return Object.fromEntries(entries.filter(([, bound]) => bound !== undefined));
}

/** Bounds in words. */
export function boundsText({ minimum, maximum, above, below }: Bounds): string {
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
