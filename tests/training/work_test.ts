import { assertEquals, assertThrows } from "@std/assert";
import { trainingWork } from "../../mod.ts";

Deno.test("the work of a training is three multiplications of each weight, sample and epoch", () => {
  assertEquals(trainingWork([2, 3], { samples: 5, epochs: 7 }), 3 * 6 * 5 * 7);
  assertEquals(trainingWork([2, 64, 64, 2], { samples: 1, epochs: 1 }), 3 * (128 + 4096 + 128));
});

Deno.test("the work of what cannot be trained is not counted", () => {
  const settings = { samples: 5, epochs: 7 };
  assertThrows(() => trainingWork([2], settings), RangeError, "at least 2 entries");
  for (const name of ["samples", "epochs"]) {
    for (const value of [0, 1.5, NaN, Infinity]) {
      const wrong = { ...settings, [name]: value };
      assertThrows(() => trainingWork([2, 2], wrong), RangeError, name);
    }
  }
  assertThrows(
    () => trainingWork([2, 2], { ...settings, epoch: 5 } as never),
    RangeError,
    "epochs",
  );
});
