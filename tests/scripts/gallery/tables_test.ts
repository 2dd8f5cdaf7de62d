/** Tables and settings of the gallery. */

import { pageWordsIn } from "../../../scripts/gallery/page_words.ts";
import { assertEquals } from "@std/assert";
import { differences, sharedSettings } from "../../../scripts/gallery/settings.ts";
import { runsTable, shownTable } from "../../../scripts/gallery/tables.ts";
import { readPage, recordOf, sectionOf } from "./fixtures.ts";

/** Texts of a table, row by row, and which columns hold numbers. */
function readTable({ markup }: { markup: string }) {
  const rows: string[][] = [];
  const numbers: boolean[][] = [];
  for (const { name, text, attributes } of readPage(markup)) {
    if (name === "tr") rows.push([]), numbers.push([]);
    if (name !== "th" && name !== "td") continue;
    rows.at(-1)!.push(text);
    numbers.at(-1)!.push(attributes.class === "number");
  }
  return { rows, numbers };
}

const words = pageWordsIn("en");

Deno.test("the table of runs shows what they came to, and the settings in which they differ", () => {
  const diverged = {
    optimizer: "adam",
    learningRate: 100,
    trainLoss: [0.5, NaN],
    testLoss: [NaN, NaN],
    trainAccuracy: NaN,
    testAccuracy: NaN,
    status: "diverged",
    divergedAtEpoch: 2,
  } as const;
  const runs = [
    recordOf("sgd"),
    recordOf("wild", { ...diverged, testLoss: [NaN], trainLoss: [NaN] }),
  ];
  const { rows, numbers } = readTable(runsTable("id", runs, { number: 1, words }));
  assertEquals(rows, [
    [
      "run",
      "optimizer",
      "learning rate",
      "train loss",
      "test loss",
      "train accuracy",
      "test accuracy",
      "status",
    ],
    ["sgd", "sgd", "0.05", "0.250", "0.300", "50.0%", "75.0%", "ok"],
    ["wild", "adam", "100", "–", "–", "–", "–", "diverged in epoch 2"],
  ]);
  assertEquals(numbers.map((row) => row.indexOf(true)), [2, 2, 2]);
  assertEquals(numbers[0], [false, false, true, true, true, true, true, false]);
});

Deno.test("a setting that only repeats the runs' names has no column", () => {
  const named = ["tanh", "relu"].map((activation) => recordOf(activation, { activation }));
  assertEquals(differences(named), []);
  const one = [recordOf("tanh", { activation: "tanh" }), recordOf("mine", { activation: "relu" })];
  assertEquals(differences(one), [{ name: "activation", values: ["tanh", "relu"] }]);
});

Deno.test("a table that was shown keeps its decimals, and its missing numbers are dashes", () => {
  const { rows, numbers } = readTable(shownTable("id", { caption: "Numbers", words }, {
    columns: ["name", { title: "loss", decimals: 2 }, "error", "passed"],
    rows: [["a", 0.125, "1.0e-12", "yes"], ["b", NaN, "0.0e+0", "NO"], ["c", null, "-2"]],
  }));
  assertEquals(rows, [
    ["name", "loss", "error", "passed"],
    ["a", "0.13", "1.0e-12", "yes"],
    ["b", "–", "0.0e+0", "NO"],
    ["c", "–", "-2", "–"],
  ]);
  assertEquals(numbers[1], [false, true, true, false]);
});

Deno.test("settings are told once where runs share them, data only where there was training", () => {
  const runs = [recordOf("a", { sizes: [2, 8, 2] }), recordOf("b", { sizes: [2, 4, 4, 2] })];
  assertEquals(sharedSettings(sectionOf({ runs }), words), [
    ["data", "moons"],
    ["points", "600, 30% of them held out for the test"],
    ["noise", "0.25"],
    ["seed", "42"],
    ["device", "abacus"],
    ["activation", "relu"],
    ["initializer", "torch"],
    ["optimizer", "sgd"],
    ["learning rate", "0.05"],
    ["weight decay", "0"],
    ["epochs", "2"],
    ["batch size", "64"],
  ]);
  const data = { dataset: "circles", samples: 90, noise: 0, factor: 0.4, testSize: 0.125 };
  assertEquals(sharedSettings(sectionOf({ data }), words).slice(0, 4), [
    ["data", "circles"],
    ["points", "90, 12.5% of them held out for the test"],
    ["noise", "0"],
    ["factor", "0.4"],
  ]);
  assertEquals(sharedSettings(sectionOf({ runs: [], seed: 0 }), words), [["seed", "0"], [
    "device",
    "abacus",
  ]]);
});
