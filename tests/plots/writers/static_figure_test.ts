/** Animations that do not move. */

import { assertEquals, assertThrows } from "@std/assert";
import {
  animation,
  type Figure,
  figure,
  progressPanel,
  staticFigure,
  toSvg,
} from "../../../mod.ts";
import { seenAt } from "../play_svg.ts";

const loss = { name: "relu", values: [0.69, 0.41, 0.32] };
const figures = [1, 2, 3].map((at) =>
  figure([[progressPanel([loss], { at, note: `epoch ${at}` })]], { title: "One & <two>" })
);

Deno.test("a static figure shows the last figure, and nothing else is in it", () => {
  const held = staticFigure(animation(figures));
  assertEquals(seenAt(held), seenAt(figures[2]));
  const svg = toSvg(held);
  assertEquals(["<animate", "epoch 1", "epoch 2"].filter((part) => svg.includes(part)), []);
});

Deno.test("a figure that does not move comes back as it is", () => {
  assertEquals(staticFigure(figures[0]), figures[0]);
  const held = staticFigure(animation(figures));
  assertEquals(staticFigure(held), held);
});

Deno.test("what is no figure is refused", () => {
  assertThrows(
    () => staticFigure("loss" as unknown as Figure),
    TypeError,
    "Cannot hold the figure",
  );
});
