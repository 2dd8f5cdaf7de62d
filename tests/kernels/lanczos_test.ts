/** The ends of spectra that are known. */

import { assert, assertEquals } from "@std/assert";
import { lanczos, type SpectrumEnds, tridiagonalEigen } from "../../lib/kernels/lanczos.ts";
import { Generator } from "../../lib/random/torch.ts";
import { assertClose } from "../oracle.ts";

const pause = () => Promise.resolve();

/** The ends of the spectrum of a diagonal matrix. */
function endsOf(values: readonly number[], maxProducts = values.length): Promise<SpectrumEnds> {
  const generator = new Generator(1);
  const draw = () => generator.normal(values.length);
  const multiply = (vector: Float64Array, product: Float64Array) =>
    values.forEach((value, at) => product[at] = value * vector[at]);
  return lanczos({ size: values.length, multiply }, { draw, tolerance: 1e-6, maxProducts, pause });
}

const spread = (count: number, of: (at: number) => number) =>
  Array.from({ length: count }, (_, at) => of(at));

const cases: Record<string, readonly number[]> = {
  "a spectrum of many sizes": spread(500, (at) => Math.exp(-at / 20)),
  "both signs": spread(400, (at) => 5 * Math.cos(at / 100) ** 3),
  "a largest eigenvalue of which there are three": [4, 4, 4, ...spread(200, (at) => Math.sin(at))],
  "two eigenvalues alone": [3, 3, ...spread(100, () => -1)],
  "nothing but zeros": spread(50, () => 0),
  "negative eigenvalues alone": spread(60, (at) => -1 - at / 7),
  "one dimension": [-2.5],
  "two dimensions": [1, -3],
  "numbers far from 1": spread(80, (at) => 1e-9 * (1 + at)),
};

for (const [name, values] of Object.entries(cases)) {
  Deno.test(`the ends of a spectrum are found: ${name}`, async () => {
    const sorted = values.toSorted((a, b) => b - a);
    const { largest, second, lowest, error, products } = await endsOf(values);
    const scale = Math.max(...values.map(Math.abs)) || 1;
    const [first, next = first, last] = [sorted[0], sorted[1], sorted[sorted.length - 1]];
    const found = [largest, second, lowest].map((value) => value / scale);
    assertClose(found, [first, next, last].map((value) => value / scale), 2e-6);
    assert(error <= 1e-6 * scale && products <= values.length);
  });
}

Deno.test("the error bound holds where products do not suffice", async () => {
  const values = spread(2000, (at) => 1 - at / 2000);
  const few = await endsOf(values, 12);
  assertEquals(few.products, 12);
  assert(few.error > 1e-6 && Math.abs(few.largest - 1) <= few.error);
});

Deno.test("products that are not finite give NaN", async () => {
  const { largest, second, lowest } = await endsOf([1, NaN, 2, 3, 4, 5]);
  assertEquals([largest, second, lowest], [NaN, NaN, NaN]);
});

Deno.test("the eigenvalues of second differences are those of the textbook", () => {
  for (const size of [1, 2, 3, 10, 60]) {
    const { values, last } = tridiagonalEigen(spread(size, () => 2), spread(size - 1, () => -1));
    const expected = spread(size, (at) => 2 - 2 * Math.cos((at + 1) * Math.PI / (size + 1)));
    assertClose(values.toSorted(), expected, 1e-14);
    const vectors = spread(
      size,
      (at) => Math.sqrt(2 / (size + 1)) * Math.sin((at + 1) * size * Math.PI / (size + 1)),
    );
    const order = [...values.keys()].sort((a, b) => values[a] - values[b]);
    assertClose(order.map((at) => Math.abs(last[at])), vectors.map(Math.abs), 1e-13);
  }
});
