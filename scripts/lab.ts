/** The whole lab: all experiments in the notebook's order, one generator running through them. */

import { activations } from "./activations.ts";
import { runLab } from "./cli/experiment_commands.ts";
import { depth } from "./depth.ts";
import { gradcheck } from "./gradcheck.ts";
import { initialization } from "./initialization.ts";
import { optimizers } from "./optimizers.ts";

if (import.meta.main) {
  await runLab([activations, initialization, depth, optimizers, gradcheck]);
}
