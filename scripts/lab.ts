/**
 * The whole lab: all experiments in the notebook's order, which draw from one generator, and a comparison
 * of networks on all datasets, which has generators of its own. With --inside, the inside of networks
 * follows: their functions, gradients, units, losses and mistakes.
 */

import { activations } from "./activations.ts";
import { capacityInside } from "./capacity.ts";
import { runProgram } from "./cli/command.ts";
import { labProgram } from "./cli/experiment_commands.ts";
import { comparison } from "./compare.ts";
import { depth } from "./depth.ts";
import { dynamics } from "./dynamics.ts";
import { folding } from "./folding.ts";
import { functions } from "./functions.ts";
import { gradcheck } from "./gradcheck.ts";
import { initialization } from "./initialization.ts";
import { landscapeInside } from "./landscape.ts";
import { mistakesInside } from "./mistakes.ts";
import { optimizers } from "./optimizers.ts";
import { sharpnessInside } from "./sharpness.ts";
import { units } from "./units.ts";

/** What `--inside` adds. */
export const inside = [
  functions,
  dynamics,
  units,
  folding,
  landscapeInside,
  sharpnessInside,
  mistakesInside,
  capacityInside,
];

/** All experiments as one command. */
export const program = labProgram(
  [activations, initialization, depth, optimizers, gradcheck],
  [comparison],
  inside,
);

if (import.meta.main) await runProgram(program);
