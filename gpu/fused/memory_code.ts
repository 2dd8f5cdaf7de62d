/** WGSL that moves data to where the passes work on it, and back. */

import type { PlacedArrays } from "./memory_plan.ts";
import { type ForwardShape, outputsOf, strideOf } from "./forward_code.ts";

/** `fn gather(row, sample)`: a sample's inputs to a row of the block; its number to `sample_of`. */
export function gatherCode({ layout }: ForwardShape, arrays: PlacedArrays): string {
  const { inputVectors } = layout.layers[0];
  const input = arrays.at(outputsOf(-1), `row * ${strideOf(inputVectors)}u + k`);
  return `
fn gather(row: u32, sample: u32) {
  sample_of[row] = sample;
  for (var k = 0u; k < input_vectors; k++) { ${input} = samples[sample * sample_vectors + k]; }
}`;
}

/** `fn load(thread)` and `fn store(thread)`: arrays that are kept, from the buffer and back. */
export function loadAndStoreCode({ threads }: ForwardShape, arrays: PlacedArrays): string {
  const copies = (copy: (name: string) => string) =>
    arrays.loaded.map(({ name, vectors }) =>
      `  for (var i = thread; i < ${vectors}u; i += ${threads}u) { ${copy(name)} }`
    ).join("\n");
  return `
fn load(thread: u32) {
${copies((name) => `${arrays.at(name, "i")} = ${arrays.inBuffer(name, "i")};`)}
  workgroup_barrier();
}

fn store(thread: u32) {
${copies((name) => `${arrays.inBuffer(name, "i")} = ${arrays.at(name, "i")};`)}
}

// Makes what one thread wrote visible to the others of its workgroup${
    arrays.sharedInBuffer ? ", in either kind of memory" : ""
  }.
fn workgroup_barrier() {
  ${arrays.sharedInBuffer ? "storageBarrier();\n  " : ""}workgroupBarrier();
}`;
}
