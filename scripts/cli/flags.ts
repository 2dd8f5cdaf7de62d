/**
 * Flags as a table: what each is called, what it allows, what it is when left
 * out. Parsing, checks and the help text all come from the one table.
 */

import { attachValues, parsedAs } from "./normalize_args.ts";
import { parseArgs } from "@std/cli/parse-args";
import { strayArgument, unknownFlag } from "./flag_errors.ts";
import { usage, UsageError } from "./usage_error.ts";

/** One flag; the functions of `flag_kinds.ts` make these. */
export interface Flag<Value> {
  /** What it sets, as a line of the help text. */
  readonly help: string;
  /** What stands for its value in the help text, such as `N` or `FILE`; empty for a switch, which takes none. */
  readonly placeholder: string;
  /** What is allowed, in full, such as `a whole number, at least 1`. */
  readonly allowed: string;
  /** What is allowed, as the help text puts it after `help`; empty where the help line says it all. */
  readonly range: string;
  /** What it is when not given. */
  readonly default: Value;
  /** Other names people type for it, each answered with the right one. */
  readonly aliases?: readonly string[];
  /**
   * Reads a value.
   *
   * @param text What was typed, never empty
   * @param name What to call it in an error, such as `--batch-size`
   * @throws {TypeError | RangeError | SyntaxError} where it is not allowed
   */
  readonly read: (text: string, name: string) => Value;
}

/** A table of flags. The key `batchSize` is typed as `--batch-size`. */
export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** What a flag gives. */
export type ValueOf<AFlag> = AFlag extends Flag<infer Value> ? Value : never;

/** What parsing a table gives: a value for each key. */
export type Values<Table extends Flags> = {
  readonly [Name in keyof Table]: ValueOf<Table[Name]>;
};

/** How a key of the table is typed: `batchSize` is `--batch-size`. */
export function flagName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Reads the arguments by the table.
 *
 * @param args What was typed, as in `Deno.args`
 * @param table The flags there are
 * @returns A value for each flag: what was given, else its default
 * @throws {UsageError} with one line: what was wrong, what is allowed, the nearest spelling
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
        ? unknownFlag(argument, table)
        : strayArgument(argument, table);
    },
  });
  return Object.fromEntries(
    [...keys].map(([name, key]) => [key, readFlag(`--${name}`, table[key], given[parsedAs(name)])]),
  ) as Values<Table>;
}

/**
 * Whether help is asked for; it is then given whatever else was typed.
 *
 * @param args What was typed
 */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.some((argument, at) =>
    (end < 0 || at < end) && (argument === "--help" || argument === "-h")
  );
}

/** The table with other defaults; a flag that had none has a value in any case then. */
export type WithDefaults<Table extends Flags, Defaults> = {
  readonly [Name in keyof Table]: Name extends keyof Defaults
    ? Flag<Exclude<ValueOf<Table[Name]>, undefined>>
    : Table[Name];
};

/**
 * The table with other defaults, as one experiment takes 150 epochs and another 80.
 *
 * @param table The flags
 * @param defaults The defaults that differ, by key
 * @returns A new table
 *
 * @example
 * ```ts
 * import { parseFlags, withDefaults } from "./flags.ts";
 * import { count } from "./flag_kinds.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const training = { epochs: count({ default: 100, help: "passes over the data" }) };
 * assertEquals(parseFlags([], withDefaults(training, { epochs: 80 })), { epochs: 80 });
 * ```
 */
export function withDefaults<Table extends Flags, Defaults extends Partial<Values<Table>>>(
  table: Table,
  defaults: Defaults & Record<Exclude<keyof Defaults, keyof Table>, never>,
): WithDefaults<Table, Defaults> {
  return Object.fromEntries(
    Object.entries(table).map(([key, flag]) => [
      key,
      Object.hasOwn(defaults, key) ? { ...flag, default: defaults[key] } : flag,
    ]),
  ) as WithDefaults<Table, Defaults>;
}

function readFlag<Value>(name: string, flag: Flag<Value>, given: unknown): Value | boolean {
  const texts = Array.isArray(given) ? given : [];
  if (flag.placeholder === "") return texts.length > 0;
  if (texts.length === 0) return flag.default;
  if (texts.length > 1) {
    throw new UsageError(
      `Flag ${name} is given ${texts.length === 2 ? "twice" : `${texts.length} times`}: ` +
        "give it once",
    );
  }
  const text = String(texts[0]);
  if (text === "") throw new UsageError(`Flag ${name} needs a value: ${flag.allowed}`);
  return usage(() => flag.read(text, name));
}
