/**
 * The cross-entropy of two outputs takes one exponential: against that of three, of which one is
 * impossible.
 */

import { assertEquals } from "@std/assert";
import { lossCode } from "../../../lib/kernels/simd/loss_code.ts";
import { WasmMemory } from "../../../lib/kernels/simd/memory.ts";
import { encodeModule } from "../../../lib/wasm/module.ts";
import { noise } from "../../oracle.ts";

const special = [
  ...[0, -0, 1, -1, 1e-30, 87.5, -87.5, 120, -120, 1e10, -1e10, 3e38, -3e38],
  ...[Infinity, -Infinity, NaN],
];
const rows = special.length ** 2 + 144;
const rowStride = 4 * rows;

/** The loss, the number of right rows, and the gradients of the first two outputs, row by row. */
function scoresOf(width: number) {
  const memory = new WasmMemory();
  const shape = { loss: "crossEntropy", width, rowStride } as const;
  const { loss } = memory.kernels(`${width}`, () =>
    encodeModule([
      { name: "loss", ...lossCode(shape, true) },
    ]));
  const [outputs, targets, delta] = Array.from({ length: 3 }, () => memory.floats(width * rows));
  const score = memory.doubles(2);
  outputs.fill(-Infinity);
  outputs.set(noise(2 * rows, { seed: 1, scale: 5 }));
  special.forEach((first, at) =>
    special.forEach((second, other) => {
      outputs[at * special.length + other] = first;
      outputs[rows + at * special.length + other] = second;
    })
  );
  for (let row = 0; row < rows; row++) {
    targets[row] = [1, 0, 0.3][row % 3];
    targets[rows + row] = 1 - targets[row];
  }
  const found: number[] = [];
  for (let at = 0; at < 4 * rows; at += 16) {
    score.fill(0);
    const places = [outputs, targets, delta].map(({ byteOffset }) => byteOffset + at);
    loss(...places, 4, 64, score.byteOffset);
    found.push(score[0], new Int32Array(score.buffer, score.byteOffset + 8, 1)[0]);
  }
  return [...found, ...delta.subarray(0, 2 * rows)];
}

Deno.test("the loss of two outputs is that of three, one of them impossible, to the bit", () => {
  assertEquals(scoresOf(2), scoresOf(3));
});
