/** All figures of the lab in German: no English word is left in them. */

import { assert, assertEquals } from "@std/assert";
import { wordNames } from "../../mod.ts";
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
    "He",
    "Momentum",
    "Name",
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
  if (!path.includes("animation")) assertEquals(textFaults(svg), [], path);
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
      figures.push(`${folder}/train-frames/frame-001.svg`);
      assert(figures.length >= 15, String(figures));
      figures.forEach(checkGerman);
    }));
}
