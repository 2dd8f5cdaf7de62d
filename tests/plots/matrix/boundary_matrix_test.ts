/** A matrix of boundaries: every map and text in its place, nothing over anything else. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  boundaryMatrix,
  makeBlobs,
  makeMoons,
  type MatrixRow,
  standardScale,
} from "../../../mod.ts";
import {
  canvasSize,
  type Drawn,
  figureSize,
  readSvg,
  textBoxes,
  textFaults,
  textOf,
} from "../read_svg.ts";

/** Class 0 left, class 1 right of where `middle` of the way is. */
function halves(middle = 0.5) {
  const one = Array.from({ length: 100 }, (_, at) => 1 / (1 + Math.exp(10 * middle - at % 10)));
  const probabilities = Float32Array.from([...one.map((value) => 1 - value), ...one]);
  return { x: [-3, 3], y: [-3, 3], size: [10, 10], classes: 2, values: probabilities } as const;
}

const moons = standardScale(makeMoons(80, { seed: 1 }));

function rowOf(name: string, scores: readonly number[]): MatrixRow {
  const points = [{ name: "train", data: moons }, { name: "test", data: moons }];
  return { name, points, cells: scores.map((score) => ({ field: halves(score || 0.5), score })) };
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The frames of the maps, row after row. */
function framesOf(drawn: Drawn): Box[] {
  return readSvg(drawn).filter(({ attributes }) =>
    attributes.fill === "none" && attributes["stroke-width"] === "1"
  ).map(({ attributes: { d } }) => {
    const numbers = d.match(/[\d.]+/g)?.map(Number) ?? [];
    const [left, top, right, , , bottom] = numbers;
    return { left, top, right, bottom };
  });
}

const columns = ["logistic", "tanh 32", "relu 32", "relu 32-32"];
const five = ["moons", "circles", "blobs", "spiral", "xor"].map((name, at) =>
  rowOf(name, [0.5, 0.75 + at / 100, 1, NaN])
);

Deno.test("five datasets and four models fill a 16:9 slide, and no text lies on another or outside", () => {
  const svg = boundaryMatrix(five, { columns, title: "All of them" });
  assertEquals(figureSize(svg), { width: 1280, height: 720 });
  assertEquals(textFaults(svg), []);
  const frames = framesOf(svg);
  assertEquals(frames.length, 25);
  const [{ left, right, top, bottom }] = frames;
  for (const frame of frames) {
    assertAlmostEquals(frame.right - frame.left, right - left, 0.02);
    assertAlmostEquals(frame.bottom - frame.top, bottom - top, 0.02);
    assert(frame.right < 1280 && frame.bottom < 720);
  }
  assert(bottom - top > 90 && right - left > 90);
});

Deno.test("on half a slide and on a square the maps are hardly smaller, and texts as large", () => {
  const [width, height] = [640, 720];
  const half = boundaryMatrix(five, { columns, title: "All of them", size: "half" });
  assertEquals(figureSize(half), { width, height });
  const square = boundaryMatrix(five, { columns, title: "All of them", size: "square" });
  assertEquals(figureSize(square), { width: 720, height });
  for (const svg of [half, square]) {
    assertEquals(textFaults(svg), []);
    for (const { left, right, top, bottom } of framesOf(svg)) {
      assert(right - left >= 60 && bottom - top >= 60, `${right - left} × ${bottom - top}`);
    }
  }
});

Deno.test("on half a slide no word of a heading or of a row's name is broken or cut, in any language", () => {
  const names = ["lunes", "cercles", "nuages de points", "spirale", "Punktwolken"];
  const rows = names.map((name) => rowOf(name, [0.5, 0.75, 1, NaN]));
  const columns = ["logistisch", "logistique", "ReLU 32", "ReLU 32-32"];
  const svg = boundaryMatrix(rows, { columns, title: "All of them", size: "half" });
  assertEquals(textFaults(svg), []);
  const shown = textBoxes(svg).flatMap(({ text }) => text.split(" "));
  for (const word of [...names, ...columns].flatMap((name) => name.split(" "))) {
    assert(shown.includes(word), `${word}: ${shown}`);
  }
});

Deno.test("what does not fit is drawn smaller, in the same proportions", () => {
  const rows = [...five, ...five].slice(0, 7);
  const drawn = boundaryMatrix(rows, { columns, size: "half" });
  const { width, height } = canvasSize(drawn);
  assertEquals(figureSize(drawn), { width: 640, height: 720 });
  assert(width > 640 && width < 1280);
  assertAlmostEquals(width / height, 640 / 720, 1e-3);
});

for (const size of ["wide", "half", "square"] as const) {
  Deno.test(`no text covers a map, and no map another: ${size}`, () => {
    const svg = boundaryMatrix(five, { columns, title: "All of them", size });
    assertUncovered(svg);
  });
}

function assertUncovered(svg: Drawn): void {
  const frames = framesOf(svg);
  const meet = (one: Box, other: Box) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom &&
    other.top < one.bottom;
  for (const box of textBoxes(svg)) {
    assert(!frames.some((frame) => meet(frame, box)), box.text);
  }
  frames.forEach((frame, at) => assert(!frames.slice(at + 1).some((other) => meet(frame, other))));
}

Deno.test("each score stands in its row right after its map, the largest in bold, a dash for none", () => {
  const svg = boundaryMatrix(five, { columns });
  const frames = framesOf(svg);
  const texts = readSvg(svg).filter(({ text }) => /^(\d.*%|–)$/.test(text));
  assertEquals(
    texts.map(({ text }) => text),
    five.flatMap((_, at) => {
      return ["50.0%", `${75 + at}.0%`, "100%", "–"];
    }),
  );
  texts.forEach(({ text, attributes }, at) => {
    const frame = frames[5 * Math.floor(at / 4) + 1 + at % 4];
    const gap = Number(attributes.x) - frame.right;
    assert(gap > 0 && gap < 15, `${text}: ${gap}`);
    assert(Number(attributes.y) <= frame.bottom && Number(attributes.y) > frame.bottom - 20);
    assertEquals(attributes["font-weight"] === "bold", text === "100%");
  });
});

Deno.test("where there is no room beside its map, a score stands below, at its right edge", () => {
  const svg = boundaryMatrix(five, { columns, size: "half" });
  const frames = framesOf(svg);
  const texts = readSvg(svg).filter(({ text }) => /^(\d.*%|–)$/.test(text));
  assertEquals(texts.length, 20);
  texts.forEach(({ text, attributes }, at) => {
    const frame = frames[5 * Math.floor(at / 4) + 1 + at % 4];
    assertAlmostEquals(Number(attributes.x), frame.right, 0.02);
    assertEquals(attributes["text-anchor"], "end");
    const drop = Number(attributes.y) - frame.bottom;
    assert(drop > 15 && drop < 25, `${text}: ${drop}`);
  });
});

Deno.test("the description gives every score, for those who do not see the maps", () => {
  const svg = boundaryMatrix(five.slice(0, 2), { columns });
  const [, , description] = readSvg(svg);
  assertEquals(
    description.text,
    "moons: logistic 50.0%, tanh 32 75.0%, relu 32 100%, relu 32-32 –. " +
      "circles: logistic 50.0%, tanh 32 76.0%, relu 32 100%, relu 32-32 –.",
  );
});

Deno.test("the legend names the classes of all rows", () => {
  const blobs = standardScale(makeBlobs(60, { seed: 1 }));
  const probabilities = new Float32Array(300).fill(0).map((_, at) => at % 3 / 3);
  const field = { ...halves(), classes: 3, values: probabilities };
  const three: MatrixRow = {
    name: "three",
    points: [{ name: "train", data: blobs }],
    cells: [{ field, score: 0.4 }],
  };
  const texts = readSvg(boundaryMatrix([rowOf("two", [0.5]), three], { columns: ["any"] }))
    .map(({ text }) => text);
  for (const text of ["class 0", "class 1", "class 2", "train", "test"]) {
    assertEquals(texts.filter((each) => each === text).length, 1, text);
  }
  const without = boundaryMatrix([three], { columns: ["any"], legend: false });
  assert(!textOf(without).includes("class 2<"));
});

Deno.test("names are escaped, and cut where they are too long; many rows are drawn smaller", () => {
  const long = `<b>"quoted" & ${"long ".repeat(60)}`;
  const rows = Array.from({ length: 12 }, () => rowOf(long, [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]));
  const svg = boundaryMatrix(rows, { columns: rows[0].cells.map(() => long), title: long });
  assertEquals(textFaults(svg), []);
  assert(canvasSize(svg).height > 720);
  assert(textOf(svg).includes("&lt;b&gt;&quot;quoted&quot; &amp; "));
});

Deno.test("gray is explained where there is any, and data of which there are none say so", () => {
  const texts = (rows: MatrixRow[], size: "wide" | "half" = "wide") => {
    const svg = boundaryMatrix(rows, { columns: ["any"], size });
    assertEquals(textFaults(svg), []);
    return readSvg(svg).map(({ text }) => text);
  };
  const lost = { ...halves(), values: new Float32Array(200).fill(NaN) };
  const [plain] = [rowOf("plain", [0.5])];
  assertEquals(texts([plain]).filter((text) => /no /.test(text)), []);
  const rows = [plain, { name: "lost", points: [], cells: [{ field: lost, score: NaN }] }];
  for (const size of ["wide", "half"] as const) {
    assertEquals(texts(rows, size).filter((text) => /no /.test(text)).sort(), [
      "no points",
      "no prediction",
    ]);
  }
});

Deno.test("texts of any kind stay inside, and apart: right to left, control characters, piled marks", () => {
  const nasty = [
    "שלום עולם ".repeat(1000),
    `"'&<>]]>\u0000\u001b[31m\ud800`,
    "\u202eسطر\u2028",
    `z${"\u0301\u0327".repeat(5000)}`,
  ];
  for (const size of ["wide", "half", "square"] as const) {
    const svg = boundaryMatrix(nasty.map((name) => rowOf(name, [0.5, 0.6, 0.7, 0.8])), {
      columns: nasty,
      title: nasty.join(" "),
      description: nasty.join(" "),
      size,
    });
    assertEquals(textFaults(svg), []);
  }
});

Deno.test("maps keep one scale on both axes, whatever the proportions of their rows", () => {
  const spans = [6, 18, 2];
  const rows = spans.map((span, at): MatrixRow => ({
    name: String(at),
    points: [{ name: "train", data: moons }],
    cells: [0.5, 0.6].map((score) => ({ field: { ...halves(), x: [0, span] }, score })),
  }));
  for (const size of ["wide", "half", "square"] as const) {
    const svg = boundaryMatrix(rows, { columns: ["one", "two"], size });
    assertUncovered(svg);
    framesOf(svg).forEach(({ left, right, top, bottom }, at) => {
      const aspect = (right - left) / (bottom - top);
      assertAlmostEquals(aspect / (spans[Math.floor(at / 3)] / 6), 1, 5e-3);
    });
  }
});

Deno.test("a field of more classes than there are colours is refused", () => {
  const field = { x: [0, 1], y: [0, 1], size: [2, 2], classes: 17, values: new Float32Array(68) };
  const row = { name: "many", points: [], cells: [{ field, score: 0.5 }] } as unknown as MatrixRow;
  assertThrows(
    () => boundaryMatrix([row], { columns: ["any"] }),
    RangeError,
    "classes of cells[0] of rows[0] must be a whole number, at least 1 and at most 16",
  );
});

Deno.test("a matrix without rows, models or as many cells is refused", () => {
  const row = rowOf("moons", [0.5]);
  const refused: [unknown, unknown, typeof TypeError | typeof RangeError, string][] = [
    [[], ["a"], RangeError, "rows must be at least one"],
    ["rows", ["a"], TypeError, "rows must be a list"],
    [[row], [], RangeError, "number of cells of rows[0]"],
    [[row], ["a", "b"], RangeError, "number of cells of rows[0]"],
    [[row], "a", TypeError, "columns must be a list"],
    [[row], [1], TypeError, "columns[0] must be text"],
    [[row], [undefined], TypeError, "columns[0] must be text"],
    [[{ ...row, name: undefined }], ["a"], TypeError, "the name of rows[0] must be text"],
    [new Array(1), ["a"], TypeError, "rows[0] must be given"],
    [[{ ...row, cells: [{ ...row.cells[0], score: "1" }] }], ["a"], TypeError, "a score"],
    [[{ ...row, cells: [{ ...row.cells[0], score: Infinity }] }], ["a"], RangeError, "a score"],
    [[{ ...row, cells: [{ ...row.cells[0], score: 1e308 }] }], ["a"], RangeError, "a score"],
  ];
  for (const [rows, columns, error, message] of refused) {
    const options = { columns: columns as string[] };
    assertThrows(() => boundaryMatrix(rows as MatrixRow[], options), error, message);
  }
});
