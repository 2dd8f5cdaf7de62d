/** What a map of trainings has found, computed from its measures. */

import { type BoundaryDimension, type FractalPlan, percentText } from "../../mod.ts";

/** A map that is done. */
export interface TrainedMap {
  readonly plan: FractalPlan;
  /** Rows of measures, from the lowest learning rate of the output layer. */
  readonly measures: readonly (readonly number[])[];
  readonly boundary: BoundaryDimension;
}

/** The part of the map's side that the suggested window has. */
const zoom = 1 / 8;

/** The share of trainings that converged. */
export function convergedShare({ measures }: TrainedMap): number {
  return measures.flat().filter((measure) => measure < 0).length / measures.flat().length;
}

/** The findings, a sentence each; the first two say what to look for. */
export function describeMap(map: TrainedMap): string[] {
  const { plan: { pixels, problem, points }, measures } = map;
  const share = convergedShare(map);
  const networks = pixels * pixels;
  return [
    `Each pixel is a network: ${percentText(share)} of ${networks} converge (blue), the others ` +
    "diverge (orange), and the slowest of both lie on either side of the boundary.",
    ...boundaryText(map),
    ...islandText(measures),
    ...fastestText(map),
    `All networks start from the same weights and take ${problem.steps} steps on the same ` +
    `${points} points: nothing but their two learning rates differs.`,
  ];
}

function boundaryText({ plan, boundary: { dimension, boxes }, measures }: TrainedMap): string[] {
  const [smallest] = boxes;
  if (smallest === undefined) {
    return ["There is no boundary in this window: move --center, or widen it with --width."];
  }
  const places = `${smallest.count} of ${(plan.pixels - 1) ** 2} places`;
  const largest = boxes[boxes.length - 1].size;
  return [
    `Look at the boundary between them: both are neighbours at ${places}` +
    (dimension === null ? "." : `, and its dimension is about ${dimension.toFixed(2)}, where a ` +
      `smooth line has 1 (an estimate from boxes of 1 to ${largest} pixels of this window).`),
    zoomText(plan, measures),
  ];
}

/** The part of the map with the most neighbours that ended differently, as flags. */
function zoomText(
  { center, width, pixels }: FractalPlan,
  measures: TrainedMap["measures"],
): string {
  const side = Math.max(2, Math.round(zoom * pixels));
  let best = { changes: -1, row: 0, column: 0 };
  const step = Math.max(1, side >> 1);
  for (let row = 0; row + side <= pixels; row += step) {
    for (let column = 0; column + side <= pixels; column += step) {
      const changes = changesIn(measures, { row, column, side });
      if (changes > best.changes) best = { changes, row, column };
    }
  }
  const place = (start: number, middle: number) =>
    middle + width * ((start + side / 2) / pixels - 0.5);
  const digits = Math.max(2, 2 - Math.floor(Math.log10(width)));
  const own = [place(best.column, center[0]), place(best.row, center[1])];
  return `The boundary is densest around --center ${
    own.map((value) => Number(value.toFixed(digits))).join(",")
  }: zoom in with --width ${Number((width * side / pixels).toPrecision(2))} --fresh.`;
}

/** The neighbours in a part of the map that ended differently. */
function changesIn(
  measures: TrainedMap["measures"],
  { row, column, side }: { row: number; column: number; side: number },
): number {
  let changes = 0;
  for (let y = row; y < row + side; y++) {
    for (let x = column; x < column + side; x++) {
      const converged = measures[y][x] < 0;
      if (x > column && measures[y][x - 1] < 0 !== converged) changes++;
      if (y > row && measures[y - 1][x] < 0 !== converged) changes++;
    }
  }
  return changes;
}

/** Pixels whose four neighbours all ended in the other way. */
function islandText(measures: TrainedMap["measures"]): string[] {
  let islands = 0;
  for (const [row, own] of measures.entries()) {
    for (const [column, measure] of own.entries()) {
      const near = [own[column - 1], own[column + 1]]
        .concat([measures[row - 1]?.[column], measures[row + 1]?.[column]])
        .filter((other) => other !== undefined);
      if (near.every((other) => other < 0 !== measure < 0)) islands++;
    }
  }
  return islands === 0 ? [] : [
    `${islands} ${islands === 1 ? "pixel differs" : "pixels differ"} from all four neighbours: ` +
    "there a change of a rate by one pixel decides whether a network trains.",
  ];
}

function fastestText({ plan: { inputRates, rows }, measures }: TrainedMap): string[] {
  const all = measures.flatMap((own, row) =>
    own.map((measure, column) => ({ measure, row, column }))
  )
    .filter(({ measure }) => measure < 0);
  if (all.length === 0) return [];
  const best = all.reduce((best, one) => one.measure > best.measure ? one : best);
  const rate = (value: number) => String(Number(value.toPrecision(3)));
  return [
    `Training converges fastest at a learning rate of ${rate(inputRates[best.column])} in the ` +
    `input layer and ${rate(rows[best.row].outputRate)} in the output layer.`,
  ];
}
