/** A script as a command: its flags, its help text, and what it does. */

import { asksForHelp, flagName, type Flags, typedKeys, type Values } from "./flags/flags.ts";
import { type Description, helpText } from "./flags/help.ts";
import { generatorFlags, ownDataFlags, weightFlags } from "./flags/data_flags.ts";
import { type commonFlags } from "./flags/lab_flags.ts";
import { settingsOfDatasets } from "./data.ts";
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
  /** The files that it writes to the folder of its figures; see `Targets`. */
  files?(flags: Values<Table>): readonly string[];
  /**
   * The only file that it writes with these flags besides those that they name; undefined for those of
   * `files`. No other file of the folder is touched, so that several runs can share it.
   */
  onlyFile?(flags: Values<Table>): string | undefined;
}

/** A command with its work, which can be run. */
export interface Program {
  /** The name of the task, as in `deno task NAME`. */
  readonly name: string;
  readonly flags: Flags;
  /**
   * Runs the command, from its arguments to its JSON.
   *
   * @param args The arguments, as in `Deno.args`
   * @param signal Aborts it
   * @throws {UsageError} if an argument is wrong
   * @throws {Error} with one line if it fails
   */
  run(args: readonly string[], signal: AbortSignal): Promise<void>;
}

/** The inputs and outputs of a command. */
export interface Tools<Table extends Flags> {
  /** The values of the flags. */
  readonly flags: Values<Table>;
  /** The command line, without the flags that change no figure. */
  readonly command: CommandLine;
  /** The content of the file that `--from` or `--resume` names, from which the flags were read. */
  readonly earlier?: unknown;
  /** Writes text, tables, progress and results. */
  readonly output: Output;
  /** Aborted at Ctrl-C; every operation that takes long takes it. */
  readonly signal: AbortSignal;
  /** Records a failure: the command goes on, and exits with 1 after the JSON is written. */
  readonly fail: (why: string) => void;
}

/**
 * Creates a program from a command and its work. The program writes the help text if it is requested,
 * reads the flags, checks that the files that they name can be read or written, runs the work, and
 * writes the JSON.
 *
 * @param command The help text, the flags, and the files that are written
 * @param main The work; `--json` writes the value that it resolves to
 */
export function createProgram<Table extends Flags & NeededFlags>(
  command: Command<Table>,
  main: (tools: Tools<Table>) => Promise<unknown>,
): Program {
  const run = async (args: readonly string[], signal: AbortSignal) => {
    if (asksForHelp(args)) return writeNow("stdout", helpText(command, command.flags));
    const { flags, args: all, content } = await readSettings(command.name, command.flags, args);
    checkTogether(flags, typedKeys(all, command.flags));
    const { json, csv, quiet }: Asked = flags;
    const only = command.onlyFile?.(flags);
    const claim = claimTargets(
      only === undefined
        ? targetsOf(flags, command.files?.(flags) ?? [])
        : targetsOf({ ...flags, out: undefined, store: only }, []),
    );
    const end = () => claim[Symbol.dispose]();
    // `finally` does not run if the process exits during the work.
    globalThis.addEventListener("unload", end);
    try {
      const output = createOutput({ json, csv, quiet });
      const failures: string[] = [];
      const fail = (why: string) => void failures.push(why);
      const typed = commandLine(command.name, command.flags, flags);
      const tools = { flags, command: typed, earlier: content, output, signal, fail };
      await output.finish(await naming(command.flags, () => main(tools)));
      if (failures.length > 0) throw new Error(failures.join("; "));
    } finally {
      end();
      globalThis.removeEventListener("unload", end);
    }
  };
  return { name: command.name, flags: command.flags, run };
}

/**
 * Runs work whose usage errors may name options of the library, as their users type them: `classWeights`
 * becomes `--class-weights`, and `probe.at[1]` the second entry of `--probe`.
 */
async function naming<Result>(table: Flags, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const message = error.message.replace(
      /( as (?:the first of )?)([a-z]+(?:[A-Z][a-z]+)*)(?:\.at\[([0-9]+)\])?(?=[ [])/,
      (whole, before, name, at) => {
        if (!Object.hasOwn(table, name)) return whole;
        return `${before}${at ? `entry ${Number(at) + 1} of ` : ""}${flagName(name)}`;
      },
    );
    throw message === error.message ? error : new UsageError(message, { cause: error });
  }
}

