/**
 * The provenance of results: the command, data and device that made them, as figures and JSON record
 * it, and as `--from` and `--resume` read it.
 */

import lab from "../../deno.json" with { type: "json" };
import { type DatasetName, defaultNoise, type FigureOptions, type Provenance } from "../../mod.ts";
import { readText } from "./files/files.ts";
import { flagName, type Flags, parseFlags, typedKeys, type Values } from "./flags/flags.ts";
import { figureFlags, panelFlags } from "./flags/figure_flags.ts";
import type { generatorFlags } from "./flags/data_flags.ts";
import { partOf } from "../../lib/check_shape.ts";
import { UsageError } from "./usage_error.ts";

/** The data of an experiment: generated, or one's own. */
export type DataOrigin = GeneratedOrigin | OwnOrigin;

interface GeneratedOrigin extends Omit<Values<typeof generatorFlags>, "dataset"> {
  readonly datasets: readonly DatasetName[];
}

interface OwnOrigin {
  /** The name of the data. */
  readonly own: string;
  readonly samples: number;
  readonly testSize: number;
}

/** A command line. */
export type CommandLine = Required<Pick<Provenance, "command" | "flags">>;

/** The origin of an experiment's figures. */
export interface Origin {
  readonly command: CommandLine;
  /** The seed of all random numbers. */
  readonly seed: number;
  /** Undefined for an experiment without data. */
  readonly data: DataOrigin | undefined;
  readonly device: { readonly kind: string; readonly name: string };
}

/** Flags that change output files and messages, and no figure. */
export const withoutEffectOnFigures: readonly string[] = [
  "out",
  "save",
  "torch",
  "csv",
  "json",
  "png",
  "quiet",
  "help",
  "animate",
  "frames",
  "from",
  "checkpoint",
  "resume",
  "workers",
  "store",
  "fresh",
  "memory",
  "queue",
  "chunk",
  "merge",
  "name",
  "figures",
];

/** Flags that are allowed beside `--from` and `--resume`, as they do not change what is computed. */
const free = [...withoutEffectOnFigures, "device", "plane", "measure", "shard"];

/** The same for flags of figures, unless a command has another flag of that name. */
function isOfFigures(key: string, table: Flags): boolean {
  const all: Flags = { ...figureFlags, ...panelFlags };
  return all[key]?.help === table[key].help;
}

/**
 * The command line with the flags that differ from their defaults, except those that change no figure.
 *
 * @param task The name of the task, as in `deno task NAME`
 * @param table The flags of the task
 * @param values The values of the flags
 */
export function commandLine<Table extends Flags>(
  task: string,
  table: Table,
  values: Values<Table>,
): CommandLine {
  const flags = Object.keys(table)
    .filter((key) => !withoutEffectOnFigures.includes(key))
    .filter((key) => String(values[key]) !== String(table[key].default))
    .flatMap((key) =>
      values[key] === true ? [flagName(key)] : [flagName(key), String(values[key])]
    );
  return { command: `deno task ${task}`, flags };
}

/** The same with the flags alone that change what is computed, by which results are computed again. */
export function settingsLine<Table extends Flags>(
  task: string,
  table: Table,
  values: Values<Table>,
): string {
  const settings = Object.entries(table).filter(([key]) => !free.includes(key));
  return commandText(commandLine(task, Object.fromEntries(settings), values));
}

