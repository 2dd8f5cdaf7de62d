import { assert, assertEquals } from "@std/assert";
import { type Curve, isSpread, positionRange, valueRange } from "../../../lib/plots/axes/ranges.ts";

const running = (...values: number[]): Curve => ({ values, stopped: false });
const stopped = (...values: number[]): Curve => ({ values, stopped: true });

Deno.test("the range holds all curves that behave, and ends on round numbers", () => {
  assertEquals(valueRange([running(0.75, 0.32), running(0.65, 0.25)], "linear"), [0.2, 0.8]);
  assertEquals(valueRange([running(5, 0.3)], "linear"), [0, 5]);
  assertEquals(valueRange([running(-1.2, 3.4)], "linear"), [-2, 4]);
});

Deno.test("a curve on its way to infinity does not stretch the axis", () => {
  const tame = running(0.7, 0.3);
  assertEquals(valueRange([tame, stopped(0.69, 1e30)], "linear"), [0.3, 0.7]);
  assertEquals(valueRange([tame, stopped(0.69, 1e30)], "log"), [0.2, 1]);
});

Deno.test("a stopped curve is shown as far as it is within reach", () => {
  assertEquals(valueRange([running(0.7, 0.3), stopped(0.85, 40)], "linear"), [0.3, 0.9]);
});

Deno.test("a curve that explodes without ever ending in NaN is a runaway too", () => {
  assertEquals(valueRange([running(0.7, 0.3), running(0.7, 1e30)], "linear"), [0.3, 0.7]);
});

Deno.test("a curve that is just larger than the others is not", () => {
  assertEquals(valueRange([running(1e-9, 1e-9), running(1, 0.9), running(0, 0)], "linear"), [0, 1]);
  assertEquals(valueRange([running(1e-10, 1e-11), running(1e5, 1e-4)], "log"), [1e-11, 1e5]);
});

/** Losses of SGD at a learning rate of 100 on XOR: an explosion, then 80 epochs between 20 and 60. */
const exploded = [8e16, 3e16, 4e9, 800, 90, ...Array.from({ length: 75 }, (_, at) => 25 + at % 9)];
const falling = (from: number) => Array.from({ length: 80 }, (_, at) => from * 0.97 ** at);

Deno.test("what most runs do frames the axis, even if another begins at its worst", () => {
  const most = [running(...falling(0.7)), running(...falling(0.6))];
  assertEquals(valueRange([...most, running(...exploded)], "linear"), [0, 0.7]);
  assertEquals(valueRange([...most, running(1e16, 1e16, 2e16)], "linear"), [0, 0.7]);
  assertEquals(valueRange([...most, running(1e16, 1e16, 2e16)], "log"), [0.05, 1]);
});

Deno.test("a logarithmic axis shows where a run mostly is, without its explosion", () => {
  const curves = [running(...falling(0.7)), running(...falling(0.6)), running(...exploded)];
  const [low, high] = valueRange(curves, "log");
  assertEquals(low, 0.01);
  assert(high >= 40 && high <= 1e3, String(high));
});

Deno.test("curves are spread where one is mostly far above the others, and within reach", () => {
  const two = [running(...falling(0.7)), running(...falling(0.6))];
  assertEquals(isSpread([...two, running(...exploded)]), true);
  assertEquals(isSpread([...two, running(5, 0.6, 0.3)]), false, "one that starts high");
  assertEquals(isSpread([...two, stopped(1e16, 1e35)]), false, "one that stops");
  assertEquals(isSpread([...two, running(1e16, 1e16)]), false, "one out of reach of any axis");
  assertEquals(isSpread([running(...exploded)]), false, "one alone");
});

Deno.test("where every curve stops, the beginnings are shown", () => {
  assertEquals(valueRange([stopped(0.7, 2.1, 1e9), stopped(0.5, 1e12)], "linear"), [0.4, 2.2]);
  assertEquals(
    valueRange([stopped(0.7), stopped(1e35)], "linear"),
    valueRange([running(0.7)], "linear"),
  );
});

Deno.test("a range is never empty, infinite or, on a logarithmic axis, not positive", () => {
  const curves: Curve[][] = [
    [],
    [running()],
    [running(0)],
    [running(0.5, 0.5)],
    [running(-3)],
    [running(-1e308, 1e308)],
    [running(1e-320)],
    [running(NaN, Infinity)],
    [stopped(0, 1e9)],
  ];
  for (const kind of ["linear", "log"] as const) {
    for (const some of curves) {
      const [low, high] = valueRange(some, kind);
      assert(low < high && Number.isFinite(high - low), `${kind} ${low} ${high}`);
      assert(kind === "linear" || low > 0, `${kind} ${low}`);
    }
  }
});

Deno.test("x goes from the first place to the last, and has width even for one", () => {
  assertEquals(positionRange([1, 2, 150], "linear"), [1, 150]);
  assertEquals(positionRange([3], "linear"), [2.5, 3.5]);
  assertEquals(positionRange([0, 1e-12, 0.1], "log"), [1e-12, 0.1]);
  assertEquals(positionRange([], "linear"), [0, 1]);
  for (const place of [0, 5e-324, 1, 1e17, Number.MAX_VALUE]) {
    for (const kind of ["linear", "log"] as const) {
      const [low, high] = positionRange([place], kind);
      assert(low < high && Number.isFinite(low) && Number.isFinite(high), `${kind} ${place}`);
    }
  }
});

Deno.test("a logarithmic range of near values is as narrow as they are, and positive", () => {
  assertEquals(valueRange([running(1.0001, 1.0003)], "log"), [1.0001, 1.0003]);
  assertEquals(valueRange([running(0.95, 1.1)], "log"), [0.94, 1.12]);
  assertEquals(valueRange([running(3e-9, 4e-9)], "log"), [3e-9, 4e-9]);
  assertEquals(valueRange([running(2, 2)], "log"), [1, 4]);
  assertEquals(valueRange([running(1, 1.6)], "log"), [1, 2]);
});
