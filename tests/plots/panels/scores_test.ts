/** Fields of scores, as a network trained by mean squared error gives them. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { boundaryMatrix, contourPanel, type Field, figure, textsOf, toSvg } from "../../../mod.ts";
import { fieldRegions } from "../../../lib/plots/marks/regions.ts";
import { themeNamed } from "../../../lib/plots/theme.ts";
import { fieldOf } from "../fields.ts";
import { drawable, readSvg } from "../read_svg.ts";

const side = 21;

/** A field of these scores over the square from -1 to 1. */
function scoresOf(...scores: ((x: number, y: number) => number)[]): Field {
  const count = side * side;
  const values = new Float32Array(scores.length * count);
  for (let at = 0; at < count; at++) {
    const [x, y] = [at % side, Math.floor(at / side)].map((index) => -1 + 2 * index / (side - 1));
    scores.forEach((score, label) => values[label * count + at] = score(x, y));
  }
  const [x, y] = [[-1, 1], [-1, 1]] as const;
  return { x, y, size: [side, side], classes: scores.length, values, measure: "score" };
}

/** From one output, which lies outside of 0 and 1 at the sides. */
const single = scoresOf((x) => 1 - (2 * x + 0.3), (x) => 2 * x + 0.3);

Deno.test("every word says score, and none probability", () => {
  const constant = scoresOf(() => 0.2, () => 1.7);
  for (const field of [single, constant, scoresOf(() => -1, () => 0, (x) => x)]) {
    const panel = contourPanel(field);
    const svg = toSvg(figure([[panel]]));
    assert(!/probab|likel/.test(svg + panel.summary + panel.note), svg);
  }
  assertEquals(contourPanel(constant).note, "class 1 everywhere, score 1.7");
  assertEquals(
    contourPanel(single).summary,
    "Which of class 0, class 1 a model gives the highest score over the plane.",
  );
  const texts = textsOf(figure([[contourPanel(single)]]));
  for (const text of ["score", "≤ 0.5", "≥ 1", "decision boundary"]) assert(texts.includes(text));
});

Deno.test("errors speak of scores too", () => {
  const field = { ...single, classes: 3 };
  assertThrows(
    () => contourPanel(field),
    RangeError,
    "Cannot draw the field as scores must be 3 ×",
  );
  const listed = { ...single, values: [1] as unknown as Float32Array };
  assertThrows(() => contourPanel(listed), TypeError, "as scores must be a Float32Array");
  const unknown = { ...single, measure: "scores" as "score" };
  assertThrows(() => contourPanel(unknown), RangeError, 'did you mean "score"?');
});

Deno.test("with two classes from one output the boundary lies where it is 0.5", () => {
  const { boundaries } = fieldRegions(single);
  assertEquals(boundaries.length, 1);
  // 2 x + 0.3 is 0.5 at x = 0.1, which is column 11.
  for (const [column] of boundaries[0]) assertAlmostEquals(column, 11, 1e-4);
});

Deno.test("the area of a class is where its score is the largest, though all are below 0", () => {
  const low = scoresOf((x) => -5 - x, (x) => -5 + x);
  const { layers, boundaries } = fieldRegions(low);
  assertEquals([...new Set(layers.map(({ label }) => label))], [0, 1]);
  for (const [column] of boundaries.flat()) assertAlmostEquals(column, 10, 1e-4);
  const three = scoresOf((x) => -3 - x, () => -2.5, (x) => -3 + x);
  assertEquals(fieldRegions(three).boundaries.length, 2);
});

Deno.test("the colour is clamped: at 0.5 and less the palest, at 1 and more the deepest", () => {
  const { layers } = fieldRegions(single);
  const certainties = layers.filter(({ label }) => label === 1).map(({ certainty }) => certainty);
  assertEquals(certainties.map((certainty) => Math.round(10 * certainty)), [1, 3, 5, 7, 9]);
  const palest = fieldRegions(scoresOf((x) => -5 - x, (x) => -5 + x)).layers;
  assertEquals(palest.map(({ certainty }) => Math.round(10 * certainty)), [1, 1]);
});

Deno.test("scores between 0 and 1 that add up to 1 are drawn as probabilities are", () => {
  const probabilities = fieldOf([() => 0, (x, y) => x - y], { side });
  const shapes = (field: Field) =>
    readSvg(figure([[contourPanel(field)]], { legend: false }))
      .filter(({ name }) => name === "path").map(({ attributes }) => attributes.d);
  assertEquals(shapes({ ...probabilities, measure: "score" }), shapes(probabilities));
});

Deno.test("the legend shows the colours of the largest score, from the palest to the deepest", () => {
  const ramp = drawable(contourPanel(single)).legend.find(({ kind }) => kind === "ramp");
  assert(ramp?.kind === "ramp");
  assertEquals([ramp.label, ramp.ends], ["score", ["≤ 0.5", "≥ 1"]]);
  assertEquals(ramp.steps.length, 5);
});

Deno.test("a matrix takes scores as well", () => {
  const rows = [{ name: "halves", points: [], cells: [{ field: single, score: 0.9 }] }];
  const drawn = boundaryMatrix(rows, { columns: ["mse"] });
  const { ink } = themeNamed().colors;
  assert(readSvg(drawn).some(({ attributes }) => attributes.stroke === ink));
});
