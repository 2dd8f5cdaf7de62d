/** What landscapes show, computed from their runs and losses. */

import {
  type Landscape,
  listText,
  lossText,
  type Mlp,
  percentText,
  type Run,
} from "../../../mod.ts";
import { ranked } from "../ranked.ts";

/** The loss over random directions around a trained network. */
export interface RandomLandscape {
  /** The network's run. */
  readonly run: Run;
  /** The loss of the network itself. */
  readonly atNetwork: number;
  /** The largest distance along each direction. */
  readonly span: number;
  readonly surface: Landscape;
}

/** The loss over the plane of the runs' trajectories. */
export interface PathLandscape {
  readonly surface: Landscape;
  /** The share of the variance in the plane. */
  readonly share: number;
  readonly paths: readonly RunPath[];
}

/** The trajectory of a run in the plane. */
export interface RunPath {
  readonly run: Run;
  /** The epochs of its places. */
  readonly epochs: readonly number[];
  readonly places: readonly (readonly [x: number, y: number])[];
}

/** The mean of the finite losses at the border of a landscape. */
export function meanAtBorder({ loss }: Landscape): number {
  const border = loss.flatMap((row, at) =>
    at === 0 || at === loss.length - 1 ? [...row] : [row[0], row[row.length - 1]]
  ).filter(Number.isFinite);
  return border.reduce((sum, value) => sum + value, 0) / border.length;
}

/** The lowest loss of a landscape. */
export function lowestOf({ loss }: Landscape): number {
  return Math.min(...loss.flatMap((row) => [...row].filter(Number.isFinite)));
}

/** The findings, a sentence each; the first two say what to look for in the figures. */
export function describeLandscapes(
  random: RandomLandscape | undefined,
  path: PathLandscape,
): string[] {
  const finished = path.paths.filter(({ run }) => run.status !== "diverged");
  const lost = path.paths.filter(({ run }) => run.status === "diverged");
  return [
    ...lookAtPaths(finished),
    ...(random === undefined ? [] : [lookAround(random)]),
    `The plane of the paths holds ${
      percentText(path.share)
    } of the variance of their weights: off ` +
    "it the loss is another.",
    ...lost.map(({ run, epochs }) =>
      `${run.name} diverged in epoch ${run.divergedAtEpoch}: its path is drawn to epoch ` +
      `${epochs.at(-1) ?? 0}.`
    ),
  ];
}

/** Which runs go farthest and least far, and which ends lowest. */
function lookAtPaths(paths: readonly RunPath[]): string[] {
  const byDistance = [...paths].sort((one, other) => distanceOf(other) - distanceOf(one));
  const [far] = byDistance;
  if (far === undefined) return ["Look at the crosses: every training diverged."];
  const near = byDistance[byDistance.length - 1];
  const [best] = ranked(paths.map(({ run }) => run), ({ trainLoss }) => trainLoss.at(-1) ?? NaN);
  const text = ({ run, ...path }: RunPath) =>
    `${run.name} ${Number(distanceOf({ run, ...path }).toPrecision(3))}`;
  const lowest = best === undefined
    ? ""
    : `, and ${best.name} ends lowest, at a loss of ${lossText(best.trainLoss.at(-1) ?? NaN)}`;
  return [
    far === near
      ? `Look at the path of ${far.run.name}: it leads ${
        Number(distanceOf(far).toPrecision(3))
      } away from its start${lowest}.`
      : `Look at where the paths lead from the same start: ${
        listText([text(far), text(near)])
      } away from it${lowest}.`,
  ];
}

/** The distance between the first weights and the last ones of a run. */
function distanceOf({ run: { snapshots, model } }: RunPath): number {
  const [first] = snapshots;
  return distanceBetween(first?.model ?? model, model);
}

function distanceBetween({ parameters: one }: Mlp, { parameters: other }: Mlp): number {
  return Math.sqrt(one.reduce((sum, value, at) => sum + (value - other[at]) ** 2, 0));
}

/** How the loss rises around the network. */
function lookAround({ run, atNetwork, span, surface }: RandomLandscape): string {
  const lowest = lowestOf(surface);
  const mean = meanAtBorder(surface);
  const factor = Number((mean / atNetwork).toPrecision(2));
  const place = lowest < atNetwork * (1 - 1e-3)
    ? `the loss is ${lossText(atNetwork)} at the network and ${lossText(lowest)} at its lowest`
    : `the loss is lowest at the network, ${lossText(atNetwork)}`;
  return `Look at the levels around ${run.name}, along two random directions: ${place}; at the border, ` +
    `where the weights have changed by ${span} times their norm, it is ${factor} times that on average.`;
}
