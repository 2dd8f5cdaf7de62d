import { assertEquals } from "@std/assert";
import {
  counted,
  cut,
  oneLine,
  pad,
  tableLines,
  widthOf,
  wrap,
} from "../../scripts/cli/text_layout.ts";

Deno.test("width is counted in columns", () => {
  assertEquals(["abc", "日本", "e\u0301", "", "👩‍👩‍👧"].map(widthOf), [3, 4, 1, 0, 2]);
});

Deno.test("what cannot be seen has no width, and a letter of a narrow alphabet one column", () => {
  assertEquals(["\u200b", "\ufeff", "a\u00adb", "\ud800"].map(widthOf), [0, 0, 2, 0]);
  assertEquals(["λ = 0,05 × ½", "Größe", "Цвет", "─→"].map(widthOf), [12, 5, 4, 2]);
  assertEquals(["🇩🇪", "1️⃣", "ｶﾞ", "한국어", "×日"].map(widthOf), [2, 2, 2, 6, 3]);
});

Deno.test("padding fills the width on either side", () => {
  assertEquals([pad("日", 4), pad("日", 4, "right"), pad("long", 2)], ["日  ", "  日", "long"]);
});

Deno.test("cutting says so, and never splits a character", () => {
  assertEquals(cut("training", 8), "training");
  assertEquals(cut("training", 5), "trai…");
  assertEquals(cut("日本語", 4), "日…");
  assertEquals([cut("abc", 1), cut("abc", 0)], ["…", ""]);
});

Deno.test("wrapping breaks at spaces only", () => {
  assertEquals(wrap("one two  three", 7), ["one two", "three"]);
  assertEquals(wrap("extraordinary word", 5), ["extraordinary", "word"]);
  assertEquals(wrap("ab (c\u00a0d)", 6), ["ab", "(c d)"]);
  assertEquals(wrap("", 5), [""]);
});

Deno.test("one line stays of many", () => {
  assertEquals(oneLine("a\n  b\tc\r\n\x1b[31md\u2028e\n"), "a b c [31md e");
});

Deno.test("numbers stand to the right, words to the left, nothing trails", () => {
  assertEquals(
    tableLines(["run", { title: "loss", decimals: 3 }, "epochs", "status"], [
      ["sigmoid", 0.12345, 150, "ok"],
      ["relu", 12, 8, "diverged"],
    ]),
    [
      "run        loss  epochs  status",
      "───────  ──────  ──────  ────────",
      "sigmoid   0.123     150  ok",
      "relu     12.000       8  diverged",
    ],
  );
});

Deno.test("what is not finite or not there is a dash", () => {
  assertEquals(
    tableLines([{ title: "loss", decimals: 1 }, "note"], [[NaN, null], [Infinity, "x"], [null], [
      1,
      "",
    ]]),
    ["loss  note", "────  ────", "   –  –", "   –  x", "   –  –", " 1.0"],
  );
});

Deno.test("numbers that are too large for decimals have an exponent", () => {
  const loss = { title: "loss", decimals: 3 };
  assertEquals(tableLines([loss, "n"], [[-26385233060.196, 2e9], [1234567.891, 7]]), [
    "       loss           n",
    "───────────  ──────────",
    " -2.639e+10  2000000000",
    "1234567.891           7",
  ]);
});

Deno.test("wide characters and accents keep the columns straight", () => {
  assertEquals(tableLines(["a", "b"], [["日本", "x"], ["e\u0301", "y"], ["abc", "z"]]), [
    "a     b",
    "────  ─",
    "日本  x",
    "e\u0301     y",
    "abc   z",
  ]);
});

Deno.test("a cell cannot break its line", () => {
  assertEquals(
    tableLines(["a"], [["x\ny\x1b[31m"]]),
    ["a", "───────", "x y [31m"].map((line, at) => at === 1 ? "────────" : line),
  );
});

Deno.test("a table without rows has its heading", () => {
  assertEquals(tableLines(["run", "loss"], []), ["run  loss", "───  ────"]);
});

Deno.test("a number of things is one of them, or several", () => {
  assertEquals(
    [0, 1, 2].map((count) => counted(count, "missing value")),
    ["0 missing values", "1 missing value", "2 missing values"],
  );
});
