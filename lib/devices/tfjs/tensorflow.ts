/** TensorFlow.js, loaded: the only module that names its packages. */

import * as core from "npm:@tensorflow/tfjs-core@4.22.0";
import "npm:@tensorflow/tfjs-backend-cpu@4.22.0";

/**
 * TensorFlow.js with its CPU backend ready. A backend that the program has set for itself stays
 * active: the lab's kernels are registered for each.
 */
export async function loadTensorFlow(): Promise<typeof core> {
  if (core.getBackend() === undefined) {
    await core.setBackend("cpu");
    // It greets Node.js users with an advertisement for its native build on first use.
    (core.backend() as { firstUse?: boolean }).firstUse = false;
  }
  await core.ready();
  return core;
}
