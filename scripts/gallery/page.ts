/** The gallery: all that a run of the lab showed, as one page that needs nothing besides itself. */

import { type Html, tag } from "./html.ts";
import { pictureCard } from "./pictures.ts";
import type { Section } from "./section.ts";
import { sharedSettings } from "./settings.ts";
import styles from "./style.css" with { type: "text" };
import { runsTable, shownTable } from "./tables.ts";

const TITLE = "Neural Lab: how small networks learn";
/** What the page may load: nothing but the figures inside it. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * Writes the page. The same sections always give the same text: it holds no
 * dates and no timings.
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
    // No icon, so that no browser asks for one.
    tag("link", { rel: "icon", href: "data:," }),
    { markup: `<style>\n${styles}</style>\n` },
  );
  const body = tag(
    "body",
    {},
    tag("a", { class: "skip", href: "#main" }, "Skip to the experiments"),
    tag("header", {}, tag("h1", {}, TITLE), contents(sections)),
    tag("main", { id: "main", tabindex: -1 }, ...sections.map(experiment)),
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

function experiment(section: Section, at: number): Html {
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
    ...pictures.map((picture) => pictureCard(picture, theme)),
    tag("h3", {}, "Numbers"),
    ...tablesOf(id, section),
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

/** Where networks were trained, their records say more than the table that was shown. */
function tablesOf(id: string, { runs, tables }: Section): Html[] {
  if (runs.length > 0) return [runsTable(`${id}-runs`, runs)];
  return tables.map((table, at) => {
    const which = tables.length > 1 ? `, part ${at + 1} of ${tables.length}` : "";
    return shownTable(`${id}-table-${at + 1}`, `What was measured${which}`, table);
  });
}

/** By place and not by name, as names may hold anything. */
function idOf(at: number): string {
  return `experiment-${at + 1}`;
}

function headingOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
