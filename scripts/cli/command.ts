/** A script as a command: its flags, its help text, and what it does. */

import { asksForHelp, flagName, type Flags, typedKeys, type Values } from "./flags/flags.ts";
import { type Description, helpText } from "./flags/help.ts";
import type { commonFlags } from "./flags/lab_flags.ts";
import { createOutput, type Output } from "./output/output.ts";
import { type CommandLine, commandLine, readSettings } from "./provenance.ts";
import { runScript } from "./run.ts";
import { writeNow } from "./output/streams.ts";
import { claimTargets, type Targets } from "./files/targets.ts";
import { UsageError } from "./usage_error.ts";

/** The flags that every command takes. */
export type NeededFlags = Pick<typeof commonFlags, "json" | "quiet" | "help">;

/** A command: what the help text says, its flags, and what it writes. */
export interface Command<Table extends Flags> extends Description {
  readonly flags: Table;
  /** What it writes to the folder of its figures; see `Targets`. */
  files?(flags: Values<Table>): readonly string[];
}

/** A command with its work, which can be run. */
export interface Program {
  /** As in `deno task NAME`. */
  readonly name: string;
  readonly flags: Flags;
  /**
   * Does the work, from the arguments to the JSON.
   *
   * @param args What was typed, as in `Deno.args`
   * @param signal Stops it
   * @throws {UsageError} if it is called wrongly
   * @throws {Error} with one line if it fails
   */
  run(args: readonly string[], signal: AbortSignal): Promise<void>;
}

/** What a command works with. */
export interface Tools<Table extends Flags> {
  /** What was asked for. */
  readonly flags: Values<Table>;
  /** The command as it is typed, without what changes no figure. */
  readonly command: CommandLine;
  /** Content of the file that `--from` or `--resume` names, from which the flags were taken. */
  readonly earlier?: unknown;
  /** Where text, tables, progress and results go. */
  readonly output: Output;
  /** Aborted at Ctrl-C; pass it on to everything that takes long. */
  readonly signal: AbortSignal;
  /** Says why the command has failed, though it goes on: it ends with 1 once the JSON is written. */
  readonly fail: (why: string) => void;
}

/**
 * Joins a command and its work: gives help where it is asked for, reads the flags, checks that the
 * files that they name can be read or written, does the work, and writes the JSON.
 *
 * @param command What the help text says, the flags, and what is written
 * @param main The work; what it resolves to is what `--json` writes
 */
export function createProgram<Table extends Flags & NeededFlags>(
  command: Command<Table>,
  main: (tools: Tools<Table>) => Promise<unknown>,
): Program {
  const run = async (args: readonly string[], signal: AbortSignal) => {
    if (asksForHelp(args)) return writeNow("stdout", helpText(command, command.flags));
    const { flags, args: all, content } = await readSettings(command.name, command.flags, args);
    checkTogether(flags, typedKeys(all, command.flags));
    const { json, quiet }: Asked = flags;
    const claim = claimTargets(targetsOf(flags, command.files?.(flags) ?? []));
    const end = () => claim[Symbol.dispose]();
    // Where the process is left in the middle of the work, `finally` is not reached.
    globalThis.addEventListener("unload", end);
    try {
      const output = createOutput({ json, quiet });
      const failures: string[] = [];
      const fail = (why: string) => void failures.push(why);
      const typed = commandLine(command.name, command.flags, flags);
      const tools = { flags, command: typed, earlier: content, output, signal, fail };
      await output.finish(await main(tools));
      if (failures.length > 0) throw new Error(failures.join("; "));
    } finally {
      end();
      globalThis.removeEventListener("unload", end);
    }
  };
  return { name: command.name, flags: command.flags, run };
}

/** Runs a program from the arguments of the script to its exit code. */
export function runProgram(program: Program): Promise<never> {
  return runScript((signal) => program.run(Deno.args, signal));
}

/** What the flags say about where results go; only some commands have all of them. */
interface Asked {
  readonly json?: string;
  readonly quiet: boolean;
  readonly out?: unknown;
  readonly save?: unknown;
  readonly checkpoint?: unknown;
}

/** Flags that are looked at together; only some commands have all of them. */
interface Together extends Omit<Asked, "quiet"> {
  readonly dataset?: unknown;
  readonly resume?: unknown;
  readonly animate?: unknown;
}

/** Checks flags that are each right against each other, so that none is ignored in silence. */
function checkTogether(flags: Together, typed: readonly string[]): void {
  const { dataset, resume, animate } = flags;
  if (typed.includes("factor") && dataset !== undefined && dataset !== "circles") {
    throw new UsageError(
      `--factor changes nothing with --dataset ${dataset}: it is a setting of circles`,
    );
  }
  if (resume !== undefined && animate === true) {
    throw new UsageError(
      "Flags --animate and --resume exclude each other: a resumed training has no networks of the " +
        "epochs before",
    );
  }
}

/** The files that the flags name, and those in the folder of figures. */
function targetsOf(flags: Asked, files: readonly string[]): Targets {
  const { out } = flags;
  const named: Record<string, string> = {};
  for (const key of ["save", "checkpoint", "json"] as const) {
    const { [key]: path } = flags;
    if (typeof path === "string" && path !== "-") named[flagName(key)] = path;
  }
  return { out: typeof out === "string" ? out : undefined, files, named };
}
