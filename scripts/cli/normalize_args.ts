/**
 * Joins each flag to its value before parsing, as `--noise -1` would otherwise
 * be read as two flags.
 */

import type { Flags } from "./flags.ts";
import { flagName } from "./flags.ts";
import { UsageError } from "./usage_error.ts";

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
export function attachValues(args: readonly string[], table: Flags): string[] {
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
export function parsedAs(name: string): string {
  return name.replace(/^no-/, "no_");
}

/** `--epochs`, `-h` and `-foo`, but not `-`, `-1`, `-.5` or `-Infinity`. */
function looksLikeFlag(argument: string): boolean {
  return /^-[^\d.]/.test(argument) && !/^-(infinity|nan)$/i.test(argument);
}
