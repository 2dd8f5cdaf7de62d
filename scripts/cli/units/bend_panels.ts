/** The plane of the inputs on its way to that of the last hidden layer, for an animation. */

import {
  type Dataset,
  type FoldedGrid,
  foldedGrid,
  foldPanel,
  type Panel,
  type PointSet,
  scatterPanel,
  shareLegend,
} from "../../../mod.ts";
import type { Lab } from "../lab.ts";
import { gridOptions, pointsOf } from "../network_panels.ts";
import {
  type Bounds,
  boundsOfLayers,
  foldedPlanes,
  type Folding,
  planeLayers,
  pointsAt,
  squared,
} from "./fold_panels.ts";

/** Figures between the two planes. */
const STEPS = 16;

/** Points and grid in a plane. */
interface Place {
  readonly points: readonly PointSet[];
  readonly grid: FoldedGrid;
  readonly bounds: Bounds;
}

/**
 * The plane of the inputs, steps on straight paths from each place to where the layers put it, and the
 * plane of the last hidden layer.
 */
export async function bendingPanels(lab: Lab, folding: Folding): Promise<Panel[]> {
  const { run: { name: _, model, ...run } } = folding;
  const planes = await foldedPlanes(lab, folding);
  const [first, last] = [planes[0], planes[planes.length - 1]];
  const layer = planeLayers(model).at(-1)!;
  const inputs = gridOptions(lab);
  const points = await pointsOf(lab, { model, run: folding.run });
  const bounds = await boundsOfLayers(lab, [model]);
  const from: Place = {
    points,
    grid: await foldedGrid(model, { ...inputs, layer: 0 }),
    bounds: inputs,
  };
  const to: Place = {
    points: await pointsAt(lab, { model, layer, points }),
    grid: await foldedGrid(model, { ...inputs, layer }),
    bounds: squared(bounds[bounds.length - 1])[0],
  };
  const title = `${first.title} → ${last.title}`;
  const between = run.status === "diverged"
    ? []
    : Array.from({ length: STEPS }, (_, at) =>
      placeAt(from, to, easedShare((at + 1) / (STEPS + 1))))
      .map(({ points, grid, bounds: { x: xLimits, y: yLimits } }) =>
        foldPanel(
          scatterPanel(points, { title, xLimits, yLimits, classNames: model.classNames }),
          { grid },
        )
      );
  // Without notes, so that the plots of all figures begin at one height.
  return shareLegend([first, ...between, last].map((panel) => ({ ...panel, note: "" })));
}

/** The share of the way: slow at both ends. */
function easedShare(time: number): number {
  return time * time * (3 - 2 * time);
}

/** The places at a share of the way between two. */
function placeAt(from: Place, to: Place, share: number): Place {
  const mixed = (one: number, other: number) => one + share * (other - one);
  const range = (axis: "x" | "y") => {
    const [one, other] = [from.bounds[axis], to.bounds[axis]];
    return [mixed(one[0], other[0]), mixed(one[1], other[1])] as const;
  };
  const moved = (one: Dataset, { inputs }: Dataset): Dataset => ({
    ...one,
    inputs: one.inputs.map((value, at) => mixed(value, inputs[at])),
  });
  return {
    points: from.points.map((set, at) => ({ ...set, data: moved(set.data, to.points[at].data) })),
    grid: {
      lines: from.grid.lines.map((line, at) =>
        line.map((value, index) => mixed(value, to.grid.lines[at][index]))
      ),
    },
    bounds: { x: range("x"), y: range("y") },
  };
}
