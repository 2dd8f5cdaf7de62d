/** Evaluates models at points or over a grid with the fused kernel, chunk by chunk. */

import type { Grid } from "../../lib/devices/device.ts";
import type { Mlp } from "../../lib/models/mlp.ts";
import { createYield } from "../../lib/yield_to_event_loop.ts";
import {
  type Arena,
  copiesOf,
  handledLater,
  type Readback,
  startWithArena,
  type Use,
  withArena,
} from "../arena.ts";
import { bind, spread, submit } from "../work.ts";
import type { Gpu } from "../gpu.ts";
import { activationNumber, singleActivation } from "../kernels/activations.ts";
import { chunksOf, maxFloats } from "../chunks.ts";
import type { EvaluationKernel } from "./evaluation_kernel.ts";
import { pack, type PaddedLayout } from "./layout.ts";

/** The points to evaluate: `[count × features]`, or a grid, of which only the corners are uploaded. */
export type Where = { readonly inputs: Float32Array } | {
  readonly grid: Grid;
  readonly signal?: AbortSignal;
};

/** Returns the number of points, which have `features` coordinates each. */
export function pointsOf(where: Where, features: number): number {
  if (!("grid" in where)) return where.inputs.length / features;
  const [columns, rows] = where.grid.size;
  return columns * rows;
}

/** Bytes of outputs that one dispatch writes: a part that is read while the next one is computed. */
const maxBytes = 16 << 20;
/** Multiply-adds of one dispatch, far below the time limit of drivers. */
const maxWork = { hardware: 5e10, software: 1e9 };
/** The number of workgroups that fully uses an adapter; for more blocks of points each takes several. */
const enoughGroups = { hardware: 4096, software: 64 };

/**
 * Computes the outputs `[models × points × width]` of models of equal sizes. As many models are evaluated
 * together as fit in the adapter's buffers.
 *
 * @param models One or more models.
 * @param where The points, or a grid, whose row 0 is at the lowest y.
 */
export async function evaluateFused(
  gpu: Gpu,
  program: EvaluationKernel,
  { models, where }: { models: readonly Mlp[]; where: Where },
): Promise<Float32Array> {
  const { layout: { layers, vectors }, rows } = program;
  const each = Math.max(4 * vectors, rows * layers[layers.length - 1].outputs);
  const atOnce = Math.max(1, Math.floor(maxFloats(gpu) / each));
  if (models.length <= atOnce) return await evaluateTogether(gpu, program, { models, where });
  const all: Float32Array[] = [];
  for (const { first, last } of chunksOf(models.length, atOnce)) {
    const chunk = { models: models.slice(first, last), where };
    all.push(await evaluateTogether(gpu, program, chunk));
  }
  const [{ length }] = all;
  const outputs = new Float32Array(length / atOnce * models.length);
  all.forEach((chunk, index) => outputs.set(chunk, index * length));
  return outputs;
}

async function evaluateTogether(
  gpu: Gpu,
  program: EvaluationKernel,
  { models, where }: { models: readonly Mlp[]; where: Where },
): Promise<Float32Array> {
  const { kernel, layout } = program;
  const { sizes } = models[0];
  const width = sizes[sizes.length - 1];
  const count = pointsOf(where, sizes[0]);
  return await withArena(gpu, kernel.name, async (arena) => {
    const atOnce = Math.min(count, pointsAtOnce(program, { gpu, models: models.length, width }));
    const fixed = await gpu.guard(kernel.name, async () => ({
      pipeline: await gpu.pipelines.of(kernel),
      kinds: arena.upload("activations", kindsOf(models)),
      parameters: arena.upload("parameters", parametersOf(models, layout)),
      outputs: arena.allocate("outputs", 4 * width * models.length * atOnce),
    }));
    const work = { program, fixed, where, models: models.length, width };
    const start: StartChunk = (chunk, use) =>
      startWithArena(gpu, kernel.name, (own) => {
        const reading = startChunk(gpu, { arena, own }, { ...work, chunk });
        return () => reading.read(use);
      }).results();
    if (atOnce < count) {
      const guard = (run: () => Promise<void>) => gpu.guard(kernel.name, run);
      return await evaluateInChunks(start, { guard, atOnce, count, ...work });
    }
    const [bytes] = await gpu.guard(kernel.name, () => start({ first: 0, count }, copiesOf));
    return new Float32Array(bytes);
  });
}

/** Submits the evaluation of a chunk; the promise resolves to what `use` makes of its outputs. */
type StartChunk = <Result>(chunk: PointsOfChunk, use: Use<Result>) => Promise<Result>;

