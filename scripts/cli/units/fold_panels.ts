/** Panels of the plane as the layers of a network bend it: the inputs, and each layer of two units. */

import {
  boundsOf,
  contourPanel,
  type Dataset,
  foldedGrid,
  foldPanel,
  lastLayers,
  layerValues,
  type Mlp,
  type Panel,
  type PointSet,
  predictGrid,
  predictGrids,
  type Run,
  shareLegend,
} from "../../../mod.ts";
import { createYield } from "../../../lib/yield_to_event_loop.ts";
import { type AnimationPlan, epochNote } from "../animate.ts";
import { shareIn, shownName } from "../figure_words.ts";
import type { Lab } from "../lab.ts";
import {
  divergedNote,
  gridOptions,
  labelsOf,
  type Network,
  outcomeOf,
  planeText,
  pointsOf,
} from "../network_panels.ts";

/** The network whose layers are shown, and the linear one that it is compared with. */
export interface Folding {
  readonly run: Run;
  readonly linear: Run;
}

/** Points of a field along each axis, at the end and in frames. */
const GRID = { still: [200, 200], moving: [80, 80] } as const;

/** Intervals of a plane. */
export type Bounds = ReturnType<typeof boundsOf>;

/** The hidden layers of two units, from the first. */
export function planeLayers({ sizes }: Pick<Mlp, "sizes">): number[] {
  return sizes.flatMap((width, layer) => {
    const isHidden = layer > 0 && layer < sizes.length - 1;
    return isHidden && width === 2 ? [layer] : [];
  });
}

/** The planes after the last epoch. */
export async function foldedPlanes(lab: Lab, folding: Folding): Promise<Panel[]> {
  const { run, linear } = folding;
  const network = { name: run.name, model: run.model, run };
  const layers = planeLayers(run.model);
  const bounds = await boundsOfLayers(lab, [run.model]);
  return await planesOf(lab, network, { ...folding, bounds, size: GRID.still }, [
    `${shownName(lab, linear.name)}: ${shareIn(lab, linear.finalTestAccuracy)}`,
    ...layers.map((_, at) => at === layers.length - 1 ? outcomeOf(lab, run) : ""),
  ]);
}

/** The planes after each of the epochs of an animation; each layer has one plane for all of them. */
export async function planesThrough(
  lab: Lab,
  folding: Folding,
  { at }: AnimationPlan,
): Promise<Panel[][]> {
  const { run: { snapshots, name, divergedAtEpoch, trainLoss } } = folding;
  const shown = snapshots.filter(({ epoch }) => at.includes(epoch));
  const bounds = await boundsOfLayers(lab, shown.map(({ model }) => model));
  const pause = createYield(lab.signal);
  const rows: Panel[][] = [];
  for (const { epoch, model } of shown) {
    const isLost = divergedAtEpoch !== null && epoch >= divergedAtEpoch;
    const note = isLost
      ? divergedNote(lab.words, divergedAtEpoch)
      : epochNote(lab.words, epoch, trainLoss.length);
    const parts = { ...folding, bounds, size: GRID.moving };
    rows.push(await planesOf(lab, { name, model }, parts, [note]));
    await pause();
  }
  const columns = rows[0].map((_, column) => shareLegend(rows.map((row) => row[column])));
  return rows.map((_, row) => columns.map((panels) => panels[row]));
}

/** How the planes of a network are drawn. */
interface PlaneOptions extends Pick<Folding, "linear"> {
  /** Of each layer of two units. */
  readonly bounds: readonly Bounds[];
  /** Points of the fields along each axis. */
  readonly size: readonly [number, number];
}

/** The plane of the inputs, and that of each layer of two units. */
async function planesOf(
  lab: Lab,
  network: Network,
  options: PlaneOptions,
  notes: readonly string[],
): Promise<Panel[]> {
  const { device, signal, words } = lab;
  const { model } = network;
  const points = await pointsOf(lab, network);
  const inputs = gridOptions(lab);
  const panels = [await inputPlane(lab, { ...options, model, points, note: notes[0] })];
  for (const [at, layer] of planeLayers(model).entries()) {
    const [{ x, y }, oneScale] = squared(options.bounds[at]);
    const plane = { device, signal, x, y, size: options.size };
    const field = await predictGrid(lastLayers(model, layer), plane);
    const panel = contourPanel(field, {
      title: words.say("layer {n}", { n: layer }),
      note: notes[at + 1],
      points: await pointsAt(lab, { model, layer, points }),
      classNames: model.classNames,
      xLabel: words.say("unit {n}", { n: 1 }),
      yLabel: words.say("unit {n}", { n: 2 }),
      oneScale,
    });
    panels.push(foldPanel(panel, { grid: await foldedGrid(model, { ...inputs, layer }) }));
  }
  return panels;
}

