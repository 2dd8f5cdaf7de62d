/** Networks that are trained for whole epochs, by this thread and by the workers of a pool. */

import { bytes } from "../../wasm/assembler.ts";
import { parameterCount } from "../../models/layout.ts";
import type { Ensemble, EnsembleMember, EnsembleSetting, Threads } from "../network.ts";
import { EnsembleTable } from "./ensemble_table.ts";
import { epochArguments } from "./epochs_code.ts";
import { compiled, type Kernel, type WasmMemory } from "./memory.ts";
import { countsIn, type Job, rowLength, takeRow, WorkerPool } from "./pool.ts";
import { programsOf } from "./programs.ts";
import type { SampleStore } from "./sample_store.ts";
import { layoutOf } from "./workspace.ts";

/** The ensemble's setting, and the shape of its code. */
interface Setting extends EnsembleSetting {
  readonly sizes: readonly number[];
  readonly rows: number;
}

/** Trains the networks of an ensemble; see `Threads`. */
export class SimdEnsemble implements Ensemble {
  readonly #kernels: readonly Kernel[];
  #pool: WorkerPool | undefined;
  readonly #table: EnsembleTable;
  /** See `Job`. */
  readonly #counts: Int32Array;

  constructor(
    readonly memory: WasmMemory,
    samples: SampleStore,
    readonly setting: Setting,
    members: readonly EnsembleMember[],
    readonly threads: Threads,
    workspace: number,
  ) {
    const { sizes, rows, train } = setting;
    const { here, workers, crew } = threads;
    const { programs, indexes } = programsOf(setting, members);
    this.#kernels = programs.map((own) => memory.kernels(own.name, own.encode, workspace).epochs);
    this.#counts = countsIn(memory);
    const order = () => memory.integers(train.count).byteOffset;
    const own = here ? order() : 0;
    this.#table = new EnsembleTable(memory, samples, setting, members, indexes, own);
    const { size } = layoutOf({ sizes, rows });
    this.#pool = workers === 0 ? undefined : new WorkerPool(crew, {
      memory,
      modules: programs.map(({ name, encode }) => compiled(name, encode)),
      name: "epochs",
      places: Array.from({ length: workers }, () => ({
        workspace: memory.floats(size / bytes).byteOffset,
        order: order(),
      })),
      orderAt: epochArguments.indexOf("order"),
    });
  }

  async run(work: Parameters<Ensemble["run"]>[0], pause: () => Promise<void>) {
    const { epochs, active: { length: rows }, keep } = work;
    const sums = this.#table.sumsOf(epochs);
    const kept = this.#table.keptOf(rows * keep.length * parameterCount(this.setting.sizes));
    const table = this.#table.tableOf(work, { sums, kept });
    this.memory.stopped = false;
    this.#counts.set([0, rows, 0]);
    const job = { table: table.byteOffset, rows, counts: this.#counts };
    if (this.threads.here) await this.#runRows(job, table, pause);
    else if (!await this.#pool?.run(job)) return null;
    return { sums, kept };
  }

  /** Runs rows of a table on this thread, beside the workers that have started by now. */
  async #runRows(job: Job, table: Uint32Array, pause: () => Promise<void>): Promise<void> {
    const starting = this.#start();
    if (this.threads.startTime === 0) await starting;
    const helping = this.#pool?.isReady ? this.#pool.run(job) : undefined;
    helping?.catch(() => {});
    try {
      for (let row; (row = takeRow(job.counts)) !== undefined;) {
        const [index, ...values] = table.subarray(row * rowLength, (row + 1) * rowLength);
        this.#kernels[index](...values);
        await pause();
      }
    } catch (error) {
      this.memory.stopped = true;
      Atomics.store(job.counts, 1, 0);
      await helping?.catch(() => {});
      throw error;
    }
    await helping;
  }

  /** Starts the workers, unless they are there or on their way. */
  async #start(): Promise<void> {
    const pool = this.#pool;
    if (!pool || pool.isReady || pool.isBusy) return;
    if (!await pool.start()) this.#pool = undefined;
  }

  stop(): void {
    this.memory.stopped = true;
  }

  close(): void {
    this.#pool?.end();
  }
}
