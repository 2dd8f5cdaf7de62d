import { assertEquals } from "@std/assert";
import {
  countText,
  evenLabels,
  listText,
  logLabel,
  lossText,
  percentText,
  shortNumber,
} from "../../lib/plots/format.ts";

Deno.test("decimals follow the step, minus is a minus sign, zero is bare", () => {
  assertEquals(evenLabels([0, 0.2, 0.4]), ["0", "0.2", "0.4"]);
  assertEquals(evenLabels([-0.5, 0, 0.5, 1]), ["−0.5", "0", "0.5", "1"]);
  assertEquals(evenLabels([0.25, 0.3, 0.35]), ["0.25", "0.30", "0.35"]);
  assertEquals(evenLabels([20, 40, 60]), ["20", "40", "60"]);
  assertEquals(evenLabels([]), []);
});

Deno.test("neighbours are told apart however close they are", () => {
  assertEquals(evenLabels([12345, 12345.0005]), ["12,345.0000", "12,345.0005"]);
  assertEquals(evenLabels([0.99999, 1]), ["0.99999", "1.00000"]);
});

Deno.test("long numbers get commas, then powers of ten", () => {
  assertEquals(evenLabels([5000, 10000, 100000]), ["5000", "10,000", "100,000"]);
  assertEquals(evenLabels([-1e7, 0, 1e7, 2e7]), ["−10⁷", "0", "10⁷", "2×10⁷"]);
  assertEquals(evenLabels([0, 2.5e-5, 5e-5]), ["0", "2.5×10⁻⁵", "5×10⁻⁵"]);
});

Deno.test("numbers that many digits tell apart are written once, then as distances from it", () => {
  const from = (start: number, step: number) =>
    evenLabels([0, 1, 2].map((at) => start + at * step));
  assertEquals(from(1e15, 0.5), ["10¹⁵", "+0.5", "+1"]);
  assertEquals(from(-1e15, 1), ["−10¹⁵", "+1", "+2"]);
  assertEquals(from(123456789, 0.25), ["1.23456789×10⁸", "+0.25", "+0.50"]);
  assertEquals(from(1, 2e-12), ["1", "+2×10⁻¹²", "+4×10⁻¹²"]);
  assertEquals(from(54321, 1e-7), ["54,321", "+10⁻⁷", "+2×10⁻⁷"]);
});

Deno.test("logarithmic labels are digits or powers", () => {
  assertEquals([0.001, 0.01, 0.2, 1, 50, 1000].map((value) => logLabel(value, true)), [
    "0.001",
    "0.01",
    "0.2",
    "1",
    "50",
    "1000",
  ]);
  assertEquals([1e-12, 5e-7, 1, 1e10].map((value) => logLabel(value, false)), [
    "10⁻¹²",
    "5×10⁻⁷",
    "10⁰",
    "10¹⁰",
  ]);
});

Deno.test("numbers in running text are short", () => {
  assertEquals([0.73000001, -0.5, 1, 1 / 3].map((value) => shortNumber(value)), [
    "0.73",
    "−0.5",
    "1",
    "0.333",
  ]);
});

Deno.test("a share is a percentage of one decimal, a dash where there is none", () => {
  assertEquals([0, 1, 0.8644, 2 / 3].map(percentText), ["0.0%", "100%", "86.4%", "66.7%"]);
  assertEquals([NaN, Infinity].map(percentText), ["–", "–"]);
});

Deno.test("a loss shows three figures, a huge one its power of ten", () => {
  const losses = [0, 0.0004, 0.6931, 9.9994, 10, 123.45, 999.9, 1000, 1.53e35];
  const texts = ["0.000", "0.000", "0.693", "9.999", "10.0", "123.5", "999.9", "1.0e+3", "1.5e+35"];
  assertEquals(losses.map(lossText), texts);
  assertEquals([NaN, Infinity].map(lossText), ["–", "–"]);
});

Deno.test("names stand in a row with an and", () => {
  assertEquals([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listText), [
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

Deno.test("counts are written as Intl writes them", () => {
  for (const count of [0, 7, 999, 1000, 12_345, 999_999, 1_234_567_890, -1, -1000, 2 ** 53 - 1]) {
    assertEquals(countText(count), count.toLocaleString("en"));
  }
  assertEquals(countText(1234.5), "1,234.5");
});
