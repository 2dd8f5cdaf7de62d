/** Studies with a file of results, in parts: killed, stopped by Ctrl-C, and gone on with. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { script } from "../cli/fixtures/deno.ts";
import { hasLines, task } from "./tasks.ts";

/** A study that is interrupted, and the results after which it is. */
export interface Interrupted {
  readonly name: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** What its results are: `row`. */
  readonly unit: string;
  /** How many there are in all. */
  readonly all: number;
  /** The lines of the file before it is killed, and how many more before it is stopped. */
  readonly lines: readonly [killed: number, stopped: number];
}

/** Starts a study, kills it amid a write, goes on and stops it; the notes must tell how much is kept. */
export async function interrupt(
  { name, args, folder, unit, all, lines: [killed, stopped] }: Interrupted,
): Promise<void> {
  const file = `${folder}/${name}.jsonl`;
  const url = new URL(`../../scripts/${name}.ts`, import.meta.url);
  const first = script(url, [...args, "--out", folder]).spawn();
  await hasLines(file, killed);
  first.kill("SIGKILL");
  await Promise.all([first.status, first.stdout.cancel(), first.stderr.cancel()]);
  // What a kill amid a write leaves.
  Deno.writeTextFileSync(file, '{"key":"ab', { append: true });
  const kept = Deno.readTextFileSync(file).split("\n").length - 2;

  const second = task(name, [...args, "--out", folder]).spawn();
  await hasLines(file, kept + stopped);
  second.kill("SIGINT");
  const [status, notes] = await Promise.all([second.status, second.stderr.text()]);
  await second.stdout.cancel();
  assertEquals(status.code, 130);
  assertStringIncludes(notes, `was not complete and is cut: its ${unit} is trained again`);
  assertStringIncludes(notes, `${name}.jsonl has ${kept} of ${all} ${unit}s`);
  const end = `Kept \\d+ of ${all} ${unit}s in .*${name}\\.jsonl: the same command goes on`;
  assertMatch(notes, new RegExp(end));
}
