/** The words of the gallery in the language of its figures. */

import type { LanguageName } from "../../mod.ts";
import { type Words, wordsIn, type WordValues } from "../cli/words.ts";
import { writtenName } from "../cli/figure_words.ts";
import type { PageTable, PageText } from "./words/english.ts";
import { french } from "./words/french.ts";
import { german } from "./words/german.ts";
import { italian } from "./words/italian.ts";
import { portuguese } from "./words/portuguese.ts";
import { spanish } from "./words/spanish.ts";

/** A language of the gallery. */
export interface PageWords {
  readonly language: LanguageName;
  /** Writes a number that is written in English: `1,234.5`, `86.4%`. */
  digits(number: string): string;
  /** Writes a text of the gallery with values in the place of its parts in braces. */
  say(text: PageText, values?: WordValues): string;
  /**
   * Writes a name or a sentence of an experiment: in English as it is, and in other languages by the
   * words of the gallery or of figures if they have it.
   */
  name(text: string): string;
}

const tables: Readonly<Record<Exclude<LanguageName, "en">, PageTable>> = {
  de: german,
  fr: french,
  es: spanish,
  it: italian,
  pt: portuguese,
};

/** The words of a language. */
export function pageWordsIn(language: LanguageName): PageWords {
  const figures: Words = wordsIn(language);
  const table: Partial<PageTable> = language === "en" ? {} : tables[language];
  const digits = (number: string) => figures.digits(number);
  const say: PageWords["say"] = (text, values = {}) =>
    (table[text] ?? text).replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const name = (text: string) => {
    if (language === "en") return text;
    const [, count] = text.match(/^(\d+) layers$/) ?? [];
    if (count !== undefined) return `${count} ${table.layers}`;
    const [, label] = text.match(/^class (\d+)$/) ?? [];
    if (label !== undefined) return figures.say("class {n}", { n: label });
    return table[text as PageText] ?? writtenName(text, figures);
  };
  return { language, digits, say, name };
}
