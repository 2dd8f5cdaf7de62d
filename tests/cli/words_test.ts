/** The words of the lab's own figures. */

import { assert, assertEquals } from "@std/assert";
import { wordNames } from "../../mod.ts";
import { languageNames } from "../../lib/plots/words.ts";
import { checkTranslations } from "../plots/check_translations.ts";
import { translated, wordsIn } from "../../scripts/cli/words.ts";
import { english } from "../../scripts/cli/words/english.ts";

Deno.test("every language has every text of the lab's figures, with the same parts and plurals", () => {
  for (const language of languageNames) {
    checkTranslations(language, english, wordsIn(language).say);
  }
});

Deno.test("numbers and plurals are those of the language", () => {
  const epochs = (language: Parameters<typeof wordsIn>[0], n: number) =>
    wordsIn(language).say("{n} epoch|{n} epochs", { n });
  assertEquals([1, 2, 12345].map((n) => epochs("de", n)), [
    "1 Epoche",
    "2 Epochen",
    "12.345 Epochen",
  ]);
  // In French nothing is singular.
  assertEquals([0, 1, 2].map((n) => epochs("fr", n)), ["0 époque", "1 époque", "2 époques"]);
  assertEquals([0, 1, 2].map((n) => epochs("en", n)), ["0 epochs", "1 epoch", "2 epochs"]);
});

/** Texts that sources put together: names of settings, and of the median of a loss. */
const composed: readonly string[] = [
  "label smoothing",
  "median final test loss",
  "median final training loss",
  "min delta",
];

Deno.test("a text is of the library or of the lab, and is used", () => {
  assertEquals(new Set([...wordNames, ...english]).size, wordNames.length + english.length);
  const root = new URL("../../scripts/", import.meta.url);
  const sources = [...scriptsIn(root)].filter((path) => !path.includes("/words/"))
    .map((path) => Deno.readTextFileSync(path)).join("\n");
  assertEquals(english.filter((word) => !sources.includes(word.split("|")[0])), composed);
});

function* scriptsIn(folder: URL): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* scriptsIn(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder).pathname;
  }
}

Deno.test("names of runs and of data are translated, and others stay as they are", () => {
  const german = wordsIn("de");
  assertEquals(["moons", "large weights", "2-8-2"].map((name) => translated(german, name)), [
    "Monde",
    german.say("large weights"),
    "2-8-2",
  ]);
  assert(german.say("large weights") !== "large weights");
});
