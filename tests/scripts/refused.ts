/** Calls of commands that are refused. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { namesIn } from "../cli/fixtures/deno.ts";
import { programs, runHere } from "../fuzz/programs.ts";

/**
 * A call of a command must end with code 2 and one line that says so much, and write nothing to the folder
 * of its figures.
 */
export async function assertRefused(
  command: string,
  args: readonly string[],
  { folder, says }: { readonly folder: string; readonly says: string },
): Promise<void> {
  const program = programs.find(({ name }) => name === command)!;
  const before = namesIn(folder);
  const { code, stderr } = await runHere(program, [...args, "--out", folder]);
  assertEquals([command, args, code], [command, args, 2], stderr);
  assertMatch(stderr, /^error: [^\n]+\n$/);
  assertStringIncludes(stderr, says);
  assertEquals(namesIn(folder), before);
}
