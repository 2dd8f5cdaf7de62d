import { assert, assertLess, assertRejects } from "@std/assert";
import { createYield, yieldOften } from "../lib/yield_to_event_loop.ts";
import { compute, isInterrupted } from "./computation.ts";

Deno.test("timers come through long computations, and many short ones", async () => {
  for (const calls of [1, 10]) {
    let ticks = 0;
    const interval = setInterval(() => ticks++, 30);
    for (let call = 0; call < calls; call++) {
      const pause = createYield();
      for (const end = performance.now() + 1000 / calls; performance.now() < end; await pause()) {
        compute(5);
      }
    }
    clearInterval(interval);
    // One in each pause of 40 ms.
    assert(ticks >= 10, `${ticks} of ${calls} computations`);
  }
});

Deno.test("a computation of less than 40 ms is not interrupted", async () => {
  assert(!await isInterrupted(1));
});

Deno.test("messages come through short computations while something waits for one", async () => {
  const endWait = yieldOften();
  const endOther = yieldOften();
  endWait();
  endWait();
  assert(await isInterrupted(2));
  endOther();
  assert(!await isInterrupted(2));
});

Deno.test("an abort ends a computation within its next pauses", async () => {
  const started = performance.now();
  const pause = createYield(AbortSignal.timeout(100));
  await assertRejects(
    async () => {
      for (;; await pause()) compute(5);
    },
    DOMException,
    "timeout",
  );
  assertLess(performance.now() - started, 1000);
});
