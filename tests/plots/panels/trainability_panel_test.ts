import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  type Figure,
  figure,
  type FigureOptions,
  textsOf,
  toElement,
  toSvg,
  trainabilityPanel,
} from "../../../mod.ts";
import { fromBase64 } from "../../../lib/base64.ts";
import { allShapes, type Shape } from "../../../lib/plots/shape.ts";
import { outcomeColor, themeNamed } from "../../../lib/plots/theme.ts";
import { readPng } from "../../cli/read_png.ts";

/** Rows from below: the first two pixels converge fast and slowly, the last two diverge slowly and fast. */
const map = { x: [0, 2], y: [1, 2], measures: [[-3, -90], [80, 2]] } as const;

const drawn = (options: FigureOptions = {}) => figure([[trainabilityPanel(map)]], options);

function imageOf({ shapes }: Figure): Shape {
  const [image, ...others] = [...allShapes(shapes)].filter(({ name }) => name === "image");
  assertEquals(others.length, 0);
  return image;
}

/** The colours of the corners of an image, from the upper left in the order of reading. */
async function cornersOf(made: Figure): Promise<string[]> {
  const [, text] = String(imageOf(made).attributes.href).split("base64,");
  const { width, height, pixels } = await readPng(fromBase64(text));
  return [[0, 0], [width - 1, 0], [0, height - 1], [width - 1, height - 1]].map(([x, y]) => {
    const at = 4 * (y * width + x);
    const parts = [...pixels.slice(at, at + 3)];
    return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  });
}

for (const theme of ["light", "dark", "print"] as const) {
  Deno.test(`pixels have the colours of their outcome and rank, the first row below: ${theme}`, async () => {
    const color = (outcome: "converged" | "diverged", share: number) =>
      outcomeColor(themeNamed(theme), outcome, share);
    assertEquals(await cornersOf(drawn({ theme })), [
      color("diverged", 0),
      color("diverged", 1),
      color("converged", 1),
      color("converged", 0),
    ]);
  });
}

Deno.test("limits of the axes cut the map at pixels", async () => {
  const left = drawn({ xLimits: [0, 1] });
  const color = (outcome: "converged" | "diverged", share: number) =>
    outcomeColor(themeNamed(), outcome, share);
  const [fast, slow] = [color("converged", 1), color("diverged", 0)];
  assertEquals(await cornersOf(left), [slow, slow, fast, fast]);
  const beside = figure([[trainabilityPanel(map)]], { xLimits: [5, 6] });
  assert(![...allShapes(beside.shapes)].some(({ name }) => name === "image"));
});

Deno.test("the map is an image for presentation programs, and for pages", () => {
  const made = drawn();
  assertStringIncludes(toSvg(made), "<image ");
  assertStringIncludes(toSvg(made), ' xlink:href="data:image/png;base64,');
  const names: string[] = [];
  const page = {
    createElementNS: () => ({
      setAttribute: (name: string) => void names.push(name),
      append: () => {},
    }),
  };
  toElement(made, page);
  assert(names.includes("href") && !names.includes("xlink:href"));
});

Deno.test("the legend has the outcomes that are there", () => {
  const textsFor = (measures: number[][]) =>
    textsOf(figure([[trainabilityPanel({ ...map, measures })]]));
  const both = textsFor([[-1, 1], [1, 1]]);
  for (const text of ["converged", "diverged", "fast", "slow"]) assert(both.includes(text), text);
  assert(!textsFor([[-1, -2], [-3, -4]]).includes("diverged"));
  assert(!textsFor([[1, 2], [3, 4]]).includes("converged"));
  assert(textsOf(drawn({ language: "de" })).includes("Lernrate am Eingang, log10"));
});

Deno.test("a map that is none is refused", () => {
  const refused = (wrong: object, kind: typeof TypeError | typeof RangeError, message: string) =>
    assertThrows(() => trainabilityPanel({ ...map, ...wrong }), kind, message);
  refused({ measures: [[1], [1, 2]] }, RangeError, "rows, all of one length");
  refused({ measures: [] }, RangeError, "rows, all of one length");
  refused({ x: [2, 1] }, RangeError, "the high end of x must be a finite number, above 2");
  refused({ y: 3 }, TypeError, "y of the map must be [low, high]");
  refused({ z: 3 }, RangeError, 'no option "z"');
});
