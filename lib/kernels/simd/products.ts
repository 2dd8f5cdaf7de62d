/** Batched matrix products by generated WebAssembly code, in float32. */

import { bytes } from "../../wasm/assembler.ts";
import { encodeMatmul, matmulWorkspace, maxColumns } from "./matmul_code.ts";
import { WasmMemory } from "./memory.ts";
import { computeParts, type PartsOptions } from "./parts.ts";

/** The rows of a part; twice as many of tall products, as each part packs its columns anew. */
const rowsOfPart = 128;
const tallRows = 1024;
/** Multiplications of a part of several products. */
const productsOfPart = 2e7;

/** The shape of batched products `[batch × rows × inner] · [batch × inner × columns]`. */
export interface BatchShape {
  readonly batch: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Whether an operand is stored with its last two dimensions exchanged. */
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/** Multiplies, for one caller at a time. */
export class SimdProducts {
  readonly #memory = new WasmMemory();
  readonly #workspace: Float32Array;
  #failed = false;

  constructor() {
    this.#workspace = this.#memory.floats(matmulWorkspace / bytes);
  }

  /** Frees all buffers, and tells whether it is worth keeping for another use. */
  release(): boolean {
    this.#memory.release(this.#workspace.byteOffset + this.#workspace.byteLength);
    return !this.#failed && this.#memory.isSmall;
  }

  /**
   * The products `[batch × rows × columns]`.
   *
   * @throws {Error} if a worker fails, or what `pause` throws
   */
  async multiply(
    operands: { a: Float32Array; b: Float32Array },
    shape: BatchShape,
    options: PartsOptions,
  ): Promise<Float32Array> {
    const memory = this.#memory;
    const copyOf = (values: Float32Array) => {
      const copy = memory.unset(values.length);
      copy.set(values);
      return copy.byteOffset;
    };
    const [a, b] = [copyOf(operands.a), copyOf(operands.b)];
    const c = memory.unset(shape.batch * shape.rows * shape.columns);
    const { byteOffset: workspace, byteLength: workspaceBytes } = this.#workspace;
    const modules = [{ name: "matmul", encode: encodeMatmul }];
    const parts = partsOf({ a, b, c: c.byteOffset }, shape);
    const work = { memory, modules, name: "matmul", workspace, workspaceBytes, parts, later: 0 };
    try {
      await computeParts(work, options);
    } catch (error) {
      this.#failed = true;
      throw error;
    }
    return c.slice();
  }
}

/** Blocks of rows and columns of a product, or several small products: see `matmulArguments`. */
function partsOf(
  { a, b, c }: { a: number; b: number; c: number },
  { batch, rows, inner, columns, transposeA = false, transposeB = false }: BatchShape,
): number[][] {
  const [aRow, aInner] = transposeA ? [bytes, rows * bytes] : [inner * bytes, bytes];
  const [bInner, bColumn] = transposeB ? [bytes, inner * bytes] : [columns * bytes, bytes];
  const next = [rows * inner, inner * columns, rows * columns].map((length) => length * bytes);
  const high = rows >= tallRows ? 2 * rowsOfPart : rowsOfPart;
  const isSmall = rows <= high && columns <= maxColumns;
  const together = isSmall ? Math.ceil(productsOfPart / (rows * inner * columns)) : 1;
  const parts: number[][] = [];
  for (let first = 0; first < batch; first += together) {
    const count = Math.min(together, batch - first);
    const [ownA, ownB, ownC] = [a, b, c].map((start, index) => start + first * next[index]);
    for (let row = 0; row < rows; row += high) {
      for (let column = 0; column < columns; column += maxColumns) {
        parts.push([
          ...[0, ownA + row * aRow, aRow, aInner, ownB + column * bColumn, bInner, bColumn],
          ...[ownC + (row * columns + column) * bytes, columns * bytes],
          ...[Math.min(high, rows - row), inner, Math.min(maxColumns, columns - column)],
          ...[count, ...next],
        ]);
      }
    }
  }
  return parts;
}
