/** The page of the gallery, read back by a strict parser, and on the disk. */

import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { galleryPage, writeGallery } from "../../../scripts/gallery/page.ts";
import { animation, figure, linePanel, progressPanel, toSvg } from "../../../mod.ts";
import { namesIn, withFolder } from "../../cli/fixtures/deno.ts";
import { runTask } from "../tasks.ts";
import type { Table } from "../../../scripts/gallery/section.ts";
import { type Look, pageLooks } from "../../../scripts/cli/looks.ts";
import { figureOf, readPage, recordOf, sectionOf, textsOf } from "./fixtures.ts";

Deno.test("the page tells each experiment in order: takeaways, figures, numbers, settings", () => {
  const page = galleryPage([
    sectionOf({ takeaways: ["One.", "Two."] }),
    sectionOf({ name: "depth", summary: "deeper and deeper" }),
  ]);
  assertMatch(page, /^<!DOCTYPE html>\n<html lang="en">/);
  assertEquals(textsOf(page, "h2"), ["Activations", "Depth"]);
  const parts = ["Takeaways", "Figure", "Numbers", "Settings"];
  assertEquals(textsOf(page, "h3"), [...parts, ...parts]);
  const items = textsOf(page, "li");
  assertEquals(items, [
    ": two in comparison",
    ": deeper and deeper",
    "One.",
    "Two.",
    "relu is best.",
  ]);
  const links = readPage(page).filter(({ name }) => name === "a").map(({ attributes }) =>
    attributes.href
  );
  assertEquals(links, ["#main", "#experiment-1", "#experiment-2", "a.svg", "a.svg"]);
});

Deno.test("the inside of networks is a part of its own, with its heading in the contents too", () => {
  const page = galleryPage([
    sectionOf(),
    sectionOf({ name: "depth" }),
    sectionOf({ name: "units", isInside: true }),
  ]);
  assertEquals(textsOf(page, "h2"), ["Experiments", "Inside the network"]);
  assertEquals(textsOf(page, "h3"), ["Activations", "Depth", "Units"]);
  assertEquals(textsOf(page, "h4").slice(0, 2), ["Takeaways", "Figure"]);
  const elements = readPage(page);
  const starts = elements.filter(({ name }) => name === "ol").map(({ attributes: { start } }) =>
    start
  );
  assertEquals(starts, [undefined, "3"]);
  const headings = elements.filter(({ attributes }) => attributes.class === "part");
  assertEquals(headings.map(({ name }) => name), ["p", "p", "h2", "h2"]);
});

Deno.test("tables are those of the terminal: that of runs has the settings, and no other shows runs", () => {
  const own = { columns: ["units"], rows: [[8]] };
  const ofRuns = { columns: ["run"], rows: [["relu"]], ofRuns: true };
  const headingsOf = (tables: Table[]) => textsOf(galleryPage([sectionOf({ tables })]), "th");
  assert(!headingsOf([own]).includes("test accuracy"));
  const both = headingsOf([ofRuns, own]);
  assert(both.indexOf("test accuracy") < both.indexOf("units"), both.join());
  assert(headingsOf([]).includes("test accuracy"));
});

