import { assertEquals, assertRejects } from "@std/assert";
import { makeMoons, openDevice, sgd, type TrainingState } from "../../mod.ts";
import { trainInSession } from "../../scripts/cli/training.ts";

const data = makeMoons(60, { seed: 42 });
const specs = [{ sizes: [2, 4, 2], optimizer: sgd({ learningRate: 0.1 }) }];

Deno.test("what was trained before an error is saved, and the error is the one that ended the training", async () => {
  await using device = await openDevice("cpu");
  for (const fails of [false, true]) {
    const saved: TrainingState[] = [];
    const save = (state: TrainingState) => {
      saved.push(state);
      return fails ? Promise.reject(new Error("the disk is full")) : Promise.resolve();
    };
    const update = (done: number) => {
      if (done >= 0.5) throw new Error("a worker failed");
    };
    const none = () => {};
    const output = {
      progress: () => ({ update, busy: none, clear: none, [Symbol.dispose]: none }),
    };
    const shown = { label: "Training", output, announce: none };
    const options = { device, data, epochs: 8, seed: 42 };
    await assertRejects(
      () => trainInSession(specs, options, { ...shown, save }),
      Error,
      "a worker failed",
    );
    assertEquals(saved.map(({ groups }) => groups[0].epoch), [4]);
  }
});
