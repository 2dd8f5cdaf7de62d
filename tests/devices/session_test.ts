/** The behaviour of sessions, on every device. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import type {
  EnsembleState,
  EpochScores,
  Session,
  TrainingPlan,
} from "../../lib/devices/device.ts";
import { adam, sgd } from "../../lib/kernels/create_optimizer.ts";
import { createOptimizer, optimizerNames } from "../../lib/kernels/optimizer_names.ts";
import { assertClose, assertSameBits } from "../oracle.ts";
import { eachDevice, eachDeviceBesideCpu } from "./each_device.ts";
import { memberOf, planOf } from "./plans.ts";

/** Two members per optimizer. With 22 samples in batches of 4, the last batch is smaller. */
const frame = { epochs: 7 };
const everyOptimizer = planOf([
  ...optimizerNames.map((name, seed) =>
    memberOf(seed, frame, { optimizer: createOptimizer(name, { learningRate: 0.02 }) })
  ),
  memberOf(8, frame, { optimizer: adam({ weightDecay: 0.1, learningRate: 0.02 }) }),
  memberOf(9, frame, { activation: "gelu", optimizer: sgd({ weightDecay: 0.1, momentum: 0.5 }) }),
], frame);

const fields = ["trainLoss", "trainAccuracy", "testLoss", "testAccuracy"] as const;

/** The scores as one list of numbers. */
const numbersOf = (scores: readonly EpochScores[]) =>
  Float64Array.from(scores.flatMap((epoch) => fields.flatMap((field) => [...epoch[field]])));

function assertSameState(found: EnsembleState, expected: EnsembleState): void {
  assertEquals(found.epoch, expected.epoch);
  assertEquals(found.members.length, expected.members.length);
  for (const [index, member] of found.members.entries()) {
    const other = expected.members[index];
    assertSameBits(member.parameters, other.parameters, `parameters of member ${index}`);
    assertSameBits(member.optimizerState, other.optimizerState, `state of member ${index}`);
    assertEquals(member.divergedAtEpoch, other.divergedAtEpoch);
  }
}

/** Asserts the same scores, parameters and state, to the bit. */
async function assertSameEnd(
  session: Session,
  scores: readonly EpochScores[],
  whole: { scores: EpochScores[]; state: EnsembleState },
): Promise<void> {
  assertSameBits(numbersOf(scores), numbersOf(whole.scores), "scores");
  const state = await session.state();
  assertSameState(state, whole.state);
  const parameters = await session.parameters();
  parameters.forEach((found, index) => assertSameBits(found, state.members[index].parameters));
}

/** Trains a plan in one call. */
async function inOneRun(start: (plan: TrainingPlan) => Promise<Session>, plan: TrainingPlan) {
  const session = await start(plan);
  const scores = await session.advance(plan.epochs);
  const state = await session.state();
  await session.close();
  return { scores, state };
}

eachDevice(
  "several calls of advance equal a single one to the bit, for every optimizer",
  async (device) => {
    const whole = await inOneRun(device.start, everyOptimizer);
    const session = await device.start(everyOptimizer);
    const scores: EpochScores[] = [];
    for (const epochs of [1, 3, 1, 2]) {
      scores.push(...await session.advance(epochs));
      assertEquals(session.epoch, scores.length);
    }
    await assertSameEnd(session, scores, whole);
  },
);

eachDevice(
  "a training in two parts with a state in between equals a single one to the bit, for every optimizer",
  async (device) => {
    const whole = await inOneRun(device.start, everyOptimizer);
    for (const first of [1, 3, 6]) {
      const before = await device.start(everyOptimizer);
      const scores = await before.advance(first);
      const state = structuredClone(await before.state());
      await before.close();
      const after = await device.start(everyOptimizer, state);
      assertEquals(after.epoch, first);
      assertSameState(await after.state(), state);
      scores.push(...await after.advance(frame.epochs - first));
      await assertSameEnd(after, scores, whole);
      await after.close();
    }
  },
);

eachDevice(
  "with a batch larger than the data, a training in two parts equals a single one to the bit",
  async (device) => {
    const plan = planOf([memberOf(1, {}, { optimizer: adam() })], { batchSize: 64 });
    const whole = await inOneRun(device.start, plan);
    const before = await device.start(plan);
    const scores = await before.advance(2);
    const after = await device.start(plan, await before.state());
    scores.push(...await after.advance(2));
    await assertSameEnd(after, scores, whole);
  },
);

