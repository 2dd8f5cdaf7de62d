/** Runs the PyTorch programs of runs. */

import { assertEquals } from "@std/assert";
import type { Python } from "../python.ts";

/** Runs programs one after the other in one Python, as each takes seconds to load PyTorch. */
const runner = `
import contextlib, io, json, runpy, sys
for path in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        runpy.run_path(path, run_name="__main__")
    print(json.dumps(json.loads(said.getvalue())))
`;

/** Runs programs, and returns the curves that each prints as JSON, by name. */
export async function runPrograms(
  python: Python,
  paths: readonly string[],
): Promise<Record<string, number[]>[]> {
  const lines = (await python(["-c", runner, ...paths])).trim().split("\n");
  assertEquals(lines.length, paths.length);
  return lines.map((line) => JSON.parse(line));
}