/** Evaluates chunk by chunk; each is computed while the outputs of the last one are on their way. */
async function evaluateInChunks(
  start: StartChunk,
  { guard, atOnce, count, where, models, width }: {
    readonly guard: (run: () => Promise<void>) => Promise<void>;
    readonly atOnce: number;
    readonly count: number;
    readonly where: Where;
    readonly models: number;
    readonly width: number;
  },
): Promise<Float32Array> {
  const all = new Float32Array(width * models * count);
  const pause = createYield("grid" in where ? where.signal : undefined);
  let coming = Promise.resolve();
  for (let first = 0; first < count; first += atOnce) {
    const chunk = { first, count: Math.min(atOnce, count - first) };
    const length = chunk.count * width;
    const keep: Use<void> = ([bytes]) => {
      const outputs = new Float32Array(bytes);
      for (let model = 0; model < models; model++) {
        const own = outputs.subarray(model * length, (model + 1) * length);
        all.set(own, (model * count + first) * width);
      }
    };
    await guard(async () => {
      const before = coming;
      coming = handledLater(start(chunk, keep));
      await before;
    });
    await pause();
  }
  await guard(() => coming);
  return all;
}

/** The points that one dispatch evaluates. */
interface PointsOfChunk {
  readonly first: number;
  readonly count: number;
}

function pointsAtOnce(
  { layout, rows }: EvaluationKernel,
  { gpu, models, width }: { gpu: Gpu; models: number; width: number },
): number {
  const weights = layout.layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const byWork = maxWork[kindOf(gpu)] / (weights * models);
  const byBytes = Math.min(maxBytes, 4 * maxFloats(gpu)) / (4 * width * models);
  return rows * Math.max(1, Math.floor(Math.min(byWork, byBytes) / rows));
}

const kindOf = ({ software }: Gpu) => software ? "software" : "hardware";

/** Submits the evaluation of a chunk, and starts to read the outputs `[models × points × width]`. */
function startChunk(
  gpu: Gpu,
  { arena, own }: Record<"arena" | "own", Arena>,
  { program, fixed, chunk, where, models, width }: {
    program: EvaluationKernel;
    fixed: { pipeline: GPUComputePipeline } & Record<"kinds" | "parameters" | "outputs", GPUBuffer>;
    chunk: PointsOfChunk;
    where: Where;
    models: number;
    width: number;
  },
): Readback {
  const { kernel, rows, maxBlocks, layout } = program;
  const { first, count } = chunk;
  const blocks = Math.ceil(count / rows);
  const perGroup = Math.min(maxBlocks, Math.ceil(blocks * models / enoughGroups[kindOf(gpu)]));
  const groups = Math.ceil(blocks / perGroup);
  const features = layout.layers[0].inputs;
  const points = "grid" in where
    ? new Float32Array(4)
    : where.inputs.subarray(first * features, (first + count) * features);
  const bound = bind(gpu.device, { kernel, pipeline: fixed.pipeline }, {
    ...fixed,
    evaluation: own.uniform(
      "evaluation",
      evaluationWords(where, { models, first, count, perGroup, groups }),
    ),
    points: own.upload("points", points),
  });
  submit(gpu, [{ bound, grid: spread(groups * models, gpu.limits) }]);
  return arena.startReading([{ buffer: fixed.outputs, bytes: 4 * width * models * count }]);
}

/** The words of the struct `Evaluation`. Points from a buffer are numbered from 0 in each chunk. */
export function evaluationWords(
  where: Where,
  { models, first, count, perGroup, groups }: Record<
    "models" | "first" | "count" | "perGroup" | "groups",
    number
  >,
): Uint32Array {
  const words = new Uint32Array(12);
  if (!("grid" in where)) {
    words.set([models, 0, count, 1, 1, perGroup, groups]);
    return words;
  }
  const { x, y, size } = where.grid;
  words.set([models, first, count, ...size, perGroup, groups]);
  new Float32Array(words.buffer).set([x[0], y[0], x[1], y[1]], 8);
  return words;
}

function kindsOf(models: readonly Mlp[]): Uint32Array {
  return Uint32Array.from(
    models,
    ({ activation }) => activationNumber(singleActivation(activation)),
  );
}

function parametersOf(models: readonly Mlp[], layout: PaddedLayout): Float32Array {
  const all = new Float32Array(4 * layout.vectors * models.length);
  for (const [index, { parameters }] of models.entries()) {
    pack(parameters, layout, all, 4 * layout.vectors * index);
  }
  return all;
}
