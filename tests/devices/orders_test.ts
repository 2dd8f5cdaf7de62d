/** Shuffle orders are generated at the start of their epoch: checked by the memory that is allocated. */

import { assert, assertEquals } from "@std/assert";
import { makeMoons, openDevice, type Session, sgd, startTraining } from "../../mod.ts";
import { eachDevice } from "./each_device.ts";
import { memberOf, orderSeedsOf, planOf } from "./plans.ts";

const members = 4096;
/** A prime, so that the length of no other array is a multiple of it. */
const count = 101;
const epochs = 20;

/** The arrays that are allocated for shuffle orders. */
interface Allocated {
  /** The number of orders in all arrays. */
  orders: number;
}

/** Runs a function, and counts the orders that it allocates memory for. Views are not counted. */
async function allocationsOf(work: () => Promise<unknown>): Promise<Allocated> {
  const allocated = { orders: 0 };
  const original = globalThis.Uint32Array;
  globalThis.Uint32Array = new Proxy(original, {
    construct(target, parts, newTarget) {
      const array = Reflect.construct(target, parts, newTarget) as Uint32Array;
      if (!(parts[0] instanceof ArrayBuffer) && array.length % count === 0) {
        allocated.orders += array.length / count;
      }
      return array;
    },
  });
  try {
    await work();
  } finally {
    globalThis.Uint32Array = original;
  }
  return allocated;
}

eachDevice("the orders of 4,096 members are generated epoch by epoch", async (device) => {
  const frame = { sizes: [2, 2, 2], epochs, count };
  const first = memberOf(1, frame);
  const ensemble = Array.from({ length: members }, (_, at) => ({
    ...first,
    orderSeeds: orderSeedsOf(epochs, at),
  }));
  const plan = planOf(ensemble, { ...frame, batchSize: count });
  const none = { orders: 0 };
  let session!: Session;
  assertEquals(await allocationsOf(async () => session = await device.start(plan)), none);
  const { orders } = await allocationsOf(() => session.advance(1));
  // A GPU draws the orders itself, and the CPU in one buffer, which is shared memory that each worker sees
  // in views. TensorFlow.js may copy each order once.
  if (device.kind === "webgpu") assertEquals(orders, 0);
  else if (device.kind === "cpu") assert(orders < members / 40, String(orders));
  else assert(orders >= members && orders <= 2 * members, String(orders));
  await session.close();
});

Deno.test("a training of 4,096 networks draws seeds of orders before its first epoch, and generates no order", async () => {
  await using device = await openDevice("cpu");
  const data = makeMoons(count, { seed: 1 });
  const specs = Array.from({ length: members }, () => ({ sizes: [2, 2, 2], optimizer: sgd() }));
  const { orders } = await allocationsOf(async () => {
    await using _session = await startTraining(specs, { device, data, epochs });
  });
  assertEquals(orders, 0);
});
