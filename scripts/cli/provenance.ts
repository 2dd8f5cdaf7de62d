/** Where a figure comes from: what it takes to make it again. */

import lab from "../../deno.json" with { type: "json" };
import { type DatasetName, defaultNoise, type FigureOptions, type Provenance } from "../../mod.ts";
import { flagName, type Flags, type Values } from "./flags/flags.ts";
import type { dataFlags, figureFlags } from "./flags/lab_flags.ts";

/** What data an experiment was done on. */
export interface DataOrigin extends Omit<Values<typeof dataFlags>, "dataset"> {
  readonly datasets: readonly DatasetName[];
}

/** A command as it is typed. */
export type CommandLine = Required<Pick<Provenance, "command" | "flags">>;

/** What made the figures of an experiment. */
export interface Origin {
  readonly command: CommandLine;
  /** Of everything random. */
  readonly seed: number;
  /** Undefined where an experiment needs none. */
  readonly data: DataOrigin | undefined;
  readonly device: { readonly kind: string; readonly name: string };
}

/** Flags that change where results go and what is said, but no figure. */
export const withoutEffectOnFigures: readonly string[] = [
  "out",
  "save",
  "json",
  "png",
  "quiet",
  "help",
  "animate",
  "frames",
  "from",
  "checkpoint",
  "resume",
];

/**
 * A command as it is typed: with the flags that differ from their defaults, except those that change
 * no figure.
 *
 * @param task As in `deno task NAME`
 * @param table The flags there are
 * @param values What was asked for
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

/** How the figures of an experiment look, and where they come from. */
export function figureOptionsOf(
  { theme, size, transparent, noProvenance }: Values<typeof figureFlags>,
  origin: Origin,
): FigureOptions {
  const look = { theme, size, transparent };
  return noProvenance ? look : { ...look, provenance: provenanceOf(origin) };
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

function dataProvenance(
  { datasets, samples, noise, factor, testSize }: DataOrigin,
): Provenance["data"] {
  return {
    datasets,
    samples,
    noise: noise ?? datasets.map(defaultNoise),
    ...(datasets.includes("circles") && { factor }),
    testSize,
  };
}
