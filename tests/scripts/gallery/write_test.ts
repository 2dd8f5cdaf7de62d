/** The gallery on the disk. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { writeGallery } from "../../../scripts/gallery/write.ts";
import { namesIn, withFolder } from "../../cli/fixtures/deno.ts";
import { runTask } from "../tasks.ts";
import { readPage, sectionOf, textsOf } from "./fixtures.ts";

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
    assertEquals(rows.length, 3 + 3 + 7 + 6 + 8 + 26);
  }));