/** The plane of the inputs with its square grid, and the straight boundary of the linear network. */
async function inputPlane(
  lab: Lab,
  { model, linear, points, size, note }: Pick<PlaneOptions, "linear" | "size"> & {
    readonly model: Mlp;
    readonly points: readonly PointSet[];
    readonly note: string;
  },
): Promise<Panel> {
  const { words, data: { plane } } = lab;
  const grid = { ...gridOptions(lab), size };
  const [field] = await predictGrids([model], grid);
  const [straight] = await predictGrids([linear.model], grid);
  const panel = contourPanel(field, {
    ...labelsOf(lab),
    title: words.say("inputs"),
    note: [note, planeText(words, plane?.note ?? "")].filter(Boolean).join(" · "),
    points,
    boundaries: [{ name: linear.name, field: straight }],
    classNames: model.classNames,
    oneScale: plane?.oneUnit,
  });
  const { size: _, ...range } = grid;
  return foldPanel(panel, { grid: await foldedGrid(model, { ...range, layer: 0 }) });
}

/** The points where the layers up to one of two units put them. */
export async function pointsAt(
  lab: Lab,
  { model, layer, points }: {
    readonly model: Mlp;
    readonly layer: number;
    readonly points: readonly PointSet[];
  },
): Promise<PointSet[]> {
  const { data: { train, test } } = lab;
  const moved: PointSet[] = [];
  for (const [at, set] of points.entries()) {
    moved.push({ ...set, data: await valuesAt(lab, model, { layer, data: [train, test][at] }) });
  }
  return moved;
}

/** A dataset with the values of a layer as its inputs. */
async function valuesAt(
  { device, signal }: Pick<Lab, "device" | "signal">,
  model: Mlp,
  { layer, data }: { readonly layer: number; readonly data: Dataset },
): Promise<Dataset> {
  const [{ activations }] = await layerValues(model, {
    ...{ device, signal, inputs: data.inputs, layers: [layer] },
  });
  const inputs = Float64Array.from(activations);
  return { ...data, inputs, features: 2, featureNames: undefined, scaler: undefined };
}

/** For each layer of two units the intervals with the values of all networks that are finite. */
export async function boundsOfLayers(lab: Lab, models: readonly Mlp[]): Promise<Bounds[]> {
  const { data: { all } } = lab;
  const bounds: Bounds[] = [];
  for (const layer of planeLayers(models[0])) {
    let range: Bounds | undefined;
    for (const model of models) {
      const { inputs, ...data } = await valuesAt(lab, model, { layer, data: all });
      if (!inputs.every(Number.isFinite)) continue;
      range = united(range, boundsOf({ ...data, inputs }));
    }
    bounds.push(range ?? { x: [-1, 1], y: [-1, 1] });
  }
  return bounds;
}

/** The largest ratio of both intervals at which they get one length. */
const MAX_RATIO = 3;

/** A square with the intervals in its middle, unless one of them is much longer; and whether it is one. */
export function squared({ x, y }: Bounds): [Bounds, boolean] {
  const [width, height] = [x, y].map(([low, high]) => high - low);
  const side = Math.max(width, height);
  if (side > MAX_RATIO * Math.min(width, height)) return [{ x, y }, false];
  const grown = ([low, high]: readonly [number, number]) => {
    const space = (side - (high - low)) / 2;
    return [low - space, high + space] as const;
  };
  return [{ x: grown(x), y: grown(y) }, true];
}

function united(one: Bounds | undefined, other: Bounds): Bounds {
  if (one === undefined) return other;
  const along = (axis: "x" | "y") =>
    [Math.min(one[axis][0], other[axis][0]), Math.max(one[axis][1], other[axis][1])] as const;
  return { x: along("x"), y: along("y") };
}
