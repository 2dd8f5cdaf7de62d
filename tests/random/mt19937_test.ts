import { assertEquals, assertThrows } from "@std/assert";
import { MersenneTwister } from "../../lib/random/mt19937.ts";

Deno.test("the 10000th word from seed 5489 is the one the C++ standard demands of mt19937", () => {
  const engine = new MersenneTwister(5489);
  for (let index = 1; index < 10000; index++) engine.nextUint32();
  assertEquals(engine.nextUint32(), 4123659995);
});

Deno.test("a double takes 27 bits of one word and 26 of the next", () => {
  const words = new MersenneTwister(7);
  const high = BigInt(words.nextUint32()) >> 5n;
  const low = BigInt(words.nextUint32()) >> 6n;
  assertEquals(new MersenneTwister(7).nextDouble(), Number((high << 26n) | low) / 2 ** 53);
});

Deno.test("a seed that is no whole number of 32 bits is refused", () => {
  for (const seed of [-1, 1.5, NaN, 2 ** 32]) {
    assertThrows(() => new MersenneTwister(seed), RangeError, "Cannot seed the generator as seed");
  }
  assertThrows(() => new MersenneTwister("42" as unknown as number), TypeError);
});

Deno.test("many words at once are those drawn one by one, and some of them are returned", () => {
  const single = new MersenneTwister(5);
  const drawn = Uint32Array.from({ length: 1300 }, () => single.nextUint32());
  const together = new MersenneTwister(5);
  assertEquals(together.words(new Uint32Array(700)), drawn.slice(0, 700));
  const picked = together.words(new Uint32Array(100), { of: 6, at: 3 });
  assertEquals(picked, drawn.slice(700).filter((_, index) => index % 6 === 3));
  assertEquals(together.nextUint32(), single.nextUint32());
});

Deno.test("an engine that is seeded again begins the stream of that seed", () => {
  const engine = new MersenneTwister(5);
  for (const seed of [0, 7, 2 ** 31, 2 ** 32 - 1]) {
    engine.words(new Uint32Array(1000));
    engine.seed(seed);
    const expected = new MersenneTwister(seed).words(new Uint32Array(1300));
    assertEquals(engine.words(new Uint32Array(1300)), expected, `seed ${seed}`);
  }
  assertThrows(() => engine.seed(2 ** 32), RangeError, "Cannot seed the generator as seed");
});
