/** Sweeps in chunks: the same lines as in one process, and nothing from a worker that does not fit. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  adam,
  type ChunkedWork,
  type ChunkQueue,
  chunkSweep,
  chunkTrainer,
  collectSweep,
  cosine,
  createMlp,
  type Device,
  earlyStopping,
  type FailedCells,
  makeMoons,
  openDevice,
  openStore,
  planSweep,
  sgd,
  sweep,
  type SweepPlan,
  type SweepResult,
  sweepVersion,
  trainTestSplit,
} from "../../mod.ts";
import { decodePlain, encodePlain } from "../../lib/store/encode.ts";
import { linesOf, memoryFile } from "../store/memory_file.ts";

const moons = makeMoons(80, { noise: 0.2, seed: 3 });
const { train: data, test } = trainTestSplit(moons, { testSize: 0.3, seed: 3, stratify: true });

/** A sweep with every kind of setting that a chunk must carry, and two sizes. */
const planOf = (device: Device) =>
  planSweep(({ learningRate, width }) => ({
    sizes: [2, width, width, 2],
    activation: ["tanh", "relu"],
    initializer: "normal:0.3",
    optimizer: adam({ learningRate, beta1: 0.8 }),
    schedule: cosine(),
    clipNorm: 0.5,
    l1: 1e-4,
    classWeights: [1, 3],
    labelSmoothing: 0.1,
    stop: earlyStopping({ patience: 2 }),
  }), {
    ...{ axes: { learningRate: [0.01, 0.1, 1], width: [4, 6] }, seeds: [5, 6] },
    ...{
      device,
      data,
      test,
      epochs: 6,
      batchSize: 16,
      sampleWeights: data.labels.map((y) => y + 1),
    },
  });

/** A queue whose worker is this process; `change` alters what comes back. */
function queueOn(
  device: Device,
  change: (results: SweepResult[], id: string) => readonly SweepResult[] = (results) => results,
): ChunkQueue & { readonly queued: string[] } {
  const queued: string[] = [];
  return {
    queued,
    async *run({ version, shared: { text }, chunks }) {
      const trainChunk = await chunkTrainer({ version, text }, { device });
      // From the last to the first, as workers may return them.
      for (const { id, content } of chunks.toReversed()) {
        queued.push(id);
        yield { id, results: change(await trainChunk(content), id) };
      }
    },
  };
}

async function linesFrom(cells: AsyncIterable<unknown>, file = memoryFile()) {
  for await (const _ of cells);
  return linesOf(file).sort();
}

Deno.test("a sweep through a queue has the lines of one without, and each cell once", async () => {
  await using device = await openDevice("cpu");
  const plan = await planOf(device);
  const [alone, queued] = [memoryFile(), memoryFile()];
  const store = await openStore<SweepResult>(alone, plan.header);
  const lines = await linesFrom(sweep(plan, { store }), alone);
  const second = await openStore<SweepResult>(queued, plan.header);
  const queue = queueOn(device);
  const progress: number[] = [];
  const onProgress = ({ done }: { done: number }) => void progress.push(done);
  const options = { queue, store: second, cells: 2, onProgress };
  assertEquals(await linesFrom(collectSweep(plan, options), queued), lines);
  assertEquals(progress, [0, 1, 3, 4, 6]);
  assertEquals(new Set(queue.queued).size, 4);
  // What is stored is not queued again.
  await linesFrom(collectSweep(plan, options), queued);
  assertEquals(queue.queued.length, 4);
  // A file with some cells gets the others, from the same chunks.
  const part = memoryFile(
    `${[lines.find((line) => line.includes('"kind"')), lines[1]].join("\n")}\n`,
  );
  const third = await openStore<SweepResult>(part, plan.header);
  assertEquals(
    await linesFrom(collectSweep(plan, { ...options, store: third }), part),
    lines,
  );
  assertEquals(new Set(queue.queued).size, 4);
});

