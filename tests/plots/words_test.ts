import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  contourPanel,
  figure,
  linePanel,
  lossPanel,
  provenanceText,
  textsOf,
  toSvg,
  wordNames,
} from "../../mod.ts";
import { languageNames, type Word, wordsIn, type WordTable } from "../../lib/plots/words.ts";
import { checkTranslations } from "./check_translations.ts";
import { readSvg } from "./read_svg.ts";

const values = Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1);
const field = { x: [0, 4], y: [0, 2], size: [2, 2], classes: 2, values } as const;
const lost = {
  name: "a",
  trainLoss: [0.7, 1234567, NaN],
  testLoss: [0.7, 0.6, NaN],
  divergedAtEpoch: 3,
};

Deno.test("every language has every text, with the same parts and plurals", () => {
  for (const language of languageNames) {
    checkTranslations(language, wordNames as Word[], wordsIn("test", language).say);
  }
});

Deno.test("numbers and plurals are those of the language", () => {
  const german = wordsIn("test", "de");
  assertEquals(["0.25", "12,345.5", "86.4%", "−1.5×10⁻³"].map(german.digits), [
    ...["0,25", "12.345,5", "86,4\u00a0%", "−1,5×10⁻³"],
  ]);
  const classes = (language: Parameters<typeof wordsIn>[1], n: number) =>
    wordsIn("test", language).say("{n} class|{n} classes", { n });
  assertEquals([1, 2, 12345].map((n) => classes("de", n)), [
    "1 Klasse",
    "2 Klassen",
    "12.345 Klassen",
  ]);
  // In French nothing is singular.
  assertEquals([0, 1, 2].map((n) => classes("fr", n)), ["0 classe", "1 classe", "2 classes"]);
  assertEquals([0, 1, 2].map((n) => classes("en", n)), ["0 classes", "1 class", "2 classes"]);
});

Deno.test("a figure is in its language: texts, tick labels, marks, description and provenance", () => {
  const options = {
    language: "de",
    provenance: { seed: 7, data: { datasets: ["moons"], noise: 0.25 } },
  } as const;
  const drawn = figure([[lossPanel([lost], { yScale: "log" })]], options);
  const texts = textsOf(drawn).join(" ");
  for (const text of ["Epoche", "Verlust (logarithmisch)", "Training", "divergiert, Epoche 3"]) {
    assert(texts.includes(text), `${text}: ${texts}`);
  }
  assertEquals(drawn.description, "Verlust über Epoche: a.");
  const svg = readSvg(drawn);
  assertEquals(
    svg.find(({ name }) => name === "desc")?.text,
    "Verlust über Epoche: a. Startwert: 7. Daten: Monde, Rauschen 0,25.",
  );
  assertEquals(svg.find(({ name }) => name === "title")?.text, "Abbildung");
  assert(
    toSvg(drawn).includes('lang="de"') && !toSvg(figure([[lossPanel([lost])]])).includes("lang="),
  );
  const decimal = textsOf(
    figure([[linePanel([{ name: "a", values: [0.1, 0.25] }])]], { language: "fr" }),
  );
  assert(decimal.includes("0,2") || decimal.includes("0,20"), String(decimal));
  const boundary = textsOf(figure([[contourPanel(field)]], { language: "es" }));
  assert(boundary.includes("frontera de decisión") && boundary.includes("probabilidad de clase 1"));
});

Deno.test("a table of one's own holds for what it has, and English for the rest", () => {
  const dutch = { locale: "nl", words: { epoch: "tijdperk", "class {n}": "klasse {n}" } };
  const texts = textsOf(figure([[contourPanel(field), lossPanel([lost])]], { language: dutch }));
  for (const text of ["tijdperk", "klasse 0", "loss (log scale)"]) {
    assert(texts.includes(text), String(texts));
  }
  const provenance = { data: { datasets: ["moons", "xor"], noise: 0.5 } };
  assertEquals(
    provenanceText(provenance, dutch),
    "Data: moons and XOR, noise 0,5.".replace("XOR", "xor"),
  );
});

Deno.test("a language that does not exist, or a table with a fault, is refused", () => {
  const refused: [unknown, string][] = [
    ["deutsch", "language must be one of en, de, fr, es, it, pt"],
    [7, "language must be one of"],
    [{ locale: "x y", words: {} }, "locale of the language must be a tag such as nl"],
    [
      { locale: "nl", words: { epok: "a" } },
      'there is no text "epok" in figures (did you mean "epoch"?)',
    ],
    [{ locale: "nl", words: { epoch: 1 } }, 'the translation of "epoch" must be text'],
    [
      { locale: "nl", words: { "class {n}": "klasse" } },
      'the translation of "class {n}" must be text with {n}',
    ],
    [{ locale: "nl", word: {} }, 'no option "word" of language'],
  ];
  for (const [language, message] of refused) {
    assertThrows(
      () => figure([[lossPanel([lost])]], { language: language as WordTable }),
      Error,
      message,
    );
  }
});
