import { assertEquals, assertThrows } from "@std/assert";
import { displayable } from "../../lib/plots/display.ts";
import { figure } from "../../lib/plots/figure.ts";
import { linePanel } from "../../lib/plots/line_panel.ts";

const hook = Symbol.for("Jupyter.display");

Deno.test("a figure shows itself to a notebook as SVG, unchanged, and to a terminal by its title", () => {
  const title = `<a> & "b" 'c' &amp; 漢字`;
  const svg = figure([[linePanel([{ name: "relu", values: [0.69, 0.41] }])]], { title });
  const shown = displayable(svg);
  assertEquals(shown.svg, svg);
  assertEquals(shown[hook](), { "image/svg+xml": svg, "text/plain": `Figure: ${title}` });
});

Deno.test("each time it is shown, it is shown whole", () => {
  const shown = displayable("<svg></svg>");
  shown[hook]()["image/svg+xml"] = "spoilt";
  assertEquals(shown[hook](), { "image/svg+xml": "<svg></svg>", "text/plain": "Figure: untitled" });
});

Deno.test("what is no SVG document is refused, and named", () => {
  for (const wrong of ["", "loss.svg", "<html><svg></svg></html>", null, [["<svg/>"]]]) {
    assertThrows(() => displayable(wrong as string), TypeError, "Cannot show the figure as svg");
  }
});
