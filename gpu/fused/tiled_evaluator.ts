/** Evaluation by tiles: the activations of a block of points are in workgroup memory, layer by layer. */

import { type AdapterLimits, iterationsOfForward, threadsFor } from "./adapter_limits.ts";
import { forwardCode, type ForwardShape, outputsOf, strideOf, tilesOf } from "./forward_code.ts";
import { type PaddedLayout, widestOf } from "./layout.ts";

const vectorBytes = 16;
/** Sizes of a block of points; the largest that fits is used. */
const rowChoices = [64, 32, 16, 8, 4];

/** How a workgroup evaluates a block of points. */
export interface Evaluator {
  /**
   * WGSL of `fn evaluate_block(kind: u32, block: Block, thread: u32)`, with all declarations that it needs
   * except the parameters.
   */
  readonly code: string;
  /** Points of a block. */
  readonly rows: number;
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Loop iterations of a thread in a block. */
  readonly iterations: number;
  /** Bytes of workgroup memory that the code uses. */
  readonly bytes: number;
}

/** Returns the evaluator, or null if a layer is too wide for workgroup memory. */
export function tiledEvaluator(
  layout: PaddedLayout,
  { memory, ...adapter }: AdapterLimits & { readonly memory: number },
): Evaluator | null {
  const bytesOf = (rows: number) => {
    const [even, odd] = alternating(layout, rows);
    return (even + odd) * vectorBytes;
  };
  const rows = rowChoices.find((rows) => bytesOf(rows) <= memory);
  if (rows === undefined) return null;
  const threads = threadsFor(tilesOf(rows, widestOf(layout)), adapter);
  const forward: ForwardShape = {
    layout,
    rows,
    threads,
    largeTiles: adapter.software,
    keepPreActivations: false,
    holdsGradients: false,
    addsBlocks: false,
  };
  return {
    code: codeOf(forward),
    rows,
    threads,
    iterations: 2 * iterationsOfForward(forward) +
      6 * Math.ceil(rows / threads) * layout.layers[0].inputs,
    bytes: bytesOf(rows),
  };
}

/** Two arrays: one for the outputs of even layers, one for those of odd layers. */
function alternating({ layers }: PaddedLayout, rows: number): [even: number, odd: number] {
  const lengths: [number, number] = [rows * strideOf(layers[0].inputVectors), 1];
  for (const [index, { outputVectors }] of layers.entries()) {
    const turn = (index + 1) % 2;
    lengths[turn] = Math.max(lengths[turn], rows * strideOf(outputVectors));
  }
  return lengths;
}

function codeOf(forward: ForwardShape): string {
  const { layout, rows } = forward;
  const { layers } = layout;
  const [even, odd] = alternating(layout, rows);
  const names = new Map(
    [-1, ...layers.keys()].map((index) => [outputsOf(index), index % 2 === 0 ? "odd" : "even"]),
  );
  const at = (name: string, index: string) => `${names.get(name) ?? name}[${index}]`;
  const last = layers[layers.length - 1];
  const input = at(outputsOf(-1), `row * ${strideOf(layers[0].inputVectors)}u + k`);
  const output = at(
    outputsOf(layers.length - 1),
    `row * ${strideOf(last.outputVectors)}u + k / 4u`,
  );
  return `
var<workgroup> even: array<vec4f, ${even}>;
var<workgroup> odd: array<vec4f, ${odd}>;
fn evaluate_block(kind: u32, block: Block, thread: u32) {
  for (var i = thread; i < rows * input_vectors; i += threads) {
    let row = i / input_vectors;
    let k = i % input_vectors;
    ${input} = input_vector(block.first + min(row, block.count - 1u), k);
  }
  workgroupBarrier();
  forward(kind, thread);
  for (var i = thread; i < block.count * output_width; i += threads) {
    let row = i / output_width;
    let k = i % output_width;
    let values = ${output};
    outputs[block.outputs_at + i] = values[k % 4u];
  }
  workgroupBarrier();
}
fn workgroup_barrier() { workgroupBarrier(); }
${forwardCode(forward, { at })}
`;
}
