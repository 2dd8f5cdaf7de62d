import { assertEquals, assertThrows } from "@std/assert";
import { checkColor } from "../../lib/plots/css_colors.ts";

const hexOf = (value: unknown) => checkColor("draw the figure", "color", value);

Deno.test("hexadecimal colours and names of CSS become six digits", () => {
  assertEquals(
    ["#1a2B3c", "#fA0", " teal ", "RebeccaPurple", "lightgoldenrodyellow", "yellowgreen"].map(
      hexOf,
    ),
    ["#1a2b3c", "#ffaa00", "#008080", "#663399", "#fafad2", "#9acd32"],
  );
});

Deno.test("anything else is refused, with the nearest name", () => {
  const allowed = "color must be a color: #rgb, #rrggbb or a name of CSS: current value is";
  assertThrows(() => hexOf("blu"), RangeError, `${allowed} "blu" (did you mean "blue"?)`);
  for (const wrong of ["", "#12", "#12345g", "rgb(0, 0, 0)", "none", "currentColor", "url(#a)"]) {
    assertThrows(() => hexOf(wrong), RangeError, allowed);
  }
  assertThrows(() => hexOf(7), TypeError, allowed);
});
