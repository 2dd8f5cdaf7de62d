import { assert, assertEquals, assertLessOrEqual, assertNotMatch } from "@std/assert";
import { contourPanel, figure, linePanel, toSvg } from "../../../mod.ts";
import { makeScale, type Range, type ScaleKind } from "../../../lib/plots/axes/scale.ts";
import { axisTicks } from "../../../lib/plots/axes/ticks.ts";

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
  assertEquals(named("linear", [0.2, 0.8], 150), ["0.2", "0.6"]);
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

const { MAX_VALUE, MIN_VALUE } = Number;
const magnitudes = [MIN_VALUE, 1e-310, 2.2e-308, 1e-300, 1e-17, 1, 1 + 2 ** -52, 1 + 2 ** -40]
  .concat([1e16, 1e16 + 2, 1e300, 1e307, 1.7e308, MAX_VALUE]);
/** All pairs of extremes that differ, in both orders. */
const extremes = [0, ...magnitudes, ...magnitudes.map((value) => -value)]
  .flatMap((start, _, all) => all.filter((end) => end !== start).map((end): Range => [start, end]));

Deno.test("ticks of extreme ranges have finite places and texts that differ, upside down too", () => {
  for (const range of extremes) {
    for (const kind of ["linear", "log"] as const) {
      if (kind === "log" && Math.min(...range) <= 0) continue;
      const scale = makeScale(kind, { domain: range, range: [0, 500] });
      const ticks = ticksOf(kind, range);
      const places = ticks.map(({ value }) => scale(value));
      assert(places.every((place) => place >= -1 && place <= 501), `${kind} ${range}: ${places}`);
      const labels = ticks.map(({ label }) => label).filter((label) => label !== "");
      assertEquals(labels.length, new Set(labels).size, `${kind} ${range}: ${labels}`);
      assert(!labels.some((label) => /NaN|Infinity|undefined/.test(label)), `${kind} ${range}`);
      assert(labels.length > 0, `${kind} ${range}`);
    }
  }
});

Deno.test("figures over extreme ranges hold finite numbers only", () => {
  const values = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1);
  const plane = { size: [2, 2], classes: 2, values } as const;
  for (const [start, end] of extremes.filter((_, at) => at % 7 === 0)) {
    const range: Range = [Math.min(start, end), Math.max(start, end)];
    const panels = [
      linePanel([{ name: "a", values: [start, end, start] }]),
      linePanel([{ name: "a", values: [start, end, start] }], { yScale: "log" }),
      linePanel([{ name: "a", values: [1, 2], x: range }]),
      linePanel([{ name: "a", values: [1, 2], x: range }], { xScale: "log" }),
      contourPanel({ ...plane, x: range, y: [0, 1] }),
      contourPanel({ ...plane, x: range, y: range }),
    ];
    for (const panel of panels) {
      assertNotMatch(toSvg(figure([[panel]])), /NaN|Infinity/, `${range} ${panel.summary}`);
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
  assertEquals(named(60), ["50", "150"]);
  assertEquals(named(40), ["100"]);
});

Deno.test("settings that are numbers are left out where they have no space, and never cut", () => {
  const named = (labels: readonly string[]) => {
    const scale = makeScale("linear", { domain: [-0.5, 5.5], range: [0, 240] });
    const marks = labels.map((label, value) => ({ value, label }));
    const axis = { kind: "linear", range: [-0.5, 5.5], label: "", whole: true, marks } as const;
    const extent = (label: string) => 14 * label.length;
    return axisTicks(axis, { scale, length: 240, every: 75, extent }).map(({ label }) => label);
  };
  const numbers = ["0.00123", "0.0456", "0.789", "1.234", "56.78", "1e-10"];
  assertEquals(named(numbers), ["0.00123", "1.234"]);
  assertEquals(named(numbers.map((label) => label.replace(".", ","))), ["0,00123", "1,234"]);
  assert(named(["momentum", "sgd", "adam", "adamw", "rmsprop", "adagrad"]).includes("mome…"));
});
