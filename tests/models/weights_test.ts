import { assertEquals, assertLessOrEqual } from "@std/assert";
import {
  drawLinear,
  kaimingNormal,
  kaimingUniform,
  normalWeights,
  orthogonal,
  type WeightDraw,
  xavierNormal,
  xavierUniform,
} from "../../lib/models/weights.ts";
import { Generator } from "../../lib/random/torch.ts";
import further from "../reference/further_initializers.json" with { type: "json" };
import reference from "../reference/torch.json" with { type: "json" };

type Linear = { weight: number[] | number[][]; bias: number[] };

/** How each of torch's functions is drawn here, and how far it may be off: 0 is to the bit. */
const draws: [key: RegExp, draw: WeightDraw, tolerance: number][] = [
  [/^kaiming_normal_/, kaimingNormal, 0],
  [/^kaiming_uniform_/, kaimingUniform, 0],
  [/^xavier_uniform_/, xavierUniform, 0],
  [/^xavier_normal_/, xavierNormal, 0],
  [/^normal_/, normalWeights(1e-3), 0],
  // Half a float32 unit below 1 where the same draws are decomposed in float64, as here;
  // torch decomposes in float32, which puts it 3.2e-7 off its own float64.
  [/^orthogonal_.* in float64$/, orthogonal, 3e-8],
  [/^orthogonal_/, orthogonal, 1e-6],
];

for (const stream of [...reference.streams, ...further.streams]) {
  const { seed } = stream;
  for (const [name, figures] of Object.entries(stream)) {
    const [outputs, inputs] = (name.match(/\d+/g) ?? []).map(Number);
    const found = draws.find(([key]) => key.test(name));
    if (found !== undefined) {
      const [, draw, tolerance] = found;
      Deno.test(`${name} is torch's at seed ${seed}`, () => {
        const actual = draw(new Generator(seed), { inputs, outputs });
        const expected = (figures as number[][]).flat();
        assertEquals(actual.length, expected.length);
        const exact = name.endsWith("float64");
        expected.forEach((value, index) =>
          assertLessOrEqual(
            Math.abs(actual[index] - (exact ? value : Math.fround(value))),
            tolerance,
          )
        );
      });
    } else if (name.startsWith("Linear")) {
      Deno.test(`${name} is torch's to the bit at seed ${seed}`, () => {
        // torch names a linear layer's inputs first, an initialiser's matrix by its rows.
        const drawn = drawLinear(new Generator(seed), { inputs: outputs, outputs: inputs });
        const { weight, bias } = figures as Linear;
        assertEquals([...drawn.weight], weight.flat().map(Math.fround));
        assertEquals([...drawn.bias], bias.map(Math.fround));
      });
    }
  }
}
