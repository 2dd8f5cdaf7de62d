/**
 * Flags as a table with the name, the allowed values and the default of each.
 * Parsing, checks and the help text use the same table.
 */

import { parseArgs } from "@std/cli/parse-args";
import { type FlagNames, strayArgument, unknownFlag, usage, UsageError } from "../usage_error.ts";

/** One flag; the functions of `flag_kinds.ts` create flags. */
export interface Flag<Value> {
  /** The line of the help text. */
  readonly help: string;
  /**
   * The placeholder for its value in the help text, such as `N` or `FILE`; empty for a switch, which has no
   * value.
   */
  readonly placeholder: string;
  /** The allowed values in full, such as `a whole number, at least 1`. */
  readonly allowed: string;
  /** The allowed values as the help text lists them after `help`; empty if `help` contains them. */
  readonly range: string;
  /** The value of a flag that is not given. */
  readonly default: Value;
  /** Other common names, for which an error suggests this flag. */
  readonly aliases?: readonly string[];
  /** Whether several arguments may follow it, each of which is read; its value is a list then. */
  readonly takesSeveral?: boolean;
  /**
   * Reads a value, or an entry of a list.
   *
   * @param text The argument, never empty
   * @param name The name of the flag in an error, such as `--batch-size`
   * @throws {TypeError | RangeError | SyntaxError} where it is not allowed
   */
  readonly read: (text: string, name: string) => Value;
}

/** A table of flags. The key `batchSize` is the flag `--batch-size`. */
export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** The type of a flag's value. */
export type ValueOf<AFlag> = AFlag extends Flag<infer Value> ? Value : never;

/** The result of parsing by a table: a value for each key. */
export type Values<Table extends Flags> = {
  readonly [Name in keyof Table]: ValueOf<Table[Name]>;
};

/** The flag of a key: `--batch-size` for `batchSize`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Reads the arguments by the table.
 *
 * @param args The arguments, as in `Deno.args`
 * @param table The flags
 * @returns A value for each flag: the one given, or its default
 * @throws {UsageError} with one line: the fault, the allowed values, the nearest spelling
 *
 * @example The types come from the table
 * ```ts
 * import { parseFlags } from "./flags.ts";
 * import { count, number } from "./flag_kinds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const flags = parseFlags(["--batch-size", "32"], {
 *   batchSize: count({ default: 64, help: "samples a step" }),
 *   noise: number({ default: 0.25, minimum: 0, help: "spread of the points" }),
 * });
 * assertEquals(flags, { batchSize: 32, noise: 0.25 });
 * ```
 */
export function parseFlags<Table extends Flags>(
  args: readonly string[],
  table: Table,
): Values<Table> {
  const keys = new Map(Object.keys(table).map((key) => [flagName(key).slice(2), key]));
  const names = [...keys.keys()];
  const isSwitch = (name: string) => table[keys.get(name) ?? ""]?.placeholder === "";
  const given = parseArgs(attachValues(args, table), {
    string: names.filter((name) => !isSwitch(name)),
    boolean: names.filter(isSwitch).map(parsedAs),
    collect: names.map(parsedAs),
    unknown: (argument) => {
      throw /^-[^\d.]/.test(argument)
        ? unknownFlag(argument, namesIn(table))
        : strayArgument(argument, namesIn(table));
    },
  });
  return Object.fromEntries(
    [...keys].map(([name, key]) => [key, readFlag(`--${name}`, table[key], given[parsedAs(name)])]),
  ) as Values<Table>;
}

/**
 * The keys of the flags that are given, in the order of the table.
 *
 * @param args Arguments that `parseFlags` has read
 * @param table The flags
 */
export function typedKeys(args: readonly string[], table: Flags): string[] {
  const typed = new Set(attachValues(args, table).map((argument) => argument.split("=", 1)[0]));
  return Object.keys(table).filter((key) => typed.has(`--${parsedAs(flagName(key).slice(2))}`));
}

/**
 * Whether the arguments request help, which takes precedence over all other flags.
 *
 * @param args The arguments
 */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.some((argument, at) =>
    (end < 0 || at < end) && (argument === "--help" || argument === "-h")
  );
}

function namesIn(table: Flags): FlagNames {
  return Object.entries(table).map(([key, { aliases }]) => ({
    name: flagName(key).slice(2),
    aliases,
  }));
}

function readFlag<Value>(name: string, flag: Flag<Value>, given: unknown): Value | boolean {
  const texts = Array.isArray(given) ? given : [];
  if (flag.placeholder === "") return texts.length > 0;
  if (texts.length === 0) return flag.default;
  if (flag.takesSeveral) {
    return texts.map((text) => readText(name, flag, String(text))) as Value;
  }
  if (texts.length > 1) {
    throw new UsageError(
      `Flag ${name} is given ${texts.length === 2 ? "twice" : `${texts.length} times`}: ` +
        "give it once",
    );
  }
  return readText(name, flag, String(texts[0]));
}

function readText<Value>(name: string, flag: Flag<Value>, text: string): Value {
  if (text === "") throw new UsageError(`Flag ${name} needs a value: ${flag.allowed}`);
  return usage(() => flag.read(text, name));
}

/**
 * Writes every flag and its value as one argument, and `-h` as `--help`.
 *
 * The value of a flag is the argument that follows it, unless that is a flag
 * itself. Negative numbers and `-` are values.
 *
 * @param args The arguments
 * @param table The flags
 * @returns The arguments, `--noise -1` as `--noise=-1` and `--quiet` as `--quiet=true`
 * @throws {UsageError} at `--`, and where a switch is given a value
 */
function attachValues(args: readonly string[], table: Flags): string[] {
  const switches = new Map(
    Object.entries(table).map(([key, flag]) => [flagName(key), flag.placeholder === ""]),
  );
  const several = new Set(
    Object.entries(table).filter(([, flag]) => flag.takesSeveral).map(([key]) => flagName(key)),
  );
  const attached: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] === "-h" && switches.has("--help") ? "--help" : args[at];
    const next = args[at + 1];
    const [name] = argument.split("=", 1);
    if (argument === "--") {
      throw new UsageError('Unexpected "--": flags follow at once, as in --seed 42');
    }
    if (switches.get(name) && name !== argument) {
      throw new UsageError(`Flag ${name} takes no value: leave it out, or give ${name} alone`);
    }
    if (!switches.has(name) || name !== argument) {
      attached.push(argument);
    } else if (switches.get(name)) {
      attached.push(`--${parsedAs(name.slice(2))}=true`);
    } else if (next === undefined || looksLikeFlag(next)) {
      attached.push(`${name}=`);
    } else {
      do attached.push(`${name}=${args[++at]}`); while (
        several.has(name) && at + 1 < args.length && !looksLikeFlag(args[at + 1])
      );
    }
  }
  return attached;
}

/** The name of a flag for `parseArgs`, which interprets `no-` as the negation of another flag. */
function parsedAs(name: string): string {
  return name.replace(/^no-/, "no_");
}

/** `--epochs`, `-h` and `-foo`, but not `-`, `-1`, `-.5` or `-Infinity`. */
function looksLikeFlag(argument: string): boolean {
  return /^-[^\d.]/.test(argument) && !/^-(infinity|nan)$/i.test(argument);
}
