import { assertEquals, assertThrows } from "@std/assert";
import { displayable, type Figure, figure, linePanel, toSvg } from "../../../mod.ts";

const hook = Symbol.for("Jupyter.display");

Deno.test("a figure shows itself to a notebook as SVG, and to a terminal by its title", () => {
  const title = `<a> & "b" 'c' &amp; 漢字`;
  const drawn = figure([[linePanel([{ name: "relu", values: [0.69, 0.41] }])]], { title });
  const shown = displayable(drawn);
  assertEquals(shown.figure, drawn);
  assertEquals(shown[hook](), { "image/svg+xml": toSvg(drawn), "text/plain": `Figure: ${title}` });
});

Deno.test("each time it is shown, it is shown whole", () => {
  const drawn = figure([[linePanel([])]]);
  const shown = displayable(drawn);
  shown[hook]()["image/svg+xml"] = "spoilt";
  assertEquals(shown[hook](), { "image/svg+xml": toSvg(drawn), "text/plain": "Figure: Figure" });
});

Deno.test("what is no figure is refused, and named", () => {
  for (const wrong of ["", "<svg></svg>", {}, { shapes: [] }, null, [["<svg/>"]]]) {
    assertThrows(
      () => displayable(wrong as unknown as Figure),
      TypeError,
      "Cannot show the figure as figure must be a figure",
    );
  }
});
