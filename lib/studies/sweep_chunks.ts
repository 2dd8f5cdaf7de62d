/** The cells of a sweep in chunks, as text that a queue carries to workers, and the training of a chunk. */

import { checkCount, checkNumber, validationMessage } from "../check.ts";
import { checkList, checkOptions, checkShape, optionNames } from "../check_shape.ts";
import { checkSignal } from "../devices/checks.ts";
import type { Device } from "../devices/device.ts";
import { decodePlain, encodePlain } from "../store/encode.ts";
import { hashOf } from "../store/hash.ts";
import type { ChunkedWork } from "../store/queue.ts";
import { resolveNetworks } from "../training/resolve_settings.ts";
import type { TrainingOptions, TrainingSpec } from "../training/spec.ts";
import { trainingWork } from "../training/work.ts";
import { sweep } from "./sweep.ts";
import {
  checkSeeds,
  dataHash,
  planCell,
  type PlannedCell,
  type SweepAxes,
  type SweepPlan,
  type SweepSettings,
  sweepVersion,
} from "./sweep_plan.ts";
import type { SweepResult } from "./sweep_result.ts";

/** The multiplications of a chunk, at most: about a second on one core. */
const maxWork = 5e9;

/** A sweep has at least so many chunks, if it has the cells, so that each of several workers gets some. */
const leastChunks = 32;

const ACTION = "cut the sweep";

/** How a sweep is cut. */
export interface ChunkOptions {
  /** The cells of a chunk; by default as many as take about a second, and a 32nd of the sweep at most. */
  readonly cells?: number;
}

/** The chunks of a sweep, with their cells. */
export interface SweepChunks<Axes extends SweepAxes = SweepAxes> extends ChunkedWork {
  /** The cells of each chunk, in the order of its results. */
  readonly cellsOf: ReadonlyMap<string, readonly PlannedCell<Axes>[]>;
}

/** What all chunks of a sweep have in common: its settings without the device. */
interface SharedPart {
  readonly training: Omit<TrainingOptions, "device">;
  readonly seeds: readonly number[];
}

/** A cell as it is carried: one network stands for those of all seeds. */
interface CarriedCell {
  readonly key: string;
  readonly settings: SweepSettings;
  readonly spec: TrainingSpec;
}

/**
 * Cuts a sweep into chunks of cells that are trained together. The same sweep is always cut in the same
 * way, whatever results there are already: two processes that queue it queue the same chunks.
 *
 * @param plan The sweep, as {@linkcode planSweep} returns it.
 * @param options The number of cells of a chunk.
 * @returns The chunks, for a {@linkcode ChunkQueue}.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if an option is unknown or out of bounds
 *
 * @example Three cells, two a chunk
 * ```ts
 * import { chunkSweep, makeMoons, openDevice, planSweep, sgd } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const plan = await planSweep(
 *   ({ learningRate }) => ({ sizes: [2, 4, 2], optimizer: sgd({ learningRate }) }),
 *   { axes: { learningRate: [0.1, 1, 10] }, device, data: makeMoons(60), epochs: 2 },
 * );
 * const { chunks, cellsOf } = await chunkSweep(plan, { cells: 2 });
 * assertEquals(chunks.map(({ id }) => cellsOf.get(id)?.length), [2, 1]);
 * ```
 */
export async function chunkSweep<Axes extends SweepAxes>(
  plan: SweepPlan<Axes>,
  options: ChunkOptions = {},
): Promise<SweepChunks<Axes>> {
  const { cells, seeds, training } = checkShape(ACTION, "plan", plan, "sweepPlan");
  checkSeeds(ACTION, seeds);
  checkList(ACTION, "cells of plan", cells, "a list of cells").forEach((cell) => {
    const { specs } = checkShape(ACTION, "each of the plan's cells", cell, "plannedCell");
    resolveNetworks(specs, training);
  });
  const names = optionNames<ChunkOptions>({ cells: true });
  const { cells: size } = checkOptions(ACTION, options, names);
  if (size !== undefined) checkCount(ACTION, "cells", size);
  const { device: _device, signal: _signal, ...settings } = training;
  const text = encoded({ training: settings, seeds } satisfies SharedPart);
  const parts = [...Map.groupBy(cells, ({ group }) => group).values()].flatMap((group) =>
    slices(group, size ?? usualSize(group[0], plan))
  );
  const chunks = await Promise.all(parts.map(async (part) => ({
    id: await hashOf({ version: sweepVersion, keys: part.map(({ key }) => key) }),
    content: encoded(part.map(carried)),
  })));
  return {
    version: sweepVersion,
    shared: { id: await hashOf(text), text },
    chunks,
    cellsOf: new Map(chunks.map(({ id }, at) => [id, parts[at]])),
  };
}

/** A part of a plan as text; a plan that was put together by hand may hold what JSON does not have. */
function encoded(part: unknown): string {
  try {
    return encodePlain(part);
  } catch (error) {
    const allowed = "plain data, as planSweep returns it";
    throw new TypeError(validationMessage(ACTION, "plan", allowed, part), { cause: error });
  }
}

