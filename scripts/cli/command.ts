/**
 * A script as a command: its flags, its help text, and what it does.
 */

import {
  checkFigureNames,
  checkTarget,
  checkWritable,
  missingFolders,
  removeEmpty,
} from "./files.ts";
import { asksForHelp, type Flags, parseFlags, type Values } from "./flags.ts";
import { checkTogether } from "./flag_conflicts.ts";
import { type Description, helpText } from "./help.ts";
import type { commonFlags } from "./lab_flags.ts";
import { createOutput, type Output } from "./output.ts";
import { type CommandLine, commandLine } from "./provenance.ts";
import { runScript } from "./run.ts";
import { writeNow } from "./streams.ts";

/** The flags that every command takes. */
export type NeededFlags = Pick<typeof commonFlags, "json" | "quiet" | "help">;

/** A command: what the help text says, and its flags. */
export interface Command<Table extends Flags> extends Description {
  readonly flags: Table;
}

/** What a command works with. */
export interface Tools<Table extends Flags> {
  /** What was asked for. */
  readonly flags: Values<Table>;
  /** The command as it is typed, without what changes no figure. */
  readonly command: CommandLine;
  /** What to speak through. */
  readonly output: Output;
  /** Aborted at Ctrl-C; pass it on to everything that takes long. */
  readonly signal: AbortSignal;
  /** Says why the command has failed, though it goes on: it ends with 1 once the JSON is written. */
  readonly fail: (why: string) => void;
}

/**
 * Runs a script from its arguments to its exit code: gives help where it is
 * asked for, reads the flags, checks that what `--out`, `--save` and `--json`
 * name can be written, does the work, and writes the JSON.
 *
 * @param command What the help text says, and the flags
 * @param main The work; what it resolves to is what `--json` writes
 */
export function runCommand<Table extends Flags & NeededFlags>(
  command: Command<Table>,
  main: (tools: Tools<Table>) => Promise<unknown>,
): Promise<never> {
  return runScript(async (signal) => {
    if (asksForHelp(Deno.args)) return writeNow("stdout", helpText(command, command.flags));
    const flags = parseFlags(Deno.args, command.flags);
    checkTogether(flags, Deno.args);
    const { json, quiet, out, save }: Asked = flags;
    const created = typeof out === "string" ? missingFolders(out) : [];
    using _ = { [Symbol.dispose]: () => removeEmpty(created) };
    if (typeof out === "string") {
      checkWritable(out);
      checkFigureNames(out);
    }
    if (typeof save === "string") checkTarget(save);
    const output = createOutput({ json, quiet });
    const failures: string[] = [];
    const fail = (why: string) => void failures.push(why);
    const typed = commandLine(command.name, command.flags, flags);
    await output.finish(await main({ flags, command: typed, output, signal, fail }));
    if (failures.length > 0) throw new Error(failures.join("; "));
  });
}

/** What the flags say about where results go; only some commands have all of them. */
interface Asked {
  readonly json?: string;
  readonly quiet: boolean;
  readonly out?: unknown;
  readonly save?: unknown;
}
