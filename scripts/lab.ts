/**
 * The whole lab: all experiments in the notebook's order, which draw from one generator, and a comparison
 * of networks on all datasets, which has generators of its own.
 */

import { activations } from "./activations.ts";
import { runProgram } from "./cli/command.ts";
import { labProgram } from "./cli/experiment_commands.ts";
import { comparison } from "./compare.ts";
import { depth } from "./depth.ts";
import { gradcheck } from "./gradcheck.ts";
import { initialization } from "./initialization.ts";
import { optimizers } from "./optimizers.ts";

/** All experiments as one command. */
export const program = labProgram(
  [activations, initialization, depth, optimizers, gradcheck],
  comparison,
  [],
);

if (import.meta.main) await runProgram(program);