function carried({ key, settings, specs: [{ seed: _, ...spec }] }: PlannedCell): CarriedCell {
  return { key, settings, spec };
}

/** The number of cells like this one that a chunk has by default. */
function usualSize({ specs }: PlannedCell, { cells, training }: SweepPlan): number {
  const work = specs.reduce((sum, { sizes, model, epochs = 1 }) =>
    sum +
    trainingWork(sizes ?? model!.sizes, { samples: training.data.samples, epochs }), 0);
  const share = Math.ceil(cells.length / leastChunks);
  return Math.max(1, Math.min(share, Math.floor(maxWork / work)));
}

function slices<Item>(list: readonly Item[], size: number): Item[][] {
  return Array.from(
    { length: Math.ceil(list.length / size) },
    (_, at) => list.slice(at * size, (at + 1) * size),
  );
}

/** What a worker gets of a sweep, besides its chunks. */
export interface SharedWork {
  /** The version of the format. */
  readonly version: number;
  /** The text that all chunks share. */
  readonly text: string;
}

/** What a worker trains on. */
export interface ChunkTrainerOptions {
  /** The device. */
  readonly device: Device;
  /** The most memory in bytes for the networks that are trained together, 256 MiB by default. */
  readonly memory?: number;
}

/** Trains the cells of a chunk from its text; an aborted signal ends it with the signal's reason. */
export type ChunkTrainer = (content: string, signal?: AbortSignal) => Promise<SweepResult[]>;

/**
 * Prepares a worker for the chunks of a sweep, which may come from another machine.
 *
 * @param shared What all chunks share.
 * @param options The device, and the memory.
 * @returns The function that trains a chunk. It checks each key against the settings and data that it
 * got, so that no result is stored under a key that this version would not give it.
 * @throws {TypeError} if an argument is of the wrong kind
 * @throws {RangeError} if the version is another one, or an option is unknown or out of bounds
 * @throws {SyntaxError} if the text cannot be read
 *
 * @example A worker in the same process
 * ```ts
 * import { chunkSweep, chunkTrainer, makeMoons, openDevice, planSweep, sgd } from "@neural-lab/lab";
 * import { assertEquals } from "@std/assert";
 *
 * await using device = await openDevice();
 * const plan = await planSweep(
 *   ({ learningRate }) => ({ sizes: [2, 4, 2], optimizer: sgd({ learningRate }) }),
 *   { axes: { learningRate: [0.1, 1] }, device, data: makeMoons(60), epochs: 2 },
 * );
 * const { version, shared: { text }, chunks } = await chunkSweep(plan, { cells: 2 });
 * const trainChunk = await chunkTrainer({ version, text }, { device });
 * const results = await trainChunk(chunks[0].content);
 * assertEquals(results.map(({ key }) => key), plan.cells.map(({ key }) => key));
 * ```
 */
export async function chunkTrainer(
  shared: SharedWork,
  options: ChunkTrainerOptions,
): Promise<ChunkTrainer> {
  const action = "prepare the worker";
  const { version, text } = checkShape(action, "shared", shared, "sharedWork");
  const names = optionNames<ChunkTrainerOptions>({ device: true, memory: true });
  const { device, memory = 2 ** 28 } = checkOptions(action, options, names);
  checkShape(action, "device", device, "device");
  checkNumber(action, "memory", memory, { minimum: 1 });
  if (version !== sweepVersion) {
    throw new RangeError(validationMessage(action, "the version", String(sweepVersion), version));
  }
  const found = decodePlain(action, "the shared text", text) as SharedPart;
  const { seeds, training: settings } = checkShape(action, "the shared text", found, "sharedPart");
  checkList(action, "seeds of the shared text", seeds, "a list of seeds");
  const training = { ...settings, device };
  const data = await dataHash(training);
  return async (content, signal) => {
    checkSignal("train the chunk", signal);
    const cells = await Promise.all(
      readCells(content).map((cell) => rebuilt(cell, { seeds, training, data })),
    );
    const header = { kind: "sweep", version, id: "", description: "" };
    const results: SweepResult[] = [];
    const swept = sweep({ header, axes: {}, seeds, cells, training }, { memory, signal });
    for await (const { key, settings, runs } of swept) results.push({ key, settings, runs });
    return results;
  };
}

function readCells(content: string): readonly CarriedCell[] {
  const action = "train the chunk";
  const cells = decodePlain(action, "the chunk", content) as readonly CarriedCell[];
  checkList(action, "the chunk", cells, "a list of cells");
  return cells.map((cell) => checkShape(action, "each cell of the chunk", cell, "carriedCell"));
}

/** Plans a cell as the sweep did; its key must come out the same. */
async function rebuilt(
  { key, settings, spec }: CarriedCell,
  { seeds, training, data }: SharedPart & { training: TrainingOptions; data: string },
): Promise<PlannedCell> {
  const specs = seeds.map((seed) => ({ ...spec, seed }));
  const cell = await planCell(resolveNetworks(specs, training), training, data);
  if (cell.key === key) return { ...cell, at: [], settings };
  throw new RangeError(
    `Cannot train the cell ${JSON.stringify(settings)} as it has another key here: the lab that ` +
      "queued it has other settings",
  );
}
