/** The workspace of a pass: the buffers that one instance of a module computes in. */

import { parameterCount } from "../../models/layout.ts";
import { bytes, type Code, i32, workspace } from "../../wasm/assembler.ts";
import { matricesOf } from "./activation_code.ts";
import { factorBytes } from "./optimizer_factors.ts";
import { generatorWords } from "./shuffle_code.ts";

/** Floats of a cache line. */
const cacheLine = 16;

/** Code of the address of what is at that offset in the workspace. */
export const inWorkspace = (offset: number): Code => [workspace, i32.constant(offset), i32.add];

/** The buffers of a pass: offsets from the address of the workspace, in bytes. */
export interface PassLayout {
  /** Between two units of a matrix `[units × rows]`. */
  readonly rowStride: number;
  /** `[features × rows]` */
  readonly inputs: number;
  /** `[outputs × rows]` */
  readonly targets: number;
  /** One per layer; the outputs of the last one are its pre-activations. */
  readonly layers: readonly { preActivations: number; outputs: number; delta: number }[];
  /** Like the parameters; 0 between two batches. */
  readonly gradients: number;
  /** The score of a batch, and of all batches since it was reset: see `scoreOffsets`. */
  readonly batchScore: number;
  readonly score: number;
  /** Of the optimizer: `factorBytes`. */
  readonly factors: number;
  /** The state of a generator of 32-bit words. */
  readonly words: number;
  /** Of all buffers. */
  readonly size: number;
}

/** Lays out the buffers of a pass. It is the same for all activations and losses. */
export function layoutOf(
  { sizes, rows }: { sizes: readonly number[]; rows: number },
): PassLayout {
  // An odd number of cache lines, so that the rows of units are spread over the sets of the cache.
  const linesOfRow = Math.ceil(rows / cacheLine);
  const rowStride = (linesOfRow + (linesOfRow + 1) % 2) * cacheLine * bytes;
  let end = 0;
  const place = (length: number) => {
    const start = end;
    end += Math.ceil(length / (cacheLine * bytes)) * cacheLine * bytes;
    return start;
  };
  const matrix = (units: number) => place(units * rowStride);
  const width = sizes[sizes.length - 1];
  return {
    rowStride,
    inputs: matrix(sizes[0]),
    targets: matrix(width),
    layers: sizes.slice(1).map((units) => {
      const { outputs, delta, size } = matricesOf({ units, rowStride });
      const start = place(size);
      return { preActivations: start, outputs: start + outputs, delta: start + delta };
    }),
    gradients: place(parameterCount(sizes) * bytes),
    batchScore: place(2 * 8),
    score: place(2 * 8),
    factors: place(factorBytes),
    words: place(generatorWords * bytes),
    get size() {
      return end;
    },
  };
}
