/** Animations that do not move. */

import { assertEquals, assertThrows } from "@std/assert";
import { animation, figure, progressPanel, still } from "../../mod.ts";
import { seenAt } from "./play_svg.ts";

const loss = { name: "relu", values: [0.69, 0.41, 0.32] };
const figures = [1, 2, 3].map((at) =>
  figure([[progressPanel([loss], { at, note: `epoch ${at}` })]], { title: "One & <two>" })
);

Deno.test("a still shows the last figure, and nothing else is in it", () => {
  const svg = still(animation(figures));
  assertEquals(seenAt(svg), seenAt(figures[2]));
  assertEquals(["<animate", "epoch 1", "epoch 2"].filter((part) => svg.includes(part)), []);
});

Deno.test("a figure that does not move is its own still", () => {
  assertEquals(still(figures[0]), figures[0]);
  assertEquals(still(still(animation(figures))), still(animation(figures)));
});

Deno.test("what is no figure is refused", () => {
  assertThrows(() => still("loss"), TypeError, "Cannot read the figure");
});
