import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import { makeScale, type Range, type ScaleKind } from "../../lib/plots/scale.ts";
import { axisTicks } from "../../lib/plots/ticks.ts";

function ticksOf(kind: ScaleKind, range: Range, length = 500, whole = false) {
  const scale = makeScale(kind, { domain: range, range: [0, length] });
  const extent = (label: string) => label.length * 12 + 15;
  return axisTicks({ kind, range, label: "", whole }, { scale, length, every: 75, extent });
}

function named(kind: ScaleKind, range: Range, length = 500, whole = false): string[] {
  return ticksOf(kind, range, length, whole).map(({ label }) => label).filter((text) =>
    text !== ""
  );
}

Deno.test("linear ticks are round numbers", () => {
  assertEquals(named("linear", [0, 0.8]), ["0", "0.2", "0.4", "0.6", "0.8"]);
  assertEquals(named("linear", [1, 150], 330), ["50", "100", "150"]);
});

Deno.test("epochs are whole", () => {
  assertEquals(named("linear", [1, 3], 900, true), ["1", "2", "3"]);
  assertEquals(named("linear", [0.5, 1.5], 900, true), ["1"]);
});

Deno.test("few decades name 1, 2 and 5, more name each, many every so many", () => {
  assertEquals(named("log", [0.1, 5]), ["0.1", "0.2", "0.5", "1", "2", "5"]);
  assertEquals(named("log", [0.001, 10]), ["0.001", "0.01", "0.1", "1", "10"]);
  assertEquals(named("log", [1e-12, 1e-1]), ["10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²"]);
  assertEquals(named("log", [0.31, 0.34]), [
    "0.310",
    "0.315",
    "0.320",
    "0.325",
    "0.330",
    "0.335",
    "0.340",
  ]);
});

Deno.test("a logarithmic axis has small ticks between decades", () => {
  const small = ticksOf("log", [0.01, 1]).filter(({ label }) => label === "");
  assertEquals(small.length, 12);
});

Deno.test("labels never crowd, on any range or length", () => {
  const ranges: Range[] = [[0, 1], [1e-9, 1], [1, 2], [3, 3.001], [1e-300, 1e300], [1, 123456]];
  for (const kind of ["linear", "log"] as const) {
    for (const range of ranges.filter(([low]) => kind === "linear" || low > 0)) {
      for (let length = 40; length < 1300; length *= 1.7) {
        const scale = makeScale(kind, { domain: range, range: [0, length] });
        const labels = ticksOf(kind, range, length).filter(({ label }) => label !== "");
        assert(labels.length >= (length > 300 ? 2 : 0), `${kind} ${range} ${length}`);
        assertLessOrEqual(labels.length, 9);
        labels.slice(1).forEach(({ value, label }, at) => {
          const room = scale(value) - scale(labels[at].value);
          const needed = ((label.length + labels[at].label.length) * 12 + 30) / 2;
          assertLessOrEqual(needed, room + 1e-9, `${kind} ${range} ${length}: ${label}`);
        });
      }
    }
  }
});

Deno.test("a short axis names two numbers rather than one, where they fit", () => {
  const axis = { kind: "linear", range: [1, 150], label: "epoch", whole: true } as const;
  const room = (length: number) => ({
    scale: makeScale("linear", { domain: axis.range, range: [0, length] }),
    length,
    every: 100,
    extent: (label: string) => 14 * label.length,
  });
  const named = (length: number) => axisTicks(axis, room(length)).map(({ label }) => label);
  assertEquals(named(240), ["50", "100", "150"]);
  assertEquals(named(60), ["100"]);
});
