import { assert, assertEquals, assertThrows } from "@std/assert";
import { activationFunction, activationNames } from "../../lib/models/activations.ts";
import { activationFigures } from "../activation_figures.ts";
import { assertClose } from "../oracle.ts";

Deno.test("there are figures of every activation", () => {
  for (const figures of activationFigures) {
    assertEquals([...figures.byName.keys()].sort(), [...activationNames].sort());
  }
});

for (const name of activationNames) {
  Deno.test(`${name} and its derivative are torch's in float64`, () => {
    const { value, derivative } = activationFunction(name);
    for (const { x, byName } of activationFigures) {
      const { forward, backward } = byName.get(name)!;
      assertClose(x.map(value), forward, 1e-15, "values");
      // Where slopes near 1, torch loses some 5e-15 to cancellation, as mpmath tells.
      assertClose(x.map((at) => derivative(at, value(at))), backward, 1e-14, "derivatives");
    }
  });

  Deno.test(`${name} of NaN is NaN, so that divergence is seen`, () => {
    assertEquals(activationFunction(name).value(NaN), NaN);
  });
}

Deno.test("tails of sigmoid, SiLU and softplus keep their digits", () => {
  const { x, byName } = activationFigures[0];
  for (const name of ["sigmoid", "silu", "softplus", "mish"] as const) {
    const { value } = activationFunction(name);
    const { forward } = byName.get(name)!;
    x.forEach((at, index) => {
      if (at > -30 || forward[index] === 0) return;
      const relative = Math.abs(value(at) / forward[index] - 1);
      assert(relative < 1e-13, `${name}(${at}) is ${value(at)} for ${forward[index]}`);
    });
  }
});

Deno.test("an unknown activation is refused with the nearest name", () => {
  assertThrows(
    () => activationFunction("sigmod" as "sigmoid"),
    RangeError,
    'current value is "sigmod" (did you mean "sigmoid"?)',
  );
});

for (const name of activationNames) {
  Deno.test(`${name} and its derivative are finite far out, and those with a gate end in 0, x and 0, 1`, () => {
    const { value, derivative } = activationFunction(name);
    for (const size of [1e4, 1e19, 1e30, 3.4e38]) {
      for (const x of [size, -size]) {
        const [y, dy] = [value(x), derivative(x, value(x))];
        assert(Number.isFinite(y) && Number.isFinite(dy), `${name}(${x}): ${y}, ${dy}`);
        if (!["gelu", "geluTanh", "silu", "mish"].includes(name)) continue;
        assertEquals([y + 0, dy + 0], x > 0 ? [x, 1] : [0, 0], `${name}(${x})`);
      }
    }
    // Those that compare x with a bound alone take NaN for one side, as PyTorch's do.
    if (["relu", "leakyRelu", "hardtanh", "identity"].includes(name)) return;
    assertEquals(derivative(NaN, NaN), NaN);
  });
}
