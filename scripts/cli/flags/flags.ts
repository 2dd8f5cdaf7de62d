/**
 * Flags as a table: what each is called, what it allows, what it is when left
 * out. Parsing, checks and the help text all come from the one table.
 */

import { parseArgs } from "@std/cli/parse-args";
import { type FlagNames, strayArgument, unknownFlag, usage, UsageError } from "../usage_error.ts";

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
        ? unknownFlag(argument, namesIn(table))
        : strayArgument(argument, namesIn(table));
    },
  });
  return Object.fromEntries(
    [...keys].map(([name, key]) => [key, readFlag(`--${name}`, table[key], given[parsedAs(name)])]),
  ) as Values<Table>;
}

/**
 * The keys of the flags that were typed, in the order of the table.
 *
 * @param args What was typed, which `parseFlags` has read
 * @param table The flags there are
 */
export function typedKeys(args: readonly string[], table: Flags): string[] {
  const typed = new Set(attachValues(args, table).map((argument) => argument.split("=", 1)[0]));
  return Object.keys(table).filter((key) => typed.has(`--${parsedAs(flagName(key).slice(2))}`));
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

/**
 * Writes every flag and its value as one argument, and `-h` as `--help`.
 *
 * A value is whatever follows a flag that takes one, unless it looks like a
 * flag itself. Negative numbers and `-` are values.
 *
 * @param args What was typed
 * @param table The flags there are
 * @returns The arguments, `--noise -1` as `--noise=-1` and `--quiet` as `--quiet=true`
 * @throws {UsageError} at `--`, and where a switch is given a value
 */
function attachValues(args: readonly string[], table: Flags): string[] {
  const switches = new Map(
    Object.entries(table).map(([key, flag]) => [flagName(key), flag.placeholder === ""]),
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
      attached.push(`${name}=${next}`);
      at++;
    }
  }
  return attached;
}

/** How a flag's name is put to `parseArgs`, which takes `no-` for the denial of another flag. */
function parsedAs(name: string): string {
  return name.replace(/^no-/, "no_");
}

/** `--epochs`, `-h` and `-foo`, but not `-`, `-1`, `-.5` or `-Infinity`. */
function looksLikeFlag(argument: string): boolean {
  return /^-[^\d.]/.test(argument) && !/^-(infinity|nan)$/i.test(argument);
}
