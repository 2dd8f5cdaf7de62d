/** The words of the lab's own figures, besides those that all figures have. */

import type { LanguageName } from "../../mod.ts";
import {
  translated as plotTranslated,
  type Word as PlotWord,
  type Words as PlotWords,
  wordsIn as plotWordsIn,
  type WordValues,
} from "../../lib/plots/words.ts";
import { english, type OwnTranslations, type OwnWord } from "./words/english.ts";
import { french } from "./words/french.ts";
import { german } from "./words/german.ts";
import { italian } from "./words/italian.ts";
import { portuguese } from "./words/portuguese.ts";
import { spanish } from "./words/spanish.ts";

export type { WordValues };

/** A text of a figure in English. */
export type Word = PlotWord | OwnWord;

/** A language that is ready to write. */
export interface Words extends PlotWords {
  say(word: Word, values?: WordValues): string;
}

const tables: Readonly<Record<Exclude<LanguageName, "en">, OwnTranslations>> = {
  de: german,
  fr: french,
  es: spanish,
  it: italian,
  pt: portuguese,
};

/** The words of a language. */
export function wordsIn(language: LanguageName = "en"): Words {
  return plotWordsIn("draw the figure", language, language === "en" ? {} : tables[language]);
}

/** English, in which all figures are by default. */
export const englishWords: Words = wordsIn();

/** A text in a language if there is one, or else as it is: names of runs may be any text. */
export function translated(words: Words, name: string): string {
  return english.includes(name as OwnWord)
    ? words.say(name as OwnWord)
    : plotTranslated(words, name);
}
