/** The gallery: all results of a run of the lab, as one self-contained page. */

import { join } from "node:path";
import { type Figure, staticFigure, type ThemeName, toSvg } from "../../mod.ts";
import { writeFile } from "../cli/files/files.ts";
import { type Html, tag } from "./html.ts";
import { PAGE, type Picture, type Section } from "./section.ts";
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

/**
 * A figure with its description, and a link to its file. It is a separate image, so that the ids of
 * several figures do not collide. An animated figure has a static copy, which the style sheet shows in
 * print, for readers who prefer reduced motion, and while the animation is held.
 */
function pictureCard({ file, figure }: Picture, theme: ThemeName): Html {
  const { title, description, seconds } = figure;
  const [width, height] = [figure.width, figure.height].map(Math.round);
  const name = title || file;
  const region = { class: "scroll", tabindex: 0, role: "region", "aria-label": name };
  const words = description === "" ? name : `${name}. ${description}`;
  // The minimum width of readable text: narrower pages scroll the figure; in print it has this width.
  const style = `--half:${Math.round(width / 2)}px`;
  const looks = { alt: words, width, height, style };
  const image = (figure: Figure, kind?: string) =>
    tag("img", { class: kind, src: dataUri(toSvg(figure)), ...looks });
  const moves = seconds > 0;
  const href = encodeURIComponent(file.toWellFormed());
  return tag(
    "figure",
    { class: theme },
    ...(moves ? [HOLD] : []),
    tag(
      "div",
      region,
      ...(moves
        ? [image(figure, "moving"), image(staticFigure(figure), "still")]
        : [image(figure)]),
    ),
    tag("figcaption", {}, tag("a", { href }, file)),
  );
}

/** A checkbox that holds an animation, by a style sheet without a script. */
const HOLD = tag(
  "label",
  { class: "hold" },
  tag("input", { type: "checkbox" }),
  " Hold still, at the last epoch",
);

/** A data URI with percent encoding only where it is needed, a third shorter than base64. */
function dataUri(svg: string): string {
  const text = svg.trim().toWellFormed().replace(/[^ !'-;=A-Z_a-z~]/gu, encodeURIComponent);
  return `data:image/svg+xml,${text}`;
}

/** The tables of a section: a table of runs if networks were trained, else the tables of the terminal. */
function tablesOf(id: string, { runs, tables }: Section): Html[] {
  if (runs.length > 0) return [runsTable(`${id}-runs`, runs)];
  return tables.map((table, at) => {
    const which = tables.length > 1 ? `, part ${at + 1} of ${tables.length}` : "";
    return shownTable(`${id}-table-${at + 1}`, `What was measured${which}`, table);
  });
}

/** An id by position and not by name, as names may contain any characters. */
function idOf(at: number): string {
  return `experiment-${at + 1}`;
}

function headingOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
