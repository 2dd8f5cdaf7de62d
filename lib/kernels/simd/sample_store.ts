/** Samples in a WebAssembly memory: as they are, to be gathered, and in blocks, to be scored. */

import { bytes } from "../../wasm/assembler.ts";
import type { Floats } from "../floats.ts";
import type { Samples } from "../network.ts";
import type { WasmMemory } from "./memory.ts";

/** The addresses of samples, inputs and targets. */
interface Addresses {
  readonly inputs: number;
  readonly targets: number;
}

/** Those of training samples with their weights, 0 without weights. */
interface RowAddresses extends Addresses {
  readonly weights: number;
}

/** The samples of a network. */
interface SampleShape {
  readonly features: number;
  readonly width: number;
  /** Samples of a block, and floats between two of its matrices' rows. */
  readonly rows: number;
  readonly rowFloats: number;
}

/** Copies of samples, made on first use. */
export class SampleStore {
  #rows = new WeakMap<Samples, RowAddresses>();
  #blocks = new WeakMap<Samples, Addresses>();

  constructor(readonly memory: WasmMemory, readonly shape: SampleShape) {}

  /** Forgets all copies, whose memory has been released. */
  clear(): void {
    this.#rows = new WeakMap();
    this.#blocks = new WeakMap();
  }

  /** The samples as they are, `[count × features]` and `[count × width]`. */
  rowsOf(samples: Samples): RowAddresses {
    let rows = this.#rows.get(samples);
    if (!rows) {
      const copyOf = (values: Floats) => {
        const buffer = this.memory.floats(values.length);
        buffer.set(values);
        return buffer.byteOffset;
      };
      const { inputs, targets, weights } = samples;
      rows = {
        ...{ inputs: copyOf(inputs), targets: copyOf(targets) },
        weights: weights ? copyOf(weights) : 0,
      };
      this.#rows.set(samples, rows);
    }
    return rows;
  }

  /** The first of the blocks of all samples: see `blocksOf`. */
  addressesOfBlocks(samples: Samples): Addresses {
    let blocks = this.#blocks.get(samples);
    if (!blocks) {
      const inputs = this.#transpose(samples.count, samples.inputs, this.shape.features);
      const targets = this.#transpose(samples.count, samples.targets, this.shape.width);
      this.#blocks.set(samples, blocks = { inputs, targets });
    }
    return blocks;
  }

  /**
   * The samples from `start`, a multiple of the rows of a block, up to `end`, block by block: transposed,
   * `[features × rows]` and `[width × rows]`.
   */
  *blocksOf(
    samples: Samples,
    { start, end }: { start: number; end: number },
  ): Generator<Addresses & { count: number }> {
    const { features, width, rows, rowFloats } = this.shape;
    const blocks = this.addressesOfBlocks(samples);
    for (let first = start; first < end; first += rows) {
      const at = first / rows * rowFloats * bytes;
      yield {
        inputs: blocks.inputs + at * features,
        targets: blocks.targets + at * width,
        count: Math.min(rows, end - first),
      };
    }
  }

  #transpose(count: number, values: Floats, width: number): number {
    const { rows, rowFloats } = this.shape;
    const buffer = this.memory.floats(Math.ceil(count / rows) * width * rowFloats);
    for (let row = 0; row < count; row++) {
      const at = Math.floor(row / rows) * width * rowFloats + row % rows;
      for (let k = 0; k < width; k++) buffer[at + k * rowFloats] = values[row * width + k];
    }
    return buffer.byteOffset;
  }
}
