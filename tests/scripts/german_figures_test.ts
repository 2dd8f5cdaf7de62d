/** All figures of the lab in German: no English word is left in them. */

import { assert, assertEquals } from "@std/assert";
import { wordNames } from "../../mod.ts";
import { english as pageTexts } from "../../scripts/gallery/words/english.ts";
import { withFolder } from "../cli/fixtures/deno.ts";
import { readSvg, textFaults } from "../plots/read_svg.ts";
import { jsonOf } from "./tasks.ts";

const quick = ["--samples", "80", "--epochs", "3", "--language", "de"];

/** Words that are both English and German, and proper names. */
const shared = [
  ...[
    "a",
    "am",
    "Adam",
    "Backpropagation",
    "Brier",
    "ECE",
    "He",
    "Momentum",
    "Name",
    "positive",
    "R",
    "Test",
    "Training",
    "in",
    "test",
  ],
  ...[
    "SIMD",
    "WebAssembly",
    "XOR",
    "Finite",
    "finite",
    "ln",
    "ε",
    "cpu",
    "Deno",
    "lab",
    "ReLU",
    "tanh",
  ],
  ...["Tanh", "SGD", "float", "η", "n"],
];

/** The words of a text, without the command that made the figure. */
function wordsOf(text: string): string[] {
  const shown = text.replace(/Erzeugt mit: .*? Startwert/, "Startwert");
  return shown.match(/\p{L}+/gu) ?? [];
}

/** The words of all texts that figures can show in English. */
const english = new Set(wordNames.flatMap((word) => wordsOf(word.replace(/\{\w+\}/g, ""))));

function checkGerman(path: string): void {
  const svg = Deno.readTextFileSync(path);
  // The frames of an animation lie on top of each other.
  if (!/animation|bending/.test(path)) assertEquals(textFaults(svg), [], path);
  assert(svg.includes('lang="de"'), path);
  const texts = readSvg(svg).filter(({ name }) => ["text", "title", "desc"].includes(name));
  assert(texts.length > 3);
  for (const { text } of texts) {
    const left = wordsOf(text).filter((word) => english.has(word) && !shared.includes(word));
    assertEquals(left, [], `${path}: ${text}`);
    assertEquals(/\d\.\d/.test(text.replace(/Erzeugt mit.*|Versionen.*/, "")), false, text);
  }
}

for (const theme of ["finding", "topic"]) {
  Deno.test(`all figures of the lab are in German, titled by their ${theme}`, () =>
    withFolder(async (folder) => {
      const flags = [...quick, "--title-style", theme];
      const animated = [...flags, "--animate", "--frames", "2"];
      const records = await jsonOf<{ figures: string[] }[]>("lab", folder, animated);
      const figures = records.flatMap(({ figures }) => figures);
      figures.push(...(await jsonOf("train", folder, animated)).figures);
      figures.push(...(await jsonOf("compare", folder, flags)).figures);
      figures.push(...(await jsonOf("mistakes", folder, flags)).figures);
      figures.push(...(await jsonOf("capacity", folder, [...flags, "--seeds", "2"])).figures);
      for (const name of ["units", "folding"]) {
        figures.push(...(await jsonOf(name, folder, animated)).figures);
        figures.push(`${folder}/${name}-frames/frame-001.svg`);
      }
      figures.push(`${folder}/train-frames/frame-001.svg`);
      assert(figures.length >= 15, String(figures));
      figures.forEach(checkGerman);
      checkGermanPage(`${folder}/index.html`);
    }));
}

/** Checks the page's own texts; its figures are images. */
function checkGermanPage(path: string): void {
  const page = Deno.readTextFileSync(path);
  assert(page.includes('<html lang="de">'));
  const plain = page.replace(
    /<style>[^]*?<\/style>|<a href="[^"]*\.svg">[^<]*<\/a>|<code>[^<]*<\/code>/g,
    "",
  );
  const texts = plain.replace(/<[^>]*>/g, "\n").split("\n").filter((text) => text.trim() !== "");
  assert(texts.length > 100);
  const names = ["cpu", "float", "Neural", "Lab", "device", "xavier", "SIMD"];
  for (const text of texts) {
    const left = wordsOf(text).filter((word) =>
      (english.has(word) || pageEnglish.has(word)) && ![...shared, ...names].includes(word)
    );
    assertEquals(left, [], text);
  }
}

/** The words of the page in English, without those that are German too. */
const pageEnglish = new Set(pageTexts.flatMap((text) => wordsOf(text.replace(/\{\w+\}/g, ""))));

