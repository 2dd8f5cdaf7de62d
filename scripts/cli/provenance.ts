/** Where a figure comes from, in words: what it takes to make it again. */

import lab from "../../deno.json" with { type: "json" };
import type { FigureOptions } from "../../mod.ts";
import { flagName, type Flags, type Values } from "./flags.ts";
import type { dataFlags, figureFlags } from "./lab_flags.ts";

/** What made the figures of an experiment. */
export interface Origin {
  /** As it is typed. */
  readonly command: string;
  /** Of everything random. */
  readonly seed: number;
  /** Undefined where an experiment needs none. */
  readonly data: Values<typeof dataFlags> | undefined;
  readonly device: { readonly kind: string; readonly name: string };
}

/** Flags that change where results go and what is said, but no figure. */
const ELSEWHERE = ["out", "save", "json", "png", "quiet", "help", "animate", "frames"];

/**
 * A command as it is typed: the flags that differ from their defaults, but for those that change no
 * figure.
 *
 * @param task As in `deno task NAME`
 * @param table The flags there are
 * @param values What was asked for
 */
export function commandLine<Table extends Flags>(
  task: string,
  table: Table,
  values: Values<Table>,
): string {
  const typed = Object.keys(table)
    .filter((key) => !ELSEWHERE.includes(key) && String(values[key]) !== String(table[key].default))
    .flatMap((key) => values[key] === true ? [flagName(key)] : [flagName(key), values[key]]);
  return ["deno task", task, ...typed].join(" ");
}

/** How the figures of an experiment look, and where they come from. */
export function figureOptionsOf(
  { theme, size, transparent, noProvenance }: Values<typeof figureFlags>,
  origin: Origin,
): FigureOptions {
  const look = { theme, size, transparent };
  return noProvenance ? look : { ...look, provenance: provenanceOf(origin) };
}

function provenanceOf({ command, seed, data, device }: Origin): string {
  return [
    `Made by: ${command}.`,
    `Seed: ${seed}.`,
    ...(data === undefined ? [] : [`Data: ${dataText(data)}.`]),
    `Device: ${device.name} (${device.kind}).`,
    `Versions: lab ${lab.version}, Deno ${Deno.version.deno}.`,
  ].join(" ");
}

function dataText(
  { dataset, samples, noise, factor, testSize }: Values<typeof dataFlags>,
): string {
  return [
    dataset,
    `${samples} samples`,
    noise === undefined ? "its own noise" : `noise ${noise}`,
    ...(dataset === "circles" ? [`factor ${factor}`] : []),
    `test size ${testSize}`,
  ].join(", ");
}
