import { assertEquals } from "@std/assert";
import { tableLines } from "../../scripts/cli/text_layout.ts";

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