Deno.test("figures of range tests and sweeps are in German, with axes of any setting", () =>
  withFolder(async (folder) => {
    const cases = [
      ["lr-find", "--steps", "20"],
      ["sweep", "--x", "learning-rate:0.01..10:log:4"],
      ["sweep", "--x", "init-std:0.01,0.5", "--y", "optimizer:sgd,adam", "--seeds", "2"],
      ["sweep", "--x", "batch-size:16,32", "--y", "label-smoothing:0,0.1"],
      ["sweep", "--x", "weight-decay:0,0.01", "--y", "activation:relu,tanh"],
      ["sweep", "--x", "patience:1,2", "--y", "clip:0.5,1"],
      ["sweep", "--x", "l1:0,0.01", "--y", "schedule:cosine,constant"],
      ["sweep", "--x", "learning-rate:1e20,1e30", "--y", "init-std:1,2"],
    ];
    for (const [at, [task, ...flags]] of cases.entries()) {
      const epochs = task === "sweep" ? ["--epochs", "3"] : [];
      const all = ["--samples", "60", ...epochs, "--language", "de", ...flags];
      (await jsonOf(task, `${folder}/${at}`, all)).figures.forEach(checkGerman);
    }
  }));

/** A table of numbers: a curve of one feature, and a value of two. */
const values = ["laenge,breite,hoehe"].concat(
  Array.from({ length: 60 }, (_, at) => {
    const [x, y] = [at / 10, (at * 7 % 60) / 10];
    return `${x},${y},${(1 + Math.sin(x) + y / 2).toFixed(3)}`;
  }),
).join("\n");

Deno.test("figures of own data are in German: fits, surfaces, planes, confusion, early stopping", () =>
  withFolder(async (folder) => {
    const table = `${folder}/werte.csv`;
    Deno.writeTextFileSync(table, values);
    const iris = ["--data", "tests/reference/iris.csv"];
    const stopping = ["--epochs", "60", "--learning-rate", "0.2", "--patience", "2"];
    const cases = [
      ["train", "--data", table, "--features", "laenge", "--animate", "--frames", "2"],
      ["train", "--data", table, "--target-scaling", "standard"],
      ["activations", "--data", table],
      ["initialization", "--data", table, "--features", "laenge"],
      ["depth", "--data", table],
      ["train", ...iris, ...stopping],
      ["train", ...iris, "--animate", "--frames", "2"],
      ["train", ...iris, "--plane", "petal_length,petal_width"],
      ["train", ...iris, "--features", "petal_length"],
      ["activations", ...iris],
      ["mistakes", ...iris],
      ["mistakes", ...iris, "--features", "petal_length"],
      ["capacity", "--data", table, "--seeds", "2", "--units", "1,8"],
    ];
    for (const [at, [task, ...flags]] of cases.entries()) {
      const epochs = flags.includes("--epochs") ? [] : ["--epochs", "3"];
      const all = [...epochs, "--language", "de", ...flags];
      (await jsonOf(task, `${folder}/${at}`, all)).figures.forEach(checkGerman);
    }
  }));

Deno.test("the score of a single regression is told once: by the title, or by the note if it has another", () =>
  withFolder(async (folder) => {
    const table = `${folder}/werte.csv`;
    Deno.writeTextFileSync(table, values);
    const shared = ["--data", table, "--epochs", "2", "--language", "de", "--figures", "fit"];
    for (const features of ["laenge", "laenge,breite"]) {
      for (const style of [[], ["--title", "Titel"], ["--title-style", "topic"]]) {
        await jsonOf("train", folder, [...shared, "--features", features, ...style]);
        const texts = readSvg(Deno.readTextFileSync(`${folder}/train-fit.svg`))
          .filter(({ name, text }) => name === "text" && text.includes("R²"));
        assertEquals(texts.length, 1, `${features} ${style}`);
      }
    }
  }));

Deno.test("figures of own data take names, labels and limits", () =>
  withFolder(async (folder) => {
    const table = `${folder}/werte.csv`;
    Deno.writeTextFileSync(table, values);
    const textsOf = (path: string) =>
      readSvg(Deno.readTextFileSync(path)).filter(({ name }) => name === "text")
        .map(({ text }) => text);
    const labels = ["--x-label", "quer", "--y-label", "hoch", "--epochs", "2"];
    const fit = ["--data", table, "--features", "laenge", "--x-limits", "0,40", ...labels];
    await jsonOf("train", folder, [...fit, "--figures", "fit"]);
    const texts = textsOf(`${folder}/train-fit.svg`);
    for (const text of ["quer", "hoch", "40"]) assert(texts.includes(text), String(texts));
    const classes = ["--class-names", "rot,blau,weiß", "--figures", "confusion,boundary"];
    await jsonOf("train", folder, ["--data", "tests/reference/iris.csv", ...classes, ...labels]);
    for (const name of ["confusion", "boundary"]) {
      const texts = textsOf(`${folder}/train-${name}.svg`);
      for (const text of ["rot", "blau", "weiß", "quer", "hoch"]) {
        assert(texts.includes(text), String(texts));
      }
      assert(!texts.includes("setosa"));
    }
  }));
