/** The gallery: all results of a run of the lab, as one self-contained page. */

import { join } from "node:path";
import { writeFile } from "../cli/files/files.ts";
import type { LanguageName } from "../../mod.ts";
import { figureCard, sentence } from "./figure_card.ts";
import { type Html, tag } from "./html.ts";
import { type PageWords, pageWordsIn } from "./page_words.ts";
import type { PageText } from "./words/english.ts";
import { PAGE, type Section } from "./section.ts";
import { sharedSettings } from "./settings.ts";
import styles from "./style.css" with { type: "text" };
import { runsTable, shownTable } from "./tables.ts";

/** The content security policy: the page loads nothing except the figures inside it. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * Writes the gallery of a run, atomically.
 *
 * @param folder The folder of the figures
 * @param sections The experiments in the order in which they ran
 * @param language That of the figures
 * @returns The path of the page
 * @throws {Error} with one line where it cannot be written
 */
export async function writeGallery(
  folder: string,
  sections: readonly Section[],
  language: LanguageName = "en",
): Promise<string> {
  const path = join(folder, PAGE);
  await writeFile(path, galleryPage(sections, language));
  return path;
}

/**
 * Creates the page. The same sections always give the same text, as it contains
 * no dates and no timings.
 *
 * @param sections The experiments in the order in which they ran
 * @param language That of the figures
 * @returns An HTML document with styles and figures inside, and no script
 */
export function galleryPage(sections: readonly Section[], language: LanguageName = "en"): string {
  const words = pageWordsIn(language);
  const title = words.say("Neural Lab: how small networks learn");
  const parts = partsOf(sections);
  const head = tag(
    "head",
    {},
    tag("meta", { charset: "utf-8" }),
    tag("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    tag("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    tag("meta", { name: "color-scheme", content: "light dark" }),
    tag("title", {}, title),
    // An empty icon, so that browsers do not request one.
    tag("link", { rel: "icon", href: "data:," }),
    { markup: `<style>\n${styles}</style>\n` },
  );
  const body = tag(
    "body",
    {},
    tag("a", { class: "skip", href: "#main" }, words.say("Skip to the experiments")),
    tag("header", {}, tag("h1", {}, title), contents(parts, words)),
    tag("main", { id: "main", tabindex: -1 }, ...experiments(parts, words)),
    tag(
      "footer",
      {},
      tag("p", {}, `${words.say("Made by")} `, tag("code", {}, "deno task lab"), "."),
    ),
  );
  return `<!DOCTYPE html>\n${tag("html", { lang: language }, head, body).markup}`;
}

/** A part of the page: experiments under a heading. */
interface Part {
  readonly heading: PageText;
  /** The place of its first section on the page. */
  readonly first: number;
  readonly sections: readonly Section[];
}

/** The parts of the page that have sections: the experiments, then the inside of networks. */
function partsOf(sections: readonly Section[]): Part[] {
  const [outside, inside] = [false, true].map((which) =>
    sections.filter(({ isInside = false }) => isInside === which)
  );
  const parts: Part[] = [
    { heading: "Experiments", first: 0, sections: outside },
    { heading: "Inside the network", first: outside.length, sections: inside },
  ];
  return parts.filter(({ sections }) => sections.length > 0);
}

/** A list for each part; one of several has its heading. */
function contents(parts: readonly Part[], words: PageWords): Html {
  const lists = parts.flatMap(({ heading, first, sections }) => [
    ...(parts.length > 1 ? [tag("p", { class: "part" }, words.say(heading))] : []),
    tag(
      "ol",
      { start: first > 0 ? first + 1 : undefined },
      ...sections.map(({ name, summary }, at) =>
        tag(
          "li",
          {},
          tag("a", { href: `#${idOf(first + at)}` }, headingOf(words.name(name))),
          `: ${words.name(summary)}`,
        )
      ),
    ),
  ]);
  return tag("nav", { "aria-label": words.say("Experiments") }, ...lists);
}

/** The experiments in order, part by part; figures and tables are numbered through the page. */
function experiments(parts: readonly Part[], words: PageWords): Html[] {
  const numbers: Numbers = { figure: 1, table: 1 };
  const hasParts = parts.length > 1;
  return parts.flatMap(({ heading, first, sections }) => [
    ...(hasParts ? [tag("h2", { class: "part" }, words.say(heading))] : []),
    ...sections.map((section, at) =>
      experiment(section, first + at, { numbers, words, level: hasParts ? 3 : 2 })
    ),
  ]);
}

/** The numbers of the next figure and the next table. */
interface Numbers {
  figure: number;
  table: number;
}

/** What all sections of a page have in common. */
interface Shared {
  readonly numbers: Numbers;
  readonly words: PageWords;
  /** The level of their headings. */
  readonly level: 2 | 3;
}

function experiment(section: Section, at: number, shared: Shared): Html {
  const id = idOf(at);
  const { name, summary, pictures, theme } = section;
  const { numbers, words, level } = shared;
  const heading = (text: PageText) => tag(`h${level + 1}`, {}, words.say(text));
  return tag(
    "section",
    { "aria-labelledby": id },
    tag(`h${level}`, { id }, headingOf(words.name(name))),
    tag("p", { class: "summary" }, words.name(summary)),
    heading("Takeaways"),
    tag("ul", {}, ...takeawaysOf(section, words).map((takeaway) => tag("li", {}, takeaway))),
    heading(pictures.length === 1 ? "Figure" : "Figures"),
    ...pictures.map((picture) => figureCard(picture, { theme, number: numbers.figure++, words })),
    heading("Numbers"),
    ...tablesOf(id, section, shared),
    heading("Settings"),
    tag(
      "dl",
      {},
      ...sharedSettings(section, words).map(([term, value]) =>
        tag("div", {}, tag("dt", {}, term), tag("dd", {}, value))
      ),
    ),
  );
}

/** The findings: in English those of the terminal, in other languages those that titles of figures say. */
function takeawaysOf({ takeaways, pictures }: Section, { language }: PageWords): readonly string[] {
  if (language === "en") return takeaways;
  const titles = pictures.map(({ figure: { title } }) => title).filter((title) => title !== "");
  return [...new Set(titles)].map(sentence);
}

/**
 * The tables of a section are those of the terminal, where that of runs has the settings too; without
 * any, the runs have one.
 */
function tablesOf(id: string, { runs, tables }: Section, { numbers, words }: Shared): Html[] {
  const ofRuns = () => runsTable(`${id}-runs`, runs, { number: numbers.table++, words });
  if (tables.length === 0 && runs.length > 0) return [ofRuns()];
  const { length: parts } = tables.filter(({ ofRuns }) => !ofRuns);
  let part = 0;
  return tables.map((table) => {
    if (table.ofRuns) return ofRuns();
    const n = numbers.table++;
    part++;
    const caption = parts > 1
      ? words.say("Table {n}: what was measured, part {part} of {parts}", { n, part, parts })
      : words.say("Table {n}: what was measured", { n });
    return shownTable(`${id}-table-${part}`, { caption, words }, table);
  });
}

/** An id by position and not by name, as names may contain any characters. */
function idOf(at: number): string {
  return `experiment-${at + 1}`;
}

function headingOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
