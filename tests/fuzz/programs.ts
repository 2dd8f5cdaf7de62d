/** The commands of the lab, run within the process of a test. */

import { activations } from "../../scripts/activations.ts";
import { program as bench } from "../../scripts/bench.ts";
import type { Program } from "../../scripts/cli/command.ts";
import { experimentProgram } from "../../scripts/cli/experiment_commands.ts";
import { report } from "../../scripts/cli/run.ts";
import { program as capacity } from "../../scripts/capacity.ts";
import { program as compare } from "../../scripts/compare.ts";
import { depth } from "../../scripts/depth.ts";
import { program as dynamics } from "../../scripts/dynamics.ts";
import { program as fractal } from "../../scripts/fractal.ts";
import { program as functions } from "../../scripts/functions.ts";
import { gradcheck } from "../../scripts/gradcheck.ts";
import { initialization } from "../../scripts/initialization.ts";
import { program as landscape } from "../../scripts/landscape.ts";
import { program as lab } from "../../scripts/lab.ts";
import { optimizers } from "../../scripts/optimizers.ts";
import { program as mistakes } from "../../scripts/mistakes.ts";
import { program as rangeTest } from "../../scripts/lr_find.ts";
import { program as sharpness } from "../../scripts/sharpness.ts";
import { program as folding } from "../../scripts/folding.ts";
import { program as sweep } from "../../scripts/sweep.ts";
import { program as train } from "../../scripts/train.ts";
import { program as units } from "../../scripts/units.ts";
import { program as worker } from "../../scripts/worker.ts";

/** All of them. */
export const programs: readonly Program[] = [
  ...[activations, initialization, depth, optimizers, gradcheck].map(experimentProgram),
  lab,
  train,
  compare,
  rangeTest,
  dynamics,
  functions,
  sweep,
  mistakes,
  capacity,
  sharpness,
  landscape,
  units,
  folding,
  worker,
  fractal,
  bench,
];

/** What became of a command line. */
export interface Ended {
  /** Its exit code. */
  readonly code: number;
  readonly stderr: string;
  readonly milliseconds: number;
}

/** Runs a command line, and keeps what it says from the terminal. */
export async function runHere(
  program: Program,
  args: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  const streams = ["stdout", "stderr"] as const;
  const written = streams.map((stream) => Deno[stream].writeSync);
  for (const stream of streams) {
    Deno[stream].writeSync = (bytes) => {
      said[stream] += new TextDecoder().decode(bytes);
      return bytes.length;
    };
  }
  const started = performance.now();
  let code = 0;
  try {
    await program.run(args, signal);
  } catch (error) {
    said.stderr = "";
    code = signal.aborted && error === signal.reason ? 130 : report(error);
  } finally {
    streams.forEach((stream, at) => Deno[stream].writeSync = written[at]);
  }
  return { code, stderr: said.stderr, milliseconds: performance.now() - started };
}
