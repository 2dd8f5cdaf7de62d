/** Where a figure comes from, in words. */

import { assertEquals, assertThrows } from "@std/assert";
import { figure, linePanel, type Provenance, provenanceText, toSvg } from "../../mod.ts";

const whole: Provenance = {
  command: "deno task train",
  flags: ["--seed", "7"],
  seed: 7,
  data: { datasets: ["moons"], samples: 600, noise: 0.25, factor: 0.5, testSize: 0.3 },
  device: { kind: "webgpu", name: "llvmpipe" },
  versions: { lab: "0.1.0", Deno: "2.9.6" },
};

Deno.test("each part is a sentence, in a fixed order", () => {
  assertEquals(
    provenanceText(whole),
    "Made by: deno task train --seed 7. Seed: 7. Data: moons, 600 samples, noise 0.25, factor 0.5, " +
      "test size 0.3. Device: llvmpipe (webgpu). Versions: lab 0.1.0, Deno 2.9.6.",
  );
});

Deno.test("what is not known is left out", () => {
  assertEquals(provenanceText({}), "");
  assertEquals(provenanceText({ seed: 0 }), "Seed: 0.");
  const data = { datasets: ["moons", "circles", "xor"], noise: [0.25, 0.1, 0] };
  assertEquals(provenanceText({ data }), "Data: moons, circles and xor, noise 0.25, 0.1 and 0.");
});

Deno.test("a figure keeps it as data, and its text has it in words", () => {
  const drawn = figure([[linePanel([])]], { provenance: whole });
  assertEquals(drawn.provenance, whole);
  assertEquals(drawn.description.includes("deno task"), false);
  assertEquals(toSvg(drawn).includes(`Made by: deno task train --seed 7. Seed: 7.`), true);
});

Deno.test("what is no record of it is refused in one line", () => {
  const refused: [unknown, typeof TypeError | typeof RangeError, string][] = [
    ["deno task train", TypeError, "Cannot draw the figure as provenance must be"],
    [{ comand: "a" }, RangeError, 'there is no option "comand" (did you mean "command"?)'],
    [{ command: 5 }, TypeError, "command of the provenance must be text"],
    [{ flags: "--seed 7" }, TypeError, "flags of the provenance must be a list of texts"],
    [{ seed: "7" }, TypeError, "seed of the provenance must be a finite number"],
    [{ data: null }, TypeError, "data of the provenance must be"],
    [{ data: { dataset: "moons" } }, RangeError, 'did you mean "datasets"?'],
    [{ data: { datasets: "moons" } }, TypeError, "datasets of the provenance must be a list"],
    [{ data: { datasets: [], samples: [1] } }, TypeError, "numbers of the provenance's data"],
    [{ data: { datasets: [], noise: new Array(2 ** 32 - 1) } }, TypeError, "noise of the"],
    [{ device: { kind: "cpu" } }, TypeError, "kind and name of the provenance's device"],
    [{ versions: { lab: 1 } }, TypeError, "versions of the provenance must be a list of texts"],
  ];
  for (const [provenance, error, message] of refused) {
    const options = { provenance: provenance as Provenance };
    assertThrows(() => figure([[linePanel([])]], options), error, message);
  }
});
