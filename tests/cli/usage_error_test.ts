import { assertEquals, assertThrows } from "@std/assert";
import { usage, UsageError } from "../../scripts/cli/usage_error.ts";

Deno.test("checks of the library become usage errors, with their words and their cause", () => {
  for (const kind of [RangeError, TypeError, SyntaxError]) {
    const cause = new kind("Cannot make the moons");
    const error = assertThrows(() =>
      usage(() => {
        throw cause;
      }), UsageError);
    assertEquals([error.message, error.cause], [cause.message, cause]);
  }
});

Deno.test("other errors and results pass through", () => {
  const other = new Error("disk");
  const error = assertThrows(() =>
    usage(() => {
      throw other;
    })
  );
  assertEquals([error, usage(() => 3)], [other, 3]);
});
