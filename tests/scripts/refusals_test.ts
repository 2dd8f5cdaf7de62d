/** Flags that are refused are refused before the data is generated, however much of it there would be. */

import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { makeMoons } from "../../mod.ts";
import { withFolder } from "../cli/fixtures/deno.ts";
import { programs, runHere } from "../fuzz/programs.ts";

/** Tasks with flags of which one is wrong with so many samples, or with such data. */
const refused = [
  ["train", "--test-size 2"],
  ["train", "--test-size 0.0000001"],
  ["train", "--test-size 0.9999999"],
  ["train", "--noise 1e38"],
  ["train", "--sizes 3,2"],
  ["train", "--sizes 2,1"],
  ["train", "--dataset blobs --sizes 2,2"],
  ["train", "--sizes 2,65536,65536,2"],
  ["train", "--frames 3"],
  ["compare", "--test-size 2"],
  ["compare", "--test-size 0.0000001"],
  ["compare", "--noise 1e38"],
  ["activations", "--test-size 0.0000001"],
  ["activations", "--frames 3"],
  ["lab", "--test-size 0.9999999"],
];

Deno.test("a flag that is refused is refused before there is any data", () =>
  withFolder(async (folder) => {
    const samples = 1_000_000;
    const started = performance.now();
    makeMoons(samples);
    const generation = performance.now() - started;
    for (const [task, flags] of refused) {
      const program = programs.find(({ name }) => name === task);
      assert(program);
      const args = ["--samples", `${samples}`, ...flags.split(" "), "--device", "cpu"];
      const { code, stderr, milliseconds } = await runHere(program, [...args, "--out", folder]);
      assertEquals(code, 2, `${task} ${flags}: ${stderr}`);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      // Measured beside it, so that a slow machine makes both slow.
      assertLess(milliseconds, generation / 2, `${task} ${flags}`);
    }
  }));
