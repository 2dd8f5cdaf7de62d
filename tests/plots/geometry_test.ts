import { assert, assertEquals } from "@std/assert";
import {
  clipPolyline,
  pathData,
  type Point,
  simplify,
  withoutUnseen,
} from "../../lib/plots/geometry.ts";

const SQUARE = { left: 0, top: 0, width: 10, height: 10 };

Deno.test("what lies inside stays, what lies outside goes", () => {
  assertEquals(clipPolyline([[1, 1], [9, 9]], SQUARE), [[[1, 1], [9, 9]]]);
  assertEquals(clipPolyline([[-5, -1], [15, -1]], SQUARE), []);
  assertEquals(clipPolyline([[5, 5]], SQUARE), [[[5, 5]]]);
  assertEquals(clipPolyline([[5, 15]], SQUARE), []);
  assertEquals(clipPolyline([], SQUARE), []);
});

Deno.test("a line that leaves is cut at the edge, and goes on where it comes back", () => {
  assertEquals(clipPolyline([[0, 5], [5, -5], [10, 5]], SQUARE), [
    [[0, 5], [2.5, 0]],
    [[7.5, 0], [10, 5]],
  ]);
  assertEquals(clipPolyline([[-10, 5], [20, 5]], SQUARE), [[[0, 5], [10, 5]]]);
});

Deno.test("a point a billion units away cuts at the edge all the same", () => {
  const [[start, end]] = clipPolyline([[2, 5], [3, -1e9]], SQUARE);
  assertEquals(start, [2, 5]);
  assert(Math.abs(end[0] - 2) < 1e-6 && Math.abs(end[1]) < 1e-6, String(end));
});

Deno.test("simplify drops points on a straight line and keeps corners", () => {
  assertEquals(simplify([[0, 0], [1, 0], [2, 0.01], [3, 0], [3, 3]], 0.1), [[0, 0], [3, 0], [
    3,
    3,
  ]]);
  assertEquals(simplify([[0, 0], [5, 3], [0, 0]], 0.1), [[0, 0], [5, 3], [0, 0]]);
  assertEquals(simplify([[1, 2]], 0.1), [[1, 2]]);
});

Deno.test("simplify never strays further than it may, on a hundred thousand points", () => {
  const points = Array.from({ length: 100_000 }, (_, at): Point => {
    return [at / 100, 50 * Math.sin(at / 3000)];
  });
  const kept = simplify(points, 0.1);
  assert(kept.length < 500, String(kept.length));
  let segment = 0;
  for (const [x, y] of points) {
    while (kept[segment + 1][0] < x) segment++;
    const [[x0, y0], [x1, y1]] = [kept[segment], kept[segment + 1]];
    const slope = (y1 - y0) / (x1 - x0);
    assert(Math.abs(y - y0 - slope * (x - x0)) <= 0.1001 * Math.hypot(1, slope));
  }
});

Deno.test("path data has two decimals; a lone point is a dot", () => {
  assertEquals(pathData([[0, 1 / 3], [2, -0.001], [4, 4]]), "M0 0.33L2 0 4 4");
  assertEquals(pathData([[0, 0], [2, 0], [2, 2]], true), "M0 0L2 0 2 2Z");
  assertEquals(pathData([[1, 2]]), "M1 2L1 2");
  assertEquals(pathData([]), "");
});

Deno.test("a zigzag is simplified in time that grows as its length, and stays as it is", () => {
  const zigzag = (length: number) =>
    Array.from({ length }, (_, at): Point => [at / 10, at % 2 === 0 ? 0 : 100]);
  const least = (length: number) => {
    const points = zigzag(length);
    const times = Array.from({ length: 3 }, () => {
      const started = performance.now();
      assertEquals(simplify(points, 0.1).length, length);
      return performance.now() - started;
    });
    return Math.min(...times);
  };
  const [short, long] = [least(5_000), least(50_000)];
  assert(long / short < 30, `${short} ms and ${long} ms`);
});

Deno.test("of the points in one column the first, the lowest, the highest and the last are kept", () => {
  const column: Point[] = [[2.1, 5], [2.2, 9], [2.3, 4], [2.4, 1], [2.5, 7], [2.6, 6]];
  assertEquals(withoutUnseen([[1.9, 0], ...column, [3.5, 3]]), [
    ...[[1.9, 0], [2.1, 5], [2.2, 9], [2.4, 1], [2.6, 6], [3.5, 3]] as Point[],
  ]);
  const apart: Point[] = [[0, 3], [1, 1], [2, 2], [1.5, 7]];
  assertEquals(withoutUnseen(apart), apart);
  assertEquals(withoutUnseen([]), []);
});
