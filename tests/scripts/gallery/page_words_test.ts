/** The words of the gallery: every language has all of them, those of the lab's experiments included. */

import { assert, assertEquals } from "@std/assert";
import { languageNames, partsOf } from "../../../lib/plots/words.ts";
import { pageWordsIn } from "../../../scripts/gallery/page_words.ts";
import { english } from "../../../scripts/gallery/words/english.ts";
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
  for (const { name, summary } of [activations, initialization, depth, optimizers, gradcheck]) {
    for (const text of [name, summary]) assert((english as readonly string[]).includes(text), text);
  }
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
