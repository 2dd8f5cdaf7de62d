/** PyTorch's curves from the same seed, with the library alone. */

import { assertEquals } from "@std/assert";
import { Generator, openDevice } from "../../mod.ts";
import { alone, inOrder, sectionNames } from "./reference_curves.ts";
import { assertSection, trainSection } from "./reference_training.ts";

for (const kind of ["cpu", "tfjs"] as const) {
  for (const section of sectionNames) {
    Deno.test(`${section} alone on ${kind} has PyTorch's curves and final weights`, async () => {
      await using device = await openDevice(kind);
      const runs = await trainSection(section, alone[section], {
        device,
        generator: new Generator(42),
      });
      assertSection(section, runs, { expected: alone[section] });
    });
  }

  Deno.test(`all sections in order on ${kind} have PyTorch's curves, one generator running through`, async () => {
    await using device = await openDevice(kind);
    const generator = new Generator(42);
    for (const section of sectionNames) {
      const runs = await trainSection(section, inOrder[section], { device, generator });
      assertSection(section, runs, { expected: inOrder[section] });
    }
  });
}

Deno.test("the references name the fourteen runs of the notebook", () => {
  for (const reference of [alone, inOrder]) {
    assertEquals(sectionNames.map((section) => reference[section].map(({ name }) => name)), [
      ["sigmoid", "tanh", "relu"],
      ["he", "small", "large"],
      ["logistic", "1-hidden", "2-hidden"],
      ["sgd", "momentum", "adam", "sgd lr=0.05", "sgd lr=0.5"],
    ]);
  }
});
