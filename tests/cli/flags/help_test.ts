import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { choice, count, number, path, toggle } from "../../../scripts/cli/flags/flag_kinds.ts";
import { helpText } from "../../../scripts/cli/flags/help.ts";
import { dataFlags } from "../../../scripts/cli/flags/data_flags.ts";
import { commonFlags, modelFlags, trainingFlags } from "../../../scripts/cli/flags/lab_flags.ts";

const description = {
  name: "demo",
  summary: "Shows what the help text of a task looks like.",
  example: "deno task demo --epochs 30",
};

Deno.test("the help text is laid out from the table", () => {
  const flags = {
    epochs: count({ default: 150, help: "passes over the data" }),
    testSize: number({ default: 0.3, above: 0, below: 1, help: "share of points held out" }),
    device: choice({ default: "auto", choices: ["auto", "webgpu", "tfjs"], help: "what to use" }),
    json: path({ placeholder: "FILE", dash: "standard output", help: "write the results there" }),
    help: toggle({ help: "show this text" }),
  };
  assertEquals(
    helpText(description, flags),
    `Usage: deno task demo [flags]

Shows what the help text of a task looks like.

Flags:
  --epochs N     passes over the data, at least 1 (default 150)
  --test-size X  share of points held out, above 0 and below 1 (default 0.3)
  --device NAME  what to use: auto, webgpu, tfjs (default auto)
  --json FILE|-  write the results there
  -h, --help     show this text

Example:
  deno task demo --epochs 30
`,
  );
});

Deno.test("a long line is wrapped under its start, and a default is never torn", () => {
  const text = helpText(description, {
    noise: number({ default: 0.25, help: "word ".repeat(18).trim() }),
    aVeryLongNameOfAFlagIndeed: count({ help: "below its name" }),
  });
  assertStringIncludes(text, "\n" + " ".repeat(28) + "(default 0.25)\n");
  assertStringIncludes(
    text,
    "  --a-very-long-name-of-a-flag-indeed N\n" + " ".repeat(28) + "below",
  );
});

Deno.test("the help text of all the lab's flags keeps to 80 columns", () => {
  const text = helpText(description, {
    ...dataFlags,
    ...modelFlags,
    ...trainingFlags,
    ...commonFlags,
  });
  for (const line of text.split("\n")) assert([...line].length <= 80, line);
  for (const word of ["leakyRelu", "normal:0.5", "spiral", "adamw", "(default 2,32,2)"]) {
    assertStringIncludes(text, word);
  }
});
