import { assertEquals } from "@std/assert";
import { boundOf } from "../../../scripts/bench/report.ts";
import { cellValue, ratioTo, toCell } from "../../../scripts/bench/cells.ts";

const limits = { roundTrip: 0.01, bytesPerSecond: 1e9, peak: 10e9, peakOf: "the test" };
const product = { kind: "matmul", batch: 1, size: 500 } as const;

Deno.test("a product's time is the wait, the bytes and the kernel, the largest share first", () => {
  // 250 million operations and 3 MB: 10 ms wait, 3 ms on their way, 87 ms are left for the kernel.
  assertEquals(
    boundOf(toCell(product, { times: [0.1] }), limits),
    "the kernel 87% (2.87 GFLOP/s, 29% of the peak), waiting for the result 10%, " +
      "moving operands and results 3%",
  );
  assertEquals(
    boundOf(toCell({ ...product, size: 10 }, { times: [0.0125] }), limits),
    "waiting for the result 80%, the kernel 20% (0.0008 GFLOP/s, 0.008% of the peak)",
  );
});

Deno.test("without a peak the speed stands alone", () => {
  assertEquals(
    boundOf(toCell(product, { times: [10] }), { ...limits, peak: null }),
    "the kernel 100% (0.025 GFLOP/s)",
  );
});

Deno.test("phases that a contender tells are shares of their sum", () => {
  const task = {
    kind: "train",
    sizes: [2, 32, 2],
    learningRate: 0.05,
    epochs: 10,
    members: 1,
    manner: "lab",
  } as const;
  const cell = toCell(task, { times: [0.5], phases: { drawing: 0.1, device: 0.3 } });
  // 70 steps in 0.3 s; 420 · 10 samples at 6 · 128 - 2 · 64 operations.
  assertEquals(
    boundOf(cell, limits),
    "device 75% (4,290 µs a network-step, 0.00896 GFLOP/s, 0.09% of the peak), drawing 25%",
  );
});

Deno.test("a cell is the median of its runs, told in its row's unit, and held against the lab", () => {
  const [lab, peer] = [[0.3, 0.1, 0.2], [1]].map((times) => toCell(product, { times }));
  assertEquals([lab.seconds, lab.runs, lab.rate], [0.2, 3, 1.25e9]);
  assertEquals(cellValue({ unit: "ms" }, lab), 200);
  assertEquals(cellValue({ unit: "GFLOP/s" }, lab), 1.25);
  assertEquals(cellValue({ unit: "steps/s" }, peer), 0.25e9);
  assertEquals([ratioTo(lab, peer), ratioTo(lab, undefined), ratioTo(undefined, peer)], [
    5,
    undefined,
    undefined,
  ]);
});
