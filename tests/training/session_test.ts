/** Trainings that are advanced, saved and resumed, which equal trainings without interruption to the bit. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  adagrad,
  adam,
  adamw,
  createMlp,
  type Device,
  Generator,
  makeMoons,
  openDevice,
  type Optimizer,
  resumeTraining,
  rmsprop,
  type Run,
  sgd,
  startTraining,
  train,
  type TrainingProgress,
  type TrainingSpec,
  type TrainingState,
  trainTestSplit,
} from "../../mod.ts";
import { eachDevice } from "../devices/each_device.ts";

const { train: data, test } = trainTestSplit(makeMoons(120, { seed: 3 }), { seed: 3 });
const optimizers: Record<string, Optimizer> = {
  descent: sgd({ learningRate: 0.1 }),
  momentum: sgd({ learningRate: 0.05, momentum: 0.9 }),
  nesterov: sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }),
  rmsprop: rmsprop(),
  adagrad: adagrad({ learningRate: 0.1 }),
  adam: adam({ learningRate: 0.01 }),
  adamw: adamw({ learningRate: 0.01 }),
};
const specs: TrainingSpec[] = [
  ...Object.entries(optimizers).map(([name, optimizer]) => ({ name, sizes: [2, 5, 2], optimizer })),
  { name: "deep", sizes: [2, 3, 3, 2], activation: "tanh", optimizer: adam(), seed: 9 },
  { name: "values", sizes: [2, 4, 1], loss: "meanSquaredError", optimizer: sgd(), batchSize: 7 },
];

/** A run without its time, which differs between runs. */
const timeless = ({ seconds: _, ...run }: Run) => run;

/** Converts a state to JSON and back. */
const throughJson = (state: TrainingState): TrainingState => JSON.parse(JSON.stringify(state));

Deno.test("a training that is saved and resumed equals one without interruption to the bit", async () => {
  await using device = await openDevice("cpu");
  const options = { device, data, test, batchSize: 16, seed: 5 };
  const whole = await train(specs, { ...options, epochs: 9 });
  await using first = await startTraining(specs, { ...options, epochs: 9 });
  await first.advance(4);
  const state = throughJson(await first.state());
  await using second = await resumeTraining(state, { device, data, test });
  assertEquals([second.epoch, second.epochs], [4, 9]);
  await second.advance(5);
  assertEquals((await second.runs()).map(timeless), whole.map(timeless));
});

Deno.test("additional epochs equal those of a longer training, also if they are added twice", async () => {
  await using device = await openDevice("cpu");
  for (const spec of [specs[5], specs[7]]) {
    const [whole] = await train([spec], { device, data, test, epochs: 11, seed: 5 });
    await using first = await startTraining([spec], { device, data, test, epochs: 4, seed: 5 });
    await first.advance(3);
    const once = throughJson(await first.state());
    await using second = await resumeTraining(once, { device, data, test, epochs: 7 });
    await second.advance(4);
    const twice = throughJson(await second.state());
    await using third = await resumeTraining(twice, { device, data, test, epochs: 11 });
    await third.advance(4);
    const [run] = await third.runs();
    assertEquals(timeless(run), timeless(whole));
  }
});

Deno.test("a session that is advanced epoch by epoch returns the scores of the curves", async () => {
  await using device = await openDevice("cpu");
  await using session = await startTraining(specs, { device, data, test, epochs: 3 });
  const losses: number[][] = [];
  for await (const { epoch, epochs, runs } of session) {
    assertEquals([epoch, epochs], [losses.length + 1, 3]);
    losses.push(runs.map(({ testLoss }) => testLoss));
  }
  const runs = await session.runs();
  runs.forEach(({ testLoss, name }, index) => {
    assertEquals([...testLoss], losses.map((epoch) => epoch[index]), name);
  });
  const models = await session.models();
  assertEquals(
    models.map(({ parameters }) => parameters),
    runs.map(({ model }) => model.parameters),
  );
});

Deno.test("a new loop continues where the last one ended", async () => {
  await using device = await openDevice("cpu");
  await using session = await startTraining([specs[0]], { device, data, epochs: 5 });
  for await (const { epoch } of session) if (epoch === 2) break;
  const [early] = await session.runs();
  assertEquals([early.status, early.stoppedAtEpoch, early.trainLoss.length], ["stopped", 2, 2]);
  const seen: number[] = [];
  for await (const { epoch } of session) seen.push(epoch);
  assertEquals(seen, [3, 4, 5]);
  const [run] = await session.runs();
  assertEquals([run.status, run.stoppedAtEpoch], ["ok", null]);
});