/** A command line as text, which `readSettings` can read. */
export function commandText({ command, flags }: CommandLine): string {
  return [command, ...flags.map((part) => /[\s"]/.test(part) ? JSON.stringify(part) : part)]
    .join(" ");
}

/** The provenance of an experiment's figures, if they are to have one. */
export function provenanceOption(
  { noProvenance }: { readonly noProvenance: boolean },
  origin: Origin,
): Pick<FigureOptions, "provenance"> {
  return noProvenance ? {} : { provenance: provenanceOf(origin) };
}

function provenanceOf({ command, seed, data, device }: Origin): Provenance {
  return {
    ...command,
    seed,
    ...(data && { data: dataProvenance(data) }),
    device: { kind: device.kind, name: device.name },
    versions: { lab: lab.version, Deno: Deno.version.deno },
  };
}

function dataProvenance(origin: DataOrigin): Provenance["data"] {
  const { samples, testSize } = origin;
  if ("own" in origin) return { datasets: [origin.own], samples, testSize };
  const { datasets, noise, factor } = origin;
  return {
    datasets,
    samples,
    noise: noise ?? datasets.map(defaultNoise),
    ...(datasets.includes("circles") && { factor }),
    testSize,
  };
}

/** The settings of a command. */
export interface Settings<Table extends Flags> {
  /** The flags: those given, and else those of the file that `--from` or `--resume` names. */
  readonly flags: Values<Table>;
  /** All flags as arguments. */
  readonly args: readonly string[];
  /** The content of the file; undefined without a file. */
  readonly content?: unknown;
}

/**
 * Reads the flags, and the settings of the file that `--from` or `--resume` names.
 *
 * @param name The name of the task
 * @param table Its flags
 * @param args The arguments
 * @throws {Error} if the file cannot be read
 * @throws {UsageError} if it was not written by this task, or a flag contradicts it
 */
export async function readSettings<Table extends Flags>(
  name: string,
  table: Table,
  args: readonly string[],
): Promise<Settings<Table>> {
  const flags: Values<Table> & { [Source in keyof typeof sources]?: unknown } = parseFlags(
    args,
    table,
  );
  const given = (Object.keys(sources) as (keyof typeof sources)[])
    .filter((key) => flags[key] !== undefined);
  if (given.length > 1) {
    const [one, other] = given.map(flagName);
    throw new UsageError(`Flags ${one} and ${other} exclude each other: give one of them`);
  }
  const [source] = given;
  const [path] = [flags[source]].flat();
  if (typeof path !== "string") return { flags, args };
  const flag = flagName(source);
  const refuse = (reason: string, cause?: unknown) =>
    new UsageError(`Cannot read ${flag} ${path}: ${reason}`, { cause });
  const text = await readText(path);
  // Of results as lines, the first one has the command.
  const { wanted } = sources[source];
  const content = source === "merge"
    ? parseJson(text.split("\n", 1)[0], () => refuse(`it is not ${wanted}`))
    : parseJson(text, refuse);
  const command = commandOf(content, sources[source], refuse);
  // Results that were stored by no command need their settings as flags.
  if (command === undefined) return { flags, args };
  const ownArgs = argsOf(command, name, refuse);
  const recorded = parseRecorded(ownArgs, table, refuse);
  const typed = typedKeys(args, table);
  for (const key of typed) {
    if (free.includes(key) || isOfFigures(key, table)) continue;
    if (flag === "--resume" && ["epochs", "probe"].includes(key)) continue;
    if (String(flags[key]) === String(recorded[key])) continue;
    throw new UsageError(
      `Flag ${flagName(key)} ${flags[key]} contradicts ${flag} ${path}, which has ` +
        `${recorded[key] ?? "none"}: leave it out`,
    );
  }
  const beside = Object.fromEntries(typed.map((key) => [key, flags[key]]));
  return { flags: { ...recorded, ...beside }, args: [...ownArgs, ...args], content };
}

type Refuse = (reason: string, cause?: unknown) => UsageError;

function parseJson(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(`it is not JSON, or not whole (${(error as Error).message})`, error);
  }
}

/** The flags that name a file with settings, what marks its records, and what it is. */
const sources = {
  from: { mark: "experiment", wanted: "JSON that --json wrote", needsCommand: true },
  resume: { mark: "format", wanted: "a state that --checkpoint wrote", needsCommand: true },
  merge: { mark: "kind", wanted: "results that deno task sweep stored", needsCommand: false },
} as const;

/** The command in a record, in a list of records, in a state, or in the first line of results. */
function commandOf(
  content: unknown,
  { mark, wanted, needsCommand }: typeof sources[keyof typeof sources],
  refuse: Refuse,
): string | undefined {
  const records = Array.isArray(content) ? content : [content];
  const isMarked = records.every((record) => partOf(record, mark) !== undefined);
  const commands = new Set(records.map((record) => {
    const found = typeof record === "object" && record !== null ? record : {};
    return mark in found && "command" in found ? found.command : undefined;
  }));
  const [command] = commands;
  if (commands.size === 1 && typeof command === "string") return command;
  if (isMarked && command === undefined && !needsCommand) return undefined;
  throw refuse(`it is not ${wanted}`);
}

/** The flags of a command, which must be that of the task. */
function argsOf(command: string, name: string, refuse: Refuse): string[] {
  const [deno, task, own, ...args] = (command.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [])
    .map((part) => part.startsWith('"') ? String(parseJson(part, refuse)) : part);
  if (deno === "deno" && task === "task" && own === name) return args;
  throw refuse(`it was written by ${deno} ${task} ${own}, not by deno task ${name}`);
}

function parseRecorded<Table extends Flags>(
  args: readonly string[],
  table: Table,
  refuse: Refuse,
): Values<Table> {
  try {
    return parseFlags(args, table);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw refuse(`its command cannot be read (${error.message})`, error);
  }
}