Deno.test("the page needs nothing besides itself, and no script", () => {
  const elements = readPage(galleryPage([sectionOf()]));
  const names = new Set(elements.map(({ name }) => name));
  assert(!names.has("script") && !names.has("iframe") && names.has("style"));
  const sources = elements.flatMap(({ name, attributes }) =>
    name === "link" ? [attributes.href] : "src" in attributes ? [attributes.src] : []
  );
  assertEquals(sources.length, 2);
  assert(sources.every((source) => source.startsWith("data:")), sources.join("\n"));
  const [style] = elements.filter(({ name }) => name === "style");
  assert(!/url\(|@import/.test(style.text));
});

Deno.test("ids are unique, whatever the experiments are called and however alike figures are", () => {
  const table = { columns: ["a"], rows: [["b"]] };
  const page = galleryPage([
    sectionOf(),
    sectionOf(),
    sectionOf({ name: 'a "b" <c>', runs: [], tables: [table, table] }),
  ]);
  const ids = readPage(page).flatMap(({ attributes }) => "id" in attributes ? [attributes.id] : []);
  assertEquals(new Set(ids).size, ids.length, ids.join(" "));
  const named = readPage(page).flatMap(({ attributes }) => attributes["aria-labelledby"] ?? []);
  assertEquals(named.filter((id) => !ids.includes(id)), []);
});

Deno.test("nothing that comes in breaks out: markup, quotes, control characters, halves of pairs", () => {
  const nasty = `</section><script>alert("1")</script>' & \u202e\0\x1b[31m\ud800 ]]> --> `;
  const clean = `</section><script>alert("1")</script>' & \u202e[31m\ufffd ]]> -->`;
  const words = `<script>"&amp;`;
  const page = galleryPage([
    sectionOf({
      name: nasty,
      summary: nasty,
      device: { name: nasty },
      takeaways: [nasty],
      runs: [recordOf(nasty, { activation: nasty }), recordOf("b")],
      pictures: [words, ""].map((text) => ({ file: nasty, figure: figureOf(text, text) })),
    }),
    sectionOf({ runs: [], tables: [{ columns: [nasty], rows: [[nasty]] }] }),
  ]);
  const elements = readPage(page);
  assertEquals(elements.filter(({ name }) => name === "script" || name === "section").length, 2);
  assertEquals(textsOf(page, "h2")[0], clean);
  assertEquals(textsOf(page, "p")[0], clean);
  assertEquals(textsOf(page, "figcaption").length, 3);
  assertEquals(textsOf(page, "td")[0], clean);
  assert(textsOf(page, "dd").includes(clean) && textsOf(page, "li").includes(clean));
  const [first, second] = elements.filter(({ name }) => name === "img");
  assertEquals(first.attributes.alt, `<script>"&amp;. <script>"&amp;`);
  assertEquals(second.attributes.alt.trim(), clean);
});

Deno.test("figures and tables are numbered through the page, and captions say what figures show", () => {
  const table = { columns: ["a"], rows: [["b"]] };
  const named = (title: string, file: string) => ({
    file,
    figure: figureOf(title, "What is seen"),
  });
  const pictures = [named("It falls", "a.svg"), named("", "b.svg"), named("Why?", "c.svg")];
  const page = galleryPage([
    sectionOf({ pictures }),
    sectionOf({ runs: [], tables: [table, table], pictures: [named("Last", "d.svg")] }),
  ]);
  const numbers = textsOf(page, "strong");
  assertEquals(numbers, ["Figure 1", "Figure 2", "Figure 3", "Figure 4"]);
  const captions = textsOf(page, "figcaption");
  assertEquals(captions, [": It falls.", "", ": Why?", ": Last."]);
  const tables = textsOf(page, "caption").length;
  const spans = textsOf(page, "span").map((text) => text.split(":")[0]);
  const numbered = spans.filter((text) => text.startsWith("Table"));
  assertEquals([tables, numbered], [3, ["Table 1", "Table 2", "Table 3"]]);
  // Figures in one look are wider than a phone.
  assertEquals(spans.filter((text) => text === "(scrolls sideways)").length, pictures.length + 1);
});

/** A figure in all looks. */
function inLooks(theme: "light" | "dark" | "print") {
  const draw = (look: Look) =>
    figure([[linePanel([{ name: "a", values: [2, 1] }])]], { theme, ...look });
  return { draw, looks: pageLooks(draw, { theme }) };
}

Deno.test("a figure has a look for wide and one for narrow pages, each for both colour schemes", () => {
  const { draw, looks } = inLooks("light");
  const [wide, narrow] = [looks.wide, looks.narrow];
  assertEquals([wide.light.width, wide.light.height], [1280, 720]);
  assertEquals([narrow.light.width, wide.dark?.theme, narrow.dark?.theme], [600, "dark", "dark"]);
  const drawn = { ...draw({}), title: "A title", description: "What there is to see" };
  const page = galleryPage([sectionOf({ pictures: [{ file: "a.svg", figure: drawn, looks }] })]);
  const images = readPage(page).filter(({ name }) => name === "img").map(({ attributes }) =>
    attributes
  );
  assertEquals(images.map((image) => image.class), ["wide", "narrow"]);
  assertEquals(images.map(({ width }) => width), ["1280", "600"]);
  assertEquals(images.map(({ alt }) => alt), Array(2).fill("A title. What there is to see"));
  const svgs = images.map(({ src }) => decodeURIComponent(src));
  assert(svgs.every((svg) => svg.includes("@media (prefers-color-scheme:dark)")));
  assert(readPage(page).some(({ attributes }) => attributes.class === "light by-scheme"));
});

Deno.test("a theme that was asked for stays by day and by night", () => {
  for (const theme of ["dark", "print"] as const) {
    const { draw, looks } = inLooks(theme);
    assertEquals([looks.wide.dark, looks.narrow.dark], [undefined, undefined]);
    assertEquals(looks.wide.light.theme, theme);
    const pictures = [{ file: "a.svg", figure: draw({}), looks }];
    const page = galleryPage([sectionOf({ theme, pictures })]);
    const [card] = readPage(page).filter(({ name }) => name === "figure");
    const images = readPage(page).flatMap(({ attributes }) => attributes.src ?? []);
    assertEquals([card.attributes.class, images.length], [theme, 2]);
    assert(images.every((src) => !src.includes("prefers-color-scheme")));
  }
});

Deno.test("a figure in one look stands in the page as it was written, and says what it shows", () => {
  const drawn = figureOf("50 % & „é“ 🙂 \\ ` {} | ^ [] ?$@", "a < b\n#");
  const page = galleryPage([sectionOf({ pictures: [{ file: "a b#.svg", figure: drawn }] })]);
  const [image] = readPage(page).filter(({ name }) => name === "img");
  const { src, alt, width, height } = image.attributes;
  const [, data] = src.match(/^data:image\/svg\+xml,([!-~ ]*)$/) ?? [];
  assertEquals(decodeURIComponent(data), toSvg(drawn).trim());
  assert(!/[#<>"?]/.test(data));
  assertEquals([alt, width, height], ["50 % & „é“ 🙂 \\ ` {} | ^ [] ?$@. a < b #", "1280", "636"]);
  const links = readPage(page).filter(({ name }) => name === "a").map(({ attributes }) =>
    attributes.href
  );
  assertEquals(links.at(-1), "a%20b%23.svg");
});

Deno.test("a figure stands on the ground of its theme, no narrower than half of what it was drawn", () => {
  const page = galleryPage([sectionOf({ theme: "dark" }), sectionOf()]);
  const classes = readPage(page).filter(({ name }) => name === "figure").map(({ attributes }) =>
    attributes.class
  );
  assertEquals(classes, ["dark fixed", "light fixed"]);
  const styles = readPage(page).flatMap(({ attributes }) => attributes.style ?? []);
  assertEquals(styles, ["--half:640px", "--half:640px"]);
  const [style] = textsOf(page, "style");
  const [{ attributes: { fill: ground } }] =
    figure([[linePanel([{ name: "a", values: [1] }])]], { theme: "dark" }).shapes;
  assert(style.includes(`figure.dark .scroll {\n  background: ${ground};`), String(ground));
});

Deno.test("a figure that moves has a twin that does not, and can be held", () => {
  const losses = [1, 2].map((at) =>
    figure([[progressPanel([{ name: "a", values: [2, 1] }], { at })]])
  );
  const moving = { file: "m.svg", figure: animation(losses) };
  const lone = { file: "s.svg", figure: losses[1] };
  const page = galleryPage([sectionOf({ pictures: [moving, lone] })]);
  const elements = readPage(page);
  const images = elements.filter(({ name }) => name === "img").map(({ attributes }) => attributes);
  assertEquals(images.map((image) => image.class), ["moving", "still", undefined]);
  const moves = images.map(({ src }) => decodeURIComponent(src).includes("<animate "));
  assertEquals(moves, [true, false, false]);
  assertEquals(elements.filter(({ name }) => name === "input").length, 1);
  const [style] = textsOf(page, "style");
  assertMatch(style, /@media print, \(prefers-reduced-motion: reduce\) \{\n {2}\.moving,/);
});

Deno.test("the same run gives the same page, however long it took", () => {
  const page = (seconds: number) =>
    galleryPage([sectionOf({ runs: [recordOf("a", { seconds })] })]);
  assertEquals(page(1), page(2));
});

Deno.test("the gallery is written beside the figures, whole, or what was there stays", () =>
  withFolder(async (folder) => {
    const path = `${folder}/index.html`;
    assertEquals(await writeGallery(folder, [sectionOf()]), path);
    const page = Deno.readTextFileSync(path);
    assertEquals(namesIn(folder), ["index.html"]);
    assertEquals(textsOf(page, "h2"), ["Activations"]);
    Deno.removeSync(path);
    Deno.mkdirSync(path);
    await assertRejects(() => writeGallery(folder, [sectionOf()]), Error, `Cannot write ${path}: `);
    assertEquals(namesIn(folder), ["index.html"]);
  }));

Deno.test("deno task lab writes a gallery of all that it says and draws, and names it last", () =>
  withFolder(async (folder) => {
    const flags = ["--device", "cpu", "--samples", "60", "--epochs", "3", "--out", folder];
    const { code, stdout } = await runTask("lab", flags);
    assertEquals(code, 0);
    assertStringIncludes(stdout, `\n\nGallery: ${folder}/index.html\n`);
    const page = Deno.readTextFileSync(`${folder}/index.html`);
    const said = stdout.split("\n").filter((line) => line.startsWith("- "));
    const items = textsOf(page, "li");
    assert(said.length > 10);
    assertEquals(said.filter((line) => !items.includes(line.slice(2))), []);
    const figures = namesIn(folder).filter((name) => name.endsWith(".svg")).sort();
    const links = readPage(page).filter(({ name }) => name === "a").map(({ text }) => text);
    assertEquals(links.filter((link) => link.endsWith(".svg")).sort(), figures);
    // Images say what there is to see; where they come from, the page says.
    const words = readPage(page).flatMap(({ attributes }) => attributes.alt ?? []);
    assertEquals(words.filter((alt) => /deno task|Seed|Deno \d/.test(alt)), []);
    assert(words.every((alt) => alt.length > 40), words.join("\n"));
    // All runs, and both tables of the gradient check.
    const rows = readPage(page).filter(({ attributes }) => attributes.scope === "row");
    assertEquals(rows.length, 3 + 3 + 7 + 6 + 8 + 26 + 20);
    // Every figure follows the colour scheme, wide and narrow.
    const images = readPage(page).filter(({ name }) => name === "img").map(({ attributes }) =>
      attributes
    );
    assertEquals(images.map((image) => image.class), figures.flatMap(() => ["wide", "narrow"]));
    assertEquals(images.filter(({ src }) => !src.includes("prefers-color-scheme")).length, 0);
    assertLess(page.length, 2.5e6);
  }));
