/** Early stopping and plateaus: what a training without them shows, on every device. */

import { assert, assertEquals, assertGreater, assertRejects, assertThrows } from "@std/assert";
import {
  adam,
  type Device,
  earlyStopping,
  makeMoons,
  openDevice,
  reduceOnPlateau,
  resumeTraining,
  type Run,
  sgd,
  startTraining,
  train,
  type TrainingSpec,
  type TrainOptions,
  trainTestSplit,
} from "../../mod.ts";
import { eachDevice } from "../devices/each_device.ts";

const epochs = 40;
const moons = trainTestSplit(makeMoons(90, { noise: 0.4, seed: 3 }), { testSize: 0.5, seed: 1 });
const optionsOn = (device: Device): TrainOptions => ({
  ...{ device, data: moons.train, test: moons.test, epochs, batchSize: 15 },
});

/** Networks whose test loss rises at different times; the third one falls to the end. */
const specs: TrainingSpec[] = [0.5, 1.5, 0.001, 0.2, 3].map((learningRate, seed) => ({
  ...{ name: `${learningRate}`, sizes: [2, 16, 2], optimizer: sgd({ learningRate }), seed },
}));

/** The epochs at which a test loss is the lowest so far and at which a training ends, as defined. */
function plainly(testLoss: Float64Array, patience: number, minDelta: number) {
  let best = 1;
  for (let epoch = 2; epoch <= testLoss.length; epoch++) {
    if (testLoss[epoch - 1] < testLoss[best - 1] - minDelta) best = epoch;
    if (epoch - best >= patience) return { best, last: epoch };
  }
  return { best, last: testLoss.length };
}

for (const [patience, minDelta] of [[1, 0], [4, 0], [3, 0.02]] as const) {
  eachDevice(
    `each network of an ensemble stops on its own, with patience ${patience} and ${minDelta}`,
    async (device) => {
      const options = optionsOn(device);
      const keep = Array.from({ length: epochs }, (_, index) => index + 1);
      const whole = await train(specs, { ...options, keep });
      const expected = whole.map(({ testLoss }) => plainly(testLoss, patience, minDelta));
      assertGreater(new Set(expected.map(({ last }) => last)).size, 2);
      const seen: string[][] = [];
      const stopped = await train(specs, {
        ...options,
        stop: earlyStopping({ patience, minDelta }),
        onEpoch: ({ runs }) => seen.push(runs.map(({ name }) => name)),
      });
      for (const [index, run] of stopped.entries()) {
        const { best, last } = expected[index];
        const other = whole[index];
        assertEquals([run.bestEpoch, run.trainLoss.length], [best, last], run.name);
        assertEquals(run.model, other.snapshots[best - 1].model);
        assertEquals(run.trainLoss, other.trainLoss.slice(0, last));
        assertEquals(run.testAccuracy, other.testAccuracy.slice(0, last));
        assertEquals(run.learningRates, other.learningRates.slice(0, last));
        const early = last < epochs;
        assertEquals(run.status, early ? "stopped" : "ok");
        assertEquals(run.stoppedAtEpoch, early ? last : null);
        assert(Math.abs(run.finalTestAccuracy - run.testAccuracy[best - 1]) < 1e-9);
        // It is part of the progress up to its last epoch.
        assertEquals(seen.filter((names) => names.includes(run.name)).length, last);
      }
    },
  );
}

/** Networks with a plateau, with early stopping, with both, and with neither. */
const mixed: TrainingSpec[] = [
  { ...specs[0], schedule: reduceOnPlateau({ patience: 1, factor: 0.3 }) },
  { ...specs[1], stop: earlyStopping({ patience: 3 }) },
  {
    ...specs[3],
    optimizer: adam({ learningRate: 0.1 }),
    schedule: reduceOnPlateau({ patience: 0, factor: 0.5 }),
    stop: earlyStopping({ patience: 6 }),
  },
  specs[4],
];

const partsOf = ({ model, trainLoss, testLoss, learningRates, status, bestEpoch }: Run) => ({
  ...{ model, trainLoss, testLoss, learningRates, status, bestEpoch },
});

eachDevice("plateaus and stops of an ensemble are those of each network alone", async (device) => {
  const options = optionsOn(device);
  const together = await train(mixed, options);
  for (const [index, spec] of mixed.entries()) {
    const [alone] = await train([spec], options);
    assertEquals(partsOf(together[index]), partsOf(alone));
  }
  const [plateau, , both] = together;
  assertGreater(new Set(plateau.learningRates).size, 2);
  assertGreater(new Set(both.learningRates).size, 2);
  assertEquals(both.status, "stopped");
});

