/** The end of the lab's page with `--inside`: what the commands show alone. */

import { assert, assertEquals } from "@std/assert";
import { labProgram } from "../../scripts/cli/experiment_commands.ts";
import type { ExperimentRecord } from "../../scripts/cli/experiment.ts";
import { inside } from "../../scripts/lab.ts";
import { runHere } from "../fuzz/programs.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { jsonOf } from "./tasks.ts";

const shared = ["--seed", "3", "--device", "cpu", "--quiet"];
const ofData = ["--dataset", "circles", "--samples", "120", "--epochs", "3"];

/** What of a record does not depend on the command line, the folder and the clock. */
function resultsOf({ command: _, figures: _figures, runs, ...results }: ExperimentRecord) {
  return { ...results, runs: runs.map(({ seconds: _, ...run }) => run) };
}

Deno.test("lab --inside ends with the results that the commands have alone", () =>
  withFolder(async (folder) => {
    const file = `${folder}/lab.json`;
    const program = labProgram([], [], inside);
    // Over seeds are the experiments before.
    const flags = [...shared, ...ofData, "--inside", "--seeds", "2", "--out", folder];
    const { code, stderr } = await runHere(program, [...flags, "--json", file]);
    assertEquals(code, 0, stderr);
    const records: ExperimentRecord[] = JSON.parse(Deno.readTextFileSync(file));
    assertEquals(records.map(({ experiment }) => experiment), inside.map(({ name }) => name));
    const page = Deno.readTextFileSync(`${folder}/index.html`);
    for (const [at, { name, files }] of inside.entries()) {
      // It has neither data nor random numbers.
      const own = name === "functions" ? shared.slice(2) : [...shared, ...ofData];
      const alone = await jsonOf<ExperimentRecord>(name, `${folder}/alone`, own);
      assertEquals(resultsOf(records[at]), resultsOf(alone), name);
      assert(records[at].takeaways.length >= 2, name);
      for (const drawn of files) assert(namesIn(folder).includes(drawn), drawn);
      assert(page.includes(`id="experiment-${at + 1}"`) || page.includes(name), name);
    }
  }));
