import { assert, assertEquals, assertThrows } from "@std/assert";
import { figureFiles } from "../../../scripts/cli/files/figure_names.ts";
import { UsageError } from "../../../scripts/cli/usage_error.ts";

const files = ["depth-loss.svg", "width-loss.svg", "depth-animation.svg", "depth-frames/"];

Deno.test("all figures keep their names if none is asked for", () => {
  assertEquals(figureFiles(files, {}, "depth"), files);
});

Deno.test("a name replaces the first part, and no two files get the same one", () => {
  const named = figureFiles(files, { name: "talk" }, "depth");
  assertEquals(named, [
    "talk-loss.svg",
    "talk-width-loss.svg",
    "talk-animation.svg",
    "talk-frames/",
  ]);
  // In the page of all experiments it precedes their names.
  assertEquals(figureFiles(["gradcheck.svg"], { name: "talk" }, ""), ["talk-gradcheck.svg"]);
});

Deno.test("figures are chosen by their names or by the last parts of them", () => {
  const chosen = (...figures: string[]) => figureFiles(files, { figures }, "depth");
  assertEquals(chosen("loss"), ["depth-loss.svg", "width-loss.svg"]);
  assertEquals(chosen("width-loss"), ["width-loss.svg"]);
  assertEquals(chosen("animation"), ["depth-animation.svg", "depth-frames/"]);
  assertThrows(
    () => chosen("loss", "bondary"),
    UsageError,
    'Flag --figures has no figure "bondary": the figures are depth-loss, width-loss, depth-animation',
  );
});

Deno.test("a long name is cut in the error", () => {
  const { message } = assertThrows(
    () => figureFiles(files, { figures: ["x".repeat(5000)] }, "depth"),
    UsageError,
  );
  assert(message.length < 300, message);
});
