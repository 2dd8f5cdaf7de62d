import { assertEquals, assertThrows } from "@std/assert";
import { checkSizes, layersOf, parameterCount } from "../../lib/models/layout.ts";

const check = (sizes: unknown) => checkSizes("test", sizes as number[]);

Deno.test("layers lie one behind the other, each bias right behind its weights", () => {
  assertEquals(layersOf([2, 3, 4, 1]), [
    { inputs: 2, outputs: 3, weight: 0, bias: 6 },
    { inputs: 3, outputs: 4, weight: 9, bias: 21 },
    { inputs: 4, outputs: 1, weight: 25, bias: 29 },
  ]);
  assertEquals(layersOf([5, 2]), [{ inputs: 5, outputs: 2, weight: 0, bias: 10 }]);
});

Deno.test("parameters are counted as torch counts them", () => {
  assertEquals([[1, 1], [2, 2], [2, 32, 2], [2, 64, 64, 2]].map(parameterCount), [
    2,
    6,
    162,
    4482,
  ]);
});

Deno.test("sizes up to the limits are taken, and given back as they are", () => {
  for (const sizes of [[1, 1], [65_536, 1], [1, 65_536, 2], [7071, 7070]]) {
    assertEquals(check(sizes), sizes);
  }
});

Deno.test("sizes that are none are refused by one line that says why", () => {
  const each = "each of sizes must be a whole number from 1 to 65536: current value is";
  const cases: [unknown, string][] = [
    [[], "sizes must have at least 2 entries: current value is []"],
    [[2], "sizes must have at least 2 entries: current value is [2]"],
    [[2, 0, 2], `${each} 0`],
    [[2, -3, 2], `${each} -3`],
    [[2, 1.5, 2], `${each} 1.5`],
    [[NaN, 2], `${each} NaN`],
    [[2, Infinity], `${each} Infinity`],
    [[2, 65_537, 2], `${each} 65537`],
    [[2, "3", 2], `${each} "3"`],
    [[7071, 7071], "of [7071,7071] must be at most 50000000: current value is 50006112"],
  ];
  for (const [sizes, message] of cases) {
    assertThrows(() => check(sizes), RangeError, message);
  }
  for (const sizes of [undefined, null, "2,3", 3, { length: 2 }]) {
    assertThrows(() => check(sizes), TypeError, "sizes must be a list of layer widths");
  }
});

Deno.test("a hole in sizes is no width", () => {
  // deno-lint-ignore no-sparse-arrays
  for (const sizes of [[2, , 2], [2, undefined, 2], [undefined, 2]]) {
    assertThrows(() => check(sizes), RangeError, "each of sizes must be");
  }
});

Deno.test("what is no width is shown in one short line, whatever it is", () => {
  for (const width of [Symbol("s"), { toString: null }, "x".repeat(100_000), () => "a\nb"]) {
    const { message } = assertThrows(() => check([width]), RangeError, "at least 2 entries");
    assertEquals([message.length < 200, message.includes("\n")], [true, false]);
  }
});
