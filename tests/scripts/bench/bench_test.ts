/** The bench itself, on its smallest row. */

import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { contenderNames } from "../../../scripts/bench/contender.ts";
import { runTask } from "../tasks.ts";

interface Cell {
  value: number;
  ratio: number | null;
  seconds: number;
  runs: number;
  work: number;
}

interface Bench {
  experiment: string;
  turns: number;
  base: string;
  columns: Record<string, { name: string | null; failure: string | null }>;
  rows: {
    group: string;
    name: string;
    unit: string;
    cells: Record<string, Cell | null>;
    leftOut: Record<string, { why: string; fault: boolean }>;
    bound: string | null;
  }[];
}

Deno.test("the bench writes for each row and column a cell, or null where it is left out, and who is who", async () => {
  const args = ["--only", "matmul", "--turns", "1", "--budget", "0.1", "--json", "-", "--quiet"];
  const { code, stdout, stderr } = await runTask("bench", args);
  assertEquals([code, stderr], [0, ""]);
  const { experiment, turns, base, columns, rows }: Bench = JSON.parse(stdout);
  assertEquals([experiment, turns, rows.length], ["bench", 1, 4]);
  assertEquals(Object.keys(columns), contenderNames);
  for (const { name, unit, cells, leftOut } of rows) {
    assertEquals([Object.keys(cells), unit], [contenderNames, "GFLOP/s"]);
    for (const id of contenderNames) {
      const cell = cells[id];
      assertEquals(cell === null, columns[id].failure !== null || id in leftOut, `${name}, ${id}`);
      if (!cell) continue;
      assertAlmostEquals(cell.value, cell.work / cell.seconds / 1e9, 1e-9);
      const lab = cells[base];
      assertAlmostEquals(cell.ratio ?? NaN, lab ? cell.seconds / lab.seconds : NaN, 1e-9);
    }
  }
  for (const { cells, bound } of rows) {
    // A machine that is busy with other things may leave the lab no time for the larger products.
    if (cells[base]) assertMatch(bound ?? "", /GFLOP\/s, [\d.e-]+% of the peak/);
    else assertEquals(bound, null);
  }
  assert(rows[0].cells.layersWasm, "a product of 512³ takes the wasm backend some 10 ms");
  const [, , { leftOut }] = rows;
  assertMatch(leftOut.layersCpu.why, /^would take about \d+ s$/);
  assert(columns.cpu.name?.startsWith("WebAssembly"));
  assert(columns.tfjs.name?.startsWith("TensorFlow.js"));
});

Deno.test("a group that is not there is a usage error with the nearest spelling", async () => {
  const { code, stdout, stderr } = await runTask("bench", ["--only", "grid,matmull"]);
  assertEquals([code, stdout], [2, ""]);
  const [line, ...rest] = stderr.trimEnd().split("\n");
  assertEquals(rest, []);
  assert(line.includes("--only") && line.includes('did you mean "matmul"?'), line);
});
