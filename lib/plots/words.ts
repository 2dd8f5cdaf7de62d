/** The words of figures, in one of several languages or by a caller's own table. */

import { checkChoice, show, suggestion, validationMessage } from "../check.ts";
import { checkOptions, isObject } from "../check_shape.ts";
import { countText } from "./format.ts";
import { englishNumbers, localDigits, numberStyle } from "./numbers.ts";
import { english, type Translations, type Word } from "./words/english.ts";
import { french } from "./words/french.ts";
import { german } from "./words/german.ts";
import { italian } from "./words/italian.ts";
import { portuguese } from "./words/portuguese.ts";
import { spanish } from "./words/spanish.ts";

export type { Word };

/** Names of the languages that the lab has words for. */
export type LanguageName = "en" | "de" | "fr" | "es" | "it" | "pt";

/** The names of the languages. */
export const languageNames: readonly LanguageName[] = ["en", "de", "fr", "es", "it", "pt"];

/** A table of words for a language of one's own. */
export interface WordTable {
  /** The language by its BCP 47 tag, for numbers and plurals: `nl`. */
  readonly locale: string;
  /**
   * Translations by the English text, one of `wordNames`: each contains the parts in braces. A text
   * without a translation stays English.
   */
  readonly words: Readonly<Record<string, string>>;
}

/** The language of a figure: a name, or a table of words. */
export type Language = LanguageName | WordTable;

/**
 * All texts that figures can show, in English, for tables of words. A part in braces stands for a value;
 * a bar separates the singular from the plural.
 */
export const wordNames: readonly string[] = english;

/** Values for the parts in braces: texts as they are, counts as the language writes them. */
export type WordValues = Readonly<Record<string, string | number>>;

/** A language that is ready to write. */
export interface Words {
  readonly language: Language;
  readonly locale: string;
  /** Writes a number that is written in English: `1,234.5`, `86.4%`, `2×10⁻³`. */
  digits(number: string): string;
  /** Writes a text; the plural is that of the value `n`. */
  say(word: Word, values?: WordValues): string;
}

const tables: Readonly<Record<Exclude<LanguageName, "en">, Translations>> = {
  de: german,
  fr: french,
  es: spanish,
  it: italian,
  pt: portuguese,
};

/**
 * Finds the words of a language.
 *
 * @param action for the error: `draw the figure`
 * @param language a name, or a table of words: English by default
 * @param more translations of further texts, for figures of a caller's own
 * @throws {TypeError} if it is of the wrong kind
 * @throws {RangeError} if there is no language or text of that name, or a translation lacks a part
 */
export function wordsIn(
  action: string,
  language: Language = "en",
  more: WordTable["words"] = {},
): Words {
  if (language === "en") return englishWords;
  if (!isObject(language)) {
    const name = checkChoice(action, "language", language, languageNames);
    return name === "en" ? englishWords : speak(name, name, { ...tables[name], ...more });
  }
  return speak(language, checkLocale(action, language), checkTable(action, language));
}

function speak(language: Language, locale: string, table: WordTable["words"]): Words {
  const numbers = language === "en" ? englishNumbers : numberStyle(locale);
  const plurals = new Intl.PluralRules(locale);
  const digits = (number: string) => localDigits(number, numbers);
  const text = (value: string | number) =>
    typeof value === "string" ? value : digits(countText(value));
  const say: Words["say"] = (word, values = {}) => {
    const [one, other = one] = (table[word] ?? word).split("|");
    const form = typeof values.n === "number" && plurals.select(values.n) === "one" ? one : other;
    return form.replace(/\{(\w+)\}/g, (part, name) => name in values ? text(values[name]) : part);
  };
  return { language, locale, digits, say };
}

/** English, in which all figures are by default. */
export const englishWords: Words = speak("en", "en", {});

/** A text in a language if there is one, or else as it is: names of datasets may be any text. */
export function translated(words: Words, name: string): string {
  return english.includes(name as Word) ? words.say(name as Word) : name;
}

function checkLocale(action: string, table: WordTable): string {
  checkOptions(action, table, ["locale", "words"], "language");
  const { locale } = table;
  const message = validationMessage(action, "locale of the language", "a tag such as nl", locale);
  if (typeof locale !== "string") throw new TypeError(message);
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? locale;
  } catch {
    throw new RangeError(message);
  }
}

/** Checks that all texts exist, and that their translations contain the same parts. */
function checkTable(action: string, { words }: WordTable): WordTable["words"] {
  checkOptions(action, words, undefined, "words of the language");
  for (const [word, translation] of Object.entries(words)) {
    if (!english.includes(word as Word)) {
      throw new RangeError(
        `Cannot ${action} as there is no text ${show(word)} in figures${
          suggestion(word, english)
        }: ` +
          "wordNames lists all",
      );
    }
    const name = `the translation of ${show(word)}`;
    if (typeof translation !== "string") {
      throw new TypeError(validationMessage(action, name, "text", translation));
    }
    const missing = partsOf(word).find((part) => !translation.includes(part));
    if (missing === undefined) continue;
    throw new RangeError(validationMessage(action, name, `text with ${missing}`, translation));
  }
  return words;
}

/** The parts in braces of a text, without repetitions. */
export function partsOf(word: string): string[] {
  return [...new Set(word.match(/\{\w+\}/g))];
}
