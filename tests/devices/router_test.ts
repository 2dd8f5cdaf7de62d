/** Leaving some trainings to another device, with devices that only say who they are. */

import { assertEquals } from "@std/assert";
import { withRouter } from "../../lib/devices/router.ts";
import type { Device, EnsembleState, TrainingPlan } from "../../lib/devices/device.ts";
import { memberOf, planOf } from "./plans.ts";

/** A device whose trainings are noted down, and its end. */
function deviceOf(name: string, seen: string[]): Device {
  const device = {
    kind: name === "usual" ? "cpu" : "webgpu",
    name,
    software: true,
    reason: `${name}'s reason`,
    start: (plan: TrainingPlan, state?: EnsembleState) => {
      seen.push(`${name} trains ${plan.members.length}${state ? " from a state" : ""}`);
      return Promise.resolve({});
    },
    matmul: () => {
      seen.push(`${name} multiplies`);
      return Promise.resolve(new Float32Array(1));
    },
    [Symbol.asyncDispose]: () => {
      seen.push(`${name} ends`);
      return Promise.resolve();
    },
  };
  return device as unknown as Device;
}

const few = planOf([memberOf(1)]);
const many = planOf([memberOf(1), memberOf(2)]);

function setUp(open: (seen: string[]) => Promise<Device | null>) {
  const seen: string[] = [];
  const device = withRouter(deviceOf("usual", seen), {
    isFaster: ({ members }) => members.length > 1,
    open: () => {
      seen.push("opening");
      return open(seen);
    },
    onChoice: (message) => seen.push(message),
  });
  return { seen, device };
}

Deno.test("trainings that another device is faster at are its own, and told of", async () => {
  const { seen, device } = setUp((seen) => Promise.resolve(deviceOf("other", seen)));
  await device.start(few);
  await Promise.all([device.start(many), device.start(many)]);
  const x = new Float32Array(1);
  await device.matmul({ a: x, b: x }, { batch: 1, rows: 1, inner: 1, columns: 1 });
  await device[Symbol.asyncDispose]();
  const told = "Training 2 networks of 2-6-2 on other: other's reason.";
  assertEquals(
    seen.toSorted(),
    [
      "usual trains 1",
      "opening",
      told,
      told,
      "other trains 2",
      "other trains 2",
      "usual multiplies",
      "other ends",
      "usual ends",
    ].toSorted(),
  );
  assertEquals([device.name, device.reason], ["usual", "usual's reason"]);
});

Deno.test("a device that is not needed is not opened, and one that cannot be is not missed", async () => {
  const { seen, device } = setUp(() => Promise.reject(new Error("no driver")));
  await device.start(few);
  assertEquals(seen, ["usual trains 1"]);
  await device.start(many);
  await device.start(many);
  await device[Symbol.asyncDispose]();
  assertEquals(seen, [
    "usual trains 1",
    "opening",
    "usual trains 2",
    "usual trains 2",
    "usual ends",
  ]);
});

Deno.test("a device that has given way to one of the usual kind is left alone", async () => {
  const { seen, device } = setUp((seen) => {
    const other = deviceOf("other", seen);
    return Promise.resolve({ ...other, kind: "cpu" });
  });
  await device.start(many);
  assertEquals(seen, ["opening", "usual trains 2"]);
});

Deno.test("a state goes with its plan to whichever device trains it", async () => {
  const { seen, device } = setUp((seen) => Promise.resolve(deviceOf("other", seen)));
  const state = { epoch: 0, members: [] };
  await device.start(few, state);
  await device.start(many, state);
  assertEquals([seen[0], seen.at(-1)], [
    "usual trains 1 from a state",
    "other trains 2 from a state",
  ]);
});
