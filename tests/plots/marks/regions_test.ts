import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Field } from "../../../lib/models/field.ts";
import type { Point } from "../../../lib/plots/geometry.ts";
import { fieldRegions, type Layer, valueBands } from "../../../lib/plots/marks/regions.ts";
import { constantField, fieldOf } from "../fields.ts";

/** Whether a point lies inside rings under the even-odd rule: crossings of a ray to the right. */
function isInside(rings: readonly Point[][], [x, y]: Point): boolean {
  let crossings = 0;
  for (const ring of rings) {
    ring.forEach(([x0, y0], at) => {
      const [x1, y1] = ring[(at + 1) % ring.length];
      if ((y0 > y) !== (y1 > y) && x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)) crossings++;
    });
  }
  return crossings % 2 === 1;
}

/** The layer that is seen at a grid point; just off the point, as rays through corners are moot. */
function seenAt(layers: readonly Layer[], column: number, row: number, side: number) {
  const inwards = (value: number) => value + (value < side / 2 ? 1e-6 : -1.3e-6);
  return layers.findLast(({ rings }) => isInside(rings, [inwards(column), inwards(row)]));
}

function probabilitiesAt({ classes, values: probabilities }: Field, at: number): number[] {
  const count = probabilities.length / classes;
  return Array.from({ length: classes }, (_, label) => probabilities[label * count + at]);
}

const FIELDS = {
  "two classes": fieldOf([() => 0, (x, y) => 2 * x - y + Math.sin(3 * x)]),
  "three classes": fieldOf([
    (x, y) => -x + Math.sin(2 * y),
    (x, y) => x * y / 2,
    (x, y) => y - Math.cos(x),
  ]),
  "six classes": fieldOf(
    [0, 1, 2, 3, 4, 5].map((k) => (x: number, y: number) =>
      2 * Math.cos(k) * x + 2 * Math.sin(k) * y
    ),
  ),
  "sixty classes, some of which are nowhere the likeliest": fieldOf(centred(60), { side: 45 }),
};

/** Classes that are the likeliest around a centre of their own, except every third, which never is. */
function centred(classes: number) {
  return Array.from({ length: classes }, (_, k) => (x: number, y: number) => {
    return -6 * ((x - 1.5 * Math.cos(k)) ** 2 + (y - 1.5 * Math.sin(2 * k)) ** 2) -
      (k % 3 === 2 ? 20 : 0);
  });
}

for (const [name, field] of Object.entries(FIELDS)) {
  Deno.test(`${name}: the colour seen at every grid point is its likeliest class, in its band`, () => {
    const { layers } = fieldRegions(field);
    const side = field.size[0];
    const bands = valueBands(field.classes);
    for (let at = 0; at < side * side; at++) {
      const values = probabilitiesAt(field, at);
      const [best, second] = [...values].sort((a, b) => b - a);
      if (best - second < 1e-3) continue;
      const layer = seenAt(layers, at % side, Math.floor(at / side), side);
      assertEquals(layer?.label, values.indexOf(best), `at ${at}: ${values}`);
      if (bands.some(({ from }) => Math.abs(from - best) < 1e-3)) continue;
      const band = bands.findLast(({ from }) => from <= best);
      assertEquals(layer?.certainty, band?.certainty, `at ${at}: ${values}`);
    }
  });
}

Deno.test("ten bands for two classes, from one certainty to the other", () => {
  const bands = valueBands(2);
  assertEquals(bands.map(({ from }) => from), [0.5, 0.6, 0.7, 0.8, 0.9]);
  bands.forEach(({ certainty }, at) => assertAlmostEquals(certainty, 0.1 + 0.2 * at, 1e-12));
});

Deno.test("the boundary of two half planes is a straight line down the middle", () => {
  const { boundaries } = fieldRegions(fieldOf([() => 0, (x) => x], { side: 5 }));
  assertEquals(boundaries.length, 1);
  for (const [column] of boundaries[0]) assertAlmostEquals(column, 2, 1e-6);
  assertEquals(boundaries[0].map(([, row]) => row).sort(), [0, 4]);
});

Deno.test("every boundary point has two classes equally likely, and none more", () => {
  const field = FIELDS["three classes"];
  const side = field.size[0];
  const { boundaries } = fieldRegions(field);
  assert(boundaries.flat().length > 30);
  for (const [column, row] of boundaries.flat()) {
    const [low, high] = [Math.floor, Math.ceil].map((to) => to(row) * side + to(column));
    const share = Math.max(column % 1, row % 1);
    const before = probabilitiesAt(field, low);
    const after = probabilitiesAt(field, high);
    const values = before.map((value, label) => value + share * (after[label] - value));
    const [best, second] = [...values].sort((a, b) => b - a);
    assert(best - second < 0.02, `${best} ${second} at ${column} ${row}`);
  }
});

Deno.test("a boundary crosses between any two neighbours of different classes, and nowhere else", () => {
  const field = FIELDS["sixty classes, some of which are nowhere the likeliest"];
  const [side] = field.size;
  const { boundaries, shown } = fieldRegions(field);
  assert(shown.length > 20 && shown.length < 50, `${shown.length} are shown`);
  const crossed = new Set(
    boundaries.flat().map(([column, row]) =>
      [Math.floor(column), Math.ceil(column), Math.floor(row), Math.ceil(row)].join()
    ),
  );
  const likeliest = Array.from({ length: side * side }, (_, at) => {
    const values = probabilitiesAt(field, at);
    return values.indexOf(Math.max(...values));
  });
  for (let row = 0; row < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const at = row * side + column;
      const isCrossed = crossed.has([column, column + 1, row, row].join());
      assertEquals(isCrossed, likeliest[at] !== likeliest[at + 1], `${column}, ${row}`);
    }
  }
});

Deno.test("a field with one argmax has no boundary", () => {
  const { layers, boundaries } = fieldRegions(constantField(0.27, 0.73));
  assertEquals(boundaries, []);
  assertEquals(layers.at(-1)?.label, 1);
});

Deno.test("points without numbers are covered up to the last that have them", () => {
  const field = fieldOf([() => 0, (x) => x], { side: 4 });
  const probabilities = Float32Array.from(
    field.values,
    (value, at) => at % 4 === 3 ? NaN : value,
  );
  const { unknown } = fieldRegions({ ...field, values: probabilities });
  const columns = unknown.flat().map(([column]) => column);
  assertAlmostEquals(Math.min(...columns), 2, 0.011);
  assertEquals(Math.max(...columns), 3);
});

Deno.test("a map of eight times the classes takes about eight times as long, not sixty-four", () => {
  const least = (classes: number) => {
    const field = fieldOf(centred(classes), { side: 80 });
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      fieldRegions(field);
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  const [few, many] = [least(12), least(96)];
  assert(many / few < 16, `${few} ms and ${many} ms`);
});
