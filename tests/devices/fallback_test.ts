/** The fallback to another device, with devices that fail on demand. */

import { assertEquals, assertRejects } from "@std/assert";
import { openCpuDevice } from "../../lib/devices/cpu/device.ts";
import type { Device, EpochScores, Session } from "../../lib/devices/device.ts";
import { withFallback } from "../../lib/devices/fallback.ts";
import { validated } from "../../lib/devices/validated.ts";
import { adam } from "../../lib/kernels/create_optimizer.ts";
import { memberOf, planOf } from "./plans.ts";

class Broken extends Error {}
const isBroken = (error: unknown): error is Error => error instanceof Broken;

/** A device that implements `matmul` only, which may fail. */
function deviceOf(
  name: string,
  matmul: () => Promise<Float32Array>,
): Device & { closed: number } {
  const device = {
    kind: name === "gpu" ? "webgpu" : "cpu",
    name,
    software: name !== "gpu",
    reason: "",
    closed: 0,
    matmul,
    [Symbol.asyncDispose]() {
      device.closed++;
      return Promise.resolve();
    },
  };
  return device as unknown as Device & { closed: number };
}

const works = () => Promise.resolve(Float32Array.of(1));
const breaks = () => Promise.reject(new Broken("The GPU was lost"));
const x = new Float32Array(1);
const multiply = (device: Device) =>
  device.matmul({ a: x, b: x }, { batch: 1, rows: 1, inner: 1, columns: 1 });

function setUp(matmul: () => Promise<Float32Array>) {
  const [gpu, cpu] = [deviceOf("gpu", matmul), deviceOf("cpu", works)];
  const seen: string[] = [];
  const device = withFallback(gpu, {
    isFailure: isBroken,
    open: (reason) => {
      seen.push(reason);
      return Promise.resolve(cpu);
    },
    onFallback: (message) => seen.push(message),
  });
  return { gpu, cpu, seen, device };
}

Deno.test("a device that does not fail is kept, and disposed of at the end", async () => {
  const { gpu, cpu, seen, device } = setUp(works);
  await multiply(device);
  assertEquals([device.kind, device.name, device.software], ["webgpu", "gpu", false]);
  await device[Symbol.asyncDispose]();
  assertEquals([gpu.closed, cpu.closed, seen], [1, 0, []]);
});

Deno.test("calls that fail together are repeated on one fallback device, with one report", async () => {
  const { gpu, cpu, seen, device } = setUp(breaks);
  const both = await Promise.all([multiply(device), multiply(device)]);
  assertEquals(both, [Float32Array.of(1), Float32Array.of(1)]);
  assertEquals(seen, ["gpu failed: The GPU was lost", "The GPU was lost. Continuing on cpu."]);
  assertEquals([device.kind, device.name, device.software], ["cpu", "cpu", true]);
  await device[Symbol.asyncDispose]();
  assertEquals([gpu.closed, cpu.closed], [1, 1]);
});

Deno.test("a wrapped device has the description of the current device, a copy that of its time", async () => {
  const { device } = setUp(breaks);
  const outer = validated(device);
  const description = ({ kind, name, software, reason }: Device) => [kind, name, software, reason];
  const copy = { ...outer };
  assertEquals(description(outer), ["webgpu", "gpu", false, ""]);
  await multiply(outer);
  assertEquals(description(outer), ["cpu", "cpu", true, ""]);
  assertEquals(description(copy), ["webgpu", "gpu", false, ""]);
});

Deno.test("an invalid argument is rejected, and causes no fallback", async () => {
  const { seen, device } = setUp(() => Promise.reject(new RangeError("wrong")));
  await assertRejects(() => multiply(device), RangeError, "wrong");
  assertEquals([device.name, seen], ["gpu", []]);
});

Deno.test("a call that fails on the fallback device too rejects with that error", async () => {
  const { cpu, device } = setUp(breaks);
  cpu.matmul = () => Promise.reject(new Broken("this one too"));
  await assertRejects(() => multiply(device), Broken, "this one too");
  await assertRejects(() => multiply(device), Broken, "this one too");
});

Deno.test("an operation that fails because of the disposal is not repeated", async () => {
  let fail: (error: Error) => void = () => {};
  const { gpu, cpu, seen, device } = setUp(() =>
    new Promise((_, reject) => {
      fail = reject;
    })
  );
  const work = multiply(device);
  await device[Symbol.asyncDispose]();
  fail(new Broken("The GPU was lost"));
  await assertRejects(() => work, Error, "Cannot finish as the device has been disposed of");
  assertEquals([gpu.closed, cpu.closed, seen], [1, 0, []]);
});

/** The operations of a session that may fail. */
type Moment = "start" | "parameters" | "state" | `epoch ${number}` | `keep ${number}`;

