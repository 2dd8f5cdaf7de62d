/** The training kernel registered with TensorFlow.js: many optimiser steps in one kernel call. */

import type { BatchScore } from "../../kernels/losses.ts";
import type { Network, Samples, Settings } from "../../kernels/network.ts";
import type { loadTensorFlow } from "./tensorflow.ts";

type TensorFlow = Awaited<ReturnType<typeof loadTensorFlow>>;
type Tensor = ReturnType<TensorFlow["tensor"]>;

/** What a slice of a training works with, besides its tensors. */
export interface TrainingSlice {
  readonly network: Network;
  readonly samples: Samples;
  /** The samples to train on, in order: whole batches, but for an epoch's last. */
  readonly order: Uint32Array;
  readonly settings: Settings;
  /** What the batches' scores are added to, each taken before its step. */
  readonly score: BatchScore;
  /** Optimiser steps taken before. */
  readonly stepsBefore: number;
}

/** A member's tensors: consumed by a slice, which gives new ones. */
export interface MemberTensors {
  parameters: Tensor;
  /** The optimiser's running numbers. */
  optimizerState: Tensor;
}

const kernelName = "LabTrainMlp";

/** Registers the kernel for a backend; once for each is enough. */
export function registerTrainingKernel(tf: TensorFlow, backendName: string): void {
  if (tf.getKernel(kernelName, backendName)) return;
  tf.registerKernel({
    kernelName,
    backendName,
    kernelFunc({ inputs, attrs, backend }) {
      const { slice } = attrs as unknown as { slice: TrainingSlice };
      const host = backend as ReturnType<TensorFlow["backend"]>;
      const copyOf = (name: string) =>
        Float32Array.from(host.readSync(inputs[name]!.dataId) as Float32Array);
      const state = {
        parameters: copyOf("parameters"),
        optimizerState: copyOf("optimizerState"),
        steps: slice.stepsBefore,
      };
      slice.network.train(state, slice);
      return [state.parameters, state.optimizerState].map((values) => {
        const shape = [values.length];
        return { dataId: host.write(values, shape, "float32"), shape, dtype: "float32" };
      });
    },
  });
}

/** Runs a slice of a training through TensorFlow.js's engine, and replaces the member's tensors. */
export function runTrainingSlice(
  tf: TensorFlow,
  member: MemberTensors,
  slice: TrainingSlice,
): void {
  const { parameters, optimizerState } = member;
  const outputs = tf.engine().runKernel(
    kernelName,
    { parameters, optimizerState },
    { slice } as unknown as Parameters<ReturnType<TensorFlow["engine"]>["runKernel"]>[2],
  ) as Tensor[];
  tf.dispose([parameters, optimizerState]);
  [member.parameters, member.optimizerState] = outputs;
}
