/** Slices that run ahead of the reports of a session, on a training that only counts its steps. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Gpu } from "../../gpu/gpu.ts";
import { GpuSession } from "../../gpu/session.ts";
import type {
  Slice,
  SlicedTraining,
  SliceReadings,
  StateReader,
} from "../../gpu/sliced_training.ts";
import { memberOf, planOf } from "../devices/plans.ts";

const stepsPerEpoch = 4;
const frame = { epochs: 12, count: stepsPerEpoch };
const plan = planOf([memberOf(1, frame)], { ...frame, batchSize: 1 });

const gpu = {
  software: false,
  guard: (_name: string, work: () => unknown) => Promise.resolve(work()),
} as unknown as Gpu;

/** A training whose only parameter is the number of its steps, in slices of at most three epochs. */
function countSteps({ savedCopies, failsAt = Infinity }: {
  savedCopies: number;
  failsAt?: number;
}) {
  let step = 0;
  const saved = new Array<number>(savedCopies).fill(NaN);
  const log: string[] = [];
  const memory = { isFull: false };
  const read = () => Promise.resolve([Float32Array.of(step)]);
  async function resultsOf({ first, last }: Slice, { readsState, snapshots }: SliceReadings) {
    await new Promise((done) => setTimeout(done, 0));
    if (last > failsAt) throw new Error("lost");
    log.push(`end ${last}`);
    const at = (value: number) => [Float32Array.of(value)];
    const state: StateReader = { parameters: () => at(last), networks: () => [] };
    return {
      epochs: Array.from(
        { length: (last - first) / stepsPerEpoch },
        () => Float32Array.of(1, 1, 1, 1),
      ),
      ...(readsState && { state }),
      snapshots: snapshots.map(at),
    };
  }
  const training: SlicedTraining = {
    ...{ name: "counting", stepsPerEpoch, maxSteps: 3 * stepsPerEpoch, savedCopies },
    ...{ work: { step: 1e6, groups: 1 }, stateBytes: 4, maxSnapshots: 8 },
    start(slice, readings) {
      assertEquals(slice.first, step);
      if (memory.isFull) throw new Error("full");
      log.push(`run ${slice.first} to ${slice.last}`);
      step = slice.last;
      return {
        results: () => resultsOf(slice, readings),
        discard: () => void log.push(`discard ${slice.first} to ${slice.last}`),
      };
    },
    save: (copy) => void (saved[copy] = step),
    restore(copy) {
      step = saved[copy];
      log.push(`restore ${step}`);
    },
    readState: () => Promise.resolve([]),
    readParameters: read,
    close() {},
  };
  return { session: new GpuSession(gpu, training, { plan }), log, memory };
}

Deno.test("the next slice runs before the epochs of the last one are reported", async () => {
  for (const [savedCopies, expected] of [[2, true], [1, false]] as const) {
    const { session, log } = countSteps({ savedCopies });
    const seen: string[][] = [];
    const kept: number[] = [];
    await session.advance(9, {
      onEpoch: () => void seen.push([...log]),
      keep: [2, 4, 9],
      onKeep: (_epoch, [parameters]) => void kept.push(parameters[0]),
    });
    assertEquals(seen[0].includes("run 12 to 24"), expected);
    // The first slice decides the size of the second; from then on results are on their way meanwhile.
    assertEquals(
      log,
      expected
        ? ["run 0 to 12", "end 12", "run 12 to 24", "run 24 to 36", "end 24", "end 36"]
        : ["run 0 to 12", "end 12", "run 12 to 24", "end 24", "run 24 to 36", "end 36"],
    );
    assertEquals(seen.length, 9);
    assertEquals(kept, [8, 16, 36]);
    assertEquals(await session.parameters(), [Float32Array.of(36)]);
  }
});

Deno.test("after an abort a session that ran ahead is at the last reported epoch", async () => {
  for (let when = 1; when <= 12; when++) {
    const { session, log } = countSteps({ savedCopies: 2 });
    const controller = new AbortController();
    const { signal } = controller;
    const onEpoch = (epoch: number) => {
      if (epoch === when) controller.abort(new Error("enough"));
    };
    const aborted = session.advance(12, { signal, onEpoch });
    if (when < 12) await assertRejects(() => aborted, Error, "enough");
    else await aborted;
    assertEquals(session.epoch, when);
    assertEquals(await session.parameters(), [Float32Array.of(when * stepsPerEpoch)]);
    // No more than the epochs of a slice are trained again.
    const restored = log.find((line) => line.startsWith("restore"));
    if (restored) assert(when * stepsPerEpoch - Number(restored.slice(8)) < 3 * stepsPerEpoch + 1);
    if (when < 12) await session.advance(12 - when);
    assertEquals(await session.parameters(), [Float32Array.of(48)]);
  }
});

Deno.test("a session that ran ahead can be aborted again before it has trained as far", async () => {
  for (let first = 1; first < 12; first++) {
    for (let second = first + 1; second < 12; second++) {
      const { session } = countSteps({ savedCopies: 2 });
      for (const when of [first, second]) {
        const controller = new AbortController();
        const { signal } = controller;
        const onEpoch = (epoch: number) => {
          if (epoch === when) controller.abort(new Error("enough"));
        };
        const epochs = 12 - session.epoch;
        await assertRejects(() => session.advance(epochs, { signal, onEpoch }), Error, "enough");
        assertEquals(await session.parameters(), [Float32Array.of(when * stepsPerEpoch)]);
      }
    }
  }
});

Deno.test("a return to the last reported epoch that fails is tried again", async () => {
  const calls: Record<string, (session: GpuSession) => Promise<unknown>> = {
    parameters: (session) => session.parameters(),
    state: (session) => session.state(),
    advance: (session) => session.advance(1),
  };
  for (const [name, call] of Object.entries(calls)) {
    const { session, memory } = countSteps({ savedCopies: 2 });
    const onEpoch = (epoch: number) => {
      if (epoch < 5) return;
      memory.isFull = true;
      throw new Error("of a callback");
    };
    await assertRejects(() => session.advance(12, { onEpoch }), Error, "of a callback");
    for (let turn = 0; turn < 2; turn++) await assertRejects(() => call(session), Error, "full");
    assertEquals(session.epoch, 5);
    memory.isFull = false;
    await call(session);
    const epoch = name === "advance" ? 6 : 5;
    assertEquals(session.epoch, epoch);
    assertEquals(await session.parameters(), [Float32Array.of(epoch * stepsPerEpoch)]);
  }
});

Deno.test("an error of a slice that ran ahead is thrown after the epochs before it", async () => {
  const { session } = countSteps({ savedCopies: 2, failsAt: 24 });
  const reported: number[] = [];
  const advance = session.advance(12, { onEpoch: (epoch) => void reported.push(epoch) });
  await assertRejects(() => advance, Error, "lost");
  assertEquals(reported, [1, 2, 3, 4, 5, 6]);
  assertEquals(session.epoch, 6);
});
