/** Schedules as plain data: their checks, and the learning rates that they give. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  cosine,
  exponentialDecay,
  makeMoons,
  oneCycle,
  openDevice,
  reduceOnPlateau,
  resumeTraining,
  type Schedule,
  scheduleKinds,
  sgd,
  startTraining,
  stepDecay,
  train,
  warmUp,
} from "../../mod.ts";
import { learningRatesOf } from "../../lib/training/learning_rates.ts";
import { checkSchedule } from "../../lib/training/schedules.ts";
import { assertClose } from "../oracle.ts";

const schedules: readonly Schedule[] = [
  { kind: "constant" },
  stepDecay({ every: 3 }),
  exponentialDecay({ factor: 0.5 }),
  cosine({ epochs: 4, minimum: 0.01 }),
  warmUp(),
  oneCycle({ maximum: 1 }),
  reduceOnPlateau(),
];

Deno.test("there is a function for each kind of schedule except the constant one", () => {
  assertEquals(new Set(schedules.map(({ kind }) => kind)), new Set(scheduleKinds));
});

Deno.test("a wrong schedule is refused by one line", () => {
  const refuse = (call: () => unknown, message: string, kind = RangeError as ErrorConstructor) => {
    const error = assertThrows(call, kind, message);
    assert(error.message.startsWith("Cannot ") && !error.message.includes("\n"));
  };
  refuse(() => stepDecay({ every: 0 }), "the schedule's every must be a whole number, at least 1");
  refuse(() => stepDecay({ every: 1.5 }), "the schedule's every must be a whole number");
  refuse(() => exponentialDecay({ factor: 0 }), "the schedule's factor must be a finite number");
  refuse(() => cosine({ epoch: 3 } as object), 'there is no option "epoch"');
  refuse(() => cosine({ minimum: -1 }), "the schedule's minimum must be");
  refuse(() => warmUp({ start: 1.5 }), "the schedule's start must be");
  const wrong = (schedule: unknown) => () => checkSchedule("train", schedule as Schedule);
  refuse(wrong({ kind: "cosin" }), 'did you mean "cosine"?');
  refuse(wrong({ kind: "step", every: 2 }), "the schedule's factor must be", TypeError);
  refuse(wrong("cosine"), "schedule must be a schedule", TypeError);
  refuse(() => oneCycle({} as { maximum: number }), "the schedule's maximum must be", TypeError);
});

const rates = (schedule: Schedule, epochs: number, scheduledEpochs = epochs) =>
  learningRatesOf(schedule, 1, { epochs, scheduledEpochs, stepsPerEpoch: 2 });

Deno.test("rates of short trainings are those of the definitions", () => {
  assertEquals(rates({ kind: "constant" }, 3), undefined);
  assertClose(rates(stepDecay({ every: 2 }), 5)!, [1, 1, 0.1, 0.1, 0.01], 1e-15);
  assertClose(rates(cosine(), 2)!, [1, 0.5], 1e-15);
  // After its last epoch it rises again, as PyTorch's does.
  assertClose(rates(cosine({ epochs: 2 }), 5)!, [1, 0.5, 0, 0.5, 1], 1e-15);
  assertClose(rates(warmUp({ epochs: 2, start: 0.5 }), 4)!, [0.5, 0.75, 1, 1], 1e-15);
});

Deno.test("one cycle of any number of steps has finite rates, which end at a 250,000th", () => {
  for (const epochs of [1, 2, 3, 20]) {
    const all = rates(oneCycle({ maximum: 1 }), epochs)!;
    assertEquals(all.length, 2 * epochs);
    assert(all.every((rate) => rate > 0 && rate <= 1));
    assertClose([all[all.length - 1]], [4e-6], 1e-15);
  }
});

Deno.test("further epochs do not change the rates of those that were planned", () => {
  for (const schedule of schedules) {
    const [short, long] = [rates(schedule, 6), rates(schedule, 9, 6)];
    assertEquals(long?.subarray(0, short?.length), short);
  }
});

Deno.test("a training with a schedule is resumed to the bit, with further epochs too", async () => {
  await using device = await openDevice("cpu");
  const data = makeMoons(60, { seed: 1 });
  const test = makeMoons(20, { seed: 2 });
  const options = { device, data, test, epochs: 6, batchSize: 10 };
  const specs = schedules.map((schedule) => ({
    ...{ sizes: [2, 4, 2], optimizer: sgd({ learningRate: 0.5 }), schedule },
  }));
  const whole = await train(specs, options);
  await using session = await startTraining(specs, options);
  await session.advance(4);
  const state = JSON.parse(JSON.stringify(await session.state()));
  for (const epochs of [6, 8]) {
    await using resumed = await resumeTraining(state, { device, data, test, epochs });
    await resumed.advance(2);
    for (const [index, run] of (await resumed.runs()).entries()) {
      assertEquals(run.trainLoss, whole[index].trainLoss);
      assertEquals(run.learningRates, whole[index].learningRates);
      assertEquals(run.model, whole[index].model);
      assertEquals(run.schedule, schedules[index]);
    }
  }
});
