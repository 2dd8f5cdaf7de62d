/** Sweeps in shards, as batch systems run them, and files that are brought together. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { reserve } from "../../scripts/cli/files/result_file.ts";
import { readShard } from "../../scripts/cli/sweep/shard.ts";
import { namesIn, withFolder } from "../cli/fixtures/deno.ts";
import { jsonOf, runTask } from "./tasks.ts";

const settings = [
  ...["--x", "learning-rate:0.01..1:log:5", "--y", "optimizer:sgd,adam", "--seeds", "2"],
  ...["--epochs", "3", "--dataset", "circles", "--seed", "7"],
];

interface Record {
  readonly cells: readonly unknown[];
  readonly command: string;
  readonly figures: readonly string[];
  readonly takeaways: readonly string[];
  readonly shard?: string;
}

const sorted = (path: string) => Deno.readTextFileSync(path).split("\n").sort();

Deno.test("shards at the same time in one folder, brought together, are the sweep", () =>
  withFolder(async (folder) => {
    const whole = await jsonOf<Record>("sweep", `${folder}/whole`, settings);
    const parts = `${folder}/parts`;
    const shards = await Promise.all(
      [1, 2, 3].map((number) =>
        jsonOf<Record>("sweep", parts, [...settings, "--shard", `${number}/3`])
      ),
    );
    assertEquals(shards.map(({ cells, figures }) => [cells.length, figures]), [
      ...[[4, []], [3, []], [3, []]],
    ]);
    assertEquals(shards[1].shard, "2/3");
    const file = `${folder}/shard.json`;
    Deno.writeTextFileSync(file, JSON.stringify(shards[1]));
    const again = await jsonOf<Record>("sweep", `${folder}/again`, ["--from", file]);
    assertEquals(again.cells, shards[1].cells);
    assertMatch(
      shards[1].takeaways[0],
      /^This is shard 2\/3: 3 of 10 cells, in .*-2-of-3\.jsonl\.$/,
    );
    const files = namesIn(parts).map((name) => `${parts}/${name}`);
    assertEquals(namesIn(parts), [1, 2, 3].map((number) => `sweep-${number}-of-3.jsonl`));

    // The files say what they are of: no other flag is needed.
    const merged = await jsonOf<Record>("sweep", `${folder}/all`, ["--merge", ...files]);
    assertEquals([merged.cells, merged.takeaways], [whole.cells, whole.takeaways]);
    assertEquals(
      merged.command.replace(" --device cpu", ""),
      whole.command.replace(" --device cpu", ""),
    );
    assertEquals(sorted(`${folder}/all/sweep.jsonl`), sorted(`${folder}/whole/sweep.jsonl`));
    const [one, other] = [merged, whole].map(({ figures: [path] }) => Deno.readTextFileSync(path));
    assertEquals(one, other);
  }));

Deno.test("files that lack cells, or are of another sweep, are told apart", () =>
  withFolder(async (folder) => {
    const out = ["--device", "cpu", "--quiet", "--out", folder];
    await runTask("sweep", [...settings, ...out, "--shard", "1/2"]);
    const first = `${folder}/sweep-1-of-2.jsonl`;
    const lacking = await runTask("sweep", [...out, "--merge", first]);
    assertEquals(lacking.code, 1);
    assertMatch(
      lacking.stderr,
      /^error: Cannot draw the sweep as 5 of 10 cells are in none of the files: deno task sweep --x .* --store \S+ .*trains them\n$/,
    );
    assertEquals(sorted(`${folder}/sweep.jsonl`), sorted(first));

    await runTask("sweep", ["--x", "epochs:1,2", ...out, "--store", `${folder}/other.jsonl`]);
    const mixed = await runTask("sweep", [...out, "--merge", first, `${folder}/other.jsonl`]);
    assertEquals(mixed.code, 2);
    assertMatch(
      mixed.stderr,
      /^error: Cannot add results .*other\.jsonl as it holds another sweep/,
    );
    const zeros = `${folder}/zeros.jsonl`;
    Deno.writeFileSync(zeros, new Uint8Array(6));
    const cases: [string[], string][] = [
      [["--merge", zeros], "zeros.jsonl: it is not results that deno task sweep stored\n"],
      [["--merge", first, zeros], "zeros.jsonl as it is not a file of results\n"],
      [["--merge", first, "--epochs", "4"], "--epochs 4 contradicts --merge"],
      [["--merge", `${folder}/none.jsonl`], "there is no such file"],
      [["--merge", first, "--fresh"], "--fresh and --merge exclude each other"],
      [["--merge", first, "--shard", "1/2"], "--shard and --merge exclude each other"],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await runTask("sweep", [...args, ...out]);
      assert(code > 0);
      assertMatch(stderr, /^error: [^\n]+\n$/);
      assertStringIncludes(stderr, message);
    }
  }));

Deno.test("shards have all cells among them, each once, and neighbours in different ones", () => {
  const cells = Array.from({ length: 11 }, (_, at) => at);
  const shards = [1, 2, 3, 4].map((number) => readShard(`${number}/4`, "--shard").of(cells));
  assertEquals(shards.flat().sort((a, b) => a - b), cells);
  assertEquals(shards.map(({ length }) => length), [3, 3, 3, 2]);
  assertEquals(readShard("12/16", "--shard").of(cells), []);
});

Deno.test("a disk that does not take the results is said before the work, and keeps its space", () =>
  withFolder(async (folder) => {
    const file = `${folder}/sweep.jsonl`;
    await reserve(file, 3 * 2 ** 20);
    assertEquals(namesIn(folder), []);
    const write = Deno.FsFile.prototype.writeSync;
    let room = 2 * 2 ** 20;
    Deno.FsFile.prototype.writeSync = function (bytes) {
      room -= bytes.length;
      if (room < 0) throw new Error("No space left on device (os error 28)");
      return write.call(this, bytes);
    };
    try {
      await assertRejects(
        () => reserve(file, 3 * 2 ** 20),
        Error,
        `Cannot reserve the 3 MiB that the results take for ${file}: `,
      );
    } finally {
      Deno.FsFile.prototype.writeSync = write;
    }
    assertEquals(namesIn(folder), []);
  }));