/** Runs a program from the arguments of the script to its exit code. */
export function runProgram(program: Program): Promise<never> {
  return runScript((signal) => program.run(Deno.args, signal));
}

/** The flags that name files; a command may lack some of them. */
interface Asked {
  readonly json?: string;
  readonly csv?: string;
  readonly quiet: boolean;
  readonly out?: unknown;
  readonly save?: unknown;
  readonly torch?: unknown;
  readonly checkpoint?: unknown;
  readonly store?: unknown;
  readonly data?: unknown;
  readonly model?: unknown;
  readonly resume?: unknown;
  readonly from?: unknown;
}

/** Flags that are checked against each other; a command may lack some of them. */
interface Together extends Omit<Asked, "quiet"> {
  readonly dataset?: unknown;
  readonly animate?: unknown;
  readonly patience?: unknown;
  readonly schedule?: unknown;
}

/** Checks combinations of valid flags, so that none is ignored silently. */
function checkTogether(flags: Together, typed: readonly string[]): void {
  const { resume, animate, patience, schedule, json, csv } = flags;
  checkDataFlags(flags, typed);
  checkSeeds(typed);
  if (json === "-" && csv === "-") {
    throw new UsageError(
      "Flags --json and --csv both name standard output, which carries one of them: give the other a file",
    );
  }
  if (typed.includes("learningRate") && String(schedule).startsWith("one-cycle")) {
    throw new UsageError(
      `--learning-rate changes nothing with --schedule ${schedule}, which has a maximum of its own`,
    );
  }
  if (patience !== undefined && animate === true) {
    throw new UsageError(
      "Flags --animate and --patience exclude each other: a training that stops early has no networks " +
        "of the epochs after",
    );
  }
  if (resume !== undefined && animate === true) {
    throw new UsageError(
      "Flags --animate and --resume exclude each other: a resumed training has no networks of the " +
        "epochs before",
    );
  }
}

/** The flags about data that are of the split, and so of own data too. */
const splitFlags: readonly string[] = ["testSize", "dataSeed"];

/** Why a flag makes no sense with several seeds. */
const ofOneSeed: Readonly<Record<string, string>> = {
  resume: "a state is that of one seed",
  checkpoint: "a state is that of one seed",
  animate: "an animation shows the networks of one seed",
  save: "the file would hold one of the networks",
  torch: "the program trains one network",
};

/** Checks that no flag is of a single seed, if there are several. */
function checkSeeds(typed: readonly string[]): void {
  const other = typed.find((key) => key in ofOneSeed);
  if (other === undefined || !typed.includes("seeds")) return;
  throw new UsageError(
    `Flags --seeds and ${flagName(other)} exclude each other: ${ofOneSeed[other]}`,
  );
}

/** Flags about own data. */
const needsData = { ...ownDataFlags, ...weightFlags };

/** Checks that no flag about data is one of other data. */
function checkDataFlags({ data, dataset }: Together, typed: readonly string[]): void {
  const without = typed.find((key) => data === undefined && key in needsData);
  if (without !== undefined) {
    throw new UsageError(
      `${flagName(without)} changes nothing without --data: it is a setting of own data`,
    );
  }
  const generated = typed.find((key) => key in generatorFlags && !splitFlags.includes(key));
  if (data !== undefined && generated !== undefined) {
    throw new UsageError(
      `${flagName(generated)} changes nothing with --data: it is a setting of generated data`,
    );
  }
  for (const [key, names] of Object.entries(settingsOfDatasets)) {
    if (!typed.includes(key) || dataset === undefined) continue;
    if (names.some((name) => name === dataset)) continue;
    throw new UsageError(
      `${flagName(key)} changes nothing with --dataset ${dataset}: it is a setting of ` +
        names.join(" and "),
    );
  }
}

/** The files that the flags name, and those in the folder of figures. */
function targetsOf(flags: Asked, files: readonly string[]): Targets {
  const { out } = flags;
  return {
    out: typeof out === "string" ? out : undefined,
    files,
    named: pathsOf(flags, ["save", "torch", "checkpoint", "store", "csv", "json"]),
    read: pathsOf(flags, ["data", "model", "resume", "from"]),
  };
}

/** The paths that some flags name, by flag. */
function pathsOf(flags: Asked, keys: readonly (keyof Asked)[]): Record<string, string> {
  const paths: Record<string, string> = {};
  for (const key of keys) {
    const { [key]: path } = flags;
    if (typeof path === "string" && path !== "-") paths[flagName(key)] = path;
  }
  return paths;
}
