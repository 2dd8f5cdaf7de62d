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
  ["train", "--sizes 2,8,1001"],
  ["train", "--frames 3"],
  ["train", "--seeds 0"],
  ["train", "--seeds 1000000"],
  ["train", "--seeds 2 --seed 4294967295"],
  ["train", "--seeds 20 --sizes 2,4000,4000,2"],
  ["train", "--seeds 3000 --epochs 10000"],
  ["train", "--seeds 2 --animate"],
  ["train", "--seeds 2 --checkpoint state.json"],
  ["train", "--seeds 2 --save model.json"],
  ["train", "--seeds 2 --torch run.py"],
  ["train", "--data-seed -1"],
  ["compare", "--seeds 0"],
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

Deno.test("fewer epochs than a checkpoint has are refused before there is any data", () =>
  withFolder(async (folder) => {
    const train = programs.find(({ name }) => name === "train");
    assert(train);
    const checkpoint = `${folder}/state.json`;
    const [data, device] = [["--samples", "200000"], ["--device", "cpu", "--out", folder]];
    const first = await runHere(train, [
      ...[...data, ...device, "--epochs", "2", "--batch-size", "200000", "--sizes", "2,2"],
      ...["--checkpoint", checkpoint],
    ]);
    assertEquals(first.code, 0, first.stderr);
    const started = performance.now();
    makeMoons(200_000);
    const generation = performance.now() - started;
    const { code, stderr, milliseconds } = await runHere(train, [
      ...["--resume", checkpoint, "--epochs", "1", ...device],
    ]);
    assertEquals(code, 2, stderr);
    assertMatch(stderr, /^error: [^\n]*epochs must be a whole number, at least 2[^\n]*\n$/);
    assertLess(milliseconds, generation / 2);
  }));
