/** Sessions on a GPU, for each trainer: in parts, from a state, aborted, and with snapshots. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Gpu } from "../../gpu/gpu.ts";
import type { EnsembleState, Session, TrainingPlan } from "../../lib/devices/device.ts";
import { stateVectorCount } from "../../lib/kernels/optimizer_step.ts";
import { createOptimizer, optimizerNames } from "../../lib/kernels/optimizer_names.ts";
import { sgd } from "../../lib/kernels/create_optimizer.ts";
import { memberOf, planOf } from "../devices/plans.ts";
import { runSession } from "../devices/run_plan.ts";
import { gpuTest } from "./adapter.ts";
import { type KernelChoice, startOn } from "./fused/train_fused.ts";
import { startLayered } from "./layered/train_layered.ts";
import { withBufferOf } from "./small_buffers.ts";

type Start = (gpu: Gpu, plan: TrainingPlan, state?: EnsembleState) => Promise<Session>;

const startWith = (choice: KernelChoice): Start => (gpu, plan, state) =>
  startOn(gpu, plan, { ...choice, state });

/**
 * The trainers, each with the bytes of a buffer in which two or three small members fit. A software
 * adapter ends long loops, and kernels for hardware do not consider this, so they have fewer samples.
 */
const trainers: Record<string, { start: Start; small: number; samples?: number }> = {
  "by tiles": { start: startWith({ software: true, kinds: ["tiles"] }), small: 2600 },
  "by tiles for hardware": {
    start: startWith({ software: false, kinds: ["tiles"] }),
    small: 3000,
    samples: 200,
  },
  "by units": { start: startWith({ kinds: ["units"] }), small: 8000, samples: 600 },
  "layer by layer": { start: startLayered, small: 1500, samples: 600 },
};

const allOptimizers = optimizerNames.map((name, index) =>
  memberOf(index + 1, { epochs: 6 }, {
    optimizer: createOptimizer(name, { learningRate: 0.02, weightDecay: 0.01 }),
    activation: index % 2 === 0 ? "gelu" : "tanh",
  })
);
const plan = planOf(allOptimizers, { epochs: 6 });

/** Returns all scores of a training that is advanced by these numbers of epochs, and its last state. */
async function trainInParts(session: Session, parts: readonly number[]) {
  const scores = [];
  for (const epochs of parts) scores.push(...await session.advance(epochs));
  const state = await session.state();
  return { scores, state };
}

