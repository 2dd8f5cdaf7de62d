/** Fonts for characters that the lab's own font lacks. */

import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { type Figure, figure, linePanel, type Shape, toSvg } from "../../../mod.ts";
import { readFontFile } from "../../../scripts/cli/png/font_file.ts";
import { fontFallback } from "../../../scripts/cli/png/font_fallback.ts";
import { openPng } from "../../../scripts/cli/png/png.ts";
import { namesIn, withFolder } from "../fixtures/deno.ts";
import { strangeFont } from "../fixtures/strange_font.ts";
import { readPng } from "../read_png.ts";

const ownPath = new URL(
  import.meta.resolve("npm:@expo-google-fonts/arimo@0.4.3/400Regular/Arimo_400Regular.ttf"),
);
const own = readFontFile(ownPath)!;
const panel = linePanel([{ name: "a", values: [3, 2, 1] }]);

/** A figure of these shapes. */
function drawnWith(shapes: readonly Shape[]): Figure {
  return { ...figure([[panel]]), shapes };
}

/** A folder with one font, which has Devanagari by name and Latin letters by look. */
function withFont(test: (folder: string) => unknown): Promise<void> {
  return withFolder((folder) => {
    Deno.mkdirSync(`${folder}/deeper`);
    const font = strangeFont(Deno.readFileSync(ownPath), {
      range: [0x900, 0x97f],
      glyph: 36,
      family: ["Arimo", "O<d&d"],
    });
    Deno.writeFileSync(`${folder}/deeper/Odd.TTF`, font);
    Deno.writeTextFileSync(`${folder}/no font.ttf`, "no font");
    Deno.writeTextFileSync(`${folder}/empty.otf`, "");
    return test(folder);
  });
}

Deno.test("a font says its family, and which characters it has", () => {
  assertEquals(own.family, "Arimo");
  const codes = [..."Aé€שπЖ−⁻"].map((character) => character.codePointAt(0) ?? 0);
  assertEquals(codes.filter((code) => !own.has(code)), []);
  assertEquals([0x627, 0x928, 0x6f22, 0x1f600, 0xe000, 0x10ffff].filter(own.has), []);
});

Deno.test("what is no font is passed over", () =>
  withFont((folder) => {
    assertEquals(readFontFile(`${folder}/no font.ttf`), undefined);
    assertEquals(readFontFile(`${folder}/empty.otf`), undefined);
    assertEquals(readFontFile(`${folder}/none.ttf`), undefined);
    assertEquals(readFontFile(`${folder}/deeper/Odd.TTF`)?.family, "O<d&d");
    assertEquals(readFontFile(`${folder}/deeper/Odd.TTF`)?.has(0x41), false);
    assertEquals(namesIn(folder).length, 3);
  }));

Deno.test("stretches name the font that has them, whole letters at a time; what none has is told", () =>
  withFont((folder) => {
    const withText = (text: string) =>
      drawnWith([{
        name: "g",
        attributes: {},
        children: [{ name: "text", attributes: { x: 1 }, children: [text] }],
      }]);
    const { figure, fonts, missing } = fontFallback(own, [folder])(withText("a नि\u0905b漢"));
    assertStringIncludes(
      toSvg(figure),
      '<g><text x="1">a <tspan font-family="O&lt;d&amp;d">नि\u0905</tspan>b漢</text></g></svg>',
    );
    assertEquals(fonts.map(({ family }) => family), ["O<d&d"]);
    assertEquals(missing, ["漢"]);
    const plain = { ...withText("שלום, 1 < 2"), title: "न" };
    assertEquals(fontFallback(own, [folder])(plain), { figure: plain, fonts: [], missing: [] });
  }));

/** The pixels of a title. */
async function pictured(png: Uint8Array): Promise<string> {
  const { width, pixels } = await readPng(png);
  return pixels.subarray(0, 4 * width * 140).join();
}

Deno.test("a PNG has letters from other fonts; a box for what none has, and one line on it", () =>
  withFont(async (folder) => {
    const said: string[] = [];
    using png = openPng({ note: (line) => said.push(line), folders: [folder] });
    const drawn = async (title: string) =>
      pictured(await png.render(figure([[panel]], { title, legend: false, size: "half" })));
    const box = await drawn("\ue000");
    assertEquals(said, ["PNG: no font here has \ue000 (U+E000): boxes stand for them"]);
    const [first, second] = [await drawn("\u0905"), await drawn("\u0906")];
    assertNotEquals(first, box);
    assertNotEquals(first, second);
    assertEquals(said.length, 1);
    await drawn("\ue000 \ue001");
    assertEquals(said.length, 2);
    assert(said[1].startsWith("PNG: no font here has \ue001 (U+E001):"));
    await drawn("\u0939\u093e\u0928");
    await drawn("\u0939\u093e\u0928");
    const [crowded, ...others] = said.slice(2);
    assertEquals(others, []);
    assert(crowded.includes("what follows \u0939\u093e too close"), crowded);
  }));

Deno.test("right-to-left words run from right to left", async () => {
  using renderer = openPng({ folders: [] });
  const inked = async (title: string) => {
    const png = await renderer.render(figure([[panel]], { title, legend: false, size: "half" }));
    const { width, pixels } = await readPng(png);
    const columns = Array.from({ length: width }, (_, x) => x).filter((x) =>
      Array.from({ length: 116 }, (_, y) => pixels[4 * (y * width + x)]).some((red) => red < 128)
    );
    return columns.map((x) => x - columns[0]);
  };
  // A wide letter first and a narrow one last: the narrow one stands at the left.
  const [word, narrow] = [await inked("שו"), await inked("ו")];
  assertEquals(word.slice(0, narrow.length), narrow);
});