eachDevice(
  "a spec with a seed equals a training of one network with that seed, to the bit",
  async (device) => {
    const options = { device, data, test, epochs: 4 };
    // An ensemble: a device may compute a single network with more threads.
    const several = Array.from({ length: 40 }, () => specs[0]);
    const seeded = [...specs, ...several].map((spec, index) => ({ ...spec, seed: 100 + index }));
    const together = await train(seeded, options);
    for (const index of [...specs.keys(), specs.length, seeded.length - 1]) {
      const { seed, ...spec } = seeded[index];
      const [run] = await train([spec], { ...options, seed });
      assertEquals(timeless({ ...together[index], seed: undefined }), timeless(run));
    }
  },
);

Deno.test("specs may differ in loss, batch size and epochs", async () => {
  await using device = await openDevice("cpu");
  const shared = { sizes: [2, 4, 2], optimizer: sgd(), seed: 1 };
  const own = [{ loss: "meanSquaredError" as const }, { batchSize: 5 }, { epochs: 2 }];
  const runs = await train(own.map((settings) => ({ ...shared, ...settings })), {
    device,
    data,
    epochs: 3,
  });
  for (const [index, settings] of own.entries()) {
    const [alone] = await train([shared], { device, data, epochs: 3, ...settings });
    assertEquals(timeless(runs[index]), timeless(alone));
  }
  assertEquals(runs.map(({ model }) => model.head), ["values", "logits", "logits"]);
});

/** Trains until a signal aborts it after an epoch of the second group. */
async function stopped(device: Device, onAbort: "return" | "reject") {
  const controller = new AbortController();
  const pair = [specs[0], { ...specs[7], epochs: 6 }];
  return await train(pair, {
    device,
    data,
    test,
    epochs: 4,
    onAbort,
    signal: controller.signal,
    onEpoch: ({ epoch, epochs }) =>
      epochs === 6 && epoch === 3 && controller.abort(new Error("enough")),
  });
}

Deno.test("with onAbort return, an aborted training returns the runs so far", async () => {
  await using device = await openDevice("cpu");
  const [first, second] = await stopped(device, "return");
  assertEquals([first.status, first.stoppedAtEpoch, first.trainLoss.length], ["ok", null, 4]);
  assertEquals([second.status, second.stoppedAtEpoch], ["stopped", 3]);
  assertEquals([second.trainLoss.length, second.testLoss.length], [3, 3]);
  const [short] = await train([{ ...specs[7], epochs: 3 }], { device, data, test });
  assertEquals(second.model.parameters, short.model.parameters);
  assertEquals(second.finalTestAccuracy, short.finalTestAccuracy);
  await assertRejects(() => stopped(device, "reject"), Error, "enough");
});

Deno.test("with onAbort return, a training that is aborted before its first epoch returns the initial networks", async () => {
  await using device = await openDevice("cpu");
  const signal = AbortSignal.abort(new Error("early"));
  const options = { device, data, test, epochs: 4, signal, seed: 3 };
  const [run] = await train([specs[0]], { ...options, onAbort: "return" });
  assertEquals([run.status, run.stoppedAtEpoch, run.trainLoss.length], ["stopped", 0, 0]);
  await using fresh = await startTraining([specs[0]], { ...options, signal: undefined });
  assertEquals(run.model.parameters, (await fresh.models())[0].parameters);
  await assertRejects(() => train([specs[0]], options), Error, "early");
});

Deno.test("the default loss of a given model of values is the mean squared error", async () => {
  await using device = await openDevice("cpu");
  const model = createMlp([2, 3, 2], { head: "values", seed: 1 });
  const [run] = await train([{ model, optimizer: sgd() }], { device, data, epochs: 1 });
  assertEquals([run.loss, run.model.head], ["meanSquaredError", "values"]);
});

Deno.test("a diverged network stays diverged when it is resumed, and the others continue", async () => {
  await using device = await openDevice("cpu");
  const loss = "meanSquaredError" as const;
  const pair = [sgd({ learningRate: 1e30 }), sgd({ learningRate: 0.1 })]
    .map((optimizer) => ({ sizes: [2, 4, 2], activation: "identity" as const, loss, optimizer }));
  const whole = await train(pair, { device, data, epochs: 8 });
  assertEquals(whole.map(({ status }) => status), ["diverged", "ok"]);
  await using first = await startTraining(pair, { device, data, epochs: 8 });
  await first.advance(5);
  const state = throughJson(await first.state());
  await using second = await resumeTraining(state, { device, data });
  await second.advance(3);
  assertEquals((await second.runs()).map(timeless), whole.map(timeless));
});

Deno.test("a given generator is saved in its first state, and advanced as in train", async () => {
  await using device = await openDevice("cpu");
  const [one, other] = [new Generator(8), new Generator(8)];
  await train(specs, { device, data, test, epochs: 2, generator: one });
  await using session = await startTraining(specs, {
    device,
    data,
    test,
    epochs: 2,
    generator: other,
  });
  assertEquals(other.rand(8), one.rand(8));
  assertEquals((await session.state()).generator, new Generator(8).state());
});

