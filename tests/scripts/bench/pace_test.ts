import { assertEquals } from "@std/assert";
import { Paces, tooLong } from "../../../scripts/bench/pace.ts";

Deno.test("time is estimated by work, from the case that tells it best", () => {
  const paces = new Paces();
  paces.note("cpu", "grid", { work: 10, seconds: 1 });
  assertEquals(paces.estimate("cpu", "grid", 100), 10);
  paces.note("cpu", "grid", { work: 100, seconds: 2 });
  assertEquals(paces.estimate("cpu", "grid", 1000), 20);
  paces.note("cpu", "grid", { work: 100, seconds: 9 });
  assertEquals(paces.estimate("cpu", "grid", 1000), 20);
});

Deno.test("nothing is known of another contender, or of work that is not alike", () => {
  const paces = new Paces();
  paces.note("cpu", "grid", { work: 10, seconds: 1 });
  assertEquals(paces.estimate("wasm", "grid", 10), undefined);
  assertEquals(paces.estimate("cpu", "matmul", 10), undefined);
});

Deno.test("a run is left out that would take a peer five budgets, or the lab twenty", () => {
  const [peer, lab] = [{ lab: false, budget: 3 }, { lab: true, budget: 3 }];
  assertEquals(tooLong(15, peer), undefined);
  assertEquals(tooLong(187.4, peer), "would take about 190 s");
  assertEquals([tooLong(15.1, lab), tooLong(60, lab)], [undefined, undefined]);
  assertEquals(tooLong(61, lab), "would take about 61 s");
  assertEquals(tooLong(0.8, { ...peer, budget: 0.1 }), "would take about 0.8 s");
  assertEquals(tooLong(undefined, peer), undefined);
});
