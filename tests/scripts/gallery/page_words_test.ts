/** The words of the gallery: every language has all of them, those of the lab's experiments included. */

import { assert, assertEquals } from "@std/assert";
import { languageNames, partsOf } from "../../../lib/plots/words.ts";
import { pageWordsIn } from "../../../scripts/gallery/page_words.ts";
import { english } from "../../../scripts/gallery/words/english.ts";
import { comparison } from "../../../scripts/compare.ts";
import { inside } from "../../../scripts/lab.ts";
import { parseFlags } from "../../../scripts/cli/flags/flags.ts";
import { dataFlags } from "../../../scripts/cli/flags/data_flags.ts";
import { valueOf } from "../../../scripts/gallery/settings.ts";
import { activations } from "../../../scripts/activations.ts";
import { depth } from "../../../scripts/depth.ts";
import { gradcheck } from "../../../scripts/gradcheck.ts";
import { initialization } from "../../../scripts/initialization.ts";
import { optimizers } from "../../../scripts/optimizers.ts";
import { galleryPage } from "../../../scripts/gallery/page.ts";
import { recordOf, sectionOf, textsOf } from "./fixtures.ts";

Deno.test("every language has every text, with the same parts", () => {
  for (const language of languageNames) {
    const words = pageWordsIn(language);
    for (const text of english) {
      const said = words.say(
        text,
        Object.fromEntries(partsOf(text).map((part) => [part.slice(1, -1), part])),
      );
      assert(said.trim() !== "");
      assertEquals(partsOf(said).sort(), partsOf(text).sort(), `${language}: ${said}`);
    }
  }
});

Deno.test("names and summaries of the lab's experiments are among them", () => {
  const flags = { ...parseFlags([], dataFlags), epochs: undefined, seed: 42 };
  const closing = [comparison, ...inside].map((each) => each.make(flags));
  for (
    const { name, summary } of [
      ...[activations, initialization, depth, optimizers, gradcheck],
      ...closing,
    ]
  ) {
    for (const text of [name, summary]) assert((english as readonly string[]).includes(text), text);
  }
});

Deno.test("numbers with signs, ranges, counts and classes are written in the language of the page", () => {
  const words = pageWordsIn("de");
  const values = ["≤ -4.36; ≥ 4.36", "-0.9 … -0.63", ">99.9%", "1.5e-7", "8 layers", "class 1"];
  assertEquals(values.map((value) => valueOf(value, words)), [
    ...["≤ -4,36; ≥ 4,36", "-0,9 … -0,63", ">99,9\u00a0%", "1,5e-7", "8 Schichten", "Klasse 1"],
  ]);
  assertEquals(valueOf("≤ -4.36; ≥ 4.36", pageWordsIn("en")), "≤ -4.36; ≥ 4.36");
});

Deno.test("a German page has German headings, tables, settings and numbers, and findings as takeaways", () => {
  const runs = [recordOf("relu"), recordOf("sigmoid", { status: "diverged", divergedAtEpoch: 3 })];
  const page = galleryPage([sectionOf({ runs })], "de");
  assert(page.includes('<html lang="de">'));
  assertEquals(textsOf(page, "h2"), ["Aktivierungen"]);
  assertEquals(textsOf(page, "h3"), ["Erkenntnisse", "Abbildung", "Zahlen", "Einstellungen"]);
  assert(textsOf(page, "th").includes("Testgenauigkeit"));
  assert(textsOf(page, "td").includes("divergiert in Epoche 3"));
  assert(textsOf(page, "td").every((text) => !/\d\.\d/.test(text)));
  assert(!textsOf(page, "li").includes("relu is best."));
});