Deno.test("an invalid state is rejected with one line", async () => {
  await using device = await openDevice("cpu");
  await using session = await startTraining([specs[0]], { device, data, test, epochs: 4 });
  await session.advance(3);
  const state = throughJson(await session.state());
  const others = makeMoons(data.samples, { seed: 4 });
  const [member] = state.groups[0].members;
  const group = { ...state.groups[0], members: [{ ...member, parameters: "AAAA" }] };
  const wrong: [unknown, object, string][] = [
    [null, {}, "state must be a saved training"],
    [{ ...state, format: "onnx" }, {}, "format must be"],
    [{ ...state, version: 99 }, {}, "version must be 2"],
    [state, { data: others }, "data must be those that the training was started with"],
    [state, { test: undefined }, "test must be those that the training was started with"],
    [state, { epochs: 2 }, "epochs must be a whole number, at least 3"],
    [state, { epoch: 9 }, 'no option "epoch" (did you mean "epochs"?)'],
    [{ ...state, groups: [group] }, {}, "base64"],
    [{ ...state, groups: [] }, {}, "groups"],
    [{ ...state, groups: [null] }, {}, "groups[0] of the state must be an ensemble of a saved"],
    [{ ...state, groups: [{ ...group, members: {} }] }, {}, "a group's members must be a list"],
    [{ ...state, groups: [{ ...group, seconds: NaN }] }, {}, "a group's seconds must be"],
    [
      { ...state, groups: [{ ...group, members: [{ ...member, trainLoss: "" }] }] },
      {},
      "the length of a member's trainLoss must be 3, one per epoch",
    ],
    [{ ...state, networks: [undefined] }, {}, "networks[0] of the state must be the settings"],
    [{ ...state, networks: 5n }, {}, "state must be a saved training"],
    [{ ...state, test: Symbol("s") }, {}, "test must be those"],
    [state, { epochs: 1e8 }, "networks times epochs must be a whole number, at most 25000000"],
    [{ ...state, generator: { stream: "torch" } }, {}, "restore the generator"],
  ];
  for (const [given, changes, says] of wrong) {
    const error = await assertRejects(
      () => resumeTraining(given as TrainingState, { device, data, test, ...changes }),
      Error,
    );
    assert(error.message.includes(says), `${says}: ${error.message}`);
    assert(!error.message.includes("\n"), error.message);
  }
});

Deno.test("calls of a session that is done, closed or busy are rejected with one line", async () => {
  await using device = await openDevice("cpu");
  const session = await startTraining([specs[0]], { device, data, epochs: 2 });
  await assertRejects(() => session.advance(3), RangeError, "at most 2");
  const [, second] = await Promise.allSettled([session.advance(), session.advance()]);
  assertEquals(second.status, "rejected");
  await session.advance();
  await assertRejects(() => session.advance(), RangeError, "all 2 epochs are done");
  await session.close();
  await assertRejects(() => session.models(), Error, "closed");
});

Deno.test("advance keeps snapshots and reports epochs as train does, also in parts", async () => {
  await using device = await openDevice("cpu");
  const mixed = [...specs, { ...specs[0], name: "short", epochs: 3 }];
  const options = { device, data, test, batchSize: 16, seed: 5, epochs: 9 };
  const keep = [0, 1, 4, 6, 9];
  const seen: TrainingProgress[] = [];
  const whole = await train(mixed, { ...options, keep, onEpoch: (state) => seen.push(state) });
  await using once = await startTraining(mixed, options);
  const reported: TrainingProgress[] = [];
  await once.advance(9, { keep, onEpoch: (state) => reported.push(state) });
  assertEquals(reported, seen);
  assertEquals((await once.runs()).map(timeless), whole.map(timeless));
  // The snapshot between two parts is kept once, whichever part requests it.
  await using parts = await startTraining(mixed, options);
  await parts.advance(4, { keep: [0, 1, 4] });
  await parts.advance(2, { keep: [4] });
  await parts.advance(3, { keep: [6, 9] });
  assertEquals((await parts.runs()).map(timeless), whole.map(timeless));
});

Deno.test("the reported share of the work increases to 1, also in parts and after a resumption", async () => {
  await using device = await openDevice("cpu");
  const pair = [{ ...specs[0], epochs: 2 }, { ...specs[7], epochs: 8 }];
  await using first = await startTraining(pair, { device, data });
  const shares: number[] = [];
  const onEpoch = ({ done }: TrainingProgress) => void shares.push(done);
  await first.advance(4, { onEpoch });
  // Each network is half of the work: two of two epochs, then four of eight.
  assertEquals(shares, [1 / 4, 1 / 2, 9 / 16, 10 / 16, 11 / 16, 12 / 16]);
  await using second = await resumeTraining(throughJson(await first.state()), { device, data });
  await second.advance(4, { onEpoch });
  assertEquals(shares.slice(6), [13 / 16, 14 / 16, 15 / 16, 1]);
});

