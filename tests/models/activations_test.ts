import { assert, assertEquals, assertThrows } from "@std/assert";
import { activationFunction, activationNames } from "../../lib/models/activations.ts";
import { activationFigures } from "../activation_figures.ts";
import { assertClose } from "../oracle.ts";
import { pythonTest } from "../python.ts";

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

/** Places of everyday size away from the kinks, and far out. */
const places = [-40, -25, -8.5, -3, -1.5, -0.7, -0.2, 0.1, 0.4, 0.9, 1.7, 4, 12, 19, 30];

for (const name of activationNames) {
  Deno.test(`the second derivative of ${name} is that of finite differences, and finite far out`, () => {
    const { value, derivative, secondDerivative } = activationFunction(name);
    const first = (x: number) => derivative(x, value(x));
    // Richardson's extrapolation of central differences: the error is of fourth order.
    const difference = (x: number, step: number) =>
      (first(x + step) - first(x - step)) / (2 * step);
    const estimate = (x: number) => (4 * difference(x, 5e-4) - difference(x, 1e-3)) / 3;
    assertClose(places.map((x) => secondDerivative(x, value(x))), places.map(estimate), 1e-11);
    for (const x of [1e4, -1e4, 1e19, -1e19, 3.4e38, -3.4e38]) {
      assertEquals(secondDerivative(x, value(x)) + 0, 0, `${name} at ${x}`);
    }
  });
}

/** The activations as functions of torch. */
const torchFunctions: Readonly<Record<string, string>> = {
  ...{ sigmoid: "torch.sigmoid", tanh: "torch.tanh", relu: "F.relu", elu: "F.elu", selu: "F.selu" },
  ...{ leakyRelu: "F.leaky_relu", gelu: "F.gelu", silu: "F.silu", softplus: "F.softplus" },
  ...{ mish: "F.mish", hardtanh: "F.hardtanh", identity: "lambda x: x * 1" },
  geluTanh: "lambda x: F.gelu(x, approximate='tanh')",
};

pythonTest("second derivatives are those of torch's double backward", ["torch"], async (python) => {
  // The kinks are among them.
  const all = [...places, 0, 1, -1, 20];
  const program = `
import json, torch
import torch.nn.functional as F
functions = {${activationNames.map((name) => `"${name}": ${torchFunctions[name]}`).join(", ")}}
found = {}
for name, function in functions.items():
    x = torch.tensor(${JSON.stringify(all)}, dtype=torch.float64, requires_grad=True)
    first, = torch.autograd.grad(function(x).sum(), x, create_graph=True)
    # Derivatives that do not depend on x have no graph.
    second = torch.autograd.grad(first.sum() + 0 * x.sum(), x)[0] if first.requires_grad else 0 * x
    found[name] = second.tolist()
print(json.dumps(found))`;
  const found: Record<string, number[]> = JSON.parse(await python(["-c", program]));
  for (const name of activationNames) {
    const { value, secondDerivative } = activationFunction(name);
    const own = all.map((x) => secondDerivative(x, value(x)));
    assertClose(own, found[name], 1e-14, `second derivatives of ${name}`);
  }
});