eachDevice(
  "a state is a copy, and neither the plan nor a given state is changed",
  async (device) => {
    const plan = planOf([memberOf(1, {}, { optimizer: adam() })]);
    const first = plan.members[0].parameters.slice();
    const session = await device.start(plan);
    await session.advance(1);
    const [state, parameters] = [await session.state(), await session.parameters()];
    const kept = structuredClone(state);
    await session.advance(1);
    assertSameState(state, kept);
    assertSameBits(parameters[0], kept.members[0].parameters);

    const other = await device.start(plan, state);
    await other.advance(3);
    assertSameState(state, kept);
    assertSameBits(plan.members[0].parameters, first, "the plan's parameters");
    const third = await device.start(plan, state);
    state.members[0].parameters.fill(7);
    state.members[0].optimizerState.fill(7);
    assertSameState(await third.state(), kept);
  },
);

eachDevice("the state before the first epoch has the plan's initial parameters", async (device) => {
  const session = await device.start(everyOptimizer);
  const state = await session.state();
  assertEquals(state.epoch, 0);
  for (const [index, { parameters, optimizerState, divergedAtEpoch }] of state.members.entries()) {
    assertSameBits(parameters, everyOptimizer.members[index].parameters);
    assertEquals([optimizerState.every((x) => x === 0), divergedAtEpoch], [true, null]);
  }
  const whole = await inOneRun(device.start, everyOptimizer);
  const after = await device.start(everyOptimizer, state);
  await assertSameEnd(after, await after.advance(frame.epochs), whole);
});

eachDevice(
  "snapshots are copies of the parameters after the requested epochs",
  async (device) => {
    const expected: Float32Array[][] = [];
    const stepwise = await device.start(everyOptimizer);
    for (let epoch = 1; epoch <= frame.epochs; epoch++) {
      await stepwise.advance(1);
      expected.push(await stepwise.parameters());
    }
    const session = await device.start(everyOptimizer);
    const found: (readonly Float32Array[])[] = [];
    const epochs: number[] = [];
    const onKeep = (epoch: number, parameters: readonly Float32Array[]) => {
      epochs.push(epoch);
      found.push(parameters);
    };
    // A call takes no snapshots of epochs that it does not train.
    await session.advance(3, { keep: [0, 2, 3, 5], onKeep });
    assertEquals(epochs, [2, 3]);
    await session.advance(4, { keep: [0, 2, 3, 5, 7], onKeep });
    assertEquals(epochs, [2, 3, 5, 7]);
    for (const [at, epoch] of epochs.entries()) {
      found[at].forEach((parameters, index) =>
        assertSameBits(parameters, expected[epoch - 1][index], `member ${index} after ${epoch}`)
      );
    }
  },
);

class Stopped extends Error {}

eachDevice(
  "after an abort the session is at the last reported epoch, and can continue",
  async (device) => {
    const whole = await inOneRun(device.start, everyOptimizer);
    const session = await device.start(everyOptimizer);
    const controller = new AbortController();
    const scores: EpochScores[] = [];
    const reason = new Stopped("at epoch 3");
    const { signal } = controller;
    const error = await assertRejects(() =>
      session.advance(frame.epochs, {
        signal,
        onEpoch(epoch, ofEpoch) {
          scores.push(ofEpoch);
          if (epoch === 3) controller.abort(reason);
        },
      }), Stopped);
    assertEquals([error, session.epoch, scores.length], [reason, 3, 3]);
    assertEquals((await session.state()).epoch, 3);
    scores.push(...await session.advance(frame.epochs - 3));
    await assertSameEnd(session, scores, whole);
  },
);

eachDevice("after an abort within an epoch the session is at the epoch before", async (device) => {
  // The epochs are so long that a timer aborts within one.
  const long = { epochs: 40, count: 3000 };
  const members = [memberOf(1, long, { optimizer: adam() }), memberOf(2, long)];
  const plan = planOf(members, { ...long, batchSize: 8 });
  const session = await device.start(plan);
  let reported = 0;
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(new Stopped()), 120);
  await session.advance(40, { signal: timer.signal, onEpoch: () => reported++ }).catch((error) => {
    assert(error instanceof Stopped, String(error));
  });
  clearTimeout(timeout);
  assertEquals(session.epoch, reported);
  const state = await session.state();
  assertEquals(state.epoch, reported);
  const rest = Math.min(2, 40 - reported);
  const undisturbed = await device.start(plan);
  if (reported > 0) await undisturbed.advance(reported);
  assertSameState(state, await undisturbed.state());
  if (rest === 0) return;
  const [found, expected] = [await session.advance(rest), await undisturbed.advance(rest)];
  assertSameBits(numbersOf(found), numbersOf(expected), "scores");
  assertSameState(await session.state(), await undisturbed.state());
});

