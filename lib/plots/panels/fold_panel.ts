/** A panel of the plane of two hidden units, with the grid of the inputs as it is bent there. */

import { validationMessage } from "../../check.ts";
import { checkList, checkOptions, checkShape, isTyped } from "../../check_shape.ts";
import type { FoldedGrid } from "../../models/field.ts";
import { clipPolyline, pathData, type Point, simplify } from "../geometry.ts";
import type { Panel, Plot } from "../panel.ts";
import { element, marked, type Shape } from "../shape.ts";
import { overlaid } from "./overlay.ts";

/** The bent grid. */
export interface FoldPanelOptions {
  /** The grid, as `foldedGrid` gives it; parts that are not finite are not drawn. */
  readonly grid: FoldedGrid;
}

const ACTION = "draw the bent grid";

/** Maximum deviation of a simplified line, in units. */
const TOLERANCE = 0.1;

/**
 * Adds to a panel of the plane of two hidden units the square grid of the inputs as the layers before bend
 * it. With the decision regions of the layers after, and the points where the layers before put them, it
 * shows how a network makes classes separable: after the last hidden layer the boundary is straight.
 *
 * @param panel a panel of the same plane, as `contourPanel` of a field of `lastLayers` returns it
 * @param options `grid`: the bent grid
 * @returns a panel for `figure`; the grid lies under the boundary and the points
 * @throws {TypeError} if a part is of the wrong kind
 * @throws {RangeError} if a line has an odd number of coordinates, or there is no option of that name
 *
 * @example From two inputs over sixteen units to two
 * ```ts
 * import { contourPanel, createMlp, figure, foldedGrid, foldPanel } from "@neural-lab/lab";
 * import { lastLayers, openDevice, predictGrid, textsOf } from "@neural-lab/lab";
 * import { assert } from "@std/assert";
 *
 * await using device = await openDevice();
 * const model = createMlp([2, 16, 2, 2], { activation: "tanh" });
 * const grid = await foldedGrid(model, { device, x: [-1, 1], y: [-1, 1], layer: 2 });
 * const plane = { device, x: [-1, 1], y: [-1, 1], size: [50, 50] } as const;
 * const field = await predictGrid(lastLayers(model, 2), plane);
 * const panel = foldPanel(contourPanel(field), { grid });
 * assert(textsOf(figure([[panel]])).includes("grid of the inputs"));
 * ```
 */
export function foldPanel(panel: Panel, options: FoldPanelOptions): Panel {
  const { grid } = checkOptions(ACTION, options, ["grid"]);
  checkGrid(grid);
  return overlaid(ACTION, panel, ({ words }) => ({
    legend: [{
      kind: "line",
      label: words.say("grid of the inputs"),
      slot: undefined,
      dashed: false,
      marker: false,
    }],
    draw: (plot) => drawGrid(grid, plot),
  }));
}

function drawGrid({ lines }: FoldedGrid, plot: Plot): Shape[] {
  const d = lines.flatMap((line) => partsOf(line, plot))
    .flatMap((part) => clipPolyline(part, plot.rectangle))
    .map((part) => pathData(simplify(part, TOLERANCE))).join("");
  const { muted } = plot.theme.colors;
  const style = { fill: "none", stroke: muted, "stroke-width": 1.25, "stroke-opacity": 0.8 };
  return marked({ role: "guide" }, [element("path", { d, ...style })]);
}

/** The parts of a line whose places are finite, in figure units. */
function partsOf(line: Float32Array, { x, y }: Plot): Point[][] {
  const parts: Point[][] = [[]];
  for (let at = 0; at < line.length; at += 2) {
    const place: Point = [x(line[at]), y(line[at + 1])];
    if (place.every(Number.isFinite)) parts[parts.length - 1].push(place);
    else parts.push([]);
  }
  return parts.filter(({ length }) => length > 1);
}

function checkGrid(grid: FoldedGrid): void {
  const { lines } = checkShape(ACTION, "grid", grid, "foldedGrid");
  checkList(ACTION, "lines of the grid", lines, "a list of lines");
  lines.forEach((line, at) => {
    const name = `lines[${at}] of the grid`;
    const allowed = "a Float32Array of places, x and y in turns";
    if (!isTyped(line, Float32Array)) {
      throw new TypeError(validationMessage(ACTION, name, allowed, line));
    }
    if (line.length % 2 === 0) return;
    throw new RangeError(validationMessage(ACTION, name, allowed, line));
  });
}
