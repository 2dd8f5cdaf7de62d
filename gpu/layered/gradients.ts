/** Loss and gradients of one network over one batch, layer by layer. */

import type { SampleMatrix } from "../../lib/devices/device.ts";
import type { Loss } from "../../lib/kernels/losses.ts";
import { activationNames } from "../../lib/models/activations.ts";
import type { Mlp } from "../../lib/models/mlp.ts";
import { Arena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { scoreAt, scoreBytes } from "../kernels/score.ts";
import { stepWords } from "../kernels/step.ts";
import { submit, type Work } from "../work.ts";
import { createEnsemble, unpacked } from "./ensemble.ts";
import { chunksOf } from "../chunks.ts";
import { rowsAtOnce } from "./layout.ts";
import { backwardPass, forwardPass } from "./passes.ts";
import { createGradients, scorePass } from "./scoring.ts";

const owner = "layered gradients";

/** Mean loss over all samples as one batch, and its gradient with respect to each parameter. */
export function gradientsLayered(
  gpu: Gpu,
  model: Mlp,
  { samples, loss }: { samples: SampleMatrix; loss: Loss },
): Promise<{ loss: number; gradients: Float32Array }> {
  return gpu.guard(owner, async () => {
    using arena = new Arena(gpu, owner);
    const blocks = createBlocks(gpu, arena, { model, samples, loss });
    const sums = new Float64Array(model.parameters.length);
    let lossSum = 0;
    for (const { first, last } of chunksOf(samples.count, blocks.rows)) {
      const block = await blocks.run(first, last);
      lossSum += block.lossSum;
      block.gradients.forEach((gradient, at) => sums[at] += gradient);
    }
    return { loss: lossSum / samples.count, gradients: Float32Array.from(sums) };
  });
}

/** Blocks of samples: each gives its part of the mean's gradient, and they are added on the CPU. */
function createBlocks(
  gpu: Gpu,
  arena: Arena,
  { model, samples, loss }: { model: Mlp; samples: SampleMatrix; loss: Loss },
) {
  const { sizes, parameters } = model;
  const [features, width] = [sizes[0], sizes[sizes.length - 1]];
  const maxRows = rowsAtOnce(gpu, sizes, { count: samples.count, members: 1, scored: true });
  // Gradients are taken of one network after the other: kernels that know every activation are
  // compiled once for all of them, and that takes far longer than to run them.
  const activations = activationNames;
  const ensemble = createEnsemble(gpu, arena, {
    sizes,
    members: [model],
    rows: maxRows,
    activations,
  });
  const gradients = createGradients(ensemble, maxRows);
  const inputs = arena.allocate("inputs", 4 * maxRows * features);
  const targets = arena.allocate("targets", 4 * maxRows * width);
  const scores = arena.allocate("scores", scoreBytes);
  const diverged = arena.allocate("divergence", 4);
  const step = arena.uniform(
    "step",
    stepWords([{ orderAt: 0, scoreAt: 0, correctionAt: 0, epoch: null }]),
  );
  const passes = new Map<number, Work[]>();

  async function passOf(rows: number): Promise<Work[]> {
    const batch = { rows, inputs: { buffer: inputs, offset: 0, row: features, batch: 0 } };
    return [
      ...await forwardPass(ensemble, batch),
      await scorePass(ensemble, {
        loss,
        rows,
        meanOver: samples.count,
        targets: { buffer: targets, offset: 0, row: width, batch: 0 },
        gradient: gradients.deltas[gradients.deltas.length - 1],
        step,
        scores,
        diverged,
      }),
      ...await backwardPass(ensemble, batch, gradients),
    ];
  }

  return {
    rows: maxRows,
    /** Loss and gradients of the samples from `first` up to `last`. */
    async run(first: number, last: number) {
      const rows = last - first;
      const pass = passes.get(rows) ?? await passOf(rows);
      passes.set(rows, pass);
      arena.write(inputs, samples.inputs.subarray(first * features, last * features));
      arena.write(targets, samples.targets.subarray(first * width, last * width));
      submit(gpu, pass);
      const [all, score] = await arena.read([
        { buffer: gradients.parameters },
        { buffer: scores, bytes: scoreBytes },
      ]);
      const { lossSum } = scoreAt(new Float32Array(score), 0);
      return { lossSum, gradients: unpacked(all, 1, parameters.length)[0] };
    },
  };
}
