/** Ensembles on workers: the same to the bit with any number of them, and however they end. */

import { assert, assertEquals, assertLess, assertRejects } from "@std/assert";
import type { Device, EnsembleState, Session, TrainingPlan } from "../../../lib/devices/device.ts";
import { openCpuDevice } from "../../../lib/devices/cpu/device.ts";
import { startSession } from "../../../lib/devices/cpu/session.ts";
import { adam, adamw, rmsprop, sgd } from "../../../lib/kernels/create_optimizer.ts";
import { createSimdNetwork } from "../../../lib/kernels/simd/network.ts";
import { WorkerCrew } from "../../../lib/kernels/simd/pool.ts";
import { activationNames } from "../../../lib/models/activations.ts";
import { memberOf, planOf, samplesOf } from "../plans.ts";
import { type MemberResult, runPlan, runSession } from "../run_plan.ts";
import { countWorkers, withWorker } from "./watched_workers.ts";

class Stopped extends Error {}

const frame = { sizes: [2, 24, 2], epochs: 60, count: 400 };
const optimizers = [
  adam({ learningRate: 0.01 }),
  sgd({ learningRate: 0.1, momentum: 0.9 }),
  rmsprop(),
  adamw({ learningRate: 0.01, beta1: 0.8 }),
  // It diverges.
  sgd({ learningRate: 1e20 }),
];
const members = Array.from({ length: 12 }, (_, index) =>
  memberOf(index, frame, {
    activation: activationNames[index % activationNames.length],
    optimizer: optimizers[index % optimizers.length],
  }));
const plan = planOf(members, { ...frame, batchSize: 30 });
const { orderSeeds } = members[0];
const shared = planOf(members.map((member) => ({ ...member, orderSeeds })), {
  ...frame,
  batchSize: 30,
});

/** A device whose workers are started for any ensemble. */
const open = (workers: number) => openCpuDevice("for a test", { workers, startTime: 0 });

/** Runs on a device with that many workers. */
async function on<Result>(workers: number, work: (device: Device) => Promise<Result>) {
  await using device = open(workers);
  return await work(device);
}

/** Trains members batch by batch, without functions for whole epochs. */
async function batchByBatch(whole: TrainingPlan): Promise<MemberResult[]> {
  const network = createSimdNetwork(frame.sizes, whole.batchSize);
  network.ensemble = undefined;
  const workers = { crew: new WorkerCrew(1), startTime: Infinity };
  return await runSession(startSession(network, whole, { workers, onClose() {} }), whole);
}

for (const [name, whole] of Object.entries({ "orders of their own": plan, "one order": shared })) {
  Deno.test(`members with ${name} are the same to the bit with any number of workers`, async () => {
    const expected = await batchByBatch(whole);
    assert(expected.some(({ divergedAtEpoch }) => divergedAtEpoch !== null));
    for (const workers of [1, 2, 3, 20]) {
      const epochs: number[] = [];
      const watch = { onEpoch: (epoch: number) => void epochs.push(epoch) };
      assertEquals(await on(workers, (device) => runPlan(device, whole, watch)), expected);
      assertEquals(epochs, Array.from({ length: frame.epochs }, (_, index) => index + 1));
    }
  });
}

/** Advances a session to the end; its scores and its last state. */
async function finish(session: Session) {
  const scores = await session.advance(frame.epochs - session.epoch);
  return { scores, state: await session.state() };
}

const expected = await on(1, async (device) => await finish(await device.start(plan)));

/** Checks that a session is at that epoch, and goes on to the same end. */
async function assertGoesOn(session: Session, epoch: number): Promise<void> {
  assertEquals(session.epoch, epoch);
  const { scores, state } = await finish(session);
  assertEquals(scores, expected.scores.slice(epoch));
  assertEquals(state, expected.state);
}