for (const [trainer, { start, small, samples = 3000 }] of Object.entries(trainers)) {
  gpuTest(`${trainer}: snapshots are the networks after the requested epochs`, async (gpu) => {
    const keep = [1, 3, 4, 6];
    for (const adapter of [gpu, withBufferOf(gpu, small)]) {
      const kept = new Map<number, readonly Float32Array[]>();
      const session = await start(adapter, plan);
      await session.advance(6, { keep, onKeep: (epoch, found) => kept.set(epoch, found) });
      await session.close();
      assertEquals([...kept.keys()], keep);

      const single = await start(adapter, plan);
      for (let epoch = 1; epoch <= 6; epoch++) {
        await single.advance(1);
        if (keep.includes(epoch)) assertEquals(kept.get(epoch), await single.parameters());
      }
      await single.close();
    }
  });

  gpuTest(
    `${trainer}: a training in parts equals a single one to the bit, for every optimizer`,
    async (gpu) => {
      for (const adapter of [gpu, withBufferOf(gpu, small)]) {
        const session = await start(adapter, plan);
        const whole = await trainInParts(session, [6]);
        assertEquals(await session.parameters(), whole.state.members.map((m) => m.parameters));
        await session.close();

        const advanced = await start(adapter, plan);
        assertEquals(await trainInParts(advanced, [1, 2, 3]), whole);
        await advanced.close();

        const first = await start(adapter, plan);
        const before = await trainInParts(first, [2]);
        await first.close();
        assertEquals(before.state.epoch, 2);
        for (const [index, { parameters, optimizerState }] of before.state.members.entries()) {
          const vectors = stateVectorCount(allOptimizers[index].optimizer);
          assertEquals(optimizerState.length, vectors * parameters.length);
          assertEquals(optimizerState.some((value) => value !== 0), vectors > 0);
        }
        const second = await start(adapter, plan, before.state);
        assertEquals(second.epoch, 2);
        // The state before any epoch is the given state.
        assertEquals(await second.state(), before.state);
        const after = await trainInParts(second, [4]);
        assertEquals([...before.scores, ...after.scores], whole.scores);
        assertEquals(after.state, whole.state);
        await second.close();
      }
    },
  );

  gpuTest(
    `${trainer}: diverged members stay as they were, and epochs are reported if all have diverged`,
    async (gpu) => {
      const wild = memberOf(1, { epochs: 6 }, {
        activation: "relu",
        optimizer: sgd({ learningRate: 1e20 }),
      });
      const calm = memberOf(2, { epochs: 6 });
      for (const members of [[wild, calm], [wild]]) {
        const mixed = planOf(members, { epochs: 6 });
        const session = await start(gpu, mixed);
        const whole = await trainInParts(session, [6]);
        await session.close();
        const divergedAt = whole.state.members[0].divergedAtEpoch;
        assert(divergedAt !== null && divergedAt <= 2);
        assertEquals(whole.scores.length, 6);
        assert(
          whole.scores.slice(divergedAt - 1).every(({ testLoss }) => Number.isNaN(testLoss[0])),
        );
        const first = await start(gpu, mixed);
        const before = await trainInParts(first, [3]);
        await first.close();
        assertEquals(before.state.members[0], whole.state.members[0]);
        const second = await start(gpu, mixed, before.state);
        const controller = new AbortController();
        const watch = { signal: controller.signal, onEpoch: () => controller.abort() };
        await assertRejects(() => second.advance(3, watch));
        assertEquals(second.epoch, 4);
        assertEquals((await second.state()).members[0], whole.state.members[0]);
        assertEquals((await trainInParts(second, [1, 1])).state, whole.state);
        await second.close();
      }
    },
  );

  gpuTest(`${trainer}: after an abort the session is at the last reported epoch`, async (gpu) => {
    const reason = new Error("enough");
    for (const when of [1, 3, 4]) {
      const session = await start(gpu, plan);
      const controller = new AbortController();
      const reported: number[] = [];
      const onEpoch = (epoch: number) => {
        reported.push(epoch);
        if (epoch === when) controller.abort(reason);
      };
      const { signal } = controller;
      assertEquals(await assertRejects(() => session.advance(6, { signal, onEpoch })), reason);
      assertEquals(session.epoch, when);
      assertEquals(reported.length, when);
      const fresh = await start(gpu, plan);
      const expected = await trainInParts(fresh, [when]);
      assertEquals(await session.state(), expected.state);
      assertEquals(await trainInParts(session, [6 - when]), await trainInParts(fresh, [6 - when]));
      await session.close();
      await fresh.close();
    }
  });

  gpuTest(
    `${trainer}: after an abort within an epoch or an error of a callback the session is between epochs`,
    async (gpu) => {
      const frame = { epochs: 3, count: samples };
      const long = planOf([memberOf(3, frame), memberOf(4, frame)], { ...frame, batchSize: 1 });
      const session = await start(gpu, long);
      await session.advance(1);
      const after = await session.state();
      const reason = new Error("enough");
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 30);
      const { signal } = controller;
      const error = await session.advance(2, { signal }).then(() => null, (error) => error);
      // A fast adapter may have completed the training.
      if (error !== null) {
        assertEquals(error, reason);
        if (session.epoch === 1) assertEquals(await session.state(), after);
        await session.advance(3 - session.epoch);
      }
      const whole = await start(gpu, long);
      await runSession(whole, long);
      assertEquals(await session.state(), await whole.state());
      await session.close();
      await whole.close();

      const short = await start(gpu, plan);
      const thrown = new Error("of a callback");
      const failing = short.advance(6, {
        onEpoch() {
          throw thrown;
        },
      });
      assertEquals(await assertRejects(() => failing), thrown);
      assertEquals(short.epoch, 1);
      const first = await short.state();
      const other = await start(gpu, plan);
      await other.advance(1);
      assertEquals(first, await other.state());
      await short.close();
      await other.close();
    },
  );
}

gpuTest(
  "the state after an advance is read without a further wait, as each takes 11 ms",
  async (gpu) => {
    const { mapAsync } = GPUBuffer.prototype;
    let waits = 0;
    GPUBuffer.prototype.mapAsync = function (this: GPUBuffer, ...given) {
      waits++;
      return mapAsync.apply(this, given);
    };
    try {
      for (const { start } of Object.values(trainers)) {
        const session = await start(gpu, plan);
        await session.advance(plan.epochs);
        const before = waits;
        const { members } = await session.state();
        const parameters = await session.parameters();
        assertEquals(waits, before);
        // They are copies.
        parameters[0].fill(0);
        members[1].optimizerState.fill(0);
        assertEquals((await session.parameters())[0], members[0].parameters);
        await session.close();
      }
    } finally {
      GPUBuffer.prototype.mapAsync = mapAsync;
    }
  },
);
