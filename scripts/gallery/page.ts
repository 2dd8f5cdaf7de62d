/** The gallery: all results of a run of the lab, as one self-contained page. */

import { join } from "node:path";
import { writeFile } from "../cli/files/files.ts";
import { figureCard } from "./figure_card.ts";
import { type Html, tag } from "./html.ts";
import { PAGE, type Section } from "./section.ts";
import { sharedSettings } from "./settings.ts";
import styles from "./style.css" with { type: "text" };
import { runsTable, shownTable } from "./tables.ts";

const TITLE = "Neural Lab: how small networks learn";
/** The content security policy: the page loads nothing except the figures inside it. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * Writes the gallery of a run, atomically.
 *
 * @param folder The folder of the figures
 * @param sections The experiments in the order in which they ran
 * @returns The path of the page
 * @throws {Error} with one line where it cannot be written
 */
export async function writeGallery(
  folder: string,
  sections: readonly Section[],
): Promise<string> {
  const path = join(folder, PAGE);
  await writeFile(path, galleryPage(sections));
  return path;
}

/**
 * Creates the page. The same sections always give the same text, as it contains
 * no dates and no timings.
 *
 * @param sections The experiments in the order in which they ran
 * @returns An HTML document with styles and figures inside, and no script
 */
export function galleryPage(sections: readonly Section[]): string {
  const head = tag(
    "head",
    {},
    tag("meta", { charset: "utf-8" }),
    tag("meta", { "http-equiv": "Content-Security-Policy", content: POLICY }),
    tag("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    tag("meta", { name: "color-scheme", content: "light dark" }),
    tag("title", {}, TITLE),
    // An empty icon, so that browsers do not request one.
    tag("link", { rel: "icon", href: "data:," }),
    { markup: `<style>\n${styles}</style>\n` },
  );
  const body = tag(
    "body",
    {},
    tag("a", { class: "skip", href: "#main" }, "Skip to the experiments"),
    tag("header", {}, tag("h1", {}, TITLE), contents(sections)),
    tag("main", { id: "main", tabindex: -1 }, ...experiments(sections)),
    tag("footer", {}, tag("p", {}, "Made by ", tag("code", {}, "deno task lab"), ".")),
  );
  return `<!DOCTYPE html>\n${tag("html", { lang: "en" }, head, body).markup}`;
}

function contents(sections: readonly Section[]): Html {
  const items = sections.map(({ name, summary }, at) =>
    tag("li", {}, tag("a", { href: `#${idOf(at)}` }, headingOf(name)), `: ${summary}`)
  );
  return tag("nav", { "aria-label": "Experiments" }, tag("ol", {}, ...items));
}

/** The experiments in order; figures and tables are numbered through the page. */
function experiments(sections: readonly Section[]): Html[] {
  const numbers: Numbers = { figure: 1, table: 1 };
  return sections.map((section, at) => experiment(section, at, numbers));
}

/** The numbers of the next figure and the next table. */
interface Numbers {
  figure: number;
  table: number;
}

function experiment(section: Section, at: number, numbers: Numbers): Html {
  const id = idOf(at);
  const { name, summary, takeaways, pictures, theme } = section;
  return tag(
    "section",
    { "aria-labelledby": id },
    tag("h2", { id }, headingOf(name)),
    tag("p", { class: "summary" }, summary),
    tag("h3", {}, "Takeaways"),
    tag("ul", {}, ...takeaways.map((takeaway) => tag("li", {}, takeaway))),
    tag("h3", {}, pictures.length === 1 ? "Figure" : "Figures"),
    ...pictures.map((picture) => figureCard(picture, { theme, number: numbers.figure++ })),
    tag("h3", {}, "Numbers"),
    ...tablesOf(id, section, numbers),
    tag("h3", {}, "Settings"),
    tag(
      "dl",
      {},
      ...sharedSettings(section).map(([term, value]) =>
        tag("div", {}, tag("dt", {}, term), tag("dd", {}, value))
      ),
    ),
  );
}

/** The tables of a section: a table of runs if networks were trained, else the tables of the terminal. */
function tablesOf(id: string, { runs, tables }: Section, numbers: Numbers): Html[] {
  if (runs.length > 0) return [runsTable(`${id}-runs`, runs, numbers.table++)];
  return tables.map((table, at) => {
    const which = tables.length > 1 ? `, part ${at + 1} of ${tables.length}` : "";
    const caption = `Table ${numbers.table++}: what was measured${which}`;
    return shownTable(`${id}-table-${at + 1}`, caption, table);
  });
}

/** An id by position and not by name, as names may contain any characters. */
function idOf(at: number): string {
  return `experiment-${at + 1}`;
}

function headingOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