Deno.test("what is kept are the networks after those epochs, and a state goes on elsewhere", async () => {
  const keep = [1, 2, 17, 40];
  const kept = new Map<number, readonly Float32Array[]>();
  let state: EnsembleState | undefined;
  await on(2, async (device) => {
    const session = await device.start(plan);
    await session.advance(40, { keep, onKeep: (epoch, found) => void kept.set(epoch, found) });
    state = await session.state();
  });
  assertEquals([...kept.keys()], keep);
  assertEquals(state!.members.map(({ parameters }) => parameters), kept.get(40));
  await on(1, async (device) => await assertGoesOn(await device.start(plan, state), 40));
  await on(3, async (device) => await assertGoesOn(await device.start(plan, state), 40));
});

Deno.test("what workers keep of each epoch of a part is the same, also of networks that diverge in it", async () => {
  const keptOn = (workers: number) =>
    on(workers, async (device) => {
      const session = await device.start(plan);
      const kept: [number, readonly Float32Array[]][] = [];
      const keep = Array.from({ length: 40 }, (_, at) => at + 1).filter((epoch) => epoch % 7 > 0);
      await session.advance(40, { keep, onKeep: (...all) => void kept.push(all) });
      return kept;
    });
  const expected = await keptOn(1);
  assertEquals(expected.length, 35);
  assert(expected[0][1].some((parameters) => parameters.some((value) => !Number.isFinite(value))));
  assertEquals(await keptOn(3), expected);
});

Deno.test("an error of onKeep leaves the session at that epoch", async () => {
  await on(2, async (device) => {
    const session = await device.start(plan);
    const onKeep = (epoch: number) => {
      if (epoch === 23) throw new Stopped();
    };
    await assertRejects(
      () => session.advance(frame.epochs, { keep: [22, 23, 24], onKeep }),
      Stopped,
    );
    await assertGoesOn(session, 23);
  });
});

Deno.test("an abort by onEpoch leaves the session at that epoch, in the middle of what was trained", async () => {
  await on(2, async (device) => {
    for (const last of [1, 2, 5, 31, 59]) {
      const session = await device.start(plan);
      const controller = new AbortController();
      const epochs: number[] = [];
      const advanced = session.advance(frame.epochs, {
        signal: controller.signal,
        onEpoch(epoch) {
          epochs.push(epoch);
          if (epoch === last) controller.abort(new Stopped());
        },
      });
      await assertRejects(() => advanced, Stopped);
      assertEquals(epochs.at(-1), last);
      await assertGoesOn(session, last);
      await session.close();
    }
  });
});

Deno.test("an error of onEpoch leaves the session at that epoch", async () => {
  await on(2, async (device) => {
    const session = await device.start(plan);
    const onEpoch = (epoch: number) => {
      if (epoch === 23) throw new Stopped();
    };
    await assertRejects(() => session.advance(frame.epochs, { onEpoch }), Stopped);
    await assertGoesOn(session, 23);
  });
});

Deno.test("an abort from outside stops workers within a batch, and loses no epoch", async () => {
  const wide = { sizes: [2, 512, 512, 2], epochs: 1000, count: 6000 };
  const whole = planOf([memberOf(1, wide), memberOf(2, wide)], { ...wide, batchSize: 32 });
  await on(2, async (device) => {
    const session = await device.start(whole);
    await session.advance(1);
    const started = performance.now();
    await session.advance(1);
    const epoch = performance.now() - started;
    const signal = AbortSignal.timeout(epoch / 3);
    const from = performance.now();
    await assertRejects(() => session.advance(900, { signal }), DOMException);
    assertLess(performance.now() - from, epoch, "it did not wait for the epoch's end");
    assertEquals(session.epoch, 2);
  });
});

/** A session whose workers get changed messages is refused with that line, and goes on without them. */
async function assertFails(
  change: Parameters<typeof withWorker>[0],
  line: RegExp,
): Promise<void> {
  await on(2, async (device) => {
    const session = await device.start(plan);
    const error = await withWorker(
      change,
      () => assertRejects(() => session.advance(frame.epochs), Error),
    );
    assert(line.test(error.message), error.message);
    await assertGoesOn(session, session.epoch);
  });
}

