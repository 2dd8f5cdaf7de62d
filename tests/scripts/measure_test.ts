import { assert, assertEquals, assertGreater, assertLess, assertRejects } from "@std/assert";
import { measureInTurns, median } from "../../scripts/bench/measure.ts";

const { signal } = new AbortController();

Deno.test("the median is the middle value, or the mean of the two middle ones", () => {
  assertEquals(median([3, 1, 2]), 2);
  assertEquals(median([10, 1, 3, 2]), 2.5);
  assertEquals(median([7]), 7);
  const values = [2, 11, 1];
  assertEquals([median(values), values], [2, [2, 11, 1]]);
});

Deno.test("contenders run in turns, one after the other, with one turn to warm up", async () => {
  const ran: string[] = [];
  const run = (name: string) => () => Promise.resolve(void ran.push(name));
  await measureInTurns({ lab: run("lab"), peer: run("peer") }, { turns: 2, signal });
  assertEquals(ran, ["lab", "peer", "lab", "peer", "lab", "peer"]);
});

Deno.test("times are in seconds, and the first turn does not count", async () => {
  let turn = 0;
  const waits = [400, 20];
  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, waits[turn++]));
  const none = () => Promise.resolve();
  const { slow, quick } = await measureInTurns({ slow: wait, quick: none }, { turns: 1, signal });
  assertGreater(slow, 0.018);
  assertLess(slow, 0.15);
  assertLess(quick, 0.018);
  assert(quick >= 0);
});

Deno.test("an abort ends the timing between two pieces of work, with its reason", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  let ran = 0;
  const work = () => {
    if (++ran === 3) controller.abort(reason);
    return Promise.resolve();
  };
  const timing = () =>
    measureInTurns({ a: work, b: work }, { turns: 9, signal: controller.signal });
  assert(await assertRejects(timing, Error) === reason);
  assertEquals(ran, 3);
});

Deno.test("work that fails ends the timing with its error", async () => {
  const fail = () => Promise.reject(new RangeError("no"));
  await assertRejects(() => measureInTurns({ fail }, { turns: 1, signal }), RangeError, "no");
});
