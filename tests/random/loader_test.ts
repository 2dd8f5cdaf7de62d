import { assertEquals, assertThrows } from "@std/assert";
import { dataLoaderOrder, dataLoaderSeed, orderOfSeed } from "../../lib/random/loader.ts";
import { Generator } from "../../lib/random/torch.ts";
import further from "../reference/further_streams.json" with { type: "json" };
import reference from "../reference/torch.json" with { type: "json" };

for (const { seed, ...stream } of reference.streams) {
  Deno.test(`epochs come in the order of torch's DataLoader at seed ${seed}`, () => {
    const generator = new Generator(seed);
    const orders = stream["dataloader_epoch_orders(420 train shuffled, 180 test)"];
    for (const order of orders) {
      assertEquals([...dataLoaderOrder(generator, 420, { shuffle: true })], order);
      dataLoaderOrder(generator, 180, { shuffle: false });
    }
  });
}

for (const { seed, torch } of further.streams) {
  Deno.test(`passes in turn leave the stream where torch leaves it at seed ${seed}`, () => {
    const { orders, then_rand } = torch["two epochs of loaders: 33 shuffled, 9 in order"];
    const generator = new Generator(seed);
    const actual = [0, 1].flatMap(() => [
      [...dataLoaderOrder(generator, 33, { shuffle: true })],
      [...dataLoaderOrder(generator, 9, { shuffle: false })],
    ]);
    assertEquals(actual, orders);
    assertEquals([...generator.rand(2)], then_rand.map(Math.fround));
  });
}

Deno.test("a loader of no samples is refused before the stream moves", () => {
  const generator = new Generator(11);
  assertThrows(() => dataLoaderOrder(generator, 0, { shuffle: true }), RangeError, "samples");
  assertEquals(generator.rand(1), new Generator(11).rand(1));
});

Deno.test("an order comes out of its stored seed, and the stream moves as in a shuffling pass", () => {
  const generator = new Generator(42);
  const beside = new Generator(42);
  for (let epoch = 0; epoch < 3; epoch++) {
    const seed = dataLoaderSeed(generator);
    assertEquals(orderOfSeed(seed, 33), dataLoaderOrder(beside, 33, { shuffle: true }));
  }
  assertEquals(generator.state(), beside.state());
});

Deno.test("wrong seeds and generators of orders are refused", () => {
  assertThrows(() => dataLoaderSeed(5 as never), TypeError, "generator must be a Generator");
  assertThrows(() => orderOfSeed(-1, 5), RangeError, "seed");
  assertThrows(() => orderOfSeed(1, 0.5), RangeError, "samples");
});

Deno.test("whether to shuffle is said in true or false, before the stream moves", () => {
  const generator = new Generator(11);
  for (const shuffle of ["no", 0, 1, undefined, null] as never[]) {
    assertThrows(
      () => dataLoaderOrder(generator, 5, { shuffle }),
      TypeError,
      "Cannot order the samples as shuffle must be true or false",
    );
  }
  const unknown = { shuffle: true, shuffel: false };
  assertThrows(() => dataLoaderOrder(generator, 5, unknown), RangeError, 'mean "shuffle"?');
  assertThrows(() => dataLoaderOrder(generator, 2 ** 31, { shuffle: true }), RangeError, "samples");
  assertThrows(
    () => dataLoaderOrder(generator, 2 ** 31, { shuffle: false }),
    RangeError,
    "samples",
  );
  assertEquals(generator.rand(1), new Generator(11).rand(1));
});