Deno.test("a worker that fails ends the work with one clear line, and the session goes on without", () =>
  // A table beyond the memory makes the worker throw.
  assertFails(
    (message) => "table" in message ? { ...message, table: 2 ** 31 } : message,
    /^Cannot advance the training as a worker failed: .+$/,
  ));

Deno.test("a worker that is killed ends the work with one clear line, and the session goes on without", () =>
  assertFails(
    (message, worker) => {
      // It ends once it is idle, without an answer to its next message.
      if ("table" in message) worker.terminate();
      return message;
    },
    /^Cannot advance the training as a worker failed: it has ended without an answer$/,
  ));

Deno.test("where workers cannot be started, the session trains without them", () =>
  on(2, (device) =>
    withWorker(() => {
      throw new DOMException("shared memory cannot be cloned", "DataCloneError");
    }, async () => await assertGoesOn(await device.start(plan), 0))));

/** The number of workers that live: each holds a lock of its own. */
async function workersAlive(): Promise<number> {
  const { locks } = navigator as unknown as {
    locks: { query(): Promise<{ held: { name: string }[] }> };
  };
  const { held } = await locks.query();
  return held.filter(({ name }) => name.startsWith("worker ")).length;
}

Deno.test("a session that is closed, or its device disposed of, ends its workers", async () => {
  const before = await workersAlive();
  const device = open(3);
  const session = await device.start(plan);
  await session.advance(50);
  assertEquals(await workersAlive() - before, 2);
  await session.close();
  const other = await device.start(plan);
  await other.advance(50);
  await device[Symbol.asyncDispose]();
  await new Promise((resolve) => setTimeout(resolve, 50));
  assertEquals(await workersAlive(), before);
});

Deno.test("a training that is done before a worker has started is done alone", async () => {
  const small = { ...frame, epochs: 2, count: 40 };
  const short = planOf([memberOf(1, small), memberOf(2, small)], small);
  const started = await countWorkers(async () => {
    await using device = openCpuDevice("for a test", { workers: 2 });
    await runPlan(device, short);
  });
  assertEquals(started, 0);
  assertEquals(await countWorkers(() => on(3, (device) => runPlan(device, short))), 1);
});

Deno.test("test samples in many parts are summed to the same bits with workers", async () => {
  const wide = { sizes: [2, 300, 300, 2], epochs: 3, count: 40 };
  const whole = planOf([memberOf(1, wide), memberOf(2, wide)], {
    ...wide,
    test: samplesOf(wide.sizes, 9000),
  });
  const alone = await on(1, (device) => runPlan(device, whole));
  assertEquals(await on(2, (device) => runPlan(device, whole)), alone);
});

Deno.test("reports of many short epochs leave the event loop its turns", async () => {
  const short = { sizes: [2, 2], epochs: 5000, count: 8 };
  const whole = planOf([memberOf(1, short), memberOf(2, short)], short);
  await on(2, async (device) => {
    const session = await device.start(whole);
    const signal = AbortSignal.timeout(300);
    const busy = () => {
      const end = performance.now() + 1;
      while (performance.now() < end);
    };
    const started = performance.now();
    const advanced = session.advance(5000, { signal, onEpoch: busy });
    await assertRejects(() => advanced, DOMException);
    assertLess(performance.now() - started, 2000);
  });
});

Deno.test("workers whose buffers do not fit in the memory are left out", async () => {
  const wide = { sizes: [1, 65_536, 1], epochs: 3, count: 2 };
  const members = Array.from({ length: 40 }, (_, seed) => memberOf(seed, wide));
  const whole = planOf(members, { ...wide, batchSize: 128, test: undefined });
  const session = await open(40).start(whole);
  assertEquals((await session.advance(3)).length, 3);
  await session.close();
});