/** A CPU device that records the epochs that it trains, and fails if `fails` returns true. */
function trainer(name: string, fails: (moment: Moment) => boolean = () => false) {
  const inner = openCpuDevice("for a test");
  const trained: number[] = [];
  const check = (moment: Moment) => {
    if (fails(moment)) throw new Broken("The GPU was lost");
  };

  function watched(session: Session): Session {
    return {
      get epoch() {
        return session.epoch;
      },
      async advance(epochs, options = {}) {
        const all: EpochScores[] = [];
        const onKeep = (epoch: number, parameters: readonly Float32Array[]) => {
          check(`keep ${epoch}`);
          options.onKeep?.(epoch, parameters);
        };
        for (let left = epochs; left > 0; left--) {
          check(`epoch ${session.epoch + 1}`);
          all.push(...await session.advance(1, { ...options, onKeep }));
          trained.push(session.epoch);
        }
        return all;
      },
      async parameters() {
        check("parameters");
        return await session.parameters();
      },
      async state() {
        check("state");
        return await session.state();
      },
      close: () => session.close(),
    };
  }

  const device: Device = {
    ...inner,
    name,
    async start(plan, state) {
      check("start");
      return watched(await inner.start(plan, state));
    },
  };
  return { device, trained };
}

const frame = { epochs: 8 };
const plan = planOf([memberOf(1, frame, { optimizer: adam() }), memberOf(2, frame)], frame);

/** The scores, parameters and state of a session without a failure. */
async function undisturbed() {
  const session = await openCpuDevice("for a test").start(plan);
  const scores = await session.advance(plan.epochs);
  return { scores, parameters: await session.parameters(), state: await session.state() };
}

const expected = await undisturbed();

function setUpTraining(
  fails: (moment: Moment) => boolean,
  { checkpointInterval = 0, otherFails }: {
    checkpointInterval?: number;
    otherFails?: (moment: Moment) => boolean;
  } = {},
) {
  const [gpu, cpu] = [trainer("gpu", fails), trainer("cpu", otherFails)];
  const messages: string[] = [];
  const device = withFallback(gpu.device, {
    isFailure: isBroken,
    open: () => Promise.resolve(cpu.device),
    onFallback: (message) => messages.push(message),
    checkpointInterval,
  });
  return { gpu, cpu, messages, device };
}

for (const broken of [1, 2, 5, 8]) {
  Deno.test(`a session whose device fails at epoch ${broken} continues there on the fallback device`, async () => {
    const { gpu, cpu, messages, device } = setUpTraining((at) => at === `epoch ${broken}`);
    await using _device = device;
    const session = await device.start(plan);
    const reported: number[] = [];
    const scores = await session.advance(8, { onEpoch: (epoch) => reported.push(epoch) });
    // A state is read after each epoch, so that no epoch is trained twice.
    assertEquals([...gpu.trained, ...cpu.trained], [1, 2, 3, 4, 5, 6, 7, 8]);
    assertEquals(gpu.trained.length, broken - 1);
    assertEquals(reported, [1, 2, 3, 4, 5, 6, 7, 8]);
    assertEquals([session.epoch, scores], [8, expected.scores]);
    assertEquals(await session.parameters(), expected.parameters);
    assertEquals(await session.state(), expected.state);
    assertEquals(messages, ["The GPU was lost. Continuing on cpu."]);
  });
}

Deno.test("epochs since the last state are repeated, and each is reported once", async () => {
  const { gpu, cpu, device } = setUpTraining((at) => at === "epoch 6", { checkpointInterval: 1e9 });
  await using _device = device;
  const session = await device.start(plan);
  const reported: number[] = [];
  const scores = await session.advance(8, { onEpoch: (epoch) => reported.push(epoch) });
  assertEquals([gpu.trained, cpu.trained], [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6, 7, 8]]);
  assertEquals([reported, scores], [[1, 2, 3, 4, 5, 6, 7, 8], expected.scores]);
});

Deno.test("each snapshot is reported once, on whichever device its epoch is trained", async () => {
  const whole = await openCpuDevice("for a test").start(plan);
  const expected: [number, readonly Float32Array[]][] = [];
  const keep = [1, 3, 5, 6, 8];
  await whole.advance(8, { keep, onKeep: (...kept) => expected.push(kept) });
  for (
    const [broken, checkpointInterval] of [
      ["epoch 6", 0],
      ["epoch 6", 1e9],
      // The epoch has been reported, its parameters have not.
      ["keep 5", 0],
      ["keep 5", 1e9],
    ] as const
  ) {
    const { device } = setUpTraining((at) => at === broken, { checkpointInterval });
    await using _device = device;
    const session = await device.start(plan);
    const found: typeof expected = [];
    const onKeep = (...kept: typeof expected[number]) => found.push(kept);
    await session.advance(2, { keep, onKeep });
    await session.advance(6, { keep, onKeep });
    assertEquals(found, expected);
  }
});

Deno.test("a session that was started from a state falls back to that state", async () => {
  const { state } = await half();
  const { cpu, device } = setUpTraining((at) => at === "epoch 6", { checkpointInterval: 1e9 });
  await using _device = device;
  const session = await device.start(plan, state);
  assertEquals(await session.advance(4), expected.scores.slice(4));
  assertEquals(cpu.trained, [5, 6, 7, 8]);
});

