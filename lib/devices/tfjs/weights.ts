/** Parameters and optimizer state of a member: from plain arrays to tensors, and back. */

import { stateVectorCount } from "../../kernels/optimizer_step.ts";
import type { MemberState, PlanMember } from "../device.ts";
import type { Weights } from "./optimizers.ts";
import { type Backend, type Tensor, tf } from "./tensorflow.ts";

/** Marks tensors to stay until they are disposed of, whatever scopes the program has open. */
export function keepWeights({ parameters, optimizerState }: Weights): Weights {
  return { parameters: tf.keep(parameters), optimizerState: optimizerState.map(tf.keep) };
}

/** Frees them. */
export function disposeWeights({ parameters, optimizerState }: Weights): void {
  tf.dispose([parameters, ...optimizerState]);
}

/** The same numbers under new tensors, to be disposed of on their own. */
export function cloneWeights(backend: Backend, weights: Weights): Weights {
  return backend.run(() =>
    keepWeights({
      parameters: tf.clone(weights.parameters),
      optimizerState: weights.optimizerState.map((vector) => tf.clone(vector)),
    })
  );
}

/** The weights of a state, or those that the member's training starts with. */
export function uploadWeights(backend: Backend, member: PlanMember, state?: MemberState): Weights {
  const { parameters } = state ?? member;
  const { length } = parameters;
  const count = stateVectorCount(member.optimizer);
  const all = state?.optimizerState ?? new Float32Array(count * length);
  // Copies, as the cpu backend holds on to what it is handed.
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

/** The numbers of tensors, one after the other, as a copy. */
export function download(tensors: readonly Tensor[]): Float32Array {
  const whole = new Float32Array(tensors.reduce((sum, { size }) => sum + size, 0));
  let at = 0;
  for (const tensor of tensors) {
    whole.set(tensor.dataSync(), at);
    at += tensor.size;
  }
  return whole;
}
