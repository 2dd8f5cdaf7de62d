import { assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import { orthogonalColumns } from "../../lib/models/orthogonal.ts";
import { RandomState } from "../../lib/random/numpy.ts";

const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, index) => sum + value * b[index], 0);

/** Columns of normal numbers. */
function randomColumns(count: number, length: number): Float64Array[] {
  const state = new RandomState(length);
  return Array.from({ length: count }, () => state.normal(length));
}

for (const [count, length] of [[1, 1], [1, 6], [3, 5], [5, 5], [20, 64]]) {
  Deno.test(`${count} columns of ${length} decompose into Q and an upper triangular R`, () => {
    const given = randomColumns(count, length);
    const result = orthogonalColumns(given);
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < count; column++) {
        assertAlmostEquals(dot(result[row], result[column]), row === column ? 1 : 0, 1e-14);
        const r = dot(result[row], given[column]);
        if (row > column) assertAlmostEquals(r, 0, 1e-13);
        if (row === column) assertGreater(r, 0);
      }
    }
  });
}

Deno.test("orthonormal columns are their own factor", () => {
  const columns = [Float64Array.of(0, 0, 1), Float64Array.of(1, 0, 0)];
  orthogonalColumns(columns).forEach((column, index) =>
    column.forEach((value, entry) => assertAlmostEquals(value, columns[index][entry], 1e-15))
  );
});

Deno.test("columns that depend on one another still give orthonormal ones", () => {
  const [first, second] = orthogonalColumns([Float64Array.of(3, 4), Float64Array.of(6, 8)]);
  assertAlmostEquals(dot(first, second), 0, 1e-15);
  assertAlmostEquals(dot(second, second), 1, 1e-15);
  assertEquals([...orthogonalColumns([new Float64Array(2)])[0]], [1, 0]);
});

Deno.test("the given columns stay as they are", () => {
  const columns = randomColumns(2, 3);
  const before = columns.map((column) => [...column]);
  orthogonalColumns(columns);
  assertEquals(columns.map((column) => [...column]), before);
});
