/** Outputs of an ensemble at given points, layer by layer. */

import type { Mlp } from "../../lib/models/mlp.ts";
import { withArena } from "../arena.ts";
import type { Gpu } from "../gpu.ts";
import { submit, type Work } from "../work.ts";
import { createEnsemble } from "./ensemble.ts";
import { chunksOf } from "../chunks.ts";
import { membersAtOnce, rowsAtOnce, strideOf } from "./layout.ts";
import { forwardPass } from "./passes.ts";

const owner = "layered prediction";

/**
 * Computes the outputs (logits) of models of equal sizes at `inputs` `[count × features]`, in blocks that
 * fit the adapter's limits.
 *
 * @returns `[models × count × outputs]`
 */
export async function forwardLayered(
  gpu: Gpu,
  models: readonly Mlp[],
  inputs: Float32Array,
): Promise<Float32Array> {
  const { sizes } = models[0];
  const count = inputs.length / sizes[0];
  const width = sizes[sizes.length - 1];
  const outputs = new Float32Array(models.length * count * width);
  const atOnce = membersAtOnce(gpu, sizes, { rows: 1, parameterVectors: 1 });
  for (const { first, last } of chunksOf(models.length, atOnce)) {
    const chunk = outputs.subarray(first * count * width, last * count * width);
    await gpu.guard(
      owner,
      () => predictChunk(gpu, models.slice(first, last), { inputs, to: chunk }),
    );
  }
  return outputs;
}

/** The outputs of the models of one chunk. */
async function predictChunk(
  gpu: Gpu,
  models: readonly Mlp[],
  { inputs, to }: { inputs: Float32Array; to: Float32Array },
): Promise<void> {
  const { sizes } = models[0];
  const [features, width] = [sizes[0], sizes[sizes.length - 1]];
  const count = inputs.length / features;
  const maxRows = rowsAtOnce(gpu, sizes, { count, members: models.length, scored: false });
  return await withArena(gpu, owner, async (arena) => {
    const ensemble = createEnsemble(gpu, arena, { sizes, members: models, rows: maxRows });
    const buffer = arena.allocate("inputs", 4 * maxRows * features);
    const passes = new Map<number, Work[]>();
    for (const { first, last } of chunksOf(count, maxRows)) {
      const rows = last - first;
      const batch = { rows, inputs: { buffer, offset: 0, row: features, batch: 0 } };
      const works = passes.get(rows) ?? await forwardPass(ensemble, batch);
      passes.set(rows, works);
      arena.write(buffer, inputs.subarray(first * features, last * features));
      submit(gpu, works);
      const stride = strideOf(rows, width);
      const { preActivations } = ensemble.stages[ensemble.stages.length - 1];
      const readings = [{ buffer: preActivations, bytes: 4 * models.length * stride }];
      await arena.startReading(readings).read(([bytes]) => {
        for (let member = 0; member < models.length; member++) {
          const block = new Float32Array(bytes, 4 * member * stride, rows * width);
          to.set(block, (member * count + first) * width);
        }
      });
    }
  });
}