eachDevice(
  "a training that may stop is saved and resumed at any epoch, to the bit",
  async (device) => {
    const options = optionsOn(device);
    const { data, test } = options;
    const whole = await train(mixed, options);
    const lasts = whole.map(({ trainLoss }) => trainLoss.length);
    for (const first of [1, 5, lasts[1], lasts[2] + 1, epochs]) {
      await using session = await startTraining(mixed, options);
      await session.advance(first);
      const state = JSON.parse(JSON.stringify(await session.state()));
      await using resumed = await resumeTraining(state, { device, data, test });
      assertEquals([resumed.epoch, resumed.done], [first, first === epochs]);
      assertEquals((await resumed.models()).length, mixed.length);
      if (first < epochs) await resumed.advance(epochs - first);
      const runs = await resumed.runs();
      assertEquals(runs.map(partsOf), whole.map(partsOf));
      // A state that was read and written is the same.
      await using again = await resumeTraining(state, { device, data, test });
      const { groups, ...rest } = await again.state();
      const { groups: saved, ...expected } = state;
      assertEquals(rest, expected);
      assertEquals(
        groups.map(({ members }) => members),
        saved.map((each: typeof groups[0]) => each.members),
      );
    }
  },
);

Deno.test("an abort leaves a session that goes on to the same stops", async () => {
  await using device = await openDevice("cpu");
  const options = optionsOn(device);
  const whole = await train(mixed, options);
  for (const last of [1, 2, 7]) {
    const controller = new AbortController();
    await using session = await startTraining(mixed, { ...options, signal: controller.signal });
    const onEpoch = ({ epoch }: { epoch: number }) => {
      if (epoch === last) throw new Error("enough");
    };
    await assertRejects(() => session.advance(epochs, { onEpoch }), Error, "enough");
    assertEquals(session.epoch, last);
    await session.advance(epochs - last);
    assertEquals((await session.runs()).map(partsOf), whole.map(partsOf));
  }
});

Deno.test("a session is done once all networks have stopped", async () => {
  await using device = await openDevice("cpu");
  const stop = earlyStopping({ patience: 2 });
  const options = { ...optionsOn(device), epochs: 500, stop };
  await using session = await startTraining([specs[1], specs[4]], options);
  let last = 0;
  for await (const { epoch } of session) last = epoch;
  const runs = await session.runs();
  assertEquals(last, Math.max(...runs.map(({ trainLoss }) => trainLoss.length)));
  assertEquals([session.done, session.epoch], [true, last]);
  assertEquals(runs.map(({ status }) => status), ["stopped", "stopped"]);
  await assertRejects(() => session.advance(1), RangeError, "all networks have stopped early");
  const state = JSON.parse(JSON.stringify(await session.state()));
  const { data, test } = options;
  await using resumed = await resumeTraining(state, { device, data, test });
  assertEquals(resumed.done, true);
  assertEquals((await resumed.runs()).map(partsOf), runs.map(partsOf));
});

Deno.test("a network that diverges is diverged, and its ensemble goes on", async () => {
  await using device = await openDevice("cpu");
  const options = { ...optionsOn(device), stop: earlyStopping({ patience: 3 }) };
  const wild = { ...specs[0], name: "wild", optimizer: sgd({ learningRate: 1e20 }) };
  const [lost, other] = await train([wild, specs[1]], options);
  const [alone] = await train([specs[1]], options);
  assertEquals([lost.status, lost.bestEpoch], ["diverged", null]);
  assertEquals(partsOf(other), partsOf(alone));
});

Deno.test("wrong early stopping, and none to watch, are refused by one line", async () => {
  assertThrows(() => earlyStopping({ patience: 0 }), RangeError, "patience must be a whole number");
  assertThrows(() => earlyStopping({ minDelta: -1 }), RangeError, "minDelta must be");
  assertThrows(() => earlyStopping({ patients: 3 } as object), RangeError, '"patience"?');
  await using device = await openDevice("cpu");
  const { data } = optionsOn(device);
  const refuse = (spec: Partial<TrainingSpec>, message: string) =>
    assertRejects(() => train([{ ...specs[0], ...spec }], { device, data }), Error, message);
  await refuse({ stop: earlyStopping() }, "early stopping needs test data");
  await refuse({ schedule: reduceOnPlateau() }, "the schedule plateau needs test data");
  await refuse({ stop: 5 as never }, "stop must be early stopping");
  await refuse({ stop: { patience: 5 } as never }, "minDelta must be a finite number");
});
