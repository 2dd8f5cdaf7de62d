/** Converts parameters and optimizer state of a member from arrays to tensors, and back. */

import { stateVectorCount } from "../../kernels/optimizer_step.ts";
import type { MemberState, PlanMember } from "../device.ts";
import type { Weights } from "./optimizers.ts";
import { type Backend, type Tensor, tf } from "./tensorflow.ts";

/** Marks tensors, so that no scope of the program frees them. */
export function keepWeights({ parameters, optimizerState }: Weights): Weights {
  return { parameters: tf.keep(parameters), optimizerState: optimizerState.map(tf.keep) };
}

/** Frees the tensors. */
export function disposeWeights({ parameters, optimizerState }: Weights): void {
  tf.dispose([parameters, ...optimizerState]);
}

/** Returns new tensors with the same numbers. */
export function cloneWeights(backend: Backend, weights: Weights): Weights {
  return backend.run(() =>
    keepWeights({
      parameters: tf.clone(weights.parameters),
      optimizerState: weights.optimizerState.map((vector) => tf.clone(vector)),
    })
  );
}

/** Uploads the weights of a state, or the initial weights of the member. */
export function uploadWeights(backend: Backend, member: PlanMember, state?: MemberState): Weights {
  const { parameters } = state ?? member;
  const { length } = parameters;
  const count = stateVectorCount(member.optimizer);
  const all = state?.optimizerState ?? new Float32Array(count * length);
  // Copies, because the cpu backend keeps references to the arrays.
  return backend.run(() =>
    keepWeights({
      parameters: tf.tensor1d(parameters.slice()),
      optimizerState: Array.from(
        { length: count },
        (_, at) => tf.tensor1d(all.slice(at * length, (at + 1) * length)),
      ),
    })
  );
}

/** Returns a copy of the numbers of all tensors, one after the other. */
export function download(tensors: readonly Tensor[]): Float32Array {
  const whole = new Float32Array(tensors.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const tensor of tensors) {
    whole.set(tensor.dataSync(), at);
    at += tensor.size;
  }
  return whole;
}
