import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { type Figure, figure, linePanel, themeNames, toSvg } from "../../../mod.ts";
import { openPng } from "../../../scripts/cli/png/png.ts";
import { readPng } from "../read_png.ts";

const toPng = openPng().render;
const panel = linePanel([{ name: "a", values: [3, 2, 1] }], { yLabel: "loss" });

/** Colour and alpha of a pixel. */
async function pixel(drawn: Figure, x: number, y: number): Promise<number[]> {
  const { width, pixels } = await readPng(await toPng(drawn));
  return [...pixels.subarray(4 * (y * width + x), 4 * (y * width + x) + 4)];
}

Deno.test("a figure becomes a PNG of twice its size, the same bytes every time", async () => {
  const half = figure([[panel]], { size: "half" });
  const { width, height } = await readPng(await toPng(half));
  assertEquals([width, height], [1280, 1440]);
  assertEquals(await toPng(half), await toPng(half));
});

Deno.test("its background is the theme's, or none at all", async () => {
  const corners = themeNames.map((theme) => pixel(figure([[panel]], { theme }), 3, 3));
  const white = [255, 255, 255, 255];
  assertEquals(await Promise.all(corners), [white, [0x14, 0x17, 0x1c, 255], white]);
  assertEquals(await pixel(figure([[panel]], { transparent: true }), 3, 3), [0, 0, 0, 0]);
});

Deno.test("curves stand where the figure has them", async () => {
  const drawn = figure([[panel]]);
  const curve = toSvg(drawn).match(
    /<path d="M([\d.]+) ([\d.]+)L[^"]*" fill="none" stroke="#0072b2"/,
  );
  const [x, y] = [Number(curve?.[1]), Number(curve?.[2])];
  assertEquals(await pixel(drawn, Math.round(2 * x) + 1, Math.round(2 * y)), [0, 0x72, 0xb2, 255]);
});

/** The picture of a title alone. */
async function pictured(title: string): Promise<string> {
  const { width, pixels } = await readPng(
    await toPng(figure([[panel]], { title, legend: false, size: "half" })),
  );
  return pixels.subarray(0, 4 * width * 140).join();
}

Deno.test("there is a letter for every character that the lab writes", async () => {
  // A character of private use has no letter in any font: a box stands for it.
  const box = await pictured("\ue000");
  const pictures = new Set([box]);
  const characters = [..."Aαεé−×⁻⁰¹²³⁴⁵⁶⁷⁸⁹…·–’"];
  for (const character of characters) {
    const picture = await pictured(character);
    assertNotEquals(picture, box, character);
    pictures.add(picture);
  }
  assertEquals(pictures.size, characters.length + 1);
});

Deno.test("titles are bold, and labels are not", async () => {
  const dark = (picture: string) => picture.split(",").filter((value) => Number(value) < 99).length;
  const ink = dark(await pictured("loss of all"));
  const labelled = linePanel([{ name: "a", values: [3, 2, 1] }], { note: "loss of all" });
  const plain = await toPng(figure([[labelled]], { legend: false }));
  const { pixels, width } = await readPng(plain);
  const note = dark(pixels.subarray(0, 4 * width * 120).join());
  assert(note > 0 && ink / 32 ** 2 > 1.25 * note / 22 ** 2, `${ink} and ${note}`);
});

Deno.test("timers run while a PNG is rendered, and an abort ends it at once", async () => {
  const drawn = figure([[panel]]);
  const controller = new AbortController();
  const reason = new DOMException("Stopped by SIGTERM", "AbortError");
  setTimeout(() => controller.abort(reason), 5);
  const error = await assertRejects(() => toPng(drawn, controller.signal), DOMException);
  assertEquals(error, reason);
  assertEquals((await toPng(drawn)).length > 1000, true);
});
