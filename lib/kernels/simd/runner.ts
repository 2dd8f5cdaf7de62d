/** Runs the rows of a table: the pool of workers does, and this thread can. */

import type { Kernel, WasmMemory } from "./memory.ts";
import { type Job, rowLength } from "./pool.ts";
import type { Program } from "./programs.ts";

/** What runs the rows of a job. */
export interface Runner {
  /**
   * Runs all rows.
   *
   * @param pause Called after each row that this thread runs; it may throw to end the work.
   * @returns False if there can be no workers: nothing is run then.
   */
  run(job: Job, pause: () => Promise<void>): Promise<boolean>;
  /** Ends the workers. */
  end(): void;
}

/** Runs rows on this thread. */
export class RunnerHere implements Runner {
  readonly #kernels: readonly Kernel[];

  constructor(
    readonly memory: WasmMemory,
    name: string,
    { programs, workspace }: {
      readonly programs: readonly Program[];
      readonly workspace: number;
    },
  ) {
    this.#kernels = programs.map((own) => memory.kernels(own.name, own.encode, workspace)[name]);
  }

  async run({ table, rows }: Job, pause: () => Promise<void>): Promise<boolean> {
    const words = this.memory.integersAt(table, rows * rowLength);
    for (let row = 0; row < rows; row++) {
      const [index, ...values] = words.subarray(row * rowLength, (row + 1) * rowLength);
      this.#kernels[index](...values);
      await pause();
    }
    return true;
  }

  end(): void {}
}