eachDevice("a signal that is already aborted changes nothing", async (device) => {
  const session = await device.start(planOf([memberOf(1)]));
  const signal = AbortSignal.abort(new Stopped());
  await assertRejects(() => session.advance(2, { signal }), Stopped);
  assertEquals(session.epoch, 0);
  assertEquals((await session.advance(4)).length, 4);
});

eachDevice(
  "after an error of onEpoch the session is at the reported epoch",
  async (device) => {
    const plan = planOf([memberOf(1)]);
    const whole = await inOneRun(device.start, plan);
    const session = await device.start(plan);
    await assertRejects(() =>
      session.advance(4, {
        onEpoch(epoch) {
          if (epoch === 2) throw new Stopped();
        },
      }), Stopped);
    assertEquals([session.epoch, (await session.state()).epoch], [2, 2]);
    const scores = [...whole.scores.slice(0, 2), ...await session.advance(2)];
    await assertSameEnd(session, scores, whole);
  },
);

eachDevice("advancing by too many or by 0 epochs is rejected with one line", async (device) => {
  const session = await device.start(planOf([memberOf(1)]));
  const refused = async (epochs: number, message: string) => {
    const error = await assertRejects(() => session.advance(epochs), RangeError, message);
    assertEquals(error.message.includes("\n"), false);
  };
  await refused(
    5,
    "Cannot advance the training as epochs must be a whole number, at least 1 and at most 4",
  );
  await refused(0, "epochs must be a whole number, at least 1 and at most 4: current value is 0");
  await refused(1.5, "epochs must be a whole number");
  await session.advance(3);
  await refused(2, "epochs must be a whole number, at least 1 and at most 1: current value is 2");
  await session.advance(1);
  await refused(1, "Cannot advance the training as all of its 4 epochs are done");
});

eachDevice("a call while another one is pending is rejected", async (device) => {
  const session = await device.start(planOf([memberOf(1)]));
  const pending = session.advance(4);
  const busy = "as another call of the session is pending";
  await assertRejects(() => session.advance(1), Error, `Cannot advance the training ${busy}`);
  await assertRejects(() => session.parameters(), Error, `Cannot read the parameters ${busy}`);
  await assertRejects(() => session.state(), Error, `Cannot read the state ${busy}`);
  assertEquals((await pending).length, 4);
  assertEquals((await session.state()).epoch, 4);
});

eachDevice("calls of a closed session are rejected, except another close", async (device) => {
  const plan = planOf([memberOf(1)]);
  const [session, other] = [await device.start(plan), await device.start(plan)];
  await session.close();
  await session.close();
  const closed = "as the session has been closed";
  await assertRejects(() => session.advance(1), Error, `Cannot advance the training ${closed}`);
  await assertRejects(() => session.parameters(), Error, `Cannot read the parameters ${closed}`);
  await assertRejects(() => session.state(), Error, `Cannot read the state ${closed}`);
  assertEquals((await other.advance(4)).length, 4);
});

eachDevice(
  "calls of a session are rejected after its device has been disposed of",
  async (device) => {
    const session = await device.start(planOf([memberOf(1)]));
    await session.advance(1);
    await device[Symbol.asyncDispose]();
    const disposed = "as the device has been disposed of";
    await assertRejects(() => session.advance(1), Error, `Cannot advance the training ${disposed}`);
    await assertRejects(
      () => session.parameters(),
      Error,
      `Cannot read the parameters ${disposed}`,
    );
    await assertRejects(() => session.state(), Error, `Cannot read the state ${disposed}`);
    await session.close();
  },
);