Deno.test("the cells of a given model are carried to the bit", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 3, 2], { seed: 9 });
  const plan = await planSweep(
    ({ rate }) => ({ model, optimizer: sgd({ learningRate: rate }) }),
    { axes: { rate: [0.1, 1] }, device, data, epochs: 2 },
  );
  const { version, shared: { text }, chunks } = await chunkSweep(plan, { cells: 2 });
  const results = await (await chunkTrainer({ version, text }, { device }))(chunks[0].content);
  const alone: SweepResult[] = [];
  for await (const { key, settings, runs } of sweep(plan)) alone.push({ key, settings, runs });
  assertEquals(results, alone);
});

Deno.test("another version, other settings, and results that do not fit are refused", async () => {
  await using device = await openDevice("cpu");
  const plan = await planOf(device);
  const { version, shared: { text }, chunks: [{ content }] } = await chunkSweep(plan);
  await assertRejects(
    () => chunkTrainer({ version: version + 1, text }, { device }),
    RangeError,
    `the version must be ${sweepVersion}: current value is ${version + 1}`,
  );
  const trainChunk = await chunkTrainer({ version, text }, { device });
  await assertRejects(
    () => trainChunk(content.replace('"beta1":0.8', '"beta1":0.7')),
    RangeError,
    "as it has another key here",
  );
  await assertRejects(() => trainChunk("[{]"), SyntaxError, "Cannot train the chunk");
  const wrong: ((results: SweepResult[]) => unknown)[] = [
    (results) => results.slice(1),
    (results) => results.map((result) => ({ ...result, runs: result.runs.slice(1) })),
    (results) => results.map(({ runs: _, ...result }) => result),
    () => "results",
    () => [null],
  ];
  for (const change of wrong) {
    const file = memoryFile();
    const store = await openStore<SweepResult>(file, plan.header);
    const failed: FailedCells[] = [];
    const queue = queueOn(device, change as never);
    await assertRejects(
      () =>
        linesFrom(
          collectSweep(plan, { queue, store, onFailure: (each) => void failed.push(each) }),
        ),
      Error,
      "Cannot finish the sweep as no worker could train 6 of its cells",
    );
    assertEquals([store.size, failed.flatMap(({ cells }) => cells).length], [0, 6]);
    assert(failed.every(({ reason }) => reason.startsWith("Cannot collect the sweep as ")));
  }
});

Deno.test("chunks are of one group, of equal cut whoever makes them, and carry no device", async () => {
  await using device = await openDevice("cpu");
  const [one, two]: ChunkedWork[] = [
    await chunkSweep(await planOf(device)),
    await chunkSweep(await planOf(device)),
  ];
  assertEquals([one.version, one.shared, one.chunks], [two.version, two.shared, two.chunks]);
  assert(!one.shared.text.includes('"device"'));
  const all = [0.1, -0, NaN, 1e-300];
  const values = {
    a: Float64Array.from(all),
    b: [Int32Array.of(1)],
    c: new Float32Array(2),
    d: null,
  };
  assertEquals(decodePlain("read", "values", encodePlain(values)), values);
});

Deno.test("plans and queues that were put together by hand are refused in words of the library", async () => {
  await using device = await openDevice("cpu");
  const plan = await planOf(device);
  const [cell] = plan.cells;
  const plans: [object, string][] = [
    [{ seeds: {} }, "Cannot cut the sweep as seeds must be a list"],
    [{ seeds: [] }, "Cannot cut the sweep as seeds must be a list of at least one seed"],
    [{ cells: [[]] }, "Cannot cut the sweep as each of the plan's cells must be a cell of a plan"],
    [{ cells: [{ ...cell, specs: [] }] }, "must be a list of at least one network"],
    [{ cells: [{ ...cell, settings: { rate: 1n } }] }, "as plan must be plain data"],
  ];
  for (const [part, message] of plans) {
    await assertRejects(() => chunkSweep({ ...plan, ...part } as SweepPlan), Error, message);
  }
  const queue = { run: () => 5 } as unknown as ChunkQueue;
  await assertRejects(
    () => linesFrom(collectSweep(plan, { queue })),
    TypeError,
    "Cannot collect the sweep as what queue.run returns must be an async iterable of outcomes",
  );
});
