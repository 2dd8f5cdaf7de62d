import { assertEquals, assertLess, assertRejects } from "@std/assert";
import { openDevice } from "../../../lib/devices/open.ts";
import { memberOf, planOf, samplesOf } from "../plans.ts";
import { runPlan } from "../run_plan.ts";
import { timeToStop } from "../time_to_stop.ts";

// Without workers, which workers_test.ts aborts: `deno test` checks the types of their program on first
// use, for seconds.
const device = await openDevice("cpu", { workers: 1 });

class Stopped extends Error {}

Deno.test("an aborted signal rejects with its reason before anything is computed", async () => {
  const reason = new Stopped("before");
  const epochs: number[] = [];
  const watch = {
    signal: AbortSignal.abort(reason),
    onEpoch: (epoch: number) => epochs.push(epoch),
  };
  const error = await assertRejects(() => runPlan(device, planOf([memberOf(1)]), watch), Stopped);
  assertEquals([error, epochs], [reason, []]);
});

Deno.test("an abort in the middle rejects with the signal's reason, and no epoch follows", async () => {
  const frame = { epochs: 50 };
  const controller = new AbortController();
  const reason = new Stopped("at epoch 3");
  const epochs: number[] = [];
  const error = await assertRejects(
    () =>
      runPlan(device, planOf([memberOf(1, frame), memberOf(2, frame)], frame), {
        signal: controller.signal,
        onEpoch(epoch) {
          epochs.push(epoch);
          if (epoch === 3) controller.abort(reason);
        },
      }),
    Stopped,
  );
  assertEquals([error, epochs], [reason, [1, 2, 3]]);
});

Deno.test("a training whose members have all diverged still heeds its signal", async () => {
  const frame = { epochs: 50 };
  const parameters = memberOf(1).parameters.slice().fill(NaN);
  const epochs: number[] = [];
  const controller = new AbortController();
  await assertRejects(() =>
    runPlan(device, planOf([memberOf(1, frame, { parameters })], frame), {
      signal: controller.signal,
      onEpoch(epoch) {
        epochs.push(epoch);
        if (epoch === 5) controller.abort(new Stopped());
      },
    }), Stopped);
  assertEquals(epochs, [1, 2, 3, 4, 5]);
});

Deno.test("a signal that is never aborted changes nothing", async () => {
  const { signal } = new AbortController();
  const [watched] = await runPlan(device, planOf([memberOf(1)]), { signal });
  const [unwatched] = await runPlan(device, planOf([memberOf(1)]));
  assertEquals(watched, unwatched);
});

Deno.test("a long training of a small network ends well within a second of its abort", async () => {
  const frame = { count: 20_000, epochs: 1000 };
  const member = memberOf(1, frame);
  assertLess(
    await timeToStop(device, planOf([member, member], { ...frame, batchSize: 8 }), 60),
    1000,
  );
});

Deno.test("training and testing a wide network ends within a second of its abort", async () => {
  const sizes = [2, 2048, 2048, 2];
  const frame = { sizes, count: 1024, epochs: 2 };
  const member = memberOf(1, frame);
  const whole = planOf([member], { ...frame, batchSize: 64 });
  assertLess(await timeToStop(device, whole, 100), 1000);
  // One short batch, and then a thousand samples to test on.
  const tested = planOf([member], { ...frame, train: samplesOf(sizes, 3), test: whole.train });
  assertLess(await timeToStop(device, tested, 100), 1000);
});