eachDevice(
  "what is under way when the device is disposed of fails by one clear error",
  async (device) => {
    const disposed = "as the device has been disposed of";
    const long = { epochs: 100_000 };
    const session = await device.start(planOf([memberOf(1, long), memberOf(2, long)], long));
    let trained = 0;
    const firstEpoch = Promise.withResolvers<void>();
    const advancing = assertRejects(
      () =>
        session.advance(long.epochs, {
          onEpoch(epoch, scores) {
            trained = epoch;
            assertEquals(Array.from(scores.trainLoss, Number.isFinite), [true, true]);
            firstEpoch.resolve();
          },
        }),
      Error,
      `Cannot advance the training ${disposed}`,
    );
    await firstEpoch.promise;
    const starting = assertRejects(
      () => device.start(planOf([memberOf(3, long)], long)),
      Error,
      `Cannot start the training ${disposed}`,
    );
    const grid = { x: [0, 1], y: [0, 1], size: [300, 300] } as const;
    const predicting = assertRejects(
      () => device.predictGrid([{ ...memberOf(1), sizes: [2, 6, 2], head: "logits" }], grid),
      Error,
      `Cannot predict the grid ${disposed}`,
    );
    await device[Symbol.asyncDispose]();
    await Promise.all([advancing, starting, predicting]);
    assert(trained < long.epochs, "it did not train on to its end");
    assertEquals(session.epoch, trained);
  },
);

eachDevice("a diverged member stays diverged in a session from its state", async (device) => {
  const wild = memberOf(2, {}, { activation: "identity", optimizer: sgd({ learningRate: 1e30 }) });
  const plan = planOf([memberOf(1), wild, memberOf(3)], { loss: "meanSquaredError" });
  const whole = await inOneRun(device.start, plan);
  const session = await device.start(plan);
  const scores = await session.advance(2);
  const state = await session.state();
  assertEquals(state.members.map(({ divergedAtEpoch }) => divergedAtEpoch), [null, 1, null]);
  const after = await device.start(plan, state);
  scores.push(...await after.advance(2));
  await assertSameEnd(after, scores, whole);
  for (const { trainLoss, testLoss } of scores) {
    assertEquals([trainLoss[1], testLoss[1]], [NaN, NaN]);
  }
  assertEquals(whole.state.members[1].divergedAtEpoch, 1);
});

eachDevice("a state of other networks is rejected with one line", async (device) => {
  const plan = planOf([memberOf(1, {}, { optimizer: adam() })]);
  const session = await device.start(plan);
  const state = await session.state();
  const [member] = state.members;
  const refused = async (
    changes: Partial<EnsembleState>,
    message: string,
    kind: typeof RangeError | typeof TypeError = RangeError,
  ) => {
    const start = () => device.start(plan, { ...state, ...changes });
    const error = await assertRejects(start, kind, message);
    assert(error.message.startsWith("Cannot start from the state as "), error.message);
    assertEquals(error.message.includes("\n"), false);
  };
  await refused({ epoch: 5 }, "the state's epoch must be a whole number, at least 0 and at most 4");
  await refused(
    { epoch: -1 },
    "the state's epoch must be a whole number, at least 0 and at most 4",
  );
  await refused({ members: [] }, "the length of the state's members must be 1");
  await refused(
    { members: [{ ...member, parameters: new Float32Array(3) }] },
    "the length of a member's parameters must be 32: current value is 3",
  );
  await refused(
    { members: [{ ...member, optimizerState: new Float32Array(32) }] },
    "the length of a member's optimizerState must be 64: current value is 32",
  );
  await refused(
    { members: [{ ...member, parameters: [...member.parameters] as unknown as Float32Array }] },
    "a member's parameters must be a Float32Array",
    TypeError,
  );
  await refused(
    { members: [{ ...member, divergedAtEpoch: 1 }] },
    "a member's divergedAtEpoch must be",
  );
  await assertRejects(
    () => device.start(plan, 7 as unknown as EnsembleState),
    TypeError,
    "state must be a state, as session.state() returns it",
  );
});

eachDeviceBesideCpu(
  "a training continues on another device, and back, within 1e-5",
  async (device, cpu) => {
    const expected = await inOneRun(cpu.start, everyOptimizer);
    const scores: EpochScores[] = [];
    let state: EnsembleState | undefined;
    for (const [where, epochs] of [[cpu, 2], [device, 3], [cpu, 2]] as const) {
      const session = await where.start(everyOptimizer, state);
      scores.push(...await session.advance(epochs));
      state = await session.state();
      await session.close();
    }
    assertClose(numbersOf(scores), numbersOf(expected.scores), 1e-5);
    for (const [index, { optimizerState }] of state!.members.entries()) {
      assertClose(optimizerState, expected.state.members[index].optimizerState, 1e-4);
    }
  },
);
