/** What holds for the texts of each language. */

import { assert } from "@std/assert";
import { partsOf, type WordValues } from "../../lib/plots/words.ts";

/** Checks that each text has a translation with the same parts, and a singular and a plural. */
export function checkTranslations<Word extends string>(
  language: string,
  words: readonly Word[],
  say: (word: Word, values: WordValues) => string,
): void {
  for (const word of words) {
    const parts = partsOf(word);
    const one = say(word, { n: 1 });
    for (const part of parts) {
      if (part !== "{n}") assert(one.includes(part), `${language}: ${word}`);
    }
    if (parts.includes("{n}")) assert(say(word, { n: 7 }).includes("7"), `${language}: ${word}`);
    assert(!one.includes("|") && one.trim() === one && one !== "", `${language}: ${word}`);
  }
}