Deno.test("a resumed session keeps snapshots of its state and of the epochs that it trains", async () => {
  await using device = await openDevice("cpu");
  const options = { device, data, test, seed: 5, epochs: 6 };
  const [{ model, snapshots }] = await train([specs[5]], { ...options, keep: [3, 5] });
  await using first = await startTraining([{ ...specs[5] }], options);
  await first.advance(3);
  const state = throughJson(await first.state());
  await using second = await resumeTraining(state, { device, data, test });
  await second.advance(3, { keep: [3, 5] });
  const [run] = await second.runs();
  assertEquals([run.snapshots, run.model], [snapshots, model]);
  // Only the state contains the parameters of a given model.
  await using given = await startTraining([{ model, optimizer: sgd() }], options);
  await using later = await resumeTraining(throughJson(await given.state()), {
    device,
    data,
    test,
  });
  await later.advance(1, { keep: [0] });
  assertEquals((await later.runs())[0].snapshots, [{ epoch: 0, model }]);
});

Deno.test("a session that continues after an abort keeps no snapshot twice", async () => {
  await using device = await openDevice("cpu");
  const pair = [{ ...specs[0], epochs: 6 }, { ...specs[7], epochs: 6 }];
  const controller = new AbortController();
  const { signal } = controller;
  const keep = [0, 2, 6];
  const whole = await train(pair, { device, data, keep });
  await using session = await startTraining(pair, { device, data, signal });
  const onEpoch = ({ epoch, done }: TrainingProgress) =>
    epoch === 3 && done > 0.5 && controller.abort(new Error("enough"));
  await assertRejects(() => session.advance(6, { keep, onEpoch }), Error, "enough");
  const state = throughJson(await session.state());
  const stopped = await session.runs();
  assertEquals(stopped.map(({ snapshots }) => snapshots.map(({ epoch }) => epoch)), [
    [0, 2, 6],
    [0, 2],
  ]);
  await using second = await resumeTraining(state, { device, data });
  await second.advance(3, { keep: [6] });
  const runs = await second.runs();
  assertEquals(
    runs.map(({ snapshots }) => snapshots),
    whole.map(({ snapshots }) => [snapshots[2]]),
  );
});

Deno.test("the options of advance are checked before an epoch is trained", async () => {
  await using device = await openDevice("cpu");
  await using session = await startTraining([specs[0]], { device, data, epochs: 5 });
  await session.advance(2);
  const wrong: [unknown, typeof TypeError | typeof RangeError, string][] = [
    [5, TypeError, "options must be an object of settings"],
    [{ kep: [3] }, RangeError, 'no option "kep" (did you mean "keep"?)'],
    [{ keep: 3 }, TypeError, "keep must be a list of epochs"],
    [{ keep: [1] }, RangeError, "keep[0] must be a whole number, at least 2 and at most 4"],
    [{ keep: [2, 5] }, RangeError, "keep[1] must be a whole number, at least 3 and at most 4"],
    [{ keep: [3, 3] }, RangeError, "keep[1]"],
    [{ onEpoch: "often" }, TypeError, "onEpoch must be a function"],
  ];
  for (const [options, kind, says] of wrong) {
    await assertRejects(() => session.advance(2, options as object), kind, says);
  }
  assertEquals(session.epoch, 2);
});

/** A device that counts the calls of its sessions, each of which is a wait on a GPU. */
function counting(device: Device): { device: Device; counts: Record<string, number> } {
  const counts = { advance: 0, parameters: 0, state: 0 };
  const start: Device["start"] = async (...args) => {
    const session = await device.start(...args);
    return {
      get epoch() {
        return session.epoch;
      },
      advance: (...args) => (counts.advance++, session.advance(...args)),
      parameters: () => (counts.parameters++, session.parameters()),
      state: () => (counts.state++, session.state()),
      close: () => session.close(),
    };
  };
  return { device: { ...device, start }, counts };
}

Deno.test("snapshots of many epochs are kept without a wait for each", async () => {
  await using inner = await openDevice("cpu");
  const { device, counts } = counting(inner);
  await using session = await startTraining([specs[0]], { device, data, epochs: 8 });
  await session.advance(8, { keep: [1, 2, 3, 5, 8], onEpoch: () => {} });
  assertEquals(counts, { advance: 1, parameters: 0, state: 0 });
});