/** A session after four epochs, on a separate device. */
async function half() {
  const session = await openCpuDevice("for a test").start(plan);
  await session.advance(4);
  return { state: await session.state(), parameters: await session.parameters() };
}

for (const moment of ["parameters", "state"] as const) {
  Deno.test(`after a failure while ${moment} are read, the fallback device repeats the epochs`, async () => {
    // The states that are read during the training can be read.
    let armed = false;
    const { cpu, device } = setUpTraining((at) => armed && at === moment);
    await using _device = device;
    const session = await device.start(plan);
    await session.advance(4);
    armed = true;
    assertEquals(await session[moment](), (await half())[moment]);
    assertEquals([session.epoch, cpu.trained], [4, []]);
    assertEquals(await session.advance(4), expected.scores.slice(4));
  });
}

Deno.test("a failure while a state is read loses no epoch", async () => {
  const { cpu, device } = setUpTraining((at) => at === "state");
  await using _device = device;
  const session = await device.start(plan);
  const reported: number[] = [];
  const scores = await session.advance(8, { onEpoch: (epoch) => reported.push(epoch) });
  assertEquals([reported, scores], [[1, 2, 3, 4, 5, 6, 7, 8], expected.scores]);
  assertEquals(cpu.trained, [1, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("a device that fails at the start is replaced before the first epoch", async () => {
  const { gpu, cpu, device } = setUpTraining((at) => at === "start");
  await using _device = device;
  const session = await device.start(plan);
  assertEquals(await session.advance(8), expected.scores);
  assertEquals([gpu.trained.length, cpu.trained.length], [0, 8]);
});

Deno.test("all sessions of a failed device continue, including those without a pending call", async () => {
  let lost = false;
  const { cpu, messages, device } = setUpTraining(() => lost);
  await using _device = device;
  const sessions = [await device.start(plan), await device.start(plan), await device.start(plan)];
  for (const session of sessions) await session.advance(4);
  lost = true;
  const scores = await Promise.all(sessions.slice(0, 2).map((session) => session.advance(4)));
  scores.push(await sessions[2].advance(4));
  for (const found of scores) assertEquals(found, expected.scores.slice(4));
  assertEquals([messages.length, cpu.trained.length], [1, 12]);
});

Deno.test("an abort causes no fallback", async () => {
  const { cpu, messages, device } = setUpTraining(() => false);
  await using _device = device;
  const session = await device.start(plan);
  const controller = new AbortController();
  const reason = new Error("enough");
  const onEpoch = (epoch: number) => epoch === 3 && controller.abort(reason);
  const error = await assertRejects(
    () => session.advance(8, { signal: controller.signal, onEpoch }),
    Error,
  );
  assertEquals([error, session.epoch, messages, cpu.trained], [reason, 3, [], []]);
  assertEquals(await session.advance(5), expected.scores.slice(3));
});

Deno.test("an abort while the fallback device repeats epochs loses no reported epoch", async () => {
  const controller = new AbortController();
  const { cpu, device } = setUpTraining((at) => at === "epoch 6", {
    checkpointInterval: 1e9,
    otherFails: (at) => {
      if (at === "epoch 3") controller.abort(new Error("enough"));
      return false;
    },
  });
  await using _device = device;
  const session = await device.start(plan);
  const { signal } = controller;
  await assertRejects(() => session.advance(8, { signal }), Error, "enough");
  assertEquals([session.epoch, cpu.trained], [5, [1, 2]]);
  assertEquals(await session.advance(3), expected.scores.slice(5));
  assertEquals(await session.state(), expected.state);
});

Deno.test("a training that fails on the fallback device too rejects with that error", async () => {
  const fails = (at: Moment) => at === "epoch 3";
  const { device } = setUpTraining(fails, { otherFails: fails });
  await using _device = device;
  const session = await device.start(plan);
  await assertRejects(() => session.advance(8), Broken, "The GPU was lost");
});

Deno.test("a session at work on a device that another call leaves goes on on the other", async () => {
  const long = { epochs: 3000 };
  const member = memberOf(1, long, { optimizer: adam() });
  const whole = planOf([member, member], long);
  const inOne = await (await openCpuDevice("for a test").start(whole)).advance(long.epochs);
  const [gpu, cpu] = [openCpuDevice("for a test"), openCpuDevice("for a test")];
  const device = withFallback({ ...gpu, matmul: breaks }, {
    isFailure: isBroken,
    open: () => Promise.resolve(cpu),
  });
  await using _device = device;
  const session = await device.start(whole);
  const begun = Promise.withResolvers<void>();
  const told: number[] = [];
  const training = session.advance(long.epochs, {
    onEpoch(epoch) {
      told.push(epoch);
      begun.resolve();
    },
  });
  await begun.promise;
  assertEquals((await multiply(device)).length, 1);
  assertEquals(await training, inOne);
  assertEquals(told, Array.from({ length: long.epochs }, (_, at) => at + 1));
});
