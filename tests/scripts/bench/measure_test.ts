import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  disagreement,
  measureInTurns,
  median,
  thinned,
  type Timed,
} from "../../../scripts/bench/measure.ts";

const { signal } = new AbortController();
const plenty = { allowance: 1000, signal };

/** A piece of work that takes, turn by turn, what it is told to; its name is kept where it ran. */
function work(seconds: readonly number[], { name = "", ran = [] as string[] } = {}): Timed {
  let turn = 0;
  return () => {
    ran.push(name);
    return Promise.resolve(seconds[Math.min(turn++, seconds.length - 1)]);
  };
}

async function timesOf(run: Timed, options: { turns: number; allowance: number }) {
  return (await measureInTurns(new Map([["it", run]]), { ...options, signal })).get("it");
}

Deno.test("the median is the middle value, or the mean of the two middle ones", () => {
  assertEquals(median([3, 1, 2]), 2);
  assertEquals(median([10, 1, 3, 2]), 2.5);
  assertEquals(median([7]), 7);
  const values = [2, 11, 1];
  assertEquals([median(values), values], [2, [2, 11, 1]]);
});

Deno.test("contenders run in turns, one after the other, with one turn to warm up", async () => {
  const ran: string[] = [];
  const contenders = new Map([
    ["lab", work([9, 1, 2], { name: "lab", ran })],
    ["peer", work([8, 3, 4], { name: "peer", ran })],
  ]);
  const times = await measureInTurns(contenders, { ...plenty, turns: 2 });
  assertEquals(ran, ["lab", "peer", "lab", "peer", "lab", "peer"]);
  assertEquals([...times], [["lab", [1, 2]], ["peer", [3, 4]]]);
});

Deno.test("what is slow takes as many turns as fit in its allowance, at least one", async () => {
  assertEquals(await timesOf(work([1, 1.1, 1.2, 1.3]), { turns: 3, allowance: 3.2 }), [1.1, 1.2]);
  assertEquals(await timesOf(work([1.5, 1.4]), { turns: 3, allowance: 3 }), [1.4]);
  assertEquals(await timesOf(work([1.6, 1.4]), { turns: 3, allowance: 3 }), [1.6]);
  assertEquals(await timesOf(work([40]), { turns: 3, allowance: 3 }), [40]);
});

Deno.test("a contender that fails runs no more, and the others go on", async () => {
  const ran: string[] = [];
  const error = new RangeError("no");
  const contenders = new Map<string, Timed>([
    ["broken", () => Promise.reject(error)],
    ["sound", work([1], { name: "sound", ran })],
  ]);
  const times = await measureInTurns(contenders, { ...plenty, turns: 2 });
  assert(times.get("broken") === error);
  assertEquals([times.get("sound"), ran.length], [[1, 1], 3]);
});

Deno.test("an abort ends the timing between two pieces of work, with its reason", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  let ran = 0;
  const run = () => {
    if (++ran === 3) controller.abort(reason);
    return Promise.resolve(1);
  };
  const timing = () =>
    measureInTurns(new Map([["a", run], ["b", run]]), {
      turns: 9,
      allowance: 1000,
      signal: controller.signal,
    });
  assert(await assertRejects(timing, Error) === reason);
  assertEquals(ran, 3);
});

Deno.test("results agree within rounding, by the size of the values", () => {
  const expected = Float32Array.of(0, 1, -2000);
  assertEquals(disagreement(Float32Array.of(9e-5, 1.00005, -2000.1), expected), undefined);
  assertMatch(disagreement(Float32Array.of(0, 1.001, -2000), expected)!, /^1\.00.* instead of 1$/);
  assertMatch(disagreement(Float32Array.of(0, 1, 2000), expected)!, /^2000 instead of -2000$/);
});

Deno.test("NaN agrees with nothing, and neither does a result of another length", () => {
  assertEquals(disagreement(Float32Array.of(NaN), Float32Array.of(1)), "NaN instead of 1");
  assertEquals(disagreement(Float32Array.of(1), Float32Array.of(NaN)), "1 instead of NaN");
  const longer = disagreement(new Float32Array(3), new Float32Array(2));
  assertEquals(longer, "3 values instead of 2");
});

Deno.test("what is random is compared with nothing", () => {
  assertEquals(disagreement(new Float32Array(), Float32Array.of(1)), undefined);
  assertEquals(disagreement(Float32Array.of(1), new Float32Array()), undefined);
});

Deno.test("a long result is thinned out evenly, from its first value to its last", () => {
  const long = Float32Array.from({ length: 1_000_001 }, (_, at) => at);
  const few = thinned(long);
  assertEquals([few.length, few[0], few[4095]], [4096, 0, 1_000_000]);
  const gaps = Array.from(few.subarray(1), (value, at) => value - few[at]);
  assertEquals(gaps.every((gap) => gap === 244 || gap === 245), true);
  const short = Float32Array.of(3, 1, 2);
  assertEquals(thinned(short), short);
});
