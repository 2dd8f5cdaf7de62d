/**
 * Measures how fast the lab's devices are, and in the same run TensorFlow.js: `model.fit`,
 * `model.predict` and `tf.matMul` on its cpu, wasm and webgpu backends; and PyTorch, where there is a
 * `python3` with torch and scikit-learn.
 *
 * Each row is measured warm and in turns, one contender after the other, so that a change in the
 * machine's speed affects all of them. Before, each contender computes a small case of the row. A
 * contender whose results differ from the others' is left out, and so is one that would take too long.
 */

import { checkChoice } from "../lib/check.ts";
import type { MeasuredRow } from "./bench/cells.ts";
import { type KernelName, kernelNames } from "./bench/contender.ts";
import { openColumns } from "./bench/column.ts";
import { Competition } from "./bench/compete.ts";
import { baseOf, faultsOfTheLab, toRecord } from "./bench/report.ts";
import { show } from "./bench/show.ts";
import { benchRows, type GroupName, groupNames } from "./bench/rows.ts";
import { createProgram, runProgram } from "./cli/command.ts";
import { count, number, text } from "./cli/flags/flag_kinds.ts";
import { commonFlags } from "./cli/flags/lab_flags.ts";

const { json, quiet, help } = commonFlags;

const command = {
  name: "bench",
  summary:
    "Times the lab against tf.layers on TensorFlow.js's cpu, wasm and webgpu backends, and PyTorch.",
  example: "deno task bench --only grid,matmul --turns 5 --json bench.json",
  flags: {
    turns: count({ default: 3, maximum: 100, help: "timed turns a cell; the median counts" }),
    budget: number({
      default: 2,
      minimum: 0.01,
      maximum: 3600,
      help: "seconds for the turns of a cell; far slower peers are left out",
    }),
    only: text<readonly GroupName[], readonly GroupName[]>({
      default: groupNames,
      placeholder: "NAME,…",
      allowed: groupNames.join(", "),
      help: "groups of rows",
      check: (typed) =>
        typed.split(",").map((name) =>
          checkChoice("read the flags", "--only", name.trim().toLowerCase(), groupNames)
        ),
    }),
    kernel: text<KernelName, KernelName | undefined>({
      default: undefined,
      placeholder: "NAME",
      allowed: kernelNames.join(", "),
      help: "what trains networks on WebGPU (default: what the lab chooses for the adapter)",
      check: (typed) => checkChoice("read the flags", "--kernel", typed, kernelNames),
    }),
    json,
    quiet,
    help,
  },
};

/** The command. */
export const program = createProgram(
  command,
  async ({ flags: { turns, budget, only, kernel }, output, signal, fail }) => {
    using progress = output.progress("Timing", 1);
    progress.update(0, "opening contenders");
    await using columns = await openColumns(signal, kernel);
    const { software } = columns.reports[baseOf(columns.reports)];
    const competition = new Competition(columns.open, { turns, budget, signal });
    const rows = benchRows(only, { software: software ?? true });
    const measured: MeasuredRow[] = [];
    for (const row of rows) {
      progress.update(measured.length / rows.length, row.name);
      measured.push(await competition.measure(row));
    }
    progress.clear();
    const report = { turns, budget, columns: columns.reports, rows: measured };
    show(report, output);
    faultsOfTheLab(report).forEach(fail);
    return toRecord(report);
  },
);

if (import.meta.main) await runProgram(program);
