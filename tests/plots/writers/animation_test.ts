/** Figures that move: each moment shows one figure exactly, and where nothing moves it is the last. */

import { assert, assertEquals, assertLess, assertThrows } from "@std/assert";
import {
  animation,
  contourPanel,
  type Figure,
  figure,
  progressPanel,
  shareLegend,
  toSvg,
} from "../../../mod.ts";
import { durationOf, seenAt } from "../play_svg.ts";
import { readSvg } from "../read_svg.ts";

/** A boundary that turns from flat to steep. */
function turning(steps: number): Figure[] {
  const values = Float64Array.from({ length: 40 }, (_, at) => 1 / (1 + at));
  const panels = Array.from({ length: steps }, (_, step) => {
    const one = Array.from({ length: 400 }, (_, at) => {
      const [column, row] = [at % 20, Math.floor(at / 20)];
      return 1 / (1 + Math.exp(step - (column - 9.5) * step / 4 - (row - 9.5) / 3));
    });
    const probabilities = Float32Array.from([...one.map((value) => 1 - value), ...one]);
    const field = {
      x: [0, 1],
      y: [0, 1],
      size: [20, 20],
      classes: 2,
      values: probabilities,
    } as const;
    return contourPanel(field, { note: `step ${step}` });
  });
  return shareLegend(panels).map((panel, step) => {
    const loss = progressPanel([{ name: "loss", values }], { at: 1 + 3 * step, note: "all along" });
    return figure([[panel, loss]], { title: "Turning & <turning>" });
  });
}

const times = { secondsAtStart: 2, secondsPerFigure: 0.25, secondsAtEnd: 1.5 };

Deno.test("each moment shows one of the figures, element by element, in painting order", () => {
  const figures = turning(6);
  const svg = animation(figures, times);
  assertEquals([durationOf(svg), svg.seconds], [2 + 4 * 0.25 + 1.5, 2 + 4 * 0.25 + 1.5]);
  const starts = [0, 2, 2.25, 2.5, 2.75, 3];
  const ends = [...starts.slice(1), 4.5];
  figures.forEach((own, at) => {
    for (const moment of [starts[at] + 0.01, ends[at] - 0.01, 4.5 + starts[at] + 0.01]) {
      assertEquals(seenAt(svg, moment), seenAt(own), `figure ${at}, ${moment} s`);
    }
  });
});

Deno.test("where nothing moves, the last figure is seen", () => {
  const figures = turning(4);
  const svg = animation(figures, times);
  assertEquals(seenAt(svg), seenAt(figures[3]));
  assert(seenAt(figures[3]).join() !== seenAt(figures[2]).join());
});

Deno.test("what figures have in common stands in the document once", () => {
  const figures = turning(8);
  const svg = toSvg(animation(figures));
  const count = (text: string, part: string) => text.split(part).length - 1;
  assertEquals(count(svg, ">all along<"), 1);
  assertEquals(count(svg, ">step 3<"), 1);
  assertLess(svg.length, 0.8 * figures.map(toSvg).join("").length);
});

Deno.test("a figure that comes again in a row is seen on, and figures that are all alike do not move", () => {
  const [one, two] = turning(2);
  const svg = animation([one, one, two, one], times);
  assertEquals(seenAt(svg, 2.2), seenAt(one));
  assertEquals(seenAt(svg, 2.3), seenAt(two));
  assertEquals(seenAt(svg, 2.6), seenAt(one));
  for (const alike of [animation([one]), animation([one, one, one])]) {
    assertEquals([alike.seconds, toSvg(alike).includes("<animate")], [0, false]);
    assertEquals(seenAt(alike), seenAt(one));
  }
});

Deno.test("legends and heads of different length take turns as a whole", () => {
  const figures = [
    figure([[progressPanel([{ name: "a", values: [1, 2] }], { at: 1 })]], { title: "one" }),
    figure([[
      progressPanel([{ name: "a", values: [1, 2] }, { name: "b", values: [2, 3] }], { at: 2 }),
    ]], { title: "two" }),
  ];
  const svg = animation(figures, times);
  assertEquals(seenAt(svg, 1), seenAt(figures[0]));
  assertEquals(seenAt(svg, 3), seenAt(figures[1]));
});

Deno.test("an animation says what it shows and what moves, escaped, under ids that are the last figure's", () => {
  const figures = turning(3);
  const svg = animation(figures, { description: "Moves through <3> steps & back." });
  const [root, title, description] = readSvg(svg);
  assertEquals(root.attributes.role, "img");
  assertEquals(title.text, "Turning & <turning>");
  const [, , last] = readSvg(figures[2]);
  assertEquals(description.text, `Moves through <3> steps & back. ${last.text}`);
  assertEquals(
    root.attributes["aria-labelledby"],
    `${title.attributes.id} ${description.attributes.id}`,
  );
});

Deno.test("it is plain SVG: no style sheet, no script, no clip path", () => {
  const names = new Set(readSvg(animation(turning(3))).map(({ name }) => name));
  const plain = ["animate", "desc", "g", "path", "rect", "svg", "text", "title"];
  assertEquals([...names].sort(), plain);
});

Deno.test("what is no figure, figures of two sizes, and times that are none are refused", () => {
  const [one] = turning(1);
  const panel = progressPanel([{ name: "a", values: [1, 2] }], { at: 1 });
  const half = figure([[panel]], { size: "half" });
  const refused: [readonly Figure[], object, typeof TypeError | typeof RangeError, string][] = [
    [[], {}, RangeError, "figures must be not empty"],
    [one as unknown as Figure[], {}, TypeError, "figures must be a list of figures"],
    [["<svg></svg>" as unknown as Figure], {}, TypeError, "figures[0] must be a figure"],
    [[one, {} as Figure], {}, TypeError, "figures[1] must be a figure"],
    [[7 as unknown as Figure], {}, TypeError, "figures[0] must be a figure"],
    [[one, half], {}, RangeError, "every figure's size must be that of the first, 1280 × 720"],
    [[one], { secondsPerFrame: 1 }, RangeError, 'did you mean "secondsPerFigure"?'],
    [[one], { secondsPerFigure: 0 }, RangeError, "secondsPerFigure must be"],
    [[one], { secondsAtEnd: NaN }, RangeError, "secondsAtEnd must be"],
  ];
  for (const [figures, options, error, message] of refused) {
    assertThrows(() => animation(figures, options), error, message);
  }
});
